"""What an import would bring, as tables to look at before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from desktop_app import i18n
from desktop_app.domain.money import from_scaled
from desktop_app.i18n import _
from desktop_app.reports.code_words import shown_word_of
from desktop_app.reports.ledger_cells import amount_currency
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.record_words import heading_of
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.reports.ledger_cells import CellContext
    from desktop_app.reports.ledger_sheets import Column as LedgerColumn
    from desktop_app.reports.report_table import Cell

SHOWN_ROWS: Final = 2000
"""Rows of one kind that a preview shows; the counts are always of all."""

_COLUMNS: Final = {
    "sales": (
        "order_id",
        "ordered_at",
        "sku",
        "quantity",
        "unit_price",
        "seller_discount",
        "status",
        "session",
    ),
    "sessions": ("session", "account", "title", "started_at", "ended_at", "views", "platform_gmv"),
    "promotions": ("promotion", "account", "sessions", "started_at", "amount", "currency", "kind"),
    "shipping": (
        "shipment",
        "leg",
        "carrier",
        "tracking",
        "on",
        "orders",
        "cost",
        "currency",
        "billed_weight_g",
    ),
    "returns": ("return", "order_id", "sku", "quantity", "reason", "refund", "returned_on"),
    "products": ("sku", "name", "category", "unit", "unit_weight_g", "reference_cost"),
    "settlements": ("settlement", "order_id", "kind", "settled_on", "currency", "amount", "fees"),
}
"""Columns worth seeing, where a sheet has more than a screen is wide; else its first eight."""

_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One record of a plan: what writing it does (`new`, `changed`, `unchanged`) and the record itself."""

    effect: str
    record: Any
    row: int


def preview_table(
    kind: str, rows: Sequence[PreviewRow], *, context: CellContext, zone: tzinfo
) -> ReportTable:
    """The first rows of one kind as a table; `context` tells in which currency their amounts are."""
    sheet = sheet_of(kind)
    names = _COLUMNS.get(kind) or tuple(column.key for column in sheet.columns)[:_MOST]
    language = i18n.language()
    columns = [sheet.column(name) for name in names]
    shown = rows[:SHOWN_ROWS]
    typed = [_typed(column, shown, context, language) for column in columns]
    effect = Column(key="effect", title=_("Effect"))
    notes = (
        (_("The first {count} of {all}").format(count=SHOWN_ROWS, all=len(rows)),)
        if len(rows) > SHOWN_ROWS
        else ()
    )
    return ReportTable(
        title=sheet.name(language),
        columns=(*(column for column, _cells in typed), effect),
        rows=tuple(
            (*(cells[at] for _column, cells in typed), effect_name(row.effect))
            for at, row in enumerate(shown)
        ),
        notes=notes,
        zone=zone,
    )


def effect_name(effect: str) -> str:
    """What writing a record does, in the language in force."""
    return {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}[effect]


_KINDS: Final = {
    "quantity": ColumnKind.QUANTITY,
    "int": ColumnKind.COUNT,
    "moment": ColumnKind.MOMENT,
    "event": ColumnKind.MOMENT,
    "day": ColumnKind.DAY,
}


_EXACT: Final = {"rate": 8, "fx": 8, "g": 3, "kg": 6, "km": 3, "hours": 3}
"""Columns of scaled figures, with the decimals they are kept with."""


def _exact(value: int, decimals: int) -> str:
    text = from_scaled(value, decimals)
    return text.rstrip("0").rstrip(".")


def _typed(
    column: LedgerColumn,
    rows: Sequence[PreviewRow],
    context: CellContext,
    language: str,
) -> tuple[Column, list[Cell]]:
    values = [_value(row.record, column) for row in rows]
    key, title = column.key, heading_of(column)
    if column.value in _KINDS:
        return Column(key=key, title=title, kind=_KINDS[column.value]), values
    if column.value in _EXACT:
        texts: list[Cell] = [
            None if value is None else _exact(value, _EXACT[column.value]) for value in values
        ]
        return Column(key=key, title=title, kind=ColumnKind.EXACT), texts
    if column.value != "amount":
        return Column(key=key, title=title), [_text(value, column, language) for value in values]
    codes = [amount_currency(column, row.record, context) for row in rows]
    if len(set(codes)) == 1:
        code = codes[0]
        kept = Column(key=key, title=title, kind=ColumnKind.MONEY, unit=code, decimals=context.decimals(code))
        return kept, values
    return Column(key=key, title=title), [
        None if value is None else i18n.format_money(value, code, context.decimals(code))
        for value, code in zip(values, codes, strict=True)
    ]


def _value(record: Any, column: LedgerColumn) -> Any:
    """The first of the column's fields that the record has filled."""
    return next((value for field in column.fields if (value := getattr(record, field)) is not None), None)


def _text(value: Any, column: LedgerColumn, language: str) -> str | None:
    if value is None or value == ():
        return None
    match value:
        case StrEnum() if column.value == "code":
            text = shown_word_of(column.argument, value, language)
        case bool():
            text = _("yes") if value else _("no")
        case tuple():
            text = "; ".join(str(getattr(item, "session", getattr(item, "sku", item))) for item in value)
        case datetime():
            text = value.isoformat(sep=" ", timespec="minutes")
        case _other:
            text = str(value)
    return text
