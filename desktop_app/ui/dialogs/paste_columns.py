"""Which pasted column is which field: one line a column, with what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.records.layout import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.dialogs.paste_reading import Block

_LETTERS = 26


class PasteColumns(QWidget):
    """A choice for each column; `changed` when another field is chosen for one."""

    changed = Signal()

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._fields = [field for field in fields_of(kind) if field.editable]
        self.choices: list[QComboBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, Space.M, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    @property
    def chosen(self) -> list[str | None]:
        """The field of each column; None for one that is left out."""
        return [choice.currentData() for choice in self.choices]

    def say(self, block: Block, places: Sequence[int] | None = None) -> None:
        """Show the columns of a block, with the fields that were guessed.

        `places` are where the columns stand in their table, from 0, where some of it are left out.
        """
        for at in range(block.width):
            column = letter(at if places is None else places[at])
            name = Elided("sub")
            name.say(f"{column}  {block.sample(at)}")
            choice = Choice()
            choice.setAccessibleName(_("Column {letter} is").format(letter=column))
            choice.addItem(_("– left out –"), None)
            for field in self._fields:
                choice.addItem(field.heading, field.key)
            guessed = block.columns[at] if at < len(block.columns) else None
            choice.setCurrentIndex(max(choice.findData(guessed), 0))
            choice.currentIndexChanged.connect(self._changed)
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(choice, at, 1)
            self.choices.append(choice)
        self._grid.setRowStretch(block.width, 1)

    def _changed(self) -> None:
        """A field stands for one column alone: the one that had it before is left out."""
        changed = self.sender()
        if isinstance(changed, QComboBox) and changed.currentData() is not None:
            for choice in self.choices:
                if choice is not changed and choice.currentData() == changed.currentData():
                    choice.blockSignals(True)  # noqa: FBT003 - Qt's own
                    choice.setCurrentIndex(0)
                    choice.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.changed.emit()


def letter(at: int) -> str:
    """A column's name as Excel has it: A to Z, then AA."""
    first, last = divmod(at, _LETTERS)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def scrolled(widget: QWidget, width: int = 0) -> QScrollArea:
    """A widget with a scroll bar at its right where it is too long."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    if width:
        area.setFixedWidth(width)
    return area
