"""What forms are filled with in tests, and how a filled one is looked at."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop_app.excel.forms.filling import fill_form
from tests.excel.forms.making import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from desktop_app.excel.forms.fields import Value
    from desktop_app.excel.forms.filling import Filled

FIELDS: dict[str, Value] = {
    "applicant.name": "王家果园 & 电商<社>",
    "applicant.kind": "合作社",
    "applicant.credit_code": "91330100MA2XXXXX1K",
    "applicant.id_card": "330102199001011234",
    "applicant.registered_on": date(2019, 5, 6),
    "applicant.address": "=示例县1号",
    "applicant.bank_name": "示例县农商行",
    "applicant.bank_account": "6228480012345678901",
    "claim.number": "2025-0007",
    "claim.year": 2025,
    "claim.scheme": "示例运费补贴",
    "claim.period_from": date(2025, 1, 1),
    "claim.period_to": date(2025, 6, 30),
    "claim.base_amount": Decimal("128000.50"),
    "claim.received": None,
    "claim.amount": Decimal("12800.05"),
    "claim.amount_capital": "人民币壹万贰仟捌佰元零伍分",
    "claim.frozen_on": date(2025, 7, 1),
}

SALES: list[dict[str, Value]] = [
    {
        "date": date(2025, 1, at),
        "order_id": f"57720000000000000{at}",
        "product": product,
        "unit": "箱",
        "quantity": quantity,
        "rate": Decimal("12.50"),
    }
    for at, (product, quantity) in enumerate([("红心猕猴桃", 3), ("果干", 120), ("礼盒", 10)], start=1)
]
SHIPPING: list[dict[str, Value]] = [
    {"carrier": "云途", "cost": Decimal("88.20"), "weight_kg": Decimal("3.5")},
    {"carrier": "燕文", "cost": Decimal("11.80"), "weight_kg": Decimal("1.5")},
]


def fill(
    form: Path, *, rows: Mapping[str, Sequence[Mapping[str, Value]]] | None = None, **placing: str
) -> tuple[Filled, dict[str, bytes]]:
    """Fill a form in beside itself; return what became of it, and the filled parts."""
    lists = {"sales": SALES, "shipping": SHIPPING} if rows is None else rows
    out = form.with_name(f"filled-{form.name}")
    done = fill_form(form, out, fields=FIELDS, rows=lists, placing=placing)
    return done, read(out)


def cells(part: bytes) -> dict[str, str]:
    """Return a sheet's cells as they are written, by their names."""
    whole = re.finditer(
        r'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</(?:\w+:)?c>)', part.decode(), re.DOTALL
    )
    return {match[1]: match[0] for match in whole}


def around(part: bytes) -> tuple[str, str]:
    """Return what stands before and after a sheet's rows."""
    before, _, rest = part.decode().partition("<sheetData>")
    return before, rest.partition("</sheetData>")[2]
