"""What stands behind each column of a table of records: expressions of SQL, by kind and column key."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app.reports.ledger_sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.reports.ledger_sheets import Column

_ACCOUNT: Final = "(SELECT a.currency FROM accounts a WHERE a.account = t.account)"
_ORDER: Final = (
    "(SELECT s.currency FROM sales s WHERE s.account = t.account AND s.order_id = t.order_id"
    " AND s.line = t.line)"
)
_SKU_NAME: Final = "(SELECT p.name FROM products p WHERE p.sku = t.sku)"
_OTHER_NAMES: Final = (
    "(SELECT group_concat(name, ' · ') FROM (SELECT n.name FROM product_names n WHERE n.sku = t.sku"
    " ORDER BY n.language))"
)
_LIST: Final = "((2 * t.quantity_milli * t.unit_price_minor + 1000) / 2000)"
_LOT_SKU: Final = (
    "coalesce((SELECT l.sku FROM lots l WHERE l.lot = t.lot),"
    " (SELECT r.sku FROM repacks r WHERE r.lot = t.lot))"
)
_SESSIONS_OF: Final = (
    "(SELECT group_concat(code, '; ') FROM (SELECT DISTINCT s.session AS code FROM {parts} k"
    " JOIN sessions s ON s.id = k.session_id WHERE k.{column} = t.id ORDER BY s.started_at LIMIT 20))"
)
# R(T × q ÷ Q), exact for a positive Q; what has left may be below 0.
_COST_LEFT: Final = (
    "(k.total_cost - CASE WHEN k.total_cost * k.drawn >= 0"
    " THEN (2 * k.total_cost * k.drawn + k.quantity) / (2 * k.quantity)"
    " ELSE -((-2 * k.total_cost * k.drawn + k.quantity) / (2 * k.quantity)) END)"
)
_LOT_OF: Final = "FROM kept_lots k WHERE k.lot_ref = 2 * t.id AND k.quantity > 0"
_HELD: Final = "FROM kept_lots k WHERE k.product_id = t.id AND k.quantity > 0"
_OWED: Final = "coalesce((SELECT sum(o.quantity) FROM kept_owed o WHERE o.product_id = t.id), 0)"
_ENTRY_RANK: Final = (
    "CASE t.kind WHEN 'spoilage' THEN 2 WHEN 'sample' THEN 3 WHEN 'gift' THEN 4 WHEN 'adjustment' THEN 5 END"
)

_SAME_RATE: Final = (
    '{0}.currency = t.currency AND {0}."on" = t."on" AND {0}.units = t.units AND {0}.cny_e8 = t.cny_e8'
)
RATE_SOURCE: Final = (
    f"coalesce((SELECT f.format FROM rate_sources f WHERE {_SAME_RATE.format('f')}),"  # noqa: S608
    f" CASE WHEN EXISTS (SELECT 1 FROM rates_before_sources b WHERE {_SAME_RATE.format('b')})"
    " THEN '' ELSE 'hand' END)"
)
"""The source of a rate as RateSource has it; empty where a book kept none in its day."""

COMPUTED: Final[dict[tuple[str, str], str]] = {
    ("products", "on_hand"): (
        f"CASE WHEN t.components = '[]' THEN (SELECT sum(k.quantity - k.drawn) {_HELD}) - {_OWED} END"
    ),
    ("products", "value"): f"CASE WHEN t.components = '[]' THEN (SELECT sum({_COST_LEFT}) {_HELD}) END",
    ("products", "other_names"): _OTHER_NAMES,
    ("product_names", "product_name"): _SKU_NAME,
    ("lots", "product_name"): _SKU_NAME,
    ("lots", "on_hand"): f"(SELECT k.quantity - k.drawn {_LOT_OF})",
    ("lots", "value"): f"(SELECT {_COST_LEFT} {_LOT_OF})",
    ("lots", "unit_cost"): ("((2000 * t.total_cost_minor + t.quantity_milli) / (2 * t.quantity_milli))"),
    ("lots", "place"): (
        "coalesce((SELECT e.to_location FROM stock e WHERE e.lot = t.lot AND e.kind = 'transfer'"
        " AND e.to_location IS NOT NULL ORDER BY e.occurred_at DESC, e.entry DESC LIMIT 1), t.location)"
    ),
    ("sales", "product_name"): _SKU_NAME,
    ("sales", "list_amount"): _LIST,
    ("sales", "net_amount"): f"({_LIST} - t.seller_discount_minor)",
    ("sales", "attributed_session"): (
        "(SELECT s.session FROM kept_lines k JOIN sessions s ON s.id = k.session_id WHERE k.line_id = t.id)"
    ),
    ("promotions", "fell_on"): _SESSIONS_OF.format(parts="kept_promotion_parts", column="promotion_id"),
    ("promotions", "amount_cny"): (
        "(SELECT CASE WHEN count(*) = count(k.amount) THEN sum(k.amount) END"
        " FROM kept_promotion_parts k WHERE k.promotion_id = t.id)"
    ),
    ("shipping", "fell_on"): _SESSIONS_OF.format(parts="kept_leg_parts", column="leg_id"),
    ("shipping", "amount_cny"): (
        "(SELECT CASE WHEN count(*) = count(k.amount) THEN sum(k.amount) END"
        " FROM kept_leg_parts k WHERE k.leg_id = t.id)"
    ),
    ("returns", "product_name"): (
        "(SELECT p.name FROM sales s JOIN products p ON p.sku = s.sku"
        " WHERE s.account = t.account AND s.order_id = t.order_id AND s.line = t.line)"
    ),
    ("returns", "attributed_session"): (
        "(SELECT s.session FROM kept_returns k JOIN sessions s ON s.id = k.session_id"
        " WHERE k.return_id = t.id)"
    ),
    ("stock", "product_name"): f"(SELECT p.name FROM products p WHERE p.sku = {_LOT_SKU})",  # noqa: S608
    ("stock", "value"): (
        "(SELECT sum(k.cost) FROM kept_moves k"  # noqa: S608
        f" WHERE k.source = t.id AND k.line_id IS NULL AND k.rank = {_ENTRY_RANK})"
    ),
    ("repacks", "product_name"): _SKU_NAME,
    ("rates", "source"): f"nullif({RATE_SOURCE}, '')",
    ("overheads", "amount_cny"): "(SELECT k.amount FROM kept_overheads k WHERE k.overhead_id = t.id)",
}
"""Computed columns, read from kept results where arithmetic is more than one row's own."""


_AMOUNTS: Final = frozenset({"value", "unit_cost", "list_amount", "net_amount", "amount_cny"})


def is_amount(kind: str, key: str) -> bool:
    """Tell whether a column holds minor units of a currency."""
    column = column_of(kind, key)
    return key in _AMOUNTS if column is None else column.value == "amount"


def is_quantity(kind: str, key: str) -> bool:
    """Tell whether a column holds thousandths of a product's unit."""
    column = column_of(kind, key)
    return key == "on_hand" if column is None else column.value == "quantity"


@cache
def column_of(kind: str, key: str) -> Column | None:
    """Return the ledger's column of a key; None for a computed one."""
    try:
        return sheet_of(kind).column(key)
    except KeyError:
        return None


def value_sql(kind: str, key: str) -> str:
    """Return what a column holds, as stored; a day or moment as seconds. KeyError for an unknown column."""
    column = column_of(kind, key)
    if column is None:
        return COMPUTED[kind, key]
    if column.value == "day_or_moment":
        day, moment = column.fields
        return f'coalesce(t."{moment}", CAST(strftime(\'%s\', t."{day}") AS INTEGER))'
    if column.value == "decimal":
        # Kept as a text; it is no money, and only compared.
        return f't."{column.field}" + 0.0'
    return f't."{column.field}"'


def currency_sql(kind: str, key: str) -> str | None:
    """Return the currency that an amount is in, NULL for the book's; None where it always is the book's."""
    column = column_of(kind, key)
    if column is None:
        return "t.currency" if key in {"list_amount", "net_amount"} else None
    match column.argument:
        case "book":
            return None
        case "account":
            return _ACCOUNT
        case "order":
            return _ORDER
        case name:
            return f"t.{name.removesuffix('?')}"


def scaled_sql(kind: str, key: str, book_currency: str, decimals: Mapping[str, int]) -> tuple[str, int]:
    """Return an amount that compares across currencies, and the decimals it then has.

    `decimals` are those of the currencies that the book has used.
    """
    plain = value_sql(kind, key)
    currency = currency_sql(kind, key)
    own = decimals.get(book_currency, 2)
    if currency is None or len(set(decimals.values()) | {own}) == 1:
        return plain, own
    most = max(*decimals.values(), own)
    cases = " ".join(
        f"WHEN '{code}' THEN {10 ** (most - places)}" for code, places in decimals.items() if code.isalnum()
    )
    return f"({plain} * CASE coalesce({currency}, '{book_currency}') {cases} ELSE 1 END)", most


TEXTS: Final = frozenset({"text", "id", "ids", "shares", "components", "currency", "market", "zone"})
"""Values that are looked through for words."""


@cache
def word_columns(kind: str) -> tuple[str, ...]:
    """Return the expressions that are looked through for a word, row by row: the columns of text."""
    looked = TEXTS - {"currency"} if kind in WORD_SOURCES else TEXTS
    own = tuple(f't."{c.field}"' for c in sheet_of(kind).columns if c.value in looked)
    return (*own, _OTHER_NAMES) if kind == "products" else own


def _like(column: str) -> str:
    return rf"{column} LIKE {{word}} ESCAPE '\'"


_PAPERS: Final = ("country", "customs_code", "declaration", "payment_ref", "invoice", "excluded")
_ANY_PAPER: Final = " OR ".join(map(_like, _PAPERS))
_FIND_SALES: Final = "SELECT id FROM sales WHERE"
WORD_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "sales": (
        f"{_FIND_SALES} {_like('order_id')}",
        f"{_FIND_SALES} tracking IS NOT NULL AND {_like('tracking')}",
        f"{_FIND_SALES} sku IN (SELECT sku FROM products WHERE {_like('sku')})",  # noqa: S608
        f"{_FIND_SALES} account IN (SELECT account FROM accounts WHERE {_like('account')})",  # noqa: S608
        f"{_FIND_SALES} session IN (SELECT session FROM sessions WHERE {_like('session')})",  # noqa: S608
        f"{_FIND_SALES} lot IS NOT NULL AND {_like('lot')}",
        f"{_FIND_SALES} {_ANY_PAPER}",
    )
}
"""For kinds that grow long, what finds the rows that hold a word: by indexes, without reading the rows.

Currencies are left out: each has so many rows that nobody looks for them so.
"""

DEFAULT_ORDER: Final[dict[str, tuple[tuple[str, bool], ...]]] = {
    "products": (("sku", False),),
    "lots": (("received_on", True),),
    "product_names": (("sku", False), ("language", False)),
    "accounts": (("account", False),),
    "fee_rates": (("account", False), ("from_on", True)),
    "sessions": (("started_at", True),),
    "sales": (("ordered_at", True),),
    "promotions": (("started_at", True),),
    "shipping": (("on", True),),
    "returns": (("returned_on", True),),
    "stock": (("on", True),),
    "rates": (("on", True),),
    "tariffs": (
        ("carrier", False),
        ("service", False),
        ("market", False),
        ("from_on", True),
        ("above_g", False),
    ),
    "overheads": (("on", True),),
    "repacks": (("on", True),),
    "settlements": (("settled_on", True),),
    "payouts": (("on", True),),
    "training": (("on", True),),
}
"""How a kind is listed unless asked otherwise: newest first, as (column, descending)."""

BETWEEN_EQUALS: Final = {
    ("sales", "sku"): "ordered_at",
    ("sales", "account"): "ordered_at",
    ("sales", "status"): "ordered_at",
    ("sessions", "account"): "started_at",
    ("lots", "sku"): "received_on",
}
"""What equal rows are sorted by, where an index has both columns; else by id."""

SCOPES: Final[dict[str, dict[str, str]]] = {
    "products": {
        "unmatched": "t.category = '待匹配'",
        "bundles": "t.components <> '[]'",
        "low": (
            f"t.reorder_level_milli IS NOT NULL AND coalesce({COMPUTED['products', 'on_hand']}, 0)"
            " < t.reorder_level_milli"
        ),
    },
    "lots": {
        "in_stock": f"{COMPUTED['lots', 'on_hand']} > 0",
        "near_date": (
            f"t.best_before IS NOT NULL AND t.best_before <= :near_day AND {COMPUTED['lots', 'on_hand']} > 0"
        ),
    },
    "sessions": {
        "planned": "t.status = 'planned'",
        "live": "t.status = 'live'",
        "closed": "t.status = 'closed'",
    },
    "sales": {
        "to_ship": "t.status = 'paid' AND t.shipped_on IS NULL",
        "no_tracking": "t.status IN ('shipped', 'delivered') AND t.tracking IS NULL",
        "unpaid": "t.status = 'placed'",
        "cancelled": "t.status = 'cancelled'",
        "unattributed": "t.id IN (SELECT k.line_id FROM kept_lines k WHERE k.session_id = 0)",
        "unsettled": "t.settled_on IS NULL AND t.status NOT IN ('placed', 'cancelled')",
    },
    "promotions": {
        "loose": "t.id IN (SELECT k.promotion_id FROM kept_promotion_parts k WHERE k.session_id = 0)",
        "unpaid_bills": "t.paid_on IS NULL",
    },
    "shipping": {
        "loose": "t.id IN (SELECT k.leg_id FROM kept_leg_parts k WHERE k.session_id = 0)",
        "unpaid_bills": "t.paid_on IS NULL",
    },
    "returns": {"restocked": "t.restocked_quantity_milli > 0"},
    "stock": {
        "spoilage": "t.kind = 'spoilage'",
        "samples": "t.kind IN ('sample', 'gift')",
        "counts": "t.kind = 'adjustment'",
        "transfers": "t.kind = 'transfer'",
    },
    "overheads": {"unpaid_bills": "t.paid_on IS NULL"},
}
"""Ready-made views of each kind, as conditions."""
