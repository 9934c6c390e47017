"""The open book: where it lies, what it counts in, who works in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.i18n import _, format_day
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row
from desktop_app.usecases.book_facts import BookFacts, book_facts, work_as

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

LONGEST_NAME = 40


class BookSettingsPart(SettingsPart):
    """What a book says of itself; only who is working can be changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._facts: BookFacts | None = None
        self._path = label("", "body", wrap=True)
        self.folder = QPushButton()
        self.folder.clicked.connect(self._show_folder)
        self.elsewhere = QPushButton()
        self.elsewhere.clicked.connect(context.actions["move_book"].trigger)
        self.person = QLineEdit()
        self.person.setMaxLength(LONGEST_NAME)
        self.person.setFixedWidth(context.look.px(320))
        self.person.editingFinished.connect(self._name_person)
        self._why = label("", "sub", wrap=True)
        self._counts = label("", "body", wrap=True)
        where = column(self._path, spacing=Space.S)
        where.addLayout(row(self.folder, self.elsewhere, None))
        who = column(self.person, self._why, spacing=Space.XS)
        self._names = [self.line(where), self.line(self._counts), self.line(who)]

    def enter(self) -> None:
        """Read the book's facts."""
        self.context.ask(book_facts, self._fill)

    def retranslate(self) -> None:
        """Say everything anew."""
        for name, text in zip(
            self._names, (_("This book"), _("Counts in"), _("Who is working")), strict=True
        ):
            name.setText(text)
        self.folder.setText(_("Show the folder"))
        self.elsewhere.setText(_("Move the book…"))
        self.person.setPlaceholderText(_("Your name, for the history"))
        self.person.setAccessibleName(_("Who is working"))
        self._why.setText(_("Stands beside each step in the history, so that a family knows who did what."))
        if self._facts is not None:
            self._fill(self._facts)

    def _fill(self, facts: BookFacts) -> None:
        self._facts = facts
        self._path.setText(str(facts.path))
        stock = (
            _("stock is counted from {day}").format(day=format_day(facts.stock_from))
            if facts.stock_from
            else _("stock is counted from the first lot")
        )
        self._counts.setText(f"{facts.currency} · {facts.timezone} · {stock}")
        if not self.person.hasFocus():
            self.person.setText(facts.person)
        self.elsewhere.setEnabled(not facts.read_only)

    def _name_person(self) -> None:
        name = self.person.text().strip()
        if self._facts is not None and name != self._facts.person:
            self.context.remember("person", {"name": name})
            self.context.do(partial(work_as, person=name), self._named)

    def _named(self, _answer: object) -> None:
        self.enter()
        name = self.context.remembered("person").get("name")
        said = _("From now on the history says {name}").format(name=name) if name else ""
        self.context.say(said or _("From now on the history names nobody"))

    def _show_folder(self) -> None:
        if self._facts is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._facts.path.parent)))
