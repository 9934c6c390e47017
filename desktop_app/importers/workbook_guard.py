"""Looks at a file before any parser does: is it a workbook, whole, and of a sane size unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from desktop_app.devices import NoFileError, refuse_devices
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.zips import BadZipError, ZipFault, ZipLimits, open_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS: Final = ZipLimits(entries=2_000, total=4 << 30, part=4 << 30, directory=1 << 20)
"""A ledger's sheets are read as a stream, so that what they unpack to may be more than the memory."""
_FAULTS: Final = {
    ZipFault.DAMAGED: FileFault.DAMAGED,
    ZipFault.TOO_LARGE: FileFault.TOO_LARGE,
    ZipFault.ENCRYPTED: FileFault.ENCRYPTED,
    ZipFault.OTHER_PACKING: FileFault.NOT_A_WORKBOOK,
}
_OLE2: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_OLE2_DIRECTORY_AT: Final = 0x30
_OLE2_SECTOR_SHIFT_AT: Final = 0x1E
_HEAD: Final = 4096


def open_workbook_zip(path: Path) -> zipfile.ZipFile:
    """Open a workbook's zip after looking at it from outside; the caller closes it.

    Raises UnusableFileError that says what the file is instead, or what is wrong with it.
    """
    head = read_head(path)
    if not head.startswith(b"PK\x03\x04"):
        raise UnusableFileError(path, _what_else(path, head))
    return open_checked(path, LIMITS)


def open_checked(path: Path, limits: ZipLimits) -> zipfile.ZipFile:
    """Open a zip that keeps within limits. Raises UnusableFileError."""
    try:
        return open_zip(path, limits)
    except BadZipError as error:
        raise UnusableFileError(path, _FAULTS[error.fault]) from error
    except OSError as error:
        raise UnusableFileError(path, FileFault.NOT_READABLE, error=error.strerror or "") from error


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Turn what unpacking a zip raises into UnusableFileError."""
    try:
        yield
    except BadZipError as error:
        raise UnusableFileError(path, _FAULTS[error.fault]) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise UnusableFileError(path, FileFault.DAMAGED) from error
    except OSError as error:
        raise UnusableFileError(path, FileFault.NOT_READABLE, error=error.strerror or "") from error


def read_head(path: Path) -> bytes:
    """Return a file's first bytes; raises UnusableFileError where there are none to read."""
    if path.is_dir():
        raise UnusableFileError(path, FileFault.IS_DIRECTORY)
    try:
        refuse_devices(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise UnusableFileError(path, FileFault.NOT_FOUND) from None
    except NoFileError:
        raise UnusableFileError(path, FileFault.NO_FILE) from None
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
