"""A picture on which black boxes are drawn, by dragging or by keys; every box can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.usecases.evidence import evidence_path

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from desktop_app.store.database import Book
    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.evidence import Box

PICTURES: Final = {
    "image/jpeg": b"jpeg",
    "image/png": b"png",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/webp": b"webp",
}
"""Kinds of pictures that can be masked."""
_MOST_PIXELS: Final = 120_000_000
"""Larger than any camera's; such a picture is not unfolded."""
_MOST_SHOWN: Final = 3000
"""Pixels of the longer side that are held for showing: boxes are reckoned in the file's own."""
_LEAST: Final = 4.0
"""Pixels on the screen below which a drag was a click."""
_STEP: Final = 0.01
_FIRST: Final = QRectF(0.4, 0.45, 0.2, 0.1)
"""Where a box that is begun by keys stands first, in shares of the picture."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture read for showing, turned as it is seen, and its size in the file's own pixels."""

    image: QImage
    size: QSize


def read_picture(book: Book, *, sha256: bytes, media_type: str) -> Seen | None:
    """Read a picture within limits; None where it is none, broken or larger than any camera's."""
    reader = QImageReader(str(evidence_path(book, sha256)))
    reader.setDecideFormatFromContent(False)
    reader.setFormat(PICTURES.get(media_type, b"none"))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > _MOST_SHOWN:
        reader.setScaledSize(size.scaled(QSize(_MOST_SHOWN, _MOST_SHOWN), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    is_turned = (image.width() > image.height()) != (size.width() > size.height())
    return Seen(image, size.transposed() if is_turned else size)


class MaskCanvas(QWidget):
    """Shows the picture with its boxes; `changed` whenever there is one more or one less.

    By keys: Space begins a box in the middle, arrows move it, with Shift they change its size, Enter
    sets it; Backspace takes the last one back.
    """

    changed = Signal()

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self._seen: Seen | None = None
        self._zoom = 0.0
        self._drag: tuple[QPointF, QPointF] | None = None
        self.moving: QRectF | None = None
        self.boxes: list[QRectF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("The picture; Space begins a box, arrows move it, Enter sets it"))

    def show_picture(self, seen: Seen) -> None:
        """Show a picture without boxes, fitted to the room there is."""
        self._seen, self.boxes, self.moving = seen, [], None
        self.fit()
        self.changed.emit()

    @property
    def is_fitted(self) -> bool:
        """Whether it grows and shrinks with its room."""
        return not self._zoom

    def fit(self) -> None:
        """Show the picture whole."""
        self._zoom = 0.0
        self.setMinimumSize(0, 0)
        self.update()

    def zoom(self, by: float) -> None:
        """Show it larger or smaller; it then scrolls."""
        if self._seen is None:
            return
        self._zoom = min(max(self._scale() * by, 0.02), 4.0)
        size = QSize(self._seen.image.width(), self._seen.image.height()) * self._zoom
        self.setMinimumSize(size)
        self.update()

    def take_back(self) -> None:
        """Take the box that is being moved, else the last one, back."""
        if self.moving is not None:
            self.moving = None
        elif self.boxes:
            self.boxes.pop()
        self.update()
        self.changed.emit()

    def pixel_boxes(self) -> list[Box]:
        """The boxes in the file's own pixels, never smaller than they were drawn."""
        if self._seen is None:
            return []
        wide, high = self._seen.size.width(), self._seen.size.height()
        shares = [*self.boxes, *([self.moving] if self.moving is not None else [])]
        return [
            (
                max(floor(box.left() * wide), 0),
                max(floor(box.top() * high), 0),
                min(ceil(box.right() * wide), wide) - 1,
                min(ceil(box.bottom() * high), high) - 1,
            )
            for box in shares
        ]

    # Hand and keys ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        if event.button() is Qt.MouseButton.LeftButton and self._seen is not None:
            self._set_moving()
            self._drag = (event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it larger."""
        if self._drag is not None:
            self._drag = (self._drag[0], event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Set it, where it was no mere click."""
        if self._drag is None:
            return
        drawn = QRectF(self._drag[0], event.position()).normalized()
        self._drag = None
        shares = self._shares(drawn)
        if min(drawn.width(), drawn.height()) >= _LEAST and not shares.isEmpty():
            self.boxes.append(shares)
            self.changed.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw boxes without a mouse."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Space, Qt.Key.Key_Insert} and self._seen is not None:
            self._set_moving()
            self.moving = QRectF(_FIRST)
            self.changed.emit()
        elif key in _ARROWS and self.moving is not None:
            self._move(*_ARROWS[key], resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.moving is not None:
            self._set_moving()
        elif key is Qt.Key.Key_Backspace:
            self.take_back()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _set_moving(self) -> None:
        if self.moving is not None:
            self.boxes.append(self.moving)
            self.moving = None
            self.changed.emit()

    def _move(self, right: int, down: int, *, resize: bool) -> None:
        if self.moving is None:
            return
        box = QRectF(self.moving)
        if resize:
            box.setWidth(max(box.width() + right * _STEP, _STEP))
            box.setHeight(max(box.height() + down * _STEP, _STEP))
        else:
            box.translate(right * _STEP, down * _STEP)
        box.moveLeft(min(max(box.left(), 0.0), 1 - box.width()))
        box.moveTop(min(max(box.top(), 0.0), 1 - box.height()))
        self.moving = box & QRectF(0, 0, 1, 1)

    # Drawing ----------------------------------------------------------------------------------------------

    def _scale(self) -> float:
        if self._zoom or self._seen is None:
            return self._zoom or 1.0
        image = self._seen.image
        return min(self.width() / image.width(), self.height() / image.height())

    def _picture(self) -> QRectF:
        """Where the picture lies."""
        if self._seen is None:
            return QRectF()
        image, scale = self._seen.image, self._scale()
        box = QRectF(0, 0, image.width() * scale, image.height() * scale)
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def _shares(self, drawn: QRectF) -> QRectF:
        picture = self._picture()
        inside = drawn & picture
        return QRectF(
            (inside.left() - picture.left()) / picture.width(),
            (inside.top() - picture.top()) / picture.height(),
            inside.width() / picture.width(),
            inside.height() / picture.height(),
        )

    def _on_screen(self, box: QRectF) -> QRectF:
        picture = self._picture()
        return QRectF(
            picture.left() + box.left() * picture.width(),
            picture.top() + box.top() * picture.height(),
            box.width() * picture.width(),
            box.height() * picture.height(),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw picture and boxes."""
        if self._seen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._picture(), self._seen.image)
        painter.setPen(QColor(self._look.tokens.control))
        painter.drawRect(self._picture())
        for box in self.boxes:
            painter.fillRect(self._on_screen(box), Qt.GlobalColor.black)
        accent = QColor(self._look.tokens.accent)
        if self.moving is not None:
            painter.fillRect(self._on_screen(self.moving), Qt.GlobalColor.black)
            painter.setPen(QPen(accent, 3))
            painter.drawRect(self._on_screen(self.moving))
        if self._drag is not None:
            painter.setPen(QPen(accent, 2))
            painter.fillRect(QRectF(*self._drag).normalized(), QColor(0, 0, 0, 150))
            painter.drawRect(QRectF(*self._drag).normalized())
        if self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
