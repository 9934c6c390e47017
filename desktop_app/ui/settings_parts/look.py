"""How the program looks to the person at this machine: language, light or dark, text size, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup

from desktop_app import i18n
from desktop_app.i18n import N_, _
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.theme.tokens import GainColours, Look, Space
from desktop_app.ui.widgets.basic import row
from desktop_app.ui.widgets.choices import make_chip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from desktop_app.ui.context import Context

SCALES: Final = (90, 100, 115, 130)
_LOOKS: Final = ((Look.SYSTEM, N_("As the system")), (Look.LIGHT, N_("Light")), (Look.DARK, N_("Dark")))
_GAINS: Final = (
    (GainColours.BLUE_ORANGE, N_("Gain blue, loss orange")),
    (GainColours.RED_GREEN, N_("Gain red, loss green")),
    (GainColours.GREEN_RED, N_("Gain green, loss red")),
)


class LookSettings(SettingsPart):
    """Each choice works at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._names: list[QLabel] = []
        self.languages = self._choices(len(i18n.LANGUAGES))
        self.looks = self._choices(len(_LOOKS))
        self.scales = self._choices(len(SCALES))
        self.gains = self._choices(len(_GAINS))
        self.languages.idClicked.connect(self._choose_language)
        self.looks.idClicked.connect(self._choose_look)
        self.scales.idClicked.connect(self._choose_scale)
        self.gains.idClicked.connect(self._choose_gains)

    def enter(self) -> None:
        """Show the choices in force."""
        settings = self.context.settings
        self.languages.button(i18n.LANGUAGES.index(i18n.language())).setChecked(True)
        look = settings.look if settings.look in set(Look) else Look.SYSTEM
        self.looks.button([choice for choice, _text in _LOOKS].index(Look(look))).setChecked(True)
        nearest = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - settings.font_scale))
        self.scales.button(nearest).setChecked(True)
        gains = self.context.remembered("look").get("gains")
        chosen = GainColours(gains) if gains in set(GainColours) else GainColours.BLUE_ORANGE
        self.gains.button([choice for choice, _text in _GAINS].index(chosen)).setChecked(True)

    def retranslate(self) -> None:
        """Say everything anew."""
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

    def _choices(self, number: int) -> QButtonGroup:
        group = QButtonGroup(self)
        chips = row(spacing=Space.S)
        for at in range(number):
            chip = make_chip()
            group.addButton(chip, at)
            chips.addWidget(chip)
        chips.addStretch(1)
        self._names.append(self.line(chips))
        return group

    def _choose_language(self, at: int) -> None:
        self.context.speak(i18n.LANGUAGES[at])

    def _choose_look(self, at: int) -> None:
        self.context.change_settings(look=_LOOKS[at][0].value)
        self.context.look.choose(look=_LOOKS[at][0])

    def _choose_scale(self, at: int) -> None:
        self.context.change_settings(font_scale=SCALES[at])
        self.context.look.choose(scale=SCALES[at] / 100)

    def _choose_gains(self, at: int) -> None:
        self.context.remember("look", {"gains": _GAINS[at][0].value})
        self.context.look.choose(gains=_GAINS[at][0])
