"""A block pasted from Excel: whose columns are which, what it would do, and then one step that does it."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.dialogs.paste_columns import PasteColumns, scrolled
from desktop_app.ui.dialogs.paste_reading import Block, Planned, apply_block, plan_block, read_block
from desktop_app.ui.dialogs.planned_rows import STEPS, PlannedRows
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.tick import Tick
from desktop_app.usecases.records.saving import ClosedMonthError

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context

CALM_MS: Final = 200


class PasteDialog(QDialog):
    """Nothing is written before its button is pressed; `pasted(changes)` when it has been."""

    pasted = Signal(object)
    _moved = Signal(int)

    def __init__(self, context: Context, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._kind = context, kind
        self._turn = 0
        self._stop = threading.Event()
        self._block: Block | None = None
        self._planned: Planned | None = None
        self._confirmed = False
        self._writing = False
        self.setWindowTitle(_("Paste rows"))
        self.resize(context.look.px(1040), min(context.look.px(560), 600))
        self._make_parts()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self._plan)
        self.columns.changed.connect(self._columns_changed)
        self.heading.toggled.connect(self._columns_changed)
        self.do.clicked.connect(self._write)
        self.leave.clicked.connect(self.reject)
        self._moved.connect(self.rows.move_bar, Qt.ConnectionType.QueuedConnection)

    def look_at(self, text: str) -> None:
        """Take what was copied, and see what it would do."""
        self.rows.busy(_("Reading what was copied…"))
        self._context.ask(partial(read_block, self._kind, text), self._read, self._wrong)

    # Reading and planning -------------------------------------------------------------------------------

    @property
    def is_calm(self) -> bool:
        """Whether nothing is under way."""
        return not self._timer.isActive() and not self._writing

    def _read(self, block: Block) -> None:
        self._block = block
        if not block.rows:
            self._say_wrong(_("There is nothing to paste: copy rows in Excel first."))
            return
        self.columns.say(block)
        self.heading.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.heading.setChecked(block.has_heading)
        self.heading.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._plan()

    def _columns_changed(self) -> None:
        self._stop.set()
        self._turn += 1
        self._planned = None
        self.do.setEnabled(False)
        self._timer.start()

    def _plan(self) -> None:
        block = self._block
        if block is None:
            return
        self._turn += 1
        self._stop = threading.Event()
        rows = block.rows[1:] if self.heading.isChecked() else block.rows
        title = ngettext("Paste {count} row", "Paste {count} rows", len(rows))
        self.title.setText(title.format(count=formats.count(len(rows))))
        self.rows.busy(_("Seeing what the rows would do…"))
        work = partial(
            plan_block, self._kind, self._turn, rows, self.columns.chosen, self._told, self._stop.is_set
        )
        self._context.ask(work, self._seen, self._wrong)

    def _seen(self, planned: Planned | None) -> None:
        if planned is None or planned.turn != self._turn:
            return
        self._planned = planned
        count = planned.counts["new"] + planned.counts["changed"]
        text = ngettext("Bring in {count} row", "Bring in {count} rows", count)
        self.do.setText(text.format(count=formats.count(count)) if count else _("Nothing new in them"))
        self.do.setEnabled(count > 0)
        self.rows.say(planned)
        self.do.setFocus()

    # Writing --------------------------------------------------------------------------------------------

    def _write(self) -> None:
        planned = self._planned
        if planned is None or self._writing:
            return
        self._writing = True
        self.do.setEnabled(False)
        self.columns.setEnabled(False)
        self.heading.setEnabled(False)
        self._stop = threading.Event()
        self.rows.busy(_("Writing the rows…"))
        work = partial(apply_block, planned.plan, self._told, self._stop.is_set, confirmed=self._confirmed)
        self._context.do(work, self._written, self._not_written)

    def _written(self, changes: Changes | None) -> None:
        self._writing = False
        if changes is None:
            super().reject()
            return
        self.accept()
        self.pasted.emit(changes)

    def _not_written(self, error: BaseException) -> None:
        self._writing = False
        if isinstance(error, ClosedMonthError) and ask_closed(self._context, self, error):
            self._confirmed = True
            self._write()
            return
        self._wrong(error)

    def reject(self) -> None:
        """Stop what is under way; while it is being written, what was written is taken back first."""
        self._stop.set()
        self._timer.stop()
        self._turn += 1
        if self._writing:
            self.leave.setEnabled(False)
            self.rows.busy(_("Taking back what was written…"))
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is leaving."""
        if self._writing:
            event.ignore()
        self.reject()

    def _told(self, done: float, whole: float = 1.0) -> None:
        """Take, on the book's thread, how much is done."""
        self._moved.emit(round(STEPS * done / whole) if whole else 0)

    # What is said ---------------------------------------------------------------------------------------

    def _wrong(self, error: BaseException) -> None:
        self.columns.setEnabled(True)
        self.heading.setEnabled(True)
        self._say_wrong(" · ".join(self._context.words_of(error)))

    def _say_wrong(self, text: str) -> None:
        self.do.setEnabled(False)
        self.rows.wrong(text)

    def _make_parts(self) -> None:
        look = self._context.look
        self.title = label(_("Paste rows"), "section")
        self.columns = PasteColumns(self._kind)
        self.columns.setFixedWidth(look.px(340))
        self.heading = Tick(look, _("The first row is headings"))
        self.rows = PlannedRows(look)
        self.effects = self.rows.effects
        self.leave = QPushButton(_("Cancel"))
        self.leave.setAutoDefault(False)
        self.do = QPushButton(_("Bring them in"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.heading)
        left.addWidget(scrolled(self.columns, self._context.look.px(360)), 1)
        halves = row(spacing=Space.XL)
        halves.addLayout(left)
        halves.addWidget(self.rows, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.title)
        text = _("Nothing is written yet; the rows go in as one step that can be undone.")
        layout.addWidget(label(text, "sub", wrap=True))
        layout.addLayout(halves, 1)
        layout.addLayout(row(None, self.leave, self.do))
