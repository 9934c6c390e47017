"""Importing as the window does it: look at many files, answer what they leave open, then bring them in."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.usecases.importing.ask_of import COLUMNS
from desktop_app.usecases.keeping import back_up_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from desktop_app.reports.ledger_cells import CellContext
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.answers import Answers
    from desktop_app.usecases.importing.apply import Progress
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport, Named
    from desktop_app.usecases.mapping import TableSample


class FilesChangedError(BozhangError):
    """Files that are no longer what was previewed; `names` says which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What files would bring: a plan for each that can be used, an error for each that cannot.

    `hashes` is what is in each file, by which answers are given; `samples` are the first rows of tables that
    a person can map, or has mapped; `sources` the files and zips as they were named, and what was in them.
    """

    plans: tuple[ImportPlan, ...]
    unusable: Mapping[Path, UnusableFileError]
    currency: str
    zone: tzinfo
    decimals: Mapping[str, int]
    accounts: tuple[str, ...]
    """The book's accounts, for a file that does not say whose it is."""
    hashes: Mapping[Path, bytes] = field(default_factory=dict)
    samples: Mapping[Path, TableSample] = field(default_factory=dict)
    sources: Mapping[Path, bytes] = field(default_factory=dict)


def look_at(
    book: Book,
    paths: Sequence[Path],
    *,
    account: str | None = None,
    answers: Mapping[bytes, Answers] | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read files against the book, those in folders and zips too; writes nothing.

    `account` is whose those are that do not say so, `answers` what was said of each file, by what is in it.
    `progress` is told how many files are read; what it raises stops the reading.
    """
    # After the first paint.
    from desktop_app.usecases.importing import gathered, plan_import  # noqa: PLC0415
    from desktop_app.usecases.importing.answers import remembered  # noqa: PLC0415

    unusable: dict[Path, UnusableFileError] = {}
    left: dict[Path, Named] = {}
    named = list(dict.fromkeys(paths))
    shapes = remembered(book)
    with ExitStack() as unpacked:
        for path in named:
            try:
                found = unpacked.enter_context(gathered([path], shapes=shapes))
            except UnusableFileError as error:
                unusable[path] = error
            else:
                left |= found.named
                unusable |= {error.path: error for error in found.left_out}
        plans = plan_import(
            book, left, account=account, answers=answers, unusable=unusable, progress=progress
        )
        hashes = _hashes([*left, *unusable])
        mapped_by_hand = COLUMNS | {FileFault.AMBIGUOUS_DATES}
        mapped = [plan.path for plan in plans if plan.format.startswith("table:")]
        samples = _samples(
            [*mapped, *(path for path, error in unusable.items() if error.fault in mapped_by_hand)]
        )
    codes = {book.settings.currency} | {
        code for plan in plans for rows in plan.records.values() for code in _codes(rows)
    }
    return Preview(
        plans=tuple(plans),
        unusable=unusable,
        currency=book.settings.currency,
        zone=book.settings.timezone,
        decimals={code: book.decimals(code) for code in sorted(codes)},
        accounts=tuple(account.account for account in book.iterate("accounts")),
        hashes=hashes,
        samples=samples,
        sources=_hashes(named),
    )


def bring_in(
    book: Book, preview: Preview, *, confirmed: bool = False, progress: Progress | None = None
) -> list[ImportReport]:
    """Write what was previewed, as one step, with a backup before it where there is anything to back up.

    What was answered is remembered for the next files of their shapes. `progress` is told how many rows of
    how many are written; what it raises takes all of it back. Raises FilesChangedError where a file is no
    longer what was previewed (one that is gone goes in as it was), ClosedMonthError unless `confirmed`, and
    as `Book.write` and `keeping.back_up_now` do.
    """
    from desktop_app.usecases.importing import apply_import  # noqa: PLC0415 - as above

    now = _hashes([*preview.sources, *(plan.path for plan in preview.plans)])
    before = dict(preview.hashes) | dict(preview.sources)
    changed = tuple(path.name for path, digest in now.items() if before.get(path, digest) != digest)
    if changed:
        raise FilesChangedError(changed)
    back_up_if_changed(book)
    return apply_import(book, list(preview.plans), confirmed=confirmed, progress=progress)


def amounts_of(book: Book, kind: str, plans: Sequence[ImportPlan]) -> CellContext:
    """Return what tells in which currency the amounts of records of a kind are, the plans being written."""
    from desktop_app.reports.ledger_sheets import sheet_of  # noqa: PLC0415 - as above
    from desktop_app.usecases.importing.ledger import cell_context  # noqa: PLC0415
    from desktop_app.usecases.importing.view import BookView  # noqa: PLC0415

    view = BookView(book)
    needed = {"order": "sales", "account": "accounts"}
    for name in {needed[column.argument] for column in sheet_of(kind).columns if column.argument in needed}:
        for plan in plans:
            view.add(name, (row.record for row in plan.records.get(name, ())))
    return cell_context(view, "zh")


def save_refused(_book: Book, preview: Preview, path: Path, language: str) -> int:
    """Write the refused rows of all files as a workbook to mend; returns how many. Raises OSError."""
    from desktop_app.excel.refused_rows import write_refused  # noqa: PLC0415 - openpyxl, a quarter of a second

    refusals = [refusal for plan in preview.plans for refusal in plan.refusals]
    write_refused(path, refusals, language)
    return len(refusals)


def _hashes(paths: Sequence[Path]) -> dict[Path, bytes]:
    """Return what is in those of the files that can be read."""
    from desktop_app.usecases.importing import hash_of  # noqa: PLC0415 - as above

    found = {}
    for path in dict.fromkeys(paths):
        try:
            found[path] = hash_of(path)
        except (OSError, ValueError):
            continue
    return found


def _samples(paths: Sequence[Path]) -> dict[Path, TableSample]:
    """Return the first rows of those of the files that are tables."""
    from desktop_app.usecases.mapping import sample_of  # noqa: PLC0415 - as above

    found = {}
    for path in paths:
        sample = sample_of(path)
        if sample is not None:
            found[path] = sample
    return found


def _codes(rows: Sequence[object]) -> set[str]:
    names = ("currency", "list_currency", "return_shipping_currency", "compensation_currency")
    records = (getattr(row, "record", None) for row in rows)
    return {code for record in records for name in names if (code := getattr(record, name, None))}
