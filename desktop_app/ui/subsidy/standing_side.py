"""Beside the schemes: how the chosen one is worked out, what it lacks, the calendar, what years gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.claims.checks import NoteCode
from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text, state_name
from desktop_app.ui.subsidy.pool_part import PoolPart
from desktop_app.ui.subsidy.steps import Steps, steps_of
from desktop_app.ui.subsidy.words import (
    deadline_text,
    finding_todo,
    five_rows,
    kind_of,
    period_text,
    scheme_name,
    year_text,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label
from desktop_app.ui.widgets.figures import SmallFigures
from desktop_app.ui.widgets.todo import Todo, TodoList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.claim import Claim
    from desktop_app.ui.context import Context
    from desktop_app.usecases.standing import GroupChoice, SchemeStanding
    from desktop_app.usecases.subsidy_desk import StandingView

_MOST: Final = 8
"""Deadlines and claims that are listed here; the others stand on their own pages."""


class StandingSide(QScrollArea):
    """One column of cards; `opened` names what is to be mended or looked at."""

    opened = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        look = context.look
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, Space.S, 0)
        self._column.setSpacing(Space.L)
        self.five_title, self.five = label("", "section"), SmallFigures(look)
        self.steps_title, self.steps = label("", "section", wrap=True), Steps()
        self.pool_title, self.pool = label("", "section"), PoolPart(context)
        self.missing_title, self.missing = label("", "section"), TodoList(look)
        self.days_title, self.days = label("", "section"), TodoList(look)
        self.years_title, self.years = label("", "section"), TodoList(look)
        self.claims_title, self.claims = label("", "section"), TodoList(look)
        self._cards: dict[QWidget, Card] = {}
        for title, part in (
            (self.missing_title, self.missing),
            (self.steps_title, self.steps),
            (self.five_title, self.five),
            (self.pool_title, self.pool),
            (self.claims_title, self.claims),
            (self.days_title, self.days),
            (self.years_title, self.years),
        ):
            card = Card()
            card.body.addWidget(title)
            card.body.addWidget(part)
            self._cards[part] = card
            self._column.addWidget(card)
            if isinstance(part, TodoList):
                part.opened.connect(self.opened)
        self._column.addStretch(1)
        self.setWidget(inside)

    def show_view(self, view: StandingView) -> None:
        """Show what concerns all schemes: claims, calendar, years."""
        self.pool.retranslate()
        self.pool_title.setText(_("Share of a limited pool"))
        self.claims_title.setText(_("Claims"))
        self.days_title.setText(_("Deadlines"))
        self.years_title.setText(_("What each year gave"))
        self.claims.say([_claim_todo(claim) for claim in view.claims[:_MOST]])
        self.days.say([Todo(*deadline_text(one)) for one in view.deadlines[:_MOST]])
        self.years.say(
            [Todo(f"{one.year} · {year_text(one.received_fen, one.cap_fen)}", one.name) for one in view.years]
        )
        self._cards[self.claims].setVisible(bool(view.claims))
        self._cards[self.days].setVisible(bool(view.deadlines))
        self._cards[self.years].setVisible(bool(view.years))

    def show_scheme(self, standing: SchemeStanding, group: GroupChoice | None, names: dict[str, str]) -> None:
        """Show one scheme: what it lacks, its steps, its five figures, and the others of its group."""
        item, scheme = standing.item, standing.scheme
        name = scheme_name(scheme)
        self.steps_title.setText(_("How {name} is worked out").format(name=name))
        self.steps.say(steps_of(item))
        self._cards[self.steps].setVisible(item.outcome is not None)
        self.missing_title.setText(_("What is still missing"))
        self.missing.say(_todos(standing, group, names))
        self.pool.show_scheme(scheme.id, item.asked_fen)
        self._cards[self.pool].setVisible(bool(item.asked_fen))
        five = item.figures.five
        self._cards[self.five].setVisible(five is not None)
        if five is not None:
            self.five_title.setText(_("What its sales come to"))
            self.five.say(five_rows(five, scheme.base.currency.value))
        self.ensureVisible(0, 0)


def _todos(standing: SchemeStanding, group: GroupChoice | None, names: dict[str, str]) -> list[Todo]:
    scheme = standing.scheme
    found = [finding_todo(one, scheme) for one in standing.blocking]
    found += [finding_todo(one, scheme) for one in standing.notes if one.code is not NoteCode.BEATEN]
    if group is not None:
        found.append(_group_todo(group, names))
    have = list(dict.fromkeys(one.kind for one in standing.wanted if one.found))
    if have:
        found.append(Todo(" · ".join(kind_of(kind) for kind in have), _("there"), settled=True))
    return found or [Todo(_("Nothing: it can be claimed"), settled=True)]


def _group_todo(group: GroupChoice, names: dict[str, str]) -> Todo:
    others = _("; ").join(f"{names.get(scheme, scheme)} {fen_text(fen)}" for scheme, fen in group.offered)
    text = _("Only one of these is paid; {name} gives most.").format(name=names.get(group.best, group.best))
    return Todo(text, _("Instead: {others}").format(others=others), settled=True)


def _claim_todo(claim: Claim) -> Todo:
    amount = next(
        (fen for fen in (claim.paid_fen, claim.approved_fen, claim.amount_fen) if fen is not None), None
    )
    state = state_name(claim.state)
    text = f"{claim.number} · {state}" + (f" · {fen_text(amount)}" if amount is not None else "")
    return Todo(text, period_text(claim.from_on, claim.to_on), "subsidy_claim", claim.number)


def titles_of(rows: Sequence[SchemeStanding]) -> dict[str, str]:
    """Names of schemes by id."""
    return {one.scheme.id: scheme_name(one.scheme) for one in rows}
