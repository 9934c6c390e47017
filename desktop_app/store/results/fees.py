"""Dated fee rates: what a changed one makes stale, from the day it is stated until the next one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from desktop_app.store.results.workspace import Workspace

    Change = tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None]

_FEE_REFUND: Final = "fee_refund_rate_e8"
_RATES: Final = ("commission_rate_e8", "payment_fee_rate_e8", _FEE_REFUND)
_FOR_EVER: Final = 2**62
_UNTIL: Final = {
    rate: f"SELECT min(from_on) FROM fee_rates WHERE account = ? AND from_on > ? AND {rate} IS NOT NULL"  # noqa: S608
    for rate in _RATES
}
_LINES: Final = (
    "INSERT OR IGNORE INTO stale_lines SELECT s.id FROM sales s WHERE s.account = ? AND s.ordered_at >= ?"
    " AND s.ordered_at < ? AND s.status NOT IN ('placed', 'cancelled') AND "
)
_FEE_COMPUTED: Final = "s.platform_fee_minor IS NULL"
_REFUND_COMPUTED: Final = (
    "EXISTS (SELECT 1 FROM returns r WHERE r.account = s.account AND r.order_id = s.order_id"
    " AND r.line = s.line AND r.fee_refunded_minor IS NULL)"
)


def mark_fees(connection: sqlite3.Connection, rows: Sequence[Change]) -> None:
    """Mark each rate that is stated otherwise, from the days on which it began and begins."""
    marks: set[tuple[str, str, str]] = set()
    for _id, before, after in rows:
        for side, other in ((before, after), (after, before)):
            if side is not None:
                marks.update(
                    (side["account"], rate, side["from_on"]) for rate in _RATES if _differs(side, other, rate)
                )
    connection.executemany("INSERT OR IGNORE INTO stale_fees VALUES (?, ?, ?)", marks)


def expand_fees(work: Workspace) -> None:
    """Mark the lines whose fee, or fee given back, is computed with a rate that may be another now."""
    execute = work.connection.execute
    for account, rate, since in execute("SELECT account, rate, since FROM stale_fees").fetchall():
        (until,) = execute(_UNTIL[rate], (account, since)).fetchone()
        end = _FOR_EVER if until is None else work.days.start(until)
        computed = _REFUND_COMPUTED if rate == _FEE_REFUND else _FEE_COMPUTED
        execute(_LINES + computed, (account, work.days.start(since), end))


def _differs(side: Mapping[str, Any], other: Mapping[str, Any] | None, rate: str) -> bool:
    """Whether a row states a rate that its other version does not state, or does on another day."""
    if other is None or (side["account"], side["from_on"]) != (other["account"], other["from_on"]):
        return side[rate] is not None
    return bool(side[rate] != other[rate])
