"""The first run: language, then a new book, the demo book, or one that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app import i18n
from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Paragraph, column, label, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.page import Drawing

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

_CARD_WIDTH = 300


class _Choice(Card):
    """One way to begin: what it is, what it means, its button."""

    def __init__(self, context: Context, *, primary: bool = False) -> None:
        super().__init__(padding=Space.XL, spacing=Space.S)
        self.headline = label("", "section", wrap=True)
        self.sentence = label("", "sub", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.button = QPushButton()
        if primary:
            self.button.setProperty("kind", "primary")
        self.body.addWidget(self.headline)
        self.body.addWidget(self.sentence, 1)
        self.setFixedWidth(context.look.px(_CARD_WIDTH))

    def finish(self) -> None:
        """Put the button last."""
        self.body.addSpacing(Space.S)
        self.body.addWidget(self.button)


class WelcomePage(QWidget):
    """Shown where no book is open."""

    new_requested = Signal(str)
    demo_requested = Signal()
    open_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lead = Paragraph("sub", context.look.px(620))
        self._lead.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._languages = QButtonGroup(self)
        languages = row(None, spacing=Space.S)
        for at, name in enumerate(("中文", "English")):
            chip = make_chip(name, checked=i18n.LANGUAGES[at] == i18n.language())
            self._languages.addButton(chip, at)
            languages.addWidget(chip)
        languages.addStretch(1)
        self._languages.idClicked.connect(self._choose_language)
        self.new = _Choice(context, primary=True)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.problem = Paragraph("error", context.look.px(_CARD_WIDTH) - 2 * Space.XL)
        self.problem.hide()
        self.new.body.addWidget(self.name)
        self.new.body.addWidget(self.problem)
        self.demo = _Choice(context)
        self.there = _Choice(context)
        for choice in (self.new, self.demo, self.there):
            choice.finish()
        self.new.button.clicked.connect(self._ask_new)
        self.name.returnPressed.connect(self._ask_new)
        self.name.textEdited.connect(self._calm)
        self.demo.button.clicked.connect(self.demo_requested)
        self.there.button.clicked.connect(self.open_requested)
        self._lay_out(languages)
        self.retranslate()

    def _lay_out(self, languages: QHBoxLayout) -> None:
        choices = QGridLayout()
        choices.setSpacing(Space.L)
        for at, choice in enumerate((self.new, self.demo, self.there)):
            choices.addWidget(choice, 0, at)
        drawing = row(None, Drawing(self._context.look, "kiwi"), None)
        middle = column(None, spacing=Space.M)
        middle.addLayout(drawing)
        middle.addWidget(self._title)
        middle.addLayout(row(None, self._lead, None))
        middle.addLayout(languages)
        middle.addSpacing(Space.L)
        line = row(None, spacing=0)
        line.addLayout(choices)
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        outer.addLayout(middle)

    def enter(self, what: object) -> None:
        """Begin with the book's name; `what` is a sentence about what went wrong, or nothing."""
        self.problem.say(what if isinstance(what, str) else "")
        self.name.setFocus()

    def retranslate(self) -> None:
        """Say everything anew."""
        self._title.setText(_("What did last night's stream earn?"))
        self._lead.say(
            _(
                "Bozhang keeps the books of your streams on this computer, without a "
                "network. What is entered is kept at once."
            )
        )
        self.new.headline.setText(_("New book"))
        self.new.sentence.setText(
            _("One book for one family or one streamer. It is one file, and it is yours.")
        )
        self.new.button.setText(_("Make the book"))
        self.name.setPlaceholderText(_("Wang's kiwis"))
        self.name.setAccessibleName(_("Name of the book"))
        self.demo.headline.setText(_("Look around first"))
        self.demo.sentence.setText(
            _(
                "A year of a kiwi family: 140 streams to Thailand, the United States and "
                "Malaysia. One click throws it away again."
            )
        )
        self.demo.button.setText(_("Open the demo book"))
        self.there.headline.setText(_("A book that is there"))
        self.there.sentence.setText(
            _("From another computer, a stick or a backup: a file that ends in .bozhang.")
        )
        self.there.button.setText(_("Open a book"))
        for at, code in enumerate(i18n.LANGUAGES):
            self._languages.button(at).setChecked(code == i18n.language())

    def wait(self, *, waiting: bool) -> None:
        """Take no second click while a book is being made."""
        for button in (self.new.button, self.demo.button, self.there.button):
            button.setEnabled(not waiting)

    def _ask_new(self) -> None:
        name = self.name.text().strip()
        if name:
            self.new_requested.emit(name)
        else:
            self.problem.say(_("Give the book a name first."))
            self.name.setFocus()

    def _calm(self) -> None:
        self.problem.hide()

    def _choose_language(self, at: int) -> None:
        self._context.speak(i18n.LANGUAGES[at])
