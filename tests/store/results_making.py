"""Random books and random edits of them, small enough that everything touches everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import Component, Product
from desktop_app.domain.channel import Account, FeeRate, Platform
from desktop_app.domain.facts import KIND_OF
from desktop_app.domain.fx import Rate
from desktop_app.domain.ledger import Overhead, Settlement
from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.domain.returns import Return, ReturnReason
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import SessionStatus, StreamSession
from desktop_app.domain.shipment import Leg, LegSplit
from desktop_app.domain.stock import Lot, Repack, RepackSplit, StockEntry, StockKind

if TYPE_CHECKING:
    from random import Random

    from desktop_app.store import Book

FIRST = date(2026, 3, 1)
SPAN = 12
CURRENCIES = ["CNY", "USD", "JPY", "THB"]
SKUS = ["K1", "K2", "K3", "K4"]
BUNDLES = ["B1", "B2"]
ACCOUNTS = ["A1", "A2"]
SESSIONS = [f"S{n}" for n in range(7)]
LOTS = [f"L{n}" for n in range(8)]
NEW_LOTS = [f"N{n}" for n in range(6)]
ORDERS = [f"O{n:02}" for n in range(16)]


class Maker:
    """Makes records of all kinds over few codes, so that edits meet each other."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def maybe(self, value: Any, share: float = 0.5) -> Any:
        return value if self.random.random() < share else None

    def day(self) -> date:
        return FIRST + timedelta(days=self.random.randrange(SPAN))

    def moment(self) -> datetime:
        minutes = self.random.choice([0, 0, 1, 16 * 60, 16 * 60, self.random.randrange(24 * 60)])
        return datetime(2026, 2, 28, 16, tzinfo=UTC) + timedelta(
            days=self.random.randrange(SPAN), minutes=minutes
        )

    def quantity(self) -> int:
        return self.random.choice([1000, 1000, 2000, 3000, 500, 1333, 7001])

    def money(self) -> int:
        return self.random.choice([0, 1, 100, 995, 1234, 33333])

    def product(self) -> Product:
        sku = self.random.choice(SKUS + BUNDLES)
        parts: tuple[Component, ...] = ()
        if sku in BUNDLES and self.random.random() < 0.9:
            parts = tuple(
                Component(sku=part, quantity_milli=self.quantity())
                for part in self.random.choices(SKUS, k=self.random.choice([1, 2, 3]))
            )
        return Product(
            sku=sku,
            name=sku,
            unit="kg",
            unit_weight_mg=self.maybe(self.random.choice([0, 500_000, 1_250_500])),
            kg_per_unit_mg=self.maybe(1_000_000),
            packaging_cost_minor=self.maybe(self.money()),
            reference_cost_minor=self.maybe(self.money()),
            list_price_minor=self.maybe(self.money(), 0.8),
            list_currency=self.maybe(self.random.choice(CURRENCIES)),
            components=parts,
        )

    def account(self) -> Account:
        return Account(
            account=self.random.choice(ACCOUNTS),
            platform=Platform.OTHER,
            market=self.random.choice(["TH", "US"]),
            currency="THB",
            timezone=self.maybe(self.random.choice(["Asia/Bangkok", "America/New_York"])),
            commission_rate_e8=self.maybe(5_500_000),
            payment_fee_rate_e8=self.maybe(2_000_000),
            fee_refund_rate_e8=self.maybe(80_000_000),
            attribution_seconds=self.maybe(self.random.choice([0, 3600, 5 * 24 * 3600])),
            return_days=self.maybe(self.random.choice([0, 3, 7])),
        )

    def fee_rate(self) -> FeeRate:
        return FeeRate(
            account=self.random.choice(ACCOUNTS),
            from_on=FIRST + timedelta(days=self.random.choice([-3, 0, 2, 3, 5, 8])),
            commission_rate_e8=self.maybe(self.random.choice([0, 6_000_000, 12_345_678])),
            payment_fee_rate_e8=self.maybe(self.random.choice([0, 3_780_000])),
            fee_refund_rate_e8=self.maybe(self.random.choice([0, 50_000_000])),
        )

    def session(self) -> StreamSession:
        start = self.moment()
        return StreamSession(
            session=self.random.choice(SESSIONS),
            account=self.random.choice(ACCOUNTS),
            status=self.random.choice([SessionStatus.CLOSED, SessionStatus.CLOSED, SessionStatus.PLANNED]),
            started_at=start,
            ended_at=self.maybe(start + timedelta(minutes=self.random.choice([0, 120, 3000]))),
            host_pay_minor=self.maybe(self.money()),
            other_cost_minor=self.maybe(self.money()),
        )

    def lot(self) -> Lot:
        return Lot(
            lot=self.random.choice(LOTS),
            sku=self.random.choice(SKUS),
            received_on=self.day(),
            quantity_milli=self.random.choice([1000, 5000, 7001, 20000]),
            total_cost_minor=self.money(),
            best_before=self.maybe(self.day()),
        )

    def repack(self) -> Repack:
        number = self.random.randrange(len(NEW_LOTS))
        return Repack(
            repack=f"R{number // 2}",
            occurred_at=datetime(2026, 3, 1 + 3 * (number // 2), 4, tzinfo=UTC),
            from_lot=LOTS[number // 2],
            from_quantity_milli=3000,
            lot=NEW_LOTS[number],
            sku=self.random.choice(SKUS),
            quantity_milli=self.quantity(),
            split=self.random.choice(list(RepackSplit)),
        )

    def sale(self) -> OrderLine:
        return OrderLine(
            order_id=self.random.choice(ORDERS),
            line=self.random.choice([1, 1, 2, 3]),
            account=self.random.choice(ACCOUNTS),
            session=self.maybe(self.random.choice(SESSIONS), 0.2),
            ordered_at=self.moment(),
            sku=self.random.choice(SKUS + BUNDLES),
            quantity_milli=self.quantity(),
            unit_price_minor=self.money(),
            currency=self.random.choice(CURRENCIES),
            seller_discount_minor=self.random.choice([0, 0, 7]),
            shipping_charged_minor=self.random.choice([0, 0, 55]),
            platform_fee_minor=self.maybe(self.money()),
            tax_minor=self.random.choice([0, 3]),
            status=self.random.choice(list(OrderStatus)),
            lot=self.maybe(self.random.choice(LOTS + NEW_LOTS), 0.3),
            shipped_on=self.maybe(self.day()),
            delivered_on=self.maybe(self.day()),
            settled_on=self.maybe(self.day(), 0.2),
        )

    def promotion(self) -> Promotion:
        alone = self.random.random() < 0.3
        start = self.moment()
        named = self.random.sample(SESSIONS, k=self.random.choice([0, 0, 1, 2, 3]))
        weights = self.random.random() < 0.5
        return Promotion(
            promotion=f"P{self.random.randrange(4)}",
            account=self.random.choice(ACCOUNTS),
            sessions=tuple(
                SessionShare(session=code, weight=self.maybe(Decimal("1.5")) if weights else None)
                for code in named
            ),
            started_on=self.day() if alone else None,
            started_at=None if alone else start,
            ended_at=None if alone else self.maybe(start + timedelta(hours=self.random.choice([1, 60]))),
            amount_minor=self.money(),
            currency=self.random.choice(CURRENCIES),
        )

    def leg(self) -> Leg:
        return Leg(
            shipment=f"H{self.random.randrange(4)}",
            leg=f"{self.random.randrange(3)}",
            on=self.day(),
            account=self.maybe(self.random.choice(ACCOUNTS), 0.2),
            orders=tuple(self.random.choices([*ORDERS, "nowhere"], k=self.random.choice([0, 1, 2, 4]))),
            sessions=tuple(self.random.choices(SESSIONS, k=self.random.choice([0, 0, 0, 1, 2]))),
            cost_minor=self.money(),
            currency=self.random.choice(CURRENCIES),
            split=self.random.choice(list(LegSplit)),
        )

    def refund(self) -> Return:
        quantity = self.quantity()
        return Return(
            return_id=f"T{self.random.randrange(8)}",
            account=self.random.choice(ACCOUNTS),
            order_id=self.random.choice(ORDERS),
            line=self.random.choice([1, 1, 2]),
            quantity_milli=quantity,
            restocked_quantity_milli=self.random.choice([0, quantity, quantity // 2]),
            reason=self.maybe(ReturnReason.SPOILED),
            refund_minor=self.money(),
            platform_reversed_minor=self.random.choice([0, 9]),
            fee_refunded_minor=self.maybe(self.money()),
            return_shipping_minor=self.money(),
            return_shipping_currency=self.maybe(self.random.choice(CURRENCIES)),
            compensation_minor=self.random.choice([0, 50]),
            compensation_currency=self.maybe(self.random.choice(CURRENCIES)),
            returned_at=self.moment(),
        )

    def entry(self) -> StockEntry:
        kind = self.random.choice(list(StockKind))
        sign = self.random.choice([1, -1]) if kind is StockKind.ADJUSTMENT else 1
        return StockEntry(
            entry=f"E{self.random.randrange(8)}",
            lot=self.random.choice(LOTS + NEW_LOTS),
            occurred_at=self.moment(),
            kind=kind,
            quantity_milli=sign * self.quantity(),
            session=self.maybe(self.random.choice(SESSIONS)),
        )

    def rate(self) -> Rate:
        return Rate(
            currency=self.random.choice(CURRENCIES[1:]),
            on=self.day(),
            units=self.random.choice([1, 100]),
            cny_e8=self.random.choice([19_777_777, 712_345_678, 4_812_345]),
        )

    def overhead(self) -> Overhead:
        return Overhead(
            entry=f"V{self.random.randrange(3)}",
            on=self.day(),
            amount_minor=self.money(),
            currency=self.maybe(self.random.choice(CURRENCIES)),
        )

    def settlement(self) -> Settlement:
        return Settlement(
            settlement=f"C{self.random.randrange(3)}",
            order_id=self.maybe(self.random.choice(ORDERS), 0.9),
            line=self.maybe(1, 0.3),
            account=self.random.choice(ACCOUNTS),
            kind="sale",
            settled_on=self.day(),
            currency="THB",
            amount_minor=self.money(),
        )

    def any(self) -> Any:
        """Make a record of any kind, mostly sales and stock."""
        makers = [
            *[self.sale] * 6, *[self.lot] * 3, *[self.refund] * 3, *[self.entry] * 2, *[self.leg] * 3,
            self.repack,
            self.session, self.session, self.promotion, self.rate, self.product, self.account, self.overhead,
            self.settlement, self.fee_rate, self.fee_rate,
        ]  # fmt: skip
        return self.random.choice(makers)()


def furnish(book: Book, maker: Maker, records: int) -> None:
    """Fill a book at random; what names something unknown comes with it."""
    with book.write("furnish") as writer:
        for sku in SKUS + BUNDLES:
            writer.put(replace(maker.product(), sku=sku, components=()))
        for code in ACCOUNTS:
            writer.put(replace(maker.account(), account=code))
        for code in SESSIONS:
            writer.put(replace(maker.session(), session=code))
        for _ in range(records):
            writer.put(maker.any())


def edit(book: Book, maker: Maker) -> str:
    """Change a book at random in one command, or take one back, or do it again; says what it did."""
    random = maker.random
    choice = random.random()
    if choice < 0.12 and book.can_undo != "furnish":
        book.undo()
        return "undo"
    if choice < 0.2 and book.can_redo:
        book.redo()
        return "redo"
    done = []
    with book.write("edit") as writer:
        for _ in range(random.choice([1, 1, 1, 2, 5])):
            record = maker.any()
            kind = KIND_OF[type(record)]
            known = book.get(kind.name, *kind.key_of(record))
            if (
                known is not None
                and random.random() < 0.3
                and kind.name not in {"products", "accounts", "sessions"}
            ):
                writer.delete(kind.name, *kind.key_of(record))
                done.append(f"delete {record}")
            else:
                writer.put(_mostly(known, record, random))
                done.append(f"put {record} over {known}")
    return "\n".join(done)


def _mostly(known: Any, record: Any, random: Random) -> Any:
    """Change one field of what is there, as a user does, or all of them."""
    if known is None or random.random() < 0.5:
        return record
    key = KIND_OF[type(record)].key
    names = [name for name in record.__dataclass_fields__ if name not in key]
    if type(record) is Promotion:
        names = ["amount_minor", "sessions", "currency", "account"]
    if type(record) is Repack:
        # The rows of one repack state the same date, source and quantity taken.
        names = ["sku", "quantity_milli", "split"]
    name = random.choice(names)
    return replace(known, **{name: getattr(record, name)})
