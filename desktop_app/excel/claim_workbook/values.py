"""What a cell may hold, and its XML: figures exact, text never a formula, formulas with their value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from desktop_app.domain.subsidy.figure import plain
from desktop_app.excel.cells import has_serial, safe_text
from desktop_app.excel.streaming import serial

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH: Final = date(1899, 12, 30)
_INLINE: Final = ' t="inlineStr"'


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, without its `=`, and what it comes to, kept for whoever does not recalculate."""

    text: str
    value: Fraction | Decimal | str | int


Value = str | int | Fraction | Decimal | date | datetime | Formula | None
"""What stands in a cell; None is an empty one."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure that stands in a cell: its address, from other sheets too, and what it is."""

    address: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its column counted from 0, its style's number, its value."""

    at: int
    style: int
    value: Value = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number: its cells from the left, and its height in points."""

    number: int
    cells: Sequence[Cell]
    height: float | None


def letter(at: int) -> str:
    """Return the name of a column counted from 0."""
    return get_column_letter(at + 1)


def quoted(text: str) -> str:
    """Return text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def number(value: Fraction | Decimal | int) -> str:
    """Return a figure as a formula or a cell writes it: exact where that has an end."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    try:
        return plain(value)
    except ValueError:
        return repr(float(value))


def row_xml(row: Row) -> str:
    """Return the XML of a row."""
    made = "".join([_cell(f"{letter(cell.at)}{row.number}", cell.style, cell.value) for cell in row.cells])
    tall = f' ht="{row.height:g}" customHeight="1"' if row.height is not None else ""
    return f'<row r="{row.number}"{tall}>{made}</row>'


def _cell(place: str, style: int, value: Value) -> str:
    kind, content = "", ""
    match value:
        case None | "":
            return f'<c r="{place}" s="{style}"/>'
        case str():
            kind, content = _INLINE, _text(value)
        case Formula():
            kind = ' t="str"' if isinstance(value.value, str) else ""
            kept = escape(value.value) if isinstance(value.value, str) else number(value.value)
            content = f"<f>{escape(value.text)}</f><v>{kept}</v>"
        case datetime():
            content = f"<v>{serial(value)}</v>"
        case date() if not has_serial(value):
            kind, content = _INLINE, _text(value.isoformat())
        case date():
            content = f"<v>{(value - _EPOCH).days}</v>"
        case int() | Fraction() | Decimal():
            content = f"<v>{number(value)}</v>"
    return f'<c r="{place}" s="{style}"{kind}>{content}</c>'


def _text(text: str) -> str:
    return f'<is><t xml:space="preserve">{escape(safe_text(text))}</t></is>'
