"""The floor price (保本价): what a unit must sell for in the buyer's currency to lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTerms:
    """What the floor price of one product in one market is made of, in the letters of the formula.

    `unit_cost` (c) with expected spoilage, packing and freight, `promotion` (a) per unit and `handling` (h)
    per refund are in minor units of the book's currency, `fixed_fee` (k) per unit in minor units of the
    buyer's. `rate` (e) is the book's minor units per minor unit of the buyer's currency, after the cost of
    withdrawing it. `fees` (f) is the sum of percentage fees, `refunds` (r) the rate of refunds without goods
    back, `fees_kept` (q) the share of the percentage fees kept on refunds; all three are shares of 1.
    """

    unit_cost: Fraction
    rate: Fraction
    promotion: Fraction = Fraction(0)
    fixed_fee: Fraction = Fraction(0)
    handling: Fraction = Fraction(0)
    fees: Fraction = Fraction(0)
    refunds: Fraction = Fraction(0)
    fees_kept: Fraction = Fraction(0)


def kept_share(terms: FloorTerms) -> Fraction:
    """Give what of a price stays with the seller: the bracket (1 − r) − f·((1 − r) + r·q)."""
    paid = 1 - terms.refunds
    return paid - terms.fees * (paid + terms.refunds * terms.fees_kept)


def exact_floor_price(terms: FloorTerms) -> Fraction | None:
    """Give P = (c + a + k·e + r·h) ÷ (e · bracket) in minor units; None where no price works."""
    share = kept_share(terms)
    if share <= 0 or terms.rate <= 0:
        return None
    cost = terms.unit_cost + terms.promotion + terms.fixed_fee * terms.rate + terms.refunds * terms.handling
    return cost / (terms.rate * share)


def floor_price(terms: FloorTerms, step_minor: int) -> int | None:
    """Give the floor price in minor units of the buyer's currency, rounded up to the price step.

    None where the bracket is not above 0: no price works. Raises ValueError for a step that is not above 0.
    """
    if step_minor <= 0:
        raise ValueError(step_minor)
    price = exact_floor_price(terms)
    return None if price is None else -(-price // step_minor) * step_minor


def margin_at(terms: FloorTerms, price_minor: int) -> Fraction | None:
    """Give what is left of a typed price as a share of what it brings in; None where that is nothing."""
    income = price_minor * terms.rate * (1 - terms.refunds)
    if income <= 0:
        return None
    left = kept_share(terms) * terms.rate * price_minor
    cost = terms.unit_cost + terms.promotion + terms.fixed_fee * terms.rate + terms.refunds * terms.handling
    return (left - cost) / income
