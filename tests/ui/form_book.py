"""A small book, and the form standing alone in the window, for tests of the form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.fx import Rate
from desktop_app.domain.session import StreamSession
from desktop_app.domain.stock import Lot
from desktop_app.store.database import Book
from desktop_app.ui.widgets.record_form import RecordForm

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.stage import Stage

NOW = datetime(2026, 10, 31, 21, 47)  # noqa: DTZ001 - the window's clock is the wall's
CTRL = Qt.KeyboardModifier.ControlModifier


def make_form_book(path: Path) -> Path:
    """A book with one account, two products, two lots, two streams."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Book.create(path) as book, book.write("made") as writer:
        writer.put(Account(account="TH1", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"))
        writer.put(Product(sku="XX", name="徐香猕猴桃", unit="公斤", unit_weight_mg=1_000_000))
        writer.put(Product(sku="GG", name="柿饼礼盒", unit="盒", unit_weight_mg=500_000))
        for lot, sku in (("L1", "XX"), ("L2", "GG")):
            writer.put(
                Lot(
                    lot=lot,
                    sku=sku,
                    received_on=date(2026, 10, 1),
                    quantity_milli=50_000,
                    total_cost_minor=50_000,
                )
            )
        for name, day in (("S1", 20), ("S2", 21)):
            writer.put(
                StreamSession(session=name, account="TH1", started_at=datetime(2026, 10, day, 12, tzinfo=UTC))
            )
        writer.put(Rate(currency="THB", on=date(2026, 10, 1), units=100, cny_e8=20 * 10**8))
    return path


class FormStage:
    """The form of a kind, standing alone in the window; what it has signalled is written down."""

    def __init__(self, stage: Stage, kind: str, width: int = 420) -> None:
        self.stage = stage
        self.form = RecordForm(stage.program.context, kind)
        self.form.setFixedWidth(width)
        self.host = QWidget()
        line = QHBoxLayout(self.host)
        line.addStretch(1)
        line.addWidget(self.form)
        stage.window.pages.addWidget(self.host)
        stage.window.pages.setCurrentWidget(self.host)
        self.saved: list[Any] = []
        self.left = 0
        self.form.saved.connect(self.saved.append)
        self.form.left.connect(self._left)

    def add(self, **given: Any) -> None:
        """Begin a new record and wait for it."""
        self.form.add(**given)
        self.stage.settle()

    def line(self, key: str) -> Any:
        """The line in which a field is typed."""
        return self.form.sheet.blocks[key].editor.line

    def type_in(self, key: str, text: str) -> None:
        """Put a text where the person would type it, as an input method would."""
        line = self.line(key)
        line.setFocus()
        line.selectAll()
        line.insert(text)

    def fill(self, **texts: str) -> None:
        """Type into several fields."""
        for key, text in texts.items():
            self.type_in(key, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, and wait for what comes of it."""
        QTest.keyClick(self.stage.application.focusWidget() or self.form, key, modifier)
        self.stage.settle()

    def check(self) -> None:
        """Wait until what was typed is checked."""
        self.form._check()
        self.stage.settle()

    def records(self) -> list[Any]:
        """What the book has of the kind."""
        desk = self.stage.program.context.desk
        assert desk is not None
        kind = self.form.kind
        return desk.ask(lambda book: list(book.iterate(kind))).result()

    def leave(self) -> None:
        """Take the form out of the window, and nothing of it stays."""
        self.form.leave()
        self.stage.settle()
        if self.form._drafts is not None:
            self.form._drafts.finish()
        self.stage.window.toast.hide()
        self.stage.go("home")
        self.stage.window.pages.removeWidget(self.host)
        self.host.deleteLater()
        self.stage.settle()

    def _left(self) -> None:
        self.left += 1
