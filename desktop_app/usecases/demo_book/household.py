"""What the trade costs whether or not it streams, and the courses the family went to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop_app.domain.ledger import Overhead, Training
from desktop_app.usecases.demo_book.calendar import LAST_DAY
from desktop_app.usecases.demo_book.dice import Dice

_ELECTRICITY: Final = {
    11: 620,
    12: 540,
    1: 520,
    2: 480,
    3: 430,
    4: 180,
    5: 160,
    6: 190,
    7: 230,
    8: 260,
    9: 680,
    10: 710,
}
_WAGES: Final = {9: 4_800, 10: 5_600, 11: 4_200, 12: 2_400}
_QUIET_WAGES: Final = 1_200
_COURSES: Final = (
    (date(2025, 11, 12), "王倩", "跨境直播基础", "眉县商务局", 24_000, "MX2025-0117"),
    (date(2025, 12, 3), "李小满", "TikTok Shop 东南亚运营", "宝鸡市电商协会", 16_000, "BJ25-2208"),
    (date(2026, 3, 18), "陈可儿", "英语直播口语", "县职教中心", 32_000, None),
    (date(2026, 4, 9), "王磊", "鲜果冷链与分级", "县农业技术中心", 12_000, "NJ2026-031"),
    (date(2026, 7, 22), "王倩", "海外短视频拍摄", "眉县商务局", 18_000, "MX2026-0084"),
    (date(2026, 8, 5), "李小满", "Shopee 马来店铺运营", "平台线上课", 6_000, None),
)


def overheads(orders: int) -> list[Overhead]:
    """Every month's bills; a trade ten times the size has bills ten times as high."""
    rows = []
    for number in range(12):
        month = date(2025 + (number + 10) // 12, (number + 10) % 12 + 1, 1)
        dice = Dice("bills", number)
        bills = (
            ("冷库租金", 1_500, "眉县猕猴桃产业园冷库", 3),
            ("电费", _ELECTRICITY[month.month] + dice.whole(-30, 30), "国网眉县供电", 20),
            ("包装材料", dice.whole(180, 420), "西安纸箱厂", 8),
            ("工资", _WAGES.get(month.month, _QUIET_WAGES), "分拣打包工", 28),
            ("网络通讯", 199, "中国移动眉县", 15),
        )
        for place, (kind, yuan, supplier, day) in enumerate(bills, 1):
            on = month.replace(day=day)
            paid = on + timedelta(days=dice.whole(0, 6))
            rows.append(
                Overhead(
                    entry=f"O{month:%y%m}-{place}",
                    on=on,
                    kind=kind,
                    supplier=supplier,
                    amount_minor=max(1, yuan * 100 * max(orders, 600) // 6_000),
                    invoice=f"{month:%Y%m}{place:02d}" if dice.chance(800) else None,
                    paid_on=paid if paid <= LAST_DAY else None,
                )
            )
    rows.append(
        Overhead(
            entry="O2605-9",
            on=date(2026, 5, 21),
            kind="平台扣罚",
            amount_minor=38_000,
            currency="THB",
            supplier="TikTok Shop",
            note="发货超时两单",
        )
    )
    return sorted(rows, key=lambda row: (row.on, row.entry))


def courses() -> list[Training]:
    """The year's courses."""
    return [
        Training(
            entry=f"T{number:02d}",
            on=on,
            person=person,
            course=course,
            organiser=organiser,
            hours_milli=hours,
            certificate=certificate,
        )
        for number, (on, person, course, organiser, hours, certificate) in enumerate(_COURSES, 1)
    ]
