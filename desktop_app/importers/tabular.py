"""Any file of rows and columns, opened safely whatever its name says: sheets of raw cells."""

from __future__ import annotations

import io
import logging
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.delimited import DelimitedFile
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.workbook_guard import read_head
from desktop_app.importers.zip_parts import write_safe_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop_app.importers.plain_sheet import PlainSheet

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds: text as it stands, a typed number or date of a workbook, or nothing ("" or None)."""

MAX_FILE_BYTES: Final = 400_000_000
MAX_COLUMNS: Final = 16_384
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BINARY: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"SQLite format 3",
    b"Rar!",
    b"7z\xbc",
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet: `rows` gives its rows from the first on, anew at each call; a text file is one sheet."""

    name: str
    hidden: bool = False
    rows: Callable[[], Iterator[list[Any]]]

    def head(self, count: int) -> list[list[Any]]:
        """Return the first rows."""
        return list(islice(self.rows(), count))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A file of sheets, in the order they stand in it; `kind` is `xlsx` or `text`."""

    path: Path
    kind: str
    sheets: tuple[RawSheet, ...]


def open_table(path: Path) -> RawTable:
    """Open a workbook or a text file of separated values, whatever its name ends in.

    Raises UnusableFileError with the fault for anything that is neither.
    """
    start = _start(path)
    if start.startswith(_ZIP):
        return RawTable(path=path, kind="xlsx", sheets=_workbook_sheets(path))
    if start.startswith(_OLE2):
        raise UnusableFileError(path, _ole2_fault(path))
    if start.startswith(_BINARY):
        raise UnusableFileError(path, FileFault.NOT_A_WORKBOOK)
    if _is_markup(start):
        raise UnusableFileError(path, FileFault.HTML)
    text = DelimitedFile(path)
    return RawTable(path=path, kind="text", sheets=(RawSheet(name="", rows=text.rows),))


def _start(path: Path) -> bytes:
    start = read_head(path)
    size = path.stat().st_size
    if not start.strip(b"\x00 \t\r\n"):
        raise UnusableFileError(path, FileFault.EMPTY)
    if size > MAX_FILE_BYTES:
        raise UnusableFileError(path, FileFault.TOO_LARGE)
    return start


def _is_markup(start: bytes) -> bool:
    """Tell a web page or an XML spreadsheet from text: both are passed on under a workbook's name."""
    text = start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    return text.startswith(
        (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<head", b"<style", b"<div", b"mime-version")
    )


def _ole2_fault(path: Path) -> FileFault:
    """Tell a workbook with a password from one of before 2007: both are OLE2 containers."""
    with path.open("rb") as file:
        content = file.read(4_000_000)
    return FileFault.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in content else FileFault.OLD_XLS


def _workbook_sheets(path: Path) -> tuple[RawSheet, ...]:
    # A file of its own, not memory: what is unpacked would stand there twice, here and in the parser.
    with tempfile.NamedTemporaryFile(prefix="bozhang-", suffix=".xlsx", delete=False) as clean:
        place = Path(clean.name)
        try:
            plain = write_safe_workbook(path, clean)
            clean.close()
            return tuple(_standing_in(sheet, plain) for sheet in _sheets_of(path, place))
        finally:
            clean.close()
            # Gone from the folder at once, and from the disk as soon as the parser lets go of it.
            with suppress(OSError):
                place.unlink()


def _standing_in(sheet: RawSheet, plain: dict[str, PlainSheet]) -> RawSheet:
    """Give the rows of a plain sheet where the sheet has nothing but the word for it."""

    def rows() -> Iterator[list[Any]]:
        given = sheet.rows()
        for first in given:
            if first and first[0] in plain:
                yield from plain[first[0]].rows()
                return
            yield first
            yield from given

    return replace(sheet, rows=rows)


def _sheets_of(path: Path, clean: Path) -> tuple[RawSheet, ...]:
    # On first need: the program starts without it.
    import python_calamine as calamine  # noqa: PLC0415

    try:
        book = calamine.CalamineWorkbook.from_path(str(clean))
        return tuple(
            RawSheet(
                name=meta.name,
                hidden=meta.visible is not calamine.SheetVisibleEnum.Visible,
                rows=_calamine_rows(path, book, meta.name),
            )
            for meta in book.sheets_metadata
            if meta.typ is calamine.SheetTypeEnum.WorkSheet
        )
    except calamine.CalamineError:
        log.info("calamine cannot open a workbook; openpyxl tries", exc_info=True)
    return _openpyxl_sheets(path, io.BytesIO(clean.read_bytes()))


def _calamine_rows(path: Path, book: Any, name: str) -> Callable[[], Iterator[list[Any]]]:
    sheets: list[Any] = []

    def rows() -> Iterator[list[Any]]:
        if not sheets:
            try:
                sheets.append(book.get_sheet_by_name(name))
            # calamine's panics are no Exception; whatever it meets in a sheet, the file is damaged.
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                    raise
                raise UnusableFileError(path, FileFault.DAMAGED) from error
            if sheets[0].width > MAX_COLUMNS:
                raise UnusableFileError(path, FileFault.TOO_MANY_CELLS)
        # calamine gives the empty rows above the first cell, but leaves out the empty columns before it.
        start = sheets[0].start
        left = [""] * (start[1] if start else 0)
        for row in sheets[0].iter_rows():
            yield left + row

    return rows


def _openpyxl_sheets(path: Path, content: io.BytesIO) -> tuple[RawSheet, ...]:
    import openpyxl  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(content, read_only=True, data_only=True)
    # openpyxl lets through whatever its parsers, zip and XML raise on a damaged file.
    except Exception as error:
        raise UnusableFileError(path, FileFault.DAMAGED) from error

    def rows_of(sheet: Any) -> Callable[[], Iterator[list[Any]]]:
        def rows() -> Iterator[list[Any]]:
            sheet.reset_dimensions()
            try:
                yield from (list(row) for row in sheet.iter_rows(values_only=True))
            except Exception as error:
                raise UnusableFileError(path, FileFault.DAMAGED) from error

        return rows

    return tuple(
        RawSheet(name=sheet.title, hidden=sheet.sheet_state != "visible", rows=rows_of(sheet))
        for sheet in book.worksheets
    )
