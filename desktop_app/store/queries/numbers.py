"""Numbers that are taken, and what was written last: what the form of a new record begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from desktop_app.domain.facts import Record
    from desktop_app.store.database import Book


def highest_number(book: Book, kind: str, column: str, prefix: str) -> int:
    """Give the highest whole number that follows `prefix` in a column of codes; 0 where there is none."""
    rows = book.connection.execute(
        f'SELECT DISTINCT substr("{_known(kind, column)}", ?) FROM {FACTS[kind].name}'  # noqa: S608
        f' WHERE "{column}" >= ? AND "{column}" < ?',
        (len(prefix) + 1, prefix, prefix + "~"),
    )
    return max((int(rest) for (rest,) in rows if rest.isdecimal() and len(rest) < 10), default=0)  # noqa: PLR2004


def highest_line(book: Book, account: str, order_id: str) -> int:
    """Give the highest line number of an order; 0 where the book has none of it."""
    (number,) = book.connection.execute(
        "SELECT max(line) FROM sales WHERE account = ? AND order_id = ?", (account, order_id)
    ).fetchone()
    return int(number or 0)


def last_written(book: Book, kind: str) -> Record | None:
    """Give the record of a kind that was written last; None where there is none."""
    row = book.connection.execute(f"{FACTS[kind].select} ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    record: Record = codec_for(KIND[kind]).decode([row[2:]])[0]
    return record


def last_uses(book: Book, kind: str, column: str, keys: list[str]) -> dict[str, int]:
    """Give, for each code that some row of `kind` names, the id of the newest of them.

    An index on the column makes each a single look.
    """
    statement = f'SELECT max(id) FROM {FACTS[kind].name} WHERE "{_known(kind, column)}" = ?'  # noqa: S608
    found: dict[str, int] = {}
    for key in keys:
        (number,) = book.connection.execute(statement, (key,)).fetchone()
        if number is not None:
            found[key] = number
    return found


def orders_like(book: Book, start: str, limit: int) -> list[tuple[str, str, int]]:
    """Give orders whose id begins with a text, newest first: order id, account, moment."""
    rows: list[Any] = book.connection.execute(
        "SELECT order_id, account, max(ordered_at) FROM sales WHERE order_id >= ? AND order_id < ?"
        " GROUP BY order_id, account ORDER BY max(ordered_at) DESC LIMIT ?",
        (start, start + "\U0010ffff", limit),
    ).fetchall()
    return [(order, account, moment) for order, account, moment in rows]


def newest_orders(book: Book, limit: int) -> list[tuple[str, str, int]]:
    """Give the orders written last: order id, account, moment."""
    rows = book.connection.execute(
        "SELECT order_id, account, ordered_at FROM sales ORDER BY id DESC LIMIT ?", (limit * 4,)
    ).fetchall()
    found = {(order, account): moment for order, account, moment in reversed(rows)}
    return [(order, account, moment) for (order, account), moment in reversed(found.items())][:limit]


def _known(kind: str, column: str) -> str:
    if column not in FACTS[kind].columns:
        raise KeyError(column)
    return column
