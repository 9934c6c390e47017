"""Which schemes a claim covers, all of one issuer, over the period that is looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text
from desktop_app.ui.subsidy.words import period_text, scheme_name
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided, label, pill, row
from desktop_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.standing import SchemeStanding, Standing

_ROWS_SHOWN = 7
_ROW = 34


class ClaimNew(QDialog):
    """Asks which schemes; `schemes` is the answer."""

    def __init__(self, parent: QWidget, look: LookInForce, standing: Standing, chosen: Sequence[str]) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(_("Make a claim"))
        self.setFixedWidth(560)
        self._rows: Sequence[SchemeStanding] = standing.rows
        self.boxes: dict[str, Tick] = {}
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(Space.S)
        for one in standing.rows:
            listed.addLayout(self._line(one, is_chosen=one.scheme.id in chosen))
        listed.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(_("Schemes"))
        area.setWidget(inside)
        area.setFixedHeight(min(len(standing.rows), _ROWS_SHOWN) * _ROW)
        self.begin = QPushButton(_("Begin the claim"))
        self.begin.setProperty("kind", "primary")
        self.begin.setDefault(True)
        self.begin.clicked.connect(self.accept)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Which schemes does it cover?"), "section"))
        period = period_text(standing.from_on, standing.to_on)
        layout.addWidget(label(_("{period}. One claim goes to one office.").format(period=period), "sub"))
        layout.addWidget(area)
        layout.addLayout(row(None, leave, self.begin))
        self._offer()

    @property
    def schemes(self) -> list[str]:
        """Ids of the schemes chosen, in order."""
        return [scheme for scheme, box in self.boxes.items() if box.isChecked()]

    def _line(self, one: SchemeStanding, *, is_chosen: bool) -> QVBoxLayout:
        box = Tick(self._look)
        name = scheme_name(one.scheme)
        box.setAccessibleName(name)
        box.setChecked(is_chosen)
        box.clicked.connect(partial(self._chosen, one.scheme.id))
        self.boxes[one.scheme.id] = box
        said = Elided("body")
        said.say(name)
        said.setToolTip(name)
        parts = row(box, said, spacing=Space.S)
        parts.setStretch(1, 1)
        if one.scheme.example:
            parts.addWidget(pill(_("example")))
        parts.addWidget(label(fen_text(one.item.asked_fen), "table"))
        parts.setContentsMargins(0, 0, Space.M, 0)
        line = QVBoxLayout()
        line.addLayout(parts)
        return line

    def _chosen(self, scheme: str) -> None:
        """Leave no scheme of another office chosen beside this one."""
        if self.boxes[scheme].isChecked():
            issuers = {one.scheme.id: one.scheme.issuer or "" for one in self._rows}
            for other, box in self.boxes.items():
                if issuers[other] != issuers[scheme]:
                    box.setChecked(False)
        self._offer()

    def _offer(self) -> None:
        self.begin.setEnabled(bool(self.schemes))
