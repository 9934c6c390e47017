"""Version 3: what imports, claims, evidence and freight cards keep beside the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_ROW: Final = "id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)"
_ACCOUNT: Final = "account TEXT NOT NULL REFERENCES accounts (account) ON UPDATE CASCADE"

IMPORTS: Final = (
    # `cells`: the mapped cells, `row_hashes`: a hash for each row, both compressed and without buyers' data.
    f"""CREATE TABLE import_files ({_ROW},
    file_hash BLOB NOT NULL, imported_at INTEGER NOT NULL, file_name TEXT NOT NULL, format TEXT NOT NULL,
    account TEXT REFERENCES accounts (account) ON UPDATE CASCADE, added INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, refused INTEGER NOT NULL, headings TEXT NOT NULL DEFAULT '[]',
    report TEXT NOT NULL DEFAULT '{{}}', cells BLOB, row_hashes BLOB,
    UNIQUE (file_hash, imported_at)) STRICT""",
    f"""CREATE TABLE platform_lines ({_ROW},
    {_ACCOUNT}, order_id TEXT NOT NULL, line INTEGER NOT NULL, platform_sku TEXT, seller_sku TEXT,
    product_name TEXT,
    variation TEXT, package TEXT,
    UNIQUE (account, order_id, line)) STRICT""",
    "CREATE INDEX platform_lines_sku ON platform_lines (account, platform_sku)",
    f"""CREATE TABLE sku_matches ({_ROW},
    {_ACCOUNT}, platform_sku TEXT NOT NULL, sku TEXT NOT NULL REFERENCES products (sku) ON UPDATE CASCADE,
    product_name TEXT, variation TEXT,
    UNIQUE (account, platform_sku)) STRICT""",
    "CREATE INDEX sku_matches_sku ON sku_matches (sku)",
    # A carrier's charge whose order the book does not know yet.
    f"""CREATE TABLE waiting_charges ({_ROW},
    charge TEXT NOT NULL, carrier TEXT NOT NULL, account TEXT REFERENCES accounts (account) ON UPDATE CASCADE,
    order_ref TEXT, tracking TEXT, "on" TEXT NOT NULL, kind TEXT, cost_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    billed_weight_mg INTEGER, invoice TEXT, file_hash BLOB,
    UNIQUE (charge)) STRICT""",
    "CREATE INDEX waiting_charges_tracking ON waiting_charges (tracking)",
    "CREATE INDEX waiting_charges_order ON waiting_charges (order_ref)",
    f"""CREATE TABLE return_requests ({_ROW},
    {_ACCOUNT}, request TEXT NOT NULL, order_id TEXT NOT NULL, line INTEGER, platform_sku TEXT, sku TEXT,
    status TEXT NOT NULL, reason TEXT, quantity_milli INTEGER, refund_minor INTEGER, currency TEXT,
    requested_at INTEGER,
    UNIQUE (account, request)) STRICT""",
    "CREATE INDEX return_requests_order ON return_requests (account, order_id)",
    # Rows of statements and advertising reports with their parts: one whose order comes later is joined then;
    # advertising paid out of sales is held against the reports. `body` is a JSON object of codes and figures.
    f"""CREATE TABLE platform_rows ({_ROW},
    {_ACCOUNT}, kind TEXT NOT NULL, entry TEXT NOT NULL, order_id TEXT, "on" TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (account, kind, entry)) STRICT""",
    "CREATE INDEX platform_rows_order ON platform_rows (account, order_id)",
)

CLAIMS: Final = (
    f"""CREATE TABLE schemes ({_ROW},
    scheme TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, body_hash BLOB NOT NULL,
    example INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (scheme)) STRICT""",
    # `frozen` is the compressed copy of everything the figure rests on.
    f"""CREATE TABLE claims ({_ROW},
    claim TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    issuer TEXT, created_at INTEGER NOT NULL, frozen_at INTEGER, submitted_at INTEGER, approved_at INTEGER,
    paid_at INTEGER, amount_minor INTEGER, approved_minor INTEGER, paid_minor INTEGER, layout_version INTEGER,
    frozen BLOB, note TEXT,
    UNIQUE (claim, version)) STRICT""",
    f"""CREATE TABLE claim_items ({_ROW},
    claim TEXT NOT NULL, version INTEGER NOT NULL, scheme TEXT NOT NULL, position INTEGER NOT NULL,
    base TEXT NOT NULL, base_measure TEXT NOT NULL, amount_minor INTEGER NOT NULL, approved_minor INTEGER,
    reading TEXT, steps TEXT NOT NULL DEFAULT '[]',
    UNIQUE (claim, version, scheme),
    FOREIGN KEY (claim, version) REFERENCES claims (claim, version) ON UPDATE CASCADE) STRICT""",
    f"""CREATE TABLE claim_lines ({_ROW},
    claim TEXT NOT NULL, version INTEGER NOT NULL, scheme TEXT NOT NULL, account TEXT NOT NULL,
    order_id TEXT NOT NULL,
    line INTEGER NOT NULL, counted INTEGER NOT NULL, reason TEXT, amount_minor INTEGER,
    approved_minor INTEGER,
    UNIQUE (claim, version, scheme, account, order_id, line),
    FOREIGN KEY (claim, version) REFERENCES claims (claim, version) ON UPDATE CASCADE) STRICT""",
    "CREATE INDEX claim_lines_line ON claim_lines (account, order_id, line)",
)

EVIDENCE: Final = (
    # The file itself lies beside the book under its hash; `original` ties a masked image to its source.
    f"""CREATE TABLE evidence ({_ROW},
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32), name TEXT NOT NULL, media_type TEXT NOT NULL,
    size INTEGER NOT NULL, added_at INTEGER NOT NULL, kind TEXT, original BLOB, note TEXT,
    UNIQUE (sha256)) STRICT""",
    f"""CREATE TABLE evidence_links ({_ROW},
    sha256 BLOB NOT NULL REFERENCES evidence (sha256), target TEXT NOT NULL, target_key TEXT NOT NULL,
    UNIQUE (sha256, target, target_key)) STRICT""",
    "CREATE INDEX evidence_links_target ON evidence_links (target, target_key)",
)

FREIGHT: Final = (
    f"""CREATE TABLE rate_cards ({_ROW},
    card TEXT NOT NULL, carrier TEXT NOT NULL, market TEXT NOT NULL, from_place TEXT, currency TEXT NOT NULL,
    valid_from TEXT, valid_to TEXT, volume_divisor INTEGER, minimum_mg INTEGER, note TEXT,
    UNIQUE (card)) STRICT""",
    f"""CREATE TABLE rate_card_bands ({_ROW},
    card TEXT NOT NULL REFERENCES rate_cards (card) ON UPDATE CASCADE, above_mg INTEGER NOT NULL,
    up_to_mg INTEGER,
    base_minor INTEGER NOT NULL, step_mg INTEGER, per_step_minor INTEGER,
    UNIQUE (card, above_mg)) STRICT""",
)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of this version."""
    for statement in (*IMPORTS, *CLAIMS, *EVIDENCE, *FREIGHT):
        connection.execute(statement)
