"""Text files of separated values: which encoding, which separator, and their rows."""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_FIELD_CHARACTERS: Final = 32_000_000
MAX_LINE_BYTES: Final = 48 << 20
"""A field of ten megabytes is refused with its row; a line that is longer than this is no row at all."""
SEPARATORS: Final = (",", ";", "\t")
_SAMPLE_BYTES: Final = 65_536
_SAMPLE_ROWS: Final = 20
_BLOCK: Final = 1 << 20
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Leading bytes that Chinese text hardly uses, and that Thai and western text read as GB18030 is full of.
_RARE_SHARE: Final = 10
# Platforms put a tab behind a text so that Excel keeps it: before another separator it separates nothing.
_IDLE_TAB: Final = re.compile(r"\t(?=[,;])")
_END: Final = "\x1dend of file\x1d"


class DelimitedFile:
    """One text file of separated values; each pass over `rows` reads it anew, so memory stays small."""

    def __init__(self, path: Path) -> None:
        """Find encoding and separator. Raises UnusableFileError."""
        self.path = path
        _check_lines(path)
        self.encoding = _encoding(path)
        self.separator = self._separator()

    def rows(self) -> Iterator[list[str]]:
        """Give the rows as texts, NUL characters left out.

        Raises UnusableFileError where a quotation mark is opened and never closed.
        """
        csv.field_size_limit(MAX_FIELD_CHARACTERS)
        with self.path.open(encoding=self.encoding, newline="") as text:
            reader = csv.reader(
                itertools.chain(_without_nul(text), (f"{_END}\n",)),
                delimiter=self.separator,
                skipinitialspace=True,
            )
            before: list[str] | None = None
            try:
                for row in reader:
                    if before is not None:
                        yield before
                    before = row
            except csv.Error as error:
                raise UnusableFileError(self.path, FileFault.DAMAGED) from error
        if before != [_END]:
            raise UnusableFileError(self.path, FileFault.UNBALANCED_QUOTES)

    def _separator(self) -> str:
        """Choose the separator that gives the widest row among the first ones."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            sample = text.read(_SAMPLE_BYTES).replace("\x00", "")
        sample = _IDLE_TAB.sub("", sample)
        csv.field_size_limit(MAX_FIELD_CHARACTERS)
        widths = {}
        for separator in SEPARATORS:
            reader = csv.reader(sample.splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
            widths[separator] = max((len(row) for row in itertools.islice(reader, _SAMPLE_ROWS)), default=0)
        return max(SEPARATORS, key=lambda separator: widths[separator])


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\x00", "") if "\x00" in line else line for line in lines)


def _check_lines(path: Path) -> None:
    """Refuse a file with a line that would fill the memory before it is read as one."""
    length = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            # In UTF-16 too, the byte of a line's end stands there.
            at = max(block.rfind(b"\n"), block.rfind(b"\r"))
            length = len(block) - at - 1 if at >= 0 else length + len(block)
            if length > MAX_LINE_BYTES:
                raise UnusableFileError(path, FileFault.TOO_MANY_CELLS)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_SAMPLE_BYTES)
    for mark, name in _BOMS:
        if start.startswith(mark):
            if not _decodes(path, name):
                raise UnusableFileError(path, FileFault.ENCODING)
            return name
    if guess := _unmarked_utf16(start):
        return guess
    if _decodes(path, "utf-8"):
        return "utf-8"
    high = _high_bytes(path)
    if _decodes(path, "gb18030") and _plausibly_chinese(high):
        return "gb18030"
    # Thai letters are A1 to FB; cp874 gives them all, and a western text has no run of them.
    if _decodes(path, "cp874") and _mostly_thai(high):
        return "cp874"
    for name in ("cp1252", "gb18030"):
        if _decodes(path, name):
            return name
    raise UnusableFileError(path, FileFault.ENCODING)


def _unmarked_utf16(start: bytes) -> str | None:
    """Recognise UTF-16 without its mark: every other byte of the headings is 0."""
    half = len(start) // 2
    if half == 0:
        return None
    if start[1::2].count(0) * 2 > half and start[::2].count(0) * 10 < half:
        return "utf-16-le"
    if start[::2].count(0) * 2 > half and start[1::2].count(0) * 10 < half:
        return "utf-16-be"
    return None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _high_bytes(path: Path) -> list[bytes]:
    """Return the runs of bytes above 7F in the first megabyte."""
    with path.open("rb") as file:
        content = file.read(_BLOCK)
    return content.translate(bytes(byte if byte > 0x7F else 0x20 for byte in range(256))).split()  # noqa: PLR2004


def _plausibly_chinese(runs: list[bytes]) -> bool:
    """Tell Chinese from other text that happens to decode: by how many characters have rare leading bytes."""
    leads = [byte for run in runs for byte in run[::2]]
    rare = sum(0xA4 <= byte <= 0xAF or byte >= 0xF8 for byte in leads)  # noqa: PLR2004
    odd = sum(len(run) % 2 for run in runs)
    return (rare + odd) * _RARE_SHARE <= max(len(leads), 1) * 2


def _mostly_thai(runs: list[bytes]) -> bool:
    """Tell Thai by its runs: four letters and more without a plain one between them."""
    letters = sum(map(len, runs))
    return sum(len(run) for run in runs if len(run) > 3) * 2 > letters  # noqa: PLR2004
