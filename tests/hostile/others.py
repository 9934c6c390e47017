"""What is no file to read, books and backups that were tampered with, schemes, forms and photos."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from desktop_app import paths
from desktop_app.store import Book
from desktop_app.store.backup import backup
from tests.excel.forms.making import Strings, workbook_parts
from tests.excel.forms.making import write as write_form
from tests.excel.forms.word_form import word
from tests.fixtures import path as fixture
from tests.importers.making_ledgers import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")


def ole2(stream: str) -> bytes:
    """Return the head and the directory of an OLE2 file with one stream."""
    head = bytearray(512)
    head[:8] = _OLE2
    struct.pack_into("<H", head, 0x1E, 9)
    return bytes(head) + stream.encode("utf-16-le").ljust(512, b"\0")


# Things in a folder that are no files --------------------------------------------------------------------


def pipe(path: Path) -> None:
    """Make a pipe into which nobody ever writes."""
    os.mkfifo(path)


def link_to(target: str) -> Callable[[Path], object]:
    """Return a maker of a link."""
    return lambda path: path.symlink_to(target)


def folder(path: Path) -> None:
    """Make a folder with nothing in it."""
    path.mkdir()


def crowded_folder(path: Path) -> None:
    """Make a folder of more files than any platform hands out at once."""
    path.mkdir()
    for number in range(600):
        (path / f"{number}.csv").write_bytes(b"1")


def looping(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def zipped_link(path: Path) -> None:
    """Write a zip that holds a link to a file elsewhere on this computer."""
    link = zipfile.ZipInfo("orders.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")


def vietnamese(path: Path) -> None:
    """Copy a sample of a country in which the book has no shop."""
    shutil.copyfile(fixture("tiktokshop-orders-vn.xlsx"), path)


# Books ---------------------------------------------------------------------------------------------------


def book(path: Path) -> None:
    """Make an empty book."""
    Book.create(path).close()


def book_with(statement: str) -> Callable[[Path], object]:
    """Return a maker of a book into whose schema somebody wrote."""

    def make(path: Path) -> None:
        book(path)
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

    return make


def book_patched(offset: int, content: bytes) -> Callable[[Path], object]:
    """Return a maker of a book whose head says something else."""

    def make(path: Path) -> None:
        book(path)
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(content)

    return make


def book_cut(size: int) -> Callable[[Path], object]:
    """Return a maker of a book that was copied in part."""

    def make(path: Path) -> None:
        book(path)
        path.write_bytes(path.read_bytes()[:size])

    return make


def stray_journal(path: Path) -> None:
    """Make a book beside which the journal of another one lies."""
    book(path)
    path.with_name(path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(4_000))


def _backup(path: Path) -> Path:
    made = path.with_name("made.bozhang")
    with Book.create(made) as opened:
        found = backup(opened, path.parent / "kept").path
    found.rename(path)
    manifest = found.with_name(found.name + ".json")
    manifest.rename(path.with_name(path.name + ".json"))
    return path.with_name(path.name + ".json")


def backup_leading_out(path: Path) -> None:
    """Make a backup whose list of evidence names a file elsewhere on this computer."""
    manifest = _backup(path)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["evidence"] = ["../../../../etc/passwd"]
    manifest.write_text(json.dumps(said), encoding="utf-8")


def backup_with_deep_manifest(path: Path) -> None:
    """Make a backup whose list is a hundred thousand brackets."""
    _backup(path).write_text("[" * 100_000, encoding="utf-8")


def backup_with_huge_manifest(path: Path) -> None:
    """Make a backup whose list is a gigabyte of nothing."""
    with _backup(path).open("r+b") as file:
        file.truncate(10**9)


def backup_cut(path: Path) -> None:
    """Make a backup that was copied in part."""
    _backup(path)
    path.write_bytes(path.read_bytes()[:-4_096])


# Schemes -------------------------------------------------------------------------------------------------


def scheme(**more: object) -> bytes:
    """Return an example scheme with something changed."""
    example = min((paths.resources_dir() / "schemes").glob("*.json"))
    return json.dumps({**json.loads(example.read_text(encoding="utf-8")), **more}).encode()


def huge_scheme(path: Path) -> None:
    """Write a hundred megabytes of JSON."""
    with path.open("wb") as file:
        file.write(b'{"id": "')
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b'"}')


# Forms ---------------------------------------------------------------------------------------------------


def sheet_form(page: bytes) -> Callable[[Path], object]:
    """Return a maker of a county's form whose only sheet is as given."""

    def make(path: Path) -> None:
        parts = workbook_parts({"表": ""}, Strings())
        write_form(path, {**parts, "xl/worksheets/sheet1.xml": page})

    return make


def word_form(document: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Return a maker of a county's form in Word whose text is changed."""

    def make(path: Path) -> None:
        word(path)
        rewrite(path, "word/document.xml", document)

    return make


def many_elements(_text: bytes) -> bytes:
    """Return two million elements whose names do not repeat, so that no ratio gives them away."""
    return b"<a>" + b"".join(b"<b%x/>" % at for at in range(2_000_000)) + b"</a>"


# Photos --------------------------------------------------------------------------------------------------


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def png(width: int, height: int, *chunks: tuple[bytes, bytes], lines: bytes = b"") -> bytes:
    """Return a picture with chunks of any kind before its lines."""
    head = _chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    body = b"".join(_chunk(*one) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + body + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def _zeros(megabytes: int) -> bytes:
    """Return millions of zeros as zlib packs them: one packed block, repeated."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    check = (megabytes * 1_000_000 % 65_521) << 16 | 1
    return first + more * (megabytes - 1) + b"\x03\0" + struct.pack(">L", check)


def huge_photo(path: Path) -> None:
    """Write a picture of 60,000 × 60,000 pixels, nearly whole, in four megabytes."""
    path.write_bytes(png(60_000, 60_000, lines=_zeros(3_600)))


def photo_of_more(path: Path) -> None:
    """Write a picture of one pixel whose lines go on for a gigabyte."""
    path.write_bytes(png(1, 1, lines=_zeros(1_000)))


def photo_with_bombs(path: Path) -> None:
    """Write a picture whose colour profile and comments unfold to a hundred megabytes each."""
    chunks = [
        (b"iCCP", b"a\0\0" + _zeros(100)),
        *[(b"zTXt", b"k%d\0\0" % at + _zeros(100)) for at in range(3)],
    ]
    path.write_bytes(png(1, 1, *chunks, lines=zlib.compress(b"\0\0")))


def cut_photo(path: Path) -> None:
    """Write a picture that was copied in part."""
    path.write_bytes(png(200, 200, lines=zlib.compress(bytes(201 * 200), 0))[:20_000])


def huge_pdf(path: Path) -> None:
    """Write a PDF of two gigabytes, nearly all of it a hole."""
    path.write_bytes(b"%PDF-1.7\n")
    with path.open("r+b") as file:
        file.truncate(2 * 2**30)
