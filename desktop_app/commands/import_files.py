"""`bozhang import BOOK FILE…`: brings files in; status 1 where rows of them are refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app import i18n
from desktop_app.commands.import_text import report_lines, reports_json
from desktop_app.commands.outputs import require_output
from desktop_app.commands.runner import DONE, DONE_IN_PART
from desktop_app.commands.terminal import complain, progress, say, say_json
from desktop_app.i18n import _
from desktop_app.reports.refusal_text import file_fault_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from desktop_app.usecases.importing.plan import ImportReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help=_("the files, folders and zips to bring in")
    )
    parser.add_argument("--account", help=_("whose files they are, where they do not say"))
    parser.add_argument(
        "--format", metavar="NAME", default="auto", help=_("what they are, if not recognised")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument(
        "--rejected", metavar="OUT.xlsx", type=Path, help=_("write refused rows to mend them")
    )
    parser.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Bring the files in, or say what that would do."""
    rejected: Path | None = arguments.rejected
    if rejected is not None:
        require_output(rejected, (".xlsx",), arguments.book, *arguments.files)
    from desktop_app.usecases.books import open_book  # noqa: PLC0415 - `--help` needs no store
    from desktop_app.usecases.importing import (  # noqa: PLC0415
        apply_import,
        gathered,
        plan_import,
        report_of,
    )

    with (
        open_book(arguments.book) as book,
        gathered(arguments.files, arguments.format) as found,
        progress(_("Importing")) as told,
    ):
        plans = plan_import(book, found.named, account=arguments.account, format=arguments.format)
        reports = (
            [report_of(plan) for plan in plans]
            if arguments.dry_run
            else apply_import(book, plans, progress=told)
        )
        answer = reports_json(reports, book.decimals) if arguments.json else None
        lines = [line for report in reports for line in report_lines(report, book.decimals)]
    if rejected is not None:
        _write_rejected(reports, rejected)
    if answer is not None:
        say_json(answer)
    else:
        _say_reports(lines, arguments)
    for error in found.left_out:
        complain(file_fault_text(error.name, error.fault, error.data))
    return DONE if all(report.complete for report in reports) and not found.left_out else DONE_IN_PART


def _write_rejected(reports: Sequence[ImportReport], target: Path) -> None:
    """Write the refused rows of ledgers; where there are none, write nothing."""
    from desktop_app.usecases.importing.export import export_refused  # noqa: PLC0415 - openpyxl, a quarter second

    refusals = [refusal for report in reports for refusal in report.refusals]
    if any(refusal.kind is not None and refusal.cells for refusal in refusals):
        export_refused(target, refusals, i18n.language())


def _say_reports(lines: Sequence[str], arguments: Any) -> None:
    if arguments.dry_run:
        say(_("Nothing was written; this is what would happen."))
    for line in lines:
        say(line)
    if arguments.rejected is not None and arguments.rejected.exists():
        say(
            _("Refused rows are in {path}; mend them and bring that file in.").format(path=arguments.rejected)
        )
