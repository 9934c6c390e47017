"""Random ledger workbooks through the program and through the oracle: the same statements, to the fen."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app import app
from tests.oracle import books, chance, coverage, oracle

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = 120
"""Books of the default run; `-m slow` holds 800 more against the oracle."""

SLOW_SEEDS = 800
BLOCK = 20


def program_says(
    folder: Path, ledger: Path, stock_from: date | None, capsys: pytest.CaptureFixture[str]
) -> Any:
    """What `profit --json` prints for a ledger, brought into a new book by the commands a user has."""
    book = str(folder / "book.bozhang")
    new = ["new", book] if stock_from is None else ["new", book, "--stock-from", stock_from.isoformat()]
    assert app.run(new) == 0
    assert app.run(["import", book, str(ledger)]) == 0, capsys.readouterr()
    capsys.readouterr()
    assert app.run(["profit", book, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def compared(seed: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Where program and oracle disagree about one random book."""
    drawn = books.random_book(seed, coverage.size_of(seed))
    ledger = folder / "ledger.xlsx"
    books.write(drawn, ledger, "zh" if seed % 2 else "en")
    said = program_says(folder, ledger, drawn.stock_from, capsys)
    reckoned = oracle.statements(
        ledger,
        book_currency="CNY",
        timezone="Asia/Shanghai",
        stock_from=drawn.stock_from,
        today=date.today(),  # noqa: DTZ011 - as the command does
        decimals=chance.decimals,
    )
    return [f"seed {seed}: {difference}" for difference in oracle.differences(said, reckoned)]


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_random_books_agree_with_the_oracle(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: list[str] = []
    for seed in range(first, first + BLOCK):
        folder = tmp_path / str(seed)
        folder.mkdir()
        found += compared(seed, folder, capsys)
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(SEEDS, SEEDS + SLOW_SEEDS, BLOCK))
def test_many_more_random_books_agree(first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test_random_books_agree_with_the_oracle(first, tmp_path, capsys)
