"""One scheme as a card: what it counts, where that falls, what it gives now and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text
from desktop_app.ui.subsidy.words import (
    base_text,
    notice_line,
    proof_text,
    scheme_name,
    short_text,
    tier_text,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Elided, label, pill, row, set_property, set_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from desktop_app.ui.widgets.basic import Tone
    from desktop_app.usecases.standing import SchemeStanding


class SchemeCard(Card):
    """A scheme over the period; chosen by click, space or Enter."""

    chosen = Signal(str)

    def __init__(self, standing: SchemeStanding) -> None:
        super().__init__(padding=Space.M, spacing=Space.XS)
        self.scheme = standing.scheme.id
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        item = standing.item
        name, notice, counted = Elided("strong"), Elided("caption"), Elided("table")
        name.say(scheme_name(standing.scheme))
        notice.say(notice_line(standing.scheme))
        tier = tier_text(item)
        counted.say(f"{base_text(item)} · {tier}" if tier else base_text(item))
        figure = fen_text(item.amount_fen) if item.outcome is not None else _("not known yet")
        amount = label(figure, "section")
        set_tone(amount, "gain" if item.asked_fen and not standing.is_claimed else "muted")
        marks = [pill(text, tone) for text, tone in self._marks(standing)]
        top = row(name, *marks, None, amount)
        self.body.addLayout(top)
        self.body.addWidget(notice)
        short = label(short_text(standing), "table", tone="warning")
        proof = label(proof_text(standing.wanted), "caption")
        foot = row(counted, short, proof, spacing=Space.M)
        foot.setStretch(0, 1)
        for part in (short, proof):
            part.setVisible(bool(part.text()))
        self.body.addLayout(foot)
        said = [scheme_name(standing.scheme), *(mark.text() for mark in marks), figure, counted.whole]
        self.setAccessibleName(". ".join([*said, short.text(), proof.text()]).strip(". "))

    @staticmethod
    def _marks(standing: SchemeStanding) -> list[tuple[str, Tone]]:
        found: list[tuple[str, Tone]] = []
        if standing.scheme.example:
            found.append((_("example"), ""))
        if standing.is_claimed:
            found.append((_("in a claim already"), "warning"))
        if standing.item.kept_by is not None:
            found.append((_("another gives more"), "warning"))
        return found

    def set_chosen(self, *, chosen: bool) -> None:
        """Mark it as the one that is looked at."""
        set_property(self, "chosen", "true" if chosen else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(self.scheme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.chosen.emit(self.scheme)
        else:
            super().keyPressEvent(event)
