"""The parts of a workbook that hold cells, taken out of its zip under limits of our own."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError

if TYPE_CHECKING:
    from pathlib import Path

MAX_ENTRIES: Final = 2_000
MAX_PART_BYTES: Final = 400_000_000
MAX_TOTAL_BYTES: Final = 800_000_000
MAX_RATIO: Final = 150
"""Unpacked ÷ packed: sheets pack 10 to 60 times; deflate reaches 1,032 with nothing but one byte."""
RATIO_FROM_BYTES: Final = 10_000_000
"""Below this a file may be as empty as it likes."""
MAX_AREA: Final = 3_000_000
"""Cells of the rectangle that holds a sheet's cells; beyond it, the sheet must be filled to a quarter."""
FILLED: Final = 4
_PIECE: Final = 1 << 20

_WANTED: Final = re.compile(
    r"^(\[content_types\]\.xml|_rels/\.rels|xl/workbook\d*\.xml|xl/_rels/workbook\d*\.xml\.rels"
    r"|xl/sharedstrings\d*\.xml|xl/styles\d*\.xml|xl/worksheets/[^/]+\.xml)$",
    re.IGNORECASE,
)
_BOOK: Final = re.compile(r"^xl/workbook\d*\.xml$", re.IGNORECASE)
# The first look at a sheet of 40 MB must be quick: it knows one way of writing; others get a second look.
_FAR: Final = re.compile(rb' r="(?:[A-Z]{3}|[D-Z][A-Z]\d|[A-Z]*(?:\d{6}|[3-9]\d{4})|[^A-Z0-9])')
_OTHERWISE: Final = (b" r='", b" r =", b"\tr", b"\nr", b"\rr")
_CELL: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]*)(\d+)["']""")
# A number kept as text by ="…" and never calculated: the formula is its own result.
_TEXT_FORMULA: Final = re.compile(
    rb"""<c ([^<>]*?)(?: t="str")?><f>(?:"|&quot;)([^"<>&]{0,300})(?:"|&quot;)</f>(?:<v ?/>|<v></v>)?</c>"""
)
_TEXT_FORMULAS: Final = (b'<f>"', b"<f>&quot;")
_STRANGE: Final = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*["'](?![A-Z]*\d+["'])""")


def safe_workbook(path: Path) -> io.BytesIO:
    """Return a small workbook with the cells, texts and formats of the one at `path`, and nothing else.

    Every part is unpacked here, under limits of its own, so that the parser that comes after meets no
    size that lies, no entity and no cell a million columns away.

    Raises UnusableFileError.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = _parts(path, packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise UnusableFileError(path, FileFault.DAMAGED) from error
    except OSError as error:
        raise UnusableFileError(path, FileFault.NOT_READABLE, error=error.strerror or "") from error
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    clean.seek(0)
    return clean


def _parts(path: Path, packed: zipfile.ZipFile) -> dict[str, bytes]:
    entries = packed.infolist()
    total = sum(entry.file_size for entry in entries)
    size = max(sum(entry.compress_size for entry in entries), 1)
    if len(entries) > MAX_ENTRIES or total > MAX_TOTAL_BYTES:
        raise UnusableFileError(path, FileFault.TOO_LARGE)
    if total > RATIO_FROM_BYTES and total // size > MAX_RATIO:
        raise UnusableFileError(path, FileFault.TOO_LARGE)
    parts: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/").lstrip("/")
        if not _WANTED.match(name):
            continue
        if entry.flag_bits & 1:
            raise UnusableFileError(path, FileFault.ENCRYPTED)
        if entry.file_size > MAX_PART_BYTES:
            raise UnusableFileError(path, FileFault.TOO_LARGE)
        content = _unpack(path, packed, entry)
        _check_part(path, name, content)
        if b"<f>" in content and any(start in content for start in _TEXT_FORMULAS):
            content = _TEXT_FORMULA.sub(rb'<c \1 t="inlineStr"><is><t>\2</t></is></c>', content)
        parts[name] = content
    if not any(_BOOK.match(name) for name in parts):
        raise UnusableFileError(path, FileFault.NOT_A_WORKBOOK)
    return parts


def _unpack(path: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack an entry in pieces: a size that lies is found out before the memory is full."""
    pieces = []
    size = 0
    with packed.open(entry) as part:
        while piece := part.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > entry.file_size:
                raise UnusableFileError(path, FileFault.DAMAGED)
    return b"".join(pieces)


def _check_part(path: Path, name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnusableFileError(path, FileFault.HOSTILE)
    # XML may be UTF-16, which no spreadsheet program writes and which these checks would not see through.
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:64]:
        raise UnusableFileError(path, FileFault.HOSTILE)
    if name.lower().startswith("xl/worksheets/") and (
        _FAR.search(content) or any(way in content for way in _OTHERWISE)
    ):
        _check_area(path, content)


def _check_area(path: Path, content: bytes) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them fills the memory."""
    if _STRANGE.search(content):
        raise UnusableFileError(path, FileFault.HOSTILE)
    letters: set[bytes] = set()
    last_row = 0
    cells = 0
    for match in _CELL.finditer(content):
        letters.add(match[1])
        last_row = max(last_row, int(match[2]))
        cells += 1
    width = max(map(_column_number, letters), default=0)
    if width * last_row > max(MAX_AREA, FILLED * cells):
        raise UnusableFileError(path, FileFault.TOO_LARGE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
