"""Looks at a file before any parser does: is it a workbook, whole, and of a sane size unpacked."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError

if TYPE_CHECKING:
    from pathlib import Path

_SMALL: Final = 8 * 2**20
"""Bytes that a workbook may unpack to however well it is packed."""
_RATIO: Final = 150
"""How much larger than packed a real workbook unpacks, at most; sheets of one repeated row reach about 60."""
_LARGEST: Final = 4 * 2**30
_DIRECTORY: Final = 2**20
"""Bytes of a zip's own directory: a workbook has some dozens of entries, not tens of thousands."""
_END_OF_ZIP: Final = struct.Struct("<4s4H2LH")
_OLE2: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_OLE2_DIRECTORY_AT: Final = 0x30
_OLE2_SECTOR_SHIFT_AT: Final = 0x1E
_HEAD: Final = 4096
_ENCRYPTED_FLAG: Final = 1


def open_workbook_zip(path: Path) -> zipfile.ZipFile:
    """Open a workbook's zip after looking at it from outside; the caller closes it.

    Raises UnusableFileError that says what the file is instead, or what is wrong with it.
    """
    head = read_head(path)
    if not head.startswith(b"PK\x03\x04"):
        raise UnusableFileError(path, _what_else(path, head))
    try:
        _check_directory(path)
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError):
        raise UnusableFileError(path, FileFault.DAMAGED) from None
    except OSError as error:
        raise UnusableFileError(path, FileFault.NOT_READABLE, error=error.strerror or "") from error
    try:
        _check_entries(path, archive.infolist())
    except UnusableFileError:
        archive.close()
        raise
    return archive


def read_head(path: Path) -> bytes:
    """Return a file's first bytes; raises UnusableFileError where there are none to read."""
    if path.is_dir():
        raise UnusableFileError(path, FileFault.IS_DIRECTORY)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise UnusableFileError(path, FileFault.NOT_FOUND) from None
    except (OSError, ValueError) as error:
        words = (error.strerror if isinstance(error, OSError) else None) or ""
        raise UnusableFileError(path, FileFault.NOT_READABLE, error=words) from error
    if not head:
        raise UnusableFileError(path, FileFault.EMPTY)
    return head


def _what_else(path: Path, head: bytes) -> FileFault:
    """Name what a file is that is no zip."""
    if head.startswith(_OLE2):
        return FileFault.ENCRYPTED if _is_encrypted(path, head) else FileFault.OLD_XLS
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\0", b"").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<div")):
        return FileFault.HTML
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    printable = not any(byte < ord(" ") and byte not in b"\t\r\n\f\x1a" for byte in head)
    return FileFault.PLAIN_TEXT if utf16 or printable else FileFault.NOT_A_WORKBOOK


def _is_encrypted(path: Path, head: bytes) -> bool:
    """Tell a workbook with a password from an old .xls: both are OLE2, their directories name the streams."""
    try:
        (shift,) = struct.unpack_from("<H", head, _OLE2_SECTOR_SHIFT_AT)
        (sector,) = struct.unpack_from("<L", head, _OLE2_DIRECTORY_AT)
        with path.open("rb") as file:
            file.seek((sector + 1) << min(shift, 12))
            directory = file.read(4 * _HEAD)
    except (OSError, struct.error, ValueError, OverflowError):
        return False
    return "EncryptedPackage".encode("utf-16-le") in directory


def _check_directory(path: Path) -> None:
    """Refuse a zip whose own directory is damaged or absurdly long, before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_OF_ZIP.size - 0xFFFF))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise zipfile.BadZipFile
    directory_size = _END_OF_ZIP.unpack_from(tail, at)[5]
    if directory_size > _DIRECTORY:
        raise UnusableFileError(path, FileFault.TOO_LARGE)


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what is encrypted, packed oddly, or unpacks to far more than it weighs.

    Reading stops at an entry's stated size, so what is stated here is the most that can come out.
    """
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise UnusableFileError(path, FileFault.ENCRYPTED)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise UnusableFileError(path, FileFault.NOT_A_WORKBOOK)
    total = sum(entry.file_size for entry in entries)
    if total > _LARGEST or total > max(_SMALL, _RATIO * path.stat().st_size):
        raise UnusableFileError(path, FileFault.TOO_LARGE)
    for entry in entries:
        if entry.file_size > max(_SMALL, _RATIO * entry.compress_size):
            raise UnusableFileError(path, FileFault.TOO_LARGE)
