"""Daily exchange rates, with direction and units put right."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.fx import Rate
from desktop_app.domain.money import round_half_up
from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.importers.sheet_values import SheetValues, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from desktop_app.importers.formats import Column, Format
    from desktop_app.importers.sheet_values import ValueRow

KIND: Final = "rates"
_E8: Final = 10**8
_MOST: Final = 10**9
_HUNDRED: Final = 100


def read_rates(
    values: SheetValues, form: Format, book_currency: str
) -> tuple[list[tuple[int, Rate]], list[Refusal]]:
    """Return each rate with the number of its row; a currency without a figure on a day has none.

    A `direct` column gives yuan for so many units, an `inverse` one units for so many yuan (`for_yuan`,
    else as many as the units): the same number of units costs units × yuan ÷ figure, to 8 decimals, half
    up. A format with `cross` gives units for one of that currency: the book's own column says what that
    one costs.
    """
    rates: list[tuple[int, Rate]] = []
    refusals = list(values.refusals)
    cross = form.options.get("cross")
    for row in values.rows:
        sound = True
        for name, column in form.main.columns.items():
            if "quote" not in column.options or (figure := row[name]) is None:
                continue
            if not 0 < figure < _MOST:
                why = reason(ReasonCode.NOT_POSITIVE if figure <= 0 else ReasonCode.TOO_LARGE, limit=_MOST)
                refusals.append(refuse(values, row, column, why, KIND))
                sound = False
            elif cross is None:
                rates.append((row.number, _rate(column, row["on"], figure)))
        if cross is not None and sound:
            rates += _crossed(row, form, str(cross), book_currency)
    return rates, refusals


def _crossed(row: ValueRow, form: Format, cross: str, book_currency: str) -> Iterator[tuple[int, Rate]]:
    """Yield a row's rates in the book's currency; none where the row does not say what that costs."""
    own = 1 if book_currency == cross else row[f"rate_{book_currency.lower()}"]
    if own is None:
        return
    if book_currency != cross:
        yield row.number, _exact(cross, row["on"], _HUNDRED, Fraction(own))
    for name, column in form.main.columns.items():
        currency = str(column.options.get("currency", book_currency))
        if currency != book_currency and row[name] is not None:
            exact = Fraction(own) / Fraction(row[name])
            yield row.number, _exact(currency, row["on"], int(column.options["units"]), exact)


def _rate(column: Column, on: date, figure: Decimal) -> Rate:
    units = int(column.options["units"])
    limit, _, larger = str(column.options.get("units_above", "")).partition("=")
    # The yen stands on two scales: above the limit the figure can only be for more of them.
    if limit and figure > Decimal(limit):
        units = int(larger)
    yuan = (
        Fraction(figure)
        if column.options["quote"] == "direct"
        else Fraction(units * int(column.options.get("for_yuan", units))) / Fraction(figure)
    )
    return _exact(str(column.options["currency"]), on, units, yuan / units)


def _exact(currency: str, on: date, units: int, one: Fraction) -> Rate:
    scaled = one * units * _E8
    return Rate(
        currency=currency, on=on, units=units, cny_e8=round_half_up(scaled.numerator, scaled.denominator)
    )
