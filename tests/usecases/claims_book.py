"""A small book for claims, with one of everything that counts or does not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.fx import Rate
from desktop_app.domain.ledger import Overhead, Payout, Settlement, Training
from desktop_app.domain.promotion import Promotion
from desktop_app.domain.returns import Return
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg, LegSplit
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.store.database import Book
from desktop_app.usecases.schemes import keep_scheme

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 4, 20)
FROM, TO = date(2026, 3, 1), date(2026, 3, 31)
NOTICE = {
    "issuer": "某县商务局",
    "document_number": "某商发〔2026〕1号",
    "source_url": "https://example.cn/1",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}


def at(day: date, hour: int = 4) -> datetime:
    """A moment of a day in Shanghai: noon, unless another hour in UTC is named."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def line(order_id: str, amount: int, **more: Any) -> OrderLine:
    """A paid line of one piece for a fruit box in yuan, on the fifth of March unless said otherwise."""
    said: dict[str, Any] = {
        "order_id": order_id,
        "line": 1,
        "account": "CN",
        "ordered_at": at(date(2026, 3, 5)),
        "sku": "BOX",
        "quantity_milli": 1000,
        "unit_price_minor": amount,
        "currency": "CNY",
        "status": OrderStatus.DELIVERED,
        "country": "TH",
    }
    return OrderLine(**{**said, **more})


def scheme(name: str, base: dict[str, Any], rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A scheme of the notice above."""
    return {"id": name, "name": f"方案{name}", **NOTICE, "base": base, "rule": rule, **more}


PERCENT = {"kind": "slab", "tiers": [{"from": None, "to": None, "rate": "0.1"}]}
"""A tenth of whatever the base is."""
EACH = {"kind": "per_unit", "amount": "1", "or_actual_if_less": False}
"""A yuan for each unit."""


def keep(book: Book, *schemes: dict[str, Any]) -> None:
    """Keep schemes in a book."""
    for one in schemes:
        content = json.dumps(one, ensure_ascii=False).encode()
        keep_scheme(book, read_scheme(content), content)


def make_book(path: Path) -> Book:
    """An empty book with accounts, products and rates."""
    book = Book.create(path)
    with book.write("test") as writer:
        writer.put_many(
            [
                Product(
                    sku="BOX", name="猕猴桃 一箱", unit="箱", unit_weight_mg=3_000_000,
                    kg_per_unit_mg=2_500_000, origin="陕西省宝鸡市眉县", reference_cost_minor=1000,
                ),
                Product(sku="HAT", name="草帽", unit="顶", reference_cost_minor=500),
            ]
        )  # fmt: skip
        writer.put_many(
            [
                Account(account="CN", platform=Platform.DOUYIN, market="CN", currency="CNY"),
                Account(account="TH", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"),
                Account(account="US", platform=Platform.TIKTOK_SHOP, market="US", currency="USD"),
            ]
        )
        writer.put_many(
            [
                Rate(currency="USD", on=date(2026, 1, 2), units=1, cny_e8=700_000_000),
                Rate(currency="USD", on=date(2026, 3, 4), units=1, cny_e8=710_000_000),
                Rate(currency="THB", on=date(2026, 3, 1), units=100, cny_e8=2_000_000_000),
            ]
        )
    return book


def put(book: Book, *records: Any) -> None:
    """Write records in their order."""
    with book.write("test") as writer:
        for record in records:
            writer.put(record)


def back(order_id: str, amount: int, day: date, *, account: str = "CN", **more: Any) -> Return:
    """A refund on the first line of an order."""
    return Return(
        return_id=f"R-{order_id}-{day}", account=account, order_id=order_id, line=1, quantity_milli=0,
        refund_minor=amount, returned_at=at(day), **more,
    )  # fmt: skip


def leg(name: str, orders: tuple[str, ...], cost: int, **more: Any) -> Leg:
    """A leg of freight over some orders, paid in March."""
    said: dict[str, Any] = {
        "shipment": name,
        "leg": "1",
        "on": date(2026, 3, 6),
        "orders": orders,
        "cost_minor": cost,
        "currency": "CNY",
        "split": LegSplit.PARCEL,
        "carrier": "云途",
        "paid_on": date(2026, 3, 20),
    }
    return Leg(**{**said, **more})


def full_book(path: Path) -> Book:
    """A book with March of everything: kept, cancelled, excluded, unpaid, refunded, foreign, sent, paid."""
    book = make_book(path)
    put(
        book,
        StreamSession(
            session="S1", account="CN", started_at=at(date(2026, 3, 5), 2), ended_at=at(date(2026, 3, 5), 6),
            host="王倩", trial=True,
        ),
        StreamSession(session="S2", account="TH", started_at=at(date(2026, 3, 9), 2), host="李小满"),
        line("A1", 100_000, tracking="YT1", shipped_on=date(2026, 3, 6)),
        line("A2", 50_000, tracking="YT2", shipped_on=date(2026, 3, 7)),
        line("A3", 30_000, status=OrderStatus.CANCELLED),
        line("A4", 20_000, excluded="测试单"),
        line("A5", 10_000, status=OrderStatus.PLACED),
        line("A6", 5_000, country="CN", tracking="YT3"),
        line("T1", 100_000, account="TH", currency="THB", ordered_at=at(date(2026, 3, 9)), tracking="YT2"),
        line("U1", 1_000, account="US", currency="USD", country="US", sku="HAT"),
        line("OLD", 7_000, ordered_at=at(date(2026, 2, 27)), shipped_on=date(2026, 3, 2)),
        back("A2", 10_000, date(2026, 4, 1)),
        back("T1", 50_000, date(2026, 4, 30), account="TH"),
        leg("L1", ("A1", "A2"), 3_000, tracking="YT1", distance_m=100_000),
        leg("L2", ("T1",), 900, paid_on=date(2026, 4, 2), tracking="YT2", kind="line_haul"),
        Promotion(
            promotion="P1", account="TH", started_on=date(2026, 3, 9), amount_minor=10_000, currency="THB",
            supplier="TikTok", paid_on=date(2026, 3, 9),
        ),
        Overhead(
            entry="O1", on=date(2026, 3, 2), kind="冷库租金", amount_minor=80_000, paid_on=date(2026, 3, 3)
        ),
        Overhead(entry="O2", on=date(2026, 3, 2), kind="工资", amount_minor=60_000),
        Settlement(
            settlement="ST1", order_id="T1", account="TH", kind="order", settled_on=date(2026, 3, 25),
            currency="THB", amount_minor=90_000, fees_minor=10_000,
        ),
        Payout(
            payout="PO1", account="TH", on=date(2026, 3, 28), currency="THB", amount_minor=90_000,
            received_cny_minor=17_900, settlements=("ST1",), bank_ref="B1",
        ),
        Training(entry="C1", on=date(2026, 3, 1), person="王倩", course="跨境直播", hours_milli=8000),
    )  # fmt: skip
    return book
