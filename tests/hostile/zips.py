"""Zips that lie, and workbooks that are put together part by part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def worksheet(rows: bytes, before: bytes = b"") -> bytes:
    """Return a sheet's part with these rows."""
    return b'%s<worksheet xmlns="%s">%s<sheetData>%s</sheetData></worksheet>' % (_HEAD, MAIN, before, rows)


def row(number: int, *texts: str) -> bytes:
    """Return a row of texts."""
    cells = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % text.encode() for text in texts)
    return b'<row r="%d">%s</row>' % (number, cells)


def parts(sheet: bytes, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the parts of the smallest workbook, with one sheet, and more."""
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    link = b'<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>'
    links = b'<Relationships xmlns="%s">%%s</Relationships>' % _PACKAGE
    within = link % (1, LINKS, b"worksheet", b"worksheets/sheet1.xml")
    if more and STRINGS in more:
        within += link % (2, LINKS, b"sharedStrings", b"sharedStrings.xml")
    page = b'<sheet name="Orders" sheetId="1" r:id="rId1"/>'
    book = b'<workbook xmlns="%s" xmlns:r="%s"><sheets>' + page + b"</sheets></workbook>"
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": links % (link % (1, LINKS, b"officeDocument", b"xl/workbook.xml")),
        "xl/workbook.xml": book % (MAIN, LINKS),
        "xl/_rels/workbook.xml.rels": links % within,
        SHEET: sheet,
        **(more or {}),
    }


def write(path: Path, entries: Mapping[str, bytes]) -> None:
    """Write entries as a packed zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in entries.items():
            target.writestr(name, content)


def workbook(path: Path, sheet: bytes, **more: bytes) -> None:
    """Write the smallest workbook; `more` are parts by their names with `_` for `/` and no suffix."""
    write(path, parts(sheet, {f"{name.replace('_', '/')}.xml": content for name, content in more.items()}))


def changed(source: str, path: Path, part: str, old: bytes, new: bytes) -> None:
    """Copy a sample workbook with something in one part replaced."""
    with zipfile.ZipFile(fixture(source)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    assert old in entries[part]
    entries[part] = entries[part].replace(old, new, 1)
    write(path, entries)


def with_parts(source: str, path: Path, more: Mapping[str, bytes]) -> None:
    """Copy a sample workbook with parts added or replaced."""
    with zipfile.ZipFile(fixture(source)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    write(path, {**entries, **more})


def deflate(pieces: Iterable[bytes]) -> tuple[bytes, int, int]:
    """Pack pieces that need never stand in memory together; return them packed, their size and checksum."""
    packer, out, size, check = zlib.compressobj(1, zlib.DEFLATED, -15), [], 0, 0
    for piece in pieces:
        out.append(packer.compress(piece))
        size += len(piece)
        check = zlib.crc32(piece, check)
    return b"".join((*out, packer.flush())), size, check


def local(name: bytes, packed: bytes, size: int, check: int, flags: int = 0) -> bytes:
    """Return an entry as it stands before the directory."""
    head = _LOCAL.pack(b"PK\x03\x04", 20, flags, 8, 0, 33, check, len(packed), size, len(name), 0)
    return head + name + packed


def central(name: bytes, at: int, sizes: tuple[int, int, int], flags: int = 0, method: int = 8) -> bytes:
    """Return an entry of the directory; `sizes` are packed, unpacked and checksum."""
    packed, size, check = sizes
    return (
        _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, flags, method, 0, 33, check, packed, size, len(name), 0, 0, 0, 0, 0, at
        )
        + name
    )


def end(count: int, size: int, at: int) -> bytes:
    """Return a zip's last bytes."""
    return _END.pack(b"PK\x05\x06", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), size, at, 0)


def overlapping(path: Path, name: str, content: bytes, times: int) -> None:
    """Write a zip whose directory names the same packed bytes again and again."""
    packed, size, check = deflate([content])
    entry = local(name.encode(), packed, size, check)
    directory = central(name.encode(), 0, (len(packed), size, check)) * times
    path.write_bytes(entry + directory + end(times, len(directory), len(entry)))


def holding_itself(path: Path) -> None:
    """Write a zip whose one entry, unpacked as it stands, is the rest of the zip, directory and all."""
    name = b"again.zip"
    start = _LOCAL.size + len(name)
    directory = len(central(name, 0, (0, 0, 0)))
    rest = directory + _END.size
    head = _LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, 0, rest, rest, len(name), 0) + name
    path.write_bytes(head + central(name, 0, (rest, rest, 0), method=0) + end(1, directory, start))


def nested(path: Path, depth: int = 40) -> None:
    """Write a zip in a zip in a zip."""
    content = bytes(1_000_000)
    for level in range(depth):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for twin in range(4 if level < 3 else 1):
                archive.writestr(f"{twin}.zip", content)
        content = held.getvalue()
    path.write_bytes(content)


def crowded(path: Path, count: int) -> None:
    """Write a zip with so many empty entries that reading its directory alone fills the memory."""
    entry = local(b"a", b"\x03\0", 0, 0)
    with path.open("wb") as file:
        file.write(entry)
        line = central(b"a", 0, (2, 0, 0))
        for _ in range(count // 1000):
            file.write(line * 1000)
        file.write(end(count, len(line) * count, len(entry)))


def lying_in_zip64(path: Path) -> None:
    """Write a zip whose old end says little and whose 64-bit end says that its directory is a crowd."""
    entry = local(b"a", b"\x03\0", 0, 0)
    line = central(b"a", 0, (2, 0, 0))
    count = 60_000
    size = len(line) * count
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, len(entry))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(entry) + size, 1)
    path.write_bytes(entry + line * count + large + locator + end(1, len(line), len(entry)))


def lying_in_size(path: Path) -> None:
    """Write a workbook whose sheet says it unpacks to forty bytes, and unpacks to sixty megabytes."""
    workbook(path, worksheet(b" " * 60_000_000))
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(signature)
        while at >= 0:
            length = 46 if signature == b"PK\x01\x02" else 30
            if content[at + length : at + length + len(SHEET)] == SHEET.encode():
                content[at + offset : at + offset + 4] = (40).to_bytes(4, "little")
            at = content.find(signature, at + 4)
    path.write_bytes(content)


def locked_entry(path: Path) -> None:
    """Write a workbook one of whose entries is said to be encrypted."""
    workbook(path, worksheet(row(1, "Order ID")))
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)


def streamed(path: Path) -> None:
    """Write an honest sample as programs do that do not know sizes beforehand: each follows its bytes."""

    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.whole = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            held = bytes(piece)  # type: ignore[call-overload]
            self.whole += held
            return len(held)

    out = Unseekable()
    with (
        zipfile.ZipFile(fixture("tiktokshop-orders-us.xlsx")) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            with target.open(name, "w") as entry:
                entry.write(source.read(name))
    path.write_bytes(out.whole)
