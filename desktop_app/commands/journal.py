"""`bozhang journal BOOK OUT`: the book as a double-entry journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.outputs import require_output
from desktop_app.commands.terminal import progress, say
from desktop_app.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

HLEDGER_SUFFIXES = {".journal", ".hledger", ".j"}
"""What hledger's users call their files; any other name gets a beancount journal unless told otherwise."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("out", metavar="OUT", type=Path, help=_("the file to write"))
    parser.add_argument(
        "--format", choices=("beancount", "hledger"), help=_("whose format; else by the name of OUT")
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the journal."""
    from desktop_app.reports.journal import JournalFormat  # noqa: PLC0415 - `--help` needs no store
    from desktop_app.usecases.journal import write_journal  # noqa: PLC0415

    out: Path = arguments.out
    require_output(out, (), arguments.book)
    usual = JournalFormat.HLEDGER if out.suffix.lower() in HLEDGER_SUFFIXES else JournalFormat.BEANCOUNT
    form = JournalFormat(arguments.format) if arguments.format else usual
    with progress(_("Computing")) as report_progress:
        left_out = write_journal(arguments.book, out, form, report_progress)
    say(_("{path} is written.").format(path=out))
    if left_out:
        text = ngettext(
            "{count} amount is left out for want of a rate; a comment names it.",
            "{count} amounts are left out for want of a rate; comments name them.",
            left_out,
        )
        say(text.format(count=left_out))
    return 0
