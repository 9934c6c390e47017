"""The files that are looked at, as a line of cards one of which is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from desktop_app.i18n import _
from desktop_app.importers.errors import UnusableFileError
from desktop_app.ui.import_words import fault_headline, file_counts, file_line
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import set_property
from desktop_app.ui.widgets.file_card import FileCard
from desktop_app.usecases.importing.ask_of import is_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.import_looking import Looked
    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.importing.plan import ImportPlan

SHELF: Final = 148


class FileShelf(QScrollArea):
    """`chosen(at)` when another card is; what wants an answer says so."""

    chosen = Signal(int)

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._cards: list[FileCard] = []
        cards = QWidget()
        cards.setProperty("ground", "none")
        self._line = QHBoxLayout(cards)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.L)
        self._line.addStretch(1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(look.px(SHELF))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(cards)

    def say(self, files: Sequence[ImportPlan | UnusableFileError], looked: Looked, at: int) -> None:
        """Show these files, one of them chosen."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for place, file in enumerate(files):
            card = FileCard(place)
            if isinstance(file, UnusableFileError):
                asked = is_asked(file)
                words = fault_headline(file) if asked else _("Cannot be used yet")
                card.say(file.name, words, "", wrong=not asked, asked=asked)
            else:
                card.say(file.file_name, file_line(file), file_counts(file, looked.counts[file.path]))
            card.chosen.connect(self.chosen)
            self._cards.append(card)
            self._line.insertWidget(place, card)
        self.choose(at)

    def choose(self, at: int) -> None:
        """Mark one card as chosen, and bring it into view."""
        for index, card in enumerate(self._cards):
            set_property(card, "chosen", "true" if index == at else "false")
        if at < len(self._cards):
            # Sideways alone: the cards are as high as the shelf.
            card, bar = self._cards[at], self.horizontalScrollBar()
            shown = range(bar.value(), bar.value() + self.viewport().width() - card.width() + 1)
            if card.x() not in shown:
                bar.setValue(card.x())
