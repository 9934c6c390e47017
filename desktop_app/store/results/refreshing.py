"""One refresh: everything stale is computed again, phase after phase, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store.results import schema
from desktop_app.store.results.expanding import expand_marks, mark_everything
from desktop_app.store.results.goods import refresh_goods
from desktop_app.store.results.legs import refresh_legs
from desktop_app.store.results.lines import refresh_lines
from desktop_app.store.results.promotions import refresh_overheads, refresh_promotions
from desktop_app.store.results.stock import refresh_stock
from desktop_app.store.results.totals import refresh_totals
from desktop_app.store.results.workspace import Workspace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from zoneinfo import ZoneInfo

_STALE: Final = (
    "stale_marks", "stale_lines", "stale_goods", "stale_legs", "stale_shipments",
    "stale_stock", "stale_rates",
)  # fmt: skip


def settings_key(currency: str, zone: ZoneInfo, stock_from: str | None) -> str:
    """Give the settings that results depend on as one text."""
    return f"{currency} {zone.key} {stock_from or '-'}"


def is_whole(connection: sqlite3.Connection, settings: str) -> bool:
    """Whether everything is stale: no results, or those of another version or other settings."""
    if not schema.exists(connection):
        return True
    kept = dict(connection.execute("SELECT key, value FROM kept_meta"))
    return kept.get("version") != schema.VERSION or kept.get("settings") != settings


def has_marks(connection: sqlite3.Connection) -> bool:
    """Whether some fact has changed since the last refresh."""
    return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in _STALE)  # noqa: S608


def run(
    connection: sqlite3.Connection,
    *,
    currency: str,
    zone: ZoneInfo,
    stock_from: str | None,
    decimals_of: Callable[[str], int],
    progress: Callable[[float], None],
) -> None:
    """Refresh inside the open transaction."""
    settings = settings_key(currency, zone, stock_from)
    whole = is_whole(connection, settings)
    if whole:
        schema.drop(connection)
        schema.create(connection)
    elif not has_marks(connection):
        return
    work = Workspace(
        connection,
        currency=currency,
        zone=zone,
        stock_from=stock_from,
        decimals_of=decimals_of,
        whole=whole,
    )
    if whole:
        mark_everything(work)
    else:
        expand_marks(work)
    _compute(work, progress)
    for table in _STALE:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.execute("INSERT OR REPLACE INTO kept_meta VALUES ('settings', ?)", (settings,))
    progress(1.0)


def _compute(work: Workspace, progress: Callable[[float], None]) -> None:
    """Stock first, which nothing else touches; then lines, their goods, what is split over them, sums."""
    connection = work.connection
    steps = _Steps(progress)
    steps.down(0.0, 0.3, refresh_stock(work))
    schema.create_indexes(connection, schema.EARLY_INDEXES)
    steps.up(0.3, 0.55, refresh_lines(work), _last(connection, "stale_lines"))
    schema.create_indexes(connection, schema.LATE_INDEXES)
    steps.up(0.55, 0.6, refresh_goods(work), _last(connection, "stale_goods"))
    steps.up(0.6, 0.9, refresh_legs(work), _last(connection, "stale_legs"))
    schema.create_indexes(connection, schema.LEG_INDEXES)
    refresh_promotions(work)
    refresh_overheads(work)
    steps.down(0.9, 1.0, refresh_totals(work))


def _last(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608
    return last or 0


class _Steps:
    """Tells how much is done, each phase having its share."""

    def __init__(self, progress: Callable[[float], None]) -> None:
        self._progress = progress

    def up(self, start: float, end: float, done: Iterable[int], last: int) -> None:
        """Run a phase that says how far it has come, up to `last`."""
        for at in done:
            self._progress(start + (end - start) * (at / last if last else 1.0))

    def down(self, start: float, end: float, left: Iterable[int]) -> None:
        """Run a phase that says how many steps are left."""
        first = None
        for number in left:
            first = number + 1 if first is None else first
            self._progress(start + (end - start) * (1 - number / first))
