"""Ledger workbooks for tests, written by openpyxl as a user's own program might."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from desktop_app.domain.errors import UnknownCurrencyError
from desktop_app.importers.context import ReadContext
from desktop_app.importers.ledger import read_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop_app.importers.ledger import LedgerFile

SHANGHAI = ZoneInfo("Asia/Shanghai")
DECIMALS = {"CNY": 2, "THB": 2, "JPY": 0, "USD": 2, "KWD": 3}

PRODUCTS: list[list[Any]] = [["sku", "name", "unit"], ["KIWI", "翠香", "箱"], ["JUICE", "果汁", "瓶"]]
ACCOUNTS: list[list[Any]] = [
    ["account", "platform", "market", "currency"],
    ["A", "tiktok_shop", "TH", "THB"],
    ["B", "抖音", "CN", "CNY"],
]
SESSIONS: list[list[Any]] = [
    ["场次号", "账号", "开播时间", "下播时间"],
    ["S1", "A", "2026-03-01 20:00", "2026-03-01 22:00"],
]
SALES_HEADING: list[Any] = [
    "order_id",
    "line",
    "account",
    "ordered_at",
    "sku",
    "quantity",
    "unit_price",
    "currency",
]
SALE: list[Any] = ["O1", None, "A", "2026-03-01 20:30", "KIWI", 2, 12.5, "THB"]


def decimals(code: str) -> int:
    """Give the decimals of a handful of currencies."""
    if code not in DECIMALS:
        raise UnknownCurrencyError(code)
    return DECIMALS[code]


CONTEXT = ReadContext(book_currency="CNY", timezone=SHANGHAI, decimals=decimals)


def write(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook with these sheets of rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        page = workbook.create_sheet(name)
        for row in rows:
            page.append(list(row))
    workbook.save(path)
    return path


def ledger(**sheets: Sequence[Sequence[Any]]) -> dict[str, Sequence[Sequence[Any]]]:
    """Return products, accounts and a session, with what a test adds or replaces."""
    return {"Products": PRODUCTS, "Accounts": ACCOUNTS, "Sessions": SESSIONS, **sheets}


def read(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> LedgerFile:
    """Write sheets and read them back."""
    return read_ledger(write(path, sheets), CONTEXT)


def share_texts(path: Path) -> None:
    """Move the first sheet's texts into shared strings, as Excel keeps them."""
    texts: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v></c>' % (len(texts) - 1)

    inline = re.compile(rb't="inlineStr"><is>(.*?)</is></c>')
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: inline.sub(share, xml))
    link = (
        b'<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        b' Target="sharedStrings.xml" Id="rId99" /></Relationships>'
    )
    rewrite(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    rewrite(path, "xl/sharedStrings.xml", lambda _: b"<sst>%s</sst>" % items)


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
