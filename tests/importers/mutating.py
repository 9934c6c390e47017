"""Platform files as other people would have them: the same figures in another dress, and in parts."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean, word_key
from desktop_app.importers.delimited import DelimitedFile
from desktop_app.importers.figures import decimal_sign, dissect, plain
from desktop_app.importers.formats import load_words
from desktop_app.importers.mapped_sheet import collect
from desktop_app.importers.moments import day_month_order, read_stamp
from desktop_app.importers.recognise import find_header
from desktop_app.usecases.importing.platform import recognise_file
from tests.importers.making_platform_files import repack, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from desktop_app.importers.formats import Column, Format
    from desktop_app.importers.moments import Stamp

Grid = list[list[Any]]
TITLES: Final = ("导出时间 2026-11-01", "Report of the period", "店铺名称：山货铺", "ข้อมูลคำสั่งซื้อ")
NEW_HEADINGS: Final = ("New measure", "新增列", "Kolom baru", "Cột mới", "Remark 2", "คอลัมน์ใหม่")
SIGNS: Final = {"USD": "$", "CNY": "¥", "THB": "฿", "IDR": "Rp", "VND": "₫", "MYR": "RM"}
NUMBERS: Final = frozenset({"money", "decimal", "weight_kg", "weight_g"})
DATES: Final = frozenset({"date", "moment"})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One file taken apart: `before` its headings, `rows` of data, `extra` other rows under the headings.

    `fields` are its mapped columns by place; `market_dates` is the order of day and month of its market.
    """

    form: Format
    kind: str
    encoding: str
    separator: str
    name: str
    before: Grid
    headings: list[str]
    rows: Grid
    extra: Grid
    totals: Grid = field(default_factory=list)
    totals_first: bool = False
    after: Grid = field(default_factory=list)
    fields: dict[int, Column] = field(default_factory=dict)
    others: dict[str, Grid] = field(default_factory=dict)
    market_dates: str = "ymd"
    market_decimal: str = "."
    currency: str = "CNY"
    faulty: bool = False


def take_apart(path: Path, *, market_dates: str, market_decimal: str, currency: str) -> Sheet:
    """Read a sample: which of its rows are data is told by its ids, as the reader tells it."""
    found = recognise_file(path)
    grid = [list(row) for row in found.match.sheet.rows()]
    head = found.match.header_row
    words = load_words()
    match = find_header(found.match.sheet, grid[:20], found.format.main, words)
    assert match is not None
    numbers = {
        row.number for row in collect(match, found.format.main, words, narrow=found.table.kind == "text").rows
    }
    under = list(enumerate(grid[head:], start=head + 1))
    first, last = min(numbers), max(numbers)
    text = DelimitedFile(path) if found.table.kind == "text" else None
    return Sheet(
        form=found.format,
        kind=found.table.kind,
        encoding=text.encoding if text else "",
        separator=text.separator if text else "",
        name=found.match.sheet.name or "Sheet1",
        before=grid[: head - 1],
        headings=[clean(cell) for cell in grid[head - 1]],
        rows=[row for number, row in under if number in numbers],
        extra=[row for number, row in under if number < first],
        after=[row for number, row in under if number > last],
        fields={place: found.format.main.columns[name] for name, place in match.columns.items()},
        others={
            sheet.name: [list(row) for row in sheet.rows()]
            for sheet in found.table.sheets
            if sheet is not found.match.sheet
        },
        market_dates=market_dates,
        market_decimal=market_decimal,
        currency=currency,
    )


def put_together(sheet: Sheet, target: Path) -> Path:
    """Write the file."""
    above, below = (sheet.totals, []) if sheet.totals_first else ([], sheet.totals)
    grid = [*sheet.before, sheet.headings, *sheet.extra, *above, *sheet.rows, *below, *sheet.after]
    if sheet.kind == "xlsx":
        others = {name: rows for name, rows in sheet.others.items() if name != sheet.name}
        written = write_xlsx(target, **others, **{sheet.name: grid})
        return _with_faults(written, len(sheet.before) + 1) if sheet.faulty else written
    rows = [[_as_text(cell) for cell in row] for row in grid]
    return write_csv(target, rows, sheet.encoding, sheet.separator)


def _with_faults(workbook: Path, header: int) -> Path:
    """Write each sheet's dimension as one cell, and each heading in a row element of its own."""
    whole = workbook.rename(workbook.with_suffix(".whole"))

    def edit(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        text = _DIMENSION.sub('<dimension ref="A1:A1"', content.decode())

        def taken_apart(row: re.Match[str]) -> str:
            return "".join(f"{row[1]}{cell}</row>" for cell in _CELL.findall(row[2])) or row[0]

        return re.sub(rf'(<row r="{header}"[^>]*>)(.*?)</row>', taken_apart, text, flags=re.DOTALL).encode()

    return repack(whole, workbook, edit)


_DIMENSION: Final = re.compile('<dimension ref="[^"]*"')
_CELL: Final = re.compile(r"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)


def _as_text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return clean(cell) if isinstance(cell, float | date) else str(cell)


# What other people's files have ------------------------------------------------------------------------


def reorder(sheet: Sheet, random: Random) -> Sheet:
    """Put the columns in another order."""
    order = list(range(len(sheet.headings)))
    random.shuffle(order)

    def turned(row: list[Any]) -> list[Any]:
        full = [*row, *[""] * (len(order) - len(row))]
        return [full[place] for place in order]

    return replace(
        sheet,
        headings=turned(sheet.headings),
        rows=[turned(row) for row in sheet.rows],
        extra=[turned(row) for row in sheet.extra],
        totals=[turned(row) for row in sheet.totals],
        # A row of a total or a footer keeps its label in its first cell, as programs write them.
        after=[],
        fields={order.index(place): column for place, column in sheet.fields.items()},
    )


def drop(sheet: Sheet, random: Random) -> Sheet:
    """Leave out half of the columns that no field takes."""
    unused = [place for place in range(len(sheet.headings)) if place not in sheet.fields]
    for place in reversed(unused):
        if random.random() < 0.5:
            sheet = without(sheet, place)
    return sheet


def without(sheet: Sheet, gone: int) -> Sheet:
    """Leave out one column."""

    def cut(row: list[Any]) -> list[Any]:
        return [cell for place, cell in enumerate(row) if place != gone]

    return replace(
        sheet,
        headings=cut(sheet.headings),
        rows=[cut(row) for row in sheet.rows],
        extra=[cut(row) for row in sheet.extra],
        totals=[cut(row) for row in sheet.totals],
        after=[cut(row) for row in sheet.after],
        fields={place - (place > gone): column for place, column in sheet.fields.items() if place != gone},
    )


def add(sheet: Sheet, random: Random) -> Sheet:
    """Put in columns that nobody knows, with figures, dates and words in them."""
    for heading in random.sample(NEW_HEADINGS, 3):
        place = random.randint(1, len(sheet.headings))
        value = random.choice(["", "88", "12.50", "2026-10-03", "x", "-", "5,000.00", "合计"])

        def widened(
            row: list[Any], cell: object, place: int = place, width: int = len(sheet.headings)
        ) -> list[Any]:
            full = [*row, *[""] * (width - len(row))]
            return [*full[:place], cell, *full[place:]]

        sheet = replace(
            sheet,
            headings=widened(sheet.headings, heading),
            rows=[widened(row, value) for row in sheet.rows],
            extra=[widened(row, "") for row in sheet.extra],
            totals=[widened(row, "") for row in sheet.totals],
            after=[widened(row, "") for row in sheet.after],
            fields={at + (at >= place): column for at, column in sheet.fields.items()},
        )
    return sheet


def rename(sheet: Sheet, random: Random) -> Sheet:
    """Write the headings as other languages and other months do: synonyms, case, spaces, wide letters."""
    headings = list(sheet.headings)
    taken = {word_key(heading) for heading in headings}
    for place, column in sheet.fields.items():
        own = [one for one in column.headings if word_key(one) not in taken]
        # Where the file has two headings for one field, which of them counts is not to change.
        if len(taken & set(map(word_key, column.headings))) > 1:
            own = []
        if own and random.random() < 0.5:
            headings[place] = random.choice(own)
            taken.add(word_key(headings[place]))
        headings[place] = random.choice(_DRESSES)(headings[place])
    return replace(sheet, headings=headings)


_DRESSES: Final[tuple[Callable[[str], str], ...]] = (
    str,
    lambda text: f"  {text}\t",
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", "  ").replace("（", " (").replace("）", ")"),
    lambda text: text.replace("(", "（").replace(")", "）"),
    lambda text: text.replace(" ", "\n", 1),
)


def restyle_numbers(sheet: Sheet, random: Random) -> Sheet:
    """Write amounts as another program or market does, all of the file alike."""
    styles = _styles(sheet)
    style = random.choice(styles)
    rows = [list(row) for row in sheet.rows]
    for place, column in sheet.fields.items():
        if column.reading in NUMBERS:
            _restyle_column(rows, place, column, sheet, style)
    return replace(sheet, rows=rows)


def _styles(sheet: Sheet) -> list[str]:
    found = ["plain", "points", "spaces", "wide", "brackets"]
    if sheet.market_decimal == "," or sheet.currency not in load_words().without_decimals:
        found += ["commas", "comma_spaces"]
    if sheet.form.kind in {"orders", "returns", "income"}:
        found += ["code", "code_after"]
        found += ["sign", "sign_after"] if sheet.currency in SIGNS else []
    return found + (["cells"] * 2 if sheet.kind == "xlsx" else [])


def _restyle_column(rows: Grid, place: int, column: Column, sheet: Sheet, style: str) -> None:
    whole = sheet.currency in load_words().without_decimals and column.reading == "money"
    sign = decimal_sign(
        [row[place] for row in rows if place < len(row)], without_decimals=whole, usual=sheet.market_decimal
    )
    for row in rows:
        if place >= len(row) or isinstance(row[place], bool):
            continue
        figure = dissect(row[place])
        if figure is None or figure.after == "%":
            continue
        value = Decimal(plain(figure.body, "." if figure.before == "#" else sign))
        value = -value if figure.negative else value
        if style == "cells":
            row[place] = float(value)
            continue
        row[place] = _written(value, style, sheet.currency if column.reading == "money" else "", whole=whole)


def _written(value: Decimal, style: str, currency: str, *, whole: bool) -> str:
    exponent = value.as_tuple().exponent
    decimals = 0 if whole else max(2, -exponent if isinstance(exponent, int) else 0)
    text = f"{abs(value):,.{decimals}f}"
    minus = "-" if value < 0 else ""
    swapped = text.translate(str.maketrans(",.", ".,"))
    return {
        "plain": minus + text.replace(",", ""),
        "spaces": minus + text.replace(",", " "),
        "wide": minus + "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in text),
        "brackets": f"({text})" if minus else text,
        "commas": minus + swapped,
        "comma_spaces": minus + swapped.replace(".", "\u00a0"),
        "code": f"{currency} {minus}{text}".strip(),
        "code_after": f"{minus}{text} {currency}".strip(),
        "sign": minus + SIGNS.get(currency, "") + text,
        "sign_after": minus + text + SIGNS.get(currency, ""),
    }.get(style, minus + text)


def restyle_dates(sheet: Sheet, random: Random) -> Sheet:
    """Write dates as another program does, all of the file alike."""
    styles = ["iso", "slashes", "bare", "letters", "iso_t", "chinese"]
    if sheet.market_dates in {"dmy", "mdy"}:
        styles += ["market", "market_bare"]
    if sheet.market_dates == "mdy":
        styles.append("half_days")
    if sheet.kind == "xlsx":
        styles += ["cells", "serials"]
    style = random.choice(styles)
    places = [place for place, column in sheet.fields.items() if column.reading in DATES]
    cells = [row[place] for row in sheet.rows for place in places if place < len(row)]
    order = day_month_order(cells, None if sheet.market_dates == "ymd" else sheet.market_dates)
    rows = [list(row) for row in sheet.rows]
    for row in rows:
        for place in places:
            stamp = read_stamp(row[place], order) if place < len(row) and clean(row[place]) else None
            if stamp is not None and stamp.offset is None:
                row[place] = _dated(stamp, style, sheet.market_dates)
    return replace(sheet, rows=rows)


def _dated(stamp: Stamp, style: str, market: str) -> Any:
    day, clock = stamp.day, stamp.time
    if style in {"cells", "serials"}:
        moment: Any = datetime.combine(day, clock) if clock else day
        if style == "cells":
            return moment
        whole = (day - date(1899, 12, 30)).days
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second if clock else 0
        return whole + seconds / 86_400 if seconds else whole
    at = f" {clock:%H:%M:%S}" if clock else ""
    if style.startswith("market") or style == "half_days":
        one, two = (day.day, day.month) if market == "dmy" else (day.month, day.day)
        text = f"{one}/{two}/{day.year}" if style == "market_bare" else f"{one:02}/{two:02}/{day.year}"
        return text + (f" {clock:%I:%M:%S %p}" if clock and style == "half_days" else at)
    plain_day = {
        "slashes": f"{day:%Y/%m/%d}",
        "bare": f"{day.year}/{day.month}/{day.day}",
        "letters": f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}",
        "chinese": f"{day.year}年{day.month}月{day.day}日",
    }.get(style, day.isoformat())
    return plain_day + (at.replace(" ", "T") if style == "iso_t" else at)


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def add_banner(sheet: Sheet, random: Random) -> Sheet:
    """Put title rows and empty rows above the headings."""
    titles: Grid = [[random.choice(TITLES)], []] * random.randint(1, 3)
    return replace(sheet, before=[*titles, *sheet.before])


def add_description(sheet: Sheet, random: Random) -> Sheet:
    """Put a row under the headings that says in words what the columns hold."""
    words = [
        "Platform unique order ID.",
        "Current status of it.",
        "The amount of it",
        "what the column holds",
    ]
    row = [words[0], *(random.choice(words) for _ in sheet.headings[1:])]
    return replace(sheet, extra=[row, *sheet.extra])


def add_total(sheet: Sheet, random: Random) -> Sheet:
    """Put a row of totals behind the data, or before it, and a footer after that."""
    row: list[Any] = [""] * len(sheet.headings)
    for place, column in sheet.fields.items():
        if column.reading == "money":
            figures = [figure for cells in sheet.rows if (figure := _plain(cells, place)) is not None]
            row[place] = f"{sum(figures)}" if figures else ""
    label = random.choice(["合计", "Total", "总计", "Total of 2 results", "TOTAL", "Jumlah total"])
    first = min(
        (place for place in range(len(row)) if not row[place]),
        default=0,
    )
    row[first] = label
    first = random.random() < 0.3
    footer = [] if first else [["数据来源：平台后台"]]
    return replace(sheet, totals=[row], totals_first=first, after=[*sheet.after, *footer])


def _plain(cells: list[Any], place: int) -> Decimal | None:
    try:
        return Decimal(str(cells[place]).replace(",", ""))
    except (ArithmeticError, IndexError):
        return None


def as_other_kind(sheet: Sheet, random: Random) -> Sheet:
    """Save a workbook's sheet as text, and a text as a workbook."""
    if sheet.kind == "text":
        return replace(sheet, kind="xlsx", name="导出")
    if sheet.form.sheets or sheet.form.labels:
        return sheet
    return replace(sheet, kind="text", encoding="utf-8-sig", separator=random.choice(",;\t"))


def re_encode(sheet: Sheet, random: Random) -> Sheet:
    """Write the text in another encoding, with another separator."""
    if sheet.kind != "text":
        return sheet
    text = io.StringIO()
    csv.writer(text).writerows([sheet.headings, *sheet.before, *sheet.rows, *sheet.extra, *sheet.after])
    fitting = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp874", "cp1252"]
    random.shuffle(fitting)
    for name in fitting:
        try:
            text.getvalue().encode(name)
        except UnicodeEncodeError:
            continue
        return replace(sheet, encoding=name, separator=random.choice(",;\t"))
    raise AssertionError


def retype(sheet: Sheet, random: Random) -> Sheet:
    """Keep counts and amounts as number cells where they were text, ids as wrapped text."""
    rows = [list(row) for row in sheet.rows]
    wraps: tuple[Callable[[str], str], ...] = (
        lambda text: f"{text}\t",
        lambda text: f"'{text}",
        lambda text: f'="{text}"',
        lambda text: f"@{text}",
        lambda text: f" {text} ",
    )
    wrap = random.choice(wraps)
    for row in rows:
        for place, column in sheet.fields.items():
            if place >= len(row):
                continue
            text = clean(row[place])
            if column.reading == "id" and text and text not in {"-", "/"}:
                row[place] = wrap(text)
            elif column.reading == "count" and text.isdecimal():
                row[place] = int(text) if sheet.kind == "xlsx" else text
    return replace(sheet, rows=rows)


def repeat_headings(sheet: Sheet, random: Random) -> Sheet:
    """Let the headings and an empty row stand again among the data, as in sheets that were put together."""
    place = random.randint(0, len(sheet.rows))
    again: Grid = [[""] * len(sheet.headings), list(sheet.headings)]
    return replace(sheet, rows=[*sheet.rows[:place], *again, *sheet.rows[place:]])


def make_faulty(sheet: Sheet, _: Random) -> Sheet:
    """Give a workbook the faults that platforms' own programs write."""
    return replace(sheet, faulty=True)


def put_tails(sheet: Sheet, random: Random) -> Sheet:
    """Put a tab behind headings and texts, as platforms do so that Excel keeps them; or a mark before ids."""
    mark = random.choice(["\t", " ", "'"])

    def tailed(cell: Any, column: Column | None) -> Any:
        if not isinstance(cell, str) or not cell or column is None:
            return cell
        if mark == "'":
            return f"'{cell}" if column.reading == "id" and cell[0].isalnum() else cell
        return cell + mark

    rows = [[tailed(cell, sheet.fields.get(place)) for place, cell in enumerate(row)] for row in sheet.rows]
    heads = sheet.headings if mark == "'" else [f"{heading}{mark}" for heading in sheet.headings]
    return replace(sheet, headings=heads, rows=rows)


def write_blanks(sheet: Sheet, random: Random) -> Sheet:
    """Write nothing otherwise in columns of figures: a dash, a stroke, what Excel says of it."""
    word = random.choice(["-", "--", "---", "/", "—", "N/A", "#N/A", "#DIV/0!"])
    figures = {place for place, column in sheet.fields.items() if column.reading in {"money", "count"}}
    rows = [
        [
            word if place in figures and clean(cell) in {"", "-", "/"} else cell
            for place, cell in enumerate(row)
        ]
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


MUTATIONS: Final[dict[str, Callable[[Sheet, Random], Sheet]]] = {
    "reorder": reorder,
    "drop": drop,
    "add": add,
    "rename": rename,
    "kind": as_other_kind,
    "encode": re_encode,
    "numbers": restyle_numbers,
    "dates": restyle_dates,
    "types": retype,
    "banner": add_banner,
    "description": add_description,
    "total": add_total,
    "again": repeat_headings,
    "faults": make_faulty,
    "tails": put_tails,
    "blanks": write_blanks,
}
ORDER: Final = ("numbers", "dates", "types", "drop", "add", "rename", "total", "description", "reorder")
"""What is done first where several are: a total is of the figures as they are written in the end."""


def mix(sheet: Sheet, random: Random) -> tuple[str, Sheet]:
    """Do several of them at once; return which."""
    names = [
        name for name in (*ORDER, "banner", "again", "kind", "encode", "faults") if random.random() < 0.5
    ]
    for name in names:
        sheet = MUTATIONS[name](sheet, random)
    return "+".join(names), sheet


def split(sheet: Sheet, random: Random, parts: int) -> list[Sheet]:
    """Cut the rows into overlapping parts; the rows of one order stay together, as platforms give them."""
    ids = [place for place, column in sheet.fields.items() if column.reading == "id"]
    orders = [place for place in ids if sheet.fields[place].field in {"order_id", "entry"}]
    filled = [place for place in ids if sheet.fields[place].filled]
    key = next(iter(orders or filled), None)
    groups: dict[str, Grid] = {}
    for number, row in enumerate(sheet.rows):
        if not any(row) or row == sheet.headings:
            continue
        name = clean(row[key]) if key is not None else str(number)
        groups.setdefault(name, []).append(row)
    names = list(groups)
    random.shuffle(names)
    chosen: list[set[str]] = [set() for _ in range(parts)]
    for number, name in enumerate(names):
        for place in {number % parts, random.randrange(parts)}:
            chosen[place].add(name)
    return [
        replace(
            sheet,
            rows=[row for name in groups if name in part for row in groups[name]],
            totals=[],
            after=[],
        )
        for part in chosen
        if part
    ]
