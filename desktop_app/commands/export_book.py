"""`bozhang export BOOK OUT.xlsx`: the whole book as a ledger workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import i18n
from desktop_app.commands.outputs import require_output
from desktop_app.commands.terminal import progress, say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("out", metavar="OUT.xlsx", type=Path, help=_("the workbook to write"))


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook."""
    require_output(arguments.out, (".xlsx",), arguments.book)
    from desktop_app.usecases.books import open_book  # noqa: PLC0415 - `--help` needs neither store nor openpyxl
    from desktop_app.usecases.importing.export import export_ledger  # noqa: PLC0415

    with open_book(arguments.book) as book, progress(_("Writing")) as report_progress:
        rows = export_ledger(book, arguments.out, i18n.language(), report_progress)
    say(_("{path} is written, rows: {count}.").format(path=arguments.out, count=rows))
    return 0
