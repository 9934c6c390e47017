"""Figures and times as the window writes them: real minus signs, short money, names of months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from desktop_app import i18n
from desktop_app.i18n import _

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo
    from fractions import Fraction

MINUS: Final = "\N{MINUS SIGN}"
BLANK: Final = "–"
_LONG: Final = 1_000_000
_FEW_TENTHS: Final = 1_000
"""From a hundred on, a tenth says nothing that a bar could show."""


def money(minor: int | None, currency: str, decimals: int, *, signed: bool = False) -> str:
    """An amount with its currency; `signed` puts + before gains; – where it is missing."""
    if minor is None:
        return BLANK
    sign = MINUS if minor < 0 else "+" if signed and minor > 0 else ""
    return f"{sign}{i18n.format_money(abs(minor), currency, decimals)}"


def amount(minor: int | None, decimals: int, *, signed: bool = False) -> str:
    """An amount without its currency."""
    if minor is None:
        return BLANK
    sign = MINUS if minor < 0 else "+" if signed and minor > 0 else ""
    return f"{sign}{i18n.format_amount(abs(minor), decimals)}"


def rounded(minor: int, decimals: int, *, signed: bool = False) -> str:
    """An amount in whole units, for bars and steps: `+1,320`; in 万 and 亿, or K and M, where it is long."""
    whole = (abs(minor) * 2 + 10**decimals) // (2 * 10**decimals)
    sign = MINUS if minor < 0 else "+" if signed and minor > 0 else ""
    if whole < _LONG:
        return f"{sign}{i18n.format_count(whole)}"
    steps = ((10**8, "亿"), (10**4, "万")) if i18n.language() == "zh" else ((10**6, "M"), (10**3, "K"))
    size, name = next(step for step in steps if whole >= step[0])
    tenths = (whole * 20 + size) // (2 * size)
    if tenths >= _FEW_TENTHS:
        return f"{sign}{i18n.format_count((whole * 2 + size) // (2 * size))}{name}"
    return f"{sign}{i18n.format_amount(tenths, 1)}{name}"


def percent(share: Fraction | None, decimals: int = 1) -> str:
    """A share as a percentage."""
    if share is None:
        return BLANK
    return (
        i18n.format_percent(abs(share), decimals)
        if share >= 0
        else f"{MINUS}{i18n.format_percent(-share, decimals)}"
    )


def ratio(value: Fraction | None) -> str:
    """A ratio with two decimals."""
    return BLANK if value is None else i18n.format_ratio(value)


def count(number: int | None) -> str:
    """A whole number."""
    return BLANK if number is None else i18n.format_count(number)


def month_name(first: date) -> str:
    """A month as a heading: `2026年9月`, `September 2026`."""
    if i18n.language() == "zh":
        return f"{first.year}年{first.month}月"
    return first.strftime("%B %Y")


def short_day(day: date) -> str:
    """A day without its year: `9-21`."""
    return f"{day.month}-{day.day}"


def clock(moment: datetime, zone: tzinfo) -> str:
    """The time of day in a zone: `20:00`."""
    return moment.astimezone(zone).strftime("%H:%M")


def zone_name(name: str) -> str:
    """The city of a zone, in the language in force where we know it."""
    known = {
        "Asia/Shanghai": _("Beijing"),
        "Asia/Bangkok": _("Bangkok"),
        "Asia/Kuala_Lumpur": _("Kuala Lumpur"),
        "Asia/Ho_Chi_Minh": _("Ho Chi Minh City"),
        "Asia/Jakarta": _("Jakarta"),
        "Asia/Singapore": _("Singapore"),
        "Asia/Manila": _("Manila"),
        "Asia/Taipei": _("Taipei"),
        "Asia/Tokyo": _("Tokyo"),
        "America/Los_Angeles": _("Los Angeles"),
        "America/New_York": _("New York"),
        "Europe/London": _("London"),
    }
    return known.get(name, name.rpartition("/")[2].replace("_", " "))


def market_name(market: str) -> str:
    """The name of a market (ISO 3166): of those the trade sells to from our own words, others by Babel's."""
    known = {
        "CN": _("China"),
        "HK": _("Hong Kong"),
        "ID": _("Indonesia"),
        "JP": _("Japan"),
        "MY": _("Malaysia"),
        "PH": _("Philippines"),
        "SG": _("Singapore"),
        "TH": _("Thailand"),
        "TW": _("Taiwan"),
        "US": _("United States"),
        "VN": _("Vietnam"),
        "GB": _("United Kingdom"),
    }
    return known.get(market) or i18n.territory_name(market)


def zone_of(name: str | None, fallback: tzinfo) -> tzinfo:
    """A zone by name, else the fallback."""
    return ZoneInfo(name) if name else fallback
