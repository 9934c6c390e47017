"""A form as a grid to choose cells in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.forms.filling import read_form
from desktop_app.excel.forms.preview import MOST_COLUMNS, MOST_ROWS, preview_form
from tests.excel.forms.county_forms import landscape, portrait, protected
from tests.excel.forms.making import Strings, sheet, workbook_parts, write
from tests.excel.forms.word_form import word

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sheet_is_shown_with_its_merges_and_sizes(tmp_path: Path) -> None:
    first, second = preview_form(portrait(tmp_path / "f.xlsx"))
    assert [first.name, second.name] == ["申请表", "类型"]
    assert not first.is_cut
    assert list(first.widths) == [14.6, 15.2, 15.2, 15.2, 15.2, 15.2]
    assert list(first.heights) == [48, 14.4, 26, 26, 26, 26, 26, 26, 40, 14.4]
    cells = {cell.place: cell for cell in first.cells}
    title, name, ratio = cells["申请表!A1"], cells["申请表!B3"], cells["申请表!B8"]
    assert (title.columns, title.rows) == (6, 1)
    assert title.text == "示例县跨境电商发展专项资金申请表"
    assert (name.row, name.column, name.columns, name.text) == (3, 2, 2, "{{applicant.name}}")
    assert (ratio.text, ratio.is_formula) == ("=IF(B6=0,0,B7/B6)", True)
    assert "申请表!C3" not in cells
    assert cells["申请表!B10"].text == ""


def test_no_two_cells_lie_on_each_other_and_every_field_is_in_one(tmp_path: Path) -> None:
    for make in (portrait, landscape, protected, word):
        form = make(tmp_path / f"{make.__name__}.{'docx' if make is word else 'xlsx'}")
        places = set()
        for page in preview_form(form):
            covered = [
                (row, column)
                for cell in page.cells
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            ]
            assert len(covered) == len(set(covered))
            assert all(row <= len(page.heights) and column <= len(page.widths) for row, column in covered)
            places |= {cell.place for cell in page.cells}
        named = {place.where for place in read_form(form).placeholders if place.cell or place.paragraph}
        assert named <= places


def test_hidden_columns_have_no_width(tmp_path: Path) -> None:
    first, _ = preview_form(protected(tmp_path / "f.xlsx"))
    assert list(first.widths) == [22, 22, 22, 0]


def test_a_document_is_a_row_for_each_paragraph_or_row_of_a_table(tmp_path: Path) -> None:
    [page] = preview_form(word(tmp_path / "f.docx"))
    table = [(cell.row, cell.column, cell.columns, cell.text) for cell in page.cells if 6 <= cell.row <= 7]
    assert table == [
        (6, 1, 1, "序号"), (6, 2, 1, "承运商"), (6, 3, 1, "运费"),
        (7, 1, 1, "{{#shipping}}{{index}}"), (7, 2, 1, "{{carrier}}"), (7, 3, 1, "{{cost}} 元{{/shipping}}"),
    ]  # fmt: skip
    assert page.cells[0].columns == 3


def test_a_sheet_that_goes_on_for_ever_is_cut(tmp_path: Path) -> None:
    data = '<sheetData><row r="1"><c r="A1"/></row><row r="9000"><c r="A9000"/></row></sheetData>'
    merged = '<mergeCells><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    form = write(tmp_path / "f.xlsx", workbook_parts({"表": sheet("", data, merged)}, Strings()))
    [page] = preview_form(form)
    assert (len(page.heights), len(page.widths), page.is_cut) == (MOST_ROWS, MOST_COLUMNS, True)
    assert [(cell.row, cell.rows, cell.columns) for cell in page.cells] == [(1, 1, 1), (2, 999, 99)]
