"""The parts of a workbook that hold cells, taken out of its zip under limits of our own."""

from __future__ import annotations

import re
import zipfile
from contextlib import closing
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.plain_sheet import PlainSheet, read_plain
from desktop_app.importers.workbook_guard import open_checked, unpacking
from desktop_app.zips import ZipLimits, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS: Final = ZipLimits(entries=2_000, total=800_000_000, part=400_000_000, directory=1 << 20)
MAX_AREA: Final = 3_000_000
"""Cells of the rectangle that holds a sheet's cells; beyond it, the sheet must be filled to a quarter."""
FILLED: Final = 4
MAX_ROWS: Final = 300_000
"""Platforms cut their files at some ten thousand rows."""
MAX_ELEMENTS: Final = 24_000_000
"""Signs that begin or end an element: a cell has four to six, so that a sheet holds some four million."""
MAX_STRINGS: Final = 1_000_000
"""Texts that sheets share: 50,000 orders have some ten that are only theirs."""
_LONGEST_RUN: Final = 1 << 20
"""Bytes without the beginning of an element: a cell holds 32,767 characters."""
_MOST_IN_ROW: Final = 2 * 16_384
"""Cells of a row that is not over yet, and what begins with the same letter."""
_CELL_BYTES: Final = 1 << 16
"""How near the end of a piece a cell must begin for the piece to be cut there."""

_WANTED: Final = re.compile(
    r"^(\[content_types\]\.xml|_rels/\.rels|xl/workbook\d*\.xml|xl/_rels/workbook\d*\.xml\.rels"
    r"|xl/sharedstrings\d*\.xml|xl/styles\d*\.xml|xl/worksheets/[^/]+\.xml)$",
    re.IGNORECASE,
)
_BOOK: Final = re.compile(r"^xl/workbook\d*\.xml$", re.IGNORECASE)
# The first look at a sheet of 40 MB must be quick: it knows one way of writing; others get a second look.
_FAR: Final = re.compile(rb' r="(?:[A-Z]{3}|[D-Z][A-Z]\d|[A-Z]*(?:\d{6}|[3-9]\d{4})|[^A-Z0-9])')
_OTHERWISE: Final = (b" r='", b" r =", b"\tr", b"\nr", b"\rr")
_PLAIN_CELL: Final = re.compile(rb' r="([A-Z]*)(\d+)"')
_CELL: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)(\d+)["']""")
# A number kept as text by ="…" and never calculated: the formula is its own result.
_TEXT_FORMULA: Final = re.compile(
    rb"""<c ([^<>]*?)(?: t="str")?><f>(?:"|&quot;)([^"<>&]{0,300})(?:"|&quot;)</f>(?:<v ?/>|<v></v>)?</c>"""
)
_TEXT_FORMULAS: Final = (b'<f>"', b"<f>&quot;")
_STAND_IN: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>{word}</t></is></c></row></sheetData></worksheet>'
)
_STRANGE: Final = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["'](?![A-Z]*\d+["'])""")


def write_safe_workbook(path: Path, target: IO[bytes]) -> dict[str, PlainSheet]:
    """Write a small workbook with the cells, texts and formats of the one at `path`, and nothing else.

    Every part is unpacked here, piece by piece and under limits of its own, so that the parser that comes
    after meets no size that lies, no entity, no cell a million columns away and no more than it can hold.
    A plain sheet is read on the way: it is returned by a word that alone stands in its place.

    Raises UnusableFileError.
    """
    seen_book = False
    plain: dict[str, PlainSheet] = {}
    with (
        unpacking(path),
        open_checked(path, LIMITS) as packed,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as clean,
    ):
        for entry in packed.infolist():
            name = entry.filename.replace("\\", "/").lstrip("/")
            if not _WANTED.match(name):
                continue
            seen_book = seen_book or _BOOK.match(name) is not None
            if not name.lower().startswith("xl/worksheets/"):
                _write_part(path, packed, entry, clean, name, _Look(path, is_sheet=False))
                continue
            with closing(unpacked(packed, entry, LIMITS)) as pieces:
                sheet = read_plain(pieces)
            if sheet is None:
                _write_sheet(path, packed, entry, clean, name)
            else:
                word = token_hex()
                plain[word] = sheet
                clean.writestr(name, _STAND_IN.format(word=word))
    if not seen_book:
        raise UnusableFileError(path, FileFault.NOT_A_WORKBOOK)
    return plain


def _write_sheet(
    path: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, clean: zipfile.ZipFile, name: str
) -> None:
    look = _Look(path, is_sheet=True)
    _write_part(path, packed, entry, clean, name, look)
    if look.far:
        with closing(unpacked(packed, entry, LIMITS)) as pieces:
            _check_area(path, _whole_elements(path, pieces))


def _write_part(
    path: Path,
    packed: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    clean: zipfile.ZipFile,
    name: str,
    look: _Look,
) -> None:
    with (
        closing(unpacked(packed, entry, LIMITS)) as pieces,
        clean.open(name, "w", force_zip64=True) as part,
    ):
        for piece in _whole_elements(path, pieces):
            part.write(look.take(piece))


def _whole_elements(path: Path, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give a part's bytes in pieces that are cut where an element begins, a cell where there is one."""
    rest = b""
    for piece in pieces:
        whole = rest + piece
        at = whole.rfind(b"<c")
        if at < len(whole) - _CELL_BYTES:
            at = whole.rfind(b"<")
        if at <= 0:
            if len(whole) > _LONGEST_RUN:
                raise UnusableFileError(path, FileFault.TOO_LARGE)
            rest = whole
            continue
        rest = whole[at:]
        yield whole[:at]
    yield rest


class _Look:
    """Looks at a part piece by piece; `far` where a sheet's cells need a second look."""

    def __init__(self, path: Path, *, is_sheet: bool) -> None:
        self.far = False
        self._path = path
        self._is_sheet = is_sheet
        self._elements = 0
        self._strings = 0
        self._in_row = 0

    def take(self, piece: bytes) -> bytes:
        """Return a piece as it is to be written. Raises UnusableFileError."""
        # XML may be UTF-16, which no spreadsheet program writes and which these checks would not see through.
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\0" in piece:
            raise UnusableFileError(self._path, FileFault.HOSTILE)
        self._elements += piece.count(b"<")
        if self._is_sheet:
            at = piece.rfind(b"<row")
            self._in_row = piece.count(b"<c", at) if at >= 0 else self._in_row + piece.count(b"<c")
            self.far = self.far or bool(_FAR.search(piece)) or any(way in piece for way in _OTHERWISE)
        else:
            self._strings += piece.count(b"<si")
        many = self._elements > MAX_ELEMENTS or self._strings > MAX_STRINGS
        if many or self._in_row > _MOST_IN_ROW:
            raise UnusableFileError(self._path, FileFault.TOO_MANY_CELLS)
        if b"<f>" in piece and any(start in piece for start in _TEXT_FORMULAS):
            return _TEXT_FORMULA.sub(rb'<c \1 t="inlineStr"><is><t>\2</t></is></c>', piece)
        return piece


def _check_area(path: Path, pieces: Iterator[bytes]) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them fills the memory."""
    letters: set[bytes] = set()
    last_row = cells = 0
    for piece in pieces:
        places = _PLAIN_CELL.findall(piece)
        if len(places) != piece.count(b' r="') or any(way in piece for way in _OTHERWISE):
            if _STRANGE.search(piece):
                raise UnusableFileError(path, FileFault.HOSTILE)
            places = _CELL.findall(piece)
        if places:
            columns, rows = zip(*places, strict=True)
            letters.update(columns)
            last_row = max(last_row, *map(int, rows))
            cells += len(places)
        if last_row > MAX_ROWS:
            break
    width = max(map(_column_number, letters), default=0)
    if width * last_row > max(MAX_AREA, FILLED * cells):
        raise UnusableFileError(path, FileFault.TOO_LARGE)
    if last_row > MAX_ROWS:
        raise UnusableFileError(path, FileFault.TOO_MANY_CELLS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
