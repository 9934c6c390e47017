"""The book's own thread: it owns the connection and does jobs by rank."""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from desktop_app.store.database import Book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

PATIENCE_S: Final = 0.02
"""How long a read may run while a better job waits."""

REPEATS: Final = 8
"""How often a read gives way before it is let through to its end."""

_OPERATIONS_BETWEEN_LOOKS: Final = 10_000


class Rank(IntEnum):
    """What goes first."""

    WRITE = 0
    SCREEN = 1
    REST = 2


@dataclass(slots=True)
class _Job:
    rank: Rank
    work: Callable[[Book], Any]
    future: Future[Any] = field(default_factory=Future)
    repeats: int = 0
    started: float = 0.0
    gave_way: bool = False


class StoreThread:
    """One open book on a thread of its own.

    Reads are functions that may be run again from the start: one that takes over 20 ms is stopped
    while a better job waits, and repeated. Raises what `Book.open` raises.
    """

    def __init__(self, path: Path) -> None:
        self._queues: dict[Rank, deque[_Job]] = {rank: deque() for rank in Rank}
        self._changed = threading.Condition()
        self._closing = False
        self._job: _Job | None = None
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(path, opened), name="book", daemon=True)
        self._thread.start()
        opened.result()

    def submit(self, rank: Rank, work: Callable[[Book], T]) -> Future[T]:
        """Queue a job, in order within its rank.

        Raises RuntimeError once the thread is closing.
        """
        job = _Job(rank, work)
        with self._changed:
            if self._closing:
                raise RuntimeError("the book is being closed")
            self._queues[rank].append(job)
            self._changed.notify()
        return job.future

    def submit_whole(self, work: Callable[[Book], T]) -> Future[T]:
        """Run a read of the whole book on a private copy and a thread of its own; others go on meanwhile."""
        future: Future[T] = Future()

        def copy_and_read(book: Book) -> None:
            from desktop_app.store.snapshot import snapshot  # noqa: PLC0415 - what is shown first needs no copy

            held = snapshot(book, between=lambda: self._do_better(Rank.REST, book))
            reader = held.__enter__()

            def read() -> None:
                try:
                    with _ExitLater(held):
                        future.set_result(work(reader))
                except BaseException as error:  # noqa: BLE001 - whatever it is goes to who waits
                    future.set_exception(error)

            threading.Thread(target=read, name="snapshot", daemon=True).start()

        def failed(copied: Future[None]) -> None:
            if not copied.cancelled() and (error := copied.exception()):
                future.set_exception(error)

        self.submit(Rank.REST, copy_and_read).add_done_callback(failed)
        return future

    def close(self) -> None:
        """Do what is queued, close the book and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _run(self, path: Path, opened: Future[None]) -> None:
        try:
            book = Book.open(path)
        except BaseException as error:  # noqa: BLE001 - whatever it is goes to who waits
            opened.set_exception(error)
            return
        with book:
            book.connection.set_progress_handler(self._must_give_way, _OPERATIONS_BETWEEN_LOOKS)
            opened.set_result(None)
            while (job := self._next()) is not None:
                self._do(job, book)

    def _next(self) -> _Job | None:
        """Wait for the best job; None once closing and all is done."""
        with self._changed:
            while True:
                for queue in self._queues.values():
                    if queue:
                        return queue.popleft()
                if self._closing:
                    return None
                self._changed.wait()

    def _do(self, job: _Job, book: Book) -> None:
        if not job.repeats and not job.future.set_running_or_notify_cancel():
            return
        outer, self._job = self._job, job
        job.gave_way = False
        job.started = time.monotonic()
        try:
            result = job.work(book)
        except BaseException as error:  # noqa: BLE001 - whatever it is goes to who waits
            if job.gave_way:
                job.repeats += 1
                with self._changed:
                    self._queues[job.rank].appendleft(job)
            else:
                job.future.set_exception(error)
        else:
            job.future.set_result(result)
        finally:
            self._job = outer

    def _do_better(self, rank: Rank, book: Book) -> None:
        """Do the jobs that are waiting and better than `rank`, from inside a job that can be paused."""
        while True:
            with self._changed:
                queue = next((queue for key, queue in self._queues.items() if key < rank and queue), None)
                if queue is None:
                    return
                job = queue.popleft()
            self._do(job, book)

    def _must_give_way(self) -> int:
        """Tell SQLite whether to stop the statement it is in."""
        job = self._job
        if job is None or job.rank is Rank.WRITE or job.repeats >= REPEATS:
            return 0
        if time.monotonic() - job.started < PATIENCE_S:
            return 0
        if not any(queue for rank, queue in self._queues.items() if rank < job.rank):
            return 0
        job.gave_way = True
        return 1


class _ExitLater:
    """Leaves a context that was entered on another thread."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def __enter__(self) -> None:
        return None

    def __exit__(self, *about: object) -> None:
        self._held.__exit__(*about)
