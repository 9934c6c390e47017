"""Settings of the person on this machine: language, look, text size, colours of gain and loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout

from desktop_app import i18n
from desktop_app.i18n import N_, _
from desktop_app.ui.theme.tokens import GainColours, Look, Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

WIDEST: Final = 880
SCALES: Final = (90, 100, 115, 130)
_LOOKS: Final = ((Look.SYSTEM, N_("As the system")), (Look.LIGHT, N_("Light")), (Look.DARK, N_("Dark")))
_GAINS: Final = (
    (GainColours.BLUE_ORANGE, N_("Gain blue, loss orange")),
    (GainColours.RED_GREEN, N_("Gain red, loss green")),
    (GainColours.GREEN_RED, N_("Gain green, loss red")),
)


class SettingsPage(Page):
    """Each choice works at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._context = context
        self._card = Card(padding=Space.XL, spacing=Space.M)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(Space.L)
        self._grid.setHorizontalSpacing(Space.XXL)
        self._grid.setColumnStretch(1, 1)
        self._names = [label("", "body") for _row in range(4)]
        self.languages = self._choices(0, len(i18n.LANGUAGES))
        self.looks = self._choices(1, len(_LOOKS))
        self.scales = self._choices(2, len(SCALES))
        self.gains = self._choices(3, len(_GAINS))
        self._card.body.addLayout(self._grid)
        self._book = label("", "sub", wrap=True)
        about = Card(padding=Space.XL)
        about.body.addWidget(self._book)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        for card in (self._card, about):
            card.setMaximumWidth(context.look.px(WIDEST))
            outer.addWidget(card)
        outer.addStretch(1)
        self.languages.idClicked.connect(self._choose_language)
        self.looks.idClicked.connect(self._choose_look)
        self.scales.idClicked.connect(self._choose_scale)
        self.gains.idClicked.connect(self._choose_gains)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the choices in force."""
        settings = self._context.settings
        self.languages.button(i18n.LANGUAGES.index(i18n.language())).setChecked(True)
        look = settings.look if settings.look in set(Look) else Look.SYSTEM
        self.looks.button([choice for choice, _text in _LOOKS].index(Look(look))).setChecked(True)
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - settings.font_scale))
        self.scales.button(nearest).setChecked(True)
        gains = self._context.remembered("look").get("gains")
        chosen = GainColours(gains) if gains in set(GainColours) else GainColours.BLUE_ORANGE
        self.gains.button([choice for choice, _text in _GAINS].index(chosen)).setChecked(True)
        self._name_book()
        self.show_content()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Settings"), _("Each choice works at once"))
        self._name_book()
        texts = (_("Language"), _("Look"), _("Text size"), _("Colours"))
        for name, text in zip(self._names, texts, strict=True):
            name.setText(text)
        for at, language in enumerate(("中文", "English")):
            self.languages.button(at).setText(language)
        for at, (_look, text) in enumerate(_LOOKS):
            self.looks.button(at).setText(_(text))
        for at, scale in enumerate(SCALES):
            self.scales.button(at).setText(f"{scale}%")
        for at, (_gain, text) in enumerate(_GAINS):
            self.gains.button(at).setText(_(text))

    def _name_book(self) -> None:
        desk = self._context.desk
        self._book.setText(_("This book: {path}").format(path=desk.path) if desk else "")

    def _choices(self, line: int, number: int) -> QButtonGroup:
        group = QButtonGroup(self)
        chips = row(spacing=Space.S)
        for at in range(number):
            chip = QPushButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            group.addButton(chip, at)
            chips.addWidget(chip)
        chips.addStretch(1)
        self._grid.addWidget(self._names[line], line, 0)
        self._grid.addLayout(chips, line, 1)
        return group

    def _choose_language(self, at: int) -> None:
        self._context.speak(i18n.LANGUAGES[at])

    def _choose_look(self, at: int) -> None:
        self._context.change_settings(look=_LOOKS[at][0].value)
        self.look.choose(look=_LOOKS[at][0])

    def _choose_scale(self, at: int) -> None:
        self._context.change_settings(font_scale=SCALES[at])
        self.look.choose(scale=SCALES[at] / 100)

    def _choose_gains(self, at: int) -> None:
        self._context.remember("look", {"gains": _GAINS[at][0].value})
        self.look.choose(gains=_GAINS[at][0])
