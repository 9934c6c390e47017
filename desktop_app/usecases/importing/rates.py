"""Plans exchange rates, and which file each of them comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.fx import PRIVATE_SOURCES
from desktop_app.usecases.importing.plan import Effect, SheetTotals

if TYPE_CHECKING:
    from desktop_app.domain.fx import Rate
    from desktop_app.store.database import Book
    from desktop_app.usecases.importing.plan import ImportPlan
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

TABLE: Final = "rate_sources"

_Known = tuple[int, int, str]
"""Units, cny_e8 and source of a rate as a file brought it."""


def plan_rates(plan: PlatformPlan, rates: list[tuple[int, Rate]]) -> None:
    """Plan the rates of a file; a day that is known under the same currency is brought up to date."""
    for number, rate in rates:
        plan.put(rate, number)
    plan.plan.totals["rates"] = SheetTotals(rows=len(rates))


class RateSources:
    """Notes with each plan which of the book's rates are its file's, as if the plans before were written."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, str], _Known] | None = None

    def note(self, plan: ImportPlan, file_hash: bytes) -> None:
        """Add the sources of a plan's rates to it.

        A file is the source of what it adds or changes. A rate that stands as the file has it keeps its
        source, unless that is nobody's but the user's, and the file is a published one.
        """
        rows = []
        for planned in plan.records.get("rates", ()):
            source = plan.format.partition(":")[0]
            rate: Rate = planned.record
            key = rate.currency, rate.on.isoformat()
            brought = rate.units, rate.cny_e8, source
            if planned.effect is Effect.UNCHANGED and (
                source in PRIVATE_SOURCES or self._published(key, rate)
            ):
                continue
            self._all()[key] = brought
            rows.append(_row(key, brought, file_hash))
        if rows:
            plan.workings[TABLE] = rows

    def _published(self, key: tuple[str, str], rate: Rate) -> bool:
        units, cny_e8, source = self._all().get(key, (0, 0, ""))
        return (units, cny_e8) == (rate.units, rate.cny_e8) and source not in PRIVATE_SOURCES

    def _all(self) -> dict[tuple[str, str], _Known]:
        if self._known is None:
            self._known = {
                (row["currency"], row["on"]): (row["units"], row["cny_e8"], row["format"])
                for row in self._book.rows(TABLE)
            }
        return self._known


def _row(key: tuple[str, str], brought: _Known, file_hash: bytes) -> dict[str, Any]:
    currency, day = key
    units, cny_e8, source = brought
    return {
        "currency": currency,
        "on": day,
        "units": units,
        "cny_e8": cny_e8,
        "format": source,
        "file_hash": file_hash,
    }
