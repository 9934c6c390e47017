"""The demo book as a file: made whole or not at all, and with figures that a county family would believe."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.facts import KINDS
from desktop_app.domain.issues import IssueCode
from desktop_app.domain.statement import State, StatementReport, StatementRow
from desktop_app.store.database import Book
from desktop_app.store.errors import BookExistsError
from desktop_app.store.queries.conservation import conservation
from desktop_app.store.queries.statements import statements
from desktop_app.usecases.demo import DEMO_ORDERS, make_demo
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.export import export_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = date(2025, 11, 1)
LAST = date(2026, 10, 31)
TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("demo") / "demo.bozhang"
    make_demo(path)
    with Book.open(path) as book:
        yield book


@pytest.fixture(scope="module")
def year(demo: Book) -> StatementReport:
    return statements(demo, start=FIRST, end=LAST, today=TODAY)


def profit(row: StatementRow) -> int:
    found = row.amounts["profit"]
    assert found is not None, row.key
    return found


# The file


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "family.bozhang"
    path.write_bytes(b"ours")
    with pytest.raises(BookExistsError):
        make_demo(path, orders=20)
    assert path.read_bytes() == b"ours"
    assert list(tmp_path.iterdir()) == [path]


def test_a_demo_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path / "demo.bozhang", orders=300, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_demo_has_at_least_one_order(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one order"):
        make_demo(tmp_path / "demo.bozhang", orders=0)
    make_demo(tmp_path / "demo.bozhang", orders=1)


def test_progress_counts_up_to_all_of_it(tmp_path: Path) -> None:
    told: list[float] = []
    make_demo(tmp_path / "demo.bozhang", orders=300, progress=told.append)
    assert told == sorted(told)
    assert len(set(told)) > 20
    assert told[-1] == 1.0


def test_it_is_one_step_that_undo_takes_back(tmp_path: Path) -> None:
    path = tmp_path / "demo.bozhang"
    make_demo(path, orders=40)
    with Book.open(path) as book:
        assert len(book.history()) == 1
        book.undo()
        assert book.count("sales") == 0
        assert book.can_undo is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_importer_refuses_none_of_it(tmp_path: Path, language: str) -> None:
    """Written out as a workbook and read into an empty book, it is the same again."""
    make_demo(tmp_path / "demo.bozhang", orders=300)
    with Book.open(tmp_path / "demo.bozhang") as book, Book.create(tmp_path / "copy.bozhang") as copy:
        export_ledger(book, tmp_path / "demo.xlsx", language)
        plans = plan_import(copy, [tmp_path / "demo.xlsx"])
        assert [refusal for plan in plans for refusal in plan.refusals] == []
        apply_import(copy, plans)
        for kind in KINDS:
            assert list(copy.iterate(kind.name)) == list(book.iterate(kind.name)), kind.name


# Its figures


def test_it_holds_what_was_asked_for(demo: Book) -> None:
    orders = {(line.account, line.order_id) for line in demo.iterate("sales")}
    assert len(orders) == DEMO_ORDERS


def test_every_row_adds_up_to_the_amounts_that_were_not_split(demo: Book) -> None:
    assert conservation(demo) == []


def test_a_county_family_would_believe_the_year(year: StatementReport) -> None:
    assert year.period.profit is not None
    assert year.period.net_profit is not None
    assert 150_000_00 <= year.period.net_profit <= year.period.profit <= 400_000_00
    net_sales = year.period.amounts["net_sales"]
    assert net_sales is not None
    assert 0.12 <= year.period.profit / net_sales <= 0.30


def test_about_a_fifth_of_the_streams_lose_money(year: StatementReport) -> None:
    assert len(year.rows) == 138
    losing = [row for row in year.rows if profit(row) < 0]
    assert 0.15 <= len(losing) / len(year.rows) <= 0.25
    assert {row.account for row in losing} == {"TTS-TH", "TTS-US", "SHP-MY"}


def test_every_account_earns_over_the_year(demo: Book) -> None:
    rows = statements(demo, by="account", start=FIRST, end=LAST, today=TODAY).rows
    assert len(rows) == 3
    assert all(profit(row) > 20_000_00 for row in rows)


def test_harvest_earns_more_than_summer(demo: Book) -> None:
    months = {
        row.key: profit(row) for row in statements(demo, by="month", start=FIRST, end=LAST, today=TODAY).rows
    }
    assert len(months) == 12
    assert months["2026-09"] + months["2026-10"] > 3 * (months["2026-06"] + months["2026-07"])
    assert all(amount > 0 for amount in months.values())


def test_most_streams_are_settled_and_the_newest_are_not(year: StatementReport) -> None:
    states = Counter(row.state for row in year.rows)
    assert states[State.SETTLED] > 80
    assert states[State.ESTIMATED] > 5
    assert 1 <= states[State.INCOMPLETE] <= 5
    assert all(row.state is not State.SETTLED for row in year.rows[-5:])


def test_what_is_missing_is_pointed_out(demo: Book) -> None:
    rows = statements(demo, today=TODAY).rows
    assert len(rows) == 140
    codes = {issue.code for row in rows for issue in row.issues}
    assert codes >= {
        IssueCode.COST_MISSING,
        IssueCode.STOCK_OWED,
        IssueCode.LOT_PAST_DATE,
        IssueCode.FEE_ESTIMATED,
        IssueCode.UNSETTLED,
        IssueCode.LINES_WITHOUT_LEG,
        IssueCode.RETURNS_MAY_COME,
    }


def test_the_whole_book_has_a_total(demo: Book) -> None:
    """No amount is missing, not even in a planned stream: totals over all time stand."""
    report = statements(demo, today=TODAY)
    assert report.period.net_profit is not None
    planned = [row for row in report.rows if row.status == "planned"]
    assert [row.amounts["promotion"] for row in planned] != [0, 0]
