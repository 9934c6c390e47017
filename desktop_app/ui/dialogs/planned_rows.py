"""What rows would do, by effect: new, changed, known already, refused; or that it is being worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui import formats
from desktop_app.ui.dialogs.paste_columns import scrolled
from desktop_app.ui.dialogs.paste_reading import EFFECTS, MOST_REFUSALS, Planned
from desktop_app.ui.import_words import refusal_todo
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row, set_tone
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.todo import Todo, TodoList

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

STEPS: Final = 1000
"""Steps of the bar that shows how much is done."""


class PlannedRows(QWidget):
    """Chips for the effects over the rows that have the one chosen."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._planned: Planned | None = None
        self.effects = QButtonGroup(self)
        for at, effect in enumerate(EFFECTS):
            chip = make_chip(effect_name(effect))
            chip.setAutoDefault(False)
            chip.setEnabled(False)
            self.effects.addButton(chip, at)
        self.effects.idClicked.connect(self._show_effect)
        self.model = ReportModel(self)
        self.table = Table(look)
        self.table.setAccessibleName(_("What the rows would do"))
        self.table.setModel(self.model)
        self.refused = TodoList(look)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.doing = label("", "sub", wrap=True)
        self.note = label("", "caption")
        self._lay_out()

    def say(self, planned: Planned) -> None:
        """Show what was planned, the first effect that any row has chosen."""
        self._planned = planned
        for at, effect in enumerate(EFFECTS):
            button = self.effects.button(at)
            button.setText(f"{effect_name(effect)} {formats.count(planned.counts[effect])}")
            button.setEnabled(planned.counts[effect] > 0)
        first = next((at for at, effect in enumerate(EFFECTS) if planned.counts[effect]), 0)
        self.effects.button(first).setChecked(True)
        for button in self.effects.buttons():
            # The one chosen is bolder, and so wider.
            button.updateGeometry()
        self._show_effect(first)

    def busy(self, text: str) -> None:
        """Say that something is under way, of which it is not known how much."""
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.doing.setText(text)
        set_tone(self.doing, "")
        self.bar.show()
        self._shelves.setCurrentIndex(2)

    def move_bar(self, done: int) -> None:
        """Show how much is done, of STEPS."""
        self.bar.setRange(0, STEPS)
        self.bar.setValue(done)

    def wrong(self, text: str) -> None:
        """Say why there are no rows."""
        self.bar.hide()
        self.doing.setText(text)
        set_tone(self.doing, "loss")
        self._shelves.setCurrentIndex(2)

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
        self.note.setText(_("{count} more of these").format(count=formats.count(more)) if more > 0 else "")

    def _lay_out(self) -> None:
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.addStretch(1)
        middle.addWidget(self.doing)
        middle.addWidget(self.bar)
        middle.addStretch(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        chips = row(spacing=Space.S)
        for button in self.effects.buttons():
            chips.addWidget(button)
        chips.addStretch(1)
        layout.addLayout(chips)
        self._shelves = QStackedLayout()
        layout.addLayout(self._shelves, 1)
        layout.addWidget(self.note)
        for shelf in (self.table, scrolled(self.refused), waiting):
            self._shelves.addWidget(shelf)


def effect_name(effect: str) -> str:
    """What rows of an effect are called on their chip."""
    return {
        "new": _("New ones"),
        "changed": _("Changed ones"),
        "unchanged": _("Known already"),
        "refused": _("Refused ones"),
    }[effect]
