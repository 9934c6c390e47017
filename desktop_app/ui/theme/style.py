"""The style sheet: resources/styles/base.qss with the tokens of a theme put in."""

from __future__ import annotations

import re
from dataclasses import fields

from PySide6.QtGui import QColor, QPalette

from desktop_app.paths import resources_dir
from desktop_app.ui.theme.tokens import Size, Tokens

_COLOUR = re.compile(r"@([a-z_]+)")
_SIZE = re.compile(r"#([a-z_]+)#")


def style_sheet(tokens: Tokens, scale: float) -> str:
    """The style sheet of a theme; `scale` multiplies text and what must grow with it.

    Raises KeyError for a name in the file that no token has.
    """
    source = (resources_dir() / "styles" / "base.qss").read_text(encoding="utf-8")
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    colours = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    sizes = text_sizes(scale)
    sizes["radius"] = Size.RADIUS
    sizes["control_inner"] = round(Size.CONTROL * scale) - 2
    source = _COLOUR.sub(lambda match: str(colours[match[1]]), source)
    return _SIZE.sub(lambda match: str(sizes[match[1]]), source)


def text_sizes(scale: float) -> dict[str, int]:
    """Text sizes in pixels under a scale, by the name the style sheet uses."""
    named = {
        "caption": Size.CAPTION,
        "table": Size.TABLE,
        "body": Size.BODY,
        "section": Size.SECTION,
        "title": Size.TITLE,
        "key": Size.KEY,
    }
    return {name: round(size * scale) for name, size in named.items()}


def palette(tokens: Tokens) -> QPalette:
    """The palette of a theme, for what the style sheet does not reach."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.canvas,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.surface,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipBase: tokens.text,
        QPalette.ColorRole.ToolTipText: tokens.canvas,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Accent: tokens.accent,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return result
