"""The sheet of all shortcuts, made of the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row

if TYPE_CHECKING:
    from desktop_app.ui.actions import Actions, ActionSpec

_COLUMNS = 3


class ShortcutSheet(QDialog):
    """What each key does, by group, in columns."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard shortcuts"))
        groups: dict[str, list[ActionSpec]] = {}
        for spec, _action in actions.specs():
            if spec.keys:
                groups.setdefault(spec.group, []).append(spec)
        halves = [QGridLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for group, specs in groups.items():
            half = heights.index(min(heights))
            heights[half] = self._add_group(halves[half], heights[half], _(group), specs)
        columns = row(spacing=Space.XXL)
        for half_layout in halves:
            half_layout.setVerticalSpacing(Space.XS)
            half_layout.setHorizontalSpacing(Space.L)
            half_layout.setRowStretch(half_layout.rowCount(), 1)
            columns.addLayout(half_layout)
        close = QPushButton(_("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.XL)
        layout.addWidget(label(_("Keyboard shortcuts"), "title"))
        layout.addLayout(columns)
        layout.addLayout(row(None, close))

    @staticmethod
    def _add_group(grid: QGridLayout, at: int, title: str, specs: list[ActionSpec]) -> int:
        if at:
            grid.setRowMinimumHeight(at, Space.S)
            at += 1
        grid.addWidget(label(title, "caption"), at, 0)
        for spec in specs:
            at += 1
            keys = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in spec.keys]
            grid.addWidget(label(_(spec.text)), at, 0)
            grid.addWidget(label("  ".join(keys), "sub"), at, 1, Qt.AlignmentFlag.AlignRight)
        return at + 1
