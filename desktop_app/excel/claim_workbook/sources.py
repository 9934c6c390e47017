"""Where in the workbook the figures of a claim's items stand, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from desktop_app.excel.claim_workbook.listing import Listed
    from desktop_app.excel.claim_workbook.values import Formula
    from desktop_app.reports.claim.rows import SalesLedger


@dataclass(slots=True)
class Sources:
    """What the lists of a workbook add up to, by item and measure; several lists may know a measure."""

    _known: dict[tuple[int, str], list[Formula]] = field(default_factory=lambda: defaultdict(list))
    ledgers: dict[int, tuple[Listed, SalesLedger]] = field(default_factory=dict)
    figures: dict[int, dict[str, Formula]] = field(default_factory=dict)
    given_by_rows: dict[int, Formula] = field(default_factory=dict)
    """What a rule gives, where a list reckons it row by row."""
    paid_by_rows: dict[int, Formula] = field(default_factory=dict)
    """What was paid for the units that give something."""

    def add(self, items: Iterable[int], measure: str, found: Formula) -> None:
        """Keep where a measure of some items stands."""
        for item in items:
            self._known[item, measure].append(found)

    def find(self, item: int, measure: str, value: Fraction) -> Formula | None:
        """Return the formula of a measure that comes to a figure; None where no list does."""
        return next((one for one in self._known.get((item, measure), ()) if one.value == value), None)
