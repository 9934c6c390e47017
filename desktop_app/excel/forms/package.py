"""A form's zip: looked at before anything is unpacked, and copied entry by entry with some parts replaced."""

from __future__ import annotations

import contextlib
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from desktop_app.devices import NoFileError, refuse_devices
from desktop_app.excel.forms.errors import FormFault, UnusableFormError
from desktop_app.excel.forms.references import BadReferenceError
from desktop_app.excel.forms.spans import BadXmlError, Part
from desktop_app.zips import BadZipError, ZipFault, ZipLimits, open_zip, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIMITS: Final = ZipLimits(entries=5_000, total=4 << 30, part=48 << 20, plain=4 << 20)
"""`part` is the largest that is ever unpacked; pictures are not."""
MAX_FILE: Final = 2**29
_FAULTS: Final = {
    ZipFault.DAMAGED: FormFault.DAMAGED,
    ZipFault.TOO_LARGE: FormFault.TOO_LARGE,
    ZipFault.ENCRYPTED: FormFault.ENCRYPTED,
    ZipFault.OTHER_PACKING: FormFault.OTHER_FORMAT,
}
_OLE2: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_END_OF_ZIP: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL: Final = struct.Struct("<4s2B4HL2L2H")
_DESCRIPTOR: Final = 8
_UTF8_NAME: Final = 0x800
_PIECE: Final = 1 << 20
_OLD: Final = {".xls", ".et", ".ett", ".xlt", ".doc", ".dot", ".wps", ".wpt", ".xlsb"}
_MACROS: Final = {".xlsm", ".xltm", ".docm", ".dotm", ".xlam"}


class Package:
    """An open form; parts are named as in its zip and read on demand."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Take over an archive that was looked at."""
        self.path = path
        self._archive = archive
        self._names = {_plain(info.filename): info for info in archive.infolist()}
        self._parts: dict[str, Part] = {}
        self.removed: set[str] = set()
        self.replaced: dict[str, bytes] = {}
        """Parts that are no XML, or none that is well formed, with their new bytes."""

    def names(self) -> list[str]:
        """Return the parts' names, in the order of the zip."""
        return list(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> Part:
        """Return a part taken apart; the same one each time. Raises UnusableFormError."""
        if name not in self._parts:
            try:
                self._parts[name] = Part(self.read(name))
            except BadXmlError as error:
                fault = FormFault.HOSTILE if error.hostile else FormFault.DAMAGED
                raise UnusableFormError(self.path, fault) from error
        return self._parts[name]

    def renew(self, name: str) -> Part:
        """Take a part apart again with its changes made; it counts as changed from then on."""
        content = self.part(name).result()
        part = self._parts[name] = Part(content)
        part.edits.replace(0, 0, b"")
        return part

    def read(self, name: str) -> bytes:
        """Return a part's bytes, unpacked under limits. Raises UnusableFormError."""
        if name not in self._names:
            raise UnusableFormError(self.path, FormFault.DAMAGED)
        with (
            _reading(self.path),
            contextlib.closing(unpacked(self._archive, self._names[name], LIMITS)) as pieces,
        ):
            return b"".join(pieces)

    def changed(self) -> dict[str, bytes]:
        """Return the parts that are to be replaced, by name."""
        made = {name: part.result() for name, part in self._parts.items() if part.changed}
        return {**made, **self.replaced}

    def write(self, out: Path, changed: Mapping[str, bytes]) -> None:
        """Write the form with some parts replaced; all others keep their packed bytes and their order."""
        with _reading(self.path), self.path.open("rb") as source, out.open("wb") as target:
            entries = []
            for name, info in self._names.items():
                if name in self.removed:
                    continue
                at = target.tell()
                if name in changed:
                    packed = _pack(info, changed[name])
                    target.write(_local_header(info, *packed[1:]) + packed[0])
                    entries.append(_central_header(info, at, *packed[1:]))
                else:
                    sizes = info.CRC, info.compress_size, info.file_size
                    target.write(_local_header(info, *sizes))
                    _copy(source, info, target)
                    entries.append(_central_header(info, at, *sizes))
            start = target.tell()
            directory = b"".join(entries)
            comment = self._archive.comment
            count = len(entries)
            end = _END_OF_ZIP.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, len(comment))
            target.write(directory + end + comment)


@contextlib.contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Give a form's parts. Raises UnusableFormError that says what the file is instead."""
    _check_head(path)
    with _reading(path):
        archive = open_zip(path, LIMITS)
    with archive:
        _check_names(path, archive.infolist())
        try:
            yield Package(path, archive)
        except BadReferenceError as error:
            raise UnusableFormError(path, FormFault.DAMAGED) from error


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except BadZipError as error:
        raise UnusableFormError(path, _FAULTS[error.fault]) from error
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise UnusableFormError(path, FormFault.DAMAGED) from error


def _check_head(path: Path) -> None:
    size, head = _head(path)
    if not head:
        raise UnusableFormError(path, FormFault.EMPTY)
    if size > MAX_FILE:
        raise UnusableFormError(path, FormFault.TOO_LARGE)
    if head.startswith(_OLE2):
        encrypted = "EncryptedPackage".encode("utf-16-le") in head + _tail(path)
        raise UnusableFormError(path, FormFault.ENCRYPTED if encrypted else FormFault.OLD_FORMAT)
    suffix = path.suffix.lower()
    if suffix in _MACROS:
        raise UnusableFormError(path, FormFault.MACROS)
    if suffix in _OLD:
        raise UnusableFormError(path, FormFault.OLD_FORMAT)
    if not head.startswith(b"PK\x03\x04"):
        raise UnusableFormError(path, FormFault.OTHER_FORMAT)


def _head(path: Path) -> tuple[int, bytes]:
    """Return a file's size and its first bytes."""
    if path.is_dir():
        raise UnusableFormError(path, FormFault.IS_DIRECTORY)
    try:
        refuse_devices(path)
        with path.open("rb") as file:
            return path.stat().st_size, file.read(2**16)
    except FileNotFoundError:
        raise UnusableFormError(path, FormFault.NOT_FOUND) from None
    except NoFileError:
        raise UnusableFormError(path, FormFault.NO_FILE) from None
    except (OSError, ValueError) as error:
        words = (error.strerror if isinstance(error, OSError) else None) or ""
        raise UnusableFormError(path, FormFault.NOT_READABLE, error=words) from error


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**17))
        return file.read()


def _check_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    names = [_plain(entry.filename).lower() for entry in entries]
    if len(set(names)) != len(names):
        raise UnusableFormError(path, FormFault.HOSTILE)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnusableFormError(path, FormFault.MACROS)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _pack(info: zipfile.ZipInfo, content: bytes) -> tuple[bytes, int, int, int]:
    if info.compress_type == zipfile.ZIP_STORED:
        packed = content
    else:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
    return packed, zlib.crc32(content), len(packed), len(content)


def _moment(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (max(year, 1980) - 1980) << 9 | month << 5 | day


def _name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _local_header(info: zipfile.ZipInfo, crc: int, packed: int, size: int) -> bytes:
    """Return an entry's header; sizes stand in it, so that none need follow the bytes."""
    name = _name(info)
    return (
        _LOCAL.pack(
            b"PK\x03\x04",
            info.extract_version,
            0,
            info.flag_bits & ~_DESCRIPTOR,
            info.compress_type,
            *_moment(info),
            crc,
            packed,
            size,
            len(name),
            0,
        )
        + name
    )


def _central_header(info: zipfile.ZipInfo, at: int, crc: int, packed: int, size: int) -> bytes:
    name = _name(info)
    return (
        _CENTRAL.pack(
            b"PK\x01\x02",
            info.create_version,
            info.create_system,
            info.extract_version,
            0,
            info.flag_bits & ~_DESCRIPTOR,
            info.compress_type,
            *_moment(info),
            crc,
            packed,
            size,
            len(name),
            0,
            len(info.comment),
            0,
            info.internal_attr,
            info.external_attr,
            at,
        )
        + name
        + info.comment
    )


def _copy(source: BinaryIO, info: zipfile.ZipInfo, target: BinaryIO) -> None:
    source.seek(info.header_offset)
    header = source.read(_LOCAL.size)
    *_fields, name_length, extra_length = _LOCAL.unpack(header)
    source.seek(name_length + extra_length, 1)
    left = info.compress_size
    while left:
        piece = source.read(min(_PIECE, left))
        if not piece:
            raise EOFError
        target.write(piece)
        left -= len(piece)
