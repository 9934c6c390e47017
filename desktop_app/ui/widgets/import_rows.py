"""The rows of one file that is to be imported: chips, the table, or why there are none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.reports.import_preview import effect_name
from desktop_app.reports.report_table import ColumnKind
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.page import Notice
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.importing.plan import Effect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.reports.import_preview import PreviewRow
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.theme.look import LookInForce

_TONES = {"new": "good", "changed": "warning", "unchanged": ""}


class ImportRows(Card):
    """`kinds` are chips made for each file, `effects` those of what writing a row does."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._rows: Sequence[PreviewRow] = ()
        self.kinds = QButtonGroup(self)
        self.effects = QButtonGroup(self)
        self._kind_line = row(None, spacing=Space.S)
        effects = row(spacing=Space.S)
        for at in range(1 + len(Effect)):
            chip = make_chip()
            chip.setChecked(at == 0)
            self.effects.addButton(chip, at)
            effects.addWidget(chip)
        effects.addStretch(1)
        self.effects.idClicked.connect(self._filter)
        self.model = ReportModel(self)
        self.table = Table(look)
        self.table.setModel(self.model)
        self._note = label("", "caption")
        self._nothing = Notice(look, "empty-import")
        self._shown = QWidget()
        self._shown.setProperty("ground", "none")
        inside = QVBoxLayout(self._shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addLayout(self._kind_line)
        inside.addLayout(effects)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._note)
        self._shelves = QStackedLayout()
        self.body.addLayout(self._shelves, 1)
        self._shelves.addWidget(self._shown)
        self._shelves.addWidget(self._nothing)

    def retranslate(self, name: str, everything: str) -> None:
        """Name the table and its chips anew."""
        self.table.setAccessibleName(name)
        for at, text in enumerate((everything, *(effect_name(effect) for effect in Effect))):
            self.effects.button(at).setText(f"{text[:1].upper()}{text[1:]}")

    def set_kinds(self, names: Sequence[str]) -> None:
        """Offer these kinds, the first chosen."""
        for button in self.kinds.buttons():
            self.kinds.removeButton(button)
            button.hide()
            button.deleteLater()
        for at, name in enumerate(names):
            chip = make_chip()
            chip.setChecked(at == 0)
            chip.setText(name)
            self.kinds.addButton(chip, at)
            self._kind_line.insertWidget(at, chip)

    def show_rows(self, rows: Sequence[PreviewRow], table: ReportTable) -> None:
        """Show the rows of one kind."""
        self._rows = rows
        drawn = Drawn(
            styles={table.columns[0].key: CellStyle.STRONG, "effect": CellStyle.PILL},
            tones={"effect": self._tone},
        )
        self.model.set_table(table, range(len(table.rows)), drawn)
        self.table.fit_columns(stretch=_widest_text(table))
        self._note.setText(" ".join(table.notes))
        self._note.setVisible(bool(table.notes))
        self._shelves.setCurrentWidget(self._shown)

    def say_why_not(self, headline: str, sentence: str) -> None:
        """Say, where the rows would stand, why there are none."""
        self._nothing.say(headline, sentence)
        self._shelves.setCurrentWidget(self._nothing)

    def _tone(self, at: int) -> str:
        return _TONES[self._rows[at].effect]

    def _filter(self, at: int) -> None:
        wanted = None if at == 0 else list(Effect)[at - 1].value
        self.model.set_wanted(None if wanted is None else partial(self._has_effect, wanted))

    def _has_effect(self, effect: str, at: int) -> bool:
        return self._rows[at].effect == effect


def _widest_text(table: ReportTable) -> int:
    """The text, ids in the first column aside, that is longest: it gives way where space is short."""
    texts = [at for at, column in enumerate(table.columns[:-1]) if at and column.kind is ColumnKind.TEXT]
    widths = {at: max((len(str(row[at] or "")) for row in table.rows[:50]), default=0) for at in texts}
    return max(texts, key=widths.__getitem__, default=0)
