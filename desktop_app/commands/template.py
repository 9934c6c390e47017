"""`bozhang template OUT.xlsx`: the blank ledger workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import i18n
from desktop_app.commands.outputs import require_output
from desktop_app.commands.terminal import say
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("out", metavar="OUT.xlsx", type=Path, help=_("the workbook to write"))


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook."""
    require_output(arguments.out, (".xlsx",))
    from desktop_app.usecases.importing.export import export_template  # noqa: PLC0415 - `--help` needs no openpyxl

    export_template(arguments.out, i18n.language())
    say(_("{path} is written.").format(path=arguments.out))
    return 0
