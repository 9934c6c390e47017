"""The part of a sheet on which an item is reckoned: named lines, each a figure that later ones point at."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.figure import scaled
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Ref, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.excel.claim_workbook.sheet import Sheet

WIDTHS: Final = [6.0, 20.0, 15.5, 15.5, 14.0, 17.0]
"""Columns of the sheet: number, name, and four more."""
MOST_DIGITS: Final = 10
EXACT: Final = "#,##0.00########"


def digits_of(value: Fraction) -> int:
    """Return the decimals of an exact figure, at least two; ten where it has no end."""
    try:
        return min(scaled(value, 2)[1], MOST_DIGITS)
    except ValueError:
        return MOST_DIGITS


def rounded(value: Fraction, digits: int) -> Fraction:
    """Return what ROUND makes of a figure."""
    scale = 10**digits
    return Fraction(round_half_up(value.numerator * scale, value.denominator), scale)


def format_of(figure: Fraction) -> str:
    """Return the number format of a figure that is no money."""
    if figure.denominator == 1:
        return looks.COUNT
    return f"#,##0.{'0' * digits_of(figure)}"


@dataclass(slots=True)
class Desk:
    """Adds lines to a sheet."""

    sheet: Sheet

    def heading(self, text: str) -> None:
        """Add a heading across the sheet."""
        self.sheet.add([Put(text, looks.SECTION_BOXED, len(WIDTHS))], 24)

    def text(self, label: str, said: str) -> None:
        """Add a line of words."""
        self.sheet.add([Put(label, looks.LABEL, 2), Put(said, looks.VALUE, len(WIDTHS) - 2)])

    def line(
        self,
        label: str,
        value: Formula | Fraction,
        said: str = "",
        *,
        bold: bool = False,
        money: bool = True,
    ) -> Ref:
        """Add a line with a figure, and return where it stands."""
        plain = value.value if isinstance(value, Formula) else value
        amount = Fraction(plain) if not isinstance(plain, str) else Fraction(0)
        look = looks.figures(EXACT if money else format_of(amount), bold=bold)
        row = self.sheet.add(
            [
                Put(label, looks.LABEL, 2),
                Put(value, look, 2),
                Put(said, looks.VALUE, len(WIDTHS) - 4),
            ]
        )
        return Ref(self.address(2, row), amount)

    def verdict(self, label: str, condition: str, *, holds: bool, said: str) -> Ref:
        """Add a line that says 是 or 否, live; the figure of its Ref is 1 or 0."""
        formula = Formula(f'IF({condition},"是","否")', "是" if holds else "否")
        row = self.sheet.add(
            [
                Put(label, looks.LABEL, 2),
                Put(formula, looks.LIVE_TEXT, 2),
                Put(said, looks.VALUE, len(WIDTHS) - 4),
            ]
        )
        return Ref(self.address(2, row), Fraction(int(holds)))

    def table(self, headings: Sequence[str]) -> None:
        """Add the headings of a small table."""
        self.sheet.add([Put(heading, looks.HEADING) for heading in headings])

    def address(self, at: int, row: int) -> str:
        """Return the address of a cell."""
        return f"'{self.sheet.name}'!${letter(at)}${row}"

    def area(self, at: int, first: int, last: int) -> str:
        """Return the address of a column's cells."""
        return f"{self.address(at, first)}:${letter(at)}${last}"
