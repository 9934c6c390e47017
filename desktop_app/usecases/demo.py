"""The demo book: made on demand, thrown away as easily, the same every time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from desktop_app.store.database import Book
from desktop_app.store.errors import BookExistsError
from desktop_app.store.files import put_in_place
from desktop_app.usecases.demo_book.year import Year

if TYPE_CHECKING:
    from desktop_app.store.results import Progress

DEMO_ORDERS: Final = 6_000
TITLE: Final = "demo"
"""The title of the one command that fills the book."""


def make_demo(path: Path | str, *, orders: int = DEMO_ORDERS, progress: Progress | None = None) -> None:
    """Make a book at `path` with a year of a county family's trade in `orders` orders, its results computed.

    The book appears at `path` only when it is whole. `progress` is told the share that is done; what it
    raises stops the making. Raises ValueError for less than one order, BookExistsError
    where a file is already, and what `Book.create` and `Book.write` raise.
    """
    if orders < 1:
        raise ValueError("a demo book has at least one order")
    path = Path(path)
    if os.path.lexists(path):
        raise BookExistsError(path)
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with Book.create(part) as book:
            fill(book, orders=orders, progress=progress and (lambda share: progress(share / 2)))
            book.refresh(progress and (lambda share: progress((1 + share) / 2)))
        try:
            put_in_place(part, path)
        except FileExistsError:
            raise BookExistsError(path) from None
    finally:
        for leftover in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()


def fill(book: Book, *, orders: int, progress: Progress | None = None) -> None:
    """Write the demo year into an empty book as one command; its results stay to be computed.

    `progress` is told the share of the orders that is written.
    """
    year = Year(orders)
    with book.write(TITLE, {"orders": orders}, bulk=True) as writer:
        for records in year.batches():
            writer.put_many(records)
            if progress is not None:
                progress(year.orders_done / orders)
