"""A block pasted from Excel: whose columns are which, what it would do, and then one step that does it."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.dialogs.paste_columns import PasteColumns, scrolled
from desktop_app.ui.dialogs.paste_reading import (
    EFFECTS,
    MOST_REFUSALS,
    Block,
    Planned,
    apply_block,
    plan_block,
    read_block,
)
from desktop_app.ui.import_words import refusal_todo
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row, set_tone
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.todo import Todo, TodoList
from desktop_app.usecases.records.saving import ClosedMonthError

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context

CALM_MS: Final = 200
_STEPS: Final = 1000
_TONES: Final = {"new": "good", "changed": "warning", "unchanged": "", "refused": "bad"}


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
        self.effects.idClicked.connect(self._show_effect)
        self.do.clicked.connect(self._write)
        self.leave.clicked.connect(self.reject)
        self._moved.connect(self._move, Qt.ConnectionType.QueuedConnection)

    def look_at(self, text: str) -> None:
        """Take what was copied, and see what it would do."""
        self._busy(_("Reading what was copied…"))
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
        self._busy(_("Seeing what the rows would do…"))
        work = partial(
            plan_block, self._kind, self._turn, rows, self.columns.chosen, self._told, self._stop.is_set
        )
        self._context.ask(work, self._seen, self._wrong)

    def _seen(self, planned: Planned | None) -> None:
        if planned is None or planned.turn != self._turn:
            return
        self._planned = planned
        for at, effect in enumerate(EFFECTS):
            button = self.effects.button(at)
            button.setText(f"{self._effect_name(effect)} {formats.count(planned.counts[effect])}")
            button.setEnabled(planned.counts[effect] > 0)
        first = next((at for at, effect in enumerate(EFFECTS) if planned.counts[effect]), 0)
        count = planned.counts["new"] + planned.counts["changed"]
        text = ngettext("Bring in {count} row", "Bring in {count} rows", count)
        self.do.setText(text.format(count=formats.count(count)) if count else _("Nothing new in them"))
        self.do.setEnabled(count > 0)
        self.effects.button(first).setChecked(True)
        self._show_effect(first)
        self.do.setFocus()

    def _show_effect(self, at: int) -> None:
        planned, effect = self._planned, EFFECTS[at]
        if planned is None:
            return
        if effect == "refused":
            todos = [refusal_todo(refusal) for refusal in planned.plan.refusals[:MOST_REFUSALS]]
            left = len(planned.plan.refusals) - MOST_REFUSALS
            if left > 0:
                todos.append(Todo(_("{count} more").format(count=formats.count(left))))
            self.refused.say(todos)
            self._shelves.setCurrentIndex(1)
        else:
            table = planned.tables[effect]
            drawn = Drawn(styles={table.columns[0].key: CellStyle.STRONG}) if table.columns else Drawn()
            self.model.set_table(table, range(len(table.rows)), drawn)
            self.table.fit_columns()
            self._shelves.setCurrentIndex(0)
        more = planned.counts[effect] - planned.shown(effect)
        self._say(_("{count} more of these").format(count=formats.count(more)) if more > 0 else "")

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
        self._busy(_("Writing the rows…"))
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
            self._busy(_("Taking back what was written…"))
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is leaving."""
        if self._writing:
            event.ignore()
        self.reject()

    def _told(self, done: float, whole: float = 1.0) -> None:
        """Take, on the book's thread, how much is done."""
        self._moved.emit(round(_STEPS * done / whole) if whole else 0)

    # What is said ---------------------------------------------------------------------------------------

    def _busy(self, text: str) -> None:
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.doing.setText(text)
        set_tone(self.doing, "")
        self.bar.show()
        self._shelves.setCurrentIndex(2)

    def _move(self, done: int) -> None:
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(done)

    def _wrong(self, error: BaseException) -> None:
        self.columns.setEnabled(True)
        self.heading.setEnabled(True)
        self._say_wrong(" · ".join(self._context.words_of(error)))

    def _say_wrong(self, text: str) -> None:
        self.do.setEnabled(False)
        self.bar.hide()
        self.doing.setText(text)
        set_tone(self.doing, "loss")
        self._shelves.setCurrentIndex(2)

    def _say(self, text: str) -> None:
        self.note.setText(text)

    def _effect_name(self, effect: str) -> str:
        return {
            "new": _("New ones"),
            "changed": _("Changed ones"),
            "unchanged": _("Known already"),
            "refused": _("Refused ones"),
        }[effect]

    def _make_parts(self) -> None:
        look = self._context.look
        self.title = label(_("Paste rows"), "section")
        self.columns = PasteColumns(self._kind)
        self.columns.setFixedWidth(look.px(340))
        self.heading = QCheckBox(_("The first row is headings"))
        self.effects = QButtonGroup(self)
        for at, effect in enumerate(EFFECTS):
            chip = QPushButton(self._effect_name(effect))
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setEnabled(False)
            self.effects.addButton(chip, at)
        self.model = ReportModel(self)
        self.table = Table(look)
        self.table.setAccessibleName(_("What the rows would do"))
        self.table.setModel(self.model)
        self.refused = TodoList(look)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.doing = label("", "sub", wrap=True)
        self.note = label("", "caption")
        self.leave = QPushButton(_("Cancel"))
        self.leave.setAutoDefault(False)
        self.do = QPushButton(_("Bring them in"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)

    def _lay_out(self) -> None:
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.addStretch(1)
        middle.addWidget(self.doing)
        middle.addWidget(self.bar)
        middle.addStretch(2)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        chips = row(spacing=Space.S)
        for button in self.effects.buttons():
            chips.addWidget(button)
        chips.addStretch(1)
        right.addLayout(chips)
        self._shelves = QStackedLayout()
        right.addLayout(self._shelves, 1)
        right.addWidget(self.note)
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(self.heading)
        left.addWidget(scrolled(self.columns, self._context.look.px(360)), 1)
        halves = row(spacing=Space.XL)
        halves.addLayout(left)
        halves.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.title)
        text = _("Nothing is written yet; the rows go in as one step that can be undone.")
        layout.addWidget(label(text, "sub", wrap=True))
        layout.addLayout(halves, 1)
        layout.addLayout(row(None, self.leave, self.do))
        for shelf in (self.table, scrolled(self.refused), waiting):
            self._shelves.addWidget(shelf)
