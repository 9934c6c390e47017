"""What reconciling compares: sums by order, by payout and by parcel, out of facts and kept rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book

_ORDERS: Final = """
WITH sold AS (
    SELECT account, order_id, currency, max(coalesce(delivered_on, shipped_on, date(ordered_at, 'unixepoch')))
            AS sent, max(status = 'delivered') AS delivered,
        sum(CASE WHEN status IN ('placed', 'cancelled') THEN 0 ELSE
            (quantity_milli * unit_price_minor + 500) / 1000 - seller_discount_minor
            + shipping_charged_minor - tax_minor END) AS sold,
        sum(coalesce(platform_fee_minor, 0)) AS fees,
        max(settled_on) AS settled
    FROM sales WHERE {order_id} GROUP BY account, order_id
), back AS (
    SELECT account, order_id, sum(refund_minor + platform_reversed_minor) AS refunds,
        sum(coalesce(fee_refunded_minor, 0)) AS fees_back, sum(CASE
            WHEN quantity_milli = 0 AND refund_minor = 0 THEN 0
            WHEN EXISTS (SELECT 1 FROM platform_rows k WHERE k.account = r.account AND k.order_id = r.order_id
                AND k.kind = 'settlement') THEN return_shipping_minor ELSE 0 END) AS freight_back
    FROM returns r WHERE {order_id} GROUP BY account, order_id
), paid AS (
    SELECT account, order_id, sum(amount_minor) AS paid, sum(fees_minor) AS fees, max(settled_on) AS on_day
    FROM settlements WHERE {order_id} AND order_id IS NOT NULL AND kind <> 'reimbursement'
    GROUP BY account, order_id
), freight AS (
    SELECT account, json_extract(orders, '$[0]') AS order_id, sum(cost_minor) AS cost
    FROM shipping WHERE kind = 'platform' AND shipment LIKE 'platform-%' AND {first}
    GROUP BY 1, 2
)
SELECT s.account, s.order_id, s.currency, s.sent, s.delivered, p.on_day, s.sold,
    coalesce(b.refunds, 0), coalesce(p.fees, s.fees - coalesce(b.fees_back, 0)),
    coalesce(f.cost, 0) + coalesce(b.freight_back, 0), p.paid, s.settled
FROM sold s
LEFT JOIN back b ON b.account = s.account AND b.order_id = s.order_id
LEFT JOIN paid p ON p.account = s.account AND p.order_id = s.order_id
LEFT JOIN freight f ON f.account = s.account AND f.order_id = s.order_id
ORDER BY s.account, coalesce(p.on_day, s.sent), s.order_id
"""

_UNKNOWN: Final = """
SELECT account, order_id, currency, max(settled_on), sum(amount_minor) FROM settlements t
WHERE order_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.account = t.account AND s.order_id = t.order_id)
GROUP BY account, order_id, currency
UNION ALL
SELECT t.account, t.order_id, json_extract(body, '$.currency'), max("on"), sum(json_extract(body, '$.total'))
FROM platform_rows t WHERE kind = 'settlement' AND order_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.account = t.account AND s.order_id = t.order_id)
    AND NOT EXISTS (SELECT 1 FROM settlements c WHERE c.account = t.account AND c.order_id = t.order_id)
    AND (json_extract(body, '$.part') IS NULL OR NOT EXISTS (SELECT 1 FROM platform_rows w
        WHERE w.account = t.account AND w.order_id = t.order_id AND w."on" = t."on"
        AND w.kind = 'settlement' AND json_extract(w.body, '$.part') IS NULL
        AND json_extract(w.body, '$.type') = json_extract(t.body, '$.type')))
GROUP BY 1, 2, 3
"""

_OWED: Final = """
SELECT account, currency, sum(amount) FROM (
    SELECT account, currency, amount_minor AS amount FROM settlements
    UNION ALL SELECT account, currency, -amount_minor FROM payouts)
GROUP BY account, currency ORDER BY account, currency
"""

_PAYOUTS: Final = """
SELECT p.account, p.payout, p."on", p.currency, p.amount_minor, p.fee_minor, p.received_cny_minor,
    (SELECT sum(s.amount_minor) FROM settlements s JOIN json_each(p.settlements) named
        ON named.value = s.settlement WHERE s.account = p.account AND s.currency = p.currency)
FROM payouts p ORDER BY p."on", p.payout
"""

_TWICE: Final = """
SELECT carrier, tracking, kind, currency, cost_minor, count(*), min("on"), max("on"),
    group_concat(shipment || '|' || leg, char(10)), max(account) FROM shipping
WHERE tracking IS NOT NULL AND carrier IS NOT NULL AND cost_minor > 0
GROUP BY carrier, tracking, kind, currency, cost_minor HAVING count(*) > 1
"""

_WEIGHED: Final = """
SELECT t.shipment, t.leg, t.carrier, t.tracking, t."on", t.account, t.currency, t.cost_minor,
    t.billed_weight_mg, sum(s.quantity_milli * p.unit_weight_mg / 1000),
    min(p.unit_weight_mg IS NOT NULL)
FROM shipping t JOIN json_each(t.orders) o
    JOIN sales s ON s.order_id = o.value AND (t.account IS NULL OR s.account = t.account)
    JOIN products p ON p.sku = s.sku
WHERE t.billed_weight_mg IS NOT NULL AND t.cost_minor > 0 AND {order}
GROUP BY t.id ORDER BY t."on", t.shipment, t.leg
"""

_LISTED: Final = """
SELECT t.shipment, t.leg, t.carrier, t.tracking, t."on", t.account, t.currency, t.cost_minor,
    t.billed_weight_mg, a.market
FROM shipping t JOIN json_each(t.orders) o
    JOIN sales s ON s.order_id = o.value AND (t.account IS NULL OR s.account = t.account)
    JOIN accounts a ON a.account = s.account
WHERE t.billed_weight_mg IS NOT NULL AND t.cost_minor > 0 AND t.kind = 'line_haul'
    AND t.carrier IN (SELECT carrier FROM tariffs) AND {order}
GROUP BY t.id ORDER BY t."on", t.shipment, t.leg
"""

_AMONG: Final = " IN (SELECT value FROM json_each(:orders))"

_OF_SESSION: Final = """
SELECT DISTINCT s.account, s.order_id FROM kept_lines k
    JOIN sessions x ON x.id = k.session_id JOIN sales s ON s.id = k.line_id WHERE x.session = ?
"""


def order_sums(book: Book, only: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    """Return what each order is worth and what is paid for it; `only` these orders where some are named.

    Account, order, currency, day sent, whether it has arrived, day settled, sold, refunds, fees, freight,
    then what the settlements pay for it (None: nothing yet), and the day its lines call settled.
    Sold is list less seller's discount with freight charged and without tax; freight is what the platform
    took for it. Reimbursements stand beside the order and are left out. All in the order's minor units.
    """
    chosen = _chosen(only, order_id="order_id", first="json_extract(orders, '$[0]')")
    return book.connection.execute(_ORDERS.format(**chosen), _given(only)).fetchall()


def unknown_orders(book: Book) -> list[tuple[Any, ...]]:
    """Return account, order, currency, day and amount of settled orders that the book does not have."""
    return book.connection.execute(_UNKNOWN).fetchall()


def owed_by_account(book: Book) -> list[tuple[str, str, int]]:
    """Return what has been settled and not paid out, by account and currency."""
    return book.connection.execute(_OWED).fetchall()


def payout_sums(book: Book) -> list[tuple[Any, ...]]:
    """Return account, payout, day, currency, amount, fee, what arrived, and the sum of what it names."""
    return book.connection.execute(_PAYOUTS).fetchall()


def charged_twice(book: Book) -> list[tuple[Any, ...]]:
    """Return carrier, number, kind, currency, cost, how often, first and last day, legs, account."""
    return book.connection.execute(_TWICE).fetchall()


def weighed_legs(book: Book, only: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    """Return legs billed by weight: key, carrier, number, day, account, currency, cost, billed and known mg.

    Last stands 1 where the weight of every product on it is known. `only` those that carry these orders.
    """
    return book.connection.execute(_WEIGHED.format(**_chosen(only, order="o.value")), _given(only)).fetchall()


def listed_legs(book: Book, only: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    """Return line hauls of carriers that the book has price lists of, billed by weight.

    Key, carrier, number, day, account, currency, cost, billed mg, and the market it goes to. `only` those
    that carry these orders.
    """
    return book.connection.execute(_LISTED.format(**_chosen(only, order="o.value")), _given(only)).fetchall()


def orders_of_session(book: Book, session: str) -> set[tuple[str, str]]:
    """Return account and id of the orders whose lines count in a session, as the kept results have it."""
    return set(book.connection.execute(_OF_SESSION, (session,)))


def _chosen(only: Sequence[str] | None, **columns: str) -> dict[str, str]:
    """Return the condition on each column that holds an order's id."""
    if only is None:
        return dict.fromkeys(columns, "1")
    return {name: column + _AMONG for name, column in columns.items()}


def _given(only: Sequence[str] | None) -> dict[str, str]:
    return {} if only is None else {"orders": json.dumps(list(only))}
