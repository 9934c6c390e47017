"""What a reader needs to know of the book, without knowing the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from desktop_app.domain.sale import OrderLine


def _no_currency(_account: str) -> str | None:
    return None


def _no_lines(_account: str, _order_id: str) -> Sequence[OrderLine]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContext:
    """The book as far as a reader needs it.

    `decimals` raises UnknownCurrencyError for what is no ISO 4217 code. `account_currency` gives the
    currency of an account that the book has, `order_lines` the lines of an order that the book has.
    """

    book_currency: str
    timezone: ZoneInfo
    decimals: Callable[[str], int]
    account_currency: Callable[[str], str | None] = _no_currency
    order_lines: Callable[[str, str], Sequence[OrderLine]] = _no_lines
