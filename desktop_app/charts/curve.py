"""What a scheme gives by its base, as one line over the figures at which it bends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.charts.canvas import ChartStyle, HotSpot, Picture, new_figure, rendered, text_width, write

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOOT: Final = 22
_HEAD: Final = 20
_BANDS: Final = 24


@dataclass(frozen=True, slots=True)
class Point:
    """One point: `tip` is what is said of it."""

    x: float
    y: float
    tip: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What is written: the highest figure of each axis, and the first."""

    first: str
    last: str
    highest: str


def draw_curve(
    points: Sequence[Point], scale: Scale, style: ChartStyle, size: tuple[int, int], ratio: float = 1.0
) -> Picture:
    """Draw a line through the points, in order from the left; `size` in logical pixels."""
    width, height = size
    figure, axes = new_figure(width, height, style)
    most_x, most_y = max(point.x for point in points) or 1.0, max(point.y for point in points) or 1.0
    room = height - _FOOT - _HEAD
    xs = [4 + point.x / most_x * (width - 8) for point in points]
    ys = [_FOOT + point.y / most_y * room for point in points]
    axes.plot([0, width], [_FOOT, _FOOT], color=style.line, linewidth=0.8, zorder=0)
    axes.plot([0, width], [_FOOT + room, _FOOT + room], color=style.line, linewidth=0.8, zorder=0)
    axes.fill_between(xs, ys, _FOOT, color=style.gain, alpha=0.10, linewidth=0)
    axes.plot(xs, ys, color=style.gain, linewidth=1.6, solid_joinstyle="round")
    write(axes, text_width(scale.highest, style) / 2 + 2, height - _HEAD + 3, scale.highest, style)
    left = text_width(scale.first, style) / 2 + 4
    write(axes, left, _FOOT - 4, scale.first, style, colour=style.muted, top=True)
    right = width - text_width(scale.last, style) / 2 - 4
    write(axes, right, _FOOT - 4, scale.last, style, colour=style.muted, top=True)
    return rendered(figure, ratio, _spots(points, xs, width, height))


def _spots(points: Sequence[Point], xs: Sequence[float], width: int, height: int) -> list[HotSpot]:
    """Bands across the picture, each saying the point that lies in its middle."""
    wide = width / _BANDS
    spots = []
    for band in range(_BANDS):
        middle = (band + 0.5) * wide
        nearest = min(range(len(points)), key=lambda at: abs(xs[at] - middle))
        spots.append(HotSpot(str(band), points[nearest].tip, band * wide, 0, wide, height))
    return spots
