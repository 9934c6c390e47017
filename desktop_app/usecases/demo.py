"""The demo book: made on demand, thrown away as easily, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app.store.database import Book
from desktop_app.usecases.demo_book.year import Year

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]

DEMO_ORDERS: Final = 6_000
TITLE: Final = "demo"
"""The title of the one command that fills the book."""


def make_demo(path: Path | str, *, orders: int = DEMO_ORDERS, progress: Progress | None = None) -> None:
    """Make a book at `path` with a year of a county family's trade in `orders` orders, its results computed.

    `progress` is told how many of the orders are in the book; what it raises stops the making, and no
    file stays behind. Raises ValueError for less than one order, and what `Book.create` raises.
    """
    if orders < 1:
        raise ValueError("a demo book has at least one order")
    path = Path(path)
    book = Book.create(path)
    try:
        fill(book, orders=orders, progress=progress)
        book.refresh()
    except BaseException:
        book.close()
        path.unlink(missing_ok=True)
        raise
    book.close()


def fill(book: Book, *, orders: int, progress: Progress | None = None) -> None:
    """Write the demo year into an empty book as one command; its results stay to be computed."""
    year = Year(orders)
    with book.write(TITLE, {"orders": orders}, bulk=True) as writer:
        for records in year.batches():
            writer.put_many(records)
            if progress is not None:
                progress(year.orders_done, orders)
