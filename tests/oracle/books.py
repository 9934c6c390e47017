"""Random ledger workbooks for comparing the program with the oracle: `random_book`, `write`, `books`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.oracle.chance import Dice, Record, Value
from tests.oracle.making import Maker
from tests.oracle.workbook import HEADINGS, columns

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy
    from openpyxl.worksheet.worksheet import Worksheet

# Chinese of the codes for which WORKBOOK states it, by sheet and column.
_CHINESE: dict[tuple[str, str], dict[str, str]] = {
    ("Sessions", "status"): {"planned": "计划", "live": "直播中", "closed": "已结束"},
    ("Sessions", "trial"): {"yes": "是", "no": "否"},
    ("Accounts", "role"): {"flagship": "旗舰", "partner": "达人", "shop": "店铺"},
    ("Stock", "kind"): {
        "spoilage": "损耗", "sample": "样品", "gift": "赠品", "adjustment": "盘点调整", "transfer": "调拨",
    },
}  # fmt: skip
_DATE_FORMATS = ("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"')
_TIME_FORMATS = ("yyyy-mm-dd hh:mm", "yyyy/m/d h:mm:ss", "yyyy-mm-dd hh:mm:ss")


@dataclass(frozen=True)
class LedgerBook:
    """The rows of a ledger workbook under English keys, and what the book is to be made with."""

    seed: int
    sheets: dict[str, list[Record]]
    stock_from: date | None


def random_book(seed: int, size: int, *, doubtful: bool = False) -> LedgerBook:
    """A valid book of about `size` sales rows; `doubtful` ones also hold what MODEL leaves open."""
    maker = Maker(seed, size, doubtful=doubtful)
    maker.make()
    return LedgerBook(seed, dict(maker.sheets), maker.stock_from)


def books(*, doubtful: bool = False) -> SearchStrategy[LedgerBook]:
    """A hypothesis strategy over random books of 5 to 40 sales rows."""
    from hypothesis import strategies as st  # noqa: PLC0415  (only the tests that draw books need it)

    return st.builds(
        lambda seed, size: random_book(seed, size, doubtful=doubtful),
        st.integers(0, 2**32),
        st.integers(5, 40),
    )


def write(book: LedgerBook, path: Path | str, language: str = "en") -> None:
    """Writes the workbook as people do: sheets and columns in any order, dates as dates or as text."""
    dice = Dice(f"write/{book.seed}/{language}")
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in dice.shuffled(list(HEADINGS)):
        rows = book.sheets.get(sheet, [])
        if rows or dice.chance(0.5):
            title = HEADINGS[sheet][0] if language == "zh" else sheet
            _Sheet(workbook.create_sheet(title), sheet, language, dice).write(rows)
    workbook.save(path)
    workbook.close()


class _Sheet:
    """Writes one sheet."""

    def __init__(self, page: Worksheet, sheet: str, language: str, dice: Dice) -> None:
        self._page, self._sheet, self._language, self._dice = page, sheet, language, dice

    def write(self, rows: list[Record]) -> None:
        dice, headings = self._dice, columns(self._sheet)
        filled = {key for row in rows for key, value in row.items() if value is not None}
        keys = [key for key in headings if key in filled or dice.chance(0.5)]
        if dice.chance(0.5):
            keys = dice.shuffled(keys)
        self._page.append([headings[key] if self._language == "zh" else key for key in keys])
        number = 1
        for row in rows:
            number += 2 if dice.chance(0.02) else 1  # a blank row now and then
            for column, key in enumerate(keys, start=1):
                if row.get(key) is not None:
                    self._fill(self._page.cell(number, column), key, row[key])

    def _fill(self, cell: Any, key: str, value: Value) -> None:
        dice = self._dice
        if isinstance(value, datetime):
            self._moment(cell, value)
        elif isinstance(value, date):
            if dice.chance(0.4):
                cell.value = value.isoformat()
            else:
                cell.value, cell.number_format = value, dice.pick(_DATE_FORMATS)
        elif isinstance(value, (int, Decimal)):
            number = int(value) if value == int(value) else float(value)
            cell.value = f"{value:f}" if isinstance(value, Decimal) and dice.chance(0.1) else number
        else:
            cell.value = self._word(key, str(value))
            cell.number_format = "@"

    def _moment(self, cell: Any, value: datetime) -> None:
        if self._dice.chance(0.4):
            cell.value = value.strftime(self._dice.pick(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]))
        else:
            cell.value, cell.number_format = value, self._dice.pick(_TIME_FORMATS)

    def _word(self, key: str, value: str) -> str:
        chinese = _CHINESE.get((self._sheet, key), {}).get(value)
        if chinese is None:
            return value
        return chinese if self._dice.chance(0.8 if self._language == "zh" else 0.2) else value
