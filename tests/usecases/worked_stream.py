"""The stream that the help works through, as a book: one evening and all that hangs on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.fx import Rate
from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.domain.returns import Return, ReturnReason
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg
from desktop_app.domain.stock import Lot
from desktop_app.store.database import Book

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.facts import Record

EVENING: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SESSION: Final = "S1"


def make_worked_stream(path: Path) -> None:
    """Make the book of the worked stream."""
    with Book.create(path) as book:
        with book.write("worked") as writer:
            for record in _records():
                writer.put(record)
        book.refresh()


def _records() -> list[Record]:
    account = Account(
        account="TH",
        platform=Platform.TIKTOK_SHOP,
        market="TH",
        currency="THB",
        timezone="Asia/Bangkok",
        commission_rate_e8=5_000_000,
        payment_fee_rate_e8=3_000_000,
        fee_refund_rate_e8=100_000_000,
    )
    box = Product(sku="XX", name="徐香礼盒", unit="盒", unit_weight_mg=2_500_000, packaging_cost_minor=300)
    lots = [
        Lot(lot="L1", sku="XX", received_on=date(2026, 2, 1), quantity_milli=5_000, total_cost_minor=15_000),
        Lot(
            lot="L2", sku="XX", received_on=date(2026, 2, 20), quantity_milli=20_000, total_cost_minor=64_000
        ),
    ]
    sessions = [
        StreamSession(
            session=SESSION,
            account="TH",
            started_at=EVENING,
            ended_at=EVENING + timedelta(hours=2),
            host_pay_minor=3_000,
        ),
        StreamSession(
            session="S2",
            account="TH",
            started_at=EVENING + timedelta(days=1),
            ended_at=EVENING + timedelta(days=1, hours=2),
        ),
    ]
    lines = [
        _line("A", SESSION, EVENING + timedelta(minutes=30), 4_000, discount=10_000),
        _line("B", SESSION, EVENING + timedelta(minutes=70), 3_000, freight=5_000),
        _line("C", "S2", EVENING + timedelta(days=1, minutes=20), 3_000),
    ]
    legs = [
        Leg(
            shipment="H1",
            leg=leg,
            on=date(2026, 3, 3),
            orders=("A", "B", "C"),
            cost_minor=cost,
            currency="CNY",
        )
        for leg, cost in (("1", 7_000), ("2", 9_000))
    ]
    promotion = Promotion(
        promotion="P1",
        account="TH",
        sessions=(SessionShare(session=SESSION),),
        started_at=EVENING,
        amount_minor=30_000,
        currency="THB",
    )
    back = Return(
        return_id="R1",
        account="TH",
        order_id="B",
        line=1,
        sku="XX",
        quantity_milli=1_000,
        reason=ReturnReason.SPOILED,
        refund_minor=40_000,
        compensation_minor=2_000,
        returned_at=EVENING + timedelta(days=6),
    )
    rate = Rate(currency="THB", on=date(2026, 3, 1), units=100, cny_e8=20 * 10**8)
    return [account, box, *lots, *sessions, *lines, *legs, promotion, back, rate]


def _line(
    order: str, session: str, at: datetime, quantity_milli: int, *, discount: int = 0, freight: int = 0
) -> OrderLine:
    return OrderLine(
        order_id=order,
        line=1,
        account="TH",
        session=session,
        ordered_at=at,
        sku="XX",
        quantity_milli=quantity_milli,
        unit_price_minor=40_000,
        currency="THB",
        seller_discount_minor=discount,
        shipping_charged_minor=freight,
        status=OrderStatus.SHIPPED,
        shipped_on=date(2026, 3, 3),
    )
