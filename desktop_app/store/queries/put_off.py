"""Whose figures wait: the sessions that stock touches which has been put off to be worked through again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.store.results.marking import END

if TYPE_CHECKING:
    import sqlite3

    from desktop_app.domain.days import Days

_MARGIN_S: Final = 2 * 86_400
"""How long after its start a session still earns orders, with room to spare."""

# A bundle's lines stand in cells of the bundle.
_SOLD_AS: Final = """
SELECT :product UNION SELECT b.id FROM products b, json_each(b.components) j JOIN products p
ON p.sku = j.value ->> '$.sku' WHERE b.components <> '[]' AND p.id = :product
"""
_SOLD_SINCE: Final = f"""
SELECT c.session_id FROM kept_cells c LEFT JOIN sessions s ON s.id = c.session_id
WHERE c.product_id IN ({_SOLD_AS})
AND (c.last_on >= :day OR c.last_on IS NULL OR s.started_at >= :since - {_MARGIN_S})
"""  # noqa: S608
# Older lines whose debts are filled, or whose goods come back, from the moment on.
_REACHED_BACK: Final = """
SELECT DISTINCT k.session_id FROM kept_moves m INDEXED BY kept_moves_back
CROSS JOIN kept_lines k ON k.line_id = m.line_id
WHERE m.product_id = :product AND m.moment >= :since AND (m.lot_ref IS NULL OR m.quantity < 0)
"""
_OWED: Final = """
SELECT DISTINCT k.session_id FROM kept_owed o CROSS JOIN kept_lines k ON k.line_id = o.line_id
WHERE o.product_id = :product
"""
_BROUGHT_BACK: Final = f"""
SELECT DISTINCT k.session_id FROM returns r CROSS JOIN sales s ON s.account = r.account
AND s.order_id = r.order_id AND s.line = r.line CROSS JOIN kept_lines k ON k.line_id = s.id
WHERE r.restocked_quantity_milli > 0 AND r.returned_at >= :since AND k.product_id IN ({_SOLD_AS})
"""  # noqa: S608
# Samples and gifts that were given before, and those that are known now.
_GIVEN: Final = """
SELECT coalesce(s.id, 0) FROM kept_moves m JOIN stock e ON e.id = m.source
LEFT JOIN sessions s ON s.session = e.session
WHERE m.line_id IS NULL AND m.rank IN (3, 4) AND m.moment >= :since AND m.product_id = :product
UNION SELECT coalesce(s.id, 0) FROM stock e LEFT JOIN sessions s ON s.session = e.session
WHERE e.kind IN ('sample', 'gift') AND e.occurred_at >= :since AND e.lot IN (
    SELECT l.lot FROM lots l JOIN products p ON p.sku = l.sku WHERE p.id = :product
    UNION SELECT r.lot FROM repacks r JOIN products p ON p.sku = r.sku WHERE p.id = :product)
"""


def recomputing_sessions(connection: sqlite3.Connection, days: Days) -> frozenset[int]:
    """Give the sessions (0: what is unattributed) whose figures may change; some of them may not."""
    found: set[int] = set()
    for product, since in connection.execute(
        "SELECT product_id, since FROM stale_stock WHERE since < ?", (END,)
    ).fetchall():
        # Before the first day that dates can say, everything is meant.
        names = {"product": product, "since": since, "day": days.of(since) if since > 0 else ""}
        for query in (_SOLD_SINCE, _REACHED_BACK, _OWED, _BROUGHT_BACK, _GIVEN):
            found.update(session for (session,) in connection.execute(query, names))
    return frozenset(found)
