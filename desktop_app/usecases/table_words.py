"""Which headings stand for which field of rows: the ledger's, the platforms', and everyday ones."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from desktop_app import paths
from desktop_app.importers.cell_text import word_key
from desktop_app.importers.formats import load_formats
from desktop_app.reports.ledger_sheets import sheet_of

_FORMATS: Final = {
    "orders": "sales",
    "returns": "returns",
    "live": "sessions",
    "advertising": "promotions",
    "carrier": "shipping",
    "income": "settlements",
}
"""The kind of rows that files of each kind of format bring."""
_FIELDS: Final = {
    "sales": {
        "order_id": "order_id", "status": "status", "seller_sku": "sku", "product_name": "sku",
        "quantity": "quantity", "unit_price": "unit_price", "seller_discount": "seller_discount",
        "platform_discount": "platform_discount", "shipping_charged": "shipping_charged",
        "created_at": "ordered_at", "shipped_at": "shipped_on", "delivered_at": "delivered_on",
        "tracking": "tracking", "country": "country", "currency": "currency",
    },
    "returns": {
        "return_id": "return", "order_id": "order_id", "seller_sku": "sku", "reason": "reason",
        "refund": "refund", "quantity": "quantity",
        "refunded_at": "returned_on", "requested_at": "returned_on",
    },
    "sessions": {
        "room_id": "session", "title": "title", "started_at": "started_at", "ended_at": "ended_at",
        "gmv": "platform_gmv", "views": "views", "viewers": "viewers", "peak_viewers": "peak_viewers",
        "new_followers": "new_followers", "product_clicks": "product_clicks",
    },
    "promotions": {
        "campaign_id": "promotion", "on": "started_at", "started_at": "started_at", "ended_at": "ended_at",
        "until": "ended_at", "cost": "amount", "currency": "currency", "impressions": "impressions",
        "clicks": "clicks", "roi": "platform_roi",
    },
    "shipping": {
        "waybill": "tracking", "order_ref": "orders", "on": "on", "cost": "cost",
        "billed_weight": "billed_weight_g",
    },
    "settlements": {
        "statement": "settlement", "related_order": "order_id", "type": "kind", "settled_on": "settled_on",
        "currency": "currency", "total": "amount", "fees": "fees",
    },
}  # fmt: skip
"""By kind: the ledger's column for each field of the platforms' formats."""
_WORDS: Final = "table_words.json"
_INSIDE: Final = 1_000
"""How unsure a heading is that merely holds a known word; less the longer the word is."""
_SHORTEST_LATIN: Final = 5


@cache
def fields_by_heading(kind: str) -> dict[str, tuple[int, str]]:
    """Return each heading known for rows of a kind, as `word_key`: how sure it is (0: surest), its column."""
    known: dict[str, tuple[int, str]] = {}
    for column in sheet_of(kind).columns:
        for heading in (column.key, column.key.replace("_", " "), column.heading_zh):
            known.setdefault(word_key(heading), (0, column.key))
    for name, headings in _everyday().get(kind, {}).items():
        for at, heading in enumerate(headings):
            known.setdefault(word_key(heading), (1 + at, name))
    fields = _FIELDS.get(kind, {})
    for form in load_formats():
        if _FORMATS.get(form.kind) != kind:
            continue
        for rank, (name, key) in enumerate(fields.items()):
            for heading in form.main.columns[name].headings if name in form.main.columns else ():
                known.setdefault(word_key(heading), (20 + rank, key))
    return known


def field_of(kind: str, key: str) -> tuple[int, str] | None:
    """Return the column that a heading stands for, the whole of it, else the longest word known in it."""
    known = fields_by_heading(kind)
    if key in known:
        return known[key]
    inside = [word for word in known if len(word) >= _shortest(word) and word in key]
    longest = max(inside, key=len, default=None)
    return None if longest is None else (_INSIDE - len(longest), known[longest][1])


def _shortest(word: str) -> int:
    """Return how long a word must be to be looked for in a heading: two Chinese characters say enough."""
    return _SHORTEST_LATIN if word.isascii() else 2


@cache
def _everyday() -> dict[str, dict[str, list[str]]]:
    path = paths.resources_dir() / "ledger" / _WORDS
    words: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    return words
