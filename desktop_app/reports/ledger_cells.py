"""Turns records into the cells of their sheet's row, the exact counterpart of reading them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import from_scaled
from desktop_app.reports.cell_lists import join_list, quote
from desktop_app.reports.code_words import YES_NO, word_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from desktop_app.domain.facts import Record
    from desktop_app.reports.ledger_sheets import Column, Sheet

CellValue = str | int | Decimal | date | datetime
"""What is written: text, a count, a figure with its decimals, a day, a moment on the book's clock."""

_DECIMALS: Final = {"quantity": 3, "rate": 8, "fx": 8, "g": 3, "kg": 6, "km": 3, "hours": 3}
_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContext:
    """What writing a row needs besides its record.

    `account_currency` gives an account's currency, `order_currency` that of an order line (account, order
    id, line); both None where nobody knows it.
    """

    language: str
    timezone: ZoneInfo
    book_currency: str
    decimals: Callable[[str], int]
    account_currency: Callable[[str], str | None]
    order_currency: Callable[[str, str, int], str | None]


def record_cells(sheet: Sheet, record: Record, context: CellContext) -> dict[str, CellValue]:
    """Return a record's cells by column key; blank ones are left out."""
    cells: dict[str, CellValue] = {}
    for column in sheet.columns:
        value = next((v for name in column.fields if (v := getattr(record, name)) is not None), None)
        if value is None or value == ():
            continue
        cells[column.key] = _cell(column, value, record, context)
    return cells


def _cell(column: Column, value: Any, record: Any, context: CellContext) -> CellValue:  # noqa: C901, PLR0911 - a line a kind
    match column.value:
        case "amount":
            return Decimal(from_scaled(value, context.decimals(amount_currency(column, record, context))))
        case "quantity" | "rate" | "fx" | "g" | "kg" | "km" | "hours":
            return plain(Decimal(from_scaled(value, _DECIMALS[column.value])))
        case "hours_s":
            return _hours(value)
        case "decimal":
            return plain(value)
        case "moment" | "event" | "day_or_moment" if isinstance(value, datetime):
            return _moment(value, column.value, context.timezone)
        case "code":
            return word_of(column.argument, value, context.language)
        case "yes_no":
            return YES_NO[context.language][not value]
        case "ids":
            return join_list(value)
        case "components":
            return "; ".join(f"{quote(part.sku)}×{from_plain(part.quantity_milli)}" for part in value)
        case "shares":
            return "; ".join(_share(share.session, share.weight) for share in value)
    kept: CellValue = value
    return kept


def amount_currency(column: Column, record: Any, context: CellContext) -> str:
    """Return the currency that an amount of a record is in."""
    found: str | None = None
    match column.argument:
        case "book":
            pass
        case "account":
            found = context.account_currency(record.account)
        case "order":
            found = context.order_currency(record.account, record.order_id, record.line)
        case name:
            found = getattr(record, name.removesuffix("?"))
    return found or context.book_currency


def plain(figure: Decimal) -> Decimal:
    """Return a figure without needless zeros after its point."""
    short = figure.normalize()
    exponent = short.as_tuple().exponent
    return Decimal(int(short)) if isinstance(exponent, int) and exponent > 0 else short


def from_plain(milli: int) -> str:
    """Write thousandths without needless zeros."""
    return format(plain(Decimal(from_scaled(milli, 3))), "f")


def _share(session: str, weight: Decimal | None) -> str:
    return quote(session) if weight is None else f"{quote(session)}={format(plain(weight), 'f')}"


def _hours(seconds: int) -> CellValue:
    """Write seconds as hours, as `h:mm:ss` where hours would need more than three decimals."""
    if seconds * 1000 % _SECONDS == 0:
        return plain(Decimal(from_scaled(seconds * 1000 // _SECONDS, 3)))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _moment(moment: datetime, value: str, zone: ZoneInfo) -> CellValue:
    """Write a moment on the book's wall clock; with its offset where that clock shows the same time twice."""
    local = moment.astimezone(zone)
    bare = local.replace(tzinfo=None, fold=0)
    if bare.replace(tzinfo=zone).astimezone(UTC) != moment:
        return local.isoformat(" ")
    if value == "event" and bare.time() == time():
        return bare.date()
    return bare
