"""A list in a scheme's editor: a row for each entry, one more at its end, each removed by its button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    MakeRow = Callable[[Any], "SchemeRow"]
    """Makes the row of an entry as a scheme's file has it."""


_LEAST = 9
"""Characters that a box is wide at least: one long entry must not push the others out of the page."""


class SchemeRow(QWidget):
    """One entry of a list; `changed` whenever something of it is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")

    def value(self) -> Any:
        """The entry as a scheme's file has it."""
        raise NotImplementedError

    def fields(self) -> dict[str, QWidget]:
        """The fields by their place inside the entry, `at_least` or `when.measure`."""
        raise NotImplementedError

    def watch(self, *fields: QWidget) -> None:
        """Say `changed` when one of these is."""
        for field in fields:
            if isinstance(field, QLineEdit):
                field.textEdited.connect(self.changed)
            elif isinstance(field, QComboBox):
                field.activated.connect(self.changed)
                if field.isEditable():
                    field.editTextChanged.connect(self.changed)


class SchemeRows(QWidget):
    """The rows one below the other; `changed` whenever something of them is."""

    changed = Signal()

    def __init__(self, make: MakeRow, *, add: str, new: Callable[[], Any], least: int = 0) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._make, self._new, self._least = make, new, least
        self.rows: list[SchemeRow] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Space.S)
        self.more = QPushButton(add)
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(self._add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(self._list)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_values(self, values: Sequence[Any]) -> None:
        """Show entries."""
        empty_layout(self._list)
        self.rows = []
        for value in values:
            self._append(value)

    def values(self) -> list[Any]:
        """The entries as a scheme's file has them."""
        return [one.value() for one in self.rows]

    def fields(self, place: str) -> dict[str, QWidget]:
        """The fields of all rows by their place in the file; `place` is the list's."""
        found: dict[str, QWidget] = {}
        for at, one in enumerate(self.rows):
            found |= {
                f"{place}[{at}].{name}" if name else f"{place}[{at}]": w for name, w in one.fields().items()
            }
        return found

    def _append(self, value: Any) -> None:
        made = self._make(value)
        made.changed.connect(self.changed)
        remove = QPushButton(_("Remove"))
        remove.setProperty("kind", "link")
        remove.setAccessibleName(_("Remove entry {number}").format(number=len(self.rows) + 1))
        remove.clicked.connect(partial(self._remove, made))
        holder = QWidget()
        holder.setProperty("ground", "none")
        line = row(made, remove, spacing=Space.M)
        line.setStretch(0, 1)
        line.setAlignment(remove, Qt.AlignmentFlag.AlignTop)
        holder.setLayout(line)
        # Once it has its place: a button without one would be shown as a window.
        remove.setVisible(len(self.rows) >= self._least)
        self._list.addWidget(holder)
        self.rows.append(made)

    def _add(self) -> None:
        self._append(self._new())
        first = next(iter(self.rows[-1].fields().values()), None)
        if first is not None:
            first.setFocus()
        self.changed.emit()

    def _remove(self, made: SchemeRow) -> None:
        values = [one.value() for one in self.rows if one is not made]
        self.show_values(values)
        self.more.setFocus()
        self.changed.emit()


def fill(box: QComboBox, items: Mapping[Any, str]) -> None:
    """Offer these, and nothing else; what was chosen stays chosen where it is still there."""
    before = box.currentData()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(min(max(map(len, items.values()), default=0), _LEAST))
    box.clear()
    for value, text in items.items():
        box.addItem(text, value)
    if before in items:
        choose(box, before)


def choose(box: QComboBox, value: object) -> None:
    """Choose the entry of a value, else the first."""
    found = [at for at in range(box.count()) if box.itemData(at) == value]
    box.setCurrentIndex(found[0] if found else 0)
