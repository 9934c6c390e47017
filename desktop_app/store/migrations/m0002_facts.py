"""Version 2: the tables of facts, one for each sheet of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_ROW: Final = "id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)"
_SKU: Final = "sku TEXT NOT NULL REFERENCES products (sku) ON UPDATE CASCADE"
_ACCOUNT: Final = "account TEXT NOT NULL REFERENCES accounts (account) ON UPDATE CASCADE"
_SESSION: Final = "session TEXT REFERENCES sessions (session) ON UPDATE CASCADE"

CATALOGUE: Final = (
    f"""CREATE TABLE products ({_ROW},
    sku TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT, category TEXT, unit TEXT NOT NULL,
    unit_weight_mg INTEGER,
    list_price_minor INTEGER, list_currency TEXT, packaging_cost_minor INTEGER, reference_cost_minor INTEGER,
    kg_per_unit_mg INTEGER, reference_price_minor INTEGER, brand TEXT, origin TEXT, shelf_life_days INTEGER,
    reorder_level_milli INTEGER, hs_code TEXT, components TEXT NOT NULL DEFAULT '[]',
    UNIQUE (sku)) STRICT""",
    f"""CREATE TABLE accounts ({_ROW},
    account TEXT NOT NULL, platform TEXT NOT NULL, market TEXT NOT NULL, currency TEXT NOT NULL,
    timezone TEXT,
    role TEXT, commission_rate_e8 INTEGER, payment_fee_rate_e8 INTEGER, fee_refund_rate_e8 INTEGER,
    attribution_seconds INTEGER, return_days INTEGER,
    UNIQUE (account)) STRICT""",
    f"""CREATE TABLE rates ({_ROW},
    currency TEXT NOT NULL, "on" TEXT NOT NULL, units INTEGER NOT NULL, cny_e8 INTEGER NOT NULL,
    UNIQUE (currency, "on")) STRICT""",
    f"""CREATE TABLE lots ({_ROW},
    lot TEXT NOT NULL, {_SKU}, received_on TEXT NOT NULL, quantity_milli INTEGER NOT NULL,
    total_cost_minor INTEGER NOT NULL, location TEXT, best_before TEXT, supplier TEXT, grade TEXT,
    UNIQUE (lot)) STRICT""",
    "CREATE INDEX lots_sku ON lots (sku, received_on)",
    f"""CREATE TABLE repacks ({_ROW},
    repack TEXT NOT NULL, occurred_at INTEGER NOT NULL, from_lot TEXT NOT NULL,
    from_quantity_milli INTEGER NOT NULL,
    lot TEXT NOT NULL, {_SKU}, quantity_milli INTEGER NOT NULL, split TEXT NOT NULL, grade TEXT, note TEXT,
    UNIQUE (repack, lot)) STRICT""",
    "CREATE INDEX repacks_sku ON repacks (sku)",
    "CREATE INDEX repacks_lot ON repacks (lot)",
    "CREATE INDEX repacks_from_lot ON repacks (from_lot)",
)

TRADE: Final = (
    f"""CREATE TABLE sessions ({_ROW},
    session TEXT NOT NULL, {_ACCOUNT}, status TEXT NOT NULL, title TEXT, started_at INTEGER NOT NULL,
    ended_at INTEGER, host TEXT, trial INTEGER NOT NULL, views INTEGER, viewers INTEGER, peak_viewers INTEGER,
    new_followers INTEGER, product_clicks INTEGER, platform_gmv_minor INTEGER, host_pay_minor INTEGER,
    other_cost_minor INTEGER, note TEXT,
    UNIQUE (session)) STRICT""",
    "CREATE INDEX sessions_account ON sessions (account, started_at)",
    "CREATE INDEX sessions_started ON sessions (started_at)",
    f"""CREATE TABLE sales ({_ROW},
    order_id TEXT NOT NULL, line INTEGER NOT NULL, {_ACCOUNT}, {_SESSION}, ordered_at INTEGER NOT NULL,
    {_SKU},
    quantity_milli INTEGER NOT NULL, unit_price_minor INTEGER NOT NULL, currency TEXT NOT NULL,
    seller_discount_minor INTEGER NOT NULL, platform_discount_minor INTEGER NOT NULL,
    shipping_charged_minor INTEGER NOT NULL, platform_fee_minor INTEGER, tax_minor INTEGER NOT NULL,
    status TEXT NOT NULL, country TEXT, lot TEXT, shipped_on TEXT, delivered_on TEXT, settled_on TEXT,
    tracking TEXT,
    customs_code TEXT, declaration TEXT, payment_ref TEXT, invoice TEXT, excluded TEXT,
    UNIQUE (account, order_id, line)) STRICT""",
    "CREATE INDEX sales_ordered ON sales (account, ordered_at)",
    "CREATE INDEX sales_session ON sales (session) WHERE session IS NOT NULL",
    "CREATE INDEX sales_sku ON sales (sku, ordered_at)",
    "CREATE INDEX sales_order ON sales (order_id)",
    "CREATE INDEX sales_tracking ON sales (tracking) WHERE tracking IS NOT NULL",
    "CREATE INDEX sales_lot ON sales (lot) WHERE lot IS NOT NULL",
    f"""CREATE TABLE promotions ({_ROW},
    promotion TEXT NOT NULL, {_ACCOUNT}, sessions TEXT NOT NULL DEFAULT '[]', kind TEXT, started_on TEXT,
    started_at INTEGER, ended_on TEXT, ended_at INTEGER, amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    impressions INTEGER, clicks INTEGER, platform_roi TEXT, supplier TEXT, invoice TEXT, paid_on TEXT,
    UNIQUE (promotion)) STRICT""",
    "CREATE INDEX promotions_account ON promotions (account)",
    f"""CREATE TABLE shipping ({_ROW},
    shipment TEXT NOT NULL, leg TEXT NOT NULL, kind TEXT, carrier TEXT, tracking TEXT, "on" TEXT NOT NULL,
    account TEXT REFERENCES accounts (account) ON UPDATE CASCADE, orders TEXT NOT NULL DEFAULT '[]',
    sessions TEXT NOT NULL DEFAULT '[]', cost_minor INTEGER NOT NULL, currency TEXT NOT NULL,
    billed_weight_mg INTEGER, split TEXT NOT NULL, from_place TEXT, to_place TEXT, distance_m INTEGER,
    invoice TEXT,
    paid_on TEXT, payment_ref TEXT,
    UNIQUE (shipment, leg)) STRICT""",
    "CREATE INDEX shipping_tracking ON shipping (tracking) WHERE tracking IS NOT NULL",
    "CREATE INDEX shipping_account ON shipping (account) WHERE account IS NOT NULL",
    f"""CREATE TABLE returns ({_ROW},
    return_id TEXT NOT NULL, {_ACCOUNT}, order_id TEXT NOT NULL, line INTEGER NOT NULL,
    sku TEXT REFERENCES products (sku) ON UPDATE CASCADE, quantity_milli INTEGER NOT NULL,
    restocked_quantity_milli INTEGER NOT NULL, reason TEXT, refund_minor INTEGER NOT NULL,
    platform_reversed_minor INTEGER NOT NULL, fee_refunded_minor INTEGER,
    return_shipping_minor INTEGER NOT NULL,
    return_shipping_currency TEXT, compensation_minor INTEGER NOT NULL, compensation_currency TEXT,
    returned_at INTEGER NOT NULL,
    UNIQUE (return_id)) STRICT""",
    "CREATE INDEX returns_line ON returns (account, order_id, line)",
    "CREATE INDEX returns_sku ON returns (sku) WHERE sku IS NOT NULL",
    f"""CREATE TABLE stock ({_ROW},
    entry TEXT NOT NULL, lot TEXT NOT NULL, occurred_at INTEGER NOT NULL, kind TEXT NOT NULL,
    quantity_milli INTEGER NOT NULL, {_SESSION}, to_location TEXT, note TEXT,
    UNIQUE (entry)) STRICT""",
    "CREATE INDEX stock_lot ON stock (lot)",
    "CREATE INDEX stock_session ON stock (session) WHERE session IS NOT NULL",
)

MONEY: Final = (
    f"""CREATE TABLE overheads ({_ROW},
    entry TEXT NOT NULL, "on" TEXT NOT NULL, kind TEXT, amount_minor INTEGER NOT NULL, currency TEXT,
    supplier TEXT,
    invoice TEXT, paid_on TEXT, note TEXT,
    UNIQUE (entry)) STRICT""",
    f"""CREATE TABLE settlements ({_ROW},
    settlement TEXT NOT NULL, order_id TEXT, line INTEGER, {_ACCOUNT}, kind TEXT NOT NULL,
    settled_on TEXT NOT NULL,
    currency TEXT NOT NULL, amount_minor INTEGER NOT NULL, fees_minor INTEGER, refunds_minor INTEGER,
    note TEXT) STRICT""",
    """CREATE UNIQUE INDEX settlements_key
    ON settlements (settlement, coalesce(order_id, ''), coalesce(line, -1))""",
    "CREATE INDEX settlements_order ON settlements (account, order_id, line)",
    f"""CREATE TABLE payouts ({_ROW},
    payout TEXT NOT NULL, {_ACCOUNT}, "on" TEXT NOT NULL, currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    fee_minor INTEGER, received_cny_minor INTEGER, settlements TEXT NOT NULL DEFAULT '[]', bank_ref TEXT,
    UNIQUE (payout)) STRICT""",
    "CREATE INDEX payouts_account ON payouts (account)",
    f"""CREATE TABLE training ({_ROW},
    entry TEXT NOT NULL, "on" TEXT NOT NULL, person TEXT NOT NULL, course TEXT NOT NULL, organiser TEXT,
    hours_milli INTEGER, certificate TEXT,
    UNIQUE (entry)) STRICT""",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of this version."""
    for statement in (*CATALOGUE, *TRADE, *MONEY):
        connection.execute(statement)
