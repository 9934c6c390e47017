"""From order files of platforms to what a claim hands out: no buyer, no live formula, every digit."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.fx import Rate
from desktop_app.store.database import Book
from desktop_app.usecases import claims, claims_life, evidence
from desktop_app.usecases.claims_form import fill
from desktop_app.usecases.claims_pack import write_pack
from desktop_app.usecases.importing import apply_import, plan_import
from tests.importers.making_platform_files import grid, write_csv, write_xlsx
from tests.usecases.claims_book import PERCENT, keep, line, make_book, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "tiktokshop-orders-us.xlsx": (Platform.TIKTOK_SHOP, "US", "USD"),
    "tiktokshop-orders-th.csv": (Platform.TIKTOK_SHOP, "TH", "THB"),
    "tiktokshop-orders-vn.xlsx": (Platform.TIKTOK_SHOP, "VN", "VND"),
    "shopee-orders-en.xlsx": (Platform.SHOPEE, "MY", "MYR"),
    "shopee-orders-id.xlsx": (Platform.SHOPEE, "ID", "IDR"),
    "lazada-orders.xlsx": (Platform.LAZADA, "TH", "THB"),
    "shopify-orders.csv": (Platform.SHOPIFY, "US", "USD"),
    "douyin-orders.csv": (Platform.DOUYIN, "CN", "CNY"),
}
BUYER = re.compile(
    r"recipient|receiver|buyer|phone|telepon|telp|address|alamat|zip|postal|pembeli|penerima|email"
    r"|(shipping|billing|customer) ?(name|company|street|city|province|first|last)|payment reference|note"
    r"|收件|收货|买家|手机|电话|地址|姓名|昵称|备注|留言|catatan|message",
    re.IGNORECASE,
)
# Who stays a buyer's even where the heading speaks of somebody else's field.
NOT_A_BUYER = re.compile(
    r"buyer.?paid|paid by buyer|dibayar.*pembeli|buyer (shipping|service)|payment|买家(支付|实付|应付)",
    re.IGNORECASE,
)
SECRETS = ("Zoraida Quimby", "18612345987", "+66 81-555-0199", "quimby@example.test", "幸福路乙三十七号")
ID = "0012345678901234567"
FORMULAS = ("=cmd|'/c calc'!A1", "+1+cmd", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.test","y")')


def planted(name: str, folder: Path) -> Path:
    """A fixture with a buyer's data in every column that speaks of a buyer."""
    rows = grid(name)
    columns = [
        at for at, heading in enumerate(rows[0])
        if BUYER.search(str(heading)) and not NOT_A_BUYER.search(str(heading))
    ]  # fmt: skip
    assert columns, name
    for number, row in enumerate(rows[1:]):
        for at in columns:
            if at < len(row):
                row[at] = SECRETS[(number + at) % len(SECRETS)]
    if name.endswith(".csv"):
        return write_csv(folder / name, rows)
    return write_xlsx(folder / name, OrderSKUList=rows)


def texts_in(target: Path) -> Iterator[bytes]:
    """Every file of a folder or zip, those packed in it unpacked, names included."""
    if target.is_dir():
        for found in sorted(target.rglob("*")):
            yield found.name.encode()
            if found.is_file():
                yield from texts_in(found)
    elif zipfile.is_zipfile(target):
        with zipfile.ZipFile(target) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)
    else:
        yield target.read_bytes()


def everywhere(book: Book, number: str, folder: Path) -> list[Path]:
    """Write all that a claim hands out: the pack, and forms with every field and row there is."""
    fields = [f"{{{{applicant.{name}}}}}" for name in ("name", "shops", "products", "bank_account")]
    page = Workbook()
    sheet: Any = page.active
    for name in fields:
        sheet.append([name])
    columns = ("order_id", "product", "account", "tracking", "receipt", "invoice", "declaration", "session")
    sheet.append(
        [f"{{{{#sales}}}}{{{{{columns[0]}}}}}", *(f"{{{{{name}}}}}" for name in columns[1:]), "{{/sales}}"]
    )
    sheet.append(["{{#evidence}}{{evidence}}", "{{product}}{{/evidence}}"])
    page.save(folder / "form.xlsx")
    today = date(2026, 12, 31)
    fill(book, number, folder / "form.xlsx", folder / "filled.xlsx", today=today)
    write_pack(book, number, folder / "pack", today=today)
    return [folder / "pack", folder / "filled.xlsx"]


@pytest.mark.parametrize("name", FILES)
def test_no_buyer_reaches_the_book_or_what_a_claim_hands_out(tmp_path: Path, name: str) -> None:
    platform, market, currency = FILES[name]
    at = tmp_path / "b.bozhang"
    with Book.create(at) as book:
        with book.write("test") as writer:
            writer.put(Account(account="shop", platform=platform, market=market, currency=currency))
            writer.put_many([Rate(currency=currency, on=date(2025, 1, 1), units=1, cny_e8=10**8)])
        plans = plan_import(book, [planted(name, tmp_path)], account="shop")
        apply_import(book, plans)
        assert sum(1 for _line in book.iterate("sales")) > 0
        keep(book, scheme("net", {"measure": "placed"}, PERCENT))
        number = claims.begin_claim(book, ["net"], date(2025, 1, 1), date(2026, 12, 31)).number
        handed_out = everywhere(book, number, tmp_path)
    for target in (at, *handed_out):
        for content in texts_in(target):
            for secret in SECRETS:
                assert secret.encode() not in content, (target.name, secret)


def cells_of(target: Path) -> Iterator[Any]:
    workbook = load_workbook(target)
    for page in workbook:
        for row in page.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_was_typed_stays_text_and_ids_keep_their_digits(tmp_path: Path, text: str) -> None:
    with make_book(tmp_path / "b.bozhang") as book:
        with book.write("test") as writer:
            writer.put(Product(sku=text, name=text, unit="箱", unit_weight_mg=1000, reference_cost_minor=1))
            writer.put(Account(account=text, platform=Platform.TIKTOK_SHOP, market="TH", currency="CNY"))
            ids = dict.fromkeys(("tracking", "declaration", "payment_ref", "invoice"), ID)
            writer.put(line(ID, 10_000, sku=text, account=text, **ids))
            writer.put(line("9" + ID, 5_000, sku=text, account=text, excluded=text))
        said = {"customs_codes": [], "markets": ["TH"]}
        keep(
            book,
            {**scheme("net", {"measure": "net", "filters": said}, PERCENT), "clause": text, "name": text},
        )
        evidence.attach(book, b"%PDF-1.4", f"{text.replace('/', '')}.pdf", "orders", (text, ID))
        number = claims.begin_claim(book, ["net"], date(2026, 3, 1), date(2026, 3, 31)).number
        claims_life.freeze(book, number, today=date(2026, 4, 20))
        handed_out = everywhere(book, number, tmp_path)
    workbooks = [found for one in handed_out for found in ([one] if one.is_file() else one.glob("*.xlsx"))]
    assert len(workbooks) == 4
    for target in workbooks:
        cells = list(cells_of(target))
        for cell in cells:
            if cell.data_type == "f":
                assert "cmd" not in str(cell.value)
                assert "HYPERLINK" not in str(cell.value)
        if "公示版" not in target.name:
            assert any(cell.value == text and cell.data_type == "s" for cell in cells), target.name
            assert any(cell.value == ID and cell.data_type == "s" for cell in cells), target.name
