"""What a market sells in by default: its currency and its time zones, for a form that fills itself in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Market:
    """One market (ISO 3166): its currency (ISO 4217) and its time zones (IANA), the usual one first."""

    code: str
    currency: str
    timezones: tuple[str, ...]


MARKETS: Final = (
    Market("TH", "THB", ("Asia/Bangkok",)),
    Market("US", "USD", ("America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York")),
    Market("MY", "MYR", ("Asia/Kuala_Lumpur",)),
    Market("SG", "SGD", ("Asia/Singapore",)),
    Market("VN", "VND", ("Asia/Ho_Chi_Minh",)),
    Market("ID", "IDR", ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")),
    Market("PH", "PHP", ("Asia/Manila",)),
    Market("TW", "TWD", ("Asia/Taipei",)),
    Market("HK", "HKD", ("Asia/Hong_Kong",)),
    Market("JP", "JPY", ("Asia/Tokyo",)),
    Market("KR", "KRW", ("Asia/Seoul",)),
    Market("GB", "GBP", ("Europe/London",)),
    Market("DE", "EUR", ("Europe/Berlin",)),
    Market("FR", "EUR", ("Europe/Paris",)),
    Market("ES", "EUR", ("Europe/Madrid",)),
    Market("IT", "EUR", ("Europe/Rome",)),
    Market("CA", "CAD", ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver")),
    Market("MX", "MXN", ("America/Mexico_City",)),
    Market("BR", "BRL", ("America/Sao_Paulo",)),
    Market("AU", "AUD", ("Australia/Sydney", "Australia/Adelaide", "Australia/Perth")),
    Market("AE", "AED", ("Asia/Dubai",)),
    Market("SA", "SAR", ("Asia/Riyadh",)),
    Market("RU", "RUB", ("Europe/Moscow",)),
    Market("CN", "CNY", ("Asia/Shanghai",)),
)
"""The markets that the platforms of the trade sell to, those of the trade's own streams first."""
