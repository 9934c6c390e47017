"""Kept results against a rebuild from nothing, and every row against the whole, after any random edits."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.statement import BASE_KEYS
from desktop_app.store import Book
from desktop_app.store.queries.conservation import conservation, rebuild_differences
from desktop_app.store.queries.statements import By, statements
from tests.store.results_making import FIRST, SPAN, Maker, edit, furnish

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", range(12))
def test_incremental_refresh_gives_what_a_rebuild_gives(tmp_path: Path, seed: int) -> None:
    maker = Maker(Random(seed))
    stock_from = FIRST + timedelta(days=3) if seed % 3 == 2 else None
    zone = ["Asia/Shanghai", "America/New_York"][seed % 2]
    with Book.create(tmp_path / "book.bozhang", timezone=zone, stock_from=stock_from) as book:
        book.refresh()
        furnish(book, maker, 60)
        done = "furnish"
        for _ in range(12):
            book.refresh()
            assert conservation(book) == [], done
            assert rebuild_differences(book) == [], done
            done = edit(book, maker)


@pytest.mark.parametrize("seed", range(100, 104))
def test_every_way_of_grouping_adds_up_to_the_whole(tmp_path: Path, seed: int) -> None:
    maker = Maker(Random(seed))
    today = FIRST + timedelta(days=SPAN)
    with Book.create(tmp_path / "book.bozhang") as book:
        furnish(book, maker, 120)
        book.refresh()
        whole = statements(book, today=today)
        for by in By:
            report = statements(book, by=by, today=today)
            rows = [*report.rows, report.unattributed]
            for key in BASE_KEYS:
                amounts = [row.amounts[key] for row in rows]
                expected = whole.period.amounts[key]
                missing = any(amount is None for amount in amounts)
                assert missing is (expected is None), (by, key)
                if not missing:
                    assert sum(amount or 0 for amount in amounts) == expected, (by, key)
            assert report.period == whole.period
        middle = FIRST + timedelta(days=SPAN // 2)
        one = statements(book, end=middle, today=today)
        other = statements(book, start=middle + timedelta(days=1), today=today)
        assert len(one.rows) + len(other.rows) == len(whole.rows)
        for key in BASE_KEYS:
            halves = [one.period.amounts[key], other.period.amounts[key]]
            if None not in halves:
                assert sum(half or 0 for half in halves) == whole.period.amounts[key]


def test_an_empty_book_has_an_empty_statement(tmp_path: Path) -> None:
    with Book.create(tmp_path / "book.bozhang") as book:
        book.refresh()
        report = statements(book, today=date(2026, 3, 1))
        assert list(report.rows) == []
        assert report.period.net_profit == 0
        assert conservation(book) == rebuild_differences(book) == []
