"""A sketch of every session's profit in plain SQL: average cost, proportional splits, no lots, no issues.

It is a reference of speed, not of figures: what asking SQLite for profit without the model's rules costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_RATE: Final = (
    'CREATE TEMP TABLE rate AS SELECT currency, "on", 1.0 * cny_e8 / units / 100000000 AS cny FROM rates'
)
_DAYS: Final = """
CREATE TEMP TABLE day_rate AS
SELECT currency, day, CASE WHEN currency = 'CNY' THEN 1.0 ELSE (
    SELECT cny FROM rate WHERE rate.currency = wanted.currency AND rate."on" <= wanted.day
    ORDER BY rate."on" DESC LIMIT 1
) END AS cny
FROM (
    SELECT DISTINCT currency, date(ordered_at, 'unixepoch', '+8 hours') AS day FROM sales
    UNION SELECT DISTINCT currency, "on" FROM shipping
    UNION SELECT currency, coalesce(started_on, date(started_at, 'unixepoch', '+8 hours')) FROM promotions
) AS wanted
"""
_COST: Final = """
CREATE TEMP TABLE unit_cost AS
SELECT products.sku, packaging_cost_minor AS packing, coalesce(unit_weight_mg, 0) AS weight,
    CASE WHEN components = '[]' THEN coalesce(
        (SELECT 1000.0 * sum(total_cost_minor) / sum(quantity_milli) FROM lots WHERE lots.sku = products.sku),
        reference_cost_minor, 0)
    ELSE (
        SELECT sum(coalesce(parts.reference_cost_minor, 0) * (part.value ->> '$.quantity_milli') / 1000.0)
        FROM json_each(products.components) AS part
        JOIN products AS parts ON parts.sku = part.value ->> '$.sku'
    ) END AS cost
FROM products
"""
_LINES: Final = """
CREATE TEMP TABLE lines AS
SELECT sales.id, sales.order_id, sales.sku, coalesce(sales.session, (
        SELECT near.session FROM sessions AS near
        WHERE near.account = sales.account AND near.status <> 'planned'
          AND near.started_at <= sales.ordered_at
          AND sales.ordered_at < coalesce(near.ended_at, near.started_at + 86400)
              + coalesce(accounts.attribution_seconds, 86400)
        ORDER BY near.started_at DESC LIMIT 1
    )) AS session,
    status NOT IN ('placed', 'cancelled') AS counted,
    quantity_milli / 1000.0 AS quantity, quantity_milli / 1000.0 * unit_cost.weight AS weight,
    round(quantity_milli * unit_price_minor / 1000.0) * cny AS listed,
    (seller_discount_minor + tax_minor - shipping_charged_minor + coalesce(platform_fee_minor, round(
        coalesce(commission_rate_e8, 0) / 1e8
          * (quantity_milli * unit_price_minor / 1000 - seller_discount_minor)
        + coalesce(payment_fee_rate_e8, 0) / 1e8
          * (quantity_milli * unit_price_minor / 1000 - seller_discount_minor + shipping_charged_minor)
    ))) * cny AS taken_off,
    quantity_milli / 1000.0 * (coalesce(unit_cost.cost, 0) + coalesce(unit_cost.packing, 0)) AS goods, cny,
    sales.account, sales.line
FROM sales JOIN accounts USING (account) JOIN unit_cost ON unit_cost.sku = sales.sku
JOIN day_rate ON day_rate.currency = sales.currency
    AND day_rate.day = date(sales.ordered_at, 'unixepoch', '+8 hours')
WHERE status NOT IN ('placed', 'cancelled') OR (status = 'cancelled' AND shipped_on IS NOT NULL)
"""
_FREIGHT: Final = """
CREATE TEMP TABLE freight AS
WITH carried AS (
    SELECT shipping.id, cost_minor * cny AS cost, coalesce(nullif(orders, '[]'), (
            SELECT first.orders FROM shipping AS first
            WHERE first.shipment = shipping.shipment AND shipping.sessions = '[]' AND first.orders <> '[]'
            ORDER BY first.id LIMIT 1), '[]') AS orders,
        coalesce(nullif(sessions, '[]'), (
            SELECT first.sessions FROM shipping AS first
            WHERE first.shipment = shipping.shipment AND shipping.orders = '[]' AND first.sessions <> '[]'
            ORDER BY first.id LIMIT 1), '[]') AS sessions
    FROM shipping JOIN day_rate ON day_rate.currency = shipping.currency AND day_rate.day = shipping."on"
), reached AS (
    SELECT carried.id, carried.cost, lines.session, lines.weight
    FROM carried, json_each(carried.orders) AS named JOIN lines ON lines.order_id = named.value
    UNION ALL
    SELECT carried.id, carried.cost, lines.session, lines.weight
    FROM carried, json_each(carried.sessions) AS named JOIN lines ON lines.session = named.value
), weighed AS (
    SELECT id, sum(weight) AS weight FROM reached GROUP BY id
)
SELECT reached.session, sum(reached.cost * reached.weight / weighed.weight) AS freight
FROM reached JOIN weighed USING (id) GROUP BY reached.session
"""
_PROMOTION: Final = """
CREATE TEMP TABLE promoted AS
SELECT session, sum(part) AS promotion FROM (
    SELECT named.value ->> '$.session' AS session, amount_minor * cny / json_array_length(sessions) AS part
    FROM promotions JOIN day_rate ON day_rate.currency = promotions.currency
        AND day_rate.day = coalesce(started_on, date(started_at, 'unixepoch', '+8 hours')),
        json_each(sessions) AS named
    UNION ALL
    SELECT near.session, amount_minor * cny FROM promotions
    JOIN day_rate ON day_rate.currency = promotions.currency
        AND day_rate.day = coalesce(started_on, date(promotions.started_at, 'unixepoch', '+8 hours'))
    JOIN sessions AS near ON near.account = promotions.account
        AND near.started_at BETWEEN promotions.started_at AND promotions.ended_at
    WHERE promotions.sessions = '[]' AND promotions.started_at IS NOT NULL
) GROUP BY session
"""
_RETURNED: Final = """
CREATE TEMP TABLE returned AS
SELECT session,
    sum((refund_minor + platform_reversed_minor - coalesce(fee_refunded_minor, 0)) * cny * counted) AS back
FROM returns JOIN lines USING (account, order_id, line) GROUP BY session
"""
_PROFIT: Final = """
SELECT sessions.session, round(
    coalesce(sum(lines.counted * (lines.listed - lines.taken_off) - lines.goods), 0)
    - coalesce(freight, 0) - coalesce(promotion, 0) - coalesce(back, 0)
    - coalesce(host_pay_minor, 0) - coalesce(other_cost_minor, 0)
) AS profit
FROM sessions LEFT JOIN lines USING (session) LEFT JOIN freight USING (session)
LEFT JOIN promoted USING (session) LEFT JOIN returned USING (session)
GROUP BY sessions.session ORDER BY sessions.started_at
"""
_INDEXES: Final = (
    'CREATE INDEX temp.rate_day ON rate (currency, "on")',
    "CREATE INDEX temp.day_rates ON day_rate (currency, day)",
    "CREATE INDEX temp.costs ON unit_cost (sku)",
    "CREATE INDEX temp.lines_of_order ON lines (order_id, account, line)",
    "CREATE INDEX temp.lines_of_session ON lines (session)",
)


def profits(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every session's profit in fen, nearly; makes temporary tables on the way."""
    connection.execute(_RATE)
    connection.execute(_INDEXES[0])
    connection.execute(_DAYS)
    connection.execute(_INDEXES[1])
    connection.execute(_COST)
    connection.execute(_INDEXES[2])
    connection.execute(_LINES)
    connection.execute(_INDEXES[3])
    connection.execute(_INDEXES[4])
    for table in (_FREIGHT, _PROMOTION, _RETURNED):
        connection.execute(table)
    return [(session, int(profit)) for session, profit in connection.execute(_PROFIT)]
