"""Products that imports made of SKUs nobody knows, with what waits on each, and what was matched before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import UNMATCHED
from desktop_app.domain.facts import KIND
from desktop_app.store.codec import codec_for
from desktop_app.store.tables.shapes import FACTS

if TYPE_CHECKING:
    from desktop_app.domain.returns import Return
    from desktop_app.domain.sale import OrderLine
    from desktop_app.store.database import Book


@dataclass(slots=True)
class WaitingSku:
    """A product waiting to be matched; `amounts` are its sales by currency, in minor units."""

    sku: str
    name: str
    has_stock: bool
    accounts: list[str] = field(default_factory=list)
    lines: int = 0
    amounts: dict[str, int] = field(default_factory=dict)
    listings: list[Listing] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listing:
    """How a platform's files name it in one account."""

    account: str
    platform_sku: str | None
    seller_sku: str | None
    product_name: str | None
    variation: str | None


def waiting_skus(book: Book) -> list[WaitingSku]:
    """Return the products that wait to be matched, those with the most order lines first."""
    found = {
        sku: WaitingSku(sku, name, bool(stock))
        for sku, name, stock in book.connection.execute(
            "SELECT p.sku, p.name, EXISTS (SELECT 1 FROM lots WHERE sku = p.sku)"
            " OR EXISTS (SELECT 1 FROM repacks WHERE sku = p.sku) FROM products p"
            " WHERE p.category = ? ORDER BY p.id",
            (UNMATCHED,),
        )
    }
    wanted = "(SELECT sku FROM products WHERE category = ?)"
    for sku, account, currency, lines, amount in book.connection.execute(
        "SELECT sku, account, currency, count(*), coalesce(sum(CASE WHEN status IN ('placed', 'cancelled')"  # noqa: S608
        " THEN 0 ELSE (quantity_milli * unit_price_minor + 500) / 1000 - seller_discount_minor END), 0)"
        f" FROM sales WHERE sku IN {wanted} GROUP BY sku, account, currency ORDER BY account",
        (UNMATCHED,),
    ):
        row = found[sku]
        if account not in row.accounts:
            row.accounts.append(account)
        row.lines += lines
        row.amounts[currency] = row.amounts.get(currency, 0) + amount
    for sku, *listing in book.connection.execute(
        "SELECT DISTINCT s.sku, l.account, l.platform_sku, l.seller_sku, l.product_name, l.variation"  # noqa: S608
        " FROM sales s JOIN platform_lines l"
        " ON l.account = s.account AND l.order_id = s.order_id AND l.line = s.line"
        f" WHERE s.sku IN {wanted}",
        (UNMATCHED,),
    ):
        found[sku].listings.append(Listing(*listing))
    return sorted(found.values(), key=lambda row: -row.lines)


def lines_of_sku(book: Book, sku: str) -> list[OrderLine]:
    """Return the order lines of a product."""
    return _of_sku(book, "sales", sku)


def returns_of_sku(book: Book, sku: str) -> list[Return]:
    """Return the returns that name a product."""
    return _of_sku(book, "returns", sku)


def _of_sku(book: Book, kind: str, sku: str) -> list[Any]:
    rows = book.connection.execute(f"{FACTS[kind].select} WHERE sku = ?", (sku,)).fetchall()
    return codec_for(KIND[kind]).decode([row[2:] for row in rows])
