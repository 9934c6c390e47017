"""A check finds what is wrong with a book, and nothing where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.catalogue import Component
from desktop_app.domain.returns import Return
from desktop_app.domain.shipment import Leg
from desktop_app.store.check import check
from tests.store.making import START, many_sales, product, sale

if TYPE_CHECKING:
    from desktop_app.store import Book

RETURN = Return(
    return_id="R", account="TH1", order_id="1", line=1, quantity_milli=1, refund_minor=1, returned_at=START
)
LEG = Leg(
    shipment="P",
    leg="1",
    on=START.date(),
    orders=("unknown is fine",),
    sessions=("S9",),
    cost_minor=1,
    currency="CNY",
)


def faults(book: Book) -> list[dict[str, str | int]]:
    return [{"code": str(fault.code), **dict(fault.data)} for fault in check(book)]


def test_a_whole_book_has_no_faults(book: Book) -> None:
    with book.write("sell") as writer:
        writer.put_many(many_sales(50))
    book.undo()
    book.redo()
    assert faults(book) == []


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (sale("7", lot="L9"), {"kind": "sales", "key": "TH1 7 1", "field": "lot", "value": "L9"}),
        (RETURN, {"kind": "returns", "key": "R", "field": "line", "value": "TH1 1 1"}),
        (LEG, {"kind": "shipping", "key": "P 1", "field": "sessions", "value": "S9"}),
        (
            product("BOX", components=(Component(sku="NO", quantity_milli=1),)),
            {"kind": "products", "key": "BOX", "field": "components", "value": "NO"},
        ),
    ],
)
def test_a_reference_to_nothing_is_found(book: Book, record: object, fault: dict[str, str]) -> None:
    with book.write("put") as writer:
        writer.put(record)  # type: ignore[arg-type]
    assert faults(book) == [{"code": "unknown_reference", **fault}]


def test_facts_changed_behind_the_history_are_found(book: Book) -> None:
    with book.upkeep() as connection:
        connection.execute("UPDATE products SET name = 'x'")
    assert faults(book) == [{"code": "history_differs", "table": "products"}]


def test_a_history_that_was_tampered_with_is_found(book: Book) -> None:
    with book.upkeep() as connection:
        connection.execute("DROP TRIGGER operations_stay")
        connection.execute("UPDATE operations SET person = 'someone else' WHERE seq = 2")
    assert faults(book) == [{"code": "history_changed", "number": 2}]


def test_a_word_that_no_record_has_is_found(book: Book) -> None:
    with book.upkeep() as connection:
        connection.execute("UPDATE sessions SET status = 'abroad'")
    assert {fault["code"] for fault in faults(book)} == {"unreadable_record", "history_differs"}
