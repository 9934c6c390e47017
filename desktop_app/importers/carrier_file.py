"""Carriers' bills: one charge for each row, known by bill, waybill and kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from desktop_app.importers.formats import Format
    from desktop_app.importers.sheet_values import SheetValues

LINE_HAUL: Final = "line_haul"
RETURN: Final = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRow:
    """One charge of a bill; `bill` is its number or period, `leg` the waybill, numbered where it repeats."""

    number: int
    bill: str
    leg: str
    kind: str
    waybill: str
    order_ref: str | None
    carrier_no: str | None
    service: str | None
    country: str | None
    on: date
    cost_minor: int
    billed_weight_mg: int | None
    parts_minor: int | None

    @property
    def key(self) -> str:
        """What the charge is known by."""
        return f"{self.bill}|{self.leg}"


def read_charges(
    values: SheetValues, form: Format, labels: Mapping[str, Any], last_day: date | None = None
) -> list[ChargeRow]:
    """Return the charges of a bill.

    Where the file names neither bill nor period, each charge belongs to the bill of its month. A charge
    without a date is of the `last_day` of the bill's period; several rows of a parcel are told apart by
    what each charges for.
    """
    stated = clean(labels.get("bill")) or clean(labels.get("period"))
    parts = [name for name, column in form.main.columns.items() if column.options.get("part") == "cost"]
    words = tuple(form.options.get("return_words", ()))
    counts: dict[tuple[str, str], int] = {}
    charges = []
    for row in values.rows:
        on: date | None = row["on"] or last_day
        if on is None:
            raise LookupError(form.name)
        bill = stated or f"{on:%Y-%m}"
        service = f"{row['service'] or ''} {row['charge'] or ''}"
        kind = RETURN if any(word in service for word in words) else LINE_HAUL
        part = row["charge"] or (kind if kind != LINE_HAUL else None)
        leg = f"{row['waybill']}/{part}" if part else row["waybill"]
        times = counts[bill, leg] = counts.get((bill, leg), 0) + 1
        stated_parts = [row[name] for name in parts if row[name] is not None]
        charges.append(
            ChargeRow(
                number=row.number,
                bill=bill,
                leg=leg if times == 1 else f"{leg}/{times}",
                kind=kind,
                waybill=row["waybill"],
                order_ref=row["order_ref"],
                carrier_no=row["carrier_no"],
                service=row["service"],
                country=row["country"],
                on=on,
                cost_minor=row["cost"],
                billed_weight_mg=row["billed_weight"],
                parts_minor=sum(stated_parts) if stated_parts else None,
            )
        )
    return charges
