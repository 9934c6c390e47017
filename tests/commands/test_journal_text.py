"""The journal as text: read by beancount and hledger themselves, whatever a family calls its things."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.reports.journal import (
    Entry,
    Journal,
    JournalFormat,
    Posting,
    Price,
    account_names,
    journal_lines,
)
from tests.tools import require_tool

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    "MHT-5KG",
    "mht-5kg",
    "mht 5kg",
    "猕猴桃",
    "猕猴桃 大果",
    "a_b",
    "a-b",
    "-",
    "",
    "100%",
    "5,5",
    "x;y",
    'say "hi"',
    "back\\slash",
    "é",
    "ß",
    "ǆ",
    "Ⅷ",
    "(virtual)",
    "[balanced]",
    "a:b",
    "tab\there",
    "🥝",
    "\u202eevil",
    "x" * 300,
]


def journal() -> Journal:
    """A journal in which everything is called oddly."""
    names = account_names(ODD)
    entries = [
        Entry(
            on=date(2026, 3, 1 + number // 2),
            text=f"sale {code} | note",
            missing=("a rate\nof USD",) if number == 3 else (),
            tags=(("order", code), ("lot", "1,2")),
            postings=(
                Posting(("Assets", "Receivable", name), 1234 + number, None),
                Posting(("Income", "Sales"), -2000 - number, code),
                Posting(("Expenses", "Fees"), 766, code),
            ),
        )
        for number, (code, name) in enumerate(names.items())
    ]
    return Journal(
        title='Book "A" \\ 账本',
        currency="CNY",
        decimals=2,
        entries=entries,
        prices=[Price(on=date(2026, 1, 1), currency="THB", price=Decimal("0.20123456"))],
        remarks=["; odd"],
    )


def write(tmp_path: Path, book: Journal, form: JournalFormat) -> Path:
    path = tmp_path / f"book.{form}"
    path.write_text("\n".join(journal_lines(book, form)) + "\n", encoding="utf-8")
    return path


def test_beancount_accepts_it(tmp_path: Path) -> None:
    path = write(tmp_path, journal(), JournalFormat.BEANCOUNT)
    ran = subprocess.run([require_tool("bean-check"), str(path)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_hledger_accepts_it_and_gives_each_session_back(tmp_path: Path) -> None:
    hledger = require_tool("hledger")
    path = write(tmp_path, journal(), JournalFormat.HLEDGER)
    checks = ["accounts", "commodities", "ordereddates", "balancednoautoconversion"]
    ran = subprocess.run(
        [hledger, "-f", str(path), "check", *checks],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    ran = subprocess.run(
        [hledger, "-f", str(path), "print", "-O", "json"], capture_output=True, text=True, check=True
    )
    tags = {
        value
        for transaction in json.loads(ran.stdout)
        for posting in transaction["tpostings"]
        for name, value in posting["ptags"]
        if name == "session"
    }
    assert "5%2C5" in tags
    assert "猕猴桃 大果" in tags


def test_an_empty_book_is_a_journal_too(tmp_path: Path) -> None:
    for form, command in (
        (JournalFormat.BEANCOUNT, ["bean-check"]),
        (JournalFormat.HLEDGER, ["hledger", "-f"]),
    ):
        path = write(tmp_path, Journal(title="t", currency="JPY", decimals=0, entries=[]), form)
        arguments = [require_tool(command[0]), *command[1:], str(path)]
        arguments += ["check"] if form is JournalFormat.HLEDGER else []
        assert subprocess.run(arguments, capture_output=True, check=False).returncode == 0


@given(st.lists(st.text(max_size=8), unique=True))
def test_no_two_codes_share_a_name(codes: list[str]) -> None:
    names = account_names(codes)
    assert list(names) == codes
    assert len({name.lower() for name in names.values()}) == len(codes)
