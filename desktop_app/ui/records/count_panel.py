"""A count of one lot: what was found is typed, the difference is shown, and booked as one entry."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _, format_quantity
from desktop_app.reports.record_text import problem_text
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Elided, label, row
from desktop_app.ui.widgets.evidence_strip import EvidenceStrip
from desktop_app.usecases.records.counting import Counted, look_at_count
from desktop_app.usecases.records.stock_actions import count_stock

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.saving import Saved

CALM_MS: Final = 120


class CountPanel(Card):
    """`left` follows where the count was booked, or left as it is."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=Space.S)
        self._context = context
        self._lot = ""
        self._turn = 0
        self._counted: Counted | None = None
        self._command = b""
        self.title = Elided("section")
        self.book_says = label("", "sub", wrap=True)
        self._names = [label("", "body"), label("", "body")]
        self.found, self.reason = QLineEdit(), QLineEdit()
        self.difference = label("", "sub", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.evidence = EvidenceStrip(context, "stock")
        self.book = QPushButton()
        self.book.setProperty("kind", "primary")
        self.leave = QPushButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        parts = (self.title, self.book_says, Space.S, self._names[0], self.found, self.difference, self.wrong)
        for part in (*parts, Space.S, self._names[1], self.reason, Space.S, self.evidence):
            if isinstance(part, int):
                self.body.addSpacing(part)
            else:
                self.body.addWidget(part)
        self.wrong.hide()
        self.body.addStretch(1)
        self.body.addLayout(row(None, self.leave, self.book))
        self.found.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._look)
        self.book.clicked.connect(self._book_it)
        self.leave.clicked.connect(self.left)
        self.retranslate()

    @property
    def is_calm(self) -> bool:
        """Whether nothing typed waits to be read."""
        return not self._timer.isActive()

    def begin(self, lot: str, product: str) -> None:
        """Count a lot."""
        self._lot, self._counted = lot, None
        self._command = os.urandom(16)
        self.title.say(_("Count {lot} · {product}").format(lot=lot, product=product))
        self.found.clear()
        self.reason.clear()
        self.evidence.show_for(None)
        self._say_wrong("")
        self.found.setFocus()
        self._look()

    def retranslate(self) -> None:
        """Say everything anew."""
        for name, field, text in zip(
            self._names, (self.found, self.reason), (_("Counted"), _("Reason")), strict=True
        ):
            name.setText(text)
            field.setAccessibleName(text)
        self.book.setText(_("Book the count"))
        self.leave.setText(_("Not now"))
        self.evidence.retranslate()
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter books the count, Esc leaves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            if self.leave.hasFocus():
                self.left.emit()
            else:
                self._book_it()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self._timer.stop()
        self._turn += 1
        question = partial(_look, lot=self._lot, typed=self.found.text(), turn=self._turn)
        self._context.ask(question, self._fill, self._failed)

    def _fill(self, answer: tuple[int, Counted]) -> None:
        if answer[0] == self._turn:
            self._counted = answer[1]
            self._say()

    def _say(self) -> None:
        counted = self._counted
        self.book.setEnabled(counted is not None and counted.found_milli is not None)
        if counted is None:
            return
        held = f"{format_quantity(counted.held_milli)} {counted.unit}"
        self.book_says.setText(_("The book says {quantity}, in all places together").format(quantity=held))
        self._say_wrong(problem_text(counted.problem) if counted.problem is not None else "")
        change = counted.difference_milli
        amount = f"{format_quantity(abs(change))} {counted.unit}"
        texts = {
            0: _("The count agrees with the book"),
            1: _("{quantity} more than the book"),
            -1: _("{quantity} less than the book"),
        }
        text = texts[(change > 0) - (change < 0)].format(quantity=amount)
        self.difference.setText(text if counted.found_milli is not None else "")

    def _book_it(self) -> None:
        """Book what was typed, read afresh: Enter may be quicker than the reading."""
        self.book.setEnabled(False)
        self._write(confirmed=False)

    def _write(self, *, confirmed: bool) -> None:
        command = partial(
            _count,
            lot=self._lot,
            typed=self.found.text(),
            note=self.reason.text().strip() or None,
            command_id=self._command,
            confirmed=confirmed,
        )
        self._context.do(command, self._booked, self._failed)

    def _booked(self, answer: Counted | Saved) -> None:
        if isinstance(answer, Counted):
            self._counted = answer
            self._say()
            if answer.found_milli is not None:
                self.left.emit()
                self._context.say(_("The count agrees with the book"))
            return
        self.evidence.record_kept(answer.key)
        self.left.emit()
        self._context.book_changed.emit(answer.changes)
        text = _("Count booked: {lot}").format(lot=self._lot)
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)

    def _failed(self, error: BaseException) -> None:
        self._say()
        if not isinstance(error, ClosedMonthError):
            self._say_wrong(self._context.words_of(error)[1])
        elif ask_closed(self._context, self.window(), error):
            self._write(confirmed=True)

    def _say_wrong(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))


def _look(book: Book, *, lot: str, typed: str, turn: int) -> tuple[int, Counted]:
    return turn, look_at_count(book, lot, typed)


def _count(
    book: Book, *, lot: str, typed: str, note: str | None, command_id: bytes, confirmed: bool
) -> Counted | Saved:
    """Book the difference; what was read instead where nothing readable was typed, or it agrees."""
    counted = look_at_count(book, lot, typed)
    if counted.found_milli is None:
        return counted
    saved = count_stock(book, lot, counted.found_milli, note=note, command_id=command_id, confirmed=confirmed)
    return counted if saved is None else saved
