"""Exchange rates of CFETS and the ECB: direction, units, and days or currencies without a figure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from tests.fixtures import cell, path
from tests.importers.making_platform_files import grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CFETS = "fx-chinamoney.csv"
ECB = "fx-ecb-hist.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        yield made


def bring(book: Book, *files: Path) -> None:
    apply_import(book, plan_import(book, files))


def of_one(book: Book, currency: str, day: str) -> Decimal:
    """Yuan for one unit, as the book has it."""
    (rate,) = [rate for rate in book.iterate("rates") if (rate.currency, f"{rate.on}") == (currency, day)]
    return Decimal(int(rate.cny_e8)) / 10**8 / int(rate.units)


def near(exact: Decimal, units: int) -> Decimal:
    """Rounded half up at 8 decimals of the yuan for so many units."""
    return (exact * units).quantize(Decimal("1e-8"), ROUND_HALF_UP) / units


@pytest.mark.parametrize("day", ["2026-09-30", "2026-09-29"])
def test_cfets_directions_and_units(book: Book, day: str) -> None:
    bring(book, path(CFETS))

    def figure(heading: str) -> Decimal:
        return Decimal(cell(CFETS, heading, 日期=day))

    assert of_one(book, "USD", day) == figure("USD/CNY")
    assert of_one(book, "JPY", day) == figure("100JPY/CNY") / 100
    assert of_one(book, "THB", day) == near(1 / figure("CNY/THB"), 100)
    assert of_one(book, "KRW", day) == near(1 / figure("CNY/KRW"), 100)
    assert book.count("rates") == 2 * 25, "the rows about the source are no rates"


def test_rates_of_one_source_are_those_of_the_other(book: Book) -> None:
    bring(book, path(CFETS))
    before = {(rate.currency, rate.on): rate.cny_e8 / rate.units for rate in book.iterate("rates")}
    bring(book, path("fx-safe.csv"))
    for rate in book.iterate("rates"):
        if rate.currency in {"USD", "JPY", "EUR", "HKD", "GBP", "THB", "MYR"}:
            assert rate.cny_e8 / rate.units == pytest.approx(before[rate.currency, rate.on], rel=1e-3)


def test_ecb_gives_yuan_across_the_euro(book: Book) -> None:
    bring(book, path(ECB))
    day = "2026-09-25"

    def figure(currency: str) -> Decimal:
        return Decimal(cell(ECB, currency, Date=day))

    assert of_one(book, "EUR", day) == figure("CNY")
    for currency, units in (("USD", 100), ("THB", 100), ("IDR", 10_000), ("JPY", 100)):
        assert of_one(book, currency, day) == near(figure("CNY") / figure(currency), units)
    days = {f"{rate.on}" for rate in book.iterate("rates")}
    assert days == {"2026-09-25", "2026-09-24"}, "a day without the yuan gives no rate"
    currencies = {rate.currency for rate in book.iterate("rates")}
    assert currencies.isdisjoint({"CNY", "CYP", "EEK", "BGN"})
    assert apply_import(book, plan_import(book, [path(ECB)]))[0].added == {}


def test_ecb_of_one_day_and_a_book_in_euro(tmp_path: Path) -> None:
    rows = grid(ECB)[:2]
    rows[1][0] = "25 September 2026"
    file = tmp_path / "eurofxref.csv"
    file.write_text("".join(", ".join(row) + "\n" for row in rows))
    with Book.create(tmp_path / "e.bozhang", currency="EUR") as book:
        bring(book, file)
        assert of_one(book, "CNY", "2026-09-25") == near(
            1 / Decimal(cell(ECB, "CNY", Date="2026-09-25")), 100
        )
        assert all(rate.currency != "EUR" for rate in book.iterate("rates"))


def test_a_rate_of_nothing_is_refused(book: Book, tmp_path: Path) -> None:
    rows = grid(CFETS)
    rows[1][1] = "0"
    (plan,) = plan_import(book, [write_csv(tmp_path / "a.csv", rows)])
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(2, "USD/CNY")]
