"""One sheet of a claim in the making: rows, merged cells, and how it falls on pages of A4."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from desktop_app.excel.cells import width_of
from desktop_app.excel.claim_workbook.looks import BODY, Look, Looks
from desktop_app.excel.claim_workbook.values import Cell, Formula, Row, Value, letter, row_xml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LEAST_PRINT: Final = 8.0
"""Points below which nothing is printed: 8, and what a program may take off that scales by whole percents."""
_SHEET: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A4: Final = {False: (210.0, 297.0), True: (297.0, 210.0)}
_SIDE: Final = 15.0
_TOP: Final = 16.0
_BOTTOM: Final = 18.0
_MM: Final = 25.4
_POINT_MM: Final = 72 / 25.4
_SAFE: Final = 0.97
"""How much of a page is filled where its end is fixed: printers and programs differ by a line."""
_LINE: Final = 1.38
"""Height of a line of text, in its own size."""


@dataclass(frozen=True, slots=True)
class Put:
    """A value with its look, over so many columns."""

    value: Value
    look: Look
    span: int = 1


_TORN: Final = 3
WIDER: Final = 1.28
"""How much wider than those of 宋体 the letters and figures are of what stands in for it elsewhere."""


def pixels(widths: Iterable[float]) -> float:
    """Return how wide columns are together, in pixels of 1/96 inch (ECMA-376 18.3.1.13, digits of 7)."""
    return sum(7 * width + 5 for width in widths)


def room(*, landscape: bool, smallest: float = BODY) -> float:
    """Return the pixels that fit across a page when its smallest text is still printed at 8 points."""
    return (_A4[landscape][0] - 2 * _SIDE) / _MM * 96 * max(smallest / LEAST_PRINT, 1)


def lines_of(text: str, width: float, size: float = BODY) -> int:
    """Return how many lines a text takes in a cell, on the safe side."""
    room_for = max((width - 1.2) * BODY / size, 1.0)
    lines = sum(max(1, ceil(_printed_width(part) / room_for)) for part in text.split("\n"))
    # Words and figures that are not torn leave the ends of lines empty.
    return lines if text.isascii() and text.isalnum() else lines + lines // _TORN


def _printed_width(text: str) -> float:
    """Return how many digits wide a text is, on the safe side."""
    wide = width_of(text) - len(text) if text else 0
    return wide * 2.05 + (len(text) - wide) * WIDER


def row_height(lines: int, size: float = BODY, *, least: float = 21.0) -> float:
    """Return the height in points of a row with so many lines."""
    return max(least, lines * size * _LINE + 6)


@dataclass(slots=True)
class Sheet:
    """A sheet: `widths` of its columns in digits, of which the first `printed` are on paper."""

    name: str
    looks: Looks
    widths: list[float]
    landscape: bool = False
    printed: int = 0
    title_rows: tuple[int, int] | None = None
    frozen: str | None = None
    watermark: str = ""
    footer: str = ""
    whole_after_jiao: bool = False
    rows: int = 0
    heights: list[float] = field(default_factory=list)
    filtered: str = ""
    breaks: list[int] = field(default_factory=list)
    _blocks: list[Iterable[Row]] = field(default_factory=list)
    _spans: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, puts: Sequence[Put], height: float | None = None) -> int:
        """Add a row from the left, and return its number; without a height, as high as its texts need."""
        row = self.rows + 1
        cells: list[Cell] = []
        at = 0
        for put in puts:
            style = self.looks.id_of(put.look)
            cells.append(Cell(at, style, put.value))
            cells += [Cell(at + more, style) for more in range(1, put.span)]
            if put.span > 1:
                self._spans[row, at] = put.span
            at += put.span
        tall = self.needed_height(puts) if height is None else height
        self._blocks.append((Row(row, cells, tall),))
        self.rows = row
        self.heights.append(tall)
        return row

    def needed_height(self, puts: Sequence[Put]) -> float:
        """Return how high a row must be for nothing to be cut."""
        at, tallest = 0, 21.0
        for put in puts:
            width = sum(self.widths[at : at + put.span])
            text = put.value.value if isinstance(put.value, Formula) else put.value
            if isinstance(text, str) and text:
                lines = lines_of(text, width, put.look.size) if put.look.wrap else 1
                tallest = max(tallest, row_height(lines, put.look.size))
            at += put.span
        return tallest

    def blank(self, height: float = 8.0) -> None:
        """Add an empty row."""
        self.add((), height)

    def keep_together(self, first: int) -> None:
        """Begin a new page before a row where those from it to the last would be torn apart."""
        if any(first <= top <= self.rows for top in self.page_tops(_SAFE)[1:]):
            self.breaks.append(first - 1)

    def fix_pages(self, headings: Collection[int]) -> None:
        """Begin each page where it is worked out here, whatever fonts a machine has to print it with.

        A heading goes with what it stands above; a section is not torn where that costs no page more.
        """
        done = 1
        while top := next((top for top in self.page_tops(_SAFE) if top > done), 0):
            while top - 1 in headings and top - 1 > done:
                top -= 1
            done = self._page_start(done, top, headings)
            self.breaks.append(done - 1)

    def _page_start(self, done: int, top: int, headings: Collection[int]) -> int:
        """Return the row that begins the next page: the last heading before `top` if as many pages do."""
        most = self._pages_from(top)
        whole = [row for row in headings if done < row <= top and self._pages_from(row) <= most]
        return max(whole, default=top)

    def _pages_from(self, start: int) -> int:
        self.breaks.append(start - 1)
        pages = len(self.page_tops(_SAFE))
        self.breaks.pop()
        return pages

    def stream(self, count: int, rows: Iterator[Row]) -> None:
        """Add so many rows that come when the file is written; `heights` are theirs to add."""
        self._blocks.append(rows)
        self.rows += count

    def all_rows(self) -> Iterator[Row]:
        """Yield the rows from the first; only once, for a list's rows are made as they are asked for."""
        for block in self._blocks:
            yield from block

    def span_at(self, row: int, at: int) -> int:
        """Return over how many columns a cell goes: a row by its number, a column counted from 0."""
        return self._spans.get((row, at), 1)

    @property
    def print_area(self) -> str:
        """The cells that are printed."""
        return f"A1:{letter((self.printed or len(self.widths)) - 1)}{max(self.rows, 1)}"

    @property
    def scale(self) -> float:
        """How small it is printed to fit across the page; 1 is as it is."""
        wide = pixels(self.widths[: self.printed or len(self.widths)])
        return min(1.0, room(landscape=self.landscape, smallest=LEAST_PRINT) / wide)

    @property
    def _paper(self) -> float:
        """How high the rows of a page are together at most, in their own points."""
        return (_A4[self.landscape][1] - _TOP - _BOTTOM) * _POINT_MM / self.scale

    @property
    def _repeated(self) -> float:
        """How high the rows are that stand on each page."""
        if self.title_rows is None:
            return 0.0
        return sum(self.heights[self.title_rows[0] - 1 : self.title_rows[1]])

    def rows_a_page(self, height: float, taken: float) -> int:
        """Return how many rows of a height a page of its own holds beside what else stands on it."""
        return max(1, int((self._paper * _SAFE - self._repeated - taken) // height))

    def page_tops(self, share: float = 1.0) -> list[int]:
        """Return the first row of each printed page, as near as can be told without the printer.

        `share` is how much of each page is filled at most.
        """
        paper, repeated = self._paper * share, self._repeated
        tops, used = [1], 0.0
        for row, height in enumerate(self.heights, start=1):
            if used + height > paper or row - 1 in self.breaks:
                tops.append(row)
                used = repeated
            used += height
        return tops

    def xml(self, drawing: str) -> Iterator[str]:
        """Yield the sheet's part; `drawing` is the relation that holds what lies across its pages."""
        yield (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet {_SHEET} {_RELATED}>'
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0" showGridLines="0">'
        )
        if self.frozen is not None:
            yield self._pane()
        yield '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
        for at, width in enumerate(self.widths, start=1):
            yield f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        yield "</cols><sheetData>"
        for row in self.all_rows():
            yield row_xml(row)
        yield "</sheetData>"
        if self.filtered:
            yield f'<autoFilter ref="{self.filtered}"/>'
        if self._spans:
            merged = "".join(
                f'<mergeCell ref="{letter(at)}{row}:{letter(at + span - 1)}{row}"/>'
                for (row, at), span in self._spans.items()
            )
            yield f'<mergeCells count="{len(self._spans)}">{merged}</mergeCells>'
        yield from self._printing()
        yield f"{drawing}</worksheet>"

    def _pane(self) -> str:
        row = int("".join(char for char in self.frozen or "A1" if char.isdigit())) - 1
        return (
            f'<pane ySplit="{row}" topLeftCell="A{row + 1}" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft"/>'
        )

    def _printing(self) -> Iterator[str]:
        side, top, bottom = (f"{margin / _MM:.3f}" for margin in (_SIDE, _TOP, _BOTTOM))
        yield '<printOptions horizontalCentered="1"/>'
        yield (
            f'<pageMargins left="{side}" right="{side}" top="{top}" bottom="{bottom}"'
            ' header="0.3" footer="0.35"/>'
        )
        way = "landscape" if self.landscape else "portrait"
        yield f'<pageSetup paperSize="9" orientation="{way}" fitToWidth="1" fitToHeight="0"/>'
        footer = escape(f"&L&9{self.footer}&C&9第 &P 页 共 &N 页")
        yield f'<headerFooter scaleWithDoc="0"><oddFooter>{footer}</oddFooter></headerFooter>'
        if self.breaks:
            made = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self.breaks)
            count = len(self.breaks)
            yield f'<rowBreaks count="{count}" manualBreakCount="{count}">{made}</rowBreaks>'
