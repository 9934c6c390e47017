"""A book with a shop of each kind, and files brought into it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop_app.domain.channel import Account, Platform
from desktop_app.usecases.importing import apply_import, plan_import

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.store import Book
    from desktop_app.usecases.importing.plan import ImportPlan


def add_account(book: Book, account: str, platform: Platform, market: str, currency: str) -> None:
    """Put an account into a book."""
    with book.write("made by hand") as writer:
        writer.put(Account(account=account, platform=platform, market=market, currency=currency))


def bring(book: Book, *files: Path, account: str | None = None) -> list[ImportPlan]:
    """Bring files in, and make sure that bringing them in again changes nothing."""
    plans = plan_import(book, files, account=account)
    apply_import(book, plans)
    again = plan_import(book, files, account=account)
    assert not any(plan.changes_anything for plan in again), "twice changes nothing"
    return plans


def lines_of(book: Book, order: str) -> list[Any]:
    """Return an order's lines by number."""
    found = [line for line in book.iterate("sales") if line.order_id == order]
    return sorted(found, key=lambda line: line.line)


def codes(plans: Sequence[ImportPlan]) -> set[str]:
    """Return the codes of what the plans list."""
    return {suspicion.code for plan in plans for suspicion in plan.suspicions}


def minor(text: str) -> int:
    """Return a cell with money in minor units; a blank one is nothing."""
    return int(Decimal(text.replace(",", "") or "0") * 100)
