"""The book's thread does writes first, screens next, the rest last, and nobody waits for a long read."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.store import Book
from desktop_app.store.errors import BookMissingError, BookReadOnlyError
from desktop_app.store.jobs import REPEATS, Rank, StoreThread
from desktop_app.store.snapshot import snapshot
from tests.store.making import furnish, many_sales, product, sale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000000)"
    " SELECT count(*) FROM n"
)


@pytest.fixture
def thread(path: Path) -> Iterator[StoreThread]:
    with Book.create(path) as book:
        furnish(book)
        with book.write("sell", bulk=True) as writer:
            writer.put_many(many_sales(3000))
    thread = StoreThread(path)
    yield thread
    thread.close()


def note(done: list[str], name: str, _: Book) -> None:
    done.append(name)


def put(sku: str) -> Any:
    def write(book: Book) -> str:
        with book.write("put") as writer:
            writer.put(product(sku))
        return sku

    return write


def test_opening_fails_where_the_thread_is_made(tmp_path: Path) -> None:
    with pytest.raises(BookMissingError):
        StoreThread(tmp_path / "no.bozhang")


def test_jobs_go_by_rank_and_within_it_by_order(thread: StoreThread) -> None:
    gate = threading.Event()
    done: list[str] = []
    thread.submit(Rank.WRITE, lambda _: gate.wait(10))
    futures = [
        thread.submit(rank, partial(note, done, name))
        for rank, name in [
            (Rank.REST, "rest"),
            (Rank.SCREEN, "screen 1"),
            (Rank.WRITE, "write"),
            (Rank.SCREEN, "screen 2"),
        ]
    ]
    gate.set()
    for future in futures:
        future.result(10)
    assert done == ["write", "screen 1", "screen 2", "rest"]


def test_a_long_read_gives_way_to_a_write_and_is_repeated(thread: StoreThread) -> None:
    runs: list[float] = []
    started = threading.Event()

    def read(book: Book) -> int:
        runs.append(time.monotonic())
        started.set()
        if len(runs) == 1:
            book.connection.execute(ENDLESS).fetchone()
        return book.count("products")

    reading = thread.submit(Rank.SCREEN, read)
    assert started.wait(10)
    assert thread.submit(Rank.WRITE, put("B")).result(10) == "B"
    assert reading.result(30) == 2
    assert len(runs) == 2


def test_a_read_that_gave_way_often_is_let_through(thread: StoreThread) -> None:
    runs: list[int] = []

    def read(book: Book) -> int:
        runs.append(1)
        # A better job always waits: without the limit this would never end.
        thread.submit(Rank.WRITE, lambda _: None)
        (number,) = book.connection.execute(ENDLESS.replace("40000000", "1000000")).fetchone()
        return int(number)

    assert thread.submit(Rank.REST, read).result(60) == 1_000_000
    assert 1 < len(runs) <= REPEATS + 1


def test_an_error_reaches_who_asked_and_the_thread_goes_on(thread: StoreThread) -> None:
    with pytest.raises(ZeroDivisionError):
        thread.submit(Rank.SCREEN, lambda _: 1 // 0).result(10)
    assert thread.submit(Rank.SCREEN, lambda book: book.count("sales")).result(10) == 3000


def test_closing_finishes_what_was_asked(path: Path, thread: StoreThread) -> None:
    futures = [thread.submit(Rank.WRITE, put(f"P{index}")) for index in range(20)]
    thread.close()
    assert all(future.done() for future in futures)
    with pytest.raises(RuntimeError):
        thread.submit(Rank.REST, put("late"))
    with Book.open(path) as book:
        assert book.count("products") == 21


def test_a_read_of_the_whole_book_works_on_a_copy_while_others_write(thread: StoreThread) -> None:
    reading, wrote = threading.Event(), threading.Event()

    def whole(book: Book) -> tuple[int, int]:
        reading.set()
        assert wrote.wait(10)
        with pytest.raises(BookReadOnlyError), book.write("no"):
            pass
        return book.count("sales"), book.count("products")

    counted = thread.submit_whole(whole)
    assert reading.wait(10)
    thread.submit(Rank.WRITE, put("B")).result(10)
    wrote.set()
    assert counted.result(10) == (3000, 1)
    with pytest.raises(ZeroDivisionError):
        thread.submit_whole(lambda _: 1 // 0).result(10)


def test_what_is_written_while_the_copy_is_made_is_in_it(book: Book) -> None:
    with book.write("sell", bulk=True) as writer:
        writer.put_many(many_sales(12_000))
    steps = 0

    def between() -> None:
        nonlocal steps
        steps += 1
        with book.write("meanwhile") as writer:
            writer.put(sale(f"meanwhile {steps}"))

    with snapshot(book, between) as copy:
        assert steps > 2
        assert copy.count("sales") == 12_000 + steps == book.count("sales")
        assert copy.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
