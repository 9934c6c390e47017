"""What a changed fact makes stale: marks written in the transaction that changes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.results.fees import mark_fees

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Change = tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None]

BEGINNING: Final = -(2**62)
"""A moment before everything."""

END: Final = 2**62
"""A moment after everything: a product whose stock stands, and only the estimate of what is owed does not."""

# A lot and all that was repacked out of it, which takes over its best-before.
_MADE_FROM: Final = """
WITH RECURSIVE made (code) AS (SELECT ?1 UNION SELECT r.lot FROM repacks r JOIN made m ON r.from_lot = m.code)
"""

_UNSENT: Final = {"placed", "cancelled"}

_RELEVANT: Final[dict[str, tuple[str, ...]]] = {
    "products": (
        "sku", "unit_weight_mg", "kg_per_unit_mg", "packaging_cost_minor",
        "reference_cost_minor", "list_price_minor", "list_currency", "components",
    ),
    "accounts": (
        "account", "timezone", "commission_rate_e8", "payment_fee_rate_e8",
        "fee_refund_rate_e8", "attribution_seconds",
    ),
    "sessions": (
        "session", "account", "status", "started_at", "ended_at", "host_pay_minor", "other_cost_minor",
    ),
    "sales": (
        "order_id", "line", "account", "session", "ordered_at", "sku", "quantity_milli",
        "unit_price_minor", "currency", "seller_discount_minor", "shipping_charged_minor",
        "platform_fee_minor", "tax_minor", "status", "lot", "shipped_on", "delivered_on", "settled_on",
    ),
    "promotions": (
        "promotion", "account", "sessions", "started_on", "started_at", "ended_on", "ended_at",
        "amount_minor", "currency",
    ),
    "shipping": ("shipment", "leg", "on", "account", "orders", "sessions", "cost_minor", "currency", "split"),
    "overheads": ("on", "amount_minor", "currency"),
}  # fmt: skip
"""The columns that results depend on; kinds that are not here depend on all of theirs."""

_WEIGHT: Final = {"unit_weight_mg", "kg_per_unit_mg", "components"}
_LIST_PRICE: Final = {"list_price_minor", "list_currency"}
_GIVEN: Final = {"sample", "gift"}
_IN_STREAM: Final = ("order_id", "line", "account", "ordered_at", "sku", "quantity_milli", "lot")


def note(connection: sqlite3.Connection, kind: str, rows: Sequence[Change]) -> None:
    """Mark what the changed rows of a kind make stale."""
    relevant = _RELEVANT.get(kind)
    if relevant is not None:
        rows = [row for row in rows if _differs(row, relevant)]
    marker = _MARKERS.get(kind)
    if marker is not None and rows:
        marker(connection, rows)


def mark_stock(connection: sqlite3.Connection, moments: Mapping[int, int]) -> None:
    """Mark the stock of products stale from a moment on."""
    connection.executemany(
        "INSERT INTO stale_stock VALUES (?, ?, 1)"
        " ON CONFLICT (product_id) DO UPDATE SET since = min(since, excluded.since), marks = abs(marks) + 1",
        moments.items(),
    )


def takes_stock(sale: Mapping[str, Any]) -> bool:
    """Whether a line counts, or was cancelled after dispatch."""
    return sale["status"] not in _UNSENT or (sale["status"] == "cancelled" and sale["shipped_on"] is not None)


def _differs(row: Change, columns: Iterable[str]) -> bool:
    _, before, after = row
    return before is None or after is None or any(before[name] != after[name] for name in columns)


def _mark(connection: sqlite3.Connection, kind: str, ids: Iterable[int]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO stale_marks VALUES (?, ?)", [(kind, number) for number in ids]
    )


def _mark_rows(kind: str) -> Callable[[sqlite3.Connection, Sequence[Change]], None]:
    def mark(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
        _mark(connection, kind, (row[0] for row in rows))

    return mark


def _earliest(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    moments: dict[str, int] = {}
    for code, moment in pairs:
        known = moments.get(code)
        if known is None or moment < known:
            moments[code] = moment
    return moments


def _mark_skus(connection: sqlite3.Connection, pairs: Iterable[tuple[str, int]]) -> None:
    found: dict[int, int] = {}
    for sku, moment in _earliest(pairs).items():
        row = connection.execute("SELECT id FROM products WHERE sku = ?", (sku,)).fetchone()
        if row:
            found[row[0]] = moment
    mark_stock(connection, found)


def _mark_lots(connection: sqlite3.Connection, pairs: Iterable[tuple[str, int]]) -> None:
    """Mark the products of lots; a lot that is not there yet marks its product when it comes."""
    skus = []
    for code, moment in _earliest(pairs).items():
        found = connection.execute(
            "SELECT sku FROM lots WHERE lot = ?1 UNION SELECT sku FROM repacks WHERE lot = ?1", (code,)
        )
        skus += [(sku, moment) for (sku,) in found]
    _mark_skus(connection, skus)


def _sides(rows: Iterable[Change]) -> Iterable[Mapping[str, Any]]:
    for _, before, after in rows:
        if before is not None:
            yield before
        if after is not None:
            yield after


def _products(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    _mark(connection, "products", (row[0] for row in rows))
    moments: dict[int, int] = {}
    for number, before, after in rows:
        if before is None or after is None:
            moments[number] = BEGINNING
            continue
        changed = {name for name in before if before[name] != after[name]}
        if "components" in changed:
            moments[number] = BEGINNING
            skus = {part["sku"] for side in (before, after) for part in json.loads(side["components"])}
            _mark_skus(connection, [(sku, BEGINNING) for sku in skus])
        if changed & _WEIGHT:
            _mark(connection, "weights", [number])
        if changed & (_WEIGHT | _LIST_PRICE):
            moments[number] = min(moments.get(number, END), _repacked_since(connection, after["sku"]))
        if "reference_cost_minor" in changed:
            moments.setdefault(number, END)
    mark_stock(connection, moments)


def _repacked_since(connection: sqlite3.Connection, sku: str) -> int:
    """Give the first moment at which a repack makes a lot of a product: its share is by weight or price."""
    (moment,) = connection.execute("SELECT min(occurred_at) FROM repacks WHERE sku = ?", (sku,)).fetchone()
    return END if moment is None else int(moment)


def _accounts(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    _mark(connection, "accounts", (row[0] for row in rows))
    renamed = [number for number, old, new in rows if old and new and old["account"] != new["account"]]
    _mark(connection, "renamed_accounts", renamed)


def _sales(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    connection.executemany("INSERT OR IGNORE INTO stale_lines VALUES (?)", [(row[0],) for row in rows])
    moved = []
    for _, before, after in rows:
        if before is None or after is None:
            moved += [side for side in (before, after) if side is not None and takes_stock(side)]
        elif takes_stock(before) != takes_stock(after) or any(
            before[name] != after[name] for name in _IN_STREAM
        ):
            moved += [side for side in (before, after) if takes_stock(side)]
    _mark_skus(connection, [(side["sku"], side["ordered_at"]) for side in moved])


def _returns(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    lines = [(side["account"], side["order_id"], side["line"]) for side in _sides(rows)]
    connection.executemany(
        "INSERT OR IGNORE INTO stale_lines SELECT id FROM sales WHERE account = ? AND"
        " order_id = ? AND line = ?",
        set(lines),
    )
    moved = []
    for side in _sides(rows):
        if side["restocked_quantity_milli"]:
            found = connection.execute(
                "SELECT sku, max(ordered_at, ?) FROM sales WHERE account = ? AND order_id = ? AND line = ?",
                (side["returned_at"], side["account"], side["order_id"], side["line"]),
            ).fetchone()
            moved += [found] if found and found[0] else []
    _mark_skus(connection, moved)


def _lots(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    # Refreshing finds the moments: it knows the book's time zone.
    _mark(connection, "lots", (row[0] for row in rows))
    _mark_skus(connection, [(side["sku"], _named_since(connection, side["lot"])) for side in _sides(rows)])
    _mark_repacked(connection, (side["lot"] for side in _sides(rows)))


def _mark_repacked(connection: sqlite3.Connection, codes: Iterable[str]) -> None:
    """Mark what was repacked out of lots, which they are no longer connected with once they are gone."""
    made: list[tuple[str, int]] = []
    for code in set(codes):
        made += connection.execute(
            f"{_MADE_FROM} SELECT sku, occurred_at FROM repacks WHERE from_lot IN made",  # noqa: S608
            (code,),
        )
    _mark_skus(connection, made)


def _named_since(connection: sqlite3.Connection, code: str) -> int:
    """Give the first moment at which something by hand names a lot; far in the future where nothing does."""
    (moment,) = connection.execute(
        f"{_MADE_FROM} SELECT min(occurred_at) FROM (SELECT occurred_at FROM stock WHERE lot IN made"  # noqa: S608
        " UNION ALL SELECT occurred_at FROM repacks WHERE from_lot IN made)",
        (code,),
    ).fetchone()
    return END if moment is None else int(moment)


def _repacks(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    sides = list(_sides(rows))
    _mark_skus(
        connection,
        [(side["sku"], min(side["occurred_at"], _named_since(connection, side["lot"]))) for side in sides],
    )
    _mark_lots(connection, [(side["from_lot"], side["occurred_at"]) for side in sides])
    _mark_repacked(connection, (side["lot"] for side in sides))
    rows_of: list[tuple[str, int]] = []
    for code in {side["repack"] for side in sides}:
        rows_of += connection.execute("SELECT sku, occurred_at FROM repacks WHERE repack = ?", (code,))
    _mark_skus(connection, rows_of)


def _stock(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    _mark_lots(connection, [(side["lot"], side["occurred_at"]) for side in _sides(rows)])
    codes = {(side["session"],) for side in _sides(rows) if side["session"] is not None}
    connection.executemany(
        "INSERT OR IGNORE INTO stale_marks SELECT 'totals', id FROM sessions WHERE session = ?", codes
    )
    _mark(
        connection,
        "loose_moment",
        (side["occurred_at"] for side in _sides(rows) if side["session"] is None and side["kind"] in _GIVEN),
    )


def _rates(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO stale_rates VALUES (?, ?)",
        {(side["currency"], side["on"]) for side in _sides(rows)},
    )


def _settlements(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    orders = {(side["account"], side["order_id"]) for side in _sides(rows) if side["order_id"] is not None}
    connection.executemany(
        "INSERT OR IGNORE INTO stale_lines SELECT id FROM sales WHERE account = ? AND order_id = ?", orders
    )


def _shipping(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    connection.executemany("INSERT OR IGNORE INTO stale_legs VALUES (?)", [(row[0],) for row in rows])
    # The other rows of a shipment may carry what this one names; a shipment that is all new is marked whole.
    naming = [
        (side["shipment"],)
        for row in rows
        for side in row[1:]
        if side is not None and (side["orders"] != "[]" or side["sessions"] != "[]")
    ]
    connection.executemany("INSERT OR IGNORE INTO stale_shipments VALUES (?)", naming)


_MARKERS: Final = {
    "products": _products,
    "accounts": _accounts,
    "fee_rates": mark_fees,
    "sessions": _mark_rows("sessions"),
    "promotions": _mark_rows("promotions"),
    "overheads": _mark_rows("overheads"),
    "lots": _lots,
    "repacks": _repacks,
    "sales": _sales,
    "returns": _returns,
    "stock": _stock,
    "rates": _rates,
    "settlements": _settlements,
    "shipping": _shipping,
}
