"""Plans shop orders: lines, refunds that only the orders state, and what waited for these orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.sale import OrderLine
from desktop_app.importers.orders_file import OrderRow, OrdersFile, further
from desktop_app.usecases.importing.carrier import join_waiting_charges
from desktop_app.usecases.importing.order_amounts import KIND as DISCOUNTS
from desktop_app.usecases.importing.order_amounts import TABLE, Amounts, amounts_of_lines
from desktop_app.usecases.importing.order_refunds import put_refund
from desktop_app.usecases.importing.products import ProductFinder
from desktop_app.usecases.importing.return_agreement import reconcile_returns
from desktop_app.usecases.importing.returns import join_requests
from desktop_app.usecases.importing.settling import settle_order

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop_app.usecases.importing.platform_plan import PlatformPlan

_MILLI: Final = 1000


def plan_orders(plan: PlatformPlan, file: OrdersFile) -> None:
    """Plan the orders of a file.

    What a settlement has stated of a line (fee, freight, tax, its day) stays; a status never goes back.
    """
    account = plan.account.account
    plan.view.load_orders(account, file.orders)
    products = ProductFinder(plan)
    for again, first in file.repeated:
        plan.suspect("row_repeated", again.number, order=again.order_id, first=first.number)
    lines = quantity = 0
    for order_id, rows in file.orders.items():
        numbers = _match_lines(plan, order_id, rows)
        _put_lines(plan, rows, numbers, products)
        lines += len(rows)
        quantity += sum(row.quantity for row in rows) * _MILLI
        waiting = any(row["kind"] != DISCOUNTS for row in plan.view.rows_of_order(TABLE, account, order_id))
        if waiting:
            join_requests(plan, order_id)
        put_refund(plan, order_id, rows, numbers)
        if waiting:
            settle_order(plan, order_id)
        if waiting or plan.view.returns(account, order_id):
            reconcile_returns(plan, order_id)
    join_waiting_charges(plan, file.orders)
    plan.total(
        "sales",
        lines,
        quantity,
        amount=sum(row.list_minor for rows in file.orders.values() for row in rows),
        seller_discount=sum(row.seller_discount_minor for rows in file.orders.values() for row in rows),
        shipping_charged=file.order_total("shipping_charged_minor"),
        order_amount=file.order_total("order_amount_minor"),
        refunds=file.order_total("refund_minor"),
    )


def _match_lines(plan: PlatformPlan, order_id: str, rows: list[OrderRow]) -> dict[int, int]:
    """Give each row, by its number in the file, its line: the platform's SKU decides, then the place."""
    account = plan.account.account
    lines = plan.view.lines(account, order_id)
    if not lines:
        return {row.number: row.place for row in rows}
    existing = {line.line: line for line in lines}
    kept = {row["line"]: row for row in plan.view.rows_of_order("platform_lines", account, order_id)}
    free = dict(existing)
    numbers: dict[int, int] = {}
    # Where every row has an id of its own, another row is never the same line.
    by_part = bool(plan.format.options.get("row_ids"))
    for exact in (True,) if by_part else (True, False):
        for row in rows:
            if row.number in numbers:
                continue
            for number, line in free.items():
                if _same_line(row, line, kept.get(number), exact=exact, by_part=by_part):
                    numbers[row.number] = number
                    del free[number]
                    break
    for row in rows:
        if row.number not in numbers:
            taken = existing.keys() | set(numbers.values())
            numbers[row.number] = row.place if row.place not in taken else max(taken) + 1
    return numbers


def _same_line(
    row: OrderRow, line: OrderLine, kept: dict[str, Any] | None, *, exact: bool, by_part: bool
) -> bool:
    """Tell whether a row is a line of the book; `by_part`: its id decides, whatever its SKU is called."""
    if kept is None:
        return line.sku in {row.seller_sku, row.sku_id} and (line.line == row.place or not exact)
    if by_part and row.package:
        return bool(kept["package"] == row.package)
    return bool(kept["platform_sku"] == row.sku_id and (kept["package"] == row.package or not exact))


def _put_lines(
    plan: PlatformPlan, rows: list[OrderRow], numbers: dict[int, int], products: ProductFinder
) -> None:
    account = plan.account.account
    for row, amounts in zip(rows, amounts_of_lines(plan, rows, numbers), strict=True):
        number = numbers[row.number]
        before = plan.view.get("sales", account, row.order_id, number)
        plan.put(
            _line_of(plan, row, number, amounts, products)
            if before is None
            else _merged(plan, before, row, amounts),
            row.number,
        )
        known = plan.view.row("platform_lines", account, row.order_id, number)
        plan.put_row(
            "platform_lines",
            {
                "account": account,
                "order_id": row.order_id,
                "line": number,
                "platform_sku": row.sku_id,
                "seller_sku": row.seller_sku,
                "product_name": row.name,
                "variation": row.variation,
                # A download from before it was packed takes nothing back.
                "package": row.package or (known and known["package"]),
            },
        )


def _line_of(
    plan: PlatformPlan, row: OrderRow, number: int, amounts: Amounts, products: ProductFinder
) -> OrderLine:
    return OrderLine(
        order_id=row.order_id,
        line=number,
        account=plan.account.account,
        ordered_at=row.created_at,
        sku=products.sku_of(row.sku_id, row.seller_sku, row.name, row.variation, row.number),
        quantity_milli=row.quantity * _MILLI,
        unit_price_minor=row.unit_price_minor,
        currency=plan.account.currency,
        seller_discount_minor=amounts.seller_discount,
        platform_discount_minor=amounts.platform_discount,
        shipping_charged_minor=amounts.freight,
        platform_fee_minor=amounts.fee,
        status=row.status,
        country=_country(plan, row),
        shipped_on=_day(plan, row.shipped_at),
        delivered_on=_day(plan, row.delivered_at),
        tracking=row.tracking,
    )


def _merged(plan: PlatformPlan, before: OrderLine, row: OrderRow, amounts: Amounts) -> OrderLine:
    """Bring a known line up to date with a file that may be newer or older than what is there."""
    settled = before.settled_on is not None
    return replace(
        before,
        ordered_at=row.created_at,
        quantity_milli=row.quantity * _MILLI,
        unit_price_minor=row.unit_price_minor,
        currency=plan.account.currency,
        seller_discount_minor=amounts.seller_discount,
        platform_discount_minor=amounts.platform_discount,
        shipping_charged_minor=before.shipping_charged_minor if settled else amounts.freight,
        platform_fee_minor=before.platform_fee_minor if settled or amounts.fee is None else amounts.fee,
        status=further(before.status, row.status),
        country=_country(plan, row) or before.country,
        shipped_on=_day(plan, row.shipped_at) or before.shipped_on,
        delivered_on=_day(plan, row.delivered_at) or before.delivered_on,
        tracking=row.tracking or before.tracking,
    )


def _country(plan: PlatformPlan, row: OrderRow) -> str | None:
    return None if row.country is None else plan.market_of(row.country)


def _day(plan: PlatformPlan, moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(plan.view.settings.timezone).date()
