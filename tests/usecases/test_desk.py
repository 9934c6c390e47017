"""The desk works through what was put off while others ask and change, and says when all figures stand."""

from __future__ import annotations

import tempfile
import threading
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book, results
from desktop_app.store.queries.conservation import rebuild_differences
from desktop_app.store.results import refreshing
from desktop_app.usecases.desk import Desk
from desktop_app.usecases.sessions import sessions_view
from tests.store.results_making import LOTS, Maker, edit, furnish
from tests.store.test_results_put_off import TODAY

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

WAIT_S = 60


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book in which any stale stock is put off."""
    path = tmp_path / "book.bozhang"
    with Book.create(path) as book:
        furnish(book, Maker(Random(5)), 60)
        book.refresh()
    monkeypatch.setattr(refreshing, "AT_ONCE", 0)
    return path


def give_up_lot(book: Book) -> None:
    """Take a lot out of the book that many sales drew from."""
    with book.write("lot") as writer:
        for code in LOTS[:4]:
            if book.get("lots", code) is not None:
                writer.delete("lots", code)


def give_up_shipping(book: Book) -> None:
    """Take every leg out of the book."""
    legs = [(leg.shipment, leg.leg) for leg in book.iterate("shipping")]
    with book.write("legs") as writer:
        for key in legs:
            writer.delete("shipping", *key)


def test_figures_that_wait_say_so_and_stand_soon_after(path: Path) -> None:
    desk = Desk.open(path)
    try:
        desk.do(give_up_lot).result(WAIT_S)
        early = desk.ask(partial(sessions_view, today=TODAY)).result(WAIT_S)
        assert early.report.recomputing
        assert any(row.recomputing for row in early.rows)
        desk.recomputed().result(WAIT_S)
        late = desk.ask(partial(sessions_view, today=TODAY)).result(WAIT_S)
        assert not late.report.recomputing
        assert not any(row.recomputing for row in late.rows)
        assert [row.amounts for row in late.rows] != [row.amounts for row in early.rows]
        assert desk.ask(rebuild_differences).result(WAIT_S) == []
    finally:
        desk.close()


def test_edits_while_figures_are_worked_out_are_in_them(path: Path) -> None:
    maker = Maker(Random(7))
    desk = Desk.open(path)
    try:
        for _ in range(12):
            desk.do(lambda book: edit(book, maker)).result(WAIT_S)
            desk.ask(partial(sessions_view, today=TODAY))
        desk.recomputed().result(WAIT_S)
        assert not desk.ask(results.is_stale).result(WAIT_S)
        assert desk.ask(rebuild_differences).result(WAIT_S) == []
    finally:
        desk.close()


def test_a_book_closed_meanwhile_goes_on_where_it_was(path: Path) -> None:
    desk = Desk.open(path)
    desk.do(give_up_lot)
    desk.ask(partial(sessions_view, today=TODAY))
    waiting = desk.recomputed()
    desk.close()
    assert waiting.done()
    with Book.open(path) as book:
        assert rebuild_differences(book) == []


def test_a_summary_is_right_and_others_go_on_while_it_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    reading, wrote = threading.Event(), threading.Event()

    def summary(book: Book) -> list[str]:
        reading.set()
        assert wrote.wait(WAIT_S)
        book.refresh()
        return amounts(book, TODAY)

    desk = Desk.open(path)
    try:
        desk.do(give_up_lot).result(WAIT_S)
        written = desk.whole(summary)
        assert reading.wait(WAIT_S)
        desk.do(give_up_shipping).result(WAIT_S)
        wrote.set()
        seen = written.result(WAIT_S)
        assert desk.ask(partial(amounts, today=TODAY)).result(WAIT_S) != seen
        desk.do(Book.undo).result(WAIT_S)
        desk.recomputed().result(WAIT_S)
        assert desk.ask(partial(amounts, today=TODAY)).result(WAIT_S) == seen
    finally:
        desk.close()
    assert not list(temporary.iterdir())


def amounts(book: Book, today: date) -> list[str]:
    """Every amount of every session, as text."""
    return [str(row.amounts) for row in sessions_view(book, today=today).rows]
