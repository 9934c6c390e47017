"""Advertising reports: what a campaign cost on a day or for a live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from desktop_app.importers.sheet_values import SheetValues


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertRow:
    """One campaign and live: `cost_minor` before credits, `net_minor` what was paid, in `currency`."""

    number: int
    campaign_id: str
    name: str | None
    started_at: datetime
    cost_minor: int
    net_minor: int
    currency: str | None
    roi: Decimal | None


def read_adverts(values: SheetValues) -> list[AdvertRow]:
    """Return the rows of a report; without a net cost, the cost was paid."""
    return [
        AdvertRow(
            number=row.number,
            campaign_id=row["campaign_id"],
            name=row["name"],
            started_at=row["started_at"],
            cost_minor=row["cost"] or 0,
            net_minor=(row["cost"] or 0) if row["net_cost"] is None else row["net_cost"],
            currency=row["currency"],
            roi=row["roi"],
        )
        for row in values.rows
    ]
