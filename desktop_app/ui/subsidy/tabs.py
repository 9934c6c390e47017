"""The pages of the subsidy place side by side: where one stands, claims, schemes, trials and needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop_app.i18n import N_, _
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.choices import make_chip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QAbstractButton

    from desktop_app.ui.context import Context
    from desktop_app.ui.theme.look import LookInForce

TABS: Final = (
    ("subsidy", N_("Standing")),
    ("subsidy_claims", N_("Claims")),
    ("subsidy_applicant", N_("Applicant")),
    ("subsidy_more", N_("Needs")),
)
"""Page and msgid, from the left."""


def fit_chips(look: LookInForce, chips: Iterable[QAbstractButton]) -> None:
    """Give chips room for their text in bold, as the chosen one is set: their own hint knows none of it."""
    strong = QFontMetrics(font(Size.CAPTION, strong=True, scale=look.scale))
    for chip in chips:
        chip.setMinimumWidth(strong.horizontalAdvance(chip.text()) + 2 * Space.M)


class SubsidyTabs(QWidget):
    """A line of chips, each a page; the one of this page is chosen."""

    def __init__(self, context: Context, page: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._page = page
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(Space.S, 0, 0, 0)
        line.setSpacing(Space.S)
        self.chips: dict[str, QPushButton] = {}
        for at, (name, _title) in enumerate(TABS):
            chip = make_chip(checked=name == page)
            self._group.addButton(chip, at)
            self.chips[name] = chip
            line.addWidget(chip)
        self._group.idClicked.connect(self._go)
        context.look.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything anew."""
        for name, title in TABS:
            self.chips[name].setText(_(title))
        fit_chips(self._context.look, self.chips.values())

    def _go(self, at: int) -> None:
        self.chips[self._page].setChecked(True)
        if TABS[at][0] != self._page:
            self._context.go(TABS[at][0])
