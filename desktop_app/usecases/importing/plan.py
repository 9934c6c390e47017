"""What an import would do to the book: new, changed, unchanged and refused rows, with control totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desktop_app.domain.refusals import Reason, ReasonCode, Refusal, reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.usecases.importing.answers import HowRead, Shape
    from desktop_app.usecases.importing.asking import UnknownWord


__all__ = [
    "Effect",
    "ImportPlan",
    "ImportReport",
    "Named",
    "PlannedRecord",
    "Reason",
    "ReasonCode",
    "Refusal",
    "SheetTotals",
    "Suspicion",
    "reason",
]


class Effect(StrEnum):
    """What writing a record would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRecord:
    """A Record a file brings, where it stands in the file (0: derived), and what the book has of its key."""

    kind: str
    record: Any
    sheet: str
    row: int
    before: Any = None

    @property
    def effect(self) -> Effect:
        """What writing it does to the book."""
        if self.before is None:
            return Effect.NEW
        return Effect.UNCHANGED if self.before == self.record else Effect.CHANGED


@dataclass(frozen=True, slots=True)
class Named:
    """A file as whoever brings it in knows it, a zip's name before that of a file taken out of it.

    `full` begins with the path as it was given, `short` with the last name of that path alone.
    """

    full: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A row that goes in, or is left out, only when the user says so; `code` and `data` as in Reason."""

    sheet: str
    row: int
    code: str
    data: tuple[tuple[str, str | int], ...] = ()


@dataclass(slots=True)
class SheetTotals:
    """Control totals of the rows of one kind that can go in: `amounts[column][currency]` in minor units."""

    rows: int = 0
    quantity_milli: int | None = None
    amounts: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """One file, read against the book; nothing is written yet.

    `named` is what the file is called, whose `path` may be that of a copy taken out of a zip. `file_hash` is
    its SHA-256; `sequence` says in which order files that came together are planned and written; `account` is
    whose it is. `kept` makes the compressed mapped cells and row hashes to keep, `other_headings` are those
    of the columns that are not kept. `format` is `ledger` or the name of a platform's format. `records` holds
    what goes in, per kind, in the order of the rows. `ignored_columns` names what no field takes, as
    `sheet: heading`; `ignored_sheets` whole sheets. `totals` are by kind. `notes` are codes with data for the
    report. `removals` are keys of records, by kind, that give way to better ones (a refund that the orders
    file stated, once the returns file is there); `workings` are rows of the store's tables beside the facts,
    by table, and `working_removals` keys of such rows that are done with. `closed` says how many of its
    changes fall in each closed month (`2026-03`): writing them asks first. `shape` is what files like this
    one are known by, with what was answered of them, `how` by whose word it reads as it does,
    `unknown_words` what to ask.
    """

    path: Path
    format: str
    named: Named | None = None
    file_hash: bytes = b""
    sequence: int = 0
    account: str | None = None
    other_headings: list[str] = field(default_factory=list)
    kept: Callable[[], tuple[bytes, bytes]] | None = None
    records: dict[str, list[PlannedRecord]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)
    totals: dict[str, SheetTotals] = field(default_factory=dict)
    notes: list[tuple[str, tuple[tuple[str, str | int], ...]]] = field(default_factory=list)
    removals: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    workings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    working_removals: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    shape: Shape | None = None
    how: list[HowRead] = field(default_factory=list)
    unknown_words: tuple[UnknownWord, ...] = ()

    @property
    def file(self) -> str:
        """The file as it was named, with its path."""
        return self.named.full if self.named else str(self.path)

    @property
    def file_name(self) -> str:
        """The file's name, without the folders that the path given begins with."""
        return self.named.short if self.named else self.path.name

    @property
    def changes_anything(self) -> bool:
        """Whether writing it would leave the book other than it is."""
        if self.removals or self.working_removals or any(self.workings.values()):
            return True
        return any(row.effect is not Effect.UNCHANGED for rows in self.records.values() for row in rows)

    def add(self, planned: PlannedRecord) -> None:
        """Take one more record into the plan."""
        self.records.setdefault(planned.kind, []).append(planned)

    def counts(self, effect: Effect) -> dict[str, int]:
        """Return how many records of each kind have this effect; kinds without any are left out."""
        found = {
            kind: sum(planned.effect is effect for planned in rows) for kind, rows in self.records.items()
        }
        return {kind: number for kind, number in found.items() if number}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What one file's import did (or, for a dry run, would do), by fact kind; `file` as it was named."""

    path: Path
    file: str
    format: str
    account: str | None
    added: dict[str, int]
    updated: dict[str, int]
    unchanged: dict[str, int]
    refusals: tuple[Refusal, ...]
    suspicions: tuple[Suspicion, ...]
    ignored_columns: tuple[str, ...]
    ignored_sheets: tuple[str, ...]
    totals: dict[str, SheetTotals]

    @property
    def complete(self) -> bool:
        """Whether every row went in."""
        return not self.refusals
