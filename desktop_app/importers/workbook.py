"""Reads the cells of an .xlsx as a stream: what Excel shows as text, number, date or moment.

openpyxl believes the dimensions a file states and takes ten times as long; python-calamine does not say
whether a cell's format shows a time, and lays out every cell up to the last one. A ledger needs the formats,
and an attacker chooses the last cell, so the sheets' XML is read here, by expat, row after row.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Self
from xml.parsers import expat

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.number_formats import Shows, shows
from desktop_app.importers.sheet_xml import DEEPEST, SheetParser, StringsParser, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

from desktop_app.importers.workbook_guard import open_workbook_zip, unpacking

MAX_STRINGS: Final = 2_000_000
"""Texts that sheets share: a million order lines have some two that are only theirs."""
_CHUNK: Final = 256 * 1024
_LONGEST_RUN: Final = 4 << 20
"""Bytes without the beginning of an element, which the parser would hold whole."""
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's moment has no zone of its own
_DAYS_1904: Final = 1462
_LAST_SERIAL: Final = 2_958_466
"""The day after 9999-12-31."""


class NumberText(str):
    """A numeric cell, as the digits that stand in the file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a value: an Excel error such as `#N/A`, or a formula that was never computed."""

    text: str


Cell = str | NumberText | bool | date | datetime | time | CellError
"""What a cell holds: text, a number's digits, yes or no, a day, a moment without zone, a time, an error."""


class Workbook:
    """An open .xlsx; close it, or use it in a with statement."""

    def __init__(self, path: Path) -> None:
        """Open and look through the workbook's own parts; raises UnusableFileError."""
        self.path = path
        self._archive = open_workbook_zip(path)
        try:
            self._read_parts()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    @property
    def sheet_names(self) -> list[str]:
        """The names of the sheets, in order."""
        return list(self._sheets)

    def rows(self, sheet: str) -> Generator[tuple[int, dict[int, Cell]], None, None]:
        """Yield each row that has cells: its number from 1, and its cells by column from 0.

        Whoever does not read to the end closes it. Raises UnusableFileError where the file turns out to be
        damaged or hostile.
        """
        self._load_strings()
        parser = SheetParser()
        held: tuple[int, dict[int, Cell]] | None = None
        for _ in self._feed(self._sheets[sheet], parser.parser):
            for number, raw in parser.take():
                cells: dict[int, Cell] = {
                    column: text if kind == "inlineStr" else self._cell(kind, style, text)
                    for column, (kind, style, text) in raw.items()
                }
                if held is not None and held[0] == number:
                    held[1].update(cells)
                    continue
                if held is not None:
                    yield held
                held = number, cells
        if held is not None:
            yield held

    # Parts -----------------------------------------------------------------------------------------------

    def _read_parts(self) -> None:
        main = next(
            (target for kind, target in self._relations("", "_rels/.rels") if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        if main not in self._archive.namelist():
            raise UnusableFileError(self.path, FileFault.NOT_A_WORKBOOK)
        folder, name = posixpath.split(main)
        links = self._archive_links(folder, posixpath.join(folder, "_rels", f"{name}.rels"))
        self._sheets: dict[str, str] = {}
        self._shift = 0

        def start(element: str, attributes: dict[str, str]) -> None:
            match local_name(element):
                case "sheet":
                    link = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
                    if link in links and links[link][0] == "worksheet":
                        self._sheets[attributes.get("name", "")] = links[link][1]
                case "workbookPr":
                    self._shift = _DAYS_1904 if attributes.get("date1904") in {"1", "true"} else 0
                case "worksheet" | "Workbook":
                    raise UnusableFileError(self.path, FileFault.NOT_A_WORKBOOK)

        self._parse(main, start)
        by_kind = {kind: target for kind, target in links.values()}  # noqa: C416 - pairs by kind, the last wins
        self._strings_part = by_kind.get("sharedStrings")
        self._strings: list[str] | None = None
        self._formats = self._read_styles(by_kind.get("styles"))
        self._shown: dict[str | None, Shows] = {}
        if not self._sheets:
            raise UnusableFileError(self.path, FileFault.NOT_A_WORKBOOK)

    def _archive_links(self, folder: str, part: str) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: dict[str, str]) -> None:
            if local_name(element) == "Relationship":
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                found[attributes.get("Id", "")] = kind, posixpath.normpath(whole)

        if part in self._archive.namelist():
            self._parse(part, start)
        return found

    def _relations(self, folder: str, part: str) -> list[tuple[str, str]]:
        return list(self._archive_links(folder, part).values())

    def _read_styles(self, part: str | None) -> list[Shows]:
        """Return what the format of each cell style shows."""
        codes: dict[int, str] = {}
        formats: list[Shows] = []
        inside = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            match local_name(element):
                case "numFmt":
                    codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
                case "cellXfs":
                    inside = True
                case "cellStyles" | "dxfs" | "cellStyleXfs":
                    inside = False
                case "xf" if inside:
                    number = _whole(attributes.get("numFmtId"))
                    formats.append(shows(number, codes.get(number)))

        if part is not None and part in self._archive.namelist():
            self._parse(part, start)
        return formats

    def _load_strings(self) -> None:
        if self._strings is None:
            parser = StringsParser()
            if self._strings_part is not None and self._strings_part in self._archive.namelist():
                self._count_strings(self._strings_part)
                for _ in self._feed(self._strings_part, parser.parser):
                    pass
            self._strings = parser.strings

    def _count_strings(self, part: str) -> None:
        """Refuse more texts than are held, before the slower parser meets them."""
        count = 0
        with unpacking(self.path), self._archive.open(part) as file:
            while piece := file.read(_CHUNK):
                count += piece.count(b"<si")
                if count > MAX_STRINGS:
                    raise UnusableFileError(self.path, FileFault.TOO_MANY_CELLS)

    # XML -------------------------------------------------------------------------------------------------

    def _parse(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        parser = expat.ParserCreate()
        depth = 0

        def begin(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise ValueError(depth)
            start(element, attributes)

        def end(_element: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler = begin
        parser.EndElementHandler = end
        for _ in self._feed(part, parser):
            pass

    def _feed(self, part: str, parser: Any) -> Iterator[None]:
        """Hand a part to a parser in pieces; yields after each, so that rows can be taken off."""

        def refuse(*_declared: object) -> None:
            # No spreadsheet program writes a DTD; every entity attack needs one.
            raise UnusableFileError(self.path, FileFault.HOSTILE)

        parser.StartDoctypeDeclHandler = refuse
        try:
            with self._archive.open(part) as file:
                run = 0
                while piece := file.read(_CHUNK):
                    run = 0 if b"<" in piece else run + len(piece)
                    if run > _LONGEST_RUN:
                        raise UnusableFileError(self.path, FileFault.TOO_LARGE)
                    parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
                    yield
            parser.Parse(b"", True)  # noqa: FBT003
            yield
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError):
            raise UnusableFileError(self.path, FileFault.DAMAGED) from None
        except OSError as error:
            raise UnusableFileError(self.path, FileFault.NOT_READABLE, error=error.strerror or "") from error

    # Cells -----------------------------------------------------------------------------------------------

    def _cell(self, kind: str, style: str | None, text: str) -> Cell:
        if kind == "n":
            shown = self._shown.get(style)
            if shown is None:
                shown = self._shown[style] = self._format(style)
            if shown is Shows.NOTHING:
                return NumberText(text)
            return _moment(text, shown, self._shift) or NumberText(text)
        match kind:
            case "s":
                strings = self._strings or []
                index = _whole(text)
                return strings[index] if 0 <= index < len(strings) else CellError("#REF!")
            case "b":
                return text.strip() in {"1", "true"}
            case "e":
                return CellError(text)
            case _:
                return text

    def _format(self, style: str | None) -> Shows:
        index = _whole(style)
        return self._formats[index] if 0 <= index < len(self._formats) else Shows.NOTHING


def _whole(text: str | None) -> int:
    """Read an index of the file; -1 where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004


def _moment(text: str, shown: Shows, shift: int) -> date | datetime | time | None:
    """Turn an Excel serial into what its format shows; None where it is no moment at all.

    Seconds are rounded: a serial keeps them to about a thousandth.
    """
    try:
        serial = float(text) + shift
    except ValueError:
        return None
    if not 0 <= serial < _LAST_SERIAL:
        return None
    moment = _EPOCH_1900 + timedelta(seconds=round(serial * 86_400))
    if shown is Shows.DATE:
        return (_EPOCH_1900 + timedelta(days=int(serial))).date()
    return moment.time() if serial < 1 else moment
