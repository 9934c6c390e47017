"""`bozhang check BOOK`: the whole-book check; status 1 where faults are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.commands.runner import DONE, DONE_IN_PART
from desktop_app.commands.terminal import progress, say, say_json, shown
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse

    from desktop_app.usecases.checking import CheckReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Check the book and print what was found."""
    from desktop_app.usecases.checking import check_book  # noqa: PLC0415 - `--help` needs no store

    with progress(_("Checking")) as report_progress:
        report = check_book(arguments.book, report_progress)
    found = findings(report)
    if arguments.json:
        say_json({"whole": report.is_whole, "figures_checked": report.figures_checked, "faults": found})
    else:
        _say_report(report, found)
    return DONE if report.is_whole else DONE_IN_PART


def findings(report: CheckReport) -> list[dict[str, Any]]:
    """Return every fault with its code, its data and its sentence."""
    from desktop_app.reports.fault_text import fault_text, outdated_text, unbalanced_text  # noqa: PLC0415

    found: list[dict[str, Any]] = [
        {"code": str(fault.code), **dict(fault.data), "text": fault_text(fault.code, fault.data)}
        for fault in report.faults
    ]
    for one in report.unbalanced:
        text = unbalanced_text(one.where, one.expected, one.found, report.decimals)
        found.append({"code": "not_conserved", "row": one.where, "text": text})
    for one in report.outdated:
        text = outdated_text(one.where, one.expected, one.found)
        found.append({"code": "results_differ", "table": one.where, "text": text})
    return found


def _say_report(report: CheckReport, found: list[dict[str, Any]]) -> None:
    """Say in words what was checked, and with what result."""
    say(_("Checked: the file itself, references between records, the history, evidence files."))
    if report.figures_checked:
        say(_("Checked: every statement row against the whole, kept results against a rebuild."))
    else:
        say(_("Figures were not checked: the file has to be whole first."))
    for one in found:
        say("• " + shown(one["text"]))
    say(_("No faults found.") if report.is_whole else _("Faults found: {count}.").format(count=len(found)))
