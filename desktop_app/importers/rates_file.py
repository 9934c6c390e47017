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
    from desktop_app.importers.formats import Column, Format

KIND: Final = "rates"
_E8: Final = 10**8
_MOST: Final = 10**9


def read_rates(values: SheetValues, form: Format) -> tuple[list[tuple[int, Rate]], list[Refusal]]:
    """Return each rate with the number of its row; a currency without a figure on a day has none.

    A `direct` column gives yuan for so many units, an `inverse` one units for so many yuan: then the
    same number of units costs units² ÷ figure yuan, to 8 decimals, half up.
    """
    rates: list[tuple[int, Rate]] = []
    refusals = list(values.refusals)
    for row in values.rows:
        for name, column in form.main.columns.items():
            if "quote" not in column.options:
                continue
            figure = row[name]
            if figure is None:
                continue
            if not 0 < figure < _MOST:
                why = reason(ReasonCode.NOT_POSITIVE if figure <= 0 else ReasonCode.TOO_LARGE, limit=_MOST)
                refusals.append(refuse(values, row, column, why, KIND))
                continue
            rates.append((row.number, _rate(column, row["on"], figure)))
    return rates, refusals


def _rate(column: Column, on: object, figure: Decimal) -> Rate:
    units = int(column.options["units"])
    limit, _, larger = str(column.options.get("units_above", "")).partition("=")
    # The yen stands on two scales: above the limit the figure can only be for more of them.
    if limit and figure > Decimal(limit):
        units = int(larger)
    exact = (
        Fraction(figure)
        if column.options["quote"] == "direct"
        else Fraction(units * units) / Fraction(figure)
    )
    scaled = exact * _E8
    return Rate(
        currency=str(column.options["currency"]),
        on=on,  # type: ignore[arg-type]
        units=units,
        cny_e8=round_half_up(scaled.numerator, scaled.denominator),
    )
