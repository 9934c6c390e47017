"""What a record is held against besides what it names: stock, dates, rates, its account's currency."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.problems import Problem, ProblemCode, problem
from desktop_app.domain.stock import StockKind
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.months import DATED_BY, closed_months
from desktop_app.store.queries.held import held_at, on_hand_of
from desktop_app.store.queries.rates import has_rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from desktop_app.store.database import Book

_DAYS: Final = {
    "lots": "received_on", "sales": "ordered_at", "returns": "returned_at", "stock": "occurred_at",
    "overheads": "on", "repacks": "occurred_at", "settlements": "settled_on", "payouts": "on",
}  # fmt: skip
"""The day of each kind that is odd where it lies ahead."""


def cross_checks(book: Book, kind: str, record: Any, *, before: Any | None, today: date) -> list[Problem]:
    """Return what is wrong or odd about a record that reads well; `before` is what the book has of it."""
    return [
        *_future(book, kind, record, today),
        *_stock(book, kind, record, before),
        *_money(book, kind, record),
        *_closed(book, kind, record, before),
        *_rates_stated(kind, record),
    ]


def _rates_stated(kind: str, record: Any) -> Iterator[Problem]:
    if kind == "fee_rates" and not any(
        rate is not None
        for rate in (record.commission_rate_e8, record.payment_fee_rate_e8, record.fee_refund_rate_e8)
    ):
        yield problem("commission_rate", ProblemCode.NO_RATE_STATED)


def _closed(book: Book, kind: str, record: Any, before: Any | None) -> Iterator[Problem]:
    """Warn of a closed month before the book asks: that of the record as it is, or as it is to be."""
    closed = closed_months(book.connection)
    if not closed:
        return
    months = {month for each in (before, record) if each is not None and (month := _month(book, kind, each))}
    for month in sorted(months & closed):
        name = DATED_BY[kind][0]
        field = next(column.key for column in sheet_of(kind).columns if name in column.fields)
        yield problem(field, ProblemCode.CLOSED_MONTH, is_warning=True, month=month)
        return


def _month(book: Book, kind: str, record: Any) -> str:
    value = next(
        (each for name in DATED_BY.get(kind, ()) if (each := getattr(record, name)) is not None), None
    )
    day = value.astimezone(book.settings.timezone).date() if isinstance(value, datetime) else value
    return f"{day:%Y-%m}" if day is not None else ""


def _future(book: Book, kind: str, record: Any, today: date) -> Iterator[Problem]:
    name = _DAYS.get(kind)
    if name is None:
        return
    value = getattr(record, name)
    day = value.astimezone(book.settings.timezone).date() if isinstance(value, datetime) else value
    if day > today:
        field = {"returned_at": "returned_on", "occurred_at": "on"}.get(name, name)
        yield problem(field, ProblemCode.IN_FUTURE, is_warning=True, day=day.isoformat())


def _stock(book: Book, kind: str, record: Any, before: Any | None) -> Iterator[Problem]:
    match kind:
        case "lots":
            product = book.get("products", record.sku)
            if product is not None and product.is_bundle:
                yield problem("sku", ProblemCode.BUNDLE_LOT, name=product.name)
        case "stock":
            yield from _entry(book, record, before)
        case "repacks" if before is None:
            yield from _taken(
                book, record.from_lot, record.occurred_at, record.from_quantity_milli, "from_quantity"
            )
        case "sales" if record.takes_stock:
            yield from _sold(book, record, before)


def _entry(book: Book, entry: Any, before: Any | None) -> Iterator[Problem]:
    """An entry by hand that takes more out of its lot than it holds at that moment is refused."""
    taken = _takes(entry)
    if before is not None and before.lot == entry.lot and before.occurred_at <= entry.occurred_at:
        taken -= _takes(before)
    if entry.kind is StockKind.TRANSFER:
        taken = entry.quantity_milli
    if taken > 0:
        yield from _taken(book, entry.lot, entry.occurred_at, taken, "quantity")


def _takes(entry: Any) -> int:
    if entry.kind is StockKind.TRANSFER:
        return 0
    return -int(entry.quantity_milli) if entry.kind is StockKind.ADJUSTMENT else int(entry.quantity_milli)


def _taken(book: Book, lot: str, at: datetime, quantity: int, field: str) -> Iterator[Problem]:
    held = held_at(book, lot, at)
    if held is not None and quantity > held.quantity_milli:
        yield problem(
            field, ProblemCode.ABOVE_HELD, quantity=quantity, held=max(held.quantity_milli, 0), unit=held.unit
        )


def _sold(book: Book, line: Any, before: Any | None) -> Iterator[Problem]:
    """Warn of a new sale of more than is there, and of a named lot past its date."""
    if before is None:
        held = on_hand_of(book, line.sku)
        if held is not None and line.quantity_milli > held.quantity_milli:
            yield problem(
                "quantity",
                ProblemCode.ABOVE_ON_HAND,
                is_warning=True,
                quantity=line.quantity_milli,
                held=max(held.quantity_milli, 0),
                unit=held.unit,
            )
    lot = book.get("lots", line.lot) if line.lot else None
    day = line.ordered_at.astimezone(book.settings.timezone).date()
    if lot is not None and lot.best_before is not None and lot.best_before < day:
        yield problem("lot", ProblemCode.PAST_DATE, is_warning=True, day=lot.best_before.isoformat())


def _money(book: Book, kind: str, record: Any) -> Iterator[Problem]:
    currency = getattr(record, "currency", None)
    if kind in {"accounts", "rates"} or currency is None:
        return
    account = book.get("accounts", record.account) if getattr(record, "account", None) else None
    if kind in {"sales", "settlements", "payouts"} and account is not None and account.currency != currency:
        yield problem(
            "currency",
            ProblemCode.CURRENCY_NOT_ACCOUNTS,
            is_warning=True,
            stated=currency,
            expected=account.currency,
        )
    day = _rate_day(book, kind, record)
    if day is not None and currency != book.settings.currency and not has_rate(book, currency, day):
        yield problem(
            "currency", ProblemCode.RATE_MISSING, is_warning=True, currency=currency, day=day.isoformat()
        )


def _rate_day(book: Book, kind: str, record: Any) -> date | None:
    """Return the day at whose rate the record's amount counts; None where it does not count."""
    moment: datetime | None = None
    day: date | None = None
    match kind:
        case "sales":
            moment = record.ordered_at
        case "promotions":
            moment, day = record.started_at, record.started_on
        case "shipping" | "overheads":
            day = record.on
    return moment.astimezone(book.settings.timezone).date() if moment is not None else day
