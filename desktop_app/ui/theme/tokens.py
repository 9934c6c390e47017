"""Colours, sizes and distances of the look, in one place; hex values stand nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Look(StrEnum):
    """What the user chose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class GainColours(StrEnum):
    """How gain and loss are coloured; sign and arrow always stand beside the colour."""

    BLUE_ORANGE = "blue_orange"
    RED_GREEN = "red_green"  # 红涨绿跌
    GREEN_RED = "green_red"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: colours as `#RRGGBB`; text on any ground keeps a contrast of at least 4.5 : 1."""

    dark: bool
    canvas: str
    surface: str
    line: str
    control: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    gain: str
    loss: str
    warning: str
    warning_soft: str
    loss_soft: str
    hover: str
    shadow: str


LIGHT: Final = Tokens(
    dark=False,
    canvas="#FBFAF7",
    surface="#FFFFFF",
    line="#E4E6E1",
    control="#C9CEC8",
    text="#1F2421",
    muted="#5F6B64",
    accent="#2F7D4F",
    accent_hover="#276A43",
    accent_soft="#EDF5EF",
    on_accent="#FFFFFF",
    gain="#1F5FA8",
    loss="#B4541A",
    warning="#8A5A00",
    warning_soft="#FBF3E0",
    loss_soft="#FCF3EC",
    hover="#F4F5F1",
    shadow="#1F2421",
)

DARK: Final = Tokens(
    dark=True,
    canvas="#171A18",
    surface="#212623",
    line="#343B37",
    control="#4A534E",
    text="#E8ECE9",
    muted="#9AA69F",
    accent="#6CC08B",
    accent_hover="#83CD9E",
    accent_soft="#24382C",
    on_accent="#122017",
    gain="#7FB2EC",
    loss="#E8965A",
    warning="#E0B45C",
    warning_soft="#3A3220",
    loss_soft="#402B1E",
    hover="#2A302C",
    shadow="#000000",
)

_RED_GREEN: Final = {False: ("#B3261E", "#1E6B3A"), True: ("#F28B82", "#81C995")}


def tokens_for(*, dark: bool, gains: GainColours) -> Tokens:
    """The theme for a ground and a choice of gain colours."""
    base = DARK if dark else LIGHT
    red, green = _RED_GREEN[dark]
    match gains:
        case GainColours.RED_GREEN:
            return replace(base, gain=red, loss=green)
        case GainColours.GREEN_RED:
            return replace(base, gain=green, loss=red)
        case GainColours.BLUE_ORANGE:
            return base


class Space:
    """Distances in logical pixels; nothing is placed by any other."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 32


class Size:
    """Sizes in logical pixels, before the user's text scale."""

    CAPTION: Final = 12
    TABLE: Final = 13
    BODY: Final = 14
    SECTION: Final = 16
    TITLE: Final = 20
    KEY: Final = 28
    RADIUS: Final = 8
    CONTROL: Final = 32
    ROW: Final = 32
    ROW_COMPACT: Final = 28
    RAIL: Final = 200
    RAIL_FOLDED: Final = 56
    ICON: Final = 20


FONT_FAMILIES: Final = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
"""Faces that draw all Chinese, best first; the first that is installed is used."""
