"""Random ledger books, full of trouble but acceptable row by row.

With `doubtful` they also hold what MODEL leaves open (AMBIGUITIES.md); without it, they keep clear of that
where keeping clear costs no rule its exercise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tests.oracle.chance import DECIMALS, FIRST_DAY, Dice, Record, up

_MARKETS = {
    "TH": ("THB", "Asia/Bangkok"),
    "JP": ("JPY", "Asia/Tokyo"),
    "VN": ("VND", "Asia/Ho_Chi_Minh"),
    "US": ("USD", "America/New_York"),
    "KW": ("KWD", "Asia/Kuwait"),
    "CN": ("CNY", "Asia/Shanghai"),
    "DE": ("EUR", "Europe/Berlin"),
    "MY": ("MYR", "Asia/Kuala_Lumpur"),
}
_PLATFORMS = (
    "tiktok_shop",
    "facebook",
    "shopee",
    "lazada",
    "amazon",
    "shopify",
    "douyin",
    "kuaishou",
    "other",
)
_LAST = 75  # sales stop after this many days


@dataclass
class _Goods:
    sku: str
    whole: bool
    components: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class _Place:
    """A lot and the first day on which it can have been received, counted from FIRST_DAY."""

    code: str
    sku: str
    since: int
    quantity: Decimal


@dataclass
class _Air:
    """A session with its times on Shanghai's clock."""

    code: str
    account: str
    planned: bool
    start: datetime
    end: datetime
    stated_end: bool


@dataclass
class _Sold:
    """A sales row under way, with what the rows that refer to it must know."""

    row: Record
    goods: _Goods
    currency: str
    quantity: Decimal
    net: Decimal
    on: date
    number: int = 0


class Maker:
    """Makes one book, sheet by sheet: each method fills one sheet and keeps what the next ones refer to."""

    def __init__(self, seed: int, size: int, *, doubtful: bool) -> None:
        self.dice = Dice(f"{seed}/{size}/{doubtful}")
        self.size, self.doubtful = size, doubtful
        self.sheets: dict[str, list[Record]] = defaultdict(list)
        self.stock_from: date | None = None
        self.goods: dict[str, _Goods] = {}
        self.lots: list[_Place] = []
        self.currency_of: dict[str, str] = {}
        self.airs: list[_Air] = []
        self.sold: list[_Sold] = []
        # tendencies of this book
        self.fee_stated = self.dice.pick([0.3, 0.6, 1.0])
        self.settled = self.dice.pick([0.0, 0.4, 0.95, 1.0])
        self.supply = self.dice.pick(["mixed", "mixed", "plenty"])

    def make(self) -> None:
        dice = self.dice
        if dice.chance(0.2):
            self.stock_from = dice.day(10, 40)
        self._products()
        self._lots()
        self._repacks()
        self._accounts()
        self._sessions()
        self._sales()
        self._returns()
        self._stock()
        self._promotions()
        self._shipping()
        self._rates()
        self._overheads()
        self._settlements()
        self._others()
        self._fee_rates()

    def doubt(self, share: float) -> bool:
        """Whether to do what MODEL leaves open: never, unless the book was asked to."""
        return self.doubtful and self.dice.chance(share)

    # -- goods ------------------------------------------------------------------------------------------

    def _products(self) -> None:
        dice = self.dice
        plain = dice.ids("P", dice.random.randint(3, 6))
        for sku in plain:
            self.goods[sku] = _Goods(sku, dice.chance(0.5))
            self.sheets["Products"].append({**self._product(sku), **self._weight()})
        for n in range(dice.random.randint(1, 3)):
            parts = {
                part: dice.quantity(whole=self.goods[part].whole, most=3)
                if dice.chance(0.8)
                else Decimal("0.333")
                for part in dice.some(plain, 3)
            }
            sku = f"SET{n}"
            self.goods[sku] = _Goods(sku, dice.chance(0.7), parts)
            row: Record = {**self._product(sku), **(self._weight() if dice.chance(0.3) else {})}
            row["components"] = "; ".join(f"{part}×{quantity}" for part, quantity in parts.items())
            self.sheets["Products"].append(row)

    def _product(self, sku: str) -> Record:
        dice = self.dice
        row: Record = {"sku": sku, "name": f"商品 {sku}", "unit": dice.pick(["kg", "box", "piece"])}
        if dice.chance(0.8):
            row["list_price"] = Decimal(0) if dice.chance(0.08) else dice.money("5", "80")
            row["list_currency"] = "CNY"
        if dice.chance(0.7):
            row["packaging_cost"] = dice.money("0", "3")
        if dice.chance(0.6):
            row["reference_cost"] = dice.money("1", "30")
        return row

    def _weight(self) -> Record:
        style = self.dice.weighted({"g": 60, "kg": 20, "both": 6, "none": 7, "zero": 3, "zero_kg": 4})
        grams, kilograms = self.dice.random.randint(40, 3000), self.dice.quantity(whole=False, most=3)
        if style == "zero_kg" and self.doubtful:
            return {"unit_weight_g": 0, "kg_per_unit": kilograms}
        styles: dict[str, Record] = {
            "g": {"unit_weight_g": grams},
            "kg": {"kg_per_unit": kilograms},
            "both": {"unit_weight_g": grams, "kg_per_unit": kilograms},
            "zero": {"unit_weight_g": 0},
        }
        return styles.get(style, {})

    def _plain(self) -> list[_Goods]:
        return [goods for goods in self.goods.values() if not goods.components]

    def _lots(self) -> None:
        dice = self.dice
        codes = iter(dice.ids("L", 60))
        demand = max(4, self.size * 3 // len(self._plain()))
        for goods in self._plain():
            mixed = {"plenty": 35, "late": 35, "short": 15, "none": 15}
            for share, first, last in self._plan(
                dice.weighted(mixed) if self.supply == "mixed" else "plenty"
            ):
                most = max(1, int(demand * share))
                self._lot(next(codes), goods, dice.random.randint(first, last), most)
        for goods in self.goods.values():
            if goods.components and self.doubt(0.5):  # a bundle's own lots are not used
                self._lot(next(codes), goods, 2, 20)

    def _plan(self, kind: str) -> list[tuple[float, int, int]]:
        """Lots as (share of what will be wanted, first and last day of receipt)."""
        count = self.dice.random.randint(2, 4)
        return {
            "plenty": [(3.0 / count, 0, 6)] * count + [(0.3, 20, 60)],
            "late": [(0.2, 0, 8), (0.3, 25, 50), (0.3, 40, 85)],
            "short": [(0.15, 0, 10), (0.15, 5, 30)],
            "none": [],
        }[kind]

    def _lot(self, code: str, goods: _Goods, since: int, most: int) -> None:
        dice = self.dice
        quantity = max(
            dice.quantity(whole=goods.whole, most=most), Decimal(most) / 2 if most > 8 else Decimal(1)
        )
        received = FIRST_DAY + timedelta(days=since)
        row: Record = {
            "lot": code,
            "sku": goods.sku,
            "received_on": received,
            "quantity": quantity,
            "total_cost": Decimal(0) if dice.chance(0.04) else dice.money("3", "900"),
        }
        near = received + timedelta(days=dice.pick([7, 7, 14, 20]))
        far = date(2026, 1, 1)
        row["best_before"] = dice.weighted({None: 25, near: 40, far: 35})
        self.sheets["Lots"].append(row)
        self.lots.append(_Place(code, goods.sku, since, quantity))

    def _repacks(self) -> None:
        dice = self.dice
        if not self.lots:
            return
        for n in range(dice.random.randint(1, 4)):
            source = self.lots[-1] if n and dice.chance(0.4) else dice.pick(self.lots)
            # chains fall on one day now and then: then the order of the repacks' ids decides
            since = source.since if dice.chance(0.3) else source.since + dice.random.randint(0, 15)
            since = max(0, since - 10) if dice.chance(0.08) else since
            code = dice.pick([f"R{n}", f"R{9 - n}", f"换{n}"]) + f"-{n}"
            half = up(source.quantity / 2, Decimal("0.5")) or Decimal("0.5")
            quantity = source.quantity if dice.chance(0.3) else half
            if dice.chance(0.1):
                quantity *= 3  # more than there is
            split = None if self.doubt(0.5) else dice.pick(["weight", "value"])
            for m in range(dice.random.randint(1, 3)):
                goods = self.goods.get(source.sku, self._plain()[0])
                goods = goods if dice.chance(0.3) and not goods.components else dice.pick(self._plain())
                new = _Place(f"N{n}{'abc'[m]}", goods.sku, since, dice.quantity(whole=goods.whole, most=12))
                row: Record = {
                    "repack": code, "on": FIRST_DAY + timedelta(days=since), "from_lot": source.code,
                    "from_quantity": quantity, "lot": new.code, "sku": new.sku, "quantity": new.quantity,
                    "split": split, "grade": dice.pick([None, "A", "B"]),
                }  # fmt: skip
                self.sheets["Repacks"].append(row)
                self.lots.append(new)

    # -- accounts and sessions --------------------------------------------------------------------------

    def _accounts(self) -> None:
        dice = self.dice
        for code in dice.ids("A", dice.random.randint(2, 4)):
            market = dice.pick(list(_MARKETS))
            currency, zone = _MARKETS[market]
            row: Record = {
                "account": code, "platform": dice.pick(_PLATFORMS), "market": market, "currency": currency,
                "timezone": None if self.doubt(0.3) else zone,
                "role": dice.pick([None, "flagship", "partner", "shop"]),
                "commission_rate": dice.pick([None, Decimal("0.05"), Decimal("0.0325"), Decimal("0.08")]),
                "payment_fee_rate": dice.pick([None, Decimal("0.02"), Decimal("0.0275")]),
                "fee_refund_rate": dice.pick([None, None, 0, Decimal("0.5"), 1]),
                "attribution_hours": dice.pick([None, None, 0, 6, 48]),
                "return_days": dice.pick([None, 7, 15]),
            }  # fmt: skip
            self.currency_of[code] = currency
            self.sheets["Accounts"].append(row)

    def _sessions(self) -> None:
        dice = self.dice
        for code in dice.ids("S", dice.random.randint(4, 6 + self.size // 6)):
            account = dice.pick(list(self.currency_of))
            planned = dice.chance(0.15)
            start, twin = self._start(account)
            alone = start.time() == time() and dice.chance(0.5)
            end = start + timedelta(minutes=dice.random.randint(30, 300))
            stated_end = dice.chance(0.7) or (twin and not self.doubtful)
            row: Record = {
                "session": code, "account": account,
                "status": "planned" if planned else dice.pick([None, "closed", "closed", "live"]),
                "started_at": start.date() if alone else dice.moment(start),
                "ended_at": dice.moment(end) if stated_end else None,
                "title": dice.pick([None, "晚场"]),
                "trial": dice.pick([None, "yes", "no"]),
                "views": dice.pick([None, 1200]),
                "host_pay": dice.money("0", "200") if dice.chance(0.4) else None,
                "other_cost": dice.money("0", "50") if dice.chance(0.2) else None,
            }  # fmt: skip
            if stated_end and self.doubt(0.1):
                row["ended_at"] = start.date() + timedelta(days=1)
            self.sheets["Sessions"].append(row)
            self.airs.append(_Air(code, account, planned, start, end, stated_end))

    def _start(self, account: str) -> tuple[datetime, bool]:
        """A start, and whether another session of the account begins at the same moment."""
        dice = self.dice
        own = [air for air in self.airs if air.account == account]
        ended = [air for air in own if air.stated_end or self.doubtful]
        if ended and dice.chance(0.12):
            return dice.pick(ended).start, True
        if own and dice.chance(0.25):  # soon after another one began: before its end, or within 24 hours
            start = dice.pick(own).start + timedelta(minutes=dice.random.randint(20, 900))
        else:
            start = datetime.combine(dice.day(4, _LAST - 5), time(dice.pick([0, 9, 19, 20, 21])))
        while any(air.start == start for air in own):  # only meant twins: their end is left open otherwise
            start += timedelta(minutes=7)
        return start, False

    def _on_air(self, account: str) -> list[_Air]:
        return [air for air in self.airs if air.account == account]

    # -- sales ------------------------------------------------------------------------------------------

    def _sales(self) -> None:
        dice = self.dice
        numbers = iter(dice.ids("O", self.size + 10))
        used: dict[str, set[str]] = {}
        while len(self.sold) < self.size:
            account = dice.pick(list(self.currency_of))
            order = next(numbers)
            shared = [o for o, accounts in used.items() if account not in accounts]
            if shared and dice.chance(0.08):  # an order id that stands in two accounts
                order = dice.pick(shared)
            used.setdefault(order, set()).add(account)
            self._order(account, order, dice.weighted({1: 55, 2: 30, 3: 15}))
        self.sold = dice.shuffled(self.sold)
        highest: dict[tuple[object, object], int] = {}
        for sold in self.sold:  # as WORKBOOK numbers the rows that state none
            key = sold.row["account"], sold.row["order_id"]
            line = sold.row["line"]
            sold.number = line if isinstance(line, int) else highest.get(key, 0) + 1
            highest[key] = max(highest.get(key, 0), sold.number)
        self.sheets["Sales"] = [sold.row for sold in self.sold]

    def _order(self, account: str, order: str, lines: int) -> None:
        dice = self.dice
        at = self._ordered(account)
        alone = at.time() == time() and dice.chance(0.5)
        airs = self._on_air(account)
        session = dice.pick(airs).code if airs and dice.chance(0.3) else None
        currency = self.currency_of[account] if dice.chance(0.9) else dice.pick(list(DECIMALS))
        style = "mixed" if self.doubt(0.3) else dice.pick(["blank", "from_1", "tens"])
        settled = dice.chance(self.settled)
        for n in range(lines):
            mixed = 20 if n == lines - 1 else None
            line = {"blank": None, "from_1": n + 1, "tens": 10 * (lines - n), "mixed": mixed}[style]
            moment = at + timedelta(minutes=n) if dice.chance(0.05) and not alone else at
            row: Record = {
                "order_id": order, "account": account, "line": line, "session": session,
                "ordered_at": at.date() if alone else dice.moment(moment), "currency": currency,
            }  # fmt: skip
            self._line(row, moment.date(), currency, settled=settled)

    def _ordered(self, account: str) -> datetime:
        dice = self.dice
        anywhere = dice.instant(dice.day(3, _LAST))
        airs = self._on_air(account)
        style = dice.weighted(
            {"during": 45, "after": 16, "anywhere": 14, "start": 5, "edge": 4, "midnight": 8, "same": 8}
        )
        if style == "same" and self.sold:  # at the moment of another order: ids decide
            other = dice.pick(self.sold).row["ordered_at"]
            return other if isinstance(other, datetime) else anywhere
        if style == "midnight":  # at the moment of a day's receipts, entries and repacks
            days = [lot.since for lot in self.lots if lot.since > 3] or [9]
            return datetime.combine(FIRST_DAY + timedelta(days=dice.pick(days)), time())
        if not airs or style in ("anywhere", "same"):
            return anywhere
        air = dice.pick(airs)
        if style == "start":
            return air.start
        if style == "edge":  # the first moment that the window does not hold any more, or the last it does
            return air.end + timedelta(hours=dice.pick([0, 6, 24, 48]), minutes=dice.pick([0, -1]))
        span = int((air.end - air.start).total_seconds() // 60)
        minutes = dice.random.randint(0, span) if style == "during" else span + dice.random.randint(0, 2000)
        return air.start + timedelta(minutes=minutes)

    def _line(self, row: Record, on: date, currency: str, *, settled: bool) -> None:
        dice = self.dice
        before = self.stock_from is not None and on < self.stock_from
        goods = dice.pick(self._plain() if before and not self.doubtful else list(self.goods.values()))
        quantity = dice.quantity(whole=goods.whole)
        price = Decimal(0) if dice.chance(0.06) else dice.money("4", "90", currency)
        gross = up(quantity * price, Decimal(1).scaleb(-DECIMALS[currency]))
        discount = self._discount(gross, currency)
        row.update(
            {
                "sku": goods.sku, "quantity": quantity, "unit_price": price, "seller_discount": discount,
                "platform_discount": dice.money("0", "3", currency) if dice.chance(0.2) else None,
                "shipping_charged": dice.money("0", "15", currency) if dice.chance(0.4) else None,
                "tax": dice.money("0", "4", currency) if dice.chance(0.2) else None,
                "platform_fee": self._fee(currency), "country": dice.pick([None, "TH", "US"]),
                "lot": self._named_lot(goods),
                "excluded": "test" if self.doubt(0.1) else None,
            }
        )  # fmt: skip
        self._fate(row, on, settled=settled)
        self.sold.append(_Sold(row, goods, currency, quantity, gross - (discount or 0), on))

    def _discount(self, gross: Decimal, currency: str) -> Decimal | None:
        if self.doubt(0.04):
            return gross + self.dice.money("0", "5", currency)
        if self.dice.chance(0.6):
            return None
        if self.dice.chance(0.1):
            return gross
        return min(gross, self.dice.money("0", "12", currency))

    def _fee(self, currency: str) -> Decimal | None:
        if not self.dice.chance(self.fee_stated):
            return None
        return Decimal(0) if self.dice.chance(0.1) else self.dice.money("0", "9", currency)

    def _named_lot(self, goods: _Goods) -> str | None:
        skus = set(goods.components) or {goods.sku}
        lots = [lot.code for lot in self.lots if lot.sku in skus]
        return self.dice.pick(lots) if lots and self.dice.chance(0.2) else None

    def _fate(self, row: Record, on: date, *, settled: bool) -> None:
        dice = self.dice
        status = dice.weighted(
            {None: 20, "paid": 15, "shipped": 17, "delivered": 28, "placed": 8, "cancelled": 5, "lost": 7}
        )
        row["status"] = "cancelled" if status == "lost" else status
        if status in ("shipped", "delivered", "lost"):
            row["shipped_on"] = on + timedelta(days=dice.random.randint(0, 3))
        if status == "delivered":
            row["delivered_on"] = on + timedelta(days=dice.random.randint(3, 12))
        if settled and not self.doubt(0.2):
            row["settled_on"] = on + timedelta(days=20)

    # -- what follows a sale ----------------------------------------------------------------------------

    def _returns(self) -> None:
        dice = self.dice
        serial = iter(dice.ids("X", 4 * self.size))
        for sold in self.sold:
            left = sold.quantity
            while left > 0 and dice.chance(0.3):
                quantity = (
                    left if dice.chance(0.4) else min(left, dice.quantity(whole=sold.goods.whole, most=3))
                )
                left -= quantity
                self.sheets["Returns"].append(self._return(next(serial), sold, quantity))
        self.sheets["Returns"] = dice.shuffled(self.sheets["Returns"])

    def _return(self, code: str, sold: _Sold, quantity: Decimal) -> Record:
        dice = self.dice
        days = dice.weighted({-6: 8, -1: 4, 0: 10, 1: 10, dice.random.randint(2, 30): 68})
        twins = [
            other
            for other in self.sold
            if all(other.row[key] == sold.row[key] for key in ("account", "order_id", "sku"))
        ]
        by_sku = len(twins) == 1 and dice.chance(0.5)
        before = self.stock_from is not None and sold.on < self.stock_from
        restocks = dice.chance(0.45) and (self.doubtful or not before)
        step = Decimal(1).scaleb(-DECIMALS[sold.currency])
        stated = dice.chance(0.4 if self.fee_stated < 1 else 0.97)
        # an estimate over a discount above the list is left open
        doubt = sold.net < 0 and not self.doubtful
        freight, payer = self._any_currency(), self._any_currency()
        row: Record = {
            "return": code, "account": sold.row["account"], "order_id": sold.row["order_id"],
            "line": None if by_sku else sold.number,
            "sku": sold.row["sku"] if by_sku or dice.chance(0.3) else None, "quantity": quantity,
            "restocked_quantity": dice.pick([quantity, quantity, up(quantity / 2, Decimal("0.001"))])
            if restocks else None,
            "reason": dice.pick([None, "damaged", "late", "other"]),
            "refund": up(max(sold.net, Decimal(0)) * Decimal(dice.pick(["0", "0.3", "1", "1", "1.2"])), step),
            "platform_reversed": dice.money("0", "3", sold.currency) if dice.chance(0.2) else None,
            "fee_refunded": dice.money("0", "3", sold.currency) if stated or doubt else None,
            "return_shipping": dice.money("0", "12", freight or "CNY") if dice.chance(0.3) else None,
            "return_shipping_currency": freight,
            "compensation": dice.money("0", "20", payer or "CNY") if dice.chance(0.3) else None,
            "compensation_currency": payer, "returned_on": sold.on + timedelta(days=days),
        }  # fmt: skip
        return row

    def _any_currency(self) -> str | None:
        return self.dice.pick([None, None, *self.currency_of.values()])

    def _stock(self) -> None:
        dice = self.dice
        if not self.lots:
            return
        for code in dice.shuffled(dice.ids("E", 4 + self.size // 5)):
            lot = dice.pick(self.lots)
            kind = dice.weighted({"spoilage": 25, "sample": 18, "gift": 18, "adjustment": 30, "transfer": 9})
            since = max(0, lot.since + (dice.random.randint(0, 25) if dice.chance(0.85) else -5))
            quantity = up(lot.quantity * Decimal(dice.pick(["0.1", "0.3", "2"])), Decimal("0.5"))
            row: Record = {
                "entry": code,
                "lot": lot.code,
                "kind": kind,
                "quantity": max(quantity, Decimal("0.5")),
            }
            if kind == "adjustment" and dice.chance(0.5):
                row["quantity"] = -max(quantity, Decimal("0.5"))
            elif kind == "adjustment" and not self.doubtful:
                # found in a lot that has come in: the day after, since a repack follows a count of its day
                row["quantity"] = dice.quantity(whole=False, most=3)
                since = max(since, lot.since + 1)
            row["on"] = FIRST_DAY + timedelta(days=since)
            if kind in ("sample", "gift", "spoilage") and dice.chance(0.5):
                row["session"] = dice.pick(self.airs).code
            if kind == "transfer":
                row["to_location"] = "冷库"
            self.sheets["Stock"].append(row)

    # -- promotion and freight --------------------------------------------------------------------------

    def _promotions(self) -> None:
        dice = self.dice
        for code in dice.ids("T", 3 + self.size // 10):
            account = dice.pick(list(self.currency_of))
            airs = self._on_air(account) or self.airs
            near = dice.pick(airs).start + timedelta(minutes=dice.random.randint(-900, 90))
            start = near if dice.chance(0.85) else dice.instant(dice.day(0, 90))
            currency = self.currency_of[account] if dice.chance(0.7) else dice.pick(list(DECIMALS))
            row: Record = {
                "promotion": code, "account": account, "sessions": self._named_sessions(account),
                "started_at": start.date() if dice.chance(0.3) else dice.moment(start),
                "amount": self._cost("5", "400", currency), "currency": currency,
                "impressions": dice.pick([None, 5000]),
            }  # fmt: skip
            end = start + timedelta(minutes=dice.random.randint(10, 4000))
            if row["started_at"] == start.date():
                # that day may begin half a day later in the account's zone: no end before its start
                row["ended_at"] = dice.pick([None, dice.moment(end + timedelta(days=1)), end.date()])
            else:
                next_day = max(end.date(), start.date() + timedelta(days=1))
                row["ended_at"] = dice.pick([None, dice.moment(end), dice.moment(end), next_day])
            self.sheets["Promotions"].append(row)

    def _named_sessions(self, account: str) -> str | None:
        dice = self.dice
        airs = self._on_air(account)
        if not airs or dice.chance(0.55):
            return None
        named = [air.code for air in dice.some(airs, 3)]
        style = dice.pick(["none", "all", "some", "zero"])
        weights = {
            "none": [""] * 3,
            "all": ["=2", "=1.5", "=3"],
            "some": ["=2", "", "=1"],
            "zero": ["=0"] * 3,
        }
        return "; ".join(f"{code}{weights[style][n]}" for n, code in enumerate(named))

    def _cost(self, low: str, high: str, currency: str) -> Decimal:
        """A cost: a credit now and then, and now and then nothing."""
        amount = self.dice.money(low, high, currency)
        return self.dice.weighted({amount: 90, -amount: 7, Decimal(0): 3})

    def _shipping(self) -> None:
        dice = self.dice
        for shipment in dice.ids("H", 3 + self.size // 6):
            rows = []
            for n in range(dice.random.randint(1, 4)):
                currency = dice.pick(["CNY", "CNY", *self.currency_of.values(), dice.pick(list(DECIMALS))])
                row: Record = {
                    "shipment": shipment, "leg": str(n + 1), "on": dice.day(3, 95),
                    "cost": self._cost("3", "300", currency), "currency": currency,
                    "split": dice.pick([None, "weight", "quantity", "value", "parcel", "parcel"]),
                    "carrier": dice.pick([None, "云途"]),
                }  # fmt: skip
                row.update(self._names() if dice.chance(0.65) else {})
                rows.append(row)
            self.sheets["Shipping"].extend(dice.shuffled(rows))
        if dice.chance(0.4):
            self.sheets["Shipping"] = dice.shuffled(self.sheets["Shipping"])

    def _names(self) -> Record:
        """What a leg carries: orders, sessions, or both."""
        dice = self.dice
        style = dice.weighted({"orders": 55, "sessions": 30, "both": 15})
        row: Record = {}
        if style != "orders":
            row["sessions"] = "; ".join(air.code for air in dice.some(self.airs, 3))
        if style != "sessions":
            accounts_of: dict[str, set[str]] = defaultdict(set)
            for sold in self.sold:
                accounts_of[str(sold.row["order_id"])].add(str(sold.row["account"]))
            orders = dice.some(sorted(accounts_of), 6)
            if dice.chance(0.25):  # a row for one account
                account = dice.pick(sorted(accounts_of[orders[0]]))
                row["account"] = account
                orders = [order for order in orders if account in accounts_of[order]]
            else:  # an order id that stands in two accounts needs the row's account
                orders = [order for order in orders if len(accounts_of[order]) == 1]
            row["orders"] = "; ".join(orders) or None
        return row

    # -- money and the rest -----------------------------------------------------------------------------

    def _rates(self) -> None:
        dice = self.dice
        cny = {
            "USD": "7.1",
            "EUR": "7.6",
            "THB": "0.21",
            "MYR": "1.6",
            "JPY": "4.8",
            "VND": "0.029",
            "KWD": "23",
        }
        wanted = [currency for currency in DECIMALS if currency != "CNY"]
        unknown = {c: dice.weighted({"known": 88, "late": 8, "never": 4}) for c in wanted}
        for currency in wanted:
            days = [0, 15, 31, 50, 70] if unknown[currency] == "known" else [dice.random.randint(8, 25), 50]
            for since in days if unknown[currency] != "never" else []:
                rate = Decimal(cny[currency]) + Decimal(dice.random.randint(0, 99999)) / 100_000_000
                units = 100 if currency in ("JPY", "VND") else dice.pick([None, 1])
                day = FIRST_DAY + timedelta(days=since)
                self.sheets["Rates"].append({"currency": currency, "on": day, "units": units, "cny": rate})
        self.sheets["Rates"] = dice.shuffled(self.sheets["Rates"])

    def _overheads(self) -> None:
        dice = self.dice
        for n in range(dice.random.randint(0, 5)):
            currency = dice.pick([None, "CNY", *self.currency_of.values()])
            amount = self._cost("5", "500", currency or "CNY")
            self.sheets["Overheads"].append(
                {"entry": f"V{n}", "on": dice.day(0, 90), "amount": amount, "currency": currency}
            )

    def _settlements(self) -> None:
        dice = self.dice
        done: set[tuple[object, object]] = set()
        for n, sold in enumerate(self.sold):
            row = sold.row
            key = row["account"], row["order_id"]
            if ("settled_on" not in row and not self.doubt(0.1)) or key in done or self.doubt(0.1):
                continue
            whole = dice.chance(0.4)  # a row without `line` covers the order
            if whole:
                done.add(key)
            fees = row["platform_fee"] if not whole else None
            if self.doubt(0.1):
                fees = dice.money("0", "5", sold.currency)
            self.sheets["Settlements"].append(
                {
                    "settlement": f"ZZ{n}" if whole else f"Z{n % 3}-{key[0]}",
                    "account": key[0], "order_id": key[1],
                    "line": None if whole else sold.number, "kind": "order",
                    "settled_on": sold.on + timedelta(days=20), "currency": sold.currency,
                    "amount": max(sold.net, Decimal(0)), "fees": fees,
                }
            )  # fmt: skip

    def _fee_rates(self) -> None:
        """Rates that change while the book runs, for some of its accounts."""
        dice = self.dice
        for account in self.currency_of:
            if dice.chance(0.5):
                continue
            for day in sorted({dice.day(-5, _LAST) for _ in range(dice.random.randint(1, 3))}):
                self.sheets["Fee rates"].append(
                    {
                        "account": account, "from_on": day,
                        "commission_rate": dice.pick([None, 0, Decimal("0.06"), Decimal("0.0856")]),
                        "payment_fee_rate": dice.pick([None, None, 0, Decimal("0.0321")]),
                        "fee_refund_rate": dice.pick([None, None, 0, Decimal("0.8")]),
                    }
                )  # fmt: skip

    def _others(self) -> None:
        """A row of each sheet that no statement reads."""
        account, currency = next(iter(self.currency_of.items()))
        if self.dice.chance(0.3):
            self.sheets["Payouts"].append(
                {
                    "payout": "Y1", "account": account, "on": self.dice.day(30, 90), "currency": currency,
                    "amount": self.dice.money("50", "90", currency),
                }
            )  # fmt: skip
        if self.dice.chance(0.3):
            self.sheets["Training"].append(
                {"entry": "W1", "on": self.dice.day(0, 30), "person": "小李", "course": "直播入门"}
            )
