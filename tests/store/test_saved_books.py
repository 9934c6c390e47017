"""A book that each earlier version of the program saved opens as this version's, with the same figures."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import FeeRate
from desktop_app.store import Book
from desktop_app.store.check import check
from desktop_app.store.migrations import VERSION
from desktop_app.store.queries.conservation import conservation, rebuild_differences
from desktop_app.store.queries.rates import rate_sources
from desktop_app.store.queries.statements import statements
from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SAVED = sorted((ROOT / "tests" / "fixtures" / "books").glob("version-*.bozhang.gz"))
TODAY = date(2026, 5, 1)


def profits(book: Book) -> dict[str, int | None]:
    book.refresh()
    return {str(row.key): row.amounts["profit"] for row in statements(book, today=TODAY).rows}


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.name.split(".")[0])
def test_a_saved_book_opens_with_its_records_and_figures(saved: Path, path: Path) -> None:
    path.write_bytes(gzip.decompress(saved.read_bytes()))
    with Book.open(path) as book:
        assert book.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert check(book) == []
        assert (book.count("sales"), book.count("lots"), book.count("returns")) == (3, 2, 1)
        # 437.80 sold, 39.80 refunded, 29.25 in fees with what came back of them, 110.00 of fruit.
        assert profits(book) == {"S1": 25_875}
        assert conservation(book) == rebuild_differences(book) == []
        with book.write("what older books did not know") as writer:
            writer.put(FeeRate(account="TH1", from_on=date(2026, 3, 1), commission_rate_e8=0))
        # Payment fees of 1.59 and 7.16 stay, less 0.40 of them given back.
        assert profits(book) == {"S1": 25_875 + 2_925 - 835}
        book.undo()
        book.undo()
        assert check(book) == []
    assert path.with_name(f"{path.name}.before-upgrade-6").exists()


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.name.split(".")[0])
def test_of_a_saved_books_rates_no_source_is_made_up(saved: Path, path: Path) -> None:
    path.write_bytes(gzip.decompress(saved.read_bytes()))
    with Book.open(path) as book:
        rates = {(rate.currency, rate.on): rate for rate in book.iterate("rates")}
        assert rates
        assert rate_sources(book, rates) == dict.fromkeys(rates, "")
        key, rate = rates.popitem()
        with book.write("by hand") as writer:
            writer.put(replace(rate, cny_e8=rate.cny_e8 + 1))
        assert rate_sources(book, [key]) == {key: "hand"}
        assert check(book) == []


def test_some_book_is_saved() -> None:
    assert SAVED
