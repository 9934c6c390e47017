"""What a book is set to when it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop_app.store.errors import UnknownZoneError

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class BookSettings:
    """What a book is set to: currency (ISO 4217), time zone, first day of stock, and which replica it is."""

    currency: str
    timezone: ZoneInfo
    stock_from: date | None
    replica: bytes


def read_settings(connection: sqlite3.Connection) -> BookSettings:
    """Read a book's settings.

    Raises KeyError, ValueError, TypeError or UnknownZoneError where they are damaged.
    """
    facts = dict(connection.execute("SELECT key, value FROM book"))
    stock_from = facts.get("stock_from")
    return BookSettings(
        currency=facts["currency"],
        timezone=zone(facts["timezone"]),
        stock_from=date.fromisoformat(stock_from) if stock_from else None,
        replica=bytes.fromhex(facts["replica"]),
    )


def zone(name: str) -> ZoneInfo:
    """Give a time zone by its IANA name.

    Raises UnknownZoneError.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise UnknownZoneError(name) from None
