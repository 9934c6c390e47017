"""What stands behind each row of a stream's statement, as tables that add up to the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from desktop_app.domain.returns import ReturnReason
from desktop_app.domain.statement import ADDED, STATEMENT_KEYS, SUBTRACTED
from desktop_app.domain.stock import StockKind
from desktop_app.i18n import _, language
from desktop_app.reports.code_words import word_of
from desktop_app.reports.report_table import Cell, Column, ColumnKind, ReportTable
from desktop_app.reports.session_report import signed
from desktop_app.reports.statement_report import STATEMENT_TITLES
from desktop_app.store import results
from desktop_app.store.queries import session_detail
from desktop_app.store.queries.statements import By, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book

_SUMS: Final = {
    "net_sales": ("gross_sales", "seller_discount", "refunds"),
    "profit": ("net_sales", *ADDED, *SUBTRACTED),
}
"""Rows that are sums of other rows."""

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Behind:
    """The amounts behind the row `key`, and how the row is computed, in words."""

    key: str
    table: ReportTable
    explanation: str


def amounts_behind(book: Book, *, session: str, key: str) -> Behind:
    """Read the amounts behind one row of a stream's statement.

    Raises KeyError for a row that no statement has.
    """
    results.catch_up(book)
    columns, rows = _sum_of_rows(book, session, key) if key in _SUMS else _ROWS[key](book, session, key)
    amount = Column(
        key="amount",
        title=_("Amount"),
        kind=ColumnKind.MONEY,
        unit=book.settings.currency,
        decimals=book.decimals(book.settings.currency),
    )
    table = ReportTable(
        title=_(STATEMENT_TITLES[key]),
        columns=(*columns, amount),
        rows=tuple(rows),
        zone=book.settings.timezone,
    )
    return Behind(key, table, explanation(key))


def behind_tables(book: Book, *, session: str) -> list[ReportTable]:
    """The tables behind all rows of a stream that are no sums of others; empty ones are left out."""
    tables = [
        amounts_behind(book, session=session, key=key).table for key in STATEMENT_KEYS if key not in _SUMS
    ]
    return [table for table in tables if table.rows]


def explanation(key: str) -> str:
    """How a row of the statement is computed, in one sentence."""
    return {
        "gross_sales": _(
            "Quantity × price before any discount, of every line that counts, in yuan at the "
            "day of the order."
        ),
        "seller_discount": _(
            "What you gave up yourself; the platform's own discounts are not taken from you."
        ),
        "refunds": _("Money given back, on the stream the order belongs to, whatever day it happened."),
        "net_sales": _("Gross sales less your discounts and refunds."),
        "shipping_income": _("What buyers paid you for freight."),
        "taxes": _("Tax inside the price that you owe; not what the platform collects and pays itself."),
        "platform_fees": _("Commission, payment and affiliate fees, less what was given back on refunds."),
        "cost_of_goods": _(
            "What the goods cost out of the lots they came from, first expired first out, "
            "less what was restocked."
        ),
        "packaging": _("Quantity × packing cost of each product sold."),
        "shipping": _("This stream's share of every leg that carried its orders."),
        "return_costs": _(
            "Freight of returns, less what carrier, platform or insurer paid for loss and damage."
        ),
        "promotion": _("Money paid to bring viewers to this stream."),
        "samples": _("Goods given away in this stream, at what they cost."),
        "session_costs": _("Host pay and other costs of this stream."),
        "profit": _("Net sales and freight charged, less all costs."),
    }[key]


def _sum_of_rows(book: Book, session: str, key: str) -> tuple[tuple[Column, ...], Rows]:
    report = statements(book, by=By.SESSION, today=date.min)  # what is expected is not asked here
    row = next(row for row in report.rows if row.key == session)
    rows: Rows = [(_(STATEMENT_TITLES[part]), signed(row.amounts, part)) for part in _SUMS[key]]
    return (Column(key="row", title=_("Row")),), rows


def _lines(book: Book, session: str, key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="order_id", title=_("Order")),
        Column(key="ordered_at", title=_("Ordered"), kind=ColumnKind.MOMENT),
        Column(key="product", title=_("Product")),
        Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
    )
    rows: Rows = [
        (line.order_id, _moment(line.ordered_at), line.name, line.quantity_milli, line.amount)
        for line in session_detail.line_amounts(book, session, key)
    ]
    for given in session_detail.return_amounts(book, session, key):
        rows.append(
            (
                given.order_id,
                _moment(given.returned_at),
                _("given back on return {id}").format(id=given.return_id),
                None,
                given.amount,
            )
        )
    return columns, rows


def _returns(book: Book, session: str, key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="return", title=_("Return")),
        Column(key="order_id", title=_("Order")),
        Column(key="returned_at", title=_("When"), kind=ColumnKind.MOMENT),
        Column(key="sku", title=_("SKU")),
        Column(key="reason", title=_("Reason")),
    )
    rows: Rows = [
        (
            given.return_id,
            given.order_id,
            _moment(given.returned_at),
            given.sku,
            word_of("ReturnReason", ReturnReason(given.reason), language()) if given.reason else None,
            given.amount,
        )
        for given in session_detail.return_amounts(book, session, key)
    ]
    return columns, rows


def _goods(book: Book, session: str, _key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="order_id", title=_("Order")),
        Column(key="ordered_at", title=_("Ordered"), kind=ColumnKind.MOMENT),
        Column(key="sku", title=_("SKU")),
        Column(key="lot", title=_("Lot")),
        Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
    )
    rows: Rows = [
        (
            draw.order_id,
            _moment(draw.ordered_at),
            draw.sku,
            draw.lot or _("no lot, estimated"),
            draw.quantity_milli,
            draw.amount,
        )
        for draw in session_detail.draw_amounts(book, session)
    ]
    return columns, rows


def _legs(book: Book, session: str, _key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="shipment", title=_("Shipment")),
        Column(key="leg", title=_("Leg")),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="carrier", title=_("Carrier")),
        Column(key="lines", title=_("Lines"), kind=ColumnKind.COUNT),
    )
    rows: Rows = [
        (leg.shipment, leg.leg, date.fromisoformat(leg.day), leg.carrier, leg.lines, leg.amount)
        for leg in session_detail.leg_amounts(book, session)
    ]
    return columns, rows


def _promotions(book: Book, session: str, _key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="promotion", title=_("Promotion")),
        Column(key="day", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="kind", title=_("Kind")),
        Column(key="supplier", title=_("Supplier")),
    )
    rows: Rows = [
        (paid.promotion, date.fromisoformat(paid.day), paid.kind, paid.supplier, paid.amount)
        for paid in session_detail.promotion_amounts(book, session)
    ]
    return columns, rows


def _samples(book: Book, session: str, _key: str) -> tuple[tuple[Column, ...], Rows]:
    columns = (
        Column(key="entry", title=_("Entry")),
        Column(key="at", title=_("When"), kind=ColumnKind.MOMENT),
        Column(key="kind", title=_("Kind")),
        Column(key="lot", title=_("Lot")),
        Column(key="sku", title=_("SKU")),
        Column(key="quantity", title=_("Quantity"), kind=ColumnKind.QUANTITY),
    )
    rows: Rows = [
        (
            given.entry,
            _moment(given.occurred_at),
            word_of("StockKind", StockKind(given.kind), language()),
            given.lot,
            given.sku,
            given.quantity_milli,
            given.amount,
        )
        for given in session_detail.sample_amounts(book, session)
    ]
    return columns, rows


def _costs(book: Book, session: str, _key: str) -> tuple[tuple[Column, ...], Rows]:
    record = book.get("sessions", session)
    parts: Sequence[tuple[str, int | None]] = (
        (_("Host pay"), record.host_pay_minor if record else None),
        (_("Other costs"), record.other_cost_minor if record else None),
    )
    return (Column(key="what", title=_("What")),), [(name, figure) for name, figure in parts if figure]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


_ROWS: Final = {
    "gross_sales": _lines,
    "seller_discount": _lines,
    "refunds": _returns,
    "shipping_income": _lines,
    "taxes": _lines,
    "platform_fees": _lines,
    "cost_of_goods": _goods,
    "packaging": _lines,
    "shipping": _legs,
    "return_costs": _returns,
    "promotion": _promotions,
    "samples": _samples,
    "session_costs": _costs,
}
