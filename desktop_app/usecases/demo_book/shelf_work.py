"""One day of the stock as orders and samples draw on it, moment by moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.stock import StockEntry, StockKind
from desktop_app.usecases.demo_book.calendar import beijing_day
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.goods import GOODS, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.facts import Record
    from desktop_app.domain.sale import OrderLine
    from desktop_app.usecases.demo_book.occasions import Occasion
    from desktop_app.usecases.demo_book.orders import Order
    from desktop_app.usecases.demo_book.warehouse import Warehouse

_SAMPLE: Final = 620
_GIFT: Final = 160


class DayOfStock:
    """Keeps order lines until the day they were placed on, then draws them in the order of their moments."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._lines: dict[date, list[OrderLine]] = {}
        self._opened: dict[date, list[tuple[datetime, StockKind, Occasion]]] = {}
        self._number = 0

    def expect(self, orders: Sequence[Order]) -> None:
        """Take in the orders of an occasion."""
        for order in orders:
            self._lines.setdefault(beijing_day(order.ordered_at), []).extend(order.lines)

    def plan_samples(self, occasion: Occasion) -> None:
        """Decide what a stream will open for tasting and what it will give away."""
        dice = Dice("samples", occasion.code)
        for kind, chance in ((StockKind.SAMPLE, _SAMPLE), (StockKind.GIFT, _GIFT)):
            if dice.chance(chance):
                moment = occasion.started_at + timedelta(minutes=dice.whole(3, 30))
                self._opened.setdefault(beijing_day(moment), []).append((moment, kind, occasion))

    def pass_day(self, day: date) -> list[Record]:
        """Everything drawn on `day`: lines and entries, as records in order."""
        lines = self._lines.pop(day, [])
        lines.sort(key=lambda line: (line.ordered_at, line.order_id, line.line))
        records: list[Record] = []
        opened = sorted(self._opened.pop(day, []), key=lambda event: (event[0], event[2].code, event[1]))
        for line in lines:
            while opened and opened[0][0] <= line.ordered_at:
                records += self._open(*opened.pop(0))
            if line.takes_stock:
                self._draw(line)
            records.append(line)
        for event in opened:
            records += self._open(*event)
        return records

    def _draw(self, line: OrderLine) -> None:
        good = GOODS.get(line.sku)
        parts = good.product.components if good is not None else ()
        if not parts:
            self._warehouse.draw(line.sku, line.quantity_milli, line.lot)
        for part in parts:
            self._warehouse.draw(part.sku, line.quantity_milli * part.quantity_milli // 1000)

    def _open(self, moment: datetime, kind: StockKind, occasion: Occasion) -> list[StockEntry]:
        """A sample or gift of the first SKU shown that the store can spare."""
        dice = Dice("open", occasion.code, kind)
        skus = [sku for sku in occasion.theme.skus if not GOODS[sku].product.is_bundle]
        if kind is StockKind.GIFT:
            skus = [sku for sku in skus if GOODS[sku].sort is not Sort.FRESH] or skus
        sku = dice.pick(skus)
        wanted = 1000 if kind is StockKind.SAMPLE else dice.whole(1, 4) * 1000
        lot = next((shelf.lot for shelf in self._warehouse.open_lots(sku) if shelf.left >= wanted), None)
        if lot is None or self._warehouse.free.get(sku, 0) < wanted:
            return []
        self._warehouse.take(lot, wanted)
        self._number += 1
        return [
            StockEntry(
                entry=f"S{self._number:05d}",
                lot=lot,
                occurred_at=moment,
                kind=kind,
                quantity_milli=wanted,
                session=occasion.code,
                note="开箱试吃" if kind is StockKind.SAMPLE else "整点抽奖",
            )
        ]
