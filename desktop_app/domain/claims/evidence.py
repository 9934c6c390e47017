"""What a piece of evidence is by its first bytes, what it proves, and which pictures look alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Sequence

ALIKE_BITS: Final = 12
"""Of 256 bits of how pictures look, the most that may differ where two of them are called alike."""

LARGEST_BYTES: Final = 256 << 20
"""A paper of some hundred pages, scanned."""
LARGEST_VIDEO_BYTES: Final = 4 << 30
"""A stream recorded in full."""

HEAD_BYTES: Final = 64
"""How many first bytes tell a file's kind."""

_HEADS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_BY_SUFFIX: Final = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
    ".bmp": "image/bmp", ".webp": "image/webp", ".pdf": "application/pdf",
    ".xlsx": "application/zip", ".docx": "application/zip", ".zip": "application/zip",
    ".mp4": "video/mp4", ".mov": "video/mp4", ".heic": "image/heic",
    ".csv": "text/csv", ".txt": "text/plain", ".svg": "image/svg+xml",
}  # fmt: skip
_HELD: Final = {
    media for media in _BY_SUFFIX.values() if media not in {"text/csv", "text/plain", "image/svg+xml"}
}
"""Kinds whose names are held against their first bytes."""


class EvidenceFault(StrEnum):
    """Why a file is not taken as evidence."""

    EMPTY = "empty"
    PROGRAM = "program"
    """It is a program, whatever its name says."""
    TOO_LARGE = "too_large"
    """More than any photo, paper or recording of a stream."""
    NOT_AS_NAMED = "not_as_named"
    """Its contents are not what its name says."""
    NOT_A_PICTURE = "not_a_picture"
    """It is to be masked, and is no picture that can be read."""


class EvidenceRefusedError(BozhangError):
    """A file that is not taken as evidence, by its `name`."""

    def __init__(self, name: str, reason: EvidenceFault) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


class UnknownEvidenceError(BozhangError):
    """The book has no evidence of this hash."""

    def __init__(self, sha256: bytes) -> None:
        super().__init__(sha256.hex())
        self.sha256 = sha256


class EvidenceWarning(StrEnum):
    """What is odd about a file just attached."""

    SAME_FILE = "same_file"
    """The same file proves something else already."""
    LOOKS_ALIKE = "looks_alike"
    """Another picture looks alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One file: `sha256` names it in the book's folder, `original` is what a masked picture was made of.

    `look` is 64 hexadecimal digits for a picture, None elsewhere; `size` is bytes.
    """

    sha256: bytes
    name: str
    media_type: str
    size: int
    added_at: datetime
    kind: str | None = None
    original: bytes | None = None
    note: str | None = None
    look: str | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What evidence proves: a fact's kind and key, `claims` and its number, `months` and a month."""

    kind: str
    key: tuple[str | int, ...]

    @property
    def text(self) -> str:
        """The key as the book keeps it."""
        return json.dumps(list(self.key), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, kind: str, text: str) -> Target:
        """Read a target as the book keeps it."""
        return cls(kind, tuple(json.loads(text)))


def media_type_of(name: str, head: bytes) -> str:
    """Return the media type of a file by its first bytes, else by its name.

    Raises EvidenceRefusedError for an empty file, a program, and a name that says what the file is not.
    """
    if not head:
        raise EvidenceRefusedError(name, EvidenceFault.EMPTY)
    if head.startswith(_PROGRAMS):
        raise EvidenceRefusedError(name, EvidenceFault.PROGRAM)
    stem, dot, suffix = name.rpartition(".")
    said = _BY_SUFFIX.get(f".{suffix.lower()}") if dot and stem else None
    found = next((media for start, media in _HEADS if head.startswith(start)), None)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        found = "image/webp"
    elif head[4:8] == b"ftyp":
        found = "image/heic" if head[8:12] in {b"heic", b"heix", b"mif1"} else "video/mp4"
    if (
        said in _HELD
        and found != said
        and not ({said, found or ""} <= {"image/jpeg", "image/png", "image/webp"})
    ):
        raise EvidenceRefusedError(name, EvidenceFault.NOT_AS_NAMED)
    return found or said or "application/octet-stream"


def looks_alike(one: str, other: str) -> bool:
    """Whether two pictures look alike by their looks (64 hexadecimal digits each)."""
    return (int(one, 16) ^ int(other, 16)).bit_count() <= ALIKE_BITS


def alike_among(look: str | None, others: Sequence[Evidence]) -> list[Evidence]:
    """Return which of the others look like a picture."""
    if look is None:
        return []
    return [one for one in others if one.look is not None and looks_alike(look, one.look)]
