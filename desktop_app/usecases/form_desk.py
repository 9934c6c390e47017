"""A county's own form beside a claim: how it looks, what fields there are, and a filled copy of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.applicant import FIELDS as APPLICANT_FIELDS
from desktop_app.domain.claims.applicant import shown
from desktop_app.usecases.claims import work_claim

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from desktop_app.excel.forms.filling import Filled
    from desktop_app.excel.forms.preview import PreviewSheet
    from desktop_app.store.database import Book

CLAIM_FIELDS: Final = (
    "number",
    "year",
    "scheme",
    "document_number",
    "issuer",
    "period_from",
    "period_to",
    "base_amount",
    "standard",
    "computed",
    "cap",
    "received",
    "amount",
    "amount_capital",
    "frozen_on",
    "orders",
    "parcels",
    "kilograms",
    "sessions",
)
"""Fields behind `claim.`, in the order of the form."""
LISTS: Final = ("sales", "shipping", "costs", "sessions", "evidence")
"""What a row can be repeated for."""
COLUMNS: Final = (
    "index",
    "date",
    "platform",
    "account",
    "session",
    "order_id",
    "product",
    "quantity",
    "unit",
    "net_weight_kg",
    "country",
    "currency",
    "amount",
    "refund",
    "net",
    "rate",
    "rate_date",
    "net_cny",
    "customs_code",
    "declaration",
    "tracking",
    "receipt",
    "invoice",
    "evidence",
    "cost",
    "carrier",
    "weight_kg",
    "supplier",
    "kind",
    "views",
    "profit",
)
"""Fields of a repeated row."""
_BLANK_ROWS: Final = 200
_BLANK_COLUMNS: Final = 30
"""How far blank cells without any format can be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form as grids, by what it is remembered, and what each field of the page holds for a claim.

    `values` has phone, id card and account masked.
    """

    path: Path
    digest: str
    sheets: tuple[PreviewSheet, ...]
    values: Mapping[str, str]


def look_at_form(book: Book, *, number: str, file: Path, today: date) -> FormView:
    """Read a form beside a claim. Raises UnusableFormError, OSError, and what working a claim out raises."""
    # Forms and workbooks are read with libraries that the window does not load.
    from desktop_app.excel.forms.fields import as_text  # noqa: PLC0415
    from desktop_app.excel.forms.preview import preview_form  # noqa: PLC0415
    from desktop_app.usecases.claims_document import document_of  # noqa: PLC0415
    from desktop_app.usecases.claims_form import fields_of  # noqa: PLC0415

    sheets = tuple(_with_blanks(sheet) for sheet in preview_form(file))
    worked = work_claim(book, number, today=today)
    found = fields_of(book, worked, document_of(book, worked, today=today).document)
    values = {name: as_text(value) for name, value in found.items()}
    for field in APPLICANT_FIELDS:
        values[f"applicant.{field}"] = shown(field, values.get(f"applicant.{field}", ""))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return FormView(path=file, digest=digest, sheets=sheets, values=values)


def fill_copy(
    book: Book, *, number: str, form: Path, out: Path, placing: Mapping[str, str], today: date
) -> Filled:
    """Fill a copy of a form; `placing` has texts with fields by place. Raises as `claims_form.fill`."""
    from desktop_app.usecases.claims_form import fill  # noqa: PLC0415 - as above

    return fill(book, number, form, out, today=today, placing=placing)


def _with_blanks(sheet: PreviewSheet) -> PreviewSheet:
    """A workbook's sheet with its blank cells as well: they are what is filled in."""
    from desktop_app.excel.forms.preview import PreviewCell  # noqa: PLC0415 - as above
    from desktop_app.excel.forms.shifting import cell_name  # noqa: PLC0415 - as above

    if not sheet.cells or "!" not in sheet.cells[0].place:
        return sheet
    covered = {
        (row, column)
        for cell in sheet.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    blanks = [
        PreviewCell(place=f"{sheet.name}!{cell_name(row, column)}", row=row, column=column)
        for row in range(1, min(len(sheet.heights), _BLANK_ROWS) + 1)
        for column in range(1, min(len(sheet.widths), _BLANK_COLUMNS) + 1)
        if (row, column) not in covered
    ]
    return replace(sheet, cells=(*sheet.cells, *blanks))
