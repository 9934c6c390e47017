"""Live analytics: one row for each broadcast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.importers.sheet_values import SheetValues


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One broadcast; `gmv_minor` in the account's currency, None what the file does not state."""

    number: int
    room_id: str | None
    title: str | None
    started_at: datetime
    ended_at: datetime | None
    gmv_minor: int | None
    views: int | None
    viewers: int | None
    peak_viewers: int | None
    new_followers: int | None
    product_clicks: int | None


def read_live(values: SheetValues) -> list[LiveRow]:
    """Return the broadcasts of a sheet; without an end, it follows from the duration."""
    rows = []
    for row in values.rows:
        ended_at = row["ended_at"]
        if ended_at is None and row["duration"] is not None:
            ended_at = row["started_at"] + timedelta(seconds=row["duration"])
        rows.append(
            LiveRow(
                number=row.number,
                room_id=row["room_id"],
                title=row["title"],
                started_at=row["started_at"],
                ended_at=ended_at,
                gmv_minor=row["gmv"],
                views=row["views"],
                viewers=row["viewers"],
                peak_viewers=row["peak_viewers"],
                new_followers=row["new_followers"],
                product_clicks=row["product_clicks"],
            )
        )
    return rows
