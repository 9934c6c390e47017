"""Stock put off: last kept figures that say so, whole results between steps, the right ones at the end."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book, results
from desktop_app.store.queries.conservation import rebuild_differences
from desktop_app.store.queries.statements import statements
from desktop_app.store.results import refreshing
from desktop_app.store.results.recomputing import Recomputing
from tests.store.results_making import FIRST, SPAN, Maker, edit, furnish

if TYPE_CHECKING:
    from pathlib import Path

TODAY = FIRST + timedelta(days=SPAN)


@pytest.fixture(autouse=True)
def _nothing_is_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "AT_ONCE", 0)


def figures(book: Book) -> dict[str, tuple[object, bool]]:
    """Each statement's rows and state, and whether it says that they are being worked out."""
    report = statements(book, today=TODAY)
    return {
        row.key: ((dict(row.amounts), row.state, row.issues), row.recomputing)
        for row in [*report.rows, report.unattributed]
    }


@pytest.mark.parametrize("seed", range(300, 308))
def test_what_does_not_say_that_it_waits_is_right(tmp_path: Path, seed: int) -> None:
    maker = Maker(Random(seed))
    with Book.create(tmp_path / "book.bozhang") as book:
        furnish(book, maker, 60)
        book.refresh()
        for _ in range(8):
            done = edit(book, maker)
            results.catch_up(book)
            early = figures(book)
            book.refresh()
            right = figures(book)
            assert early.keys() == right.keys(), done
            for key, (shown, recomputing) in early.items():
                assert recomputing or shown == right[key][0], (done, key)
                assert not right[key][1]


@pytest.mark.parametrize("seed", range(320, 328))
def test_steps_broken_off_and_edits_between_them_end_where_a_rebuild_does(tmp_path: Path, seed: int) -> None:
    maker = Maker(Random(seed))
    with Book.create(tmp_path / "book.bozhang") as book:
        furnish(book, maker, 60)
        book.refresh()
        recomputing = Recomputing(most=3)
        for number in range(6):
            done = edit(book, maker)
            for _ in range(maker.random.randrange(4)):
                recomputing.step(book)
                if maker.random.random() < 0.3:
                    recomputing = Recomputing(most=2)
            if number % 2:
                while recomputing.step(book):
                    assert results.is_put_off(book)
                assert not results.is_stale(book)
                assert rebuild_differences(book) == [], done
        book.refresh()
        assert rebuild_differences(book) == []
