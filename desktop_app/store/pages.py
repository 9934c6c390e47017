"""Tables of records as a screen pages through them: which rows, in which order, and what they hold."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.page_columns import (
    BETWEEN_EQUALS,
    COMPUTED,
    DEFAULT_ORDER,
    SCOPES,
    WORD_SOURCES,
    currency_sql,
    is_amount,
    is_quantity,
    scaled_sql,
    value_sql,
    word_columns,
)
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from desktop_app.domain.facts import Record
    from desktop_app.store.database import Book

AMOUNT_DECIMALS: Final = 4
"""Decimals of the amounts in a ColumnTest: the most that any currency has."""
_PIECE: Final = 100_000
"""Characters of a list of ids that are read at a time: about a millisecond."""
_SUMMED_WITH: Final = {"sales", "lots", "repacks"}
"""Kinds whose quantities are in the unit of the product that they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTest:
    """A condition on one column.

    `how` is `contains` (`text`), `between` (`low` and `high` included, None open), `among` (`values`)
    or `blank`; `negated` turns it round, and then blank columns fit too. Amounts have AMOUNT_DECIMALS
    decimals.
    """

    column: str
    how: str
    text: str = ""
    low: Any = None
    high: Any = None
    values: tuple[Any, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that a row must hold somewhere: as part of a text, or as one of `others`."""

    text: str
    others: tuple[ColumnTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which records of a kind, and in which order; `order` names columns and whether they descend."""

    kind: str
    tests: tuple[ColumnTest, ...] = ()
    words: tuple[Word, ...] = ()
    scope: str = ""
    order: tuple[tuple[str, bool], ...] = ()
    near: date | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of a page: its id, its record, and its computed columns by key."""

    id: int
    record: Record
    computed: Mapping[str, Any]


def list_ids(book: Book, listing: Listing, *, limit: int | None = None) -> array[int]:
    """Give the ids of a listing in order, all of them or the first so many.

    One statement that writes nothing: it may be stopped and asked again.
    """
    where, values = _where(book, listing, quick=limit is not None)
    end = "" if limit is None else f" LIMIT {int(limit)}"
    rows = f"SELECT t.id AS id FROM {_table(listing.kind)} t{where}{_order(book, listing)}{end}"  # noqa: S608
    # One text of all ids is read three times as fast as a row for each.
    (text,) = book.connection.execute(f"SELECT json_group_array(id) FROM ({rows})", values).fetchone()  # noqa: S608
    return _numbers(text)


def _numbers(text: str) -> array[int]:
    """Read a JSON array of integers piece by piece: reading a million at once would hold up every thread."""
    numbers = array("q")
    start, end = 1, len(text) - 1
    while start < end:
        cut = text.find(",", start + _PIECE, end)
        cut = end if cut < 0 else cut
        numbers.extend(json.loads(f"[{text[start:cut]}]"))
        start = cut + 1
    return numbers


def read_page(book: Book, kind: str, ids: Sequence[int]) -> list[PageRow]:
    """Give the rows of those ids that are still there, in their order."""
    shape = FACTS[_table(kind)]
    computed = [key for of, key in COMPUTED if of == kind]
    columns = ", ".join(
        ["t.id", *(f't."{name}"' for name in shape.columns), *(COMPUTED[kind, key] for key in computed)]
    )
    rows = book.connection.execute(
        f"SELECT {columns} FROM {shape.name} t WHERE t.id IN (SELECT value FROM json_each(?))",  # noqa: S608
        (json.dumps(list(ids)),),
    ).fetchall()
    width = len(shape.columns) + 1
    records = codec_for(KIND[kind]).decode([row[1:width] for row in rows])
    found = {
        row[0]: PageRow(row[0], record, dict(zip(computed, row[width:], strict=True)))
        for row, record in zip(rows, records, strict=True)
    }
    return [found[number] for number in ids if number in found]


def sum_columns(
    book: Book, listing: Listing, ids: Sequence[int] | None, keys: Sequence[str]
) -> dict[str, list[tuple[str | None, int]]]:
    """Add columns up over a listing, or over some ids: by key the sums, each with its currency or unit.

    Columns that share their currency or unit are read together, in one pass over the rows.
    """
    kind = listing.kind
    where, values = _where(book, listing)
    if ids is not None:
        where, values = " WHERE t.id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(list(ids))}
    values["book"] = book.settings.currency
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(_summed_by(kind, key), []).append(key)
    found: dict[str, list[tuple[str | None, int]]] = {key: [] for key in keys}
    for by, together in groups.items():
        sums = ", ".join(f"sum({value_sql(kind, key)})" for key in together)
        rows = book.connection.execute(
            f"SELECT {by}, {sums} FROM {_table(kind)} t{where} GROUP BY 1 ORDER BY 1",  # noqa: S608
            values,
        )
        for name, *totals in rows:
            for key, total in zip(together, totals, strict=True):
                if total is not None:
                    found[key].append((name, total))
    return {key: _by_unit(book, kind, key, sums) for key, sums in found.items()}


def _summed_by(kind: str, key: str) -> str:
    """Return what a column's sums are kept apart by: its currency, its product or unit, nothing."""
    if is_amount(kind, key):
        currency = currency_sql(kind, key)
        return f"coalesce({currency}, :book)" if currency else ":book"
    if is_quantity(kind, key):
        return "t.sku" if kind in _SUMMED_WITH else _unit(kind)
    return "NULL"


def _by_unit(
    book: Book, kind: str, key: str, sums: list[tuple[str | None, int]]
) -> list[tuple[str | None, int]]:
    """Bring sums by product together by the products' units."""
    if kind not in _SUMMED_WITH or not is_quantity(kind, key):
        return sums
    units = dict(book.connection.execute("SELECT sku, unit FROM products"))
    totals: dict[str | None, int] = {}
    for sku, total in sums:
        unit = units.get(sku)
        totals[unit] = totals.get(unit, 0) + total
    return sorted(totals.items(), key=lambda pair: pair[0] or "")


def id_of(book: Book, kind: str, key: Sequence[Any]) -> int | None:
    """Give the id of the row of a key, None where there is none."""
    shape = FACTS[kind]
    row = book.connection.execute(shape.select_by_key, codec_for(KIND[kind]).encode_key(key)).fetchone()
    return None if row is None else int(row[0])


def book_decimals(book: Book) -> dict[str, int]:
    """Give the decimals of every currency that the book has used."""
    return dict(book.connection.execute("SELECT code, decimals FROM currencies"))


def _table(kind: str) -> str:
    return FACTS[kind].name


def _unit(kind: str) -> str:
    if kind == "products":
        return "t.unit"
    if kind == "returns":
        return (
            "(SELECT p.unit FROM sales s JOIN products p ON p.sku = s.sku"
            " WHERE s.account = t.account AND s.order_id = t.order_id AND s.line = t.line)"
        )
    return (
        "(SELECT p.unit FROM products p WHERE p.sku = coalesce("
        "(SELECT l.sku FROM lots l WHERE l.lot = t.lot),"
        " (SELECT r.sku FROM repacks r WHERE r.lot = t.lot)))"
    )


def _order(book: Book, listing: Listing) -> str:
    order = listing.order or DEFAULT_ORDER[listing.kind]
    parts = []
    for key, descending in order:
        sql = value_sql(listing.kind, key)
        if is_amount(listing.kind, key):
            sql, _ = scaled_sql(listing.kind, key, book.settings.currency, book_decimals(book))
        parts.append(f"{sql}{' DESC' if descending else ''}")
    tie = BETWEEN_EQUALS.get((listing.kind, order[-1][0]))
    down = " DESC" if order[-1][1] else ""
    parts += [f"{value_sql(listing.kind, tie)}{down}"] if tie else []
    parts.append(f"t.id{down}")
    return f" ORDER BY {', '.join(parts)}"


def _where(book: Book, listing: Listing, *, quick: bool = False) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    parts = [_test(book, listing.kind, test, values) for test in listing.tests]
    parts += [_word(book, listing.kind, word, values, quick=quick) for word in listing.words]
    if listing.scope:
        parts.append(SCOPES[listing.kind][listing.scope])
        if ":near_day" in parts[-1]:
            values["near_day"] = listing.near.isoformat() if listing.near else ""
    return (f" WHERE {' AND '.join(f'({part})' for part in parts)}" if parts else ""), values


def _word(book: Book, kind: str, word: Word, values: dict[str, Any], *, quick: bool) -> str:
    name = _keep(values, _pattern(word.text))
    sources = WORD_SOURCES.get(kind)
    if sources is not None and not (quick and word.others):
        found = [source.format(word=name) for source in sources]
        found += [
            f"SELECT t.id FROM {_table(kind)} t WHERE {_test(book, kind, test, values)}"  # noqa: S608
            for test in word.others
        ]
        return f"t.id IN ({' UNION ALL '.join(found)})"
    # Row by row: of many that fit, the first ones come at once.
    parts = [rf"{column} LIKE {name} ESCAPE '\'" for column in word_columns(kind)]
    parts += [_test(book, kind, test, values) for test in word.others]
    return " OR ".join(parts)


def _test(book: Book, kind: str, test: ColumnTest, values: dict[str, Any]) -> str:
    sql = value_sql(kind, test.column)
    match test.how:
        case "contains":
            condition = rf"{sql} LIKE {_keep(values, _pattern(test.text))} ESCAPE '\'"
        case "among":
            listed = _keep(values, json.dumps(list(test.values), ensure_ascii=False))
            condition = f"{sql} IN (SELECT value FROM json_each({listed}))"  # noqa: S608
        case "blank":
            condition = f"coalesce({sql}, '') IN ('', '[]')"
        case _:
            if is_amount(kind, test.column):
                sql, places = scaled_sql(kind, test.column, book.settings.currency, book_decimals(book))
                sql = f"({sql} * {10 ** max(0, AMOUNT_DECIMALS - places)})"
            ends = [f"{sql} {sign} {_keep(values, end)}" for sign, end in _ends(test)]
            condition = " AND ".join(ends) or "1"
    return f"NOT coalesce(({condition}), 0)" if test.negated else condition


def _ends(test: ColumnTest) -> list[tuple[str, Any]]:
    return [(sign, end) for sign, end in ((">=", test.low), ("<=", test.high)) if end is not None]


def _keep(values: dict[str, Any], value: Any) -> str:
    name = f"v{len(values)}"
    values[name] = value
    return f":{name}"


def _pattern(text: str) -> str:
    r"""Write a text for LIKE: `%`, `_` and `\` stand for themselves."""
    escaped = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"
