"""Named views of a table: what is seen is kept under a name; one that is no longer wanted is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.theme.look import LookInForce

LONGEST = 24
_ROWS = 5


class ViewsDialog(QDialog):
    """Asks for a view's name; `dropped` are the names of views to be let go of."""

    def __init__(self, parent: QWidget, look: LookInForce, names: Sequence[str], shown: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Save as a view"))
        self.setFixedWidth(look.px(440))
        self.dropped: list[str] = []
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName(_("Name of the view"))
        self.field.setPlaceholderText(_("Name of the view"))
        self.do = QPushButton(_("Save the view"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)
        self.do.clicked.connect(self.accept)
        self.field.textChanged.connect(self._typed)
        leave = QPushButton(_("Done"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Save as a view"), "section"))
        text = _("Keeps what is seen: words, filters and order. It then stands above the table.")
        layout.addWidget(label(text, "sub", wrap=True))
        layout.addWidget(label(shown, "table", wrap=True))
        layout.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Views kept so far"))
        self.list.addItems(list(names))
        self.list.setFixedHeight(look.px(28) * min(max(len(names), 2), _ROWS))
        self.list.itemDoubleClicked.connect(self._take_name)
        self.drop = QPushButton(_("Drop this view"))
        self.drop.setAutoDefault(False)
        self.drop.clicked.connect(self._drop)
        if names:
            self.list.setCurrentRow(0)
            layout.addWidget(label(_("Views kept so far"), "caption"))
            layout.addWidget(self.list)
            layout.addLayout(row(self.drop, None))
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, leave, self.do))
        self.field.setFocus()

    @property
    def name(self) -> str:
        """The name that was typed."""
        return self.field.text().strip()

    def _typed(self, _text: str) -> None:
        self.do.setEnabled(bool(self.name))

    def _take_name(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.field.setText(item.text())

    def _drop(self) -> None:
        item = self.list.takeItem(self.list.currentRow())
        if item is not None:
            self.dropped.append(item.text())
        self.drop.setEnabled(self.list.count() > 0)
