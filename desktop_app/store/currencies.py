"""The decimals of currencies, as Babel has them today."""

from __future__ import annotations

from desktop_app.domain.errors import UnknownCurrencyError


def babel_decimals(code: str) -> int:
    """Give the number of decimals of an ISO 4217 currency.

    Raises UnknownCurrencyError.
    """
    # On first need: Babel's data takes a while to load, and a book knows the currencies it uses.
    from babel.numbers import get_currency_precision, list_currencies  # noqa: PLC0415

    if code not in list_currencies():
        raise UnknownCurrencyError(code)
    return int(get_currency_precision(code))
