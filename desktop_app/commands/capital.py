"""`bozhang capital AMOUNT`: the amount in capitals, 人民币 before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop_app.commands.terminal import say
from desktop_app.domain.capital_amount import PREFIX, capital_amount, fen_from_text
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("amount", metavar="AMOUNT", help=_("an amount in yuan: 1409.5 or 1,409.50"))
    # argparse takes -1,409.50 for an option: its own idea of a negative number knows no commas.
    parser._negative_number_matcher = re.compile(r"-[0-9][0-9,.]*$")  # noqa: SLF001


def run(arguments: argparse.Namespace) -> int:
    """Print the amount."""
    say(PREFIX + capital_amount(fen_from_text(arguments.amount)))
    return 0
