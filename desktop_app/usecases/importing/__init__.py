"""Bringing files in: read, planned against the book, shown, then written as one step."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.ledger import is_ledger
from desktop_app.importers.workbook_guard import read_head
from desktop_app.usecases.importing.apply import apply_plans, report_of
from desktop_app.usecases.importing.ledger import FORMAT, plan_ledger
from desktop_app.usecases.importing.plan import ImportPlan, ImportReport
from desktop_app.usecases.importing.view import BookView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.store import Book

__all__ = ["apply_import", "plan_import", "report_of"]


def plan_import(
    book: Book,
    paths: Sequence[Path],
    *,
    account: str | None = None,
    format: str = "auto",  # noqa: A002 - the option's name
) -> list[ImportPlan]:
    """Plan files against a book, each as if those before it were in; nothing is written.

    `format` is `auto`, `ledger` or the name of a platform's format; `account` is whose the files are, for
    those that do not say. Raises UnusableFileError for the first file of which nothing can be used.
    """
    view = BookView(book)
    plans = []
    for path in paths:
        plan = _plan_one(view, path, account, format)
        plan.file_hash = _hash(path)
        view.absorb(plan)
        plans.append(plan)
    return plans


def apply_import(book: Book, plans: Sequence[ImportPlan]) -> list[ImportReport]:
    """Write plans into the book as one step to undo, and say what went in. Raises as `Book.write` does."""
    return apply_plans(book, plans)


def _plan_one(view: BookView, path: Path, account: str | None, name: str) -> ImportPlan:
    read_head(path)
    if name == FORMAT or (name == "auto" and is_ledger(path)):
        return plan_ledger(view, path)
    raise UnusableFileError(path, FileFault.UNKNOWN_FORMAT)


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
