"""`bozhang restore BACKUP BOOK`: puts a checked backup in a book's place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.terminal import say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("backup", metavar="BACKUP", type=Path, help=_("the backup"))
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book, there or new"))


def run(arguments: argparse.Namespace) -> int:
    """Restore the book and say where the one that was there is kept."""
    from desktop_app.usecases.keeping import restore  # noqa: PLC0415 - `--help` needs no store

    kept = restore(arguments.backup, arguments.book)
    say(_("{path} is restored.").format(path=arguments.book))
    if kept is not None:
        say(_("The book that was there is kept as {path}.").format(path=kept))
    return 0
