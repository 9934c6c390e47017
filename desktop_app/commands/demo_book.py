"""`bozhang demo BOOK`: makes the demo book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.arguments import positive
from desktop_app.commands.terminal import progress, say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the new file, NAME.bozhang"))
    parser.add_argument("--orders", metavar="N", type=positive, help=_("how many orders, for measuring"))


def run(arguments: argparse.Namespace) -> int:
    """Make the book."""
    from desktop_app.usecases.books import require_folder  # noqa: PLC0415
    from desktop_app.usecases.demo import DEMO_ORDERS, make_demo  # noqa: PLC0415 - `--help` needs no store

    require_folder(arguments.book)
    with progress(_("Making the demo book")) as report_progress:
        make_demo(arguments.book, orders=arguments.orders or DEMO_ORDERS, progress=report_progress)
    say(_("{path} is made.").format(path=arguments.book))
    return 0
