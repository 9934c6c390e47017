"""Plans shop orders: lines, refunds that only the orders state, and what waited for these orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import split_largest_remainder
from desktop_app.domain.returns import Return
from desktop_app.domain.sale import OrderLine
from desktop_app.importers.cell_text import word_key
from desktop_app.importers.orders_file import OrderRow, OrdersFile, further, line_values
from desktop_app.usecases.importing.carrier import join_waiting_charges
from desktop_app.usecases.importing.products import ProductFinder
from desktop_app.usecases.importing.return_agreement import (
    has_real_return,
    order_return_id,
    reconcile_returns,
    stated_by_orders,
)
from desktop_app.usecases.importing.returns import join_requests
from desktop_app.usecases.importing.settling import line_weights, settle_order

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
        waiting = bool(plan.view.rows_of_order("platform_rows", account, order_id))
        if waiting:
            join_requests(plan, order_id)
        _put_refund(plan, order_id, rows, numbers)
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
    existing = {line.line: line for line in plan.view.lines(account, order_id)}
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
    shares = _freight_shares(plan, rows, numbers)
    for row, share in zip(rows, shares, strict=True):
        number = numbers[row.number]
        before = plan.view.get("sales", account, row.order_id, number)
        plan.put(
            _line_of(plan, row, number, share, products)
            if before is None
            else _merged(plan, before, row, share),
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


def _freight_shares(plan: PlatformPlan, rows: list[OrderRow], numbers: dict[int, int]) -> list[int]:
    """Split what the buyer paid for freight over an order's lines by value; return the shares of `rows`.

    A row that was refused and comes alone, once mended, shares with the lines that are there already.
    """
    if _of_rows(plan, "shipping_charged"):
        return [row.shipping_charged_minor or 0 for row in rows]
    freight = max(row.shipping_charged_minor or 0 for row in rows)
    there = plan.view.lines(plan.account.account, rows[0].order_id)
    others = [line for line in there if line.line not in numbers.values()]
    weights = [*line_values(rows), *line_weights(others)]
    shares = [freight] if len(weights) == 1 else split_largest_remainder(freight, weights)
    for line, share in zip(others, shares[len(rows) :], strict=True):
        if line.settled_on is None:
            plan.put(replace(line, shipping_charged_minor=share))
    return shares[: len(rows)]


def _line_of(
    plan: PlatformPlan, row: OrderRow, number: int, freight: int, products: ProductFinder
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
        seller_discount_minor=row.seller_discount_minor,
        platform_discount_minor=row.platform_discount_minor,
        shipping_charged_minor=freight,
        status=row.status,
        country=_country(plan, row),
        shipped_on=_day(plan, row.shipped_at),
        delivered_on=_day(plan, row.delivered_at),
        tracking=row.tracking,
    )


def _merged(plan: PlatformPlan, before: OrderLine, row: OrderRow, freight: int) -> OrderLine:
    """Bring a known line up to date with a file that may be newer or older than what is there."""
    return replace(
        before,
        ordered_at=row.created_at,
        quantity_milli=row.quantity * _MILLI,
        unit_price_minor=row.unit_price_minor,
        currency=plan.account.currency,
        seller_discount_minor=row.seller_discount_minor,
        platform_discount_minor=row.platform_discount_minor,
        shipping_charged_minor=before.shipping_charged_minor if before.settled_on else freight,
        status=further(before.status, row.status),
        country=_country(plan, row) or before.country,
        shipped_on=_day(plan, row.shipped_at) or before.shipped_on,
        delivered_on=_day(plan, row.delivered_at) or before.delivered_on,
        tracking=row.tracking or before.tracking,
    )


def _country(plan: PlatformPlan, row: OrderRow) -> str | None:
    if row.country is None:
        return None
    # Hardly any seller ships to more than a handful of countries; the exact word is asked for first.
    known = plan.words.market_names.get(row.country.casefold())
    return known or plan.words.market_names.get(word_key(row.country), row.country)


def _day(plan: PlatformPlan, moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(plan.view.settings.timezone).date()


def _put_refund(plan: PlatformPlan, order_id: str, rows: list[OrderRow], numbers: dict[int, int]) -> None:
    """Put what the orders file says was given back, unless the returns file has said it already."""
    account = plan.account.account
    refund = max(row.refund_minor for row in rows)
    if refund == 0:
        _note_refund_without_amount(plan, order_id, rows)
        return
    known = {each.return_id: each for each in plan.view.returns(account, order_id)}
    if has_real_return(known.values(), order_id):
        return
    lines = {line.line: line for line in plan.view.lines(account, order_id)}
    own = _of_rows(plan, "order_refund")
    returned = [row for row in rows if (row.refund_minor if own else row.returned)] or rows
    stale = {return_id for return_id in known if stated_by_orders(return_id, order_id) and not own}
    shares = (
        [row.refund_minor for row in returned]
        if own
        else split_largest_remainder(refund, list(line_values(returned)))
    )
    for place, (row, share) in enumerate(zip(returned, shares, strict=True)):
        number = numbers[row.number]
        return_id = order_return_id(order_id, None if place == 0 and not own else number)
        before = known.get(return_id)
        line = lines[number]
        stated = Return(
            return_id=return_id,
            account=account,
            order_id=order_id,
            line=number,
            sku=line.sku,
            quantity_milli=(row.returned or row.quantity) * _MILLI,
            refund_minor=share,
            returned_at=_last_moment(row),
        )
        plan.put(stated if before is None else _kept(before, stated), row.number)
        stale.discard(return_id)
    for return_id in stale:
        plan.remove("returns", return_id)


def _of_rows(plan: PlatformPlan, name: str) -> bool:
    """Tell whether an amount is each row's own, not its order's repeated on them."""
    column = plan.format.main.columns.get(name)
    return column is not None and column.options.get("grain") == "row"


def _note_refund_without_amount(plan: PlatformPlan, order_id: str, rows: list[OrderRow]) -> None:
    """List an order of which something came back or was refunded, where the file does not say how much."""
    if plan.view.returns(plan.account.account, order_id):
        return
    for row in rows:
        if row.returned or row.aftersale == "refunded":
            plan.suspect("refund_not_stated", row.number, order=order_id)


def _kept(before: Return, stated: Return) -> Return:
    """Bring a refund up to date, and keep goods back, freight, compensation and reason that others stated."""
    return replace(
        before,
        line=stated.line,
        sku=stated.sku,
        quantity_milli=stated.quantity_milli,
        refund_minor=stated.refund_minor,
        returned_at=stated.returned_at,
    )


def _last_moment(row: OrderRow) -> datetime:
    """The orders file gives a refund no date: the last thing it says of the order stands for it."""
    moments = (row.created_at, row.shipped_at, row.delivered_at, row.cancelled_at)
    return max(moment for moment in moments if moment is not None)
