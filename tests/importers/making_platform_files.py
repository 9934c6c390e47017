"""Platform files made from the fixtures for one test: other encodings, other markets, damaged on purpose."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.fixtures import path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Grid = list[list[Any]]


def grid(name: str, sheet: str | None = None) -> Grid:
    """Return all cells of a fixture, headings first."""
    if name.endswith(".csv"):
        raw = path(name).read_bytes()
        text = raw.decode("utf-8-sig") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("gb18030")
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
    book = openpyxl.load_workbook(path(name))
    page = book[sheet] if sheet else book.worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]


def change(rows: Grid, column: str, value: object, row: int = 1) -> Grid:
    """Set a cell by its heading; row 1 is the first under the headings."""
    rows[row][rows[0].index(column)] = value
    return rows


def write_csv(target: Path, rows: Grid, encoding: str = "utf-8-sig", separator: str = ",") -> Path:
    """Write rows as text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    target.write_bytes(text.getvalue().encode(encoding))
    return target


def write_xlsx(target: Path, **sheets: Grid) -> Path:
    """Write rows as a workbook, one sheet for each argument."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(target)
    return target


def repack(source: Path, target: Path, edit: Callable[[str, bytes], bytes]) -> Path:
    """Copy a workbook's zip with its parts edited."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, edit(entry.filename, old.read(entry)))
    return target
