"""The ground of every chart: fonts that draw Chinese, sizes in pixels, picture and hot spots out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app import paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI: Final = 100
WIDEST: Final = 28
"""The thickest bar, in pixels."""
LABEL: Final = 20
"""The height of one line of labels, in pixels."""
_SOFT: Final = 0.78
_WIDE: Final = 0x2E7F
FAMILIES: Final = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
)


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """Colours as `#RRGGBB`, text size in logical pixels; made from the look, or for paper."""

    ground: str
    text: str
    muted: str
    line: str
    gain: str
    loss: str
    text_px: int = 12


PAPER: Final = ChartStyle(
    ground="#FFFFFF", text="#000000", muted="#444444", line="#BBBBBB", gain="#1F5FA8", loss="#B4541A"
)
"""For print; gain is darker than loss, so that grey paper tells them apart beside the sign."""


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A part of the picture that answers to pointer and keyboard: logical pixels from the top left."""

    key: str
    text: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: RGBA rows from the top, `width × height` device pixels, with its hot spots."""

    rgba: bytes
    width: int
    height: int
    ratio: float
    spots: tuple[HotSpot, ...] = field(default=())


@cache
def installed_families() -> tuple[str, ...]:
    """Those of our faces that matplotlib finds, best first; its own face last, for signs they lack."""
    os.environ.setdefault("MPLCONFIGDIR", str(paths.cache_dir() / "matplotlib"))
    from matplotlib import font_manager  # noqa: PLC0415 - a second, on the first chart

    there = set(font_manager.get_font_names())
    return (*(name for name in FAMILIES if name in there), "DejaVu Sans")


def new_figure(width: int, height: int, style: ChartStyle) -> tuple[Figure, Axes]:
    """An empty figure of `width × height` logical pixels, with one bare axis that fills it."""
    families = installed_families()
    from matplotlib import rc_context  # noqa: PLC0415 - a second, on the first chart
    from matplotlib.figure import Figure  # noqa: PLC0415 - a second, on the first chart

    with rc_context({"font.family": list(families), "font.size": style.text_px * 72 / DPI}):
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=style.ground)
        axes = figure.add_axes((0, 0, 1, 1))
    axes.set_facecolor(style.ground)
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return figure, axes


def text_width(text: str, style: ChartStyle) -> float:
    """About how wide a text is in logical pixels: full-width signs count whole, others a little over half."""
    return sum(1.0 if ord(sign) > _WIDE else 0.56 for sign in text) * style.text_px


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    style: ChartStyle,
    *,
    colour: str | None = None,
    top: bool = False,
) -> None:
    """Write a centred text at logical pixels from the bottom left; `top` hangs it below `y`."""
    axes.text(
        x,
        y,
        text,
        ha="center",
        va="top" if top else "bottom",
        color=colour or style.text,
        fontsize=style.text_px * 72 / DPI,
        family=list(installed_families()),
        parse_math=False,
    )


def place(low: float, high: float, room: float, foot: float) -> tuple[float, float]:
    """How a span of values stands in `room` pixels above `foot`: pixels per unit, and where zero is."""
    scale = room / (high - low) if high > low else 0.0
    return scale, foot - low * scale


def ground_line(axes: Axes, width: int, base: float, style: ChartStyle) -> None:
    """Draw the line from which bars rise and fall."""
    axes.plot([0, width], [base, base], color=style.line, linewidth=0.8, zorder=0)


def block(axes: Axes, box: tuple[float, float, float, float], colour: str, *, soft: bool = True) -> None:
    """Draw a bar (left, bottom, width, height) with slightly rounded corners; totals are not `soft`."""
    left, bottom, width, height = box
    alpha = _SOFT if soft else 1.0
    from matplotlib.patches import FancyBboxPatch, Rectangle  # noqa: PLC0415 - a second, on the first chart

    radius = min(3.0, width / 4, height / 2)
    if radius < 1:
        axes.add_patch(Rectangle((left, bottom), width, height, facecolor=colour, linewidth=0, alpha=alpha))
        return
    style = f"round,pad=0,rounding_size={radius}"
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom), width, height, boxstyle=style, facecolor=colour, linewidth=0, alpha=alpha
        )
    )


def rendered(figure: Figure, ratio: float, spots: Sequence[HotSpot]) -> Picture:
    """The figure as a picture at a device pixel ratio."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - a second, on the first chart

    figure.set_dpi(DPI * ratio)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width, height = canvas.get_width_height()
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Picture(pixels, width, height, ratio, tuple(spots))
