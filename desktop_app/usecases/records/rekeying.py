"""Giving a record another key together with its new figures; what names it follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_app.domain.claims.evidence import Target
from desktop_app.domain.facts import KIND
from desktop_app.store.queries.orders import lines_of_order, returns_on_line
from desktop_app.store.queries.references import legs_naming
from desktop_app.usecases.evidence import list_evidence

if TYPE_CHECKING:
    from desktop_app.store.database import Book
    from desktop_app.store.writing import Writer


def give_key(book: Book, writer: Writer, kind: str, old_key: tuple[Any, ...], record: Any) -> None:
    """Rename the record of `old_key` to that of `record`, then make it equal to it.

    An order line's id follows from its key: it is written anew, its returns, its evidence and the legs that
    name its order go with it, and the old one is deleted. Raises as Writer does.
    """
    if kind != "sales":
        writer.rename(kind, old_key, KIND[kind].key_of(record))
        writer.put(record)
        return
    account, order_id, line = old_key
    writer.put(record)
    for each in returns_on_line(book, account, order_id, line):
        writer.put(replace(each, account=record.account, order_id=record.order_id, line=record.line))
    writer.delete(kind, *old_key)
    _take_evidence_along(book, writer, kind, old_key, KIND[kind].key_of(record))
    if (account, order_id) != (record.account, record.order_id) and not _lines_left(book, account, order_id):
        order = (record.account, record.order_id)
        _take_evidence_along(book, writer, "orders", (account, order_id), order)
    if order_id != record.order_id and not lines_of_order(book, order_id):
        for leg in legs_naming(book, order_id):
            orders = tuple(record.order_id if order == order_id else order for order in leg.orders)
            writer.put(replace(leg, orders=tuple(dict.fromkeys(orders))))


def _lines_left(book: Book, account: str, order_id: str) -> bool:
    return any(line.account == account for line in lines_of_order(book, order_id))


def _take_evidence_along(
    book: Book, writer: Writer, target: str, old_key: tuple[Any, ...], new_key: tuple[Any, ...]
) -> None:
    """Tie to the new key what proves the old one."""
    old, new = Target(target, old_key).text, Target(target, new_key).text
    for each in list_evidence(book, target, old_key):
        writer.delete("evidence_links", each.sha256, target, old)
        writer.put_row("evidence_links", {"sha256": each.sha256, "target": target, "target_key": new})
