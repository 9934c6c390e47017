"""`bozhang new BOOK`: makes an empty book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.arguments import day
from desktop_app.commands.terminal import say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the new file, NAME.bozhang"))
    parser.add_argument("--currency", default="CNY", help=_("the book's currency (CNY)"))
    parser.add_argument("--timezone", default="Asia/Shanghai", help=_("the book's time zone (Asia/Shanghai)"))
    parser.add_argument(
        "--stock-from", metavar="DAY", type=day, help=_("lines before this day draw no stock")
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the book."""
    from desktop_app.usecases.books import create_book  # noqa: PLC0415 - `--help` needs no store

    create_book(
        arguments.book,
        currency=arguments.currency,
        timezone=arguments.timezone,
        stock_from=arguments.stock_from,
    )
    say(_("{path} is made.").format(path=arguments.book))
    return 0
