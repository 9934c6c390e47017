"""Accounts: one shop or live account on one platform, with market, currency, zone and fee rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DEFAULT_ATTRIBUTION_SECONDS = 24 * 3600


class Platform(StrEnum):
    """Where an account sells."""

    TIKTOK_SHOP = "tiktok_shop"
    FACEBOOK = "facebook"
    SHOPEE = "shopee"
    LAZADA = "lazada"
    AMAZON = "amazon"
    SHOPIFY = "shopify"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    OTHER = "other"


class Role(StrEnum):
    """An account's place in the family's matrix (矩阵)."""

    FLAGSHIP = "flagship"
    PARTNER = "partner"
    SHOP = "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One shop or live account. Rates are shares times 10⁸; `market` is ISO 3166, `currency` ISO 4217.

    Rates hold until the first `FeeRate` of the account that states another.

    `timezone` None is the book's; `attribution_seconds` None is 24 hours; `return_days` None is 30.
    """

    account: str
    platform: Platform
    market: str
    currency: str
    timezone: str | None = None
    role: Role | None = None
    commission_rate_e8: int | None = None
    payment_fee_rate_e8: int | None = None
    fee_refund_rate_e8: int | None = None
    attribution_seconds: int | None = None
    return_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRate:
    """What an account pays from the day `from_on` on, as shares times 10⁸; None goes on as before that day.

    It holds for orders of that day and later, in the book's time zone.
    """

    account: str
    from_on: date
    commission_rate_e8: int | None = None
    payment_fee_rate_e8: int | None = None
    fee_refund_rate_e8: int | None = None
    note: str | None = None
