"""From sales to profit as a waterfall: what came in, what each row took, what was left."""

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
class Step:
    """One step: a `total` stands on the ground line, a part hangs between what was and what is."""

    key: str
    name: str
    value: float
    figure: str
    total: bool = False
    tip: str = ""


def draw_waterfall(
    steps: Sequence[Step], style: ChartStyle, size: tuple[int, int], ratio: float = 1.0
) -> Picture:
    """Draw the steps in order from the left; `size` in logical pixels."""
    width, height = size
    figure, axes = new_figure(width, height, style)
    spans = _spans(steps)
    high = max([0.0, *(max(span) for span in spans)])
    low = min([0.0, *(min(span) for span in spans)])
    margin = max([0.0, *(text_width(step.figure, style) for step in steps)]) / 4
    pitch = (width - 2 * margin) / max(len(steps), 1)
    tight = any(text_width(step.name, style) > pitch - 4 for step in steps)
    names = LABEL * (2 if tight else 1)
    foot = names + (LABEL if low < 0 else 0)
    scale, base = place(low, high, height - foot - LABEL - 2, foot)
    thick = min(WIDEST, pitch * 0.6)
    spots = []
    for index, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        centre = margin + (index + 0.5) * pitch
        bottom, top = base + min(start, end) * scale, base + max(start, end) * scale
        colour = (
            style.text if step.total and step.value >= 0 else style.gain if step.value >= 0 else style.loss
        )
        block(axes, (centre - thick / 2, bottom, thick, max(top - bottom, 2.0)), colour, soft=not step.total)
        under = step.total and step.value < 0
        write(axes, centre, bottom - 3 if under else top + 3, step.figure, style, top=under)
        # Names that would run into each other stand on two lines in turn.
        line = names - 4 - (LABEL if tight and index % 2 else 0)
        write(axes, centre, line, step.name, style, colour=style.muted, top=True)
        spots.append(HotSpot(step.key, step.tip or step.name, centre - pitch / 2, 0, pitch, height))
        if index + 1 < len(steps):
            level = base + end * scale
            axes.plot(
                [centre + thick / 2, centre + pitch - thick / 2],
                [level, level],
                color=style.line,
                linewidth=0.8,
            )
    ground_line(axes, width, base, style)
    return rendered(figure, ratio, spots)


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each step starts and ends, in the figures' own unit."""
    spans = []
    level = 0.0
    for step in steps:
        if step.total:
            spans.append((0.0, step.value))
            level = step.value
        else:
            spans.append((level, level + step.value))
            level += step.value
    return spans
