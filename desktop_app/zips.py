"""Zips from outside, workbooks and forms among them: looked at before anything in them is unpacked."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

PIECE: Final = 1 << 18
"""Bytes that are unpacked at a time."""
_END: Final = struct.Struct("<4s4H2LH")
_SIZE_AT: Final = 12
"""Where the directory's size stands in a zip's end, and in the 64-bit one."""
_LOCATOR: Final = struct.Struct("<4sLQL")
_LARGE_END: Final = struct.Struct("<4sQ2H2L4Q")
_LARGE_SIZE_AT: Final = 40
_LOCAL_BYTES: Final = 30
_LONGEST_COMMENT: Final = 0xFFFF


class ZipFault(StrEnum):
    """What is wrong with a zip."""

    DAMAGED = "damaged"
    """Cut short, or its directory does not fit what stands before it."""
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    OTHER_PACKING = "other_packing"
    """Packed in a way that neither Excel nor Word nor the usual programs use."""


class BadZipError(Exception):
    """A zip that is not unpacked."""

    def __init__(self, fault: ZipFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """How much a zip of some kind holds at most; all but `entries` and `ratio` in bytes.

    An entry may unpack to `ratio` times what it weighs, and to `plain` bytes however little it weighs:
    sheets pack 10 to 60 times, deflate reaches 1,032 with nothing but one byte.
    """

    entries: int
    total: int
    part: int
    plain: int = 8 << 20
    ratio: int = 150
    directory: int = 2 << 20


def open_zip(path: Path, limits: ZipLimits) -> zipfile.ZipFile:
    """Open a zip that keeps within limits, by all that its directory says; the caller closes it.

    Raises BadZipError, OSError.
    """
    try:
        _check_directory(path, limits)
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise BadZipError(ZipFault.DAMAGED) from error
    try:
        _check_entries(path, archive, limits)
    except BadZipError:
        archive.close()
        raise
    return archive


def unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: ZipLimits
) -> Generator[bytes, None, None]:
    """Give an entry piece by piece: a size that lies is found out before the memory is full.

    Raises BadZipError, and what zipfile and zlib raise on damage.
    """
    size = 0
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            size += len(piece)
            if size > entry.file_size or size > limits.part:
                raise BadZipError(ZipFault.DAMAGED if size > entry.file_size else ZipFault.TOO_LARGE)
            yield piece


def _check_directory(path: Path, limits: ZipLimits) -> None:
    """Refuse a directory that is damaged or absurdly long before it is read into memory."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - _END.size - _LONGEST_COMMENT - _LOCATOR.size - _LARGE_END.size))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise BadZipError(ZipFault.DAMAGED)
    (size,) = struct.unpack_from("<L", tail, at + _SIZE_AT)
    # Where there is a 64-bit end too, the reader believes that one.
    before = at - _LOCATOR.size
    if before >= _LARGE_END.size and tail[before : before + 4] == b"PK\x06\x07":
        (size,) = struct.unpack_from("<Q", tail, before - _LARGE_END.size + _LARGE_SIZE_AT)
    if size > limits.directory:
        raise BadZipError(ZipFault.TOO_LARGE)


def _check_entries(path: Path, archive: zipfile.ZipFile, limits: ZipLimits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise BadZipError(ZipFault.TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadZipError(ZipFault.ENCRYPTED)
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise BadZipError(ZipFault.OTHER_PACKING)
    total = sum(entry.file_size for entry in entries)
    if total > min(limits.total, max(limits.plain, limits.ratio * path.stat().st_size)):
        raise BadZipError(ZipFault.TOO_LARGE)
    if any(entry.file_size > max(limits.plain, limits.ratio * entry.compress_size) for entry in entries):
        raise BadZipError(ZipFault.TOO_LARGE)
    if _overlap(entries, archive.start_dir):
        raise BadZipError(ZipFault.DAMAGED)


def _overlap(entries: Sequence[zipfile.ZipInfo], directory: int) -> bool:
    """Tell whether entries share bytes with each other or with the directory, as no program writes them."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + _LOCAL_BYTES + entry.compress_size for entry in placed]
    starts = [*(entry.header_offset for entry in placed[1:]), directory]
    return any(end > start for end, start in zip(ends, starts, strict=True)) if placed else False
