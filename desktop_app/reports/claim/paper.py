"""The sheets of a claim as they lie on paper: what a printer draws, without a workbook and its formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

A4_MM: Final = (210.0, 297.0)
SIDE_MM: Final = 15.0
TOP_MM: Final = 16.0
BOTTOM_MM: Final = 18.0
FOOT_MM: Final = 8.9
"""How far the line with the page's number stands above the lower edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLook:
    """How a cell is drawn; `face` is one of song, hei, fang; sizes in points."""

    face: str
    size: float
    bold: bool
    align: str
    valign: str
    wrap: bool
    boxed: bool
    indent: int


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One cell: its column counted from 0, the columns it goes over, its text and its look."""

    at: int
    span: int
    text: str
    look: PaperLook


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row and its height in points."""

    height: float
    cells: tuple[PaperCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """A sheet on A4: `widths` of its columns in points, all of it drawn smaller by `scale`.

    `heading` are the rows that every page repeats, counted from 0, the end left out; `tops` is the first row
    of each page. `mark` lies across each page; `foot` stands at the lower left.
    """

    name: str
    landscape: bool
    widths: tuple[float, ...]
    scale: float
    rows: Sequence[PaperRow]
    heading: tuple[int, int] | None
    tops: tuple[int, ...]
    foot: str
    mark: str

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.tops)

    def rows_of(self, page: int) -> list[PaperRow]:
        """Return the rows of a page counted from 0, the repeated headings first."""
        first = self.tops[page]
        end = self.tops[page + 1] if page + 1 < len(self.tops) else len(self.rows)
        repeated: list[PaperRow] = []
        if self.heading is not None and first >= self.heading[1]:
            repeated = list(self.rows[self.heading[0] : self.heading[1]])
        return repeated + list(self.rows[first:end])

    @property
    def smallest_points(self) -> float:
        """The size of its smallest text as it is printed."""
        sizes = (cell.look.size for row in self.rows for cell in row.cells if cell.text)
        return min(sizes, default=0.0) * self.scale


def page_text(page: int, count: int) -> str:
    """Return what stands below a page, in Chinese as all of a claim's paper is."""
    return f"第 {page} 页 共 {count} 页"


def printed_figure(value: int | Decimal | Fraction, number_format: str) -> str:
    """Return a figure as a workbook shows it in a format: thousands, decimals kept and droppable, percent."""
    if number_format in {"General", "@"}:
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    exact = Fraction(value)
    if number_format.endswith("%"):
        exact *= 100
    kept, dropped = _decimals(number_format)
    places = kept + dropped
    whole = round_half_up(exact.numerator * 10**places, exact.denominator)
    rounded = Decimal(whole).scaleb(-places)
    text = f"{rounded:,.{places}f}" if "," in number_format else f"{rounded:.{places}f}"
    if dropped:
        head, _dot, tail = text.partition(".")
        text = f"{head}.{tail[:kept]}{tail[kept:].rstrip('0')}".rstrip(".")
    return f"{text}%" if number_format.endswith("%") else text


def _decimals(number_format: str) -> tuple[int, int]:
    """Return how many decimals a format always shows, and how many more where there are any."""
    tail = number_format.rstrip("%").partition(".")[2]
    return tail.count("0"), tail.count("#")
