"""From marks to the lines, legs, promotions and stock that have to be computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.store.results.fees import expand_fees
from desktop_app.store.results.marking import BEGINNING, mark_stock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.attribution import Span
    from desktop_app.store.results.workspace import Workspace

_STALE_SALES = "INSERT OR IGNORE INTO stale_lines SELECT id FROM sales WHERE "
_STALE_LEGS = "INSERT OR IGNORE INTO stale_legs SELECT leg_id FROM "
_STALE_PROMOTIONS = "INSERT OR IGNORE INTO stale_marks SELECT 'promotions', "


def mark_everything(work: Workspace) -> None:
    """Mark every fact stale: what a rebuild begins with."""
    execute = work.connection.execute
    execute("INSERT OR IGNORE INTO stale_lines SELECT id FROM sales")
    execute("INSERT OR IGNORE INTO stale_legs SELECT id FROM shipping")
    execute("INSERT OR IGNORE INTO stale_marks SELECT 'promotions', id FROM promotions")
    execute("INSERT OR IGNORE INTO stale_marks SELECT 'overheads', id FROM overheads")
    execute("INSERT OR REPLACE INTO stale_stock SELECT id, ?, 1 FROM products", (BEGINNING,))
    for (account,) in execute("SELECT account FROM accounts").fetchall():
        _keep_spans(work, work.account(account).account_id, work.spans(account))
    work.dirty.sessions.update(number for (number,) in execute("SELECT id FROM sessions"))
    # Samples that name no session are found by their moments; all else unattributed says its day itself.
    moments = execute("SELECT occurred_at FROM stock WHERE session IS NULL AND kind IN ('sample', 'gift')")
    work.dirty.days.update(work.days.of(moment) for (moment,) in moments)


def expand_marks(work: Workspace) -> None:
    """Turn the marks of sessions, accounts, products, rates, lots and shipments into what they touch."""
    _expand_accounts(work)
    expand_fees(work)
    _expand_sessions(work)
    _expand_products(work)
    _expand_rates(work)
    _expand_lots(work)
    execute = work.connection.execute
    execute(
        "INSERT OR IGNORE INTO stale_legs"
        " SELECT id FROM shipping WHERE shipment IN (SELECT shipment FROM stale_shipments)"
    )
    work.dirty.sessions.update(_marked(work, "totals"))
    work.dirty.days.update(work.days.of(moment) for moment in _marked(work, "loose_moment"))
    # A line that is gone without its product being found any more.
    gone = execute(
        "SELECT m.product_id, min(m.moment) FROM stale_lines t CROSS JOIN kept_moves m ON m.line_id = t.id"
        " WHERE NOT EXISTS (SELECT 1 FROM sales s WHERE s.id = t.id) GROUP BY m.product_id"
    ).fetchall()
    mark_stock(work.connection, dict(gone))


def _marked(work: Workspace, kind: str) -> list[int]:
    return [row[0] for row in work.connection.execute("SELECT id FROM stale_marks WHERE kind = ?", (kind,))]


def _expand_accounts(work: Workspace) -> None:
    execute = work.connection.execute
    for number in _marked(work, "accounts"):
        execute(f"{_STALE_SALES} account = (SELECT account FROM accounts WHERE id = ?)", (number,))  # noqa: S608
        execute(
            f"{_STALE_PROMOTIONS} id FROM promotions"  # noqa: S608
            " WHERE account = (SELECT account FROM accounts WHERE id = ?)",
            (number,),
        )
    for number in _marked(work, "renamed_accounts"):
        # The order of a split goes by the account's code.
        execute(f"{_STALE_LEGS} kept_leg_parts WHERE account_id = ?", (number,))


def _expand_sessions(work: Workspace) -> None:
    """Compare the sessions of each account touched with those the results were computed with."""
    marked = _marked(work, "sessions")
    work.dirty.sessions.update(marked)
    accounts: set[tuple[int]] = set()
    for number in marked:
        accounts.update(
            work.connection.execute(
                "SELECT account_id FROM kept_sessions WHERE session_id = ?1"
                " UNION SELECT a.id FROM sessions s JOIN accounts a ON a.account = s.account WHERE s.id = ?1",
                (number,),
            )
        )
    # A session that changed its account stands in two of them: all are compared before any is kept.
    compared = [(account_id, _compare_account(work, account_id)) for (account_id,) in accounts]
    for account_id, spans in compared:
        _keep_spans(work, account_id, spans)


def _compare_account(work: Workspace, account_id: int) -> list[Span]:
    """Mark what an account's changed sessions touch, and give its sessions as they are."""
    execute = work.connection.execute
    row = execute("SELECT account FROM accounts WHERE id = ?", (account_id,)).fetchone()
    account = row[0] if row else None
    spans = work.spans(account) if account is not None else []
    old = {
        found[0]: tuple(found)
        for found in execute(
            "SELECT session_id, code, started_at, ended_at, planned FROM kept_sessions WHERE account_id = ?",
            (account_id,),
        )
    }
    new = {span.session_id: _columns(span) for span in spans}
    for number in old.keys() | new.keys():
        if old.get(number) != new.get(number):
            work.dirty.sessions.add(number)
            work.dirty.starts.update(found[2] for found in (old.get(number), new.get(number)) if found)
            _touch_session(work, account_id, account, [old.get(number), new.get(number)])
    return spans


def _touch_session(
    work: Workspace,
    account_id: int,
    account: str | None,
    versions: Iterable[tuple[int, str, int, int, int] | None],
) -> None:
    """Mark what a session received by time, before and after it changed, and what names it."""
    execute = work.connection.execute
    for version in versions:
        if version is None:
            continue
        _, code, start, end, planned = version
        execute(f"{_STALE_LEGS} kept_leg_sessions WHERE session = ?", (code,))
        execute(f"{_STALE_PROMOTIONS} promotion_id FROM kept_promotion_sessions WHERE session = ?", (code,))
        if planned or account is None:
            continue
        window = work.account(account).window_seconds
        execute(
            f"{_STALE_SALES} account = ? AND session IS NULL AND ordered_at >= ? AND ordered_at < ?",
            (account, start, end + window),
        )
        execute(
            f"{_STALE_PROMOTIONS} promotion_id FROM kept_promotions"
            " WHERE account_id = ? AND NOT named AND started_at < ? AND ended_at > ?",
            (account_id, end, start),
        )


def _columns(span: Span) -> tuple[int, str, int, int, int]:
    return (span.session_id, span.code, span.started_at, span.ended_at, int(span.planned))


def _keep_spans(work: Workspace, account_id: int, spans: Iterable[Span]) -> None:
    work.connection.execute("DELETE FROM kept_sessions WHERE account_id = ?", (account_id,))
    work.connection.executemany(
        "INSERT OR REPLACE INTO kept_sessions VALUES (?, ?, ?, ?, ?, ?)",
        [(span.session_id, account_id, *_columns(span)[1:]) for span in spans],
    )


def _expand_products(work: Workspace) -> None:
    execute = work.connection.execute
    touched: dict[int, str] = {}
    for number in _marked(work, "products"):
        card = work.product(number)
        if card is None:
            execute("DELETE FROM kept_lots WHERE product_id = ?", (number,))
            continue
        touched[number] = card.sku
        for bundle, _, _ in work.bundles.get(number, ()):
            touched[bundle.product_id] = bundle.sku
    for sku in touched.values():
        execute(f"{_STALE_SALES} sku = ?", (sku,))
    for number in _marked(work, "weights"):
        numbers = [number, *(bundle.product_id for bundle, _, _ in work.bundles.get(number, ()))]
        for weighed in numbers:
            execute(f"{_STALE_LEGS} kept_leg_parts WHERE product_id = ?", (weighed,))


def _expand_rates(work: Workspace) -> None:
    connection = work.connection
    for currency, since, until in _rate_ranges(work):
        span = (currency, since, until)
        connection.execute(
            "INSERT OR IGNORE INTO stale_lines SELECT line_id FROM kept_lines"
            " WHERE currency = ? AND day >= ? AND day < ?",
            span,
        )
        connection.execute(f"{_STALE_LEGS} kept_leg_rates WHERE currency = ? AND day >= ? AND day < ?", span)
        connection.execute(
            "INSERT OR IGNORE INTO stale_marks SELECT 'overheads', id FROM overheads"
            ' WHERE currency = ? AND "on" >= ? AND "on" < ?',
            span,
        )
        connection.execute(f"{_STALE_PROMOTIONS} id FROM promotions WHERE currency = ?", (currency,))
        connection.execute(
            "INSERT OR IGNORE INTO stale_lines SELECT s.id FROM returns r JOIN sales s"
            " ON s.account = r.account AND s.order_id = r.order_id AND s.line = r.line"
            " WHERE r.return_shipping_currency = ?1 OR r.compensation_currency = ?1",
            (currency,),
        )
        repacked = connection.execute(
            "SELECT p.id, min(r.occurred_at) FROM products p JOIN repacks r ON r.sku = p.sku"
            " WHERE p.list_currency = ? AND r.split = 'value' GROUP BY p.id",
            (currency,),
        ).fetchall()
        mark_stock(connection, dict(repacked))


def _rate_ranges(work: Workspace) -> list[tuple[str, str, str]]:
    """Give the days for which another rate may hold now: from each changed one until the next recorded."""
    ranges: list[tuple[str, str, str]] = []
    changed = work.connection.execute("SELECT currency, since FROM stale_rates ORDER BY currency, since")
    for currency, since in changed.fetchall():
        row = work.connection.execute(
            'SELECT min("on") FROM rates WHERE currency = ? AND "on" > ?', (currency, since)
        ).fetchone()
        until = row[0] or "~"
        if ranges and ranges[-1][0] == currency and ranges[-1][2] >= since:
            ranges[-1] = (currency, ranges[-1][1], max(until, ranges[-1][2]))
        else:
            ranges.append((currency, since, until))
    return ranges


def _expand_lots(work: Workspace) -> None:
    """Mark the stock of lots that changed from where they came in, before and after."""
    moments: dict[int, int] = {}
    for number in _marked(work, "lots"):
        found = work.connection.execute(
            "SELECT product_id, received_at FROM kept_lots WHERE lot_ref = ?", (2 * number,)
        ).fetchall()
        row = work.connection.execute(
            "SELECT p.id, l.received_on FROM lots l JOIN products p ON p.sku = l.sku WHERE l.id = ?",
            (number,),
        ).fetchone()
        if row:
            found.append((row[0], work.days.start(row[1])))
        for product, moment in found:
            moments[product] = min(moment, moments.get(product, moment))
    mark_stock(work.connection, moments)
