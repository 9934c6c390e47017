"""A family's month as files: the ledger it kept, with one stream that lost, and the rates of the day."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.sale import OrderLine, OrderStatus
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg
from desktop_app.domain.stock import Lot
from desktop_app.store.database import Book
from desktop_app.usecases.importing.export import export_ledger
from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.facts import Record

LEDGER: Final = "ledger.xlsx"
RATES: Final = "fx-safe.csv"
LOSER: Final = "竹编专场"
TITLES: Final = ("徐香专场", "果干礼盒", LOSER, "翠香试播", "果醋专场", "感恩专场")
FREIGHT: Final = {LOSER: 1_900_00, "感恩专场": 780_00}
"""What the freight of two streams cost, in fen; the others cost 60 yuan each."""


def write_month(folder: Path, language: str) -> list[Path]:
    """Write the month's files into `folder`: the ledger in `language`, and the rates."""
    with Book.create(folder / "kept.bozhang") as book:
        with book.write("import") as writer:
            for record in _records():
                writer.put(record)
        export_ledger(book, folder / LEDGER, language)
    shutil.copyfile(fixture(RATES), folder / RATES)
    return [folder / LEDGER, folder / RATES]


def _records() -> list[Record]:
    account = Account(
        account="国内店", platform=Platform.DOUYIN, market="CN", currency="CNY", commission_rate_e8=5_000_000
    )
    product = Product(
        sku="XX-25", name="徐香 特级 2.5kg", unit="箱", unit_weight_mg=2_700_000, packaging_cost_minor=350
    )
    lot = Lot(
        lot="L-0901",
        sku="XX-25",
        received_on=date(2026, 9, 1),
        quantity_milli=400_000,
        total_cost_minor=12_000_00,
    )
    records: list[Record] = [account, product, lot]
    for at, title in enumerate(TITLES):
        start = datetime(2026, 9, 3 + 4 * at, 12, tzinfo=UTC)
        code = f"S-{at + 1:02}"
        records.append(
            StreamSession(
                session=code,
                account="国内店",
                title=title,
                started_at=start,
                ended_at=start + timedelta(hours=2),
            )
        )
        orders = []
        for number in range(5):
            orders.append(f"{start:%m%d}{number:04}")
            records.append(
                OrderLine(
                    order_id=orders[-1],
                    line=1,
                    account="国内店",
                    session=code,
                    ordered_at=start + timedelta(minutes=10 * number),
                    sku="XX-25",
                    quantity_milli=2_000,
                    unit_price_minor=79_00,
                    currency="CNY",
                    status=OrderStatus.DELIVERED,
                    shipped_on=start.date() + timedelta(days=1),
                    delivered_on=start.date() + timedelta(days=3),
                )
            )
        records.append(
            Leg(
                shipment=f"SF-{code}",
                leg="1",
                carrier="顺丰",
                on=start.date() + timedelta(days=1),
                orders=tuple(orders),
                cost_minor=FREIGHT.get(title, 60_00),
                currency="CNY",
            )
        )
    return records
