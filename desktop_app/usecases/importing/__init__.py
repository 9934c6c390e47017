"""Bringing files in: read, planned against the book, shown, then written as one step."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.domain.facts import KINDS
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.workbook_guard import read_head
from desktop_app.usecases.importing.answers import NOTHING, remember, remembered
from desktop_app.usecases.importing.apply import apply_plans, report_of
from desktop_app.usecases.importing.closing import closed_in
from desktop_app.usecases.importing.collecting import rare_collection
from desktop_app.usecases.importing.gathering import ShapedTable, gathered, recognise_any
from desktop_app.usecases.importing.ledger import plan_ledger
from desktop_app.usecases.importing.plan import Suspicion
from desktop_app.usecases.importing.rates import RateSources
from desktop_app.usecases.importing.view import BookView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.importers.recognise import Recognised
    from desktop_app.store import Book
    from desktop_app.usecases.importing.answers import Answers
    from desktop_app.usecases.importing.apply import Progress
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport, Named

__all__ = ["apply_import", "gathered", "hash_of", "plan_import", "report_of"]


@rare_collection()
def plan_import(
    book: Book,
    paths: Sequence[Path] | Mapping[Path, Named],
    *,
    account: str | None = None,
    format: str = "auto",  # noqa: A002 - the option's name
    answers: Mapping[bytes, Answers] | None = None,
    unusable: dict[Path, UnusableFileError] | None = None,
    progress: Progress | None = None,
) -> list[ImportPlan]:
    """Plan files against a book, each as if those before it were in; nothing is written.

    Ledgers come first, then tables and platform files in the order in which they join one another; the plans
    are returned in the order of `paths`. `format` is `auto`, `ledger` or the name of a platform's format;
    `account` is whose the files are, for those that do not say; `answers` is what was said of a file, by the
    SHA-256 of what is in it; `progress` is told how many files are read, and may raise to stop. Files of
    which nothing can be used are put into `unusable`, where it is given; else the first of them raises its
    UnusableFileError. Where `paths` are those of `Gathered.named`, files are spoken of by those names.
    """
    names = paths if isinstance(paths, Mapping) else {}
    planning = _Planning(book, account, answers or {}, names, progress)
    files: list[_File] = []
    for place, path in enumerate(paths):
        try:
            files.append(planning.recognised(place, path, format))
        except UnusableFileError as error:
            planning.name(error, path)
            if unusable is None:
                raise
            unusable[path] = error
    files.sort(key=lambda file: _rank(file.found))
    plans: dict[int, ImportPlan] = {}
    for sequence, file in enumerate(files):
        planning.tell(sequence, len(files))
        try:
            plans[file.place] = planning.plan(file, sequence)
        except UnusableFileError as error:
            planning.name(error, file.path)
            if unusable is None:
                raise
            unusable[file.path] = error
    return [plans[place] for place in sorted(plans)]


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was recognised: its place among those named, its hash, and what was said of it."""

    place: int
    path: Path
    digest: bytes
    given: Answers
    found: Recognised | ShapedTable | None


class _Planning:
    """Files being planned, one after the other."""

    def __init__(
        self,
        book: Book,
        account: str | None,
        answers: Mapping[bytes, Answers],
        names: Mapping[Path, Named],
        progress: Progress | None,
    ) -> None:
        # Here, so that tables and forms, which share the ledger's rules, do not wait for platforms' readers.
        from desktop_app.usecases.importing.platform_view import PlatformView  # noqa: PLC0415

        self._book = book
        self._account = account
        self._answers = answers
        self._names = names
        self._progress = progress
        self._shapes = remembered(book)
        self._view = BookView(book)
        self._platform_view = PlatformView(book)
        self._rate_sources = RateSources(book)
        self._plans: list[ImportPlan] = []
        self._seen: dict[bytes, ImportPlan] = {}

    def name(self, error: UnusableFileError, path: Path) -> None:
        """Have a file that cannot be used called as it was named."""
        if path in self._names:
            error.name = self._names[path].short

    def tell(self, done: int, whole: int) -> None:
        """Tell how many files are read."""
        if self._progress is not None:
            self._progress(done, max(whole, 1))

    def recognised(self, place: int, path: Path, name: str) -> _File:
        """Say what a file is. Raises UnusableFileError."""
        self.tell(0, 1)
        read_head(path)
        digest = hash_of(path)
        given = self._answers.get(digest, NOTHING)
        return _File(place, path, digest, given, recognise_any(path, name, self._shapes, given))

    def plan(self, file: _File, sequence: int) -> ImportPlan:
        """Plan one file against the book and the files before it. Raises UnusableFileError."""
        from desktop_app.usecases.importing.platform import plan_platform  # noqa: PLC0415 - as above
        from desktop_app.usecases.importing.table import plan_table  # noqa: PLC0415 - as above

        if file.found is None:
            plan = plan_ledger(self._view, file.path)
        elif isinstance(file.found, ShapedTable):
            plan = plan_table(self._book, file.found, self._plans)
        else:
            plan = plan_platform(
                self._platform_view,
                file.found,
                account=self._account,
                given=file.given,
                shapes=self._shapes,
            )
        if file.found is None or isinstance(file.found, ShapedTable):
            self._view.absorb(plan)
            self._platform_view.absorb(plan)
        plan.sequence = sequence
        plan.file_hash = file.digest
        self._rate_sources.note(plan, file.digest)
        plan.named = self._names.get(file.path)
        other = self._seen.setdefault(file.digest, plan)
        if other is not plan:
            plan.suspicions.insert(
                0, Suspicion(sheet="", row=0, code="same_file", data=(("other", other.file_name),))
            )
        plan.closed = closed_in(self._book, plan)
        self._plans.append(plan)
        return plan


@rare_collection()
def apply_import(
    book: Book, plans: Sequence[ImportPlan], *, confirmed: bool = False, progress: Progress | None = None
) -> list[ImportReport]:
    """Write plans into the book as one step to undo, and say what went in.

    What was answered of the files is remembered, apart from the step. Raises ClosedMonthError where a plan
    changes a closed month, unless that is `confirmed`, and as `Book.write` does.
    """
    reports = apply_plans(book, plans, confirmed=confirmed, progress=progress)
    remember(book, [plan.shape for plan in plans if plan.shape is not None])
    return reports


_FIRST_TABLES: Final = frozenset({"products", "lots", "accounts", "sessions", "rates", "repacks"})
"""Kinds of tables that others name, so that they come before any platform's file."""


def _rank(found: Recognised | ShapedTable | None) -> float:
    from desktop_app.usecases.importing.platform import ORDER_OF_KINDS  # noqa: PLC0415 - as above

    if found is None:
        return -100
    if isinstance(found, ShapedTable):
        places = [kind.name for kind in KINDS]
        kind = found.mapping.kind
        return (-50 if kind in _FIRST_TABLES else 1) + places.index(kind) / len(places)
    return ORDER_OF_KINDS.index(found.format.kind)


def hash_of(path: Path) -> bytes:
    """Return what is in a file as its SHA-256. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
