"""Small pictures of files, made off the window's thread and within limits: nothing hostile is unfolded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.ui.tasks import Tasks

SIDE: Final = 96
"""Pixels of a small picture's longer side, before the screen's ratio."""
_MOST_PIXELS: Final = 120_000_000
"""Larger than any camera's; such a picture is not unfolded."""
_FORMATS: Final = {
    "image/jpeg": b"jpeg",
    "image/png": b"png",
    "image/gif": b"gif",
    "image/bmp": b"bmp",
    "image/webp": b"webp",
}
"""Kinds that are drawn. SVG is not among them: it may hold scripts and addresses."""


class Why(Enum):
    """Why there is no small picture."""

    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """What came of one file: its picture, or why there is none."""

    name: bytes
    picture: QImage | None
    why: Why | None = None


class Thumbnails:
    """Makes small pictures one after another on a thread of its own."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")

    def make(self, name: bytes, path: Path, media_type: str, then: Callable[[Thumbnail], object]) -> None:
        """Have `then` (a bound method of a widget) called with the small picture of a file."""
        self._tasks.watch(self._maker.submit(thumbnail, name, path, media_type), then)


def thumbnail(name: bytes, path: Path, media_type: str) -> Thumbnail:
    """Make the small picture of a file: read by what it is, never by what it is called."""
    if media_type not in _FORMATS:
        return Thumbnail(name, None, Why.NO_PICTURE)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(False)
    reader.setFormat(_FORMATS[media_type])
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        return Thumbnail(name, None, Why.BROKEN)
    if size.width() * size.height() > _MOST_PIXELS:
        return Thumbnail(name, None, Why.TOO_LARGE)
    side = 2 * SIDE
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return Thumbnail(name, None, Why.BROKEN) if picture.isNull() else Thumbnail(name, picture)
