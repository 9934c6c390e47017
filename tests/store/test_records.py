"""Records come out of a book as they went in."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.catalogue import Component
from desktop_app.domain.errors import UnknownCurrencyError
from desktop_app.domain.facts import KIND, KINDS, FactKind
from desktop_app.domain.ledger import Settlement
from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.store import Book
from desktop_app.store.changes import Put, PutCounts
from desktop_app.store.codec import codec_for
from desktop_app.store.errors import (
    KeyTakenError,
    RecordMissingError,
    StillReferencedError,
    UnknownReferenceError,
    UnstorableValueError,
    WriterClosedError,
    WriterOpenError,
)
from desktop_app.store.tables.shapes import FACTS, SHAPES
from tests.store.making import START, account, many_sales, product, sale, session, stored
from tests.store.strategies import records_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@settings(max_examples=20)
@given(data=st.data())
def test_any_record_survives_the_codec(kind: FactKind, data: st.DataObject) -> None:
    records = data.draw(st.lists(records_of(kind.record), min_size=1, max_size=3))
    rows = codec_for(kind).encode(records)
    assert all(type(value) in {int, str, type(None)} for row in rows for value in row)
    assert codec_for(kind).decode(rows) == records


def test_every_table_has_the_columns_of_its_record_in_order(empty: Book) -> None:
    for shape in SHAPES.values():
        columns = [
            name
            for (name,) in empty.connection.execute("SELECT name FROM pragma_table_info(?)", (shape.name,))
        ]
        assert columns == ["id", "uid", *shape.columns]
        (strict,) = empty.connection.execute(
            "SELECT strict FROM pragma_table_list(?)", (shape.name,)
        ).fetchone()
        assert strict == 1
    for kind in KINDS:
        assert FACTS[kind.name].columns == tuple(field.name for field in fields(kind.record))


def test_put_says_what_it_came_to(book: Book) -> None:
    with book.write("sell") as writer:
        assert writer.put(sale()) is Put.ADDED
        assert writer.put(sale()) is Put.UNCHANGED
        assert writer.put(sale(quantity_milli=1)) is Put.UPDATED
    assert book.get("sales", "TH1", "1", 1) == sale(quantity_milli=1)
    assert book.get("sales", "TH1", "1", 2) is None
    assert book.count("sales") == 1


def test_put_many_counts_new_changed_and_known_and_keys_that_stand_twice(book: Book) -> None:
    with book.write("first", bulk=True) as writer:
        assert writer.put_many(many_sales(10_000)) == PutCounts(10_000, 0, 0)
    second = [*many_sales(10_000, 5_000), sale("007000", quantity_milli=1, tracking=None), sale("007000")]
    with book.write("second", bulk=True) as writer:
        assert writer.put_many(second) == PutCounts(5_000, 2, 5_000)
        assert writer.put_many(
            [sale("new"), sale("new", quantity_milli=5), sale("new", quantity_milli=7)]
        ) == PutCounts(1, 2, 0)
    assert book.get("sales", "TH1", "new", 1) == sale("new", quantity_milli=7)
    assert book.count("sales") == 15_001
    book.undo()
    assert list(book.iterate("sales")) == list(many_sales(10_000))


def test_a_settlement_without_order_is_known_by_its_blanks(book: Book) -> None:
    plain: dict[str, Any] = {
        "account": "TH1",
        "kind": "order",
        "settled_on": START.date(),
        "currency": "THB",
        "amount_minor": 5,
    }
    rows = [
        Settlement(settlement="P1", **plain),
        Settlement(settlement="P1", order_id="1", **plain),
        Settlement(settlement="P1", order_id="1", line=2, **plain),
    ]
    with book.write("settle") as writer:
        assert writer.put_many(rows) == PutCounts(3, 0, 0)
        assert writer.put_many(rows) == PutCounts(0, 0, 3)
        assert writer.put(replace(rows[0], amount_minor=6)) is Put.UPDATED
    assert stored(book, "settlements", "P1", None, None).amount_minor == 6
    assert book.get("settlements", "P1", "1", 2) == rows[2]


def test_an_unknown_reference_is_named_and_takes_back_its_batch_alone(book: Book) -> None:
    with book.write("sell") as writer:
        writer.put(sale("0"))
        with pytest.raises(UnknownReferenceError) as caught:
            writer.put_many([sale("1"), sale("2", sku="NOPE")])
        assert (caught.value.key, caught.value.field, caught.value.value) == (("TH1", "2", 1), "sku", "NOPE")
        with pytest.raises(UnknownReferenceError):
            writer.put(sale("3", session="NOPE"))
        writer.put(sale("4"))
    assert [line.order_id for line in book.iterate("sales")] == ["0", "4"]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (product("\ud800"), "sku"),
        (product("A", name="half \udc00"), "name"),
        (product("A", unit_weight_mg=2**63), "unit_weight_mg"),
        (product("A", unit=None), "unit"),
    ],
)
def test_what_no_book_can_hold_is_refused_by_name(book: Book, record: Any, field: str) -> None:
    with book.write("bad") as writer, pytest.raises(UnstorableValueError) as caught:
        writer.put(record)
    assert caught.value.field == field
    assert book.count("products") == 1


@pytest.mark.parametrize(
    "name", ["'); DROP TABLE sales; --", "=cmd|' /C calc'!A0", "a\x00b", "\u202eabc", "长" * 40_000]
)
def test_text_is_text(book: Book, name: str) -> None:
    with book.write("text") as writer:
        writer.put(product("A", name=name))
    assert book.get("products", "A") == product("A", name=name)


def test_what_is_still_named_cannot_be_deleted(book: Book) -> None:
    with book.write("sell") as writer:
        writer.put(sale(session="S1"))
    with book.write("delete") as writer:
        with pytest.raises(StillReferencedError) as caught:
            writer.delete("sessions", "S1")
        assert caught.value.by == "sales"
        with pytest.raises(RecordMissingError):
            writer.delete("sales", "TH1", "9", 1)
        writer.delete("sales", "TH1", "1", 1)
        writer.delete("sessions", "S1")
    assert book.count("sales") == book.count("sessions") == 0
    book.undo()
    assert stored(book, "sales", "TH1", "1", 1).session == "S1"


def test_a_rename_takes_along_whatever_names_the_record(book: Book) -> None:
    with book.write("all") as writer:
        writer.put(sale(session="S1", sku="KIWI"))
        writer.put(product("BOX", components=(Component(sku="KIWI", quantity_milli=1500),)))
        writer.put(
            Promotion(
                promotion="P",
                account="TH1",
                sessions=(SessionShare(session="S1"),),
                started_at=START,
                amount_minor=1,
                currency="THB",
            )
        )
    before = {kind.name: list(book.iterate(kind.name)) for kind in KINDS}
    with book.write("rename") as writer:
        writer.rename("products", ["KIWI"], ["KIWI-A"])
        writer.rename("sessions", ["S1"], ["S-1"])
        writer.rename("accounts", ["TH1"], ["TH-1"])
        with pytest.raises(KeyTakenError):
            writer.rename("products", ["BOX"], ["KIWI-A"])
    assert stored(book, "products", "BOX").components == (Component(sku="KIWI-A", quantity_milli=1500),)
    assert stored(book, "promotions", "P").sessions == (SessionShare(session="S-1"),)
    assert stored(book, "sales", "TH-1", "1", 1).sku == "KIWI-A"
    book.undo()
    assert {kind.name: list(book.iterate(kind.name)) for kind in KINDS} == before
    book.redo()
    assert stored(book, "sales", "TH-1", "1", 1).session == "S-1"
    with book.write("the old name comes again") as writer:
        writer.put_many([account("TH1"), account("TH2")])
        writer.put(product())
        assert writer.put_many([sale("1"), sale("2")]) == PutCounts(2, 0, 0)
        assert writer.put(sale("1")) is Put.UNCHANGED


def test_nothing_is_written_outside_a_command(book: Book) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        book.connection.execute("DELETE FROM sales")
    with book.write("one") as writer:
        with pytest.raises(WriterOpenError), book.write("two"):
            pass
        writer.put(sale())
    with pytest.raises(WriterClosedError):
        writer.put(sale("2"))
    with book.upkeep() as connection:
        connection.execute("CREATE TABLE kept (a)")
        with book.upkeep() as inner:
            inner.execute("INSERT INTO kept VALUES (1)")
    assert book.count("sales") == 1


def test_a_command_that_fails_leaves_nothing(book: Book) -> None:
    def fail() -> None:
        with book.write("fail") as writer:
            writer.put(sale())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert book.count("sales") == 0
    assert book.can_undo == "furnish"


def test_a_currency_keeps_the_decimals_it_had_when_the_book_first_used_it(path: Path) -> None:
    with Book.create(path, currency="CNY") as book:
        assert (book.decimals("CNY"), book.decimals("JPY"), book.decimals("KWD")) == (2, 0, 3)
        assert book.connection.execute("SELECT count(*) FROM currencies").fetchone() == (1,)
        with pytest.raises(UnknownCurrencyError):
            book.decimals("XQQ")
        with book.write("use") as writer:
            writer.put(product())
        with book.upkeep() as connection:
            connection.execute("UPDATE currencies SET decimals = 4 WHERE code = 'JPY'")
    with Book.open(path) as book:
        assert book.decimals("JPY") == 4


def test_workings_are_part_of_a_command(book: Book) -> None:
    row = {"account": "TH1", "platform_sku": "172938", "sku": "KIWI"}
    with book.write("match") as writer:
        assert writer.put_row("sku_matches", row) is Put.ADDED
        assert writer.put_rows("sku_matches", [row, {**row, "platform_sku": "2"}]) == PutCounts(1, 0, 1)
        with pytest.raises(KeyError):
            writer.put_row("sku_matches", {"nope": 1})
        writer.put_row(
            "evidence", {"sha256": bytes(32), "name": "a", "media_type": "b", "size": 1, "added_at": 2}
        )
    assert [found["platform_sku"] for found in book.rows("sku_matches")] == ["172938", "2"]
    assert [row["name"] for row in book.rows("evidence")] == ["a"]
    book.undo()
    assert book.count("sku_matches") == book.count("evidence") == 0
    book.redo()
    assert (book.row("sku_matches", "TH1", "2") or {})["sku"] == "KIWI"


def test_every_kind_is_listed_and_opens_empty(empty: Book) -> None:
    assert [list(empty.iterate(name)) for name in KIND] == [[] for _ in KIND]
    assert session().session == "S1"
