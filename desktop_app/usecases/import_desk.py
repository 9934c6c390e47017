"""Importing as the window does it: look at many files, then bring in what is confirmed."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.importers.errors import UnusableFileError
from desktop_app.usecases.keeping import back_up_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.apply import Progress
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What files would bring: a plan for each that can be used, an error for each that cannot."""

    plans: tuple[ImportPlan, ...]
    unusable: Mapping[Path, UnusableFileError]
    currency: str
    zone: tzinfo
    decimals: Mapping[str, int]
    accounts: tuple[str, ...]
    """The book's accounts, for a file that does not say whose it is."""


def look_at(book: Book, paths: Sequence[Path], *, account: str | None = None) -> Preview:
    """Read files against the book, those in folders and zips too; writes nothing.

    `account` is whose those are that do not say so.
    """
    from desktop_app.usecases.importing import gathered, plan_import  # noqa: PLC0415 - after the first paint

    left: list[Path] = []
    unusable: dict[Path, UnusableFileError] = {}
    plans: list[ImportPlan] = []
    with ExitStack() as unpacked:
        for path in dict.fromkeys(paths):
            try:
                found = unpacked.enter_context(gathered([path]))
            except UnusableFileError as error:
                unusable[path] = error
            else:
                left += found.files
                unusable |= {error.path: error for error in found.left_out}
        while left:
            try:
                plans = plan_import(book, left, account=account)
                break
            except UnusableFileError as error:
                if error.path not in left:
                    raise
                unusable[error.path] = error
                left.remove(error.path)
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
    )


def bring_in(
    book: Book, preview: Preview, *, confirmed: bool = False, progress: Progress | None = None
) -> list[ImportReport]:
    """Write what was previewed, as one step, with a backup before it where there is anything to back up.

    `progress` is told how many rows of how many are written; what it raises takes all of it back.
    Raises ClosedMonthError unless `confirmed`, as `Book.write` and `keeping.back_up_now` do.
    """
    from desktop_app.usecases.importing import apply_import  # noqa: PLC0415 - as above

    back_up_if_changed(book)
    return apply_import(book, list(preview.plans), confirmed=confirmed, progress=progress)


def save_refused(_book: Book, preview: Preview, path: Path, language: str) -> int:
    """Write the refused rows of all files as a workbook to mend; returns how many. Raises OSError."""
    from desktop_app.excel.refused_rows import write_refused  # noqa: PLC0415 - openpyxl, a quarter of a second

    refusals = [refusal for plan in preview.plans for refusal in plan.refusals]
    write_refused(path, refusals, language)
    return len(refusals)


def _codes(rows: Sequence[object]) -> set[str]:
    names = ("currency", "list_currency", "return_shipping_currency", "compensation_currency")
    records = (getattr(row, "record", None) for row in rows)
    return {code for record in records for name in names if (code := getattr(record, name, None))}
