"""Lines of which the office approved less: found by order number, each with what was approved and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLineEdit, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.domain.claims.claim import LineApproval
from desktop_app.i18n import _
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row
from desktop_app.usecases.claim_desk import plain_yuan, read_fen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.working import WorkedItem

_APPROVED: Final = 3
_REASON: Final = 4
_SHOWN: Final = 5
_BETWEEN: Final = re.compile(r"[\s,，;；、]+")


class CutLines(QWidget):
    """A table that is filled by order number; `said` is what stands in it."""

    def __init__(self, items: Sequence[WorkedItem]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._known: dict[str, list[tuple[str, JudgedLine]]] = {}
        for item in items:
            for line in item.figures.counted:
                for name in {line.fact.order_id, line.fact.tracking or line.fact.order_id}:
                    self._known.setdefault(name, []).append((item.scheme.id, line))
        self._lines: list[tuple[str, JudgedLine]] = []
        self.finder, self.add = QLineEdit(), QPushButton(_("Add"))
        self.finder.setPlaceholderText(_("order or tracking numbers, several at once"))
        self.finder.setAccessibleName(_("Order numbers of lines that were cut"))
        self.finder.returnPressed.connect(self._add)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.wrong = label("", "error", wrap=True)
        self.table = QTableWidget(0, _SHOWN)
        self.table.setHorizontalHeaderLabels(
            [_("Order"), _("Product"), _("Claimed"), _("Approved"), _("Reason of the office")]
        )
        self.table.setAccessibleName(_("Lines that were cut"))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        drop = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self._drop)
        drop.setContext(Qt.ShortcutContext.WidgetShortcut)
        layout = column(spacing=Space.S)
        layout.addWidget(label(_("Lines that were cut, each with its reason"), "strong"))
        layout.addLayout(row(self.finder, self.add))
        layout.addWidget(self.wrong)
        layout.addWidget(self.table, 1)
        self.setLayout(layout)
        self.wrong.hide()
        self.table.setMinimumHeight(self.table.fontMetrics().lineSpacing() * 8)

    @property
    def said(self) -> tuple[LineApproval, ...]:
        """The lines as they are filled in; only once nothing is wrong with them."""
        return tuple(
            LineApproval(
                scheme=scheme,
                account=line.fact.key[0],
                order_id=line.fact.key[1],
                line=line.fact.key[2],
                approved_minor=read_fen(self._text(at, _APPROVED)) or 0,
                reason=self._text(at, _REASON),
            )
            for at, (scheme, line) in enumerate(self._lines)
        )

    def fault(self) -> str:
        """What is wrong with the lines, in words; the cell is gone to. Empty where nothing is."""
        for at, (_scheme, line) in enumerate(self._lines):
            approved, order = read_fen(self._text(at, _APPROVED)), line.fact.order_id
            if approved is None:
                return self._at(at, _APPROVED, _("{order}: write an amount like 1409.50."), order)
            if approved > max(line.net or 0, 0):
                return self._at(at, _APPROVED, _("{order}: more than was claimed."), order)
            if not self._text(at, _REASON):
                return self._at(at, _REASON, _("{order}: the office's reason is missing."), order)
        return ""

    def _at(self, at: int, column_at: int, sentence: str, order: str) -> str:
        self.table.setCurrentCell(at, column_at)
        self.table.setFocus()
        return sentence.format(order=order)

    def _text(self, at: int, column_at: int) -> str:
        item = self.table.item(at, column_at)
        return "" if item is None else item.text().strip()

    def _add(self) -> None:
        """Add the counted lines of the orders that are named."""
        names = [name for name in _BETWEEN.split(self.finder.text()) if name]
        unknown = [name for name in names if name not in self._known]
        there = {(scheme, line.fact.key) for scheme, line in self._lines}
        for name in names:
            for scheme, line in self._known.get(name, ()):
                if (scheme, line.fact.key) not in there:
                    there.add((scheme, line.fact.key))
                    self._append(scheme, line)
        self.finder.setText(" ".join(unknown))
        said = _("No counted line of this claim: {orders}").format(orders=" ".join(unknown))
        self.wrong.setText(said if unknown else "")
        self.wrong.setVisible(bool(unknown))
        if names and not unknown and self._lines:
            self.table.setCurrentCell(len(self._lines) - 1, _APPROVED)
            self.table.setFocus()

    def _append(self, scheme: str, line: JudgedLine) -> None:
        at = len(self._lines)
        self._lines.append((scheme, line))
        self.table.insertRow(at)
        texts = (
            f"{line.fact.order_id} · {line.fact.line}",
            line.fact.product or line.fact.sku,
            formats.amount(line.net, 2),
            plain_yuan(0),
            "",
        )
        for column_at, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column_at < _APPROVED:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            if column_at in {_APPROVED - 1, _APPROVED}:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(at, column_at, item)

    def _drop(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self._lines):
            self._lines.pop(at)
            self.table.removeRow(at)
