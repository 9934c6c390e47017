"""Live metrics, written as the field writes them; exact ratios, None where a divisor is not known or 0."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop_app.domain.statement import Amounts, Measures

_MG_PER_KG: Final = 1_000_000
_SECONDS_PER_HOUR: Final = 3600
_PER_MILLE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMetrics:
    """Metrics of one statement.

    Profit per hour, order, kilogram and viewer, cost per order and values are in minor units of the book's
    currency, `gpm` and `gmv_difference` too; the rest are plain ratios. `no_spend_pays` says that there is no
    break-even ROAS, because the goods lose money before any promotion.
    """

    profit_per_hour: Fraction | None
    profit_per_order: Fraction | None
    profit_per_kg: Fraction | None
    profit_per_viewer: Fraction | None
    roas: Fraction | None
    break_even_roas: Fraction | None
    no_spend_pays: bool
    ad_cost_per_order: Fraction | None
    average_order_value: Fraction | None
    gmv_difference: int | None
    gpm: Fraction | None
    ctr: Fraction | None
    ctor: Fraction | None
    return_rate_by_order: Fraction | None
    return_rate_by_quantity: Fraction | None
    return_rate_by_value: Fraction | None


def ratio(amount: int | None, divisor: int | None) -> Fraction | None:
    """Give amount ÷ divisor; None where either is not known or the divisor is not above 0."""
    if amount is None or divisor is None or divisor <= 0:
        return None
    return Fraction(amount, divisor)


def times(value: Fraction | None, factor: int) -> Fraction | None:
    """Give value × factor; None stays None."""
    return None if value is None else value * factor


def live_metrics(amounts: Amounts, measures: Measures, gmv: int | None = None) -> LiveMetrics:
    """Work the metrics of a statement out; `gmv` is the platform's figure in the book's currency."""
    profit, net_sales, promotion = amounts["profit"], amounts["net_sales"], amounts["promotion"]
    before_spend = _before_spend(amounts)
    gross, discount = amounts["gross_sales"], amounts["seller_discount"]
    sold = None if gross is None or discount is None else gross - discount
    return LiveMetrics(
        profit_per_hour=times(ratio(profit, measures.duration_s), _SECONDS_PER_HOUR),
        profit_per_order=ratio(profit, measures.orders),
        profit_per_kg=times(ratio(profit, measures.weight_mg), _MG_PER_KG),
        profit_per_viewer=ratio(profit, measures.viewers),
        roas=ratio(net_sales, promotion),
        break_even_roas=ratio(net_sales, before_spend),
        no_spend_pays=before_spend is not None and before_spend <= 0,
        ad_cost_per_order=ratio(promotion, measures.orders),
        average_order_value=ratio(gross, measures.orders),
        gmv_difference=None if gmv is None or gross is None else gmv - gross,
        gpm=times(ratio(gmv, measures.views), _PER_MILLE),
        ctr=ratio(measures.product_clicks, measures.views),
        ctor=ratio(measures.orders, measures.product_clicks),
        return_rate_by_order=ratio(measures.returned_orders, measures.orders),
        return_rate_by_quantity=ratio(measures.returned_quantity_milli, measures.quantity_milli),
        return_rate_by_value=ratio(amounts["refunds"], sold),
    )


def _before_spend(amounts: Amounts) -> int | None:
    """Give profit + promotion + session_costs: what there is to pay for viewers with."""
    parts = (amounts["profit"], amounts["promotion"], amounts["session_costs"])
    return None if any(part is None for part in parts) else sum(part or 0 for part in parts)
