"""Tracking numbers pasted back: what each row comes to, then one step that writes them."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import QDateEdit, QPlainTextEdit, QPushButton

from desktop_app.i18n import _, ngettext
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.records.picking import TONES, tracking_table
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.tick import Tick
from desktop_app.usecases.records.to_ship import apply_tracking, plan_tracking, read_tracking

if TYPE_CHECKING:
    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.to_ship import TrackingPlan

WIDTH: Final = 480
CALM_MS: Final = 200
_LINES: Final = 4


class TrackingPanel(Card):
    """A field to paste into, the preview, and the button that writes; `left` when one is through."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=Space.M)
        self._context = context
        self._plan: TrackingPlan | None = None
        self._turn = 0
        self._command = b""
        self.title = label("", "section")
        self.hint = label("", "sub", wrap=True)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.account = Choice()
        self.replace = Tick(context.look)
        self.day_name = label("", "body")
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.wrong = label("", "error", wrap=True)
        self.apply = QPushButton()
        self.apply.setProperty("kind", "primary")
        self.cancel = QPushButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        for part in (self.title, self.hint, self.field, self.account):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.replace)
        self.body.addWidget(self.wrong)
        self.body.addLayout(row(self.day_name, self.day, None))
        self.body.addLayout(row(None, self.cancel, self.apply))
        for hidden in (self.account, self.replace, self.wrong, self.table):
            hidden.hide()
        self.field.textChanged.connect(self._timer.start)
        self.account.activated.connect(self._look)
        self.replace.toggled.connect(self._say)
        self._timer.timeout.connect(self._look)
        self.apply.clicked.connect(self._apply)
        self.cancel.clicked.connect(self.left)
        context.look.changed.connect(self._scale)
        self._scale()

    @property
    def is_calm(self) -> bool:
        """Whether nothing typed waits to be looked at."""
        return not self._timer.isActive()

    def begin(self, text: str) -> None:
        """Start anew with what was copied, if it may be tracking numbers."""
        today = self._context.today()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self._command = os.urandom(16)
        self._plan = None
        self.replace.setChecked(False)
        self.account.clear()
        self.field.setPlainText(text)
        self.field.setFocus()
        self._look()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.title.setText(_("Bring in tracking numbers"))
        self.hint.setText(
            _("Paste two columns: order and tracking number, in either order. Nothing is written yet.")
        )
        self.field.setPlaceholderText(_("Order and tracking number, one line each"))
        self.field.setAccessibleName(_("Order and tracking number, one line each"))
        self.account.setAccessibleName(_("Whose orders they are"))
        self.day_name.setText(_("Sent on"))
        self.day.setAccessibleName(_("Sent on"))
        self.table.setAccessibleName(_("What becomes of each row"))
        self.cancel.setText(_("Leave it"))
        self._say()

    def _look(self) -> None:
        self._turn += 1
        account = str(self.account.currentData() or "") or None
        question = partial(_plan, text=self.field.toPlainText(), account=account, turn=self._turn)
        self._context.ask(question, self._fill)

    def _fill(self, found: tuple[int, TrackingPlan]) -> None:
        turn, plan = found
        if turn == self._turn:
            self._plan = plan
            self._offer_accounts(plan)
            self._say()

    def _offer_accounts(self, plan: TrackingPlan) -> None:
        """Where an order stands in two accounts, ask whose it is; what was chosen stays to choose from."""
        names = sorted({name for each in plan.rows if each.outcome == "ambiguous" for name in each.accounts})
        if names:
            self.account.clear()
            self.account.addItem(_("Whose orders are they?"), "")
            for name in names:
                self.account.addItem(name, name)
        self.account.setVisible(self.account.count() > 0)

    def _say(self) -> None:
        plan = self._plan
        rows = len(plan.rows) if plan is not None else 0
        self.table.setVisible(rows > 0)
        stretched = self.body.indexOf(self.field)
        self.body.setStretch(stretched, 0 if rows else 1)
        self._scale()
        others = plan.count("replaces") if plan is not None else 0
        text = ngettext(
            "Also replace {count} number that stands already",
            "Also replace {count} numbers that stand already",
            others,
        )
        self.replace.setText(text.format(count=others))
        self.replace.setVisible(others > 0)
        ready = self._ready
        text = ngettext("Bring in {count} number", "Bring in {count} numbers", ready)
        self.apply.setText(text.format(count=formats.count(ready)))
        self.apply.setEnabled(ready > 0)
        if plan is not None:
            table, outcomes = tracking_table(plan)
            drawn = Drawn(
                styles={"outcome": CellStyle.PILL},
                tones={"outcome": lambda at: TONES.get(outcomes[at], "bad")},
            )
            self.model.set_table(table, range(rows), drawn)
            self.table.fit_columns(stretch=0)

    @property
    def _ready(self) -> int:
        if self._plan is None:
            return 0
        return self._plan.count("ready") + (self._plan.count("replaces") if self.replace.isChecked() else 0)

    def _apply(self) -> None:
        self._write(confirmed=False)

    def _write(self, *, confirmed: bool) -> None:
        plan = self._plan
        if plan is None or not self._ready:
            return
        self.apply.setEnabled(False)
        day = self.day.date()
        chosen = [each.order_id for each in plan.rows if each.outcome == "replaces"]
        command = partial(
            _apply_plan,
            plan=plan,
            day=date(day.year(), day.month(), day.day()),
            replacing=chosen if self.replace.isChecked() else [],
            command_id=self._command,
            confirmed=confirmed,
        )
        self._context.do(command, self._written, self._not_written)

    def _written(self, changes: Changes) -> None:
        number = self._ready
        self.left.emit()
        self._context.book_changed.emit(changes)
        text = ngettext("{count} tracking number brought in", "{count} tracking numbers brought in", number)
        undo = self._context.actions["undo"].trigger
        self._context.say(text.format(count=formats.count(number)), _("Undo"), undo)

    def _not_written(self, error: BaseException) -> None:
        self._say()
        if not isinstance(error, ClosedMonthError):
            self.wrong.setText(self._context.words_of(error)[1])
            self.wrong.show()
        elif ask_closed(self._context, self.window(), error):
            self._write(confirmed=True)

    def _scale(self) -> None:
        self.setFixedWidth(self._context.look.px(WIDTH))
        high = self.field.fontMetrics().lineSpacing() * _LINES + 2 * Space.M
        self.field.setMinimumHeight(high)
        self.field.setMaximumHeight(high if self.table.isVisibleTo(self) else 16777215)


def _plan(book: Book, *, text: str, account: str | None, turn: int) -> tuple[int, TrackingPlan]:
    return turn, plan_tracking(book, read_tracking(text), account=account)


def _apply_plan(
    book: Book, *, plan: TrackingPlan, day: date, replacing: list[str], command_id: bytes, confirmed: bool
) -> Changes:
    return apply_tracking(
        book, plan, shipped_on=day, replacing=replacing, command_id=command_id, confirmed=confirmed
    )
