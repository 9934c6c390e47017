"""A book that can no longer be written: how to tell, and whether the step that failed was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.store.errors import BookReadOnlyError, BookWriteError, DamagedBookError

if TYPE_CHECKING:
    from desktop_app.store.database import Book


def stops_the_book(error: BaseException) -> bool:
    """Whether an error means that the open book takes no more changes until it is opened anew."""
    failed = isinstance(error, BookReadOnlyError) and error.reason == "failed"
    return failed or isinstance(error, BookWriteError | DamagedBookError)


def step_in_doubt(error: BaseException) -> bytes | None:
    """Give the id of the step that an error leaves in doubt, None where there is none."""
    return error.command_id or None if isinstance(error, BookWriteError) else None


def was_kept(book: Book, step: bytes) -> bool:
    """Look up, in the book opened anew, whether a step is in it: then it must not be done a second time."""
    return book.was_saved(step)
