"""What comes in: the lots of the year, sized by what its streams will sell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.stock import Lot
from desktop_app.usecases.demo_book.calendar import FRESH_UNTIL, LAST_DAY, PRESALE_FROM
from desktop_app.usecases.demo_book.dice import Dice
from desktop_app.usecases.demo_book.goods import GOODS, RAW, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.usecases.demo_book.occasions import Occasion

UNITS_PER_ORDER_MILLI: Final = 1_900
"""Units that an order takes on average, in thousandths."""

_AUTUMN: Final = (date(2025, 11, 1), FRESH_UNTIL)
_HARVEST: Final = (PRESALE_FROM, LAST_DAY)
_GROWERS: Final = ("自家果园", "周家堡合作社", "槐芽镇李老四", "金渠果农联社", "汤峪沟口王婶", "首善果业")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A planned intake: `per_mille` of what is sold of `sku` in `window`; ungraded fruit has `repack_on`."""

    sku: str
    on: date
    window: tuple[date, date]
    per_mille: int
    keeps_days: int | None
    suppliers: tuple[str, ...]
    grade: str | None = None
    location: str = "合作社收购点"
    repack_on: date | None = None
    short_dated: bool = False


def _fruit(sku: str, month: int, day: int, per_mille: int, grade: str) -> Purchase:
    on = date(2025 if month > 10 else 2026, month, day)  # noqa: PLR2004 - the year starts in November
    window = _AUTUMN if on.year == _AUTUMN[0].year else _HARVEST
    return Purchase(
        sku=sku,
        on=on,
        window=window,
        per_mille=per_mille,
        keeps_days=138,
        suppliers=_GROWERS,
        grade=grade,
    )


def _raw(month: int, day: int, per_mille: int) -> Purchase:
    on = date(2025 if month > 10 else 2026, month, day)  # noqa: PLR2004 - the year starts in November
    window = _AUTUMN if on.year == _AUTUMN[0].year else _HARVEST
    return Purchase(
        sku=RAW,
        on=on,
        window=window,
        per_mille=per_mille,
        keeps_days=140,
        suppliers=_GROWERS[1:],
        grade="统货",
        repack_on=on + timedelta(days=4),
    )


def _store(sku: str, on: date, until: date, per_mille: int, supplier: str) -> Purchase:
    keeps = GOODS[sku].product.shelf_life_days
    return Purchase(
        sku=sku,
        on=on,
        window=(on, until),
        per_mille=per_mille,
        keeps_days=keeps,
        suppliers=(supplier,),
        location="县城库房",
    )


def _quarters(sku: str, supplier: str, days: Sequence[date], per_mille: int = 1_100) -> list[Purchase]:
    ends = [*days[1:], LAST_DAY + timedelta(days=1)]
    return [
        _store(sku, day, end - timedelta(days=1), per_mille, supplier)
        for day, end in zip(days, ends, strict=True)
    ]


PURCHASES: Final = (
    _fruit("KW-XX-1", 11, 1, 420, "一级"),
    _fruit("KW-XX-1", 11, 18, 290, "一级"),
    _fruit("KW-XX-2", 11, 1, 420, "二级"),
    _fruit("KW-XX-2", 11, 20, 300, "二级"),
    _fruit("KW-CX-1", 11, 1, 560, "一级"),
    _fruit("KW-CX-1", 11, 12, 480, "一级"),
    _fruit("KW-CX-2", 11, 1, 1_030, "二级"),
    _raw(11, 3, 200),
    _raw(11, 16, 150),
    _fruit("KW-CX-1", 9, 7, 480, "一级"),
    _fruit("KW-CX-1", 9, 24, 640, "一级"),
    _fruit("KW-CX-2", 9, 8, 1_150, "二级"),
    _fruit("KW-XX-1", 9, 8, 330, "一级"),
    _fruit("KW-XX-1", 9, 22, 250, "一级"),
    _fruit("KW-XX-1", 10, 10, 250, "一级"),
    _fruit("KW-XX-2", 9, 9, 380, "二级"),
    _fruit("KW-XX-2", 10, 3, 420, "二级"),
    _raw(9, 12, 200),
    _raw(10, 1, 150),
    *_quarters(
        "KD-250", "自家烘干房", [date(2025, 11, 1), date(2026, 1, 20), date(2026, 4, 20), date(2026, 7, 25)]
    ),
    *_quarters("KJ-06", "眉县果汁厂代加工", [date(2025, 11, 1), date(2026, 3, 10), date(2026, 7, 5)]),
    *_quarters("KV-02", "太白酿造坊", [date(2025, 11, 1), date(2026, 4, 1)]),
    Purchase(
        sku="KV-02",
        on=date(2026, 10, 2),
        window=(date(2026, 10, 2), LAST_DAY),
        per_mille=1_500,
        keeps_days=17,
        suppliers=("太白酿造坊",),
        grade="临期",
        location="县城库房",
        short_dated=True,
    ),
    *_quarters("EM-SC", "千阳绣娘合作社", [date(2025, 11, 1), date(2026, 2, 25), date(2026, 7, 1)]),
    *_quarters("EM-FAN", "千阳绣娘合作社", [date(2025, 11, 1), date(2026, 3, 5), date(2026, 7, 10)]),
    *_quarters("BM-BSK", "西乡竹编能手张师傅", [date(2025, 11, 1), date(2026, 2, 25), date(2026, 7, 1)]),
)
"""Every planned intake of the year."""


class Demand:
    """How much of each SKU the streams are expected to sell, in thousandths of its unit."""

    def __init__(self, occasions: Sequence[Occasion]) -> None:
        self._by_sku: dict[str, list[tuple[date, int]]] = {}
        for occasion in occasions:
            total = occasion.theme.bounds[-1]
            for sku, weight in occasion.theme.mix.items():
                units = occasion.orders * UNITS_PER_ORDER_MILLI * weight // total
                if GOODS[sku].sort is Sort.CRAFT:
                    units = units * 7 // 10
                self._add(sku, occasion.day, units)

    def _add(self, sku: str, day: date, units_milli: int) -> None:
        self._by_sku.setdefault(sku, []).append((day, units_milli))
        for part in GOODS[sku].product.components:
            self._add(part.sku, day, units_milli * part.quantity_milli // 1000)

    def between(self, sku: str, window: tuple[date, date]) -> int:
        """What is expected to be sold of `sku` from the first day of `window` to the last."""
        return sum(units for day, units in self._by_sku.get(sku, ()) if window[0] <= day <= window[1])


def lots_of(purchase: Purchase, demand: Demand, parts: int) -> list[Lot]:
    """The lots of one intake, from `parts` growers; a small trade still buys ten of everything."""
    product = GOODS[purchase.sku].product
    if purchase.sku == RAW:
        # 1 kg of ungraded fruit gives 0.62 kg of grade 1, in boxes of 2.5 kg.
        boxes = demand.between("KW-XX-1", purchase.window) * purchase.per_mille // 1000
        wanted = boxes * 250 // 62
    else:
        wanted = demand.between(purchase.sku, purchase.window) * purchase.per_mille // 1000
    each = max(10, -(-wanted // (1000 * parts)))
    lots = []
    for part in range(parts):
        dice = Dice("lot", purchase.sku, purchase.on.isoformat(), part)
        units = max(10, each * dice.whole(92, 108) // 100 if parts > 1 else each)
        unit_fen = GOODS[purchase.sku].cost_fen * dice.whole(93, 109) // 100
        keeps = purchase.keeps_days
        lots.append(
            Lot(
                lot=f"L{purchase.on:%y%m%d}-{product.sku}" + (f"-{part + 1:02d}" if parts > 1 else ""),
                sku=product.sku,
                received_on=purchase.on,
                quantity_milli=units * 1000,
                total_cost_minor=units * unit_fen + dice.whole(2, 9) * 1000,
                location=purchase.location,
                best_before=None if keeps is None else purchase.on + timedelta(days=keeps),
                supplier=dice.pick(purchase.suppliers),
                grade=purchase.grade,
            )
        )
    return lots
