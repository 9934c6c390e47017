"""A list with its title, unit, headings, rows and totals, laid out so that no figure is cut in print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from desktop_app.excel.cells import width_of
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.making import Making, add_capitals, local
from desktop_app.excel.claim_workbook.sheet import (
    LEAST_PRINT,
    WIDER,
    Put,
    Sheet,
    lines_of,
    pixels,
    room,
    row_height,
)
from desktop_app.excel.claim_workbook.values import Cell, Formula, Ref, Row, Value, letter, number
from desktop_app.excel.claim_workbook.words import ALWAYS, USED, Column, columns_of, sheet_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Place = Callable[[str], str]
    """Gives the address of a column's cell in the row being made."""
    MakeRow = Callable[[int, Place], Mapping[str, Value]]
    """Gives the values of the row of an index, counted from 0."""

_LOOKS: Final = {
    "text": looks.CENTRED,
    "long": looks.TEXT,
    "id": looks.CENTRED,
    "index": looks.Look(looks.COUNT, align="center", wrap=False),
    "count": looks.figures(looks.COUNT),
    "figure": looks.figures(looks.COUNT),
    "money": looks.FIGURES,
    "rate": looks.figures(looks.RATE),
    "share": looks.figures(looks.SHARE),
    "day": looks.Look(looks.DAY, align="center", wrap=False),
    "moment": looks.Look(looks.MOMENT, align="center", wrap=False),
}
_WRAPS: Final = {"text", "long", "id"}
_UNSUMMED: Final = {
    "sales": {"amount", "refund", "net"},
    "costs": {"amount"},
    "reconciliation": {"orders_amount", "settled", "payout_amount", "fee", "difference"},
}
"""Columns in several currencies, which have no total."""
_ADDS_UP: Final = {"money", "count", "figure"}
_NARROW: Final = 6
"""Columns up to which the unit takes two of them."""
_COMFORT: Final = 9.0
"""Points at which a list is printed as long as no text is broken for it."""
_PLENTY: Final = 16
"""Columns beyond which none is printed for merely having something in it."""
_GROWS_TO: Final = 34.0
FIRST: Final = 4
"""The first row of a list: below its title, what it is about with its unit, and its headings."""
HEADING_ROWS: Final = (2, 3)


@dataclass(slots=True)
class Listed:
    """A list as it stands on its sheet."""

    sheet: Sheet
    columns: list[Column]
    count: int
    decimals: Mapping[str, int]
    totals: dict[str, Ref] = field(default_factory=dict)

    def at(self, key: str) -> int:
        """Return where a column stands, counted from 0."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def cell(self, key: str, row: int) -> str:
        """Return the address of a cell, from other sheets too."""
        return f"'{self.sheet.name}'!${letter(self.at(key))}${row}"

    def area(self, key: str) -> str:
        """Return the address of a column's rows."""
        name = letter(self.at(key))
        return f"'{self.sheet.name}'!${name}${FIRST}:${name}${FIRST + max(self.count, 1) - 1}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list is to be; `wanted` names the columns that its schemes ask for."""

    kind: str
    title: str
    about: str
    count: int
    row: MakeRow
    unit: str = "元"
    wanted: frozenset[str] = frozenset()
    landscape: bool = True
    looks: Mapping[tuple[int, str], looks.Look] = field(default_factory=dict)
    """Looks of single cells, by index and column, where a column's own does not fit them."""


@dataclass(frozen=True, slots=True)
class _Styles:
    """The numbers of the styles of columns, and of single cells."""

    columns: Sequence[int]
    cells: Mapping[tuple[int, str], int]


def add_list(making: Making, plan: Plan) -> Listed:
    """Add a sheet with a list; totals come after it."""
    columns, widths, printed, decimals = _lay_out(plan)
    sheet = making.new_sheet(sheet_name(plan.kind), widths, landscape=plan.landscape)
    sheet.printed = printed
    sheet.title_rows = HEADING_ROWS
    sheet.frozen = f"A{FIRST}"
    sheet.add([Put(plan.title, looks.TITLE_LIST, printed)], 34)
    unit = 0 if not plan.unit else 3 if printed > _NARROW else 2
    stated = [Put(f"单位:{plan.unit}", looks.PLAIN_RIGHT, unit)] if unit else []
    sheet.add([Put(plan.about, looks.PLAIN_WRAPPED, printed - unit), *stated])
    sheet.add([Put(column.heading, looks.HEADING) for column in columns])
    listed = Listed(sheet=sheet, columns=columns, count=plan.count, decimals=decimals)
    if plan.count == 0:
        sheet.add([Put(None, looks.TEXT) for _column in columns], 21)
        return listed
    sheet.heights += _heights(plan, columns, widths, printed)
    # Looks are made now: the rows come when the workbook's styles are written already.
    styles = _Styles(
        [sheet.looks.id_of(_look_of(column, decimals)) for column in columns],
        {place: sheet.looks.id_of(look) for place, look in plan.looks.items()},
    )
    sheet.stream(plan.count, _rows(making, plan, listed, styles))
    sheet.filtered = f"A3:{letter(len(columns) - 1)}{FIRST + plan.count - 1}"
    return listed


def add_totals(listed: Listed, label: str, totals: Mapping[str, tuple[str, Fraction]]) -> None:
    """Add the row of totals: a formula and what it comes to for each of some columns."""
    places = {listed.at(key): value for key, value in totals.items()}
    first = min(places)
    puts = [Put(label, looks.TOTAL_LABEL, first)]
    for at in range(first, len(listed.columns)):
        made = places.get(at)
        look = looks.figures(_format_of(listed.columns[at], listed.decimals), bold=True)
        puts.append(Put(None if made is None else Formula(*made), look))
    row = listed.sheet.add(puts)
    for key, (_formula, value) in totals.items():
        listed.totals[key] = Ref(listed.cell(key, row), value)


def add_total_capitals(listed: Listed, label: str, key: str) -> None:
    """Add a total in capitals with its check."""
    total = listed.totals[key]
    printed = listed.sheet.printed
    ends = 2
    add_capitals(
        listed.sheet, label, Ref(local(total.address), total.value), (ends, printed - 2 * ends, ends)
    )


def add_signers(sheet: Sheet, names: Sequence[str]) -> None:
    """Add the line where those who made and checked a list sign."""
    sheet.blank()
    blank = " " * 22
    sheet.add([Put(blank.join(f"{name}：" for name in names), looks.PLAIN, sheet.printed)], 26)


def total_of(listed: Listed, key: str, value: Fraction, digits: int = 2) -> tuple[str, Fraction]:
    """Return the sum of a whole column."""
    return f"ROUND(SUM({local(listed.area(key))}),{digits})", value


# Layout -------------------------------------------------------------------------------------------------


def _lay_out(plan: Plan) -> tuple[list[Column], list[float], int, Mapping[str, int]]:
    """Return the columns, those printed first, their widths, how many are printed, and decimals."""
    columns = columns_of(plan.kind, plan.unit)
    widest, decimals = _widest(plan, columns)
    least = {column.key: _least(column, widest[column.key]) for column in columns}
    shown = [column for column in columns if column.use == ALWAYS or column.use in plan.wanted]
    for column in (one for one in columns if one.use == USED and widest[one.key]):
        if len(shown) < _PLENTY:
            shown.append(column)
    limit = room(landscape=plan.landscape)
    while pixels(least[column.key] for column in shown) > limit:
        spare = sorted((column.use == USED, at) for at, column in enumerate(shown) if column.use != ALWAYS)
        if not spare:
            break
        del shown[spare[-1][1]]
    chosen = {column.key for column in shown}
    printed = [column for column in columns if column.key in chosen]
    # Beside the paper stands every other column of the page, an empty one too: it is there to be filled in.
    rest = [column for column in columns if column.key not in chosen]
    widths = _stretched([least[column.key] for column in printed], printed, widest, plan)
    widths += [max(least[column.key], min(widest[column.key] + 2, _GROWS_TO)) for column in rest]
    return printed + rest, widths, len(printed), decimals


def _least(column: Column, widest: float) -> float:
    return column.least if column.kind in _WRAPS else max(column.least, widest * WIDER + 1.2)


def _stretched(
    widths: list[float], columns: Sequence[Column], widest: Mapping[str, float], plan: Plan
) -> list[float]:
    """Give the room that is left to the columns whose texts would be broken, then to all texts alike."""
    limit = max(room(landscape=plan.landscape) * LEAST_PRINT / _COMFORT, pixels(widths))
    page = room(landscape=plan.landscape, smallest=0)
    wishes = [
        max(0.0, min(widest[column.key] * 1.12 + 2, _GROWS_TO) - width) if column.kind in _WRAPS else 0.0
        for column, width in zip(columns, widths, strict=True)
    ]
    spare = (limit - pixels(widths)) / 7
    if spare > 0 and sum(wishes) > 0:
        share = min(1.0, spare / sum(wishes))
        widths = [width + wish * share for width, wish in zip(widths, wishes, strict=True)]
    left = (page - pixels(widths)) / 7
    if left > 0:
        widths = [width * (1 + left / sum(widths)) for width in widths]
    # Down to hundredths: rounded up, the columns together could pass the page.
    return [int(width * 100) / 100 for width in widths]


def _widest(plan: Plan, columns: Sequence[Column]) -> tuple[dict[str, float], dict[str, int]]:
    """Return how wide the widest text of each column is, and the decimals of its figures."""
    widest = dict.fromkeys((column.key for column in columns), 0.0)
    decimals: dict[str, int] = {}
    kinds = {column.key: column.kind for column in columns}
    for index in range(plan.count):
        for key, value in plan.row(index, _nowhere).items():
            if value is None or value == "":
                continue
            text = shown_text(value, kinds[key])
            widest[key] = max(widest[key], _units(text))
            if kinds[key] == "figure":
                decimals[key] = max(decimals.get(key, 0), len(text.partition(".")[2]))
    for column in columns:
        # A total is wider than what it is made of, and bold.
        if column.kind in _ADDS_UP and widest[column.key] and column.key not in _UNSUMMED.get(plan.kind, ()):
            more = len(str(plan.count)) + 1 if plan.count > 1 else 0
            widest[column.key] = (widest[column.key] + more) * 1.06
    return widest, decimals


def _nowhere(_key: str) -> str:
    return "A1"


def _heights(plan: Plan, columns: Sequence[Column], widths: Sequence[float], printed: int) -> Iterator[float]:
    wraps = [
        (column, width)
        for column, width in zip(columns[:printed], widths, strict=False)
        if column.kind in _WRAPS
    ]
    for index in range(plan.count):
        values = plan.row(index, _nowhere)
        lines = 1
        for column, width in wraps:
            value = values.get(column.key)
            if value is not None and value != "":
                lines = max(lines, _lines(shown_text(value, column.kind), width))
        yield row_height(lines)


@lru_cache(maxsize=8192)
def _lines(text: str, width: float) -> int:
    return lines_of(text, width)


@lru_cache(maxsize=8192)
def _units(text: str) -> float:
    # Points, commas and hyphens are half as wide as a digit.
    return len(text) - 0.45 * sum(map(text.count, ".,-")) if text.isascii() else width_of(text)


def _rows(making: Making, plan: Plan, listed: Listed, styles: _Styles) -> Iterator[Row]:
    names = {column.key: letter(at) for at, column in enumerate(listed.columns)}
    heights = listed.sheet.heights
    for index in range(plan.count):
        row = FIRST + index
        values = plan.row(index, partial(_place, names, row))
        cells = [
            Cell(at, styles.cells.get((index, column.key), styles.columns[at]), values.get(column.key))
            for at, column in enumerate(listed.columns)
            if at < listed.sheet.printed or values.get(column.key) is not None
        ]
        making.tick(1)
        yield Row(row, cells, heights[row - 1])


def _place(names: Mapping[str, str], row: int, key: str) -> str:
    return f"{names[key]}{row}"


def _look_of(column: Column, decimals: Mapping[str, int]) -> looks.Look:
    return looks.figures(_format_of(column, decimals)) if column.kind == "figure" else _LOOKS[column.kind]


def _format_of(column: Column, decimals: Mapping[str, int]) -> str:
    """Return a column's number format; all its figures show the same decimals."""
    if column.kind == "figure" and decimals.get(column.key):
        return f"#,##0.{'0' * decimals[column.key]}"
    return _LOOKS[column.kind].number_format


def shown_text(value: Value, kind: str) -> str:
    """Return a value as its column shows it, for its width."""
    if isinstance(value, Formula):
        value = value.value
    match value:
        case str():
            return value
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case int() | Fraction() | Decimal():
            if kind == "money":
                return f"{Decimal(number(value)) if isinstance(value, Fraction) else value:,.2f}"
            return f"{value:,}" if isinstance(value, int) else number(value)
    return ""
