"""The files in folders and zips, taken out under names and limits of our own."""

from __future__ import annotations

import stat
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from desktop_app.devices import refuse_devices
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.workbook_guard import LIMITS as WORKBOOK_LIMITS
from desktop_app.importers.workbook_guard import open_checked, unpacking
from desktop_app.zips import BadZipError, ZipFault, ZipLimits, open_zip, unpacked

if TYPE_CHECKING:
    import zipfile

MAX_FILES: Final = 500
MAX_LOOKED_AT: Final = 20_000
"""Names in a folder and all below it."""
LIMITS: Final = ZipLimits(entries=MAX_FILES, total=400_000_000, part=400_000_000)
_ZIP: Final = b"PK\x03\x04"
_WORKBOOK: Final = "[content_types].xml"
_IN_UTF8: Final = 0x800
"""The flag of an entry whose name is UTF-8."""
_LONGEST_NAME: Final = 160
"""Characters of a name within a zip that are shown."""
_NOT_FILES: Final = ("__MACOSX/",)
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in "123456789")}
)
_AWKWARD: Final = str.maketrans(dict.fromkeys('<>:"|?*\\', "_"))


def is_collection(path: Path) -> bool:
    """Tell whether a path is a folder, or a zip that is no workbook."""
    if path.is_dir():
        return True
    try:
        refuse_devices(path)
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return False
        with open_zip(path, WORKBOOK_LIMITS) as packed:
            return _WORKBOOK not in {name.lower() for name in packed.namelist()}
    except BadZipError as error:
        # What even a workbook may not be is refused where files are taken out; a damaged zip as a file.
        return error.fault is not ZipFault.DAMAGED
    except (OSError, ValueError):
        return False


def files_in(path: Path, folder: Path) -> dict[Path, str]:
    """Return the files of a folder, or of a zip, which is unpacked into `folder`, by their names in there.

    Links are not followed; what programs hide beside a file is left out. Raises UnusableFileError where a zip
    holds more than any export (TOO_LARGE) or a folder does (TOO_MANY_CELLS), where a zip holds a link or a
    name that leads out of it (UNSAFE_ARCHIVE, `name`), or is damaged or locked.
    """
    return _of_folder(path) if path.is_dir() else _of_zip(path, folder)


def _of_folder(path: Path) -> dict[Path, str]:
    found: list[Path] = []
    for number, one in enumerate(path.rglob("*")):
        # Somebody may name the whole disk: it is not walked to its end.
        if number > MAX_LOOKED_AT or len(found) > MAX_FILES:
            raise UnusableFileError(path, FileFault.TOO_MANY_CELLS)
        if one.is_file() and not one.is_symlink() and not _is_hidden(one.relative_to(path).as_posix()):
            found.append(one)
    return {one: one.relative_to(path).as_posix() for one in sorted(found)}


def _of_zip(path: Path, folder: Path) -> dict[Path, str]:
    with unpacking(path), open_checked(path, LIMITS) as packed:
        entries = [entry for entry in packed.infolist() if not entry.is_dir()]
        _check_names(path, entries)
        wanted = sorted(
            (one for one in entries if not _is_hidden(one.filename)), key=lambda one: one.filename
        )
        return {
            _unpack(packed, entry, folder / f"{number:03}"): _known_name(entry)
            for number, entry in enumerate(wanted)
        }


def _check_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        outside = name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":"
        if outside or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnusableFileError(path, FileFault.UNSAFE_ARCHIVE, name=entry.filename)


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> Path:
    """Write one entry into a folder of its own: names that differ by case alone, or repeat, stay apart."""
    folder.mkdir()
    target = folder / _own_name(entry.filename)
    with closing(unpacked(packed, entry, LIMITS)) as pieces, target.open("wb") as written:
        for piece in pieces:
            written.write(piece)
    return target


def _known_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name as whoever packed it knows it, folders and all.

    A zip that does not say that its names are UTF-8 was packed in the sender's own encoding, which in China
    is GB18030 and reads as cp437 here.
    """
    name = entry.filename
    if not entry.flag_bits & _IN_UTF8:
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeError):
                name = name.encode("cp437").decode(encoding)
                break
    name = "".join(one for one in name.replace("\\", "/") if one.isprintable())
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"


def _own_name(name: str) -> str:
    """Return a name that every system can write: Windows keeps `CON` and some signs for itself."""
    bare = PurePosixPath(name.replace("\\", "/")).name.translate(_AWKWARD)[-100:].strip(". ")
    bare = "".join(one for one in bare if one.isprintable())
    return f"_{bare}" if not bare or bare.partition(".")[0].lower() in _RESERVED else bare


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return name.startswith(_NOT_FILES) or any(part.startswith((".", "~$")) and part != ".." for part in parts)
