"""What needs attention, read from facts and kept results: for Home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import UNMATCHED
from desktop_app.domain.issues import IssueCode
from desktop_app.store.queries.kept import read_issues

if TYPE_CHECKING:
    from desktop_app.store.database import Book

NEAR_DAYS: Final = 14
"""A lot this close to its best-before date is named."""
MOST_LOTS: Final = 20
TRACKING_DAYS: Final = 60
"""Orders older than this are no longer asked for their tracking number."""


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that wants attention: a code with data as in `Issue`; `session` is one that shows it."""

    code: str
    data: tuple[tuple[str, str | int], ...] = ()
    session: str | None = None

    def get(self, name: str) -> str | int | None:
        """The value called `name`, or None."""
        return dict(self.data).get(name)


def attention(book: Book, *, today: date) -> list[Attention]:
    """List orders to send or sent without a number, products to match, lots near their date, what is missing.

    Call `book.refresh()` first where results may be stale.
    """
    return [
        *_to_ship(book),
        *_unmatched(book),
        *_untracked(book, today),
        *_lots_near_date(book, today),
        *_from_issues(book),
    ]


def _to_ship(book: Book) -> list[Attention]:
    (count,) = book.connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT account, order_id FROM sales"
        " WHERE status = 'paid' AND shipped_on IS NULL)"
    ).fetchone()
    return [Attention("to_ship", (("count", count),))] if count else []


def _unmatched(book: Book) -> list[Attention]:
    (count,) = book.connection.execute(
        "SELECT count(*) FROM products WHERE category = ?", (UNMATCHED,)
    ).fetchone()
    return [Attention("unmatched", (("count", count),))] if count else []


def _untracked(book: Book, today: date) -> list[Attention]:
    since = (today - timedelta(days=TRACKING_DAYS)).isoformat()
    (count,) = book.connection.execute(
        "SELECT count(DISTINCT order_id) FROM sales WHERE shipped_on >= ? AND tracking IS NULL"
        " AND status IN ('shipped', 'delivered')",
        (since,),
    ).fetchone()
    return [Attention("untracked", (("count", count),))] if count else []


def _lots_near_date(book: Book, today: date) -> list[Attention]:
    """Lots that still hold goods and are past or near their date, the nearest first."""
    until = (today + timedelta(days=NEAR_DAYS)).isoformat()
    rows = book.connection.execute(
        """SELECT k.code, p.name, p.unit, k.quantity - k.drawn, k.best_before,
        (SELECT location FROM lots WHERE lot = k.code)
        FROM kept_lots k JOIN products p ON p.id = k.product_id
        WHERE k.best_before <= ? AND k.best_before >= ? AND k.quantity > k.drawn
        ORDER BY k.best_before, k.code LIMIT ?""",
        (until, (today - timedelta(days=NEAR_DAYS)).isoformat(), MOST_LOTS),
    )
    return [
        Attention(
            "lot_near_date",
            (
                ("lot", lot),
                ("product", name),
                ("quantity_milli", left),
                ("unit", unit),
                ("days", (date.fromisoformat(day) - today).days),
                ("location", place or ""),
            ),
        )
        for lot, name, unit, left, day, place in rows
    ]


_GROUPED: Final = {
    IssueCode.RATE_MISSING: "currency",
    IssueCode.COST_MISSING: "sku",
    IssueCode.STOCK_OWED: "sku",
    IssueCode.LINES_UNATTRIBUTED: "",
}
"""Issues of statements that want attention, each thing once: by which of its data."""


def _from_issues(book: Book) -> list[Attention]:
    """What the statements want: each thing once, with the days and the number of sessions it touches."""
    touched: dict[tuple[IssueCode, str], list[tuple[str, str]]] = {}
    named = " OR ".join(f"instr(t.issues, '\"{code.value}\"')" for code in _GROUPED)
    for session, stored in book.connection.execute(
        "SELECT coalesce(s.session, ''), t.issues FROM kept_totals t"  # noqa: S608 - our own codes
        " LEFT JOIN sessions s ON s.id = t.session_id"
        f" WHERE (t.day = '' OR t.session_id = 0) AND t.issues <> '[]' AND ({named})"
        " ORDER BY s.id IS NULL, s.started_at, s.session"
    ):
        for issue in read_issues([stored]):
            if issue.code in _GROUPED:
                what = str(issue.get(_GROUPED[issue.code]) or "")
                touched.setdefault((issue.code, what), []).append((session, str(issue.get("on") or "")))
    return [_touching(code, what, places) for (code, what), places in touched.items()]


def _touching(code: IssueCode, what: str, places: list[tuple[str, str]]) -> Attention:
    """One thing, in the sessions and on the days that it touches."""
    days = sorted({day for _session, day in places if day})
    sessions = list(dict.fromkeys(session for session, _day in places if session))
    data: list[tuple[str, str | int]] = [("what", what), ("sessions", len(sessions))]
    data += [("first", days[0]), ("last", days[-1])] if days else []
    return Attention(code.value, tuple(data), session=sessions[-1] if sessions else None)
