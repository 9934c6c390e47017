"""`bozhang claim BOOK SCHEME… --from DAY --to DAY --out FOLDER`: a claim worked out, and its pack written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.arguments import day
from desktop_app.commands.errors import BadArgumentsError
from desktop_app.commands.terminal import complain, progress, say, say_json, shown
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse

    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.usecases.claims_making import MadeClaim

_BLOCKED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("schemes", metavar="SCHEME", nargs="+", help=_("ids of schemes that the book keeps"))
    parser.add_argument("--from", dest="start", metavar="DAY", type=day, required=True, help=_("first day"))
    parser.add_argument("--to", dest="end", metavar="DAY", type=day, required=True, help=_("last day"))
    parser.add_argument(
        "--out", metavar="FOLDER", type=Path, required=True, help=_("folder (or .zip) to write the pack to")
    )
    parser.add_argument("--freeze", action="store_true", help=_("freeze it, if nothing stands in the way"))
    parser.add_argument(
        "--measure",
        metavar="NAME=FIGURE",
        dest="measures",
        action="append",
        default=[],
        help=_("a figure that a scheme has filled in by hand, or received=FIGURE; may be repeated"),
    )
    parser.add_argument(
        "--reading",
        metavar="SCHEME=KIND",
        dest="readings",
        action="append",
        default=[],
        help=_("how unclear tiers of a scheme are read: slab or marginal; may be repeated"),
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Work the claim out and write its pack."""
    from desktop_app.usecases.claims_making import ClaimRequest, make_claim  # noqa: PLC0415 - `--help` needs no store

    _require_folder(arguments.out)
    with progress(_("Writing the claim")) as report_progress:
        request = ClaimRequest(
            schemes=arguments.schemes,
            from_on=arguments.start,
            to_on=arguments.end,
            measures=arguments.measures,
            readings=dict(_reading(text) for text in arguments.readings),
        )
        made = make_claim(
            arguments.book,
            request,
            out=arguments.out,
            is_to_freeze=arguments.freeze,
            progress=report_progress,
        )
    if arguments.json:
        _say_json(made)
    else:
        _say(made)
    if made.was_blocked:
        from desktop_app.domain.claims.claim import ClaimBlockedError  # noqa: PLC0415
        from desktop_app.reports.error_text import error_text  # noqa: PLC0415

        claim = made.worked.claim
        complain(f"bozhang: {error_text(ClaimBlockedError(claim.number, made.worked.blocking))}")
        return _BLOCKED
    return 0


def _require_folder(out: Path) -> None:
    if out.suffix.lower() != ".zip" and out.exists() and not out.is_dir():
        message = _("{path} is a file; name a folder.").format(path=out)
        raise BadArgumentsError("bozhang claim", message)


def _reading(text: str) -> tuple[str, str]:
    scheme, _equals, kind = text.rpartition("=")
    return scheme, kind


def _say_json(made: MadeClaim) -> None:
    from desktop_app.reports.claim_json import claim_json  # noqa: PLC0415

    worked = made.worked
    say_json(
        claim_json(
            worked.claim.number,
            worked.claim.state.value,
            worked.items,
            blocking=worked.blocking,
            notes=worked.notes,
            files=made.files,
        )
    )


def _say(made: MadeClaim) -> None:
    from desktop_app.reports.claim_text import fen_text, finding_text, state_name  # noqa: PLC0415

    worked = made.worked
    claim = worked.claim
    schemes = {item.scheme.id: item.scheme for item in worked.items}
    say(shown(f"{claim.number}  {state_name(claim.state)}  {fen_text(worked.asked_fen)}"))
    for item in worked.items:
        _say_item(item)
    for title, findings in ((_("In the way:"), worked.blocking), (_("To know:"), worked.notes)):
        if findings:
            say()
            say(title)
        for one in findings:
            name = f"{one.scheme}: " if one.scheme else ""
            say(shown(f"• {name}{finding_text(one, schemes.get(one.scheme))}"))
    say()
    for path in made.files:
        say(shown(str(path)))


def _say_item(item: WorkedItem) -> None:
    from desktop_app.reports.claim_text import lines_text  # noqa: PLC0415
    from desktop_app.reports.subsidy_text import SubsidyWords  # noqa: PLC0415

    words = SubsidyWords(item.scheme)
    say()
    say(shown(item.scheme.name))
    say(shown(lines_text(item.figures.lines)))
    steps = item.outcome.steps if item.outcome is not None else ()
    for number, one in enumerate(steps, start=1):
        say(shown(f"{number:>3}. {words.step(one)}"))
