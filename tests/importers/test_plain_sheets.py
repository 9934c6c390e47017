"""Plain sheets read while they are unpacked: the same rows as a parser of all of Office Open XML gives."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.plain_sheet import read_plain
from desktop_app.importers.tabular import open_table
from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Rows = list[list[str]]
"""A sheet's texts; "" is no cell."""

_HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_SHEET = "xl/worksheets/sheet1.xml"

texts = st.one_of(
    st.just(""),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        max_size=6,
    ),
    st.sampled_from(
        (" a ", "\n", "\u3000b\xa0", "&<>\"'", "&amp;", "_x0041_", "x_x", 'a" s="1"', "Z1", "猕猴桃 ")
    ),
)
sheets = st.lists(st.lists(texts, max_size=30), max_size=6)
ways = st.lists(st.sampled_from(("", "styled", "spaced", "blank")), min_size=1, max_size=7)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain") / "sheet.xlsx"


@given(rows=sheets, ways=ways, cuts=st.integers(1, 400), gap=st.integers(0, 3))
def test_a_sheet_of_texts_reads_as_the_parser_reads_it(
    book: Path, rows: Rows, ways: list[str], cuts: int, gap: int
) -> None:
    xml = _written(rows, ways, gap)
    _save(book, xml)

    (sheet,) = open_table(book).sheets

    assert list(sheet.rows()) == _parsed(book)
    plain = read_plain(_pieces(xml, cuts))
    if plain is not None:
        assert list(plain.rows()) == _parsed(book)
    # A text that is written with other rules is left to the parser.
    assert plain is not None or "_x0041_" in str(rows)


@given(xml=st.lists(st.sampled_from((
    "<row>", '<row r="2">', "</row>", '<row r="3"/>', '<c r="A1" t="inlineStr"><is><t>a</t></is></c>',
    '<c r="B2" t="inlineStr"><is><t>b</t></is></c>', '<c r="C2" t="inlineStr"><is><t/></is></c>', "</c>",
    '<c r="A4" t="inlineStr"><is><r><t>c</t></r></is></c>', '<c r="D2"><v>1</v></c>', '<c r="C2" s="1"/>',
    '<c r="A5" t="inlineStr"><f>1</f><is><t>d</t></is></c>', "<!-- x -->", "text", "&amp;", "</t></is></c>",
)), max_size=9))  # fmt: skip
def test_whatever_stands_in_a_sheet_is_read_as_the_parser_reads_it_or_left_to_it(
    book: Path, xml: list[str]
) -> None:
    whole = f"{_HEAD}<sheetData>{''.join(xml)}</sheetData></worksheet>".encode()
    plain = read_plain([whole])
    if plain is not None:
        _save(book, whole)
        assert list(plain.rows()) == _parsed(book)


def test_what_servers_write_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Orders")
    for row in (["Order ID", "Name"], [], ["1", "猕猴桃 & <b>"], [None, None, "x"]):
        sheet.append(row)
    workbook.save(path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(_SHEET)

    plain = read_plain([xml[:100_000], xml[100_000:]])

    assert plain is not None
    assert list(plain.rows()) == [
        ["Order ID", "Name", ""],
        ["", "", ""],
        ["1", "猕猴桃 & <b>", ""],
        ["", "", "x"],
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"),
        lambda xml: xml.replace(b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="UTF-16"?>'),
        lambda xml: xml.replace(b'r="A1"', b'r="XFD1"'),
        lambda xml: xml.replace(b'r="A1"', b'r="A900000"'),
        lambda xml: xml.replace(b"one", b"o\0ne"),
        lambda xml: xml.replace(b"one", b"o&b;ne"),
        lambda xml: xml.replace(b"one", b"\xff\xfe"),
        lambda xml: xml.replace(b"</sheetData>", b""),
        lambda xml: xml.replace(b"one", b"x" * 3 + b"<t>"),
    ],
    ids=[
        "entities",
        "UTF-16",
        "far right",
        "far down",
        "NUL",
        "unknown entity",
        "no UTF-8",
        "cut short",
        "nested",
    ],
)
def test_what_needs_a_judgement_is_left_to_the_checks(change: Callable[[bytes], bytes]) -> None:
    xml = _written([["one", "two"]], [""], 0)
    assert read_plain([xml]) is not None

    assert read_plain([change(xml)]) is None


def test_rows_far_apart_are_left_to_the_checks() -> None:
    far = '<c r="{place}" t="inlineStr"><is><t>a</t></is></c>'
    rows = "".join(
        f'<row r="{row}">{far.format(place=f"{column}{row}")}</row>'
        for column, row in (("A", 1), ("ZZ", 9_000))
    )

    assert read_plain([f"{_HEAD}<sheetData>{rows}</sheetData></worksheet>".encode()]) is None


def test_a_size_that_lies_is_found_behind_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "lies.xlsx"
    _save(path, _written([["one"]], [""], 0) + b" " * 100_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        stated = archive.getinfo(_SHEET).file_size
    path.write_bytes(content.replace(stated.to_bytes(4, "little"), (stated - 90_000).to_bytes(4, "little")))

    with pytest.raises(UnusableFileError) as refused:
        open_table(path)

    assert refused.value.fault is FileFault.DAMAGED


def _written(rows: Rows, ways: Sequence[str], gap: int) -> bytes:
    """Write a sheet as servers do, each cell in one of their ways."""
    lines = []
    for number, row in enumerate(rows, start=1 + gap):
        cells = []
        for place, text in enumerate(row):
            way = ways[place % len(ways)]
            where = f"{chr(65 + place % 26) if place < 26 else 'A' + chr(65 + place - 26)}{number}"
            style = ' s="3"' if way == "styled" else ""
            spaced = ' xml:space="preserve"' if way == "spaced" else ""
            if text and way != "blank":
                inside = f"<is><t{spaced}>{escape(text)}</t></is>"
                cells.append(f'<c r="{where}"{style} t="inlineStr">{inside}</c>')
            elif way == "blank":
                cells.append(f'<c r="{where}" s="1"/>')
        lines.append(f'<row r="{number}" ht="15">{"".join(cells)}</row>')
    return f"{_HEAD}<cols/><sheetData>{''.join(lines)}</sheetData></worksheet>".encode()


def _pieces(xml: bytes, size: int) -> list[bytes]:
    head = xml.index(b"<sheetData>") + 11
    return [xml[:head], *(xml[at : at + size] for at in range(head, len(xml), size))]


def _save(path: Path, sheet: bytes) -> None:
    """Put a sheet's XML into a workbook of one sheet."""
    with (
        zipfile.ZipFile(fixture("tiktokshop-orders-us.xlsx")) as pattern,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in pattern.infolist():
            target.writestr(entry.filename, sheet if entry.filename == _SHEET else pattern.read(entry))


def _parsed(path: Path) -> Rows:
    """Return what calamine makes of the sheet, with the empty columns before the first cell."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    left: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    return [left + row for row in sheet.iter_rows()]
