"""`bozhang backup BOOK [FOLDER]`: a checked copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.terminal import say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, nargs="?", help=_("where to; else a folder beside the book")
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the copy and say where it is."""
    from desktop_app.usecases.keeping import back_up  # noqa: PLC0415 - `--help` needs no store

    say(_("{path} is written and checked.").format(path=back_up(arguments.book, arguments.folder)))
    return 0
