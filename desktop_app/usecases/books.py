"""Making and opening books."""

from __future__ import annotations

from contextlib import contextmanager
from errno import ENOENT
from os import strerror
from typing import TYPE_CHECKING

from desktop_app.store.damage import damage_told, is_damaged
from desktop_app.store.database import Book
from desktop_app.store.errors import DamagedBookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from desktop_app.store.results import Progress


def create_book(path: Path, *, currency: str, timezone: str, stock_from: date | None) -> None:
    """Make an empty book.

    Raises BookExistsError where a file is, UnknownCurrencyError, UnknownZoneError, and FileNotFoundError
    where its folder is not.
    """
    require_folder(path)
    Book.create(path, currency=currency, timezone=timezone, stock_from=stock_from).close()


def require_folder(path: Path) -> None:
    """Raise FileNotFoundError where the folder that a new book is to stand in is not there."""
    if not path.parent.is_dir():
        raise FileNotFoundError(ENOENT, strerror(ENOENT), str(path.parent))


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open a book, and close it at the end; raises what Book.open raises, also while it is read."""
    with damage_told(path), _opened(path) as book:
        try:
            yield book
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # A fault of ours, unless a damaged page gave a value that no book holds.
            if is_damaged(book):
                raise DamagedBookError(path, repr(error)) from error
            raise


@contextmanager
def open_fresh(path: Path, progress: Progress | None = None) -> Iterator[Book]:
    """Open a book with its kept results up to date."""
    with open_book(path) as book:
        book.refresh(progress)
        yield book


def _opened(path: Path) -> Book:
    try:
        return Book.open(path)
    except UnicodeDecodeError as error:
        # A damaged schema, of which SQLite's own message is no text.
        raise DamagedBookError(path, repr(error)) from error
