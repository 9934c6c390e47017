"""What a platform's file is, by its headings alone, and what a hostile one gets."""

from __future__ import annotations

import struct
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.formats import load_formats, load_words, parse_format
from desktop_app.importers.recognise import recognise
from desktop_app.importers.tabular import open_table
from desktop_app.reports.format_names import format_name
from desktop_app.usecases.importing.platform import recognise_file
from tests.fixtures import FOLDER, path
from tests.importers.making_platform_files import change, grid, repack, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
US = "tiktokshop-orders-us.xlsx"
TH = "tiktokshop-orders-th.csv"

EXPECTED = {
    "jt-bill.xlsx": ("jt-bill", "对账单", 2),
    "chinapost-bill.csv": ("chinapost-bill", "", 1),
    "4px-bill.xlsx": ("4px-bill", "小包运费明细", 4),
    "tiktok-promote.csv": ("tiktok-promote", "", 1),
    "douplus-orders.csv": ("douplus-orders", "", 1),
    "qianchuan-daily.csv": ("qianchuan-daily", "", 1),
    "meta-ads-en.csv": ("meta-ads", "", 1),
    "tiktokads-gmvmax-creative-zh.xlsx": ("tiktokads-gmvmax-creative", "Sheet1", 1),
    "tiktokads-gmvmax-creative.xlsx": ("tiktokads-gmvmax-creative", "Sheet1", 1),
    "tiktokads-campaign.xlsx": ("tiktokads-campaign", "Sheet1", 1),
    "tiktok-live-zh.xlsx": ("tiktok-live-zh", "Sheet1", 3),
    "amazon-settlement-v2.csv": ("amazon-settlement-v2", "", 1),
    "douyin-fund.csv": ("douyin-fund", "", 1),
    "douyin-settlement.csv": ("douyin-settlement", "", 1),
    "douyin-orders.csv": ("douyin-orders", "", 1),
    "shopify-orders.csv": ("shopify-orders", "", 1),
    "lazada-orders.xlsx": ("lazada-orders", "sheet1", 1),
    "shopee-orders-id.xlsx": ("shopee-orders", "orders", 1),
    "shopee-orders-en.xlsx": ("shopee-orders", "orders", 1),
    "tiktokshop-income-id.xlsx": ("tiktokshop-income-id", "Order details", 1),
    "tiktokshop-statement-sku-my.csv": ("tiktokshop-statement-sku", "", 1),
    "fx-chinamoney.csv": ("fx-chinamoney", "", 1),
    "fx-ecb-hist.csv": ("fx-ecb", "", 1),
    "fx-safe.csv": ("fx-safe", "", 1),
    "tiktok-live-creator.xlsx": ("tiktok-live-creator", "performance_detail", 3),
    "tiktokads-gmvmax-live-zh.xlsx": ("tiktokads-gmvmax-live", "Sheet1", 1),
    "tiktokshop-income-sea.xlsx": ("tiktokshop-income-sea", "Order details", 1),
    "tiktokshop-orders-th.csv": ("tiktokshop-orders", "", 1),
    "tiktokshop-orders-us.xlsx": ("tiktokshop-orders", "OrderSKUList", 1),
    "tiktokshop-orders-vn.xlsx": ("tiktokshop-orders", "OrderSKUList", 1),
    "tiktokshop-returns.csv": ("tiktokshop-returns", "", 1),
    "yunexpress-bill.xlsx": ("yunexpress-bill", "运费明细", 1),
}


def fault_of(file: Path) -> FileFault:
    with pytest.raises(UnusableFileError) as caught:
        recognise_file(file)
    return caught.value.fault


@pytest.mark.parametrize("name", EXPECTED)
def test_every_fixture_is_known_by_its_headings(name: str, tmp_path: Path) -> None:
    renamed = tmp_path / "下载 (1).dat"
    renamed.write_bytes(path(name).read_bytes())
    found = recognise_file(renamed)
    assert (found.format.name, found.match.sheet.name, found.match.header_row) == EXPECTED[name]
    assert found.match.unknown == ()
    assert found.confidence == 1
    rows = list(found.match.sheet.rows())
    assert len(rows[found.match.header_row - 1]) >= len(found.match.columns)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_has_a_name(language: str) -> None:
    before = i18n.language()
    i18n.set_language(language)
    try:
        names = {form.name: format_name(form.name) for form in load_formats()}
    finally:
        i18n.set_language(before)
    assert all(name != code for code, name in names.items())
    assert len(set(names.values())) == len(names)


def test_headings_are_found_below_titles_on_any_sheet_in_any_order(tmp_path: Path) -> None:
    rows = grid(US)
    turned = [["", *reversed(row)] for row in rows]
    file = write_xlsx(
        tmp_path / "a.xlsx", Notes=[["see the next sheet"]], Data=[[], ["Orders of September"], [], *turned]
    )
    found = recognise_file(file)
    assert (found.match.sheet.name, found.match.header_row) == ("Data", 4)
    assert found.match.columns["order_id"] == len(rows[0])


def test_headings_match_whatever_surrounds_them(tmp_path: Path) -> None:
    rows = grid(TH)
    rows[0] = [f" {heading.upper()}\t" for heading in rows[0]]
    change(rows, rows[0][5], "1")
    rows[0][0] = "\ufeffＯrder  ID\n"
    found = recognise_file(write_csv(tmp_path / "a.csv", rows))
    assert found.format.name == "tiktokshop-orders"
    assert found.match.missing == ()


def test_currency_and_zone_are_read_out_of_brackets(tmp_path: Path) -> None:
    rows = grid("tiktokshop-income-sea.xlsx", "Order details")
    renames = {"Order created time": "Order created time(UTC)", "Total revenue": "Total revenue (THB)"}
    rows[0] = [renames.get(heading, heading) for heading in rows[0]]
    rows[0][0] = "Order/Adjustment ID"
    rows[0][1] = "Transaction type"
    found = recognise_file(write_xlsx(tmp_path / "a.xlsx", Any=rows))
    assert found.match.brackets == {"created_on": "UTC", "revenue": "THB"}


def test_headings_that_differ_by_a_capital_alone_stay_apart(tmp_path: Path) -> None:
    large, small = "Tổng số tiền Người mua thanh toán", "Tổng số tiền người mua thanh toán"
    form = parse_format(
        {
            "name": "two",
            "kind": "orders",
            "columns": {
                "one": {"as": "money", "headings": [large]},
                "other": {"as": "money", "headings": [small]},
            },
        }
    )
    file = write_csv(tmp_path / "a.csv", [[small, large], ["1", "2"]])
    (found,) = recognise(open_table(file), [form], load_words())
    assert found.match.columns == {"other": 0, "one": 1}


def test_an_english_gmv_max_report_is_the_same_format(tmp_path: Path) -> None:
    names = (
        "LIVE name|Launched time|Status|Campaign name|Campaign ID|Cost|Net Cost|SKU orders|"
        "SKU orders (Current shop)|Cost per order (Current shop)|Gross revenue|Gross revenue (Current shop)|"
        "ROI|LIVE views|Cost per LIVE view|10-second LIVE views|Average LIVE duration (minutes)|"
        "LIVE follows|Currency"
    )
    rows = grid("tiktokads-gmvmax-live-zh.xlsx")
    rows[0] = names.split("|")
    found = recognise_file(write_xlsx(tmp_path / "a.xlsx", Sheet1=rows))
    assert found.format.name == "tiktokads-gmvmax-live"
    assert found.match.unknown == ()


def test_a_file_that_lacks_a_column_says_which(tmp_path: Path) -> None:
    rows = [row[:1] + row[2:] for row in grid(TH)]
    with pytest.raises(UnusableFileError) as caught:
        recognise_file(write_csv(tmp_path / "a.csv", rows))
    assert caught.value.fault is FileFault.MISSING_COLUMNS
    assert caught.value.data["columns"] == "Order Status"


def test_a_file_of_no_format_is_refused(tmp_path: Path) -> None:
    assert fault_of(write_csv(tmp_path / "a.csv", [["a", "b"], ["1", "2"]])) is FileFault.UNKNOWN_FORMAT
    with pytest.raises(UnusableFileError) as caught:
        recognise_file(path(TH), "fx-safe")
    assert caught.value.fault is FileFault.OTHER_FORMAT
    with pytest.raises(UnusableFileError) as caught:
        recognise_file(path(TH), "no-such")
    assert caught.value.fault is FileFault.UNKNOWN_FORMAT_NAME


def test_declared_formats_are_sound() -> None:
    formats = load_formats()
    assert {form.name for form in formats} >= {name for name, _, _ in EXPECTED.values()}
    assert all(form.main.required for form in formats)
    with pytest.raises(ValueError, match="no reading"):
        parse_format({"name": "x", "kind": "orders", "columns": {"a": {"as": "guess", "headings": ["A"]}}})
    twice = {"as": "text", "headings": ["A"]}
    with pytest.raises(ValueError, match="two fields"):
        parse_format({"name": "x", "kind": "orders", "columns": {"a": twice, "b": twice}})


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", ","),
        ("cp874", ","),
        ("gb18030", ","),
    ],
)
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = grid(TH)
    found = recognise_file(write_csv(tmp_path / "a.csv", rows, encoding, separator))
    assert list(found.match.sheet.rows()) == rows


def test_text_under_a_workbooks_name_and_chinese_text(tmp_path: Path) -> None:
    target = tmp_path / "rates.xlsx"
    target.write_bytes(path("fx-safe.csv").read_bytes())
    assert recognise_file(target).format.name == "fx-safe"
    latin = write_csv(tmp_path / "a.csv", [["Order ID", "café", "señor"], ["1", "à la crème", "ü"]], "cp1252")
    assert open_table(latin).sheets[0].head(1)[0][1] == "café"


def test_the_faults_of_platforms_workbooks(tmp_path: Path) -> None:
    """A wrong or huge dimension, header cells in rows of their own, the data on sheet2.xml, hidden sheets."""
    for wrong in (b"A1:A1", b"A1:XFD1048576", b"Z9"):
        edit = partial(_with_dimension, wrong)
        file = repack(path(US), tmp_path / "a.xlsx", edit)
        assert len(list(recognise_file(file).match.sheet.rows())) == 6
    vn = recognise_file(path("tiktokshop-orders-vn.xlsx"))
    assert len(vn.match.columns) == 23
    hidden = write_xlsx(tmp_path / "h.xlsx", Old=grid(US)[:3], New=grid(US))
    with zipfile.ZipFile(hidden) as packed:
        assert b'name="Old"' in packed.read("xl/workbook.xml")
    file = repack(
        hidden,
        tmp_path / "hidden.xlsx",
        lambda name, part: part.replace(
            b'name="Old" sheetId="1" state="visible"', b'name="Old" sheetId="1" state="hidden"'
        ),
    )
    assert recognise_file(file).match.sheet.name == "New"


def _with_dimension(wrong: bytes, _name: str, part: bytes) -> bytes:
    return part.replace(b'ref="A1:A1"', b'ref="' + wrong + b'"')


def _sheet(edit: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, part: edit(part) if name == SHEET else part


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda part: part.replace(b'<c r="A3"', b'<c r="XFD1048576"'), FileFault.TOO_LARGE),
        (lambda part: part.replace(b'<c r="A3"', b"<c  r='CZ999999'"), FileFault.TOO_LARGE),
        (lambda part: part.replace(b'<c r="A3"', b'<c r="&#88;FD1048576"'), FileFault.HOSTILE),
        (lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + part, FileFault.HOSTILE),
        (lambda part: b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + part, FileFault.HOSTILE),
        (lambda part: part.decode().encode("utf-16"), FileFault.HOSTILE),
        (lambda part: part[: len(part) // 2], FileFault.DAMAGED),
        (lambda part: part.replace(b"Handwoven", b"&#xD800;"), FileFault.DAMAGED),
    ],
)
def test_hostile_sheets(tmp_path: Path, edit: Callable[[bytes], bytes], fault: FileFault) -> None:
    assert fault_of(repack(path(US), tmp_path / "a.xlsx", _sheet(edit))) is fault


def test_zips_that_attack(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path(US)) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != SHEET:
                new.writestr(entry.filename, old.read(entry))
        with new.open(SHEET, "w") as part:
            for _ in range(60):
                part.write(b" " * 1_000_000)
    assert fault_of(bomb) is FileFault.TOO_LARGE
    raw = bytearray(bomb.read_bytes())
    place = raw.rfind(b"PK\x01\x02")
    raw[place + 24 : place + 28] = struct.pack("<I", 1000)
    liar = tmp_path / "liar.xlsx"
    liar.write_bytes(raw)
    assert fault_of(liar) is FileFault.DAMAGED
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(2_500):
            packed.writestr(str(number), b"")
    assert fault_of(many) is FileFault.TOO_LARGE


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \r\n\x00", FileFault.EMPTY),
        (path(US).read_bytes()[:3000], FileFault.DAMAGED),
        (b"<html><body><table><tr><td>Order ID</td></tr></table></body></html>", FileFault.HTML),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', FileFault.HTML),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), FileFault.OLD_XLS),
        (b"%PDF-1.7", FileFault.NOT_A_WORKBOOK),
        (b'Order ID,"Order Status\n1,2\n', FileFault.UNBALANCED_QUOTES),
        (b"\xef\xbb\xbfOrder ID\n\xff\xfe\xfd\n", FileFault.ENCODING),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, fault: FileFault) -> None:
    file = tmp_path / "orders.xlsx"
    file.write_bytes(content)
    assert fault_of(file) is fault


def test_what_is_not_there(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "none.csv") is FileFault.NOT_FOUND
    assert fault_of(tmp_path) is FileFault.IS_DIRECTORY
    assert fault_of(FOLDER / "shopee-orders-tw.xlsx") is FileFault.ENCRYPTED
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("../x.txt", "x")
    assert fault_of(tmp_path / "a.zip") is FileFault.NOT_A_WORKBOOK
