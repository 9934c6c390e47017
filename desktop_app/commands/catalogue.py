"""The commands that there are; a command's module is loaded only when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.i18n import N_


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `module` stands in this package and has `add_arguments(parser)` and `run(arguments)`."""

    name: str
    module: str
    usage: str
    summary: str


COMMANDS: Final = (
    Command(
        "new",
        "new_book",
        "BOOK [--currency CNY] [--timezone Asia/Shanghai] [--stock-from DAY]",
        N_("make an empty book"),
    ),
    Command(
        "demo", "demo_book", "BOOK [--orders N]", N_("make the demo book: a year of a kiwi family's trade")
    ),
    Command("template", "template", "OUT.xlsx", N_("write the blank ledger workbook")),
    Command(
        "import",
        "import_files",
        "BOOK FILE… [--account ACCOUNT] [--format auto|NAME] [--dry-run] [--rejected OUT.xlsx] [--json]",
        N_("bring in ledger workbooks and platform files"),
    ),
    Command(
        "profit",
        "profit",
        "BOOK [--by …] [--from DAY] [--to DAY] [--json] [--out FILE.xlsx|FILE.csv]",
        N_("what each session, product, market … earned"),
    ),
    Command("export", "export_book", "BOOK OUT.xlsx", N_("write the whole book as a ledger workbook")),
    Command("backup", "backup_book", "BOOK [FOLDER]", N_("write a checked copy of a book")),
    Command("restore", "restore_book", "BACKUP BOOK", N_("put a checked backup in a book's place")),
    Command("check", "check_book", "BOOK [--json]", N_("check the whole book")),
    Command(
        "journal",
        "journal",
        "BOOK OUT [--format beancount|hledger]",
        N_("write the book as a double-entry journal"),
    ),
    Command(
        "scheme", "scheme", "BOOK list|add FILE.json|show ID", N_("the subsidy schemes that a book keeps")
    ),
    Command(
        "subsidy",
        "subsidy",
        "SCHEME.json --base FIGURE [--measure NAME=FIGURE …] [--units COUNT@COST …] [--json]",
        N_("what a subsidy scheme gives for a figure, step by step"),
    ),
    Command(
        "claim",
        "claim",
        "BOOK SCHEME… --from DAY --to DAY --out FOLDER [--freeze] [--json]",
        N_("work a claim out and write its pack"),
    ),
    Command("fill", "fill", "BOOK CLAIM FORM OUT", N_("fill a county's own form from a claim")),
    Command("applicant", "applicant", "BOOK show|set KEY=VALUE…", N_("who applies, as forms ask for it")),
    Command("capital", "capital", "AMOUNT", N_("write an amount in capitals, 人民币 before it")),
)
"""Every command, in the order in which they are listed."""


def find(name: str) -> Command | None:
    """Return the command of this name."""
    return next((command for command in COMMANDS if command.name == name), None)
