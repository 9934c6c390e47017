"""One refresh: everything stale is computed again, phase after phase, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store.results import schema
from desktop_app.store.results.expanding import expand_marks, mark_everything
from desktop_app.store.results.goods import refresh_goods
from desktop_app.store.results.legs import refresh_legs
from desktop_app.store.results.lines import refresh_lines
from desktop_app.store.results.promotions import refresh_overheads, refresh_promotions
from desktop_app.store.results.state import STALE, is_whole, settings_key, stock_day
from desktop_app.store.results.stock import refresh_stock, sort_out, stale_groups
from desktop_app.store.results.totals import refresh_totals
from desktop_app.store.results.workspace import Workspace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from zoneinfo import ZoneInfo

    from desktop_app.store.database import Book

AT_ONCE: Final = 2_000
"""Sales after a changed moment that are worked through while a person waits; more of them are put off."""


def refresh_book(book: Book, *, at_once: bool, progress: Callable[[float], None] | None = None) -> None:
    """Compute what is stale in one transaction; `at_once` puts stock off that takes long."""
    settings = book.settings
    with book.upkeep() as connection:
        run(
            connection,
            currency=settings.currency,
            zone=settings.timezone,
            stock_from=stock_day(settings),
            decimals_of=book.decimals,
            progress=progress or _say_nothing,
            at_once=at_once,
        )


def workspace_of(book: Book, connection: sqlite3.Connection) -> Workspace:
    """Give what a step of a refresh works with."""
    settings = book.settings
    return Workspace(
        connection,
        currency=settings.currency,
        zone=settings.timezone,
        stock_from=stock_day(settings),
        decimals_of=book.decimals,
        whole=False,
    )


def run(
    connection: sqlite3.Connection,
    *,
    currency: str,
    zone: ZoneInfo,
    stock_from: str | None,
    decimals_of: Callable[[str], int],
    progress: Callable[[float], None],
    at_once: bool = False,
) -> None:
    """Refresh inside the open transaction; `at_once` puts stock off that takes long."""
    settings = settings_key(currency, zone, stock_from)
    whole = is_whole(connection, settings)
    if whole:
        schema.drop(connection)
        schema.create(connection)
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
    put_off = _compute(work, progress, AT_ONCE if at_once and not whole else None)
    for table in STALE:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.executemany("INSERT INTO stale_stock VALUES (?, ?, ?)", put_off)
    connection.execute("INSERT OR REPLACE INTO kept_meta VALUES ('settings', ?)", (settings,))
    progress(1.0)


def _compute(
    work: Workspace, progress: Callable[[float], None], most: int | None
) -> list[tuple[int, int, int]]:
    """Stock first, which nothing else touches; then lines, their goods, what is split over them, sums.

    Gives the marks of stock with more sales than `most`, which is put off.
    """
    connection = work.connection
    steps = _Steps(progress)
    now, put_off = sort_out(work, stale_groups(work), most)
    steps.down(0.0, 0.3, refresh_stock(work, now))
    schema.create_indexes(connection, schema.EARLY_INDEXES)
    steps.up(0.3, 0.55, refresh_lines(work), _last(connection, "stale_lines"))
    schema.create_indexes(connection, schema.LATE_INDEXES)
    steps.up(0.55, 0.6, refresh_goods(work), _last(connection, "stale_goods"))
    steps.up(0.6, 0.9, refresh_legs(work), _last(connection, "stale_legs"))
    schema.create_indexes(connection, schema.LEG_INDEXES)
    refresh_promotions(work)
    refresh_overheads(work)
    steps.down(0.9, 1.0, refresh_totals(work))
    return put_off


def _say_nothing(_share: float) -> None:
    return


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
