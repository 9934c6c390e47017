"""What an order's cells say only together: a SKU without an id, a discount without a column of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.sale import OrderStatus

if TYPE_CHECKING:
    from desktop_app.importers.formats import Format, Layout
    from desktop_app.importers.sheet_values import ValueRow

RETURNED: Final = "returned"
"""A status: delivered, and given back or refunded."""
UNDELIVERED: Final = "undelivered"
"""A status: sent, and lost, refused or sent back on the way."""
_GIVEN_BY_OTHERS: Final = ("platform_discount", "host_discount", "payment_discount", "coupon")


@dataclass(frozen=True, slots=True)
class Completing:
    """Puts into each row of a format what its other cells say."""

    negative: tuple[str, ...]
    unsigned: tuple[str, ...]
    of_all_pieces: bool
    pieces_counted: bool
    cancelled_by_time: bool
    sku_from: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, form: Format) -> Completing:
        """Return what a format's rows want."""
        columns = form.main.columns
        goods = columns.get("goods_amount")
        return cls(
            negative=tuple(name for name, column in columns.items() if column.options.get("negative")),
            unsigned=tuple(name for name, column in columns.items() if column.options.get("unsigned")),
            of_all_pieces=goods is not None and goods.options.get("of") == "all",
            pieces_counted="quantity" in columns,
            cancelled_by_time=bool(form.options.get("cancelled_by_time")),
            sku_from=tuple(tuple(names) for names in form.options.get("sku_from", ())),
        )

    def complete(self, row: ValueRow) -> None:
        """Complete one row.

        Amounts whose column writes them below 0 are turned round, those written either way lose their sign;
        a row without a quantity is one piece; the seller's discount is what the price asked lies below the
        list price, less the platform's part, where no cell states it; a moment of cancelling cancels where
        the format says so.
        """
        values = row.values
        if self.negative or self.unsigned:
            self._settle_signs(values)
        if not self.pieces_counted:
            values["quantity"] = 1
        _settle_status(values)
        if self.of_all_pieces:
            _divide_goods(values)
        elif "goods_amount" in values:
            values["unit_price"] = _price_of_one(values)
        if values.get("sku_id") is None:
            values["sku_id"] = self._sku_id(row)
        _settle_discount(values)
        if self.cancelled_by_time and values.get("cancelled_at") is not None:
            values["status"] = OrderStatus.CANCELLED.value

    def _settle_signs(self, values: dict[str, Any]) -> None:
        for name in self.negative:
            if values.get(name) is not None:
                values[name] = -values[name]
        for name in self.unsigned:
            values[name] = abs(values.get(name) or 0)
        if values.get("shipping_discount"):
            paid = values.get("shipping_charged") or 0
            values["shipping_charged"] = max(paid - values["shipping_discount"], 0)

    def _sku_id(self, row: ValueRow) -> str | None:
        """Return what tells a SKU from others where it has no id: the first names there are."""
        for names in self.sku_from:
            if row[names[0]]:
                return "/".join(str(row[name]) for name in names if row[name])
        return None


def _settle_discount(values: dict[str, Any]) -> None:
    """Work out the seller's discount from the price asked, or from what is paid after a changed price."""
    asked = values.get("deal_price")
    if asked is not None and values.get("seller_discount") is None:
        off = (values["unit_price"] - asked) * values["quantity"] - (values.get("platform_discount") or 0)
        values["seller_discount"] = max(off, 0)
    if values.get("price_change") and values["unit_price"] is not None:
        # Which way the price was changed shows only in what the buyer is to pay for the goods.
        given = sum(values.get(name) or 0 for name in _GIVEN_BY_OTHERS)
        listed = values["unit_price"] * values["quantity"]
        values["seller_discount"] = listed - given - (values["payable"] or 0)


def _settle_status(values: dict[str, Any]) -> None:
    """Turn what came back after delivery, and what went out and never arrived, into a status and its day."""
    if values["status"] == RETURNED:
        values["status"] = OrderStatus.SHIPPED.value
        values["aftersale"] = "refunded"
    elif values["status"] == UNDELIVERED:
        values["status"] = OrderStatus.CANCELLED.value
        # MODEL: a line cancelled after dispatch is one that has a day of dispatch.
        moments = (values.get(name) for name in ("shipped_at", "updated_at", "created_at"))
        values["shipped_at"] = next(moment for moment in moments if moment is not None)
    elif values.get("item_status") == OrderStatus.CANCELLED:
        values["status"] = OrderStatus.CANCELLED.value


def _divide_goods(values: dict[str, Any]) -> None:
    """Work out the price of one piece from the amount of all; None where it does not come out even.

    Of what is not paid yet, or no more, there may be neither an amount nor a number of pieces.
    """
    if values["status"] in {OrderStatus.PLACED, OrderStatus.CANCELLED}:
        values["quantity"] = values["quantity"] or 1
        values["goods_amount"] = values["goods_amount"] or 0
    amount, pieces = values["goods_amount"], values["quantity"] or 0
    values["quantity"] = pieces
    if amount is None:
        values["unit_price"] = None
    else:
        price, rest = divmod(amount, pieces or 1)
        values["unit_price"] = None if rest else price


def _price_of_one(values: dict[str, Any]) -> int | None:
    """Return the price of one piece where the file states an amount: of one, or of all, as the row adds up.

    The amount payable is the goods less all discounts; freight may stand in it or beside it. None where
    neither fits.
    """
    amount, pieces = values["goods_amount"], values["quantity"]
    if pieces == 1 or not amount:
        return int(amount)
    off = values.get("discount_total")
    if off is None:
        off = sum(
            values.get(name) or 0 for name in ("seller_discount", "platform_discount", *_GIVEN_BY_OTHERS[1:])
        )
    goods = values["payable"] + off
    fitting = {goods, goods - (values.get("shipping_charged") or 0)}
    if amount in fitting and amount % pieces == 0:
        return int(amount // pieces)
    return int(amount) if amount * pieces in fitting else None


@dataclass(frozen=True, slots=True)
class OrderParts:
    """The columns whose amounts are a whole order's, each repeated on the order's rows."""

    discounts: tuple[str, ...]
    platform_discounts: tuple[str, ...]
    fees: tuple[str, ...]
    has_subtotal: bool

    @classmethod
    def of(cls, layout: Layout) -> OrderParts:
        """Return those of a layout."""
        names: dict[str, list[str]] = {"discount": [], "platform_discount": [], "fee": []}
        for name, column in layout.columns.items():
            part = str(column.options.get("part"))
            if part in names:
                names[part].append(name)
        return cls(
            discounts=tuple(names["discount"]),
            platform_discounts=tuple(names["platform_discount"]),
            fees=tuple(names["fee"]),
            has_subtotal="order_subtotal" in layout.columns,
        )

    @property
    def any(self) -> bool:
        """Whether a file of this layout says anything of whole orders."""
        return bool(self.discounts or self.platform_discounts or self.fees or self.has_subtotal)

    def seller_discount(self, rows: list[ValueRow]) -> int:
        """Return what the seller gave off the whole order, in minor units, beside what its rows state.

        It is what the list prices come to above the order's subtotal, where the file has one; else the sum
        of the order's own discounts.
        """
        subtotals: list[int] = [value for row in rows if (value := row["order_subtotal"]) is not None]
        if subtotals:
            listed: int = sum(row["quantity"] * row["unit_price"] for row in rows)
            return listed - sum(row["seller_discount"] or 0 for row in rows) - max(subtotals)
        return _once(rows, self.discounts) or 0

    def platform_discount(self, rows: list[ValueRow]) -> int:
        """Return what the platform gave off the whole order, in minor units, beside what its rows state."""
        return _once(rows, self.platform_discounts) or 0

    def fee(self, rows: list[ValueRow]) -> int | None:
        """Return what the platform charges for the order, in minor units; None where no cell states it."""
        return _once(rows, self.fees)


def _once(rows: list[ValueRow], names: tuple[str, ...]) -> int | None:
    """Add up amounts that repeat on an order's rows, each taken once, however its sign is written."""
    stated = [
        max(amounts)
        for name in names
        if (amounts := [abs(value) for row in rows if (value := row[name]) is not None])
    ]
    return sum(stated) if stated else None
