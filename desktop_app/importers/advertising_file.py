"""Advertising reports: what a campaign cost for a live, on a day, over a period, or by its own order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from desktop_app.importers.formats import Format
    from desktop_app.importers.sheet_values import SheetValues, ValueRow

_LIVE: Final = "live"
_ORDER: Final = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertRow:
    """One campaign and live, day or period: `cost_minor` before credits, `net_minor` what was paid.

    A live has `started_at`, a day `on`, a period `on` and `until` as well; an order of its own
    (`is_order`) starts and ends at moments. `for_live` tells that it was paid for one live.
    """

    number: int
    campaign_id: str
    name: str | None
    started_at: datetime | None
    ended_at: datetime | None = None
    on: date | None = None
    until: date | None = None
    is_order: bool = False
    for_live: bool = False
    cost_minor: int
    net_minor: int
    currency: str
    roi: Decimal | None
    impressions: int | None = None
    clicks: int | None = None

    @property
    def key(self) -> str:
        """What it is known by: campaign and live, day or period."""
        if self.is_order:
            return self.campaign_id
        if self.started_at is not None:
            return f"{self.campaign_id}/{self.started_at:%Y-%m-%dT%H:%M:%SZ}"
        period = f"{self.campaign_id}/{self.on}"
        return period if self.until in {None, self.on} else f"{period}..{self.until}"


def read_adverts(values: SheetValues, form: Format, account: str, currency: str) -> list[AdvertRow]:
    """Return the rows of a report; without a net cost, the cost was paid.

    Rows of one campaign for the same live, day or period (its ad groups) are added up; a row that says
    the same in every cell counts once. `currency` is that of a row that names none; `account` goes before
    what is no id of the platform's own.
    """
    found: dict[str, AdvertRow] = {}
    seen: set[bytes] = set()
    for row in values.rows:
        if row.digest in seen:
            continue
        seen.add(row.digest)
        advert = _advert(row, form, account, currency)
        first = found.get(advert.key)
        found[advert.key] = advert if first is None else _added(first, advert)
    return list(found.values())


def _advert(row: ValueRow, form: Format, account: str, currency: str) -> AdvertRow:
    cost = row["cost"] or 0
    is_order = form.options.get("grain") == _ORDER
    return AdvertRow(
        number=row.number,
        campaign_id=row["campaign_id"] or f"{account}/{form.options.get('campaign') or row['name']}",
        name=row["name"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        on=row["day"] or row["on"],
        until=row["day"] or row["until"],
        is_order=is_order,
        for_live=row["purpose"] == _LIVE if is_order else form.options.get("grain") == _LIVE,
        cost_minor=cost,
        net_minor=cost if row["net_cost"] is None else row["net_cost"],
        currency=row["currency"] or currency,
        roi=row["roi"],
        impressions=row["impressions"],
        clicks=row["clicks"],
    )


def _added(one: AdvertRow, other: AdvertRow) -> AdvertRow:
    return replace(
        one,
        cost_minor=one.cost_minor + other.cost_minor,
        net_minor=one.net_minor + other.net_minor,
        roi=None,
        impressions=_sum(one.impressions, other.impressions),
        clicks=_sum(one.clicks, other.clicks),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
