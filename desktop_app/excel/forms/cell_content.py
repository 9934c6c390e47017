"""What is put into a cell of a form: a number, a day, text with its runs' formats, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.errors import Note
from desktop_app.excel.forms.fields import as_text, is_bare, single
from desktop_app.excel.forms.runs import filled
from desktop_app.excel.forms.spans import attribute, escape

if TYPE_CHECKING:
    from desktop_app.excel.forms.errors import Remarks
    from desktop_app.excel.forms.fields import Line, Value
    from desktop_app.excel.forms.spans import Node, Part
    from desktop_app.excel.forms.workbook import Cell, Workbook

MAX_TEXT: Final = 32_767
"""UTF-16 units that Excel keeps of a cell's text."""
MAX_DIGITS: Final = 15
"""Digits that Excel keeps of a number; what has more is written as text."""
_ZERO_1900: Final = date(1899, 12, 30)
_FIRST_1900: Final = date(1900, 3, 1)
"""The first day that every spreadsheet program counts alike."""
_ZERO_1904: Final = date(1904, 1, 1)
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell's element holds: its type, what is in it as XML, and its format."""

    kind: str | None
    inner: str
    style: int


class Writer:
    """Makes the contents of a workbook's cells."""

    def __init__(self, book: Workbook, remarks: Remarks) -> None:
        """Write for one workbook."""
        self._book = book
        self._remarks = remarks

    def content(self, where: str, cell: Cell, line: Line, prefix: str) -> Content:
        """Return what a cell with fields holds once they are filled in; `prefix` is that of its part."""
        texts = cell.texts
        text = "".join(texts)
        if is_bare(text):
            return Content(None, "", cell.style)
        name = single(text)
        if name is not None:
            value = line.value(name)
            if not isinstance(value, str):
                return self._value(value, cell, prefix)
        runs = [safe_text(run) for run in filled(texts, line)]
        return self._text(where, _trimmed(runs) if name is not None else runs, cell, prefix)

    def _value(self, value: Value, cell: Cell, prefix: str) -> Content:
        if value is None:
            return Content(None, "", cell.style)
        styles = self._book.styles
        if isinstance(value, date):
            serial = self._serial(value)
            if serial is not None and styles is not None and not styles.is_text(cell.style):
                return Content(None, _v(prefix, str(serial)), styles.for_date(cell.style))
        elif isinstance(value, int | Decimal) and is_exact(value):
            return Content(None, _v(prefix, as_text(value)), cell.style)
        return self._text("", [as_text(value)], cell, prefix)

    def _serial(self, day: date) -> int | None:
        if self._book.date1904:
            days = (date(day.year, day.month, day.day) - _ZERO_1904).days
            return days if days >= 0 else None
        plain = date(day.year, day.month, day.day)
        return (plain - _ZERO_1900).days if plain >= _FIRST_1900 else None

    def _text(self, where: str, runs: list[str], cell: Cell, prefix: str) -> Content:
        text = "".join(runs)
        if not text:
            return Content(None, "", cell.style)
        if len(text.encode("utf-16-le", "replace")) // 2 > MAX_TEXT:
            self._remarks.add(where, Note.CUT)
            runs = [text.encode("utf-16-le")[: (MAX_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"]
        styles = self._book.styles
        style = styles.for_text(cell.style, text) if styles is not None else cell.style
        # A value that is no text but is written as text takes the place of the first run alone.
        inner = "".join(
            _run(cell, run, letters, prefix) for run, letters in zip(cell.runs, runs, strict=False) if letters
        )
        return Content("inlineStr", f"<{prefix}is>{inner}</{prefix}is>", style)


def _trimmed(runs: list[str]) -> list[str]:
    """Return runs without the blanks that stood around the one field in them."""
    runs = [run if run.strip() else "" for run in runs]
    full = [at for at, run in enumerate(runs) if run]
    if full:
        runs[full[0]] = runs[full[0]].lstrip()
        runs[full[-1]] = runs[full[-1]].rstrip()
    return runs


def _run(cell: Cell, run: Node, text: str, prefix: str) -> str:
    """Return one run's text as it stands in the cell, with the format of the run."""
    letters = f'<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t>'
    if cell.rich is None or cell.text_part is None or run in cell.rich.children:
        alone = sum(1 for _ in cell.runs) == 1
        return letters if alone else f"<{prefix}r>{letters}</{prefix}r>"
    holder = next(node for node in cell.rich.children if run in node.children)
    look = holder.child("rPr")
    format_of = rebuilt(cell.text_part, look, prefix) if look is not None else ""
    return f"<{prefix}r>{format_of}{letters}</{prefix}r>"


def rebuilt(part: Part, node: Node, prefix: str) -> str:
    """Return an element of one part as it is written in another, whose prefix may differ."""
    attributes = "".join(f' {name}="{attribute(text)}"' for name, text in part.attributes(node).items())
    inside = "".join(rebuilt(part, child, prefix) for child in node.children)
    return f"<{prefix}{node.name}{attributes}>{inside}</{prefix}{node.name}>"


def _v(prefix: str, text: str) -> str:
    return f"<{prefix}v>{text}</{prefix}v>"


def is_exact(value: int | Decimal) -> bool:
    """Tell whether Excel keeps every digit of a number."""
    figure = Decimal(value)
    if not figure.is_finite():
        return False
    return len(figure.normalize().as_tuple().digits) <= MAX_DIGITS


def safe_text(text: str) -> str:
    """Return text as a workbook holds it: control characters escaped, halves of characters replaced."""
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    text = _ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
