"""Gains and losses as bars over and under one line, each with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.charts.canvas import (
    ChartStyle,
    HotSpot,
    Picture,
    block,
    new_figure,
    rendered,
    text_width,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST: Final = 28
_LABEL: Final = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` sets its length, `figure` is what is written, `name` stands below; None is unknown."""

    key: str
    name: str
    value: float | None
    figure: str
    tip: str = ""


def draw_bars(bars: Sequence[Bar], style: ChartStyle, size: tuple[int, int], ratio: float = 1.0) -> Picture:
    """Draw bars in order from the left; `size` in logical pixels."""
    width, height = size
    figure, axes = new_figure(width, height, style)
    margin = max([0.0, *(text_width(bar.figure, style) for bar in bars)]) / 2
    step = (width - margin) / max(len(bars), 1)
    thick = min(WIDEST, step * 0.6)
    known = [bar.value for bar in bars if bar.value is not None]
    high, low = max([0.0, *known]), min([0.0, *known])
    room = height - 2 * _LABEL - (_LABEL if low < 0 else 0) - 4
    scale = room / (high - low) if high > low else 0.0
    base = _LABEL + (_LABEL if low < 0 else 0) - low * scale
    spots = []
    for index, bar in enumerate(bars):
        centre = margin / 2 + (index + 0.5) * step
        length = (bar.value or 0.0) * scale
        bottom, top = (base, base + length) if length >= 0 else (base + length, base)
        if bar.value is not None:
            colour = style.gain if bar.value >= 0 else style.loss
            box = (centre - thick / 2, bottom, thick, max(top - bottom, 1.5))
            block(axes, box, colour, soft=index + 1 < len(bars))
        below = bar.value is not None and bar.value < 0
        write(axes, centre, bottom - 3 if below else top + 3, bar.figure, style, top=below)
        write(axes, centre, _LABEL - 4, bar.name, style, colour=style.muted, top=True)
        spots.append(HotSpot(bar.key, bar.tip or bar.name, centre - step / 2, 0, step, height))
    axes.plot([0, width], [base, base], color=style.line, linewidth=0.8, zorder=0)
    return rendered(figure, ratio, spots)
