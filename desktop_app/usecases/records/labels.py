"""What one record is called in a list: its key, and what helps to know it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.pricing import rates_of
from desktop_app.i18n import format_day, format_quantity
from desktop_app.reports.fee_text import fee_words

if TYPE_CHECKING:
    from desktop_app.store.database import Book


def label_of(book: Book, kind: str, record: Any) -> str:  # noqa: C901, PLR0911 - a line a kind
    """Return a record's own words, without its key: a product's name, an order's goods, a lot's quantity."""
    match kind:
        case "products" | "product_names":
            return str(record.name)
        case "fee_rates":
            return fee_words(rates_of(record))
        case "lots" | "sales" | "repacks":
            return f"{product_name(book, record.sku)} × {format_quantity(record.quantity_milli)}"
        case "stock":
            return f"{record.lot} × {format_quantity(record.quantity_milli)}"
        case "sessions":
            return record.title or str(record.account)
        case "promotions" | "overheads" | "settlements":
            return record.kind or record.supplier or ""
        case "shipping":
            return " · ".join(part for part in (record.kind, record.carrier, format_day(record.on)) if part)
        case "returns":
            return f"{record.order_id} × {format_quantity(record.quantity_milli)}"
        case "tariffs":
            return f"{record.carrier} · {record.service} · {record.market}"
        case "training":
            return f"{record.person} · {record.course}"
    return ""


def product_name(book: Book, sku: str) -> str:
    """Return a product's name; its SKU where the book has no such product."""
    product = book.get("products", sku)
    return product.name if product is not None else sku
