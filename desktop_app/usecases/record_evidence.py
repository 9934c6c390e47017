"""Evidence as a record's form shows it: several files tied at once, each looked at under its own name."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop_app import paths
from desktop_app.domain.claims.evidence import EvidenceRefusedError
from desktop_app.store.changes import Changes, KindChanges
from desktop_app.usecases.evidence import attach, detach, evidence_path, list_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.evidence import Evidence, EvidenceWarning
    from desktop_app.store.database import Book
    from desktop_app.usecases.form import Key


TIES: Final = "evidence_links"
"""The table of what proves what, as changes name it."""


@dataclass(frozen=True, slots=True)
class Given:
    """One file as it was given: where it is, or what is in it, and its name."""

    source: Path | bytes
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence, and where its file lies."""

    evidence: Evidence
    path: Path


@dataclass(frozen=True, slots=True)
class Tied:
    """What came of tying several files: all that the record has now, what was refused, what is odd."""

    shown: tuple[Shown, ...]
    refused: tuple[EvidenceRefusedError | OSError, ...] = ()
    odd: tuple[tuple[EvidenceWarning, str], ...] = ()

    @property
    def changes(self) -> Changes:
        """What pages are to hear of."""
        return Changes(b"", {TIES: KindChanges(updated=1)})


def tie_files(book: Book, kind: str, key: Key, given: Sequence[Given]) -> Tied:
    """Tie files to a record; one that is refused does not keep the others out.

    Raises what writing raises.
    """
    refused: list[EvidenceRefusedError | OSError] = []
    odd: list[tuple[EvidenceWarning, str]] = []
    for one in given:
        try:
            odd += attach(book, one.source, one.name, kind, plain_key(key)).warnings
        except (EvidenceRefusedError, OSError) as error:
            refused.append(error)
    return Tied(files_of(book, kind, key).shown, tuple(refused), tuple(odd))


def files_of(book: Book, kind: str, key: Key) -> Tied:
    """Return what is tied to a record."""
    found = list_evidence(book, kind, plain_key(key))
    return Tied(tuple(Shown(one, evidence_path(book, one.sha256)) for one in found))


def untie_file(book: Book, kind: str, key: Key, sha256: bytes) -> Tied:
    """Untie a file from a record; the file stays, and undo ties it again. Raises what writing raises."""
    detach(book, sha256, kind, plain_key(key))
    return files_of(book, kind, key)


def copy_to_open(book: Book, sha256: bytes, name: str) -> Path:
    """Copy a file under its own name to where other programs may open it. Raises OSError."""
    folder = paths.cache_dir() / "opened" / sha256.hex()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (Path(name).name or "file")
    with suppress(FileNotFoundError):
        target.unlink()
    shutil.copyfile(evidence_path(book, sha256), target)
    return target


def plain_key(key: Key) -> tuple[str | int, ...]:
    """Return a record's key as evidence names it: days as they are written."""
    return tuple(
        part.isoformat() if isinstance(part, date) else part if isinstance(part, int) else str(part)
        for part in key
    )
