"""A back-dated lot: the list says at once which streams are being recalculated, then shows their figures."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.domain.stock import Lot
from desktop_app.store.results import refreshing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pytest

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.pages.sessions import SessionsPage
    from tests.screens.books import Setting
    from tests.screens.stage import Stage


def cheap_lot(book: Book, today: date) -> Changes:
    """Bring in a lot that came long ago, goes out before all others, and is enough for all sales."""
    received = today - timedelta(days=700)
    with book.write("lot") as writer:
        writer.put(
            Lot(
                lot="LATE",
                sku="KD-250",
                received_on=received,
                quantity_milli=10**9,
                total_cost_minor=10**6,
                best_before=received + timedelta(days=20),
            )
        )
    return writer.changes


def states(page: SessionsPage) -> list[str]:
    """What the list says of each stream's state."""
    table = page.model.table
    assert table is not None
    at = [column.key for column in table.columns].index("state")
    return [str(row[at]) for row in table.rows]


def test_what_is_being_recalculated_is_said_until_it_stands(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "AT_ONCE", 0)
    stage = raise_curtain(language="zh")
    stage.open(books["demo"].path, books["demo"].now)
    page = stage.go("sessions")
    stage.settle()
    before = [row.amounts["profit"] for row in page._view.rows]
    seen: list[list[str]] = []
    page.model.modelReset.connect(lambda: seen.append(states(page)))
    context = stage.program.context
    context.do(partial(cheap_lot, today=context.today()), context.book_changed.emit)
    stage.settle()
    assert "重算中" in seen[0]
    assert "重算中" not in seen[-1]
    assert [row.amounts["profit"] for row in page._view.rows] != before


def test_stock_is_updating_until_it_stands(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "AT_ONCE", 0)
    stage = raise_curtain(language="zh")
    stage.open(books["demo"].path, books["demo"].now)
    page = stage.go("stock")
    stage.settle()
    said: list[str] = []
    page.model.modelReset.connect(lambda: said.append(page.header.subtitle.whole))
    context = stage.program.context
    context.do(partial(cheap_lot, today=context.today()), context.book_changed.emit)
    stage.settle()
    assert "重算中" in said[0]
    assert "重算中" not in said[-1]
    left = {row.lot: row.quantity_milli for row in page._held.rows}
    assert left["LATE"] < 10**9
    lots = stage.go("lots")
    stage.settle()
    texts = [lots.model.record_at(row) for row in range(lots.model.rowCount())]
    assert not any("stale" in record.tones.values() for record in texts)
