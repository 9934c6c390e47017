"""Products and accounts by what people call them: Chinese, pinyin, initials, English, code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import territory_name
from desktop_app.reports.pinyin import match_rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.store.database import Book


def matching_products(book: Book, text: str) -> tuple[str, ...]:
    """Return the SKUs of the products whose SKU or name fits a text."""
    return tuple(sku for sku, names in product_names(book).items() if best_rank(text, names) is not None)


def product_names(book: Book) -> dict[str, tuple[str, ...]]:
    """Return, by SKU, all that a product is called: code, name, English name, names in other languages."""
    known = {each.sku: (each.sku, each.name, each.name_en or "") for each in book.iterate("products")}
    found: dict[str, tuple[str, ...]] = dict(known)
    for other in book.iterate("product_names"):
        found[other.sku] = (*found[other.sku], other.name)
    return found


def matching_accounts(book: Book, text: str) -> tuple[str, ...]:
    """Return the accounts whose code or market fits a text."""
    return tuple(
        account.account
        for account in book.iterate("accounts")
        if best_rank(text, (account.account, territory_name(account.market))) is not None
    )


def best_rank(text: str, names: Iterable[str]) -> int | None:
    """Return the best rank by which one of the names fits; None where none does."""
    return min((rank for name in names if (rank := match_rank(text, name)) is not None), default=None)
