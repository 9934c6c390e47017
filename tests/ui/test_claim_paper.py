"""Sheets of a claim on paper: the PDF says what the workbook says, on as many pages, large enough to read."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_app.excel.claim_workbook.paper import paper_of
from desktop_app.excel.claim_workbook.writing import Reader, write_claim
from desktop_app.reports.claim.paper import printed_figure
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.subsidy.paper_output import PaperOutput, pdf_writer
from tests.excel.claims_made import freight_claim, sales_claim
from tests.screens.subsidy_scenes import draft

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QListWidget

    from tests.screens.stage import Stage

openpyxl = pytest.importorskip("openpyxl")


def shown_cells(path: Path) -> dict[str, list[str]]:
    """What stands in the workbook by sheet, texts alone: figures are written in their formats."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: [
            cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
        ]
        for sheet in book
    }


@pytest.mark.parametrize("reader", [Reader.OFFICE, Reader.FILE, Reader.PUBLIC])
def test_paper_has_the_workbook_s_sheets_texts_and_merges(reader: Reader, tmp_path: Path) -> None:
    document = freight_claim(30)
    write_claim(tmp_path / "claim.xlsx", document, reader)
    written = shown_cells(tmp_path / "claim.xlsx")
    sheets = paper_of(document, reader)
    assert [sheet.name for sheet in sheets] == list(written)
    for sheet in sheets:
        drawn = [cell.text for row in sheet.rows for cell in row.cells]
        texts = set(written[sheet.name])
        beyond = texts - set(drawn)
        # Only what stands in columns beyond the print area is in the workbook alone.
        assert len(beyond) < len(texts) / 2
        assert sheet.smallest_points >= 7.8
        book = openpyxl.load_workbook(tmp_path / "claim.xlsx")[sheet.name]
        merged = {(area.min_row - 1, area.min_col - 1, area.max_col) for area in book.merged_cells.ranges}
        spans = {
            (at, cell.at, cell.at + cell.span)
            for at, row in enumerate(sheet.rows)
            for cell in row.cells
            if cell.span > 1
        }
        assert spans == merged
        assert sheet.heading == (
            tuple(
                int(part.strip("$")) - minus
                for part, minus in zip(book.print_title_rows.split(":"), (1, 0), strict=True)
            )
            if book.print_title_rows
            else None
        )


def test_every_row_stands_on_one_page_and_headings_on_each() -> None:
    ledger = next(one for one in paper_of(sales_claim(120), Reader.OFFICE) if one.name == "销售明细台账")
    assert ledger.heading is not None
    headings = list(ledger.rows[ledger.heading[0] : ledger.heading[1]])
    pages = [ledger.rows_of(page) for page in range(ledger.pages)]
    assert ledger.pages > 3
    assert all(page[: len(headings)] == headings for page in pages[1:])
    assert [row for at, page in enumerate(pages) for row in page[len(headings) if at else 0 :]] == list(
        ledger.rows
    )


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (Decimal("1234567.5"), "#,##0.00", "1,234,567.50"),
        (Fraction(1, 3), "#,##0.00", "0.33"),
        (Fraction(-5, 1000), "#,##0.00", "-0.01"),
        (Decimal("0.210025"), "0.00######", "0.210025"),
        (Decimal("7.1"), "0.00######", "7.10"),
        (Fraction(235, 10000), "0.00##%", "2.35%"),
        (Fraction(1, 300), "0.00##%", "0.3333%"),
        (12, "#,##0", "12"),
        (1234, "General", "1234"),
    ],
)
def test_figures_are_shown_as_a_workbook_shows_them(value: Any, number_format: str, text: str) -> None:
    assert printed_figure(value, number_format) == text


def test_ticked_sheets_go_into_one_pdf_with_its_pages_counted(stage: Stage, tmp_path: Path) -> None:
    draft(stage)
    page = stage.go("subsidy_paper", stage.page._number)
    names = [sheet.name for sheet in page._sheets]
    page.list.setFocus()
    for at in range(2, page.list.count()):
        page.list.setCurrentRow(at)
        QTest.keyClick(page.list, Qt.Key.Key_Space)
    ticked, empty = (inside_of_box(page.list, at) for at in (0, 2))
    assert ticked > empty == 1, "a box that is chosen has a tick in it"
    count = sum(sheet.pages for sheet in page._sheets[:2])
    assert f"{count} 页" in page.header.subtitle.whole
    page.write_pdf(tmp_path / "纸.pdf")
    stage.settle()
    assert (tmp_path / "纸.pdf").read_bytes().startswith(b"%PDF")
    assert not list(tmp_path.glob(".*"))
    assert names[:2] == ["申报表", "测算汇总表"]
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "纸.pdf", "-"], capture_output=True, check=True)
    # A face may give a character as the radical that looks like it.
    said = unicodedata.normalize("NFKC", done.stdout.decode())
    assert len(re.findall(rf"第\s*\d+\s*.\s*共\s*{count}\s*.", said)) == count
    assert f"{Decimal(asked(stage)) / 100:,.2f}" in said
    assert "示例" in said


def inside_of_box(lines: QListWidget, at: int) -> int:
    """How many colours there are inside of a line's box: one where it is filled alone."""
    line = QStyleOptionViewItem()
    line.initFrom(lines)
    line.rect = lines.visualItemRect(lines.item(at))
    line.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    line.widget = lines
    place = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    box = lines.style().subElementRect(place, line, lines).adjusted(3, 3, -3, -3)
    picture = lines.viewport().grab(box).toImage()
    return len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())})


def asked(stage: Stage) -> int:
    """What the claim asks for, in fen."""
    claim = stage.window.page_named("subsidy_claim")
    return int(claim._view.worked.asked_fen)  # type: ignore[attr-defined]


def test_pages_are_turned_by_keys_and_readers_by_chips(stage: Stage) -> None:
    draft(stage)
    page = stage.go("subsidy_paper", stage.page._number)
    page.list.setCurrentRow(2)
    page.whole.click()
    stage.settle()
    page.view.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(page.view, key)
        stage.settle()
    assert page._at == 1
    page.readers.button(1).click()
    stage.settle()
    assert len(page._sheets) == 1


def test_a_stopped_pdf_leaves_what_was_there(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(stage)
    page = stage.go("subsidy_paper", stage.page._number)
    (tmp_path / "old.pdf").write_bytes(b"old")
    monkeypatch.setattr(Progress, "follow", lambda self, _future: self.reject())
    page.write_pdf(tmp_path / "old.pdf")
    stage.settle()
    assert [(one.name, one.read_bytes()) for one in tmp_path.glob("*.pdf")] == [("old.pdf", b"old")]
    assert not list(tmp_path.glob(".*"))
    monkeypatch.undo()
    sheets = paper_of(freight_claim(10), Reader.OFFICE)
    progress = Progress(stage.window, "PDF")
    progress.reject()
    output = PaperOutput(stage.window, sheets, progress.told)
    output.begin(pdf_writer(tmp_path / "x.pdf", "x"))
    stage.application.processEvents()
    while not output.future.done():
        stage.application.processEvents()
    assert output.future.exception() is not None
