"""Gains and losses as bars over and under one line, each with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.charts.canvas import (
    LABEL,
    WIDEST,
    ChartStyle,
    HotSpot,
    Picture,
    block,
    ground_line,
    new_figure,
    place,
    rendered,
    text_width,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    foot = LABEL + (LABEL if low < 0 else 0)
    scale, base = place(low, high, height - foot - LABEL - 4, foot)
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
        write(axes, centre, LABEL - 4, bar.name, style, colour=style.muted, top=True)
        spots.append(HotSpot(bar.key, bar.tip or bar.name, centre - step / 2, 0, step, height))
    ground_line(axes, width, base, style)
    return rendered(figure, ratio, spots)
