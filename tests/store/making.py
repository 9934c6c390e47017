"""Records and books for the tests of the store."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.sale import OrderLine
from desktop_app.domain.session import StreamSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store import Book

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def product(sku: str = "KIWI", **more: Any) -> Product:
    return Product(**{"sku": sku, "name": "猕猴桃", "unit": "kg", **more})


def account(name: str = "TH1", **more: Any) -> Account:
    return Account(
        **{"account": name, "platform": Platform.TIKTOK_SHOP, "market": "TH", "currency": "THB", **more}
    )


def session(code: str = "S1", **more: Any) -> StreamSession:
    return StreamSession(**{"session": code, "account": "TH1", "started_at": START, **more})


def sale(order: str = "1", line: int = 1, **more: Any) -> OrderLine:
    plain = {
        "order_id": order,
        "line": line,
        "account": "TH1",
        "ordered_at": START + timedelta(hours=1),
        "sku": "KIWI",
        "quantity_milli": 2000,
        "unit_price_minor": 19900,
        "currency": "THB",
    }
    return OrderLine(**{**plain, **more})


def furnish(book: Book) -> None:
    """Put a product, an account and a session into a book."""
    with book.write("furnish") as writer:
        writer.put(product())
        writer.put(account())
        writer.put(session())


def contents(book: Book) -> dict[str, list[Any]]:
    """Give every record of a book by kind."""
    from desktop_app.domain.facts import KIND

    return {name: list(book.iterate(name)) for name in KIND}


def records_of(record: type[Any]) -> st.SearchStrategy[Any]:
    """Give any record of a class, by its annotations."""
    hints = get_type_hints(record)
    return st.builds(record, **{field.name: _values(hints[field.name]) for field in fields(record)})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of(*map(_values, get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(_values(get_args(hint)[0]), max_size=3).map(tuple)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        type(None): st.none(),
        str: st.text(max_size=12),
        int: st.integers(-(2**63), 2**63 - 1),
        bool: st.booleans(),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
        Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    }
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        return records_of(hint)  # type: ignore[arg-type]
    assert issubclass(hint, StrEnum)
    return st.sampled_from(list(hint))


def many_sales(number: int, first: int = 0) -> Iterator[OrderLine]:
    for index in range(first, first + number):
        yield sale(f"{index:06d}", tracking=f"T{index}" if index % 2 else None)
