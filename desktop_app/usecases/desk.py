"""The window's way to a book: use cases run on the book's own thread, ranked, and answer by futures."""

from __future__ import annotations

from concurrent.futures import Future, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.store import results
from desktop_app.store.jobs import Rank, StoreThread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.store.results.recomputing import Recomputing

T = TypeVar("T")


class Desk:
    """One open book on its thread; `close` it at the end.

    What reads and changes put off is worked through behind them, in steps that give way to both.
    """

    def __init__(self, thread: StoreThread, path: Path) -> None:
        self._thread = thread
        self.path = path
        # From here on touched on the book's thread alone.
        self._recomputing: Recomputing | None = None
        self._is_recomputing = False
        self._waiting: list[Future[None]] = []
        self._apart: set[Future[Any]] = set()

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open the book at `path`; raises what `Book.open` raises."""
        return cls(StoreThread(path), path)

    def ask(self, question: Callable[[Book], T]) -> Future[T]:
        """Read for what is on the screen."""
        return self._thread.submit(Rank.SCREEN, self._and_then_look(question))

    def do(self, command: Callable[[Book], T]) -> Future[T]:
        """Change the book; goes before every read."""
        return self._thread.submit(Rank.WRITE, self._and_then_look(command))

    def later(self, work: Callable[[Book], T]) -> Future[T]:
        """Do what nobody waits for."""
        return self._thread.submit(Rank.REST, work)

    def whole(self, work: Callable[[Book], T]) -> Future[T]:
        """Read much of the book from a copy of its own: others read and write meanwhile.

        The copy is as the book was when it was finished; it is erased before the book is closed.
        """
        future = self._thread.submit_whole(work)
        self._apart.add(future)
        future.add_done_callback(self._apart.discard)
        return future

    def recomputed(self) -> Future[None]:
        """Give a future that is done once no figure waits to be worked out any more; cancelled at the end."""
        future: Future[None] = Future()

        def look(book: Book) -> None:
            self._waiting.append(future)
            self._look(book)
            if not self._is_recomputing:
                self._answer(None)

        self._thread.submit(Rank.REST, look)
        return future

    def close(self) -> None:
        """Finish what was asked and let go of the book; what was put off is done when it is opened again."""
        self._thread.close()
        wait(tuple(self._apart))
        for future in self._waiting:
            future.cancel()

    def _and_then_look(self, work: Callable[[Book], T]) -> Callable[[Book], T]:
        def run(book: Book) -> T:
            answer = work(book)
            self._look(book)
            return answer

        return run

    def _look(self, book: Book) -> None:
        """Begin to work through what was put off, where that is not under way."""
        if not self._is_recomputing and not book.read_only and results.is_put_off(book):
            self._is_recomputing = True
            self._go_on()

    def _go_on(self) -> None:
        if self._recomputing is None:
            from desktop_app.store.results.recomputing import Recomputing  # noqa: PLC0415 - seldom needed

            self._recomputing = Recomputing()
        with suppress(RuntimeError):  # The book is being closed: what is left stays marked in it.
            self._thread.submit(Rank.REST, self._recomputing.step).add_done_callback(self._stepped)

    def _stepped(self, step: Future[bool]) -> None:
        error = step.exception()
        if error is None and step.result():
            self._go_on()
            return
        self._is_recomputing = False
        self._answer(error)

    def _answer(self, error: BaseException | None) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)
