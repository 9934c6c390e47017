"""Quotes as a table, each with the steps of its price in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.i18n import _, format_amount, format_money, format_quantity
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.tariffs import Quote

_MG_PER_G: Final = 1000
_E8: Final = 10**8


def quotes_table(quotes: Sequence[Quote], decimals: Mapping[str, int]) -> ReportTable:
    """Return quotes in the order given; one currency stands in the heading, of several each in its cell."""
    codes = {each.tariff.currency for each in quotes}
    unit = codes.pop() if len(codes) == 1 else None
    total = (
        Column(key="total", title=_("Price"), kind=ColumnKind.EXACT)
        if unit is None
        else Column(key="total", title=_("Price"), kind=ColumnKind.MONEY, unit=unit, decimals=decimals[unit])
    )
    return ReportTable(
        title=_("Quotes"),
        columns=(
            Column(key="carrier", title=_("Carrier")),
            Column(key="service", title=_("Service")),
            total,
            Column(key="billed", title=_("Weight billed"), kind=ColumnKind.QUANTITY, unit="kg"),
            Column(key="steps", title=_("How it comes about")),
            Column(key="transit", title=_("Transit")),
            Column(key="from_on", title=_("Price list of"), kind=ColumnKind.DAY),
        ),
        rows=tuple(
            (
                each.tariff.carrier,
                each.tariff.service,
                each.total_minor
                if unit
                else format_money(each.total_minor, each.tariff.currency, decimals[each.tariff.currency]),
                each.billed_mg // _MG_PER_G,
                steps_text(each, decimals[each.tariff.currency]),
                each.tariff.transit,
                each.tariff.from_on,
            )
            for each in quotes
        ),
    )


def steps_text(quote: Quote, decimals: int) -> str:
    """Return how a price comes about: `0.52 kg × 37 = 19.24, and 8.00 for the parcel`."""
    tariff = quote.tariff
    price = format(Decimal(tariff.per_kg_e8) / _E8, "f")
    text = _("{weight} kg × {price} = {freight}").format(
        weight=format_quantity(quote.billed_mg // _MG_PER_G),
        price=price.rstrip("0").rstrip(".") if "." in price else price,
        freight=format_amount(quote.freight_minor, decimals),
    )
    if tariff.per_parcel_minor:
        text += _(", and {amount} for the parcel").format(
            amount=format_amount(tariff.per_parcel_minor, decimals)
        )
    return text
