"""The tables of kept results and of what is stale among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.statement import BASE_KEYS

if TYPE_CHECKING:
    import sqlite3

VERSION: Final = "7"
"""Results of another version are thrown away: raise it with every change of a table or of the arithmetic."""

AMOUNTS: Final = ", ".join(f"{key} INTEGER NOT NULL" for key in BASE_KEYS)

COUNTS: Final = (
    "missing",
    "orders",
    "lines",
    "quantity",
    "weight_mg",
    "weightless",
    "returned_orders",
    "returned_quantity",
    "unsettled",
    "estimated",
    "incomplete",
    "no_leg_lines",
    "no_leg_weight_mg",
    "no_leg_weightless",
    "leg_weight_mg",
    "leg_weightless",
    "leg_shipping",
)
"""Beside the amounts of a total; `missing` has a bit for each of BASE_KEYS that lacks a rate."""

FIELDS: Final = (*BASE_KEYS, *COUNTS)
"""The columns of a total that are added up, in order."""

_COUNTS: Final = ", ".join(f"{name} INTEGER NOT NULL" for name in COUNTS)

_STALE: Final = (
    """CREATE TABLE stale_marks (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id))
    STRICT, WITHOUT ROWID""",
    "CREATE TABLE stale_lines (id INTEGER PRIMARY KEY) STRICT",
    "CREATE TABLE stale_goods (id INTEGER PRIMARY KEY) STRICT",
    "CREATE TABLE stale_legs (id INTEGER PRIMARY KEY) STRICT",
    "CREATE TABLE stale_shipments (shipment TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    # Stock of a product is stale from a moment on; `marks` counts what made it so, below 0 once put off.
    """CREATE TABLE stale_stock (product_id INTEGER PRIMARY KEY, since INTEGER NOT NULL,
    marks INTEGER NOT NULL) STRICT""",
    """CREATE TABLE stale_rates (currency TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (currency, since))
    STRICT, WITHOUT ROWID""",
    # `rate` is the column of `fee_rates` that states another rate from the day `since` on.
    """CREATE TABLE stale_fees (account TEXT NOT NULL, rate TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (account, rate, since)) STRICT, WITHOUT ROWID""",
)

_STOCK: Final = (
    # lot_ref: twice the id of a lot; twice the id of a repack's row, plus one.
    """CREATE TABLE kept_lots (lot_ref INTEGER PRIMARY KEY, code TEXT NOT NULL, product_id INTEGER NOT NULL,
    received_at INTEGER NOT NULL, received_on TEXT NOT NULL, best_before TEXT, quantity INTEGER NOT NULL,
    total_cost INTEGER NOT NULL, drawn INTEGER NOT NULL) STRICT""",
    """CREATE TABLE kept_moves (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, moment INTEGER NOT NULL,
    rank INTEGER NOT NULL, line_id INTEGER, part INTEGER NOT NULL, source INTEGER NOT NULL, lot_ref INTEGER,
    quantity INTEGER NOT NULL, cost INTEGER NOT NULL, past_date INTEGER NOT NULL) STRICT""",
    """CREATE TABLE kept_owed (line_id INTEGER NOT NULL, part INTEGER NOT NULL, product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL, cost INTEGER, missing INTEGER NOT NULL, PRIMARY KEY (line_id, part,
    product_id))
    STRICT, WITHOUT ROWID""",
    # What the estimate of what is owed goes by: T and Q of the latest lot, else the reference cost.
    """CREATE TABLE kept_basis (product_id INTEGER PRIMARY KEY, total_cost INTEGER, quantity INTEGER,
    reference INTEGER) STRICT""",
    """CREATE TABLE kept_shorts (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, moment INTEGER NOT NULL,
    rank INTEGER NOT NULL, source INTEGER NOT NULL, quantity INTEGER NOT NULL) STRICT""",
)

_TRADE: Final = (
    """CREATE TABLE kept_sessions (session_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, code TEXT
    NOT NULL,
    started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, planned INTEGER NOT NULL) STRICT""",
    # Amounts are NULL where a rate is missing; currency is NULL for the book's; session_id 0 is none.
    """CREATE TABLE kept_lines (line_id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, account_id
    INTEGER NOT NULL,
    day TEXT NOT NULL, currency TEXT, product_id INTEGER NOT NULL, counts INTEGER NOT NULL,
    quantity INTEGER NOT NULL, value INTEGER, gross INTEGER, discount INTEGER, shipping_income INTEGER,
    tax INTEGER,
    fee INTEGER, refunds INTEGER, fee_refunded INTEGER, return_costs INTEGER, returned_quantity INTEGER
    NOT NULL,
    packaging INTEGER NOT NULL, goods INTEGER NOT NULL, weight_mg INTEGER, last_on TEXT NOT NULL,
    settled INTEGER NOT NULL, flags INTEGER NOT NULL) STRICT""",
    """CREATE TABLE kept_returns (return_id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL, session_id
    INTEGER NOT NULL,
    account_id INTEGER NOT NULL, product_id INTEGER NOT NULL, day TEXT NOT NULL, refunds INTEGER,
    fee_refunded INTEGER, return_costs INTEGER, flags INTEGER NOT NULL) STRICT""",
    """CREATE TABLE kept_leg_parts (session_id INTEGER NOT NULL, line_id INTEGER NOT NULL, leg_id INTEGER
    NOT NULL,
    account_id INTEGER NOT NULL, product_id INTEGER NOT NULL, day TEXT NOT NULL, amount INTEGER,
    PRIMARY KEY (leg_id, session_id, line_id)) STRICT, WITHOUT ROWID""",
    # Orders that no line had when a leg named them, and sessions that legs name: which legs to look at again
    # when such a line comes or such a session changes. May name more legs than still do.
    """CREATE TABLE kept_leg_orders (order_id TEXT NOT NULL, leg_id INTEGER NOT NULL,
    PRIMARY KEY (order_id, leg_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept_leg_sessions (session TEXT NOT NULL, leg_id INTEGER NOT NULL,
    PRIMARY KEY (session, leg_id)) STRICT, WITHOUT ROWID""",
    # Legs that are not in the book's currency.
    """CREATE TABLE kept_leg_rates (currency TEXT NOT NULL, day TEXT NOT NULL, leg_id INTEGER NOT NULL,
    PRIMARY KEY (currency, day, leg_id)) STRICT, WITHOUT ROWID""",
    # What is odd about a leg: a product without weight, or orders (product 0) that no line has.
    # It stands with each session, or day of something unattributed, that bears some of the leg.
    """CREATE TABLE kept_leg_notes (session_id INTEGER NOT NULL, day TEXT NOT NULL, leg_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL, order_id TEXT, count INTEGER NOT NULL,
    PRIMARY KEY (session_id, day, leg_id, product_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept_promotions (promotion_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL,
    named INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL) STRICT""",
    """CREATE TABLE kept_promotion_parts (session_id INTEGER NOT NULL, promotion_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL, day TEXT NOT NULL, amount INTEGER, PRIMARY KEY (session_id, promotion_id))
    STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept_promotion_sessions (session TEXT NOT NULL, promotion_id INTEGER NOT NULL,
    PRIMARY KEY (session, promotion_id)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE kept_overheads (overhead_id INTEGER PRIMARY KEY, day TEXT NOT NULL, amount INTEGER) STRICT",
)

_TOTALS: Final = (
    # Of a session (day empty), or of what is unattributed (session 0) on one day and account.
    f"""CREATE TABLE kept_totals (session_id INTEGER NOT NULL, day TEXT NOT NULL, account_id INTEGER NOT NULL,
    {AMOUNTS}, {_COUNTS}, last_on TEXT, issues TEXT NOT NULL,
    PRIMARY KEY (session_id, day, account_id)) STRICT, WITHOUT ROWID""",
    # The same by product; product 0 is what belongs to none.
    f"""CREATE TABLE kept_cells (session_id INTEGER NOT NULL, day TEXT NOT NULL, account_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL, {AMOUNTS}, {_COUNTS}, last_on TEXT,
    PRIMARY KEY (session_id, day, account_id, product_id)) STRICT, WITHOUT ROWID""",
    # What sessions come to by the day on which they start.
    f"""CREATE TABLE kept_days (day TEXT PRIMARY KEY, missing INTEGER NOT NULL, {AMOUNTS})
    STRICT, WITHOUT ROWID""",
    # Net sales by the day from which the return days of their lines run.
    """CREATE TABLE kept_running (session_id INTEGER NOT NULL, day TEXT NOT NULL, account_id INTEGER NOT NULL,
    last_on TEXT NOT NULL, net_sales INTEGER NOT NULL, missing INTEGER NOT NULL,
    PRIMARY KEY (session_id, day, account_id, last_on)) STRICT, WITHOUT ROWID""",
)

TABLES: Final = (*_STALE, *_STOCK, *_TRADE, *_TOTALS)

EARLY_INDEXES: Final = (
    # Holds all that says what had left the lots at a moment.
    "CREATE INDEX kept_moves_product ON kept_moves (product_id, moment, lot_ref, quantity)",
    # What was owed, and filled, and brought back: what reaches lines that are older than the moment.
    """CREATE INDEX kept_moves_back ON kept_moves (product_id, moment, line_id)
    WHERE lot_ref IS NULL OR quantity < 0""",
    "CREATE INDEX kept_moves_line ON kept_moves (line_id) WHERE line_id IS NOT NULL",
    "CREATE INDEX kept_moves_entry ON kept_moves (rank, moment, cost) WHERE line_id IS NULL",
    "CREATE INDEX kept_moves_source ON kept_moves (source, rank) WHERE line_id IS NULL",
)
"""Indexes of what was moved; on a rebuild they are made once its rows stand."""

LATE_INDEXES: Final = (
    "CREATE INDEX kept_lines_session ON kept_lines (session_id, day)",
    "CREATE INDEX kept_lines_rate ON kept_lines (currency, day) WHERE currency IS NOT NULL",
    "CREATE INDEX kept_returns_line ON kept_returns (line_id)",
    "CREATE INDEX kept_returns_session ON kept_returns (session_id, day)",
)
"""Indexes that the lines' results need; on a rebuild they are made once its rows stand."""

LEG_INDEXES: Final = (
    # Holds all that a session's total needs: freight by line, product and account.
    """CREATE INDEX kept_leg_parts_session
    ON kept_leg_parts (session_id, line_id, product_id, account_id, amount)""",
    "CREATE INDEX kept_leg_parts_loose ON kept_leg_parts (day) WHERE session_id = 0",
)
"""Indexes of what legs were split into; on a rebuild they are made once its rows stand."""

INDEXES: Final = (
    # On a table of facts: finds the restocks after a moment without reading all returns.
    "CREATE INDEX kept_restocks ON returns (returned_at) WHERE restocked_quantity_milli > 0",
    # On a table of facts: the sessions in the order in which they are listed.
    "CREATE INDEX kept_session_order ON sessions (started_at, session)",
    # What is learnt from the sessions of the last days, without reading their wide rows.
    """CREATE INDEX kept_totals_past ON kept_totals (session_id, account_id, missing, leg_shipping,
    leg_weight_mg, leg_weightless, refunds, gross_sales, seller_discount, last_on) WHERE day = ''""",
    # The sessions in which a product was sold.
    "CREATE INDEX kept_cells_product ON kept_cells (product_id, last_on, session_id)",
    "CREATE INDEX kept_leg_notes_leg ON kept_leg_notes (leg_id)",
    "CREATE INDEX kept_lots_product ON kept_lots (product_id, received_at)",
    "CREATE INDEX kept_owed_product ON kept_owed (product_id)",
    "CREATE INDEX kept_owed_new ON kept_owed (product_id) WHERE cost IS NULL",
    "CREATE INDEX kept_shorts_product ON kept_shorts (product_id, moment)",
    "CREATE INDEX kept_shorts_source ON kept_shorts (source)",
    "CREATE INDEX kept_promotion_parts_promotion ON kept_promotion_parts (promotion_id)",
    "CREATE INDEX kept_promotions_account ON kept_promotions (account_id, started_at)",
    "CREATE INDEX kept_running_last ON kept_running (last_on)",
    "CREATE INDEX kept_sessions_account ON kept_sessions (account_id, started_at, code)",
)

_ON_FACTS: Final = ("kept_restocks", "kept_session_order")
"""Indexes of results that stand on tables of facts."""

PREFIXES: Final = ("kept_", "stale_")


def exists(connection: sqlite3.Connection) -> bool:
    """Whether the tables of results are there."""
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'kept_meta'").fetchone() is not None


def is_filled(connection: sqlite3.Connection) -> bool:
    """Whether results of this version have been computed since the tables were made."""
    if not exists(connection):
        return False
    kept = dict(connection.execute("SELECT key, value FROM kept_meta"))
    return "settings" in kept and kept.get("version") == VERSION


def create(connection: sqlite3.Connection) -> None:
    """Create the empty tables; indexes that slow a rebuild down come later."""
    connection.execute("CREATE TABLE kept_meta (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID")
    connection.execute("INSERT INTO kept_meta VALUES ('version', ?)", (VERSION,))
    for statement in (*TABLES, *INDEXES):
        connection.execute(statement)


def create_indexes(connection: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    """Create those of the indexes that are not there."""
    for statement in statements:
        connection.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1))


def drop(connection: sqlite3.Connection) -> None:
    """Drop every table of results."""
    # `_` is a wildcard of LIKE: the names are compared by their first letters instead.
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if name.startswith(PREFIXES)
    ]
    for name in _ON_FACTS:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    for name in names:
        connection.execute(f"DROP TABLE {name}")
