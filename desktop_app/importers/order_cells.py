"""What an order's cells say only together: a SKU without an id, a discount without a column of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.sale import OrderStatus

if TYPE_CHECKING:
    from desktop_app.importers.formats import Format, Layout
    from desktop_app.importers.sheet_values import ValueRow


_GIVEN_BY_OTHERS: Final = ("platform_discount", "host_discount", "payment_discount", "coupon")


def complete_row(row: ValueRow, form: Format) -> None:
    """Put into a row what its other cells say.

    Amounts whose column writes them below 0 are turned round; a row without a quantity is one piece; the
    seller's discount is what the price asked lies below the list price, less the platform's part, where no
    cell states it; a moment of cancelling cancels where the format says so.
    """
    values = row.values
    for name, column in form.main.columns.items():
        if column.options.get("negative") and values.get(name) is not None:
            values[name] = -values[name]
    if "quantity" not in form.main.columns:
        values["quantity"] = 1
    if values.get("sku_id") is None:
        values["sku_id"] = _sku_id(row, form)
    asked = values.get("deal_price")
    if values.get("seller_discount") is None and asked is not None:
        off = (values["unit_price"] - asked) * values["quantity"] - (values.get("platform_discount") or 0)
        values["seller_discount"] = max(off, 0)
    if values.get("price_change"):
        # Which way the price was changed shows only in what the buyer is to pay for the goods.
        given = sum(values.get(name) or 0 for name in _GIVEN_BY_OTHERS)
        listed = values["unit_price"] * values["quantity"]
        values["seller_discount"] = listed - given - (values["payable"] or 0)
    if form.options.get("cancelled_by_time") and values.get("cancelled_at") is not None:
        values["status"] = OrderStatus.CANCELLED.value


def _sku_id(row: ValueRow, form: Format) -> str | None:
    """Return what tells a SKU from others where the platform gives it no id: the first names there are."""
    for names in form.options.get("sku_from", ()):
        if row[names[0]]:
            return "/".join(str(row[name]) for name in names if row[name])
    return None


def order_discount(rows: list[ValueRow], layout: Layout) -> int:
    """Return what the seller gave off a whole order, in minor units, beside what its rows state.

    It is what the list prices come to above the order's subtotal, where the file has one; else the sum of
    the order's own discounts, each of which repeats on the order's rows.
    """
    subtotals: list[int] = [value for row in rows if (value := row["order_subtotal"]) is not None]
    if subtotals:
        listed: int = sum(row["quantity"] * row["unit_price"] for row in rows)
        return listed - sum(row["seller_discount"] or 0 for row in rows) - max(subtotals)
    names = [name for name, column in layout.columns.items() if column.options.get("part") == "discount"]
    return sum(max((row[name] or 0 for row in rows), default=0) for name in names)
