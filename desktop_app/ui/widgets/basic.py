"""Labels by role, cards, pills, hairlines and buttons that show their shortcut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce

_L = TypeVar("_L", bound=QBoxLayout)

Role = Literal["title", "section", "strong", "body", "sub", "caption", "table", "key", "error", "pill"]
Tone = Literal["", "gain", "loss", "warning", "muted", "good", "bad"]


def label(text: str = "", role: Role = "body", *, tone: Tone = "", wrap: bool = False) -> QLabel:
    """A text in one of the look's roles; always plain text: data is never read as mark-up."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("role", role)
    result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    if wrap:
        result.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return result


class Elided(QLabel):
    """One line of text that ends in … where there is no room, whole in its tooltip; it gives way."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.updateGeometry()
        self._cut()

    @property
    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for nearly nothing."""
        return QSize(
            min(self.fontMetrics().horizontalAdvance(self._whole), Space.XXL), super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Paragraph(QLabel):
    """Wrapped text of a fixed width, always as high as it needs to be, wherever a layout puts it."""

    def __init__(self, role: Role, width: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setFixedWidth(width)

    def say(self, text: str) -> None:
        """Show a text; hidden where there is none."""
        self.setText(text)
        self.setVisible(bool(text))
        self.ensurePolished()
        self.setFixedHeight(max(self.heightForWidth(self.width()), 1))


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Colour a label or pill anew."""
    set_property(widget, "tone", tone)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and have it read again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def pill(text: str = "", tone: Tone = "") -> QLabel:
    """A small rounded state."""
    result = label(text, "pill", tone=tone)
    result.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return result


def empty_layout(layout: QLayout, keep: int = 0) -> None:
    """Take all but the last `keep` items off a layout, and do away with their widgets."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            # It goes when the event loop turns; until then it would stand where the next ones do.
            widget.hide()
            widget.deleteLater()


def hairline() -> QFrame:
    """One line between two parts."""
    result = QFrame()
    result.setProperty("kind", "line")
    return result


class Card(QFrame):
    """A white ground with a hairline round it; `body` takes the content."""

    def __init__(self, *, padding: int = Space.L, spacing: int = Space.S) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)


def row(*items: QWidget | int | None, spacing: int = Space.S) -> QHBoxLayout:
    """A horizontal layout: widgets, fixed gaps (int) and one stretch (None)."""
    result = QHBoxLayout()
    return _filled(result, items, spacing)


def column(*items: QWidget | int | None, spacing: int = Space.S) -> QVBoxLayout:
    """A vertical layout: widgets, fixed gaps (int) and one stretch (None)."""
    result = QVBoxLayout()
    return _filled(result, items, spacing)


def _filled(layout: _L, items: tuple[QWidget | int | None, ...], spacing: int) -> _L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        else:
            layout.addWidget(item)
    return layout


class HintButton(QPushButton):
    """A button that shows its shortcut in a small key beside its text."""

    def __init__(
        self,
        look: LookInForce,
        text: str = "",
        *,
        shortcut: QKeySequence | None = None,
        primary: bool = False,
    ) -> None:
        super().__init__(text)
        self._look = look
        self._hint = _key_name(shortcut) if shortcut else ""
        self.lead(is_first=primary)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_hint(self, shortcut: QKeySequence) -> None:
        """Show another shortcut."""
        self._hint = _key_name(shortcut)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for text and key."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._key_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same: a button's text is never cut."""
        return self.sizeHint()

    def lead(self, *, is_first: bool) -> None:
        """Be the page's primary button, or step back where a form beside the page has one."""
        set_property(self, "kind", "primary" if is_first else "plain")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button without its text, then text and key side by side."""
        if not self._hint:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        tokens = self._look.tokens
        primary = self.property("kind") == "primary"
        colour = QColor(tokens.on_accent if primary else tokens.text)
        if not self.isEnabled():
            colour = QColor(tokens.surface if primary else tokens.muted)
        painter.setPen(colour)
        painter.setFont(self.font())
        left = 14
        box = QRectF(left, 0, self.width() - left - self._key_width(), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, text)
        self._paint_key(painter, colour if primary else QColor(tokens.muted))
        painter.end()

    def _key_width(self) -> int:
        if not self._hint:
            return 0
        return self._hint_font_width() + 10 + Space.S

    def _hint_font_width(self) -> int:
        return QFontMetrics(font(Size.CAPTION, scale=self._look.scale)).horizontalAdvance(self._hint)

    def _paint_key(self, painter: QPainter, colour: QColor) -> None:
        width = self._hint_font_width() + 10
        height = self._look.px(18)
        box = QRectF(self.width() - 12 - width, (self.height() - height) / 2 + 0.5, width, height - 1)
        line = QColor(colour)
        line.setAlphaF(0.45)
        painter.setPen(line)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colour)
        painter.setFont(font(Size.CAPTION, scale=self._look.scale))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._hint)


def _key_name(shortcut: QKeySequence) -> str:
    """A shortcut as the keys are labelled."""
    return shortcut.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
