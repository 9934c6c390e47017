"""What a product is called in its buyers' languages: a small table in its form, kept row by row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.domain.catalogue import NameLanguage
from desktop_app.i18n import _, language
from desktop_app.reports.code_words import word_of
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.product_names import Named, name_product, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.form import Key

LONGEST: Final = 200


class NamesStrip(QWidget):
    """A line for each name there is, and one for another; a name is kept when its line is left.

    Names of a product that is still being typed in wait until it is kept.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._key: Key | None = None
        self._names: dict[NameLanguage, str] = {}
        self.lines: dict[NameLanguage, QLineEdit] = {}
        self._labels: dict[NameLanguage, QLabel] = {}
        self.title = label("", "sub")
        self.which = Choice()
        self.fresh = QLineEdit()
        self.fresh.setMaxLength(LONGEST)
        self.fresh.editingFinished.connect(self._add)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(Space.XS)
        layout = column(self.title, spacing=Space.XS)
        layout.addLayout(self._grid)
        layout.addWidget(self.wrong)
        self.setLayout(layout)
        self.retranslate()

    def show_for(self, key: Key | None) -> None:
        """Show the names of a product; None: of one that is still being typed in."""
        self._key = key
        self.fresh.clear()
        self._fill(Named({}))
        self.look_again()

    def look_again(self) -> None:
        """Read the names anew."""
        if self._key is not None:
            self._context.ask(partial(_names_of, key=self._key), self._read)

    def record_kept(self, key: Key) -> None:
        """Keep the names that were given while the product was being typed in."""
        if self._key is None and self._names:
            self._key = key
            self._keep(self._names)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.title.setText(_("Names for buyers"))
        self.which.setAccessibleName(_("Language of the name"))
        self.fresh.setAccessibleName(_("Name in this language"))
        self.fresh.setPlaceholderText(_("Name in this language"))
        self._fill(Named(self._names))

    # What comes ---------------------------------------------------------------------------------------

    def _read(self, answer: tuple[Key, Named]) -> None:
        if answer[0] == self._key:
            self._fill(answer[1])

    def _fill(self, named: Named) -> None:
        """Show the names; a line in which one is writing is left alone."""
        self._names = dict(named.names)
        spoken = language()
        for each in [each for each in self.lines if each not in self._names]:
            for part in (self.lines.pop(each), self._labels.pop(each)):
                part.hide()
                part.deleteLater()
        for at, (each, name) in enumerate(self._names.items()):
            if each not in self.lines:
                self._line(each)
            self._labels[each].setText(word_of("NameLanguage", each, spoken))
            self.lines[each].setAccessibleName(
                _("Name in {language}").format(language=self._labels[each].text())
            )
            if not self.lines[each].hasFocus():
                self.lines[each].setText(name)
                self.lines[each].setCursorPosition(0)
            self._grid.addWidget(self._labels[each], 2 * at, 0)
            self._grid.addWidget(self.lines[each], 2 * at + 1, 0)
        self._offer(2 * len(self._names), spoken)

    def _line(self, each: NameLanguage) -> None:
        line = QLineEdit()
        line.setMaxLength(LONGEST)
        line.editingFinished.connect(self._left)
        self.lines[each] = line
        self._labels[each] = label("", "caption")

    def _offer(self, at: int, spoken: str) -> None:
        """Offer the languages in which there is no name yet, at the end."""
        free = [each for each in NameLanguage if each not in self._names]
        chosen = self.which.currentData()
        self.which.clear()
        for each in free:
            self.which.addItem(word_of("NameLanguage", each, spoken), each.value)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        # Placed before they are shown: without a place each would be a window, and take the keys.
        self._grid.addWidget(self.which, at, 0)
        self._grid.addWidget(self.fresh, at + 1, 0)
        for part in (self.which, self.fresh):
            part.setVisible(bool(free))
        self._order_stops()

    def _order_stops(self) -> None:
        """Have Tab come by the names from the top down, before the line for another."""
        lines = [self.lines[each] for each in self._names]
        before = self.which.previousInFocusChain()
        while before is not None and before in lines:
            before = before.previousInFocusChain()
        for line in lines:
            if before is not None:
                QWidget.setTabOrder(before, line)
            before = line

    # What is done -------------------------------------------------------------------------------------

    def _add(self) -> None:
        text = self.fresh.text().strip()
        if text and self.which.currentData() is not None:
            self.fresh.clear()
            self._keep({NameLanguage(self.which.currentData()): text})

    def _left(self) -> None:
        line = self.sender()
        each = next((each for each, known in self.lines.items() if known is line), None)
        if each is not None and self.lines[each].text().strip() != self._names.get(each, ""):
            self._keep({each: self.lines[each].text()})

    def _keep(self, names: Mapping[NameLanguage, str]) -> None:
        self.wrong.hide()
        if self._key is None:
            waiting = {**self._names, **{each: name.strip() for each, name in names.items()}}
            self._fill(Named({each: waiting[each] for each in NameLanguage if waiting.get(each)}))
            return
        command = partial(name_product, sku=str(self._key[0]), names=dict(names))
        self._context.do(command, self._kept, self._not_kept)

    def _kept(self, named: Named) -> None:
        self._fill(named)
        if named.changes is not None:
            self._context.book_changed.emit(named.changes)
            self._context.say(_("Name kept"), _("Undo"), self._context.actions["undo"].trigger)

    def _not_kept(self, error: BaseException) -> None:
        self.wrong.setText(self._context.words_of(error)[1])
        self.wrong.show()


def _names_of(book: Book, *, key: Key) -> tuple[Key, Named]:
    return key, names_of(book, str(key[0]))
