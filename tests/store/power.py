"""A disk whose power fails: what a program wrote, recorded by strace, and what would be left of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

CALLS: Final = "pwrite64,write,ftruncate,fsync,fdatasync"
"""What to record; with `-y -xx -s 100000`, so that files are named and bytes are whole."""

SECTOR: Final = 512
"""What a disk writes whole or not at all."""

_CALL: Final = re.compile(
    r'(?:\d+ +)?(\w+)\((\d+)<((?:\\x..)*)>(?:, "((?:\\x..)*)"(?:, (\d+))?(?:, (\d+))?|, (\d+))?\)'
)


@dataclass(frozen=True)
class Write:
    """Bytes to be put at an offset of a file."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncate:
    """A file to be cut to a length."""

    file: str
    length: int


@dataclass(frozen=True)
class Sync:
    """What was written to a file so far is on the disk when this returns."""

    file: str


@dataclass(frozen=True)
class Said:
    """A line that the program told its user."""

    text: str


Step = Write | Truncate | Sync | Said


def steps_of(trace: Path, folder: Path) -> list[Step]:
    """Read a trace: writes and syncs of files in `folder`, and what was said on standard output."""
    steps: list[Step] = []
    for line in trace.read_text(encoding="ascii").splitlines():
        call = _CALL.match(line)
        if call is None:
            continue
        name, number, file, data, _length, offset, length = call.groups()
        path = Path(_bytes(file).decode())
        if name == "write" and number == "1":
            steps.append(Said(_bytes(data).decode().strip()))
        elif path.parent == folder:
            steps.append(_step(name, path.name, data, int(offset or 0), int(length or 0)))
    return steps


def _step(name: str, file: str, data: str | None, offset: int, length: int) -> Step:
    if name == "ftruncate":
        return Truncate(file, length)
    return Write(file, offset, _bytes(data)) if name == "pwrite64" else Sync(file)


def _bytes(text: str | None) -> bytes:
    return bytes.fromhex((text or "").replace("\\x", ""))


@dataclass
class Disk:
    """Files by name: what is on the disk for certain, and what was written since each was last synced."""

    certain: dict[str, bytearray]
    waiting: dict[str, list[Write | Truncate]] = field(default_factory=dict)

    def run(self, steps: Iterable[Step], *, obeys: bool = True) -> set[str]:
        """Do the steps and give what was said; a disk that does not obey takes no notice of syncs."""
        said = set()
        for step in steps:
            match step:
                case Said(text):
                    said.add(text)
                case Sync(file):
                    if obeys:
                        for waiting in self.waiting.pop(file, []):
                            self._do(waiting)
                case Write() | Truncate():
                    self.waiting.setdefault(step.file, []).append(step)
        return said

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Cut the power: of what waits each piece is kept, lost, or kept in some of its sectors."""
        for steps in self.waiting.values():
            for step in steps:
                fate = chance.random()
                if isinstance(step, Truncate) or fate < 1 / 3:
                    if fate < 1 / 2:
                        self._do(step)
                elif fate < 2 / 3:
                    for part in _sectors(step):
                        if chance.random() < 1 / 2:
                            self._do(part)
        return {name: bytes(content) for name, content in self.certain.items()}

    def _do(self, step: Write | Truncate) -> None:
        content = self.certain.setdefault(step.file, bytearray())
        match step:
            case Truncate(_file, length):
                del content[length:]
                content.extend(bytes(length - len(content)))
            case Write(_file, offset, data):
                content.extend(bytes(max(0, offset - len(content))))
                content[offset : offset + len(data)] = data


def _sectors(step: Write) -> Sequence[Write]:
    """Cut a write at the bounds of sectors."""
    parts = []
    at = 0
    while at < len(step.data):
        size = SECTOR - (step.offset + at) % SECTOR
        parts.append(Write(step.file, step.offset + at, step.data[at : at + size]))
        at += size
    return parts
