"""What is brought in when folders and zips are named: the files in them that are something."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.archives import files_in, is_collection
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.ledger import is_ledger
from desktop_app.importers.table_shape import find_mapped, find_shape
from desktop_app.importers.tabular import open_table
from desktop_app.importers.workbook_guard import read_head
from desktop_app.usecases.importing.answers import NOTHING, Source
from desktop_app.usecases.importing.ledger import FORMAT
from desktop_app.usecases.importing.plan import Named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop_app.importers.recognise import Recognised
    from desktop_app.importers.table_shape import TableHeading, TableMapping
    from desktop_app.importers.tabular import RawTable
    from desktop_app.usecases.importing.answers import Answers, Shape

_NO_SHAPES: Final[dict[str, Any]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The files to bring in with what each is called, and why others out of a folder or zip are left out."""

    named: Mapping[Path, Named]
    left_out: tuple[UnusableFileError, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """Where the files are read from."""
        return tuple(self.named)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedTable:
    """A file with a table that a person mapped, now or (`source`) the last time."""

    table: RawTable
    heading: TableHeading
    mapping: TableMapping
    source: Source


@contextmanager
def gathered(
    paths: Sequence[Path],
    format: str = "auto",  # noqa: A002 - the option's name
    shapes: Mapping[str, Shape] = _NO_SHAPES,
) -> Iterator[Gathered]:
    """Give the files named and those in the folders and zips named, for as long as the block runs.

    A file that was named is never left out: it is planned, and refused there. One that merely lay in a folder
    or zip is left out where it is nothing that can be read. Raises UnusableFileError for a zip that is
    unsafe, damaged, locked or too large, and for a folder or zip with nothing to bring in. `shapes` are
    tables that are known from last time.
    """
    with TemporaryDirectory(prefix="bozhang-import-", ignore_cleanup_errors=True) as folder:
        files: dict[Path, Named] = {}
        left_out: list[UnusableFileError] = []
        for number, path in enumerate(paths):
            if not is_collection(path):
                files.setdefault(path, Named(str(path), path.name))
                continue
            within = Path(folder) / f"{number:03}"
            within.mkdir()
            found = 0
            for file, name in files_in(path, within).items():
                try:
                    recognise_any(file, format, shapes)
                except UnusableFileError as error:
                    error.name = _named(path, name).short
                    left_out.append(error)
                else:
                    files.setdefault(file, _named(path, name))
                    found += 1
            if not found:
                raise UnusableFileError(path, FileFault.NOTHING_WITHIN)
        yield Gathered(named=files, left_out=tuple(left_out))


def _named(path: Path, name: str) -> Named:
    """Name a file of a folder or zip: within a folder its path, within a zip the zip's before its own."""
    full = str(path / name) if path.is_dir() else f"{path}/{name}"
    return Named(full, f"{path.name}/{name}" if path.name else name)


def recognise_any(
    path: Path,
    name: str,
    shapes: Mapping[str, Shape] = _NO_SHAPES,
    given: Answers = NOTHING,
) -> Recognised | ShapedTable | None:
    """Say what a platform's file or a mapped table is; None for a ledger. Raises UnusableFileError.

    What a person mapped goes before what the headings are alike to.
    """
    read_head(path)
    if name == FORMAT or (name == "auto" and is_ledger(path)):
        return None
    # Here, so that tables and forms, which share the ledger's rules, do not wait for the platforms' readers.
    from desktop_app.usecases.importing.platform import recognise_file  # noqa: PLC0415

    mapped = {shape: known.answers.mapping for shape, known in shapes.items() if known.answers.mapping}
    if name != "auto" or not (mapped or given.mapping):
        return recognise_file(path, name)
    table = open_table(path)
    heading = find_mapped(table, given.mapping) if given.mapping else None
    if heading is not None and given.mapping is not None:
        mapping = given.about(given.mapping)
        return ShapedTable(table=table, heading=heading, mapping=mapping, source=Source.ASKED)
    heading = find_shape(table, mapped)
    if heading is not None:
        mapping = given.about(mapped[heading.shape])
        return ShapedTable(table=table, heading=heading, mapping=mapping, source=Source.LAST_TIME)
    return recognise_file(path, name)
