"""What is usual in this trade: currencies, markets and time zones, first where they are chosen from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from desktop_app.i18n import N_, _, territory_name
from desktop_app.reports.ledger_sheets import markets
from desktop_app.ui.widgets.fields.suggesting import Word

if TYPE_CHECKING:
    from collections.abc import Callable

_CURRENCIES: Final = {
    "CNY": (N_("yuan"), "人民币"),
    "THB": (N_("Thai baht"), "泰铢"),
    "USD": (N_("US dollar"), "美元"),
    "MYR": (N_("Malaysian ringgit"), "马币"),
    "SGD": (N_("Singapore dollar"), "新加坡元"),
    "VND": (N_("Vietnamese dong"), "越南盾"),
    "PHP": (N_("Philippine peso"), "菲律宾比索"),
    "IDR": (N_("Indonesian rupiah"), "印尼盾"),
    "HKD": (N_("Hong Kong dollar"), "港币"),
    "TWD": (N_("Taiwan dollar"), "新台币"),
    "JPY": (N_("Japanese yen"), "日元"),
    "KRW": (N_("Korean won"), "韩元"),
    "EUR": (N_("euro"), "欧元"),
    "GBP": (N_("pound sterling"), "英镑"),
    "AUD": (N_("Australian dollar"), "澳元"),
    "CAD": (N_("Canadian dollar"), "加元"),
    "RUB": (N_("Russian rouble"), "卢布"),
}
_MARKETS: Final = (
    "TH",
    "US",
    "MY",
    "VN",
    "SG",
    "PH",
    "ID",
    "CN",
    "HK",
    "TW",
    "JP",
    "KR",
    "GB",
    "AU",
    "CA",
    "RU",
)
_ZONES: Final = (
    ("Asia/Shanghai", "CN"),
    ("Asia/Bangkok", "TH"),
    ("Asia/Kuala_Lumpur", "MY"),
    ("Asia/Singapore", "SG"),
    ("Asia/Ho_Chi_Minh", "VN"),
    ("Asia/Manila", "PH"),
    ("Asia/Jakarta", "ID"),
    ("Asia/Tokyo", "JP"),
    ("Asia/Seoul", "KR"),
    ("Europe/London", "GB"),
    ("America/New_York", "US"),
    ("America/Los_Angeles", "US"),
    ("Australia/Sydney", "AU"),
)
_HOUR: Final = 3600


def currency_words() -> tuple[Word, ...]:
    """Currencies by code, with their names."""
    return tuple(Word(code, _(name), code, (chinese,)) for code, (name, chinese) in _CURRENCIES.items())


def market_words() -> tuple[Word, ...]:
    """Every market by code, with its name; the trade's own first."""
    rest = sorted(markets().difference(_MARKETS))
    return tuple(Word(code, territory_name(code), code) for code in (*_MARKETS, *rest))


def zone_words() -> tuple[Word, ...]:
    """The time zones of the trade's markets, with how far they are from world time now."""
    return tuple(
        Word(zone, f"{territory_name(market)} {zone}", offset_text(ZoneInfo(zone))) for zone, market in _ZONES
    )


def offset_text(zone: ZoneInfo) -> str:
    """How far a zone is from world time now: `UTC+8`, `UTC+5:30`."""
    offset = datetime.now(zone).utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "-" if seconds < 0 else "+"
    return f"UTC{sign}{hours}:{minutes:02}" if minutes else f"UTC{sign}{hours}"


WORDS: Final[dict[str, Callable[[], tuple[Word, ...]]]] = {
    "currency": currency_words,
    "market": market_words,
    "zone": zone_words,
}
"""The words of a kind of value whose codes are the world's, not ours."""
