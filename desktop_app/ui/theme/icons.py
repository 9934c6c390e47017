"""Our own icons, 20 pixels with a stroke of 1.5, tinted by the theme."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.paths import resources_dir
from desktop_app.ui.theme.tokens import Size

RATIOS: Final = (1, 2, 3)
"""Device pixel ratios an icon is drawn for."""


@cache
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, colour: str, *, checked: str | None = None, size: int = Size.ICON) -> QIcon:
    """The icon `resources/icons/NAME.svg` in `colour`, and in `checked` while its button is on.

    Raises FileNotFoundError for a name without a file.
    """
    result = QIcon()
    for ratio in RATIOS:
        result.addPixmap(pixmap(name, colour, size=size, ratio=ratio), QIcon.Mode.Normal, QIcon.State.Off)
        if checked is not None:
            drawn = pixmap(name, checked, size=size, ratio=ratio)
            result.addPixmap(drawn, QIcon.Mode.Normal, QIcon.State.On)
    return result


def pixmap(name: str, colour: str, *, size: int = Size.ICON, ratio: float = 1.0) -> QPixmap:
    """One picture of an icon at a device pixel ratio."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
