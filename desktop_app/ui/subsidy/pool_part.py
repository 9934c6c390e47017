"""The share of a limited pool that one may expect (预计): information only, the office decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, set_property
from desktop_app.usecases.standing import asked_together, expected_of_pool

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

MEMORY: Final = "subsidy_pools"
"""Under what the page remembers pools and what all ask for, by scheme."""


class PoolPart(QWidget):
    """Two fields, the pool and what all applicants ask for, and the share that follows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._scheme, self._own_fen = "", 0
        self.pool, self.all = QLineEdit(), QLineEdit()
        self.pool_name, self.all_name = label("", "caption", wrap=True), label("", "caption", wrap=True)
        self.share = label("", "strong", wrap=True)
        self.note = label("", "sub", wrap=True)
        for field in (self.pool, self.all):
            field.textEdited.connect(self._typed)
        self.setLayout(
            column(
                self.pool_name, self.pool, self.all_name, self.all, self.share, self.note, spacing=Space.XS
            )
        )
        self.retranslate()

    def show_scheme(self, scheme: str, own_fen: int) -> None:
        """Show what was typed in for a scheme, and the share of an amount of one's own."""
        self._scheme, self._own_fen = scheme, own_fen
        kept = self._context.remembered(MEMORY).get(scheme, {})
        self.pool.setText(str(kept.get("pool", "")))
        self.all.setText(str(kept.get("all", "")))
        self._say()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.pool_name.setText(_("The pool (yuan)"))
        self.all_name.setText(_("What all applicants ask for: a total, or amounts with 、 between"))
        self.pool.setAccessibleName(self.pool_name.text())
        self.all.setAccessibleName(self.all_name.text())
        self.pool.setPlaceholderText(_("like 200万"))
        self.all.setPlaceholderText(_("like 350万, or 80万、120万"))
        self.note.setText(_("Expected only; what the office approves counts."))
        self._say()

    def _typed(self) -> None:
        kept = dict(self._context.remembered(MEMORY))
        kept[self._scheme] = {"pool": self.pool.text(), "all": self.all.text()}
        self._context.remember(MEMORY, kept)
        self._say()

    def _say(self) -> None:
        pool, together = asked_together(self.pool.text()), asked_together(self.all.text())
        for field, figure in ((self.pool, pool), (self.all, together)):
            is_wrong = figure is None and bool(field.text().strip())
            set_property(field, "wrong", "true" if is_wrong else "false")
        if pool is None or together is None:
            self.share.setText("")
            self.share.hide()
            return
        share = expected_of_pool(pool, together, self._own_fen)
        text = _("Expected share: {share} of {own}").format(
            share=fen_text(share), own=fen_text(self._own_fen)
        )
        self.share.setText(text)
        self.share.show()
