"""What happens to goods in store: sorting out soft fruit, moving, grading, counting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.stock import Lot, Repack, StockEntry, StockKind
from desktop_app.usecases.demo_book.calendar import LAST_DAY, midnight
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.goods import GOODS, RAW, Sort

if TYPE_CHECKING:
    from desktop_app.usecases.demo_book.supply import Purchase
    from desktop_app.usecases.demo_book.warehouse import Warehouse

COLD_STORE: Final = "县冷库二层"
BORDER_STORE: Final = "磨憨边境仓"
_COUNT_DAYS: Final = (date(2026, 1, 31), date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 30))
_FIRST_SORTING: Final = timedelta(days=33)
_BETWEEN_SORTINGS: Final = timedelta(days=21)


class Keeper:
    """Looks after every lot received, day by day, and writes down what it does."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._due: dict[date, list[tuple[str, Lot]]] = {}
        self._number = 0

    def receive(self, lot: Lot, purchase: Purchase) -> None:
        """Put `lot` in store and plan what will be done with it."""
        self._warehouse.receive(lot, lot.best_before, lot.quantity_milli)
        if purchase.repack_on is not None:
            self._plan(purchase.repack_on, "repack", lot)
        elif GOODS[lot.sku].sort is Sort.FRESH:
            self._plan(lot.received_on + timedelta(days=2), "cold", lot)
            self._plan(lot.received_on + timedelta(days=12), "border", lot)
        if purchase.short_dated:
            return
        self._plan_ageing(lot)

    def work(self, day: date) -> tuple[list[Repack], list[StockEntry]]:
        """Everything done at the first moment of `day`, in the order of the stock events of a moment."""
        entries: list[StockEntry] = []
        repacks: list[Repack] = []
        order = {"sort": 0, "write off": 0, "count": 1, "cold": 2, "border": 2, "repack": 3}
        for what, lot in sorted(self._due.pop(day, []), key=lambda due: (order[due[0]], due[1].lot)):
            if what == "repack":
                repacks += self._repack(day, lot)
            else:
                entries += self._entry(day, what, lot)
        return repacks, entries

    def _plan(self, day: date, what: str, lot: Lot) -> None:
        if day <= LAST_DAY:
            self._due.setdefault(day, []).append((what, lot))

    def _plan_ageing(self, lot: Lot) -> None:
        if GOODS[lot.sku].sort is not Sort.CRAFT and lot.best_before is not None:
            self._plan(lot.best_before - timedelta(days=2), "write off", lot)
        if GOODS[lot.sku].sort is Sort.FRESH:
            day = lot.received_on + _FIRST_SORTING
            while lot.best_before is not None and day < lot.best_before - timedelta(days=3):
                self._plan(day, "sort", lot)
                day += _BETWEEN_SORTINGS
        else:
            for day in _COUNT_DAYS:
                if day > lot.received_on:
                    self._plan(day, "count", lot)

    def _entry(self, day: date, what: str, lot: Lot) -> list[StockEntry]:
        dice = Dice(what, lot.lot, day.isoformat())
        left = self._warehouse.left(lot.lot)
        if what == "sort":
            soft = left // 1000 * dice.whole(4, 22) // 1000 * 1000
            return self._spoil(day, lot, soft or (1000 if left >= 1000 else 0), "翻检 软果剔除")  # noqa: PLR2004 - one box
        if what == "write off":
            return self._spoil(day, lot, left, "临期下架")
        if what == "count":
            return self._count(day, lot, dice)
        share, place = (70, COLD_STORE) if what == "cold" else (35, BORDER_STORE)
        moved = left * share // 100 // 1000 * 1000
        return [self._record(day, lot, StockKind.TRANSFER, moved, place, None)] if moved else []

    def _spoil(self, day: date, lot: Lot, quantity_milli: int, note: str) -> list[StockEntry]:
        taken = self._warehouse.take(lot.lot, quantity_milli)
        return [self._record(day, lot, StockKind.SPOILAGE, taken, None, note)] if taken else []

    def _count(self, day: date, lot: Lot, dice: Dice) -> list[StockEntry]:
        scale = max(1, lot.quantity_milli // 400_000)
        if dice.chance(250) and self._warehouse.left(lot.lot):
            found = 1000 * scale
            self._warehouse.find(lot.lot, found)
            return [self._record(day, lot, StockKind.ADJUSTMENT, found, None, "盘盈")]
        if dice.chance(550):
            lost = self._warehouse.take(lot.lot, dice.whole(1, 3) * 1000 * scale)
            return [self._record(day, lot, StockKind.ADJUSTMENT, -lost, None, "盘亏")] if lost else []
        return []

    def _record(
        self, day: date, lot: Lot, kind: StockKind, quantity_milli: int, place: str | None, note: str | None
    ) -> StockEntry:
        self._number += 1
        return StockEntry(
            entry=f"K{self._number:05d}",
            lot=lot.lot,
            occurred_at=midnight(day),
            kind=kind,
            quantity_milli=quantity_milli,
            to_location=place,
            note=note,
        )

    def _repack(self, day: date, lot: Lot) -> list[Repack]:
        """Grade ungraded fruit into boxes; three to five in a hundred kilograms are lost."""
        taken = self._warehouse.take(lot.lot, self._warehouse.left(lot.lot))
        dice = Dice("repack", lot.lot)
        first = taken * 620 // 2_500_000
        second = taken * (960 - 620 - dice.whole(0, 10)) // 2_500_000
        rows = []
        for sku, boxes, grade in (("KW-XX-1", first, "一级"), ("KW-XX-2", second, "二级")):
            if not boxes:
                continue
            row = Repack(
                repack=f"R-{lot.lot.removeprefix('L')}",
                occurred_at=midnight(day),
                from_lot=lot.lot,
                from_quantity_milli=taken,
                lot=f"{lot.lot.replace(RAW, sku)}R",
                sku=sku,
                quantity_milli=boxes * 1000,
                grade=grade,
                note="分级装箱",
            )
            rows.append(row)
            self._store_graded(row, lot, day)
        return rows

    def _store_graded(self, row: Repack, source: Lot, day: date) -> None:
        graded = Lot(
            lot=row.lot,
            sku=row.sku,
            received_on=day,
            quantity_milli=row.quantity_milli,
            total_cost_minor=0,
            best_before=source.best_before,
        )
        self._warehouse.receive(graded, source.best_before, row.quantity_milli)
        self._plan_ageing(graded)
