"""Files that are no ledger, damaged, or made to do harm: refused at once, in words, without eating memory."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.ledger import is_ledger, read_ledger
from tests.importers.making_ledgers import CONTEXT, PRODUCTS, ledger, rewrite, share_texts, write

if TYPE_CHECKING:
    from pathlib import Path

_SHEET = "xl/worksheets/sheet1.xml"
_MEMORY = 200 * 2**20


def fault_of(path: Path) -> Any:
    """Read a file that cannot be used, and hold that it took little memory."""
    tracemalloc.start()
    try:
        with pytest.raises(UnusableFileError) as caught:
            read_ledger(path, CONTEXT)
        assert tracemalloc.get_traced_memory()[1] < _MEMORY
    finally:
        tracemalloc.stop()
    return caught.value.fault


def ole2(stream: str) -> bytes:
    """Make the head and the directory of an OLE2 file with one stream."""
    head = bytearray(512)
    head[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<H", head, 0x1E, 9)
    struct.pack_into("<L", head, 0x30, 0)
    return bytes(head) + stream.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (ole2("Workbook"), FileFault.OLD_XLS),
        (ole2("EncryptedPackage"), FileFault.ENCRYPTED),
        (b"\xef\xbb\xbf<html><table></table></html>", FileFault.HTML),
        ("货号,名称\nKIWI,翠香\n".encode(), FileFault.PLAIN_TEXT),
        ("货号,名称\n".encode("gb18030"), FileFault.PLAIN_TEXT),
        (b"sku\tname\n".decode().encode("utf-16"), FileFault.PLAIN_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0", FileFault.NOT_A_WORKBOOK),
        (b"PK\x03\x04 and no more", FileFault.DAMAGED),
    ],
)
def test_other_files_under_a_workbooks_name_are_called_what_they_are(
    tmp_path: Path, content: bytes, fault: FileFault
) -> None:
    path = tmp_path / "账本.xlsx"
    path.write_bytes(content)
    assert fault_of(path) is fault
    assert not is_ledger(path)


def test_nothing_a_folder_and_a_cut_file_are_refused(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "none.xlsx") is FileFault.NOT_FOUND
    assert fault_of(tmp_path) is FileFault.IS_DIRECTORY
    path = write(tmp_path / "l.xlsx", ledger())
    whole = path.read_bytes()
    for part in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(whole[: int(len(whole) * part)])
        assert fault_of(path) is FileFault.DAMAGED


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert fault_of(path) is FileFault.NOT_A_WORKBOOK


def test_damage_inside_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    rewrite(path, _SHEET, lambda xml: xml[:-30])
    assert fault_of(path) is FileFault.DAMAGED
    path = write(tmp_path / "m.xlsx", {"Products": PRODUCTS})
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(content)
    assert fault_of(path) is FileFault.DAMAGED


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    rewrite(path, _SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 200_000_000))
    assert path.stat().st_size < 2_000_000
    assert fault_of(path) is FileFault.TOO_LARGE


def test_a_zip_whose_directory_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/{number:06}.xml", b"")
    assert fault_of(path) is FileFault.TOO_LARGE


@pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, part: str) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    laughs += b'<!ENTITY c SYSTEM "file:///etc/passwd">]><worksheet><v>&b;&c;</v></worksheet>'
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    share_texts(path)
    rewrite(path, part, lambda _: laughs)
    assert fault_of(path) is FileFault.HOSTILE


def test_a_far_cell_and_a_wrong_dimension_cost_nothing_and_lose_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    rewrite(path, _SHEET, lambda xml: xml.replace(b"</sheetData>", far).replace(b"A1:C3", b"A1:A1"))
    file = read_ledger(path, CONTEXT)
    assert [row.record.sku for row in file.rows["products"]] == ["KIWI", "JUICE"]
    assert not file.refusals


def test_a_cell_beyond_the_last_column_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    rewrite(path, _SHEET, lambda xml: xml.replace(b'r="A2"', b'r="ZZZZZZZ2"'))
    assert fault_of(path) is FileFault.DAMAGED


@pytest.mark.parametrize("part", [_SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_elements_a_million_deep_are_damage(tmp_path: Path, part: str) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    share_texts(path)
    rewrite(path, part, lambda _: b"<a>" * 1_000_000)
    assert fault_of(path) is FileFault.DAMAGED


def test_a_row_of_a_million_cells_is_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    row = b'<row r="9">' + b"<c><v>1</v></c>" * 500_000 + b"</row></sheetData>"
    rewrite(path, _SHEET, lambda xml: xml.replace(b"</sheetData>", row))
    assert fault_of(path) is FileFault.DAMAGED


def test_an_encrypted_entry_is_a_password(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02")
    path.write_bytes(content[: at + 8] + b"\x01\x00" + content[at + 10 :])
    assert fault_of(path) is FileFault.ENCRYPTED


def test_strange_text_survives_or_is_refused_by_row(tmp_path: Path) -> None:
    names = ["=cmd|' /C calc'!A0", "'); DROP TABLE products;--", "\u202egnp.exe", "<&>\"'", "_x0041_x"]
    rows = [["sku", "name", "unit"], *([f"P{at}", name, "箱"] for at, name in enumerate(names))]
    path = write(tmp_path / "l.xlsx", {"Products": [*rows, ["P9", "长" * 32_767, "箱"]]})
    file = read_ledger(path, CONTEXT)
    read = {row.record.sku: row.record.name for row in file.rows["products"]}
    # openpyxl writes the first as a formula without a result, and knows no escapes.
    assert {sku: read.get(sku) for sku in ("P1", "P2", "P3", "P4")} == dict(
        zip(("P1", "P2", "P3", "P4"), (*names[1:4], "Ax"), strict=True)
    )
    assert [(refusal.row, refusal.reason.code.value) for refusal in file.refusals] == [(2, "cell_error")]
