"""The window's way to a book: use cases run on the book's own thread, ranked, and answer by futures."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from desktop_app.store.jobs import Rank, StoreThread

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from desktop_app.store.database import Book

T = TypeVar("T")


class Desk:
    """One open book on its thread; `close` it at the end."""

    def __init__(self, thread: StoreThread, path: Path) -> None:
        self._thread = thread
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open the book at `path`; raises what `Book.open` raises."""
        return cls(StoreThread(path), path)

    def ask(self, question: Callable[[Book], T]) -> Future[T]:
        """Read for what is on the screen."""
        return self._thread.submit(Rank.SCREEN, question)

    def do(self, command: Callable[[Book], T]) -> Future[T]:
        """Change the book; goes before every read."""
        return self._thread.submit(Rank.WRITE, command)

    def later(self, work: Callable[[Book], T]) -> Future[T]:
        """Do what nobody waits for."""
        return self._thread.submit(Rank.REST, work)

    def close(self) -> None:
        """Finish what was asked and let go of the book."""
        self._thread.close()
