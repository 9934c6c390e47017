"""Plans exchange rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.usecases.importing.plan import SheetTotals

if TYPE_CHECKING:
    from desktop_app.domain.fx import Rate
    from desktop_app.usecases.importing.platform_plan import PlatformPlan


def plan_rates(plan: PlatformPlan, rates: list[tuple[int, Rate]]) -> None:
    """Plan the rates of a file; a day that is known under the same currency is brought up to date."""
    for number, rate in rates:
        plan.put(rate, number)
    plan.plan.totals["rates"] = SheetTotals(rows=len(rates))
