"""Where one stands: all schemes at once, groups, deadlines, years against caps, trials, pools, needs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.claims.facts import TrialFact
from desktop_app.i18n import language, set_language
from desktop_app.store.database import Book
from desktop_app.store.errors import RecordMissingError
from desktop_app.usecases import claims, claims_life
from desktop_app.usecases.standing import (
    DeadlineKind,
    asked_together,
    calendar,
    expected_of_pool,
    standing,
    years_given,
)
from desktop_app.usecases.standing_needs import needs_report
from desktop_app.usecases.standing_trials import (
    TrialRefusedError,
    drop_trial,
    list_trials,
    set_trial,
    trial_paper,
    trial_progress,
)
from tests.usecases.claims_book import EACH, FROM, PERCENT, TO, TODAY, full_book, keep, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "b.bozhang"
    with full_book(path) as book:
        tiers = [{"from": "1000", "to": "2000", "rate": "0.1"}, {"from": "2000", "to": None, "rate": "0.2"}]
        keep(
            book,
            scheme("net", {"measure": "net"}, {"kind": "slab", "tiers": tiers}, exclusion_group="g",
                   apply_from="2026-04-01", apply_to="2026-04-30"),
            scheme("paid", {"measure": "paid"}, PERCENT, exclusion_group="g"),
            scheme("orders", {"measure": "orders"}, EACH, caps=[{"per": "year", "amount": "3"}]),
            scheme("kg", {"measure": "kilograms"}, EACH),
        )  # fmt: skip
        book.refresh()
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    shutil.copyfile(made, tmp_path / "b.bozhang")
    with Book.open(tmp_path / "b.bozhang") as opened:
        yield opened


def test_every_scheme_stands_beside_the_others(book: Book) -> None:
    found = standing(book, FROM, TO, today=date(2026, 3, 31))
    rows = {row.scheme.id: row for row in found.rows}
    assert {name: row.item.amount_fen for name, row in rows.items()} == {
        "net": 18_210,
        "paid": 23_210,
        "orders": 300,
        "kg": 0,
    }
    following = rows["net"].next
    assert following is not None
    assert following.short_by == 179
    closed = standing(book, FROM, TO, today=TODAY)
    assert {row.next for row in closed.rows} == {None}
    assert [(one.group, one.best, one.offered) for one in found.groups] == [("g", "paid", (("net", 18_210),))]
    assert found.total_fen == 23_510
    assert rows["orders"].year_cap_fen == 300
    # A product without weight: what is missing is said, nothing is taken for 0.
    assert [one.code for one in rows["kg"].blocking] == ["measure_missing"]
    assert rows["kg"].item.outcome is None


def test_deadlines_come_soonest_first(book: Book) -> None:
    found = calendar(book, today=date(2026, 4, 30))
    assert [(one.scheme, one.kind, one.days_left) for one in found][:2] == [
        ("net", DeadlineKind.APPLY_TO, 0),
        ("kg", DeadlineKind.VALID_TO, 245),
    ]
    assert [one.kind for one in calendar(book, today=date(2026, 5, 1))] == [DeadlineKind.VALID_TO] * 4


def test_years_stand_against_their_caps(book: Book) -> None:
    number = claims.begin_claim(book, ["orders"], FROM, TO).number
    claims_life.freeze(book, number, today=TODAY)
    claims_life.submit(book, number, on=TODAY)
    claims_life.approve(book, number, {}, on=TODAY)
    assert years_given(book) == []
    claims_life.pay(book, number, 300, on=TODAY)
    (given_,) = years_given(book)
    assert (given_.scheme, given_.year, given_.received_fen, given_.cap_fen) == ("orders", 2026, 300, 300)
    found = standing(book, date(2026, 4, 1), date(2026, 4, 30), today=TODAY)
    assert {row.scheme.id: row.received_fen for row in found.rows}["orders"] == 300


@given(
    pool=st.integers(0, 10**12),
    own=st.integers(0, 10**12),
    others=st.integers(0, 10**12),
)
def test_a_pool_never_gives_more_than_it_has_or_was_asked_for(pool: int, own: int, others: int) -> None:
    mine = expected_of_pool(pool, own + others, own)
    theirs = expected_of_pool(pool, own + others, others)
    assert 0 <= mine <= own
    assert mine + theirs <= pool or own + others <= pool
    assert (own + others > pool) or mine == own


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("200万", 200_000_000),
        ("80万、120万；1,500.5", 200_150_050),
        ("¥100元", 10_000),
        ("", None),
        ("-5", None),
        ("0.001", None),
        ("十万", None),
    ],
)
def test_what_all_ask_for_is_a_total_or_amounts(text: str, fen: int | None) -> None:
    assert asked_together(text) == fen


def test_a_trial_period_day_by_day(book: Book) -> None:
    trial = TrialFact(trial="试播", account="CN", first_on=date(2026, 3, 4), days=4, target_minor=1_001)
    set_trial(book, trial)
    assert list_trials(book) == [trial]
    days = trial_progress(book, trial, today=date(2026, 3, 6))
    assert [(one.on.day, one.sessions, one.target_fen) for one in days] == [
        (4, (), 250),
        (5, ("S1",), 500),
        (6, (), 750),
    ]
    assert days[0].profit_fen == 0
    assert days[1].profit_fen == days[2].profit_fen
    paper = trial_paper([trial], "王倩")
    assert paper.rows == (("试播", "CN", date(2026, 3, 4), date(2026, 3, 7), 4, 1_001),)
    book.undo()
    assert list_trials(book) == []
    for wrong in (("", 4, 1), ("a", 0, 1), ("a", 367, 1), ("a", 4, -1)):
        with pytest.raises(TrialRefusedError):
            set_trial(
                book,
                TrialFact(trial=wrong[0], account=None, first_on=FROM, days=wrong[1], target_minor=wrong[2]),
            )
    with pytest.raises(RecordMissingError):
        drop_trial(book, "none")


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_needs_name_nobody(book: Book, spoken: str) -> None:
    before = language()
    set_language(spoken)
    try:
        table = needs_report(book, FROM, TO, today=TODAY)
    finally:
        set_language(before)
    assert len({row[0] for row in table.rows}) == 5
    text = str(table)
    for name in ("王倩", "李小满", "A1", "T1", "S1", "YT1", "云途", "眉县", "BOX", "猕猴桃"):
        assert name not in text


def test_brand_is_among_them_where_the_book_knows_one(book: Book) -> None:
    product = book.get("products", "BOX")
    assert product is not None
    with book.write("test") as writer:
        writer.put(replace(product, brand="岭上", reference_price_minor=50_000, list_currency="CNY"))
    figures = [row[2] for row in needs_report(book, FROM, TO, today=TODAY).rows[-3:]]
    # Of ¥2,021 all but the ¥71 of the hat; of the lines in yuan, A1 alone is dearer than ¥500.
    assert figures[:2] == ["96.5%", "25.0%"]
