"""How far a trial has come: profit day by day as a line, and the target up to each day beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.charts.canvas import ChartStyle, HotSpot, Picture, new_figure, rendered, text_width, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_FOOT: Final = 24
_HEAD: Final = 20
_LINE: Final = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One day: profit so far (None where it is not known), target so far, what is said of the day."""

    profit: float | None
    target: float
    tip: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is written: first and last day, and what each line is at its end."""

    first: str
    last: str
    profit: str
    target: str


def draw_progress(
    steps: Sequence[Step], words: Words, style: ChartStyle, size: tuple[int, int], ratio: float = 1.0
) -> Picture:
    """Draw both lines from the left, nought marked; `size` in logical pixels, at least one step."""
    width, height = size
    figure, axes = new_figure(width, height, style)
    known = [one.profit for one in steps if one.profit is not None]
    low, high = min([0.0, *known]), max([*known, *(one.target for one in steps), 1.0])
    right = width - max(text_width(words.profit, style), text_width(words.target, style)) - 14
    room = height - _FOOT - _HEAD

    def y_of(figure_: float) -> float:
        return _FOOT + (figure_ - low) / (high - low) * room

    xs = [4 + at / max(len(steps) - 1, 1) * (right - 8) for at in range(len(steps))]
    axes.plot([0, right], [y_of(0), y_of(0)], color=style.line, linewidth=0.8, zorder=0)
    axes.plot(
        xs, [y_of(one.target) for one in steps], color=style.muted, linewidth=1.2, linestyle=(0, (4, 3))
    )
    ys = [y_of(value) for value in known]
    last = known[-1] if known else 0.0
    colour = style.gain if last >= steps[max(len(known) - 1, 0)].target else style.loss
    axes.plot(
        xs[: len(known)], ys, color=colour, linewidth=1.8, solid_joinstyle="round", marker="o", markersize=2.5
    )
    places = _apart(y_of(steps[-1].target), ys[-1] if ys else y_of(0))
    for text, top, of in ((words.target, places[0], style.muted), (words.profit, places[1], colour)):
        if text:
            at = right + 8 + text_width(text, style) / 2
            write(axes, at, top + _LINE / 2, text, style, colour=of, top=True)
    _write_days(axes, words, style, right, alone=len(steps) == 1)
    wide = right / len(steps)
    spots = [HotSpot(str(at), one.tip, at * wide, 0, wide, height) for at, one in enumerate(steps)]
    return rendered(figure, ratio, spots)


def _write_days(axes: Axes, words: Words, style: ChartStyle, right: float, *, alone: bool) -> None:
    """Write the first day below its end of the line, and the last below the other, unless it stands alone."""
    left = text_width(words.first, style) / 2 + 4
    write(axes, left, _FOOT - 4, words.first, style, colour=style.muted, top=True)
    if not alone:
        end = right - text_width(words.last, style) / 2
        write(axes, end, _FOOT - 4, words.last, style, colour=style.muted, top=True)


def _apart(target: float, profit: float) -> tuple[float, float]:
    """Two heights a line of text apart, the higher one staying above."""
    gap = _LINE - abs(target - profit)
    if gap <= 0:
        return target, profit
    side = gap / 2 if target >= profit else -gap / 2
    return target + side, profit - side
