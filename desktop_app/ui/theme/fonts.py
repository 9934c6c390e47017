"""Which installed face draws Chinese, and fonts of the look's sizes with tabular figures."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from desktop_app.ui.theme.tokens import FONT_FAMILIES, Size


@cache
def families() -> tuple[str, ...]:
    """Installed faces to use, best first; empty where none of ours is installed (Qt then falls back)."""
    installed = set(QFontDatabase.families())
    return tuple(name for name in FONT_FAMILIES if name in installed)


def font(size: int = Size.BODY, *, strong: bool = False, scale: float = 1.0) -> QFont:
    """A font of `size` logical pixels in weight 400 or 600; figures stand in columns."""
    result = QFont()
    if families():
        result.setFamilies(list(families()))
    result.setPixelSize(round(size * scale))
    result.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    if hasattr(result, "setFeature"):  # Qt ≥ 6.7
        result.setFeature(QFont.Tag("tnum"), 1)
    return result
