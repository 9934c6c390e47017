"""Beside the list of unknown SKUs: what the chosen one is called, and what it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label
from desktop_app.ui.widgets.fields.suggesting import ReferenceEditor

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.usecases.matching import Unmatched

WIDTH: Final = 320


class MatchSide(Card):
    """The chosen SKU: names, what waits, a field for its product, and what can be done."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=Space.M)
        self.setFixedWidth(context.look.px(WIDTH))
        self.title = label("", "section", wrap=True)
        self.codes = label("", "sub", wrap=True)
        self.waits = label("", "body", wrap=True)
        self.guess = label("", "sub", wrap=True)
        self.caption = label("", "strong")
        self.field = ReferenceEditor(context, "products")
        self.problem = label("", "error", wrap=True)
        self.match = QPushButton()
        self.new = QPushButton()
        self.codes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts: tuple[QWidget, ...] = (
            self.title,
            self.codes,
            self.waits,
            self.caption,
            self.field,
            self.guess,
            self.problem,
            self.match,
            self.new,
        )
        for part in parts:
            self.body.addWidget(part)
        self.body.addStretch(1)

    def say(self, rows: list[Unmatched], money: str, why: str) -> None:
        """Show what is chosen; `money` is what waits on it, `why` what its suggestion rests on."""
        lines = sum(row.lines for row in rows)
        for widget in (self.caption, self.field, self.match, self.new, self.waits):
            widget.setVisible(bool(rows))
        if not rows:
            self.title.setText(_("Choose a row"))
        elif len(rows) == 1:
            self.title.setText(rows[0].name)
        else:
            self.title.setText(_("{count} selected").format(count=len(rows)))
        codes = [*rows[0].platform_skus[:4], *rows[0].variations[:4]] if len(rows) == 1 else []
        self.codes.setText(" · ".join(codes))
        self.codes.setVisible(bool(codes))
        text = ngettext("{count} order line waits", "{count} order lines wait", lines)
        said = text.format(count=formats.count(lines))
        self.waits.setText(f"{said} · {money}" if money else said)
        self.caption.setText(_("Which product is it?"))
        self.field.set_name(_("Which product is it?"))
        stocked = any(row.has_stock for row in rows)
        suggestion = rows[0].suggestion if len(rows) == 1 else None
        self.field.set_text(suggestion.sku if suggestion else "")
        self.field.set_locked(locked=stocked)
        self.guess.setText(
            _("It has lots of its own: let it be a product of its own.")
            if stocked
            else f"{suggestion.name} · {why}"
            if suggestion
            else ""
        )
        self.guess.setVisible(bool(self.guess.text()))
        self.match.setText(
            ngettext("Match {count} order line", "Match {count} order lines", lines).format(
                count=formats.count(lines)
            )
        )
        self.new.setText(_("It is a new product"))
        self.match.setEnabled(not stocked and bool(self.field.text().strip()))
        self.wrong("")

    def wrong(self, sentence: str) -> None:
        """Say beside the field what is wrong with it."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.set_wrong(wrong=bool(sentence))
