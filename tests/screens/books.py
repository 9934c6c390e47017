"""The books that pictures are taken of: an empty one, the demo year, and one in which everything is long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.promotion import Promotion, SessionShare
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg
from desktop_app.domain.stock import Lot
from desktop_app.store.database import Book
from desktop_app.usecases.books import create_book
from desktop_app.usecases.demo import make_demo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.domain.facts import Record

DEMO_ORDERS: Final = 6_000
_TITLE: Final = "周末晚上秦岭北麓徐香猕猴桃产地直发专场第{}场加播两小时请早点来看看"
_NAME: Final = "秦岭北麓高山徐香猕猴桃特级大果礼盒装两千五百克十二枚带手提袋送软果刀"
_ACCOUNT: Final = "泰国旗舰店猕猴桃与果干礼盒直播专用账号{}号"
_HOST: Final = "主播王倩与从清迈来的搭档娜塔莎·素帕蓬"


@dataclass(frozen=True, slots=True)
class Setting:
    """A book, and the moment at which it is looked at."""

    path: Path
    now: datetime


def make_books(folder: Path, *, demo_orders: int = DEMO_ORDERS) -> dict[str, Setting]:
    """Make every book in `folder`; books that are there are taken as they are."""
    evening = datetime(2026, 10, 31, 21, 47)  # noqa: DTZ001 - the window's clock is the wall's
    folder.mkdir(parents=True, exist_ok=True)
    nanoseconds = int(datetime(2026, 10, 31, 13, 40, tzinfo=UTC).timestamp()) * 10**9
    with patch("time.time_ns", lambda: nanoseconds):
        empty, demo, long = _make(folder, demo_orders)
    return {"empty": Setting(empty, evening), "demo": Setting(demo, evening), "long": Setting(long, evening)}


def _make(folder: Path, demo_orders: int) -> tuple[Path, Path, Path]:
    empty, demo, long = (folder / f"{name}.bozhang" for name in ("王家猕猴桃", "demo", _NAME))
    if not empty.exists():
        create_book(empty, currency="CNY", timezone="Asia/Shanghai", stock_from=None)
    if not demo.exists():
        make_demo(demo, orders=demo_orders)
    if not long.exists():
        make_long(long)
    return empty, demo, long


def make_long(path: Path) -> None:
    """Make a book whose every name fills its column and whose every figure is huge, with much amiss in it."""
    with Book.create(path) as book:
        with book.write("import", {"files": [f"{_NAME}.xlsx"] * 5}) as writer:
            for records in _long_records():
                for record in records:
                    writer.put(record)
        book.refresh()


def _long_records() -> list[Sequence[Record]]:
    accounts = [
        Account(
            account=_ACCOUNT.format(at),
            platform=Platform.TIKTOK_SHOP,
            market=market,
            currency=currency,
            timezone=zone,
            commission_rate_e8=8_000_000,
        )
        for at, (market, currency, zone) in enumerate(
            [
                ("TH", "THB", "Asia/Bangkok"),
                ("VN", "VND", "Asia/Ho_Chi_Minh"),
                ("US", "USD", "America/Los_Angeles"),
                ("CN", "CNY", "Asia/Shanghai"),
            ]
        )
    ]
    products = [
        Product(
            sku=f"QINLING-XUXIANG-TEJI-LIHE-2500G-12-{at:04}",
            name=f"{_NAME}{at}",
            unit="盒",
            unit_weight_mg=2_500_000_000 if at % 2 else None,
            packaging_cost_minor=123_456,
        )
        for at in range(6)
    ]
    lots = [
        Lot(
            lot=f"L-2026-10-QINLING-{at:04}",
            sku=product.sku,
            received_on=date(2026, 9, 1),
            quantity_milli=9_000_000,
            total_cost_minor=98_765_432_100,
            location="眉县首善镇合作社二号冷库东侧第三排货架",
            best_before=date(2026, 11, 5),
        )
        for at, product in enumerate(products[1:4])
    ]
    sessions, lines, promotions, legs = [], [], [], []
    for at in range(14):
        start = datetime(2026, 10, 2 * at + 1, 11, tzinfo=UTC)
        account = accounts[3] if at % 3 else accounts[at % 4]
        code = f"LONG-SESSION-CODE-2026-10-{at:02}"
        sessions.append(
            StreamSession(
                session=code,
                account=account.account,
                title=_TITLE.format(at),
                started_at=start,
                ended_at=start + timedelta(hours=3, minutes=17),
                host=_HOST,
                views=123_456_789,
                viewers=98_765_432,
                peak_viewers=12_345_678,
                product_clicks=23_456_789,
                platform_gmv_minor=98_765_432_199,
                host_pay_minor=1_234_567_800,
            )
        )
        lines += [
            OrderLine(
                order_id=f"58387090000000{at:04}",
                line=line + 1,
                account=account.account,
                session=code,
                ordered_at=start + timedelta(minutes=20 + line),
                sku=products[(at + line) % len(products)].sku,
                quantity_milli=888_000,
                unit_price_minor=98_765_43,
                currency=account.currency,
                seller_discount_minor=12_345_678,
                status=OrderStatus.SHIPPED,
                shipped_on=date(2026, 10, 28),
            )
            for line in range(3)
        ]
        promotions.append(
            Promotion(
                promotion=f"PROMOTION-GMVMAX-{at:04}",
                account=account.account,
                sessions=(SessionShare(session=code),),
                started_at=start,
                amount_minor=876_543_210 if at % 2 else 76_543_21,
                currency="CNY",
            )
        )
        if at % 4:
            legs.append(
                Leg(
                    shipment=f"SHIPMENT-KUNMING-BANGKOK-{at:04}",
                    leg="1",
                    carrier="云途物流专线小包挂号普货东南亚特惠",
                    on=date(2026, 10, 30),
                    sessions=(code,),
                    cost_minor=345_678_900,
                    currency="CNY",
                )
            )
    return [accounts, products, lots, sessions, lines, promotions, legs]
