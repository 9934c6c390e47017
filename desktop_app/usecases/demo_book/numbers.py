"""Order ids, tracking numbers and references as platforms and carriers write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop_app.usecases.demo_book.dice import Dice
    from desktop_app.usecases.demo_book.markets import Market

_FIRST: Final = {"TH": 583_870_900_000_000_000, "US": 576_900_000_000_000_000}
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTUVWXY"
_TRACKING: Final = {"TH": ("FLTH", 12), "US": ("YT26", 14), "MY": ("SPXMY", 11)}


class Numbers:
    """Hands out ids that never repeat within the book."""

    def __init__(self) -> None:
        self._last = 0

    def order_id(self, market: Market, ordered_at: datetime, dice: Dice) -> str:
        """The next order id: 18 digits on TikTok Shop, day and eight letters on Shopee."""
        self._last += dice.whole(1, 97)
        first = _FIRST.get(market.prefix)
        if first is not None:
            return str(first + self._last * 10 + 1)
        # An odd factor keeps ids distinct within 32⁸ and scatters their letters.
        rest = self._last * 0x9E3779B1 % 32**8
        letters = "".join(_LETTERS[rest >> shift & 31] for shift in range(35, -1, -5))
        return f"{ordered_at + timedelta(hours=8):%y%m%d}{letters}"

    def tracking(self, market: Market, dice: Dice) -> str:
        """A tracking number of the market's last carrier, made of the last order's number."""
        letters, digits = _TRACKING[market.prefix]
        return f"{letters}{self._last * 7919 + dice.whole(0, 96):0{digits}d}"


@cache
def declaration_of(prefix: str, shipped_on: date | None) -> str | None:
    """The customs declaration (清单) that a day's parcels to a market left under."""
    return None if shipped_on is None else f"9009{shipped_on:%Y%m%d}{prefix}01"


@cache
def statement_of(prefix: str, settled_on: date) -> str:
    """The number of a market's weekly statement."""
    return f"ST-{prefix}-{settled_on:%Y%m%d}"
