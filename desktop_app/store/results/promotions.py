"""Sharing stale promotions over sessions, and converting stale overheads."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.promotion_split import Share, promotion_times, share_by_name, share_by_overlap
from desktop_app.domain.statement import total
from desktop_app.store.results.workspace import share_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.attribution import Span
    from desktop_app.store.results.workspace import Workspace

_READ: Final = """
SELECT p.id, p.account, p.sessions, p.started_on, p.started_at, p.ended_on, p.ended_at, p.amount_minor,
    p.currency
FROM stale_marks t CROSS JOIN promotions p ON p.id = t.id WHERE t.kind = 'promotions'
"""


def refresh_promotions(work: Workspace) -> None:
    """Share every stale promotion."""
    connection = work.connection
    marks = "(SELECT id FROM stale_marks WHERE kind = 'promotions')"
    if not work.whole:
        old = f"kept_promotion_parts WHERE promotion_id IN {marks}"
        for session, day in connection.execute(f"SELECT session_id, day FROM {old}"):  # noqa: S608
            work.dirty.add(session, day)
        connection.execute(f"DELETE FROM {old}")  # noqa: S608
        connection.execute(f"DELETE FROM kept_promotions WHERE promotion_id IN {marks}")  # noqa: S608
    for row in connection.execute(_READ).fetchall():
        _share(work, row)


def _share(work: Workspace, row: Sequence[Any]) -> None:
    number, code, sessions, started_on, started_at, ended_on, ended_at, amount, currency = row
    account = work.account(code)
    # The day of the rate: a moment's in the book's time zone, a date itself.
    day = started_on or work.days.of(started_at)
    start, end = promotion_times(started_on, started_at, ended_on, ended_at, work.days_of(account.timezone))
    worth = work.rates.convert(amount, currency, day)
    named = share_weights(sessions)
    shares = share_by_name(worth, named, _spans_of(work, [item for item, _ in named])) if named else []
    if not named:
        shares = share_by_overlap(worth, start, end, work.spans(code))
    connection = work.connection
    connection.execute(
        "INSERT OR REPLACE INTO kept_promotions VALUES (?, ?, ?, ?, ?)",
        (number, account.account_id, bool(named), start, end),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO kept_promotion_sessions VALUES (?, ?)", [(item, number) for item, _ in named]
    )
    parts = _by_session(shares) if shares else {0: worth}
    for session, part in parts.items():
        connection.execute(
            "INSERT INTO kept_promotion_parts VALUES (?, ?, ?, ?, ?)",
            (session, number, account.account_id, day, part),
        )
        work.dirty.add(session, day)


def _spans_of(work: Workspace, codes: Sequence[str]) -> dict[str, Span]:
    """Give the sessions named, whatever account they are of."""
    found = {}
    for code in codes:
        row = work.connection.execute("SELECT account FROM sessions WHERE session = ?", (code,)).fetchone()
        if row:
            found[code] = next(span for span in work.spans(row[0]) if span.code == code)
    return found


def _by_session(shares: Sequence[Share]) -> dict[int, int | None]:
    """Add up the parts of a session that is named twice."""
    parts: defaultdict[int, int | None] = defaultdict(int)
    for session, part in shares:
        parts[session] = total(parts[session], part)
    return parts


def refresh_overheads(work: Workspace) -> None:
    """Convert every stale overhead at its own day."""
    connection = work.connection
    connection.execute(
        "DELETE FROM kept_overheads WHERE overhead_id IN (SELECT id FROM stale_marks WHERE"
        " kind = 'overheads')"
    )
    rows = connection.execute(
        'SELECT o.id, o."on", o.amount_minor, o.currency FROM stale_marks t CROSS JOIN'
        " overheads o ON o.id = t.id"
        " WHERE t.kind = 'overheads'"
    ).fetchall()
    connection.executemany(
        "INSERT INTO kept_overheads VALUES (?, ?, ?)",
        [(number, day, work.rates.convert(amount, currency, day)) for number, day, amount, currency in rows],
    )
