"""The layout of the ledger workbook: its sheets, their columns in both languages, and what each cell holds.

The columns stand in `resources/ledger/columns.tsv`, one a line; `value` says how a cell reads:

- `text`, `id` (text that is never a number), `ids` (`A; B`), `shares` (`S1=2; S2=1`), `components`
  (`A×2; B×1`)
- `quantity` (thousandths), `int`, `decimal`, `rate` and `fx` (hundred-millionths), `g` and `kg` (mg),
  `km` (m), `hours` (thousandths), `hours_s` (seconds)
- `amount:CURRENCY`, in minor units of the currency that CURRENCY says: a column of the row (with `?`: the
  book's where blank), `book`, `account` (the account's) or `order` (the order line's)
- `day`; `moment` (a date alone is its first moment); `event` (a moment, written as a day where it is a day's
  first); `day_or_moment` (two fields, one for each)
- `code:ENUM`, `yes_no`, `currency`, `market`, `zone`

`sign` is `+` (above 0), `0` (0 and above), `±` (any), `stock` (`+`, but any except 0 for an adjustment).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app import paths
from desktop_app.domain.facts import KIND
from desktop_app.reports.code_words import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

GUIDE_NAMES: Final = {"zh": "说明", "en": "Guide"}
"""The name of the first sheet."""
REASON_HEADINGS: Final = {"zh": "拒绝原因", "en": "Reason refused"}
"""The heading of the last column of a workbook of refused rows; reading takes no notice of it."""

_SHEET_NAMES: Final = {
    "products": "商品",
    "lots": "批次",
    "accounts": "账号",
    "sessions": "场次",
    "sales": "销售",
    "promotions": "推广",
    "shipping": "物流",
    "returns": "退货",
    "stock": "库存变动",
    "rates": "汇率",
    "overheads": "日常费用",
    "repacks": "分级换装",
    "settlements": "结算",
    "payouts": "到账",
    "training": "培训",
    "product_names": "商品名称",
    "fee_rates": "费率",
    "tariffs": "价目表",
}
"""Chinese sheet names by fact kind, in the order in which sheets are written."""
_WHEN_FILLED: Final = frozenset({"product_names", "fee_rates", "tariffs"})
"""Kinds whose sheet is written only where there are rows: a book without them needs none."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: `key` is its English heading, `fields` the record's, `argument` what follows `value:`."""

    key: str
    heading_zh: str
    required: bool
    value: str
    argument: str
    sign: str
    fields: tuple[str, ...]
    guide_zh: str
    guide_en: str

    @property
    def field(self) -> str:
        """The record's field, the first where there are two."""
        return self.fields[0]

    def heading(self, language: str) -> str:
        """Return the heading without its mark of being required."""
        return self.heading_zh if language == "zh" else self.key

    def guide(self, language: str) -> str:
        """Return the sentence that says what the column means."""
        return self.guide_zh if language == "zh" else self.guide_en


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the ledger: the fact kind of its rows, its names, its columns in order.

    `when_filled`: it is written only where there are rows, and in no blank ledger.
    """

    kind: str
    name_en: str
    name_zh: str
    columns: tuple[Column, ...]
    when_filled: bool = False

    def name(self, language: str) -> str:
        """Return the sheet's name in a language."""
        return self.name_zh if language == "zh" else self.name_en

    def column(self, key: str) -> Column:
        """Return a column by its key; KeyError for another."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def columns_by_heading(self) -> dict[str, Column]:
        """Return every heading understood, normalised, with its column."""
        return {
            normalise(heading): column
            for column in self.columns
            for heading in (column.key, column.heading_zh)
        }


@cache
def sheets() -> tuple[Sheet, ...]:
    """Return all sheets, in the order in which they are written."""
    text = (paths.resources_dir() / "ledger" / "columns.tsv").read_text(encoding="utf-8")
    columns: dict[str, list[Column]] = {kind: [] for kind in _SHEET_NAMES}
    for line in text.splitlines()[1:]:
        kind, column = _column(line.split("\t"))
        columns[kind].append(column)
    return tuple(
        Sheet(kind, KIND[kind].sheet, name_zh, tuple(columns[kind]), kind in _WHEN_FILLED)
        for kind, name_zh in _SHEET_NAMES.items()
    )


def _column(cells: list[str]) -> tuple[str, Column]:
    kind, key, heading_zh, required, value, sign, fields, guide_zh, guide_en = cells
    name, _, argument = value.partition(":")
    column = Column(
        key, heading_zh, bool(required), name, argument, sign, tuple(fields.split(",")), guide_zh, guide_en
    )
    return kind, column


@cache
def markets() -> frozenset[str]:
    """Return the codes of countries and regions, ISO 3166-1 with two letters."""
    text = (paths.resources_dir() / "ledger" / "markets.txt").read_text(encoding="ascii")
    return frozenset(text.split())


@cache
def sheet_of(kind: str) -> Sheet:
    """Return the sheet of a fact kind."""
    return next(sheet for sheet in sheets() if sheet.kind == kind)


@cache
def sheets_by_name() -> dict[str, Sheet]:
    """Return every sheet name understood, normalised, with its sheet."""
    return {normalise(name): sheet for sheet in sheets() for name in (sheet.name_en, sheet.name_zh)}


@cache
def guide_names() -> frozenset[str]:
    """Return the normalised names of the sheet that explains, which holds no rows."""
    return frozenset(normalise(name) for name in GUIDE_NAMES.values())


def is_ledger_heading(sheet_name: str, headings: Iterable[object]) -> bool:
    """Tell whether a sheet is one of the ledger's: by its name, and half of its required headings.

    Platforms' sheets are called Sales or Returns, too, and have an order id.
    """
    sheet = sheets_by_name().get(normalise(sheet_name))
    if sheet is None:
        return False
    known = sheet.columns_by_heading()
    found = {known[text] for text in (normalise(str(h)) for h in headings if h is not None) if text in known}
    return 2 * sum(column.required for column in found) >= sum(column.required for column in sheet.columns)
