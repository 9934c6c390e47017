"""What a refresh put off - much stock that has to be worked through again - done a little at a time."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from desktop_app.store import results
from desktop_app.store.results.goods import refresh_goods
from desktop_app.store.results.owed import estimate_owed
from desktop_app.store.results.redraw import Redraw, is_done
from desktop_app.store.results.refreshing import workspace_of
from desktop_app.store.results.state import is_put_off
from desktop_app.store.results.stock import keep_for_later, stale_groups
from desktop_app.store.results.totals import refresh_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.store.results.workspace import Workspace

_FIRST: Final = 500
_LEAST: Final = 100
_MOST: Final = 20_000
_STEP_S: Final = 0.04
"""How long a step is meant to take: nobody who waits behind it should notice."""


class Recomputing:
    """The work put off in one open book; what is done stands in the book, so that it can be left at any time.

    Between steps the state of the stream is held in memory. It is read anew where the stock was marked again.
    A step works `most` sales through at most.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._redraw: Redraw | None = None
        self._marks: dict[int, int] = {}
        self._most = most
        self._sales = min(_FIRST, most)

    def step(self, book: Book) -> bool:
        """Work one stretch through, in a transaction of its own; gives whether something is left to do.

        What was marked since comes first. Raises as `Book.upkeep` does: what was not committed is done again.
        """
        results.catch_up(book)
        if not is_put_off(book.connection):
            self._redraw = None
            return False
        started = perf_counter()
        try:
            with book.upkeep() as connection:
                self._step(workspace_of(book, connection))
        except BaseException:
            self._redraw = None
            raise
        taken = perf_counter() - started
        wanted = max(_LEAST, min(int(self._sales * _STEP_S / taken), 2 * self._sales))
        self._sales = min(wanted, self._most)
        return is_put_off(book.connection)

    def _step(self, work: Workspace) -> None:
        products, since = stale_groups(work)[0]
        marks = _marks(work, products)
        if self._redraw is None or marks != self._marks or self._redraw.position != since:
            self._redraw, self._marks = Redraw(work, products, since, is_long=True), marks
        self._redraw.step(work, self._sales)
        for product in products:
            estimate_owed(work, product)
        for _ in refresh_goods(work):
            pass
        for _ in refresh_totals(work):
            pass
        work.connection.execute("DELETE FROM stale_goods")
        if is_done(self._redraw):
            self._redraw = None
            work.connection.executemany(
                "DELETE FROM stale_stock WHERE product_id = ?", ((product,) for product in products)
            )
        else:
            keep_for_later(work, products, self._redraw.position)


def _marks(work: Workspace, products: Sequence[int]) -> dict[int, int]:
    rows = work.connection.execute(
        "SELECT product_id, marks FROM stale_stock WHERE product_id IN (SELECT value FROM json_each(?))",
        (str(list(products)),),
    )
    return {product: abs(marks) for product, marks in rows}
