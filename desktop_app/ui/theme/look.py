"""The look in force: which theme, text scale and gain colours, applied to the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon

from desktop_app.ui.theme import icons
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.style import palette, style_sheet
from desktop_app.ui.theme.tokens import GainColours, Look, Size, Tokens, tokens_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class LookInForce(QObject):
    """Holds the tokens in force; `changed` tells whoever paints by hand to paint anew."""

    changed = Signal()

    def __init__(self, application: QApplication, *, look: Look, gains: GainColours, scale: float) -> None:
        super().__init__(application)
        self._application = application
        self._look = look
        self._gains = gains
        self.scale = scale
        self.tokens: Tokens = tokens_for(dark=self._is_dark(), gains=gains)
        self._icons: dict[tuple[str, bool], QIcon] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply()

    def choose(
        self, *, look: Look | None = None, gains: GainColours | None = None, scale: float | None = None
    ) -> None:
        """Change what is given, at once, in every window."""
        self._look = look or self._look
        self._gains = gains or self._gains
        self.scale = scale or self.scale
        self.apply()

    def apply(self) -> None:
        """Put the tokens into palette, font and style sheet."""
        self.tokens = tokens_for(dark=self._is_dark(), gains=self._gains)
        self._icons.clear()
        self._application.setStyle("Fusion")
        self._application.setPalette(palette(self.tokens))
        self._application.setFont(font(Size.BODY, scale=self.scale))
        self._application.setStyleSheet(style_sheet(self.tokens, self.scale))
        self.changed.emit()

    def icon(self, name: str, *, strong: bool = False) -> QIcon:
        """An icon in the colour of muted text, or of text where it is `strong` or its button is on."""
        if (name, strong) not in self._icons:
            colour = self.tokens.text if strong else self.tokens.muted
            self._icons[name, strong] = icons.icon(name, colour, checked=self.tokens.text)
        return self._icons[name, strong]

    def px(self, size: int) -> int:
        """A size under the text scale."""
        return round(size * self.scale)

    def _is_dark(self) -> bool:
        if self._look is Look.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._look is Look.DARK

    def _system_changed(self) -> None:
        if self._look is Look.SYSTEM:
            self.apply()
