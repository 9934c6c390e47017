"""Where the family sells: three accounts, and how parcels reach their buyers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from desktop_app.domain.channel import Account, Platform, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One account and its habits. Money of the buyer is in minor units of the account's currency.

    `share` is its part of sessions and orders; `hour` the evening hour (local) a stream starts;
    `line_haul_fen` per kg, `parcel_minor` and `parcel_kg_minor` the last mile's price per parcel and kg;
    `transit` the days from dispatch to delivery; `refused` per mille of cash on delivery sent back.
    """

    account: Account
    prefix: str
    share: int
    hour: int
    hosts: tuple[str, ...]
    shipping_minor: int
    free_shipping_from: int
    coin: int
    line_haul_fen: int
    line_haul_by_parcel: bool
    last_mile_by_parcel: bool
    parcel_minor: int
    parcel_kg_minor: int
    transit: tuple[int, int]
    settle_days: int
    refused: int
    affiliate_per_mille: int
    tax_per_mille: int
    carriers: tuple[str, str]
    city: str
    distance_km: int

    @property
    def zone(self) -> ZoneInfo:
        """The zone its buyers live in."""
        return ZoneInfo(self.account.timezone or "Asia/Shanghai")


_THAILAND: Final = Market(
    account=Account(
        account="TTS-TH",
        platform=Platform.TIKTOK_SHOP,
        market="TH",
        currency="THB",
        timezone="Asia/Bangkok",
        role=Role.FLAGSHIP,
        commission_rate_e8=6_420_000,
        payment_fee_rate_e8=3_210_000,
        fee_refund_rate_e8=100_000_000,
        attribution_seconds=24 * 3600,
        return_days=15,
    ),
    prefix="TH",
    share=41,
    hour=19,
    hosts=("王倩", "李小满", "王倩、王磊"),
    shipping_minor=2_900,
    free_shipping_from=80_000,
    coin=100,
    line_haul_fen=420,
    line_haul_by_parcel=False,
    last_mile_by_parcel=True,
    parcel_minor=3_400,
    parcel_kg_minor=800,
    transit=(5, 8),
    settle_days=5,
    refused=48,
    affiliate_per_mille=150,
    tax_per_mille=10,
    carriers=("昆曼冷链专线", "Flash Express"),
    city="曼谷",
    distance_km=3_260,
)

_UNITED_STATES: Final = Market(
    account=Account(
        account="TTS-US",
        platform=Platform.TIKTOK_SHOP,
        market="US",
        currency="USD",
        timezone="America/Los_Angeles",
        role=Role.SHOP,
        commission_rate_e8=6_000_000,
        fee_refund_rate_e8=80_000_000,
        attribution_seconds=24 * 3600,
        return_days=30,
    ),
    prefix="US",
    share=32,
    hour=18,
    hosts=("王倩", "陈可儿"),
    shipping_minor=399,
    free_shipping_from=3_500,
    coin=10,
    line_haul_fen=6_600,
    line_haul_by_parcel=True,
    last_mile_by_parcel=True,
    parcel_minor=385,
    parcel_kg_minor=180,
    transit=(8, 14),
    settle_days=8,
    refused=0,
    affiliate_per_mille=380,
    tax_per_mille=0,
    carriers=("云途专线", "USPS"),
    city="洛杉矶",
    distance_km=11_400,
)

_MALAYSIA: Final = Market(
    account=Account(
        account="SHP-MY",
        platform=Platform.SHOPEE,
        market="MY",
        currency="MYR",
        timezone="Asia/Kuala_Lumpur",
        role=Role.PARTNER,
        commission_rate_e8=6_480_000,
        payment_fee_rate_e8=3_780_000,
        fee_refund_rate_e8=100_000_000,
        attribution_seconds=36 * 3600,
        return_days=15,
    ),
    prefix="MY",
    share=27,
    hour=20,
    hosts=("李小满", "陈可儿", "李小满、王磊"),
    shipping_minor=490,
    free_shipping_from=12_000,
    coin=10,
    line_haul_fen=640,
    line_haul_by_parcel=False,
    last_mile_by_parcel=False,
    parcel_minor=480,
    parcel_kg_minor=110,
    transit=(7, 11),
    settle_days=3,
    refused=30,
    affiliate_per_mille=100,
    tax_per_mille=0,
    carriers=("马六甲冷柜拼箱", "SPX Express"),
    city="吉隆坡",
    distance_km=4_980,
)

MARKETS: Final = (_THAILAND, _UNITED_STATES, _MALAYSIA)
"""The family's three accounts."""
