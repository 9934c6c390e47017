"""Cells with their look, made fast, and text that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

Page = Any
"""A write-only sheet of openpyxl; its stubs know half of what one has."""
MadeCell = Any
"""A cell for such a sheet."""

MAX_TEXT: Final = 32_767
"""UTF-16 units that Excel keeps of a cell's text."""
MAX_EXACT: Final = 15
"""Digits that Excel keeps of a number; what has more is written as text."""
TEXT: Final = "@"
DAY: Final = "yyyy-mm-dd"
MOMENT: Final = "yyyy-mm-dd hh:mm"
MOMENT_WITH_SECONDS: Final = "yyyy-mm-dd hh:mm:ss"
FIRST_SERIAL: Final = date(1900, 3, 1)
"""The first day that every spreadsheet program counts alike."""

_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_LONGEST_WIDTH: Final = 44
_A4: Final = 9
"""ECMA-376 18.3.1.63: the number of the paper size."""
_LEAST_WIDTH: Final = 8.5


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; `quoted` marks text from outside, which is never a formula."""

    number_format: str = "General"
    bold: bool = False
    size: int = 11
    color: str = "1F2421"
    fill: str | None = None
    align: str | None = None
    wrap: bool = False
    quoted: bool = False
    line_above: bool = False
    line_below: str | None = None
    indent: int = 0


HEADING: Final = Look(
    TEXT, bold=True, fill="E4EFE7", color="1F5A39", line_below="2F7D4F", quoted=True, align="left", indent=1
)
"""A required column's heading."""
HEADING_OPTIONAL: Final = Look(
    TEXT, fill="F1F4F0", color="4A564F", line_below="B9C4BC", quoted=True, align="left", indent=1
)
"""Any other column's heading."""
TITLE: Final = Look(TEXT, bold=True, size=16, quoted=True)
NOTE: Final = Look(TEXT, color="5F6B64", quoted=True)
PLAIN_TEXT: Final = Look(TEXT, quoted=True, align="left", indent=1)
REASON: Final = Look(TEXT, color="B4541A", wrap=True, quoted=True, align="left", indent=1)


def date_look(number_format: str) -> Look:
    """Return how a day or a moment looks: on the left, clear of the figures before it."""
    return Look(number_format, align="left", indent=1)


@dataclass(slots=True)
class Pen:
    """Writes cells of one sheet; each look is worked out once, for openpyxl looks styles up slowly."""

    sheet: Page
    _styles: dict[Look, Any] = field(default_factory=dict)

    def cell(self, value: object, look: Look = PLAIN_TEXT) -> MadeCell:
        """Return a cell; text is never taken for a formula, an error or a number."""
        made: Any = WriteOnlyCell(self.sheet)
        if isinstance(value, str):
            made._value = safe_text(value)  # noqa: SLF001 - the setter would guess a type, and cut without a word
            made.data_type = "s"
        else:
            made.value = value
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self._style(look)
        made._style = style  # noqa: SLF001 - the setters look the style up again for every cell
        return made

    def style_id(self, look: Look) -> int:
        """Return the number of a look among the workbook's styles."""
        return int(self.cell("", look).style_id)

    def _style(self, look: Look) -> Any:
        made: Any = WriteOnlyCell(self.sheet)
        made.number_format = look.number_format
        made.font = Font(name="Microsoft YaHei UI", size=look.size, bold=look.bold, color=look.color)
        if look.fill is not None:
            made.fill = PatternFill("solid", fgColor=look.fill)
        made.alignment = Alignment(
            horizontal=look.align,
            vertical="top" if look.wrap else "center",
            wrap_text=look.wrap,
            indent=look.indent,
        )
        if look.line_above or look.line_below:
            made.border = Border(
                top=Side("thin", color="B9C4BC") if look.line_above else None,
                bottom=Side("medium" if look.bold else "thin", color=look.line_below)
                if look.line_below
                else None,
            )
        made.quotePrefix = look.quoted
        return copy(made._style)  # noqa: SLF001


def set_printing(page: Page, heading_row: int) -> None:
    """Print a sheet across the page, as wide as it is, with its heading on every page."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{heading_row}:{heading_row}"


def safe_text(text: str) -> str:
    """Return text as a workbook holds it: control characters escaped, halves of characters replaced.

    It is cut where Excel would refuse the file; importing refuses such text before.
    """
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    text = _ESCAPED.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(text) * 2 > MAX_TEXT and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        cut = text.encode("utf-16-le")[: (MAX_TEXT - 1) * 2]
        text = cut.decode("utf-16-le", "ignore") + "…"
    return text


def figure_format(figure: Decimal | int) -> str:
    """Return the number format that shows all of a figure's decimals."""
    exponent = figure.as_tuple().exponent if isinstance(figure, Decimal) else 0
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def is_exact(figure: Decimal | int) -> bool:
    """Tell whether Excel keeps every digit of a figure."""
    digits = Decimal(figure).normalize().as_tuple().digits
    return len(digits) <= MAX_EXACT


def has_serial(day: date | datetime) -> bool:
    """Tell whether Excel can hold a day."""
    return (day.date() if isinstance(day, datetime) else day) >= FIRST_SERIAL


def width_of(text: str) -> float:
    """Return how many digits wide a text is; a Chinese character takes two."""
    lines = text.split("\n")
    return max(
        sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line) for line in lines
    )


def column_width(widest: float) -> float:
    """Return a column's width for its widest text, within reason."""
    return min(max(widest * 1.08 + 2.5, _LEAST_WIDTH), _LONGEST_WIDTH)
