"""A claim's workbook in the making: its sheets so far, its looks, and what is across every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop_app.domain.capital_amount import LIMIT_FEN, PREFIX, capital_amount
from desktop_app.excel.claim_workbook.looks import CAPITALS, CHECK, TOTAL_LABEL, Looks
from desktop_app.excel.claim_workbook.sheet import Put, Sheet
from desktop_app.excel.claim_workbook.values import Formula, Ref, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from openpyxl import Workbook

    from desktop_app.excel.cells import Page
    from desktop_app.reports.claim.document import ClaimDocument

AGREES, DIFFERS = "相符", "不符"


@dataclass(slots=True)
class Making:
    """What every sheet of one workbook is made with; `tick` counts rows, and ends the writing by raising."""

    document: ClaimDocument
    workbook: Workbook
    tick: Callable[[int], None]
    sheets: list[Sheet] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    _looks: Looks | None = None

    def new_sheet(self, name: str, widths: list[float], *, landscape: bool) -> Sheet:
        """Add an empty sheet; a second one of the same name gets a number."""
        taken = {sheet.name for sheet in self.sheets}
        given, count = name, 1
        while given in taken:
            count += 1
            given = f"{name}({count})"
        page: Page = self.workbook.create_sheet(given)
        if self._looks is None:
            self._looks = Looks(page)
        document = self.document
        version = f"-{document.version}" if document.version > 1 else ""
        sheet = Sheet(
            name=given,
            looks=self._looks,
            widths=widths,
            landscape=landscape,
            watermark="示例" if document.is_example else "草稿" if document.is_draft else "",
            footer=f"{document.number}{version}".replace("&", "&&"),
            whole_after_jiao=document.whole_after_jiao,
        )
        self.sheets.append(sheet)
        self.pages.append(page)
        return sheet

    def arrange(self, first: Sequence[str]) -> None:
        """Put the sheets of these names (and those numbered after them) first, and say what is printed."""

        def place(pair: tuple[Sheet, Page]) -> int:
            name = pair[0].name.partition("(")[0]
            return first.index(name) if name in first else len(first)

        pairs = sorted(zip(self.sheets, self.pages, strict=True), key=place)
        self.sheets = [sheet for sheet, _page in pairs]
        self.pages = [page for _sheet, page in pairs]
        # openpyxl has no public way to put several sheets in order at once.
        self.workbook._sheets = list(self.pages)  # type: ignore[attr-defined]  # noqa: SLF001
        for sheet, page in pairs:
            page.print_area = sheet.print_area
            if sheet.title_rows is not None:
                page.print_title_rows = "{}:{}".format(*sheet.title_rows)


def fen(amount: int | None) -> Decimal | None:
    """Return fen as yuan."""
    return None if amount is None else in_units(amount, 2)


def in_units(minor: int, decimals: int) -> Decimal:
    """Return an amount in units of its currency; of a list's many rows faster than a Fraction."""
    return Decimal(minor).scaleb(-decimals)


def capitals(amount: Fraction, *, whole_after_jiao: bool = False) -> str:
    """Return an amount of whole fen in capitals, 人民币 before it; nothing beyond what has any."""
    whole = int(amount * 100)
    if abs(whole) >= LIMIT_FEN:
        return ""
    return PREFIX + capital_amount(whole, whole_after_jiao=whole_after_jiao)


def add_capitals(sheet: Sheet, label: str, total: Ref, spans: tuple[int, int, int]) -> None:
    """Add the row with a total in capitals and the cell that says 不符 should the total be changed.

    `spans` are the columns of the label, of the capitals and of the check.
    """
    check = agreement(total.address, total.value)
    puts = [
        Put(label, TOTAL_LABEL, spans[0]),
        Put(capitals(total.value, whole_after_jiao=sheet.whole_after_jiao), CAPITALS, spans[1]),
        Put(check, CHECK, spans[2]),
    ]
    sheet.add(puts)


def agreement(address: str, written: Fraction) -> Formula:
    """Return the check of a cell against the figure that stands beside it in capitals."""
    return Formula(f'IF(ROUND({address},2)={number(written)},"{AGREES}","{DIFFERS}")', AGREES)


def local(address: str) -> str:
    """Return an address without its sheet."""
    return address.rpartition("!")[2]
