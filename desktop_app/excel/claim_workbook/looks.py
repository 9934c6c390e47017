"""How the cells of a claim's workbook look, each worked out once and known by its number from then on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desktop_app.excel.cells import Page

SONG: Final = "宋体"
HEI: Final = "黑体"
FANG_SONG: Final = "仿宋"
BODY: Final = 10.5
"""五号: the size of body text, in points."""
MONEY: Final = "#,##0.00"
COUNT: Final = "#,##0"
RATE: Final = "0.00######"
SHARE: Final = "0.00##%"
DAY: Final = "yyyy-mm-dd"
MOMENT: Final = "yyyy-mm-dd hh:mm"


def set_measure(workbook: Workbook) -> None:
    """Give a workbook the font whose digits columns are measured in: of 7 pixels, whatever stands in for it.

    The digits of Verdana and of DejaVu Sans, its stand-in on Linux, are equally wide; those of the usual
    Calibri are not, and columns a third wider there make the print a third smaller.
    """
    made: Any = workbook
    font = Font(name="Verdana", size=8)
    made._named_styles["Normal"].font = font  # noqa: SLF001 - openpyxl has no public way to it
    made._fonts[0] = font  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Look:
    """One look; `boxed` draws the thin frame of a table around the cell."""

    number_format: str = "@"
    font: str = SONG
    size: float = BODY
    bold: bool = False
    align: str = "left"
    valign: str = "center"
    wrap: bool = True
    boxed: bool = True
    indent: int = 0
    color: str = "000000"


TEXT: Final = Look()
CENTRED: Final = Look(align="center")
FIGURES: Final = Look(MONEY, align="right", wrap=False)
HEADING: Final = Look(font=HEI, align="center")
"""A heading of a table."""
LABEL: Final = Look(font=FANG_SONG, align="center")
"""The name of a field on the form."""
VALUE: Final = Look(font=FANG_SONG, indent=1)
SECTION: Final = Look(font=HEI, size=12, boxed=False, wrap=False)
SECTION_BOXED: Final = Look(font=HEI, size=12)
TITLE: Final = Look(size=20, bold=True, align="center", boxed=False)
"""方正小标宋 is on few machines, and what stands in for a missing font is anyone's guess: 宋体, bold."""
TITLE_LIST: Final = replace(TITLE, size=18)
ATTACHMENT: Final = Look(font=HEI, size=14, boxed=False, wrap=False)
PLAIN: Final = Look(font=FANG_SONG, boxed=False, wrap=False)
PLAIN_WRAPPED: Final = replace(PLAIN, wrap=True)
PLAIN_RIGHT: Final = replace(PLAIN, align="right")
PARAGRAPH: Final = Look(font=FANG_SONG, size=14, boxed=False, valign="top")
TOTAL_LABEL: Final = Look(font=HEI, align="center")
TOTAL: Final = Look(MONEY, font=SONG, bold=True, align="right", wrap=False)
CAPITALS: Final = Look(font=SONG, bold=True)
CHECK: Final = Look("General", font=HEI, align="center", wrap=False)
LIVE_TEXT: Final = Look("General", align="center")
"""A formula that gives a word: in a cell of the format text it would be shown as itself."""
OPEN_AREA: Final = Look(font=FANG_SONG, valign="top")
"""Where something is to be written or stamped by hand."""


def figures(number_format: str, *, bold: bool = False) -> Look:
    """Return the look of figures in a format."""
    return replace(FIGURES, number_format=number_format, bold=bold)


@dataclass(slots=True)
class Looks:
    """The looks of one workbook by their number among its styles; `page` is any sheet of it."""

    page: Page
    _ids: dict[Look, int] = field(default_factory=dict)

    def id_of(self, look: Look) -> int:
        """Return the number of a look."""
        found = self._ids.get(look)
        if found is None:
            found = self._ids[look] = self._make(look)
        return found

    def by_id(self) -> dict[int, Look]:
        """Return the looks by their numbers."""
        return {number: look for look, number in self._ids.items()}

    def _make(self, look: Look) -> int:
        made: Any = WriteOnlyCell(self.page)
        made.number_format = look.number_format
        made.font = Font(name=look.font, size=look.size, bold=look.bold, color=look.color)
        made.alignment = Alignment(
            horizontal=look.align, vertical=look.valign, wrap_text=look.wrap, indent=look.indent
        )
        if look.boxed:
            side = Side("thin", color="000000")
            made.border = Border(left=side, right=side, top=side, bottom=side)
        # Marked as text: what came from outside is never a formula, whoever edits the cell.
        made.quotePrefix = look.number_format == "@"
        return int(made.style_id)
