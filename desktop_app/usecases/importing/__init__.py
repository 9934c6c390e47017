"""Bringing files in: read, planned against the book, shown, then written as one step."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from desktop_app.usecases.importing.apply import apply_plans, report_of
from desktop_app.usecases.importing.closing import closed_in
from desktop_app.usecases.importing.gathering import gathered, recognise_any
from desktop_app.usecases.importing.ledger import plan_ledger
from desktop_app.usecases.importing.view import BookView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.importers.recognise import Recognised
    from desktop_app.store import Book
    from desktop_app.usecases.importing.apply import Progress
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport

__all__ = ["apply_import", "gathered", "plan_import", "report_of"]


def plan_import(
    book: Book,
    paths: Sequence[Path],
    *,
    account: str | None = None,
    format: str = "auto",  # noqa: A002 - the option's name
) -> list[ImportPlan]:
    """Plan files against a book, each as if those before it were in; nothing is written.

    Ledgers come first, then platform files in the order in which they join one another; the plans are
    returned in the order of `paths`. `format` is `auto`, `ledger` or the name of a platform's format;
    `account` is whose the files are, for those that do not say. Raises UnusableFileError for the first
    file of which nothing can be used.
    """
    # Here, so that tables and forms, which share the ledger's rules, do not wait for the platforms' readers.
    from desktop_app.usecases.importing.platform import plan_platform  # noqa: PLC0415
    from desktop_app.usecases.importing.platform_view import PlatformView  # noqa: PLC0415

    recognised = [(place, path, recognise_any(path, format)) for place, path in enumerate(paths)]
    recognised.sort(key=lambda one: _rank(one[2]))
    view = BookView(book)
    platform_view = PlatformView(book)
    plans: dict[int, ImportPlan] = {}
    for sequence, (place, path, found) in enumerate(recognised):
        if found is None:
            plan = plan_ledger(view, path)
            view.absorb(plan)
            platform_view.absorb(plan)
        else:
            plan = plan_platform(platform_view, found, account=account)
        plan.sequence = sequence
        plan.file_hash = _hash(path)
        plan.closed = closed_in(book, plan)
        plans[place] = plan
    return [plans[place] for place in range(len(plans))]


def apply_import(
    book: Book, plans: Sequence[ImportPlan], *, confirmed: bool = False, progress: Progress | None = None
) -> list[ImportReport]:
    """Write plans into the book as one step to undo, and say what went in.

    Raises ClosedMonthError where a plan changes a closed month, unless that is `confirmed`, and as
    `Book.write` does.
    """
    return apply_plans(book, plans, confirmed=confirmed, progress=progress)


def _rank(found: Recognised | None) -> int:
    from desktop_app.usecases.importing.platform import ORDER_OF_KINDS  # noqa: PLC0415 - as above

    return -1 if found is None else ORDER_OF_KINDS.index(found.format.kind)


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
