"""`bozhang subsidy SCHEME.json --base FIGURE`: what a scheme gives for a figure, with its steps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.terminal import say, say_json, shown
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse

    from desktop_app.usecases.subsidy import SubsidyAnswer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("scheme", metavar="SCHEME.json", type=Path, help=_("the scheme file"))
    parser.add_argument("--base", metavar="FIGURE", required=True, help=_("the figure of the scheme's base"))
    parser.add_argument(
        "--measure",
        metavar="NAME=FIGURE",
        dest="measures",
        action="append",
        default=[],
        help=_("another measure that the scheme names, an input, or received=FIGURE; may be repeated"),
    )
    parser.add_argument(
        "--units",
        metavar="COUNT@COST",
        action="append",
        default=[],
        help=_("what so many units cost each, in order of day and id; may be repeated"),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Print what the scheme gives."""
    from desktop_app.usecases.subsidy import compute_subsidy  # noqa: PLC0415 - `--help` needs no scheme

    answer = compute_subsidy(
        arguments.scheme, arguments.base, measures=arguments.measures, units=arguments.units
    )
    if arguments.json:
        from desktop_app.reports.subsidy_text import outcome_json  # noqa: PLC0415

        say_json(outcome_json(answer.scheme, answer.outcome))
    else:
        _say_answer(answer)
    return 0


def _say_answer(answer: SubsidyAnswer) -> None:
    """Print the steps as numbered lines, then the amount, what comes next, and the warnings."""
    from desktop_app.reports.subsidy_text import SubsidyWords, next_text, reading_text  # noqa: PLC0415

    scheme, outcome = answer.scheme, answer.outcome
    words = SubsidyWords(scheme)
    say(shown(scheme.name))
    for number, one in enumerate(outcome.steps, start=1):
        say(shown(f"{number:>3}. {words.step(one)}"))
    for reading in outcome.readings:
        say(shown(reading_text(reading)))
    if outcome.next is not None:
        say(shown(next_text(words, outcome.next)))
    say()
    for warning in outcome.warnings:
        say(shown("• " + words.warning(warning)))
