"""What an account pays, in words: its own rates, and what each dated row changes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from desktop_app.domain.money import from_scaled
from desktop_app.domain.pricing import rates_of
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.domain.channel import FeeRate
    from desktop_app.domain.pricing import FeeRates

_SCALE = 8


def fee_words(rates: FeeRates) -> str:
    """Return rates in words; empty where none is stated."""
    parts = (
        (_("commission {rate}"), rates.commission),
        (_("payment fee {rate}"), rates.payment),
        (_("{rate} of fees back on refunds"), rates.fee_refund),
    )
    said = [text.format(rate=share_text(rate)) for text, rate in parts if rate is not None]
    return _(", ").join(said)


def fee_change_words(row: FeeRate) -> str:
    """Return what a dated row changes, as a sentence: from its day on, which rates hold."""
    words = fee_words(rates_of(row)) or _("as before")
    return _("From {day} on: {rates}").format(day=row.from_on.isoformat(), rates=words)


def share_text(rate_e8: int) -> str:
    """Return a share times 10⁸ as per cent: `6.42%`."""
    return f"{format(Decimal(from_scaled(rate_e8, _SCALE)).scaleb(2).normalize(), 'f')}%"
