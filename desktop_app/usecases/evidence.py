"""Evidence: files copied beside the book under their hash and tied to what they prove; masking them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop_app.devices import refuse_devices
from desktop_app.domain.claims.evidence import (
    HEAD_BYTES,
    LARGEST_BYTES,
    LARGEST_VIDEO_BYTES,
    Evidence,
    EvidenceFault,
    EvidenceRefusedError,
    EvidenceWarning,
    Target,
    UnknownEvidenceError,
    alike_among,
    media_type_of,
)
from desktop_app.store.evidence_files import evidence_file, keep_file, sweep_orphans
from desktop_app.store.queries.claim_evidence import evidence_of, links_of, looks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.store.database import Book

KEEP: Final = "keep_evidence"
ATTACH: Final = "attach_evidence"
DETACH: Final = "detach_evidence"
DESCRIBE: Final = "describe_evidence"
MASK: Final = "mask_evidence"

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file just attached, and what is odd about it: the code, and what else it concerns."""

    evidence: Evidence
    warnings: tuple[tuple[EvidenceWarning, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A file and everything it is tied to."""

    evidence: Evidence
    targets: tuple[Target, ...]


def attach(
    book: Book,
    source: Path | bytes,
    name: str,
    target: str,
    key: tuple[str | int, ...],
    *,
    kind: str | None = None,
) -> Attached:
    """Copy a file into the book's folder and tie it to a record; `kind` is what it proves, as schemes say.

    The tie can be undone; the file is never deleted by the program. Raises EvidenceRefusedError, OSError,
    NotEnoughRoomError, and what writing raises.
    """
    name = Path(name).name or "evidence"
    evidence = _kept(book, source, name, kind=kind)
    wanted = Target(target, key)
    warnings = _oddities(book, evidence, wanted)
    with book.write(ATTACH, {"name": evidence.name}) as writer:
        writer.put_row(
            "evidence_links", {"sha256": evidence.sha256, "target": target, "target_key": wanted.text}
        )
    return Attached(evidence=evidence, warnings=tuple(warnings))


def list_evidence(book: Book, target: str, key: tuple[str | int, ...]) -> list[Evidence]:
    """Return what is tied to a record, in the order it was tied."""
    return [_evidence(row) for row in evidence_of(book, target, Target(target, key).text)]


def all_evidence(book: Book) -> list[Linked]:
    """Return every file with all that it is tied to, in the order they came."""
    ties: dict[bytes, list[Target]] = {}
    for sha256, kind, text in links_of(book):
        ties.setdefault(sha256, []).append(Target.read(kind, text))
    found = map(_evidence, book.rows("evidence"))
    return [Linked(evidence=one, targets=tuple(ties.get(one.sha256, ()))) for one in found]


def evidence_path(book: Book, sha256: bytes) -> Path:
    """Return where the file lies."""
    return evidence_file(book.path, sha256)


def detach(book: Book, sha256: bytes, target: str, key: tuple[str | int, ...]) -> None:
    """Untie a file from a record; the file stays. Raises RecordMissingError, and what writing raises."""
    with book.write(DETACH, {}) as writer:
        writer.delete("evidence_links", sha256, target, Target(target, key).text)


def describe(
    book: Book, sha256: bytes, *, kind: str | None, note: str | None, pages: int | None = None
) -> Evidence:
    """Say what a file proves, and how many pages it has. Raises UnknownEvidenceError."""
    row = _row(book, sha256)
    changed = {**row, "kind": kind, "note": note, "pages": row["pages"] if pages is None else pages}
    with book.write(DESCRIBE, {"name": row["name"]}) as writer:
        writer.put_row("evidence", changed)
    return _evidence(changed)


def mask(book: Book, sha256: bytes, boxes: Sequence[Box]) -> Evidence:
    """Make a picture with parts of it black, tied to all that the original was, in the original's place.

    The original stays in the folder, named by the new one. Raises UnknownEvidenceError,
    EvidenceRefusedError, and what writing raises.
    """
    # Pictures are read only where one is masked or attached.
    from desktop_app.importers.pictures import masked  # noqa: PLC0415

    row = _row(book, sha256)
    made = masked(evidence_file(book.path, sha256), boxes)
    if made is None:
        raise EvidenceRefusedError(row["name"], EvidenceFault.NOT_A_PICTURE)
    stem = Path(row["name"]).stem
    name = f"{stem}-masked{'.jpg' if made[:3] == bytes([255, 216, 255]) else '.png'}"
    evidence = _kept(book, made, name, kind=row["kind"], original=sha256)
    ties = [(kind, text) for one, kind, text in links_of(book) if one == sha256]
    with book.write(MASK, {"name": row["name"]}) as writer:
        for kind, text in ties:
            writer.delete("evidence_links", sha256, kind, text)
            writer.put_row("evidence_links", {"sha256": evidence.sha256, "target": kind, "target_key": text})
    return evidence


def sweep(book: Book) -> int:
    """Delete files of the book's folder that no row has named for a long time; return how many."""
    return sweep_orphans(book.path, {row["sha256"] for row in book.rows("evidence")})


def _kept(
    book: Book, source: Path | bytes, name: str, *, kind: str | None, original: bytes | None = None
) -> Evidence:
    """Copy a file, and write its row where it is new: the row is never undone, so no proof is lost."""
    from desktop_app.importers.pictures import look_of, pages_of  # noqa: PLC0415

    if isinstance(source, bytes):
        head, size = source[:HEAD_BYTES], len(source)
    else:
        refuse_devices(source)
        size = source.stat().st_size
        with source.open("rb") as file:
            head = file.read(HEAD_BYTES)
    media_type = media_type_of(name, head)
    if size > (LARGEST_VIDEO_BYTES if media_type.startswith("video/") else LARGEST_BYTES):
        raise EvidenceRefusedError(name, EvidenceFault.TOO_LARGE)
    sha256, size = keep_file(book.path, source)
    known = book.row("evidence", sha256)
    if known is not None:
        return _evidence(known)
    path = evidence_file(book.path, sha256)
    row: dict[str, Any] = {
        "sha256": sha256,
        "name": name,
        "media_type": media_type,
        "size": size,
        "added_at": int(datetime.now(UTC).timestamp()),
        "kind": kind,
        "original": original,
        "note": None,
        "look": look_of(path) if media_type.startswith("image/") else None,
        "pages": pages_of(path, media_type),
    }
    with book.write(KEEP, {"name": name}, undoable=False) as writer:
        writer.put_row("evidence", row)
    return _evidence(row)


def _oddities(book: Book, evidence: Evidence, wanted: Target) -> list[tuple[EvidenceWarning, str]]:
    """Say whether the file proves something else already, or another picture looks alike."""
    found = [
        (EvidenceWarning.SAME_FILE, f"{kind} {text}")
        for sha256, kind, text in links_of(book)
        if sha256 == evidence.sha256 and (kind, text) != (wanted.kind, wanted.text)
    ]
    others = [
        one
        for one in map(_evidence, looks(book))
        if one.sha256 not in {evidence.sha256, evidence.original} and one.original != evidence.sha256
    ]
    return found + [(EvidenceWarning.LOOKS_ALIKE, one.name) for one in alike_among(evidence.look, others)]


def _row(book: Book, sha256: bytes) -> dict[str, Any]:
    row = book.row("evidence", sha256)
    if row is None:
        raise UnknownEvidenceError(sha256)
    return row


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        sha256=row["sha256"],
        name=row["name"],
        media_type=row["media_type"],
        size=row["size"],
        added_at=datetime.fromtimestamp(row["added_at"], UTC),
        kind=row["kind"],
        original=row["original"],
        note=row["note"],
        look=row["look"],
        pages=row["pages"],
    )
