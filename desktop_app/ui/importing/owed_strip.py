"""What the platforms still owe, as the largest figures of the page, with what payouts cost beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card
from desktop_app.ui.widgets.figures import KeyFigure

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.reconciling import Reconciled

MOST: Final = 4
"""Figures that stand beside each other: the accounts with the most, then what payouts cost."""


class OwedStrip(Card):
    """One figure for each account and currency."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__(spacing=0)
        self._line = QHBoxLayout()
        self._line.setSpacing(Space.L)
        self.body.addLayout(self._line)
        self.figures = [KeyFigure(look) for _at in range(MOST)]
        for figure in self.figures:
            self._line.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)

    def say(self, shown: Reconciled) -> None:
        """Show the figures of what was reconciled."""
        owed = sorted(shown.owed, key=lambda row: -abs(row[2]))
        settled = ngettext("{count} order settled in full", "{count} orders settled in full", 0)
        said = settled.format(count=formats.count(shown.settled_orders))
        for figure, row in zip(self.figures, [*owed[: MOST - 1], None], strict=False):
            if row is None:
                figure.say(_("Payouts cost"), self._cost(shown), self._cost_parts(shown))
                continue
            account, currency, amount = row
            money = formats.money(amount, currency, shown.decimals[currency])
            beside = [account]
            more = len(owed) - (MOST - 1)
            if row is owed[: MOST - 1][-1] and more > 0:
                text = ngettext("and {count} account more", "and {count} accounts more", more)
                beside.append(text.format(count=more))
            if row is owed[0]:
                beside.append(said)
            figure.say(_("The platform still owes"), money, " · ".join(beside))
        for at, figure in enumerate(self.figures):
            figure.setVisible(at <= len(owed[: MOST - 1]))

    @staticmethod
    def _cost(shown: Reconciled) -> str:
        if shown.fees_minor is None or shown.exchange_minor is None:
            return formats.BLANK
        cost = shown.fees_minor - shown.exchange_minor
        return formats.money(cost, shown.currency, shown.decimals[shown.currency])

    @staticmethod
    def _cost_parts(shown: Reconciled) -> str:
        decimals = shown.decimals[shown.currency]
        if shown.fees_minor is None or shown.exchange_minor is None:
            return _("A rate is missing for a payout's day")
        return _("fees {fees}, exchange {exchange}").format(
            fees=formats.money(shown.fees_minor, shown.currency, decimals),
            exchange=formats.money(-shown.exchange_minor, shown.currency, decimals),
        )
