"""Beside the list of differences: what the chosen one means, a note, and what is decided of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.reports.reconciling_table import decision_name, kind_name, kind_sentence
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Paragraph, label, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.domain.reconciling import Difference
    from desktop_app.ui.theme.look import LookInForce

WIDTH: Final = 280


class DecideSide(Card):
    """What is chosen: its name, the difference, what it means; explained, accepted, claimed."""

    def __init__(self, look: LookInForce) -> None:
        super().__init__(spacing=Space.S)
        self.setFixedWidth(look.px(WIDTH))
        self.title = label("", "section", wrap=True)
        self.figure = label("", "strong", wrap=True)
        inside = look.px(WIDTH) - 2 * Space.L - 2
        self.meaning = Paragraph("sub", inside)
        self.state = Paragraph("sub", inside)
        self.open = QPushButton()
        self.note = QLineEdit()
        self.accept = QPushButton()
        self.accept.setProperty("kind", "primary")
        self.explain = QPushButton()
        self.claim = QPushButton()
        self.again = QPushButton()
        parts: tuple[QWidget, ...] = (
            self.title,
            self.figure,
            self.meaning,
            self.state,
            self.open,
            self.note,
            self.accept,
            self.again,
        )
        for part in parts:
            self.body.addWidget(part)
        both = row(spacing=Space.S)
        both.addWidget(self.explain, 1)
        both.addWidget(self.claim, 1)
        self.body.addLayout(both)
        self.body.addStretch(1)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Reason, or number"))
        self.accept.setText(_("Accept it"))
        self.explain.setText(_("Explain it"))
        self.claim.setText(_("Claim it"))
        self.again.setText(_("Ask again"))

    def say(self, rows: list[Difference], place: str, decimals: Mapping[str, int]) -> None:
        """Show what is chosen; `place` is the button's text to where it is mended."""
        one = rows[0] if len(rows) == 1 else None
        decided = bool(rows) and all(row.decision is not None for row in rows)
        self.title.setText(_("Choose a row") if not rows else one.about if one else self._many(len(rows)))
        self.figure.setText(self._sums(rows, decimals))
        self.figure.setVisible(bool(rows))
        self.meaning.say(_(": ").join([kind_name(one.kind), kind_sentence(one.kind)]) if one else "")
        said = [decision_name(one.decision), one.note] if one and (one.decision or one.note) else []
        self.state.say(_(": ").join(each for each in said if each))
        self.open.setText(place)
        self.open.setVisible(one is not None)
        self.note.setText(one.note or "" if one else "")
        for part in (self.accept, self.explain, self.claim):
            part.setVisible(bool(rows) and not decided)
        self.note.setVisible(bool(rows) and not decided)
        self.again.setVisible(decided)
        self.noted()

    def noted(self) -> None:
        """An explanation needs words."""
        self.explain.setEnabled(bool(self.note.text().strip()))

    @staticmethod
    def _many(count: int) -> str:
        return ngettext("{count} row", "{count} rows", count).format(count=count)

    @staticmethod
    def _sums(rows: list[Difference], decimals: Mapping[str, int]) -> str:
        sums: dict[str, int] = {}
        for each in rows:
            sums[each.currency] = sums.get(each.currency, 0) + each.difference_minor
        return " · ".join(
            formats.money(amount, code, decimals[code], signed=True) for code, amount in sums.items()
        )
