"""Claims: every claim with its state and its money, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desktop_app.i18n import _, ngettext
from desktop_app.reports.claim_text import state_name
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.words import period_text, scheme_name, state_tone
from desktop_app.ui.widgets.basic import Card, HintButton
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.claims import list_claims
from desktop_app.usecases.schemes import schemes_of

if TYPE_CHECKING:
    from desktop_app.domain.claims.claim import Claim
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context


def _list(book: Book) -> tuple[list[Claim], dict[str, str]]:
    return list_claims(book), {one.id: scheme_name(one) for one in schemes_of(book)}


class ClaimsPage(SubsidyScreen):
    """The list; Enter opens a claim."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, drawing="empty-sessions", tab="subsidy_claims")
        self._claims: list[Claim] | None = None
        self.begin = HintButton(context.look, primary=True)
        self.begin.clicked.connect(self._begin)
        self.offer(self.begin)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        card = Card()
        card.body.addWidget(self.table)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.empty.acted.connect(self._begin)
        self.failed.acted.connect(self.reload)
        context.book_changed.connect(self._stale)
        self.retranslate()

    def enter(self, _what: object) -> None:
        """Show the list."""
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(_list, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.say_place()
        self.begin.setText(_("Make a claim"))
        self.table.setAccessibleName(_("Claims"))
        self.empty.say(
            _("No claim yet"),
            _("See where you stand, choose what to claim, and write the pack of papers."),
            _("Where I stand"),
        )
        if self._claims is not None:
            self.reload()

    def seen_table(self) -> ReportTable | None:
        """The claims as they are seen."""
        return self.model.shown_table() if self._claims else None

    def _fill(self, answer: tuple[list[Claim], dict[str, str]]) -> None:
        self._claims, names = answer
        claims = self._claims
        self.begin.setVisible(bool(claims))
        text = ngettext("{count} claim", "{count} claims", len(claims)).format(count=len(claims))
        self.header.set_title(_("Subsidy"), text if claims else "")
        if not claims:
            self.show_empty()
            return
        drawn = Drawn(
            styles={"claim": CellStyle.STRONG, "state": CellStyle.PILL, "period": CellStyle.MUTED},
            tones={"state": lambda at: state_tone(claims[at].state)},
        )
        self.model.set_table(_table(claims, names), [claim.number for claim in claims], drawn)
        self.table.fit_columns(1)
        self.show_content()

    def _begin(self) -> None:
        self._context.go("subsidy")

    def _open(self, number: object) -> None:
        self._context.go("subsidy_claim", number)


def _table(claims: list[Claim], names: dict[str, str]) -> ReportTable:
    money = ColumnKind.MONEY
    columns = (
        Column(key="claim", title=_("Claim")),
        Column(key="schemes", title=_("Schemes")),
        Column(key="period", title=_("Period")),
        Column(key="state", title=_("State")),
        Column(key="asked", title=_("Asked for (yuan)"), kind=money, decimals=2),
        Column(key="approved", title=_("Approved (yuan)"), kind=money, decimals=2),
        Column(key="paid", title=_("Paid out (yuan)"), kind=money, decimals=2),
        Column(key="recovered", title=_("Taken back (yuan)"), kind=money, decimals=2),
    )
    rows = tuple(
        (
            claim.number,
            _("; ").join(names.get(one, one) for one in claim.inputs.schemes),
            period_text(claim.from_on, claim.to_on),
            state_name(claim.state),
            claim.amount_fen,
            claim.approved_fen,
            claim.paid_fen,
            claim.recovered_fen,
        )
        for claim in claims
    )
    return ReportTable(title=_("Claims"), columns=columns, rows=rows)
