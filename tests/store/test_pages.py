"""Tables in pages: any filter and order against the same done to all records in Python."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.facts import KIND
from desktop_app.store import Book
from desktop_app.store.pages import (
    AMOUNT_DECIMALS,
    ColumnTest,
    Listing,
    Word,
    list_ids,
    read_page,
    sum_columns,
)
from tests.store.making import account, many_sales, product, sale
from tests.store.results_making import FIRST, SPAN, Maker, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NASTY = ["100%", "100_", "it's", 'say "no"', "50\\50", "%", "_", "猕猴桃", "a;DROP TABLE sales"]


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pages") / "book.bozhang"
    with Book.create(path) as made:
        furnish(made, Maker(Random(7)), 150)
        made.refresh()
    return path.read_bytes()


@pytest.fixture
def full(tmp_path: Path, whole_file: bytes) -> Iterator[Book]:
    path = tmp_path / "book.bozhang"
    path.write_bytes(whole_file)
    with Book.open(path) as made:
        yield made


def records(book: Book, kind: str, ids: Any) -> list[Any]:
    return [row.record for row in read_page(book, kind, ids)]


@pytest.mark.parametrize("kind", list(KIND))
def test_a_listing_has_every_record_once(full: Book, kind: str) -> None:
    ids = list_ids(full, Listing(kind=kind))
    assert len(set(ids)) == len(ids) == full.count(kind)
    key_of = KIND[kind].key_of
    assert {key_of(one) for one in records(full, kind, ids)} == {key_of(one) for one in full.iterate(kind)}


def test_pages_keep_their_order_and_leave_out_what_is_gone(full: Book) -> None:
    ids = list_ids(full, Listing(kind="sales", order=(("quantity", True), ("ordered_at", False))))
    found = records(full, "sales", ids)
    expected = sorted(found, key=lambda line: (-line.quantity_milli, line.ordered_at))
    assert [(line.quantity_milli, line.ordered_at) for line in found] == [
        (line.quantity_milli, line.ordered_at) for line in expected
    ]
    assert list(
        list_ids(full, Listing(kind="sales", order=(("quantity", True), ("ordered_at", False))), limit=7)
    ) == list(ids[:7])
    assert records(full, "sales", [ids[3], 10**9, ids[1]]) == [found[3], found[1]]


@pytest.mark.parametrize("text", NASTY)
def test_signs_of_sql_are_letters_like_any_other(tmp_path: Path, text: str) -> None:
    with Book.create(tmp_path / "book.bozhang") as book:
        with book.write("furnish") as writer:
            writer.put(product())
            writer.put(account())
            writer.put(sale("1", country=f"x{text}y"))
            writer.put(sale("2", country="plain"))
            writer.put(sale("3", tracking=text))
        for listing in (
            Listing(kind="sales", words=(Word(text=text),)),
            Listing(kind="sales", tests=(ColumnTest(column="country", how="contains", text=text),)),
        ):
            found = {line.order_id for line in records(book, "sales", list_ids(book, listing))}
            assert found == {"1", "3"} if listing.words else found == {"1"}
        assert book.count("sales") == 3


def test_amounts_compare_across_currencies(tmp_path: Path) -> None:
    with Book.create(tmp_path / "book.bozhang") as book:
        with book.write("furnish") as writer:
            writer.put(product())
            writer.put(account())
            for order, price, currency in (("1", 900, "JPY"), ("2", 80_000, "THB"), ("3", 1000, "USD")):
                book.decimals(currency)
                writer.put(sale(order, unit_price_minor=price, currency=currency))
        ids = list_ids(book, Listing(kind="sales", order=(("unit_price", False),)))
        assert [line.order_id for line in records(book, "sales", ids)] == ["3", "2", "1"]
        least = 10 * 10**AMOUNT_DECIMALS
        some = Listing(
            kind="sales", tests=(ColumnTest(column="unit_price", how="between", low=least, high=800 * 10**4),)
        )
        assert {line.order_id for line in records(book, "sales", list_ids(book, some))} == {"2", "3"}


def test_conditions_and_their_opposites_part_the_whole(full: Book) -> None:
    whole = set(list_ids(full, Listing(kind="sales")))
    day = FIRST + timedelta(days=SPAN // 2)
    for test in (
        {"column": "status", "how": "among", "values": ("paid", "shipped")},
        {"column": "shipped_on", "how": "blank"},
        {"column": "shipped_on", "how": "between", "low": day.isoformat()},
        {"column": "sku", "how": "contains", "text": "K"},
    ):
        some = set(list_ids(full, Listing(kind="sales", tests=(ColumnTest(**test),))))
        others = set(list_ids(full, Listing(kind="sales", tests=(ColumnTest(**test, negated=True),))))
        assert some
        assert some | others == whole
        assert not some & others


def test_sums_are_those_of_the_rows(full: Book) -> None:
    lines = list(full.iterate("sales"))
    expected: dict[str, int] = {}
    for line in lines:
        expected[line.currency] = expected.get(line.currency, 0) + line.seller_discount_minor
    found = dict(sum_columns(full, Listing(kind="sales"), None, ["seller_discount"])["seller_discount"])
    assert {code: total for code, total in found.items() if total} == {c: t for c, t in expected.items() if t}
    ids = list_ids(full, Listing(kind="sales"))[:10]
    (chosen,) = sum_columns(full, Listing(kind="sales"), ids, ["quantity"])["quantity"]
    assert chosen == ("kg", sum(line.quantity_milli for line in records(full, "sales", ids)))


def test_computed_columns_are_the_kept_results(full: Book) -> None:
    kept = dict(
        full.connection.execute("SELECT lot_ref / 2, quantity - drawn FROM kept_lots WHERE lot_ref % 2 = 0")
    )
    for row in read_page(full, "lots", list_ids(full, Listing(kind="lots"))):
        assert row.computed["on_hand"] == kept[row.id]
        moved = full.connection.execute(
            "SELECT coalesce(sum(cost), 0) FROM kept_moves WHERE lot_ref = ?", (2 * row.id,)
        ).fetchone()[0]
        record: Any = row.record
        assert row.computed["value"] == record.total_cost_minor - moved
    for row in read_page(full, "sales", list_ids(full, Listing(kind="sales"))):
        line: Any = row.record
        exact = (2 * line.quantity_milli * line.unit_price_minor + 1000) // 2000
        assert row.computed["list_amount"] == exact
        assert row.computed["net_amount"] == exact - line.seller_discount_minor


def test_the_newest_come_first_by_an_index(tmp_path: Path) -> None:
    with Book.create(tmp_path / "book.bozhang") as book:
        with book.write("furnish") as writer:
            writer.put(product())
            writer.put(account())
            writer.put_many(many_sales(50))
        for order in (
            ("ordered_at", True),
            ("status", False),
            ("sku", False),
            ("account", True),
            ("order_id", False),
        ):
            steps = book.connection.execute("EXPLAIN QUERY PLAN " + _statement(book, order)).fetchall()
            assert not any("TEMP B-TREE" in step[3] for step in steps), order


def _statement(book: Book, order: tuple[str, bool]) -> str:
    found: list[str] = []
    book.connection.set_trace_callback(found.append)
    list_ids(book, Listing(kind="sales", order=(order,)))
    book.connection.set_trace_callback(None)
    return next(statement for statement in found if "json_group_array" in statement)


def test_a_day_that_is_near_its_date_is_said_by_the_view(full: Book) -> None:
    near = Listing(kind="lots", scope="near_date", near=date(2027, 1, 1))
    for row in read_page(full, "lots", list_ids(full, near)):
        record: Any = row.record
        assert record.best_before is not None
        assert row.computed["on_hand"] > 0


def test_a_book_with_results_of_an_older_program_can_be_written_before_they_are_rebuilt(full: Book) -> None:
    with full.upkeep() as connection:
        connection.execute("UPDATE kept_meta SET value = 'older' WHERE key = 'version'")
        connection.execute("DROP TABLE stale_stock")
    with full.write("sell") as writer:
        writer.put(sale("new", account="A1", sku="K1"))
    full.refresh()
    ids = list_ids(full, Listing(kind="sales", words=(Word(text="new"),)))
    assert [line.order_id for line in records(full, "sales", ids)] == ["new"]
