"""Carriers' bills held against what is known: unknown parcels, charges that stand twice, weights, prices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_app.domain.reconciling import Difference, Kind, Part
from desktop_app.domain.tariffs import Tariff, in_force, quote
from desktop_app.store.queries.platform import workings_where
from desktop_app.store.queries.reconciling import charged_twice, listed_legs, weighed_legs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.store import Book

HEAVIER: Final = 5
"""A billed weight may be a fifth above the goods' own for the packing, and as far as carriers round up."""
DEARER: Final = 10
"""A bill may be a tenth above the price list: fuel and remote areas come on top of it."""
_KILOGRAM: Final = 1_000_000
_STEP_MG: Final = (100_000, _KILOGRAM)
"""How far carriers round up: below a kilogram, and from there."""


def freight_differences(book: Book) -> Iterator[Difference]:
    """Charges for parcels nobody knows, charges that stand twice, and weights far above the goods'."""
    for row in workings_where(book, "waiting_charges"):
        yield Difference(
            part=Part.FREIGHT,
            kind=Kind.UNKNOWN_PARCEL,
            account=row["account"],
            item=row["charge"],
            about=f"{row['carrier']} {row['tracking'] or row['order_ref'] or ''}".strip(),
            on=_day(row["on"]),
            currency=row["currency"],
            expected_minor=None,
            stated_minor=row["cost_minor"],
            difference_minor=-row["cost_minor"],
            billed_mg=row["billed_weight_mg"],
        )
    for carrier, tracking, kind, currency, cost, times, _first, last, legs, account in charged_twice(book):
        yield Difference(
            part=Part.FREIGHT,
            kind=Kind.BILLED_TWICE,
            account=account,
            item=f"{carrier} {tracking} {kind or ''}|{legs.splitlines()[0]}",
            about=f"{carrier} {tracking}",
            on=_day(last),
            currency=currency,
            expected_minor=cost,
            stated_minor=cost * times,
            difference_minor=-cost * (times - 1),
        )
    yield from leg_differences(book, None)


def leg_differences(book: Book, only: Sequence[str] | None) -> Iterator[Difference]:
    """Legs billed far heavier than the goods are, or above the price list; `only` those with these orders."""
    yield from _overweight(book, only)
    yield from _dear(book, only)


def _overweight(book: Book, only: Sequence[str] | None) -> Iterator[Difference]:
    for shipment, leg, carrier, tracking, on, account, currency, cost, billed, weight, sure in weighed_legs(
        book, only
    ):
        if not sure or not weight or billed - weight <= _allowance(weight):
            continue
        fair = cost * weight // billed
        yield Difference(
            part=Part.FREIGHT,
            kind=Kind.OVERWEIGHT,
            account=account,
            item=f"{shipment}|{leg}|weight",
            about=" ".join(filter(None, (carrier, tracking or shipment))),
            on=_day(on),
            currency=currency,
            expected_minor=fair,
            stated_minor=cost,
            difference_minor=fair - cost,
            known_mg=weight,
            billed_mg=billed,
        )


def _dear(book: Book, only: Sequence[str] | None) -> Iterator[Difference]:
    """Legs that cost more than the dearest service of their carrier's price lists on that day."""
    legs = listed_legs(book, only)
    tariffs: dict[tuple[str, str, str], list[Tariff]] = {}
    for tariff in book.iterate("tariffs") if legs else ():
        tariffs.setdefault((tariff.carrier, tariff.market, tariff.currency), []).append(tariff)
    for shipment, leg, carrier, tracking, on, account, currency, cost, billed, market in legs:
        bands = in_force(tariffs.get((carrier, market, currency), ()), date.fromisoformat(on))
        prices = [
            quote(band, billed, book.decimals(currency)).total_minor for band in bands if band.holds(billed)
        ]
        if not prices or (cost - max(prices)) * DEARER <= max(prices):
            continue
        yield Difference(
            part=Part.FREIGHT,
            kind=Kind.DEAR,
            account=account,
            item=f"{shipment}|{leg}|price",
            about=" ".join(filter(None, (carrier, tracking or shipment))),
            on=_day(on),
            currency=currency,
            expected_minor=max(prices),
            stated_minor=cost,
            difference_minor=max(prices) - cost,
            billed_mg=billed,
        )


def _allowance(weight: int) -> int:
    """How much more than the goods' own weight a carrier may bill, in mg, without being asked."""
    return max(weight // HEAVIER, _STEP_MG[weight >= _KILOGRAM])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
