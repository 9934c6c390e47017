"""Workbooks filled in: values, places, repeated rows and the ways in which other programs write them."""

# ruff: noqa: E501 - cells and what becomes of them stand side by side

from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from desktop_app.excel.errors import FileNotWrittenError
from desktop_app.excel.forms.errors import FormFault, FormProblemsError, Note, Trouble, UnusableFormError
from desktop_app.excel.forms.fields import COLUMNS, FIELDS, LISTS, Line
from desktop_app.excel.forms.filling import fill_form, read_form
from desktop_app.excel.forms.runs import filled
from tests.excel.forms.filling_in import FIELDS as VALUES
from tests.excel.forms.filling_in import cells, fill
from tests.excel.forms.making import (
    Rows,
    Strings,
    read,
    relationships,
    sheet,
    sheet_data,
    workbook_parts,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def small(path: Path, grid: dict[str, object], after: str = "", style: int = 0, **more: Any) -> Path:
    """Write a workbook of one sheet 表 from cells by name."""
    strings = Strings()
    rows: Rows = {}
    for name, content in grid.items():
        column, number = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
        rows.setdefault(int(number), ("", {}))[1][column] = (content, style)
    return write(path, workbook_parts({"表": sheet("", sheet_data(strings, rows), after)}, strings, **more))


def lines(*amounts: int) -> dict[str, list[dict[str, Any]]]:
    return {"sales": [{"amount": amount} for amount in amounts]}


def test_every_field_of_the_page_is_known(tmp_path: Path) -> None:
    grid: dict[str, object] = {f"A{at}": f"{{{{{name}}}}}" for at, name in enumerate(sorted(FIELDS), start=1)}
    for at, name in enumerate(LISTS, start=50):
        inside = "".join(f"{{{{{column}}}}}" for column in sorted(COLUMNS))
        grid[f"B{at}"] = f"{{{{#{name}}}}}{inside}{{{{/{name}}}}}"
    form = read_form(small(tmp_path / "f.xlsx", grid))
    assert form.problems == ()
    assert len(form.placeholders) == len(FIELDS) + len(LISTS)
    assert form.placeholders[-1].where == "表!B54"
    assert len(FIELDS) == 37
    assert len(COLUMNS) == 31


def test_places_are_told_with_their_fields(tmp_path: Path) -> None:
    form = read_form(
        small(tmp_path / "f.xlsx", {"A1": "共 {{claim.amount}} 元，{{ claim.year }} 年", "A2": "无"})
    )
    [place] = form.placeholders
    assert (place.where, place.sheet, place.cell) == ("表!A1", "表", "A1")
    assert place.fields == ("claim.amount", "claim.year")
    assert (form.kind, form.sheets) == ("xlsx", ("表",))


WRONG = {
    "unknown": ({"B3": "{{applicant.nmae}}"}, [("表!B3", Trouble.UNKNOWN_FIELD, "applicant.nmae")]),
    "column outside": ({"B3": "{{product}}"}, [("表!B3", Trouble.COLUMN_OUTSIDE_ROW, "product")]),
    "unknown list": ({"A3": "{{#stock}}", "B3": "{{/stock}}"}, [("表!A3", Trouble.UNKNOWN_LIST, "stock"), ("表!B3", Trouble.UNKNOWN_LIST, "stock")]),
    "not closed": ({"A3": "{{#sales}}{{index}}"}, [("表!A3", Trouble.NOT_CLOSED, "sales"), ("表!A3", Trouble.COLUMN_OUTSIDE_ROW, "index")]),
    "not begun": ({"A3": "{{/sales}}"}, [("表!A3", Trouble.NOT_BEGUN, "sales")]),
    "crossed": ({"A3": "{{#sales}}{{/sales}}", "B3": "{{#costs}}{{/costs}}"}, [("表!B3", Trouble.CROSSED, "costs"), ("表!B3", Trouble.NOT_BEGUN, "costs")]),
    "formula": ({"A3": '="年度"&"{{claim.year}}"'}, [("表!A3", Trouble.IN_FORMULA, "claim.year")]),
    "half": ({"A3": "{{claim.year}"}, [("表!A3", Trouble.HALF_FIELD, "{{claim.year}")]),
    "array": ({"A3": "{{#sales}}{{/sales}}", "B3": '<f t="array" ref="B3:B5">A3:A5</f>'}, [("表!B3", Trouble.ARRAY_ACROSS, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_filled_in_is_named_with_its_cell(tmp_path: Path, name: str) -> None:
    grid, expected = WRONG[name]
    form = small(tmp_path / "f.xlsx", dict(grid))
    found = [(problem.where, problem.trouble, problem.field) for problem in read_form(form).problems]
    assert found == expected
    with pytest.raises(FormProblemsError) as refused:
        fill(form)
    assert list(refused.value.problems) == list(read_form(form).problems)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.xlsx"]


def test_rows_that_do_not_fit_on_a_sheet_are_refused(tmp_path: Path) -> None:
    form = small(tmp_path / "f.xlsx", {"A3": "{{#sales}}{{/sales}}", "A1048576": "尾"})
    with pytest.raises(FormProblemsError) as refused:
        fill(form, rows=lines(1, 2))
    assert refused.value.problems[0].trouble == Trouble.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (12, 4, '<c r="A1" s="4"><v>12</v></c>'),
        (Decimal("0.10"), 0, '<c r="A1"><v>0.10</v></c>'),
        (Decimal("1E+3"), 0, '<c r="A1"><v>1000</v></c>'),
        (None, 4, '<c r="A1" s="4"></c>'),
        ("", 4, '<c r="A1" s="4"></c>'),
        (date(2025, 6, 30), 5, '<c r="A1" s="5"><v>45838</v></c>'),
        (date(2025, 6, 30), 6, '<c r="A1" s="6" t="inlineStr"><is><t xml:space="preserve">2025-06-30</t></is></c>'),
        ("字\u000b_x0041_", 0, '<c r="A1" t="inlineStr"><is><t xml:space="preserve">字_x000B__x005F_x0041_</t></is></c>'),
        ("两\n行", 3, '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">两\n行</t></is></c>'),
    ],
)  # fmt: skip
def test_a_cell_that_is_one_field_gets_the_value(
    tmp_path: Path, value: Any, style: int, expected: str
) -> None:
    form = small(tmp_path / "f.xlsx", {"A1": " {{claim.amount}} "}, style=style)
    fill_form(form, tmp_path / "o.xlsx", fields={"claim.amount": value}, rows={})
    assert cells(read(tmp_path / "o.xlsx")[SHEET])["A1"] == expected


def test_a_day_in_a_cell_without_a_format_reads_as_a_day(tmp_path: Path) -> None:
    form = small(tmp_path / "f.xlsx", {"A1": "{{claim.period_to}}", "A2": "{{claim.frozen_on}}"}, style=4)
    done, _ = fill(form)
    page = load_workbook(done.path)["表"]
    assert [page[name].number_format for name in ("A1", "A2")] == ["yyyy-mm-dd"] * 2
    assert page["A1"].value.date() == date(2025, 6, 30)
    assert page["A1"].border.left.style == "thin"


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613800000000", "-1", "@x", "007", "1/2", "12.5%", "=cmd|' /C calc'!A0"]
)
def test_no_text_is_ever_a_formula_or_a_figure(tmp_path: Path, text: str) -> None:
    form = small(
        tmp_path / "f.xlsx", {"A1": "{{applicant.name}}", "A2": "甲：{{applicant.name}}", "A3": "不动"}
    )
    fill_form(form, tmp_path / "o.xlsx", fields={"applicant.name": text}, rows={})
    page = load_workbook(tmp_path / "o.xlsx")["表"]
    assert (page["A1"].value, page["A1"].data_type, page["A1"].quotePrefix) == (text, "s", True)
    assert (page["A2"].value, page["A2"].data_type) == (f"甲：{text}", "s")
    assert not page["A3"].quotePrefix


def test_numbers_with_more_digits_than_a_cell_keeps_are_text(tmp_path: Path) -> None:
    form = small(tmp_path / "f.xlsx", {"A1": "{{claim.amount}}"})
    fill_form(form, tmp_path / "o.xlsx", fields={"claim.amount": 1234567890123456}, rows={})
    assert load_workbook(tmp_path / "o.xlsx")["表"]["A1"].value == "1234567890123456"


def test_a_text_longer_than_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    form = small(tmp_path / "f.xlsx", {"A1": "{{applicant.name}}"})
    done = fill_form(form, tmp_path / "o.xlsx", fields={"applicant.name": "长" * 40_000}, rows={})
    assert [(remark.where, remark.note) for remark in done.remarks] == [("表!A1", Note.CUT)]
    assert len(load_workbook(tmp_path / "o.xlsx")["表"]["A1"].value) == 32_767


def test_what_is_not_known_is_left_empty_and_told(tmp_path: Path) -> None:
    form = small(
        tmp_path / "f.xlsx", {"A1": "{{claim.cap}}", "A2": "封顶 {{claim.cap}} 元", "A3": "{{claim.year}}"}
    )
    done, after = fill(form)
    assert done.left_empty == ("claim.cap",)
    assert cells(after[SHEET])["A1"] == '<c r="A1"></c>'
    assert "封顶  元" in cells(after[SHEET])["A2"]


def test_no_line_leaves_one_empty_row(tmp_path: Path) -> None:
    grid: dict[str, object] = {
        "A2": "{{#sales}}{{index}}",
        "B2": "{{amount}}{{/sales}}",
        "C2": "元",
        "B3": "=SUM(B2)",
    }
    done, after = fill(small(tmp_path / "f.xlsx", grid), rows={})
    made = cells(after[SHEET])
    assert [made[name] for name in ("A2", "B2", "B3")] == [
        '<c r="A2"></c>', '<c r="B2"></c>', '<c r="B3"><f>SUM(B2)</f></c>'
    ]  # fmt: skip
    assert [(remark.note, remark.field) for remark in done.remarks] == [(Note.EMPTY_LIST, "sales")]
    assert "xl/calcChain.xml" in after


def test_two_rows_for_each_line(tmp_path: Path) -> None:
    grid: dict[str, object] = {
        "A2": "{{#sales}}{{index}}", "B3": "{{amount}}", "C3": "=B3*2", "D3": "{{/sales}}", "B4": "=SUM(B2:B3)",
    }  # fmt: skip
    _, after = fill(small(tmp_path / "f.xlsx", grid), rows=lines(10, 20, 30))
    made = cells(after[SHEET])
    assert [name for name in made if name.startswith("A")] == ["A2", "A4", "A6"]
    assert [made[f"B{row}"] for row in (3, 5, 7)] == [
        f'<c r="B{r}"><v>{v}</v></c>' for r, v in ((3, 10), (5, 20), (7, 30))
    ]
    assert [made[f"C{row}"] for row in (3, 7)] == ['<c r="C3"><f>B3*2</f></c>', '<c r="C7"><f>B7*2</f></c>']
    assert made["B8"] == '<c r="B8"><f>SUM(B2:B7)</f></c>'


def test_two_lists_on_one_sheet_and_one_on_two(tmp_path: Path) -> None:
    strings = Strings()
    first: Rows = {
        2: ("", {"A": ("{{#sales}}", 0), "B": ("{{amount}}{{/sales}}", 0)}),
        3: ("", {"B": ("=SUM(B2)", 0)}),
        5: ("", {"A": ("{{#costs}}", 0), "B": ("{{cost}}{{/costs}}", 0)}),
        6: ("", {"B": ("=SUM(B5)+B3", 0)}),
    }
    second: Rows = {4: ("", {"A": ("{{#sales}}", 0), "B": ("=甲!B2*2", 0), "C": ("{{/sales}}", 0)})}
    pages = {name: sheet("", sheet_data(strings, rows), "") for name, rows in (("甲", first), ("乙", second))}
    form = write(tmp_path / "f.xlsx", workbook_parts(pages, strings))
    done, after = fill(form, rows={**lines(1, 2, 3), "costs": [{"cost": 7}, {"cost": 8}]})
    formulas = re.findall("<f>(.*?)</f>", after[SHEET].decode())
    assert formulas == ["SUM(B2:B4)", "SUM(B7:B8)+B5"]
    assert re.findall("<f>(.*?)</f>", after["xl/worksheets/sheet2.xml"].decode()) == [
        "甲!B2*2",
        "甲!B3*2",
        "甲!B4*2",
    ]
    assert done.lines == {"sales": 3, "costs": 2}


def test_a_formula_that_sees_the_first_line_only_is_told(tmp_path: Path) -> None:
    grid: dict[str, object] = {"A2": "{{#sales}}", "B2": "{{amount}}{{/sales}}", "B3": "=B2*2"}
    done, _ = fill(small(tmp_path / "f.xlsx", grid), rows=lines(1, 2))
    assert [(r.where, r.note, r.field) for r in done.remarks] == [("表!B3", Note.FIRST_LINE_ONLY, "B2")]


def test_a_table_covers_the_copies_of_its_row(tmp_path: Path) -> None:
    table = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="明细表" '
        'displayName="明细表" ref="A1:B3" totalsRowCount="1"><autoFilter ref="A1:B2"/><tableColumns count="2">'
        '<tableColumn id="1" name="序"/><tableColumn id="2" name="额"><calculatedColumnFormula>明细表[序]*2'
        "</calculatedColumnFormula></tableColumn></tableColumns></table>"
    )
    grid: dict[str, object] = {
        "A1": "序", "B1": "额", "A2": "{{#sales}}{{amount}}{{/sales}}", "B2": "=明细表[[#This Row],[序]]*2", "A3": "合计",
        "B3": "=SUBTOTAL(109,明细表[额])",
    }  # fmt: skip
    form = small(
        tmp_path / "f.xlsx", grid, '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
        relations={1: relationships(("rId1", "table", "../tables/table1.xml"))},
        others={"xl/tables/table1.xml": table},
    )  # fmt: skip
    _, after = fill(form, rows=lines(1, 2, 3))
    assert after["xl/tables/table1.xml"].decode() == table.replace("A1:B3", "A1:B5").replace("A1:B2", "A1:B4")
    assert re.findall("<f>(.*?)</f>", after[SHEET].decode()) == [
        *["明细表[[#This Row],[序]]*2"] * 3, "SUBTOTAL(109,明细表[额])"
    ]  # fmt: skip


def test_marked_cells_are_filled_as_if_typed(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="B5:D5"/></mergeCells>'
    form = small(tmp_path / "f.xlsx", {"A1": "名称", "B1": "=1+1", "A3": "尾", "B5": "旧"}, merged, style=3)
    out = tmp_path / "o.xlsx"
    placing = {
        "表!C1": "{{applicant.name}}", "B1": "{{claim.year}}", "'表'!A2": "共 {{claim.amount}}", "D5": "{{claim.number}}",
        "F9": "{{#sales}}{{amount}}{{/sales}}",
    }  # fmt: skip
    done = fill_form(form, out, fields=VALUES, rows=lines(5, 6), placing=placing)
    page = load_workbook(out)["表"]
    assert (page["C1"].value, page["B1"].value, page["A2"].value) == (
        "王家果园 & 电商<社>",
        2025,
        "共 12800.05",
    )
    assert (page["B5"].value, page["F9"].value, page["F10"].value, page["A3"].value) == (
        "2025-0007",
        5,
        6,
        "尾",
    )
    assert page["B1"].border.left.style == "thin"
    assert "xl/calcChain.xml" in done.removed_parts
    with pytest.raises(FormProblemsError) as refused:
        fill_form(form, out, fields={}, rows={}, placing={"无!A1": "x", "表!A": "x", "A1": "{{x}}"})
    assert [(p.where, p.trouble) for p in refused.value.problems] == [
        ("无!A1", Trouble.NO_SUCH_PLACE), ("表!A", Trouble.NO_SUCH_PLACE), ("表!A1", Trouble.UNKNOWN_FIELD)
    ]  # fmt: skip


def test_a_sheet_that_looks_at_nothing_filled_keeps_its_results(tmp_path: Path) -> None:
    strings = Strings()
    pages: dict[str, Rows] = {
        "甲": {1: ("", {"A": ("{{claim.amount}}", 0)})},
        "乙": {1: ("", {"A": ("=甲!A1", 0)})},
        "丙": {1: ("", {"A": ("=乙!A1*2", 0)})},
        "丁": {1: ("", {"A": ("=SUM(B1:B2)", 0)})},
    }
    made = {name: sheet("", sheet_data(strings, rows), "") for name, rows in pages.items()}
    form = write(tmp_path / "f.xlsx", workbook_parts(made, strings))
    done, after = fill(form)
    assert [after[f"xl/worksheets/sheet{at}.xml"].count(b"<v>-1</v>") for at in (2, 3, 4)] == [0, 0, 1]
    assert "xl/worksheets/sheet4.xml" not in done.changed_parts
    assert "xl/calcChain.xml" in after


def test_other_programs_ways_of_writing_are_kept(tmp_path: Path) -> None:
    """A prefix for every name, cells without their names, single quotes, text in the cell itself."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    page = (
        f"\ufeff<?xml version='1.0'?><x:worksheet xmlns:x='{space}'><x:sheetData>"
        "<x:row><x:c t='inlineStr'><x:is><x:t>{{applicant.name}}</x:t></x:is></x:c><x:c t='str'><x:v>"
        "<![CDATA[{{claim.amount}}]]></x:v></x:c></x:row><!-- {{x}} -->\n"
        "<x:row><x:c t='inlineStr'><x:is><x:t>{{#sales}}{{amount}}{{/sales}}</x:t></x:is></x:c></x:row>"
        "<x:row><x:c><x:f>SUM(A2)</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )
    form = write(tmp_path / "f.xlsx", workbook_parts({"表": page}, Strings()))
    _, after = fill(form, rows=lines(4, 5))
    assert after[SHEET].decode("utf-8-sig").partition("<x:sheetData>")[2] == (
        "<x:row><x:c t='inlineStr'><x:is><x:t xml:space=\"preserve\">王家果园 &amp; 电商&lt;社&gt;</x:t></x:is></x:c>"
        "<x:c><x:v>12800.05</x:v></x:c></x:row><!-- {{x}} -->\n"
        "<x:row><x:c><x:v>4</x:v></x:c></x:row><x:row><x:c><x:v>5</x:v></x:c></x:row>"
        "<x:row><x:c><x:f>SUM(A2:A3)</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )


def test_a_zip_written_as_a_stream_is_read_and_its_bytes_kept(tmp_path: Path) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    source = small(tmp_path / "s.xlsx", {"A1": "{{claim.year}}"})
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in read(source).items():
            target.writestr(name, content)
        target.comment = b"WPS"
    form = tmp_path / "f.xlsx"
    form.write_bytes(stream.getvalue())
    done, after = fill(form)
    assert {name for name in after if after[name] != read(source)[name]} == set(done.changed_parts)
    with zipfile.ZipFile(done.path) as archive:
        assert archive.comment == b"WPS"
        assert [info.flag_bits & 8 for info in archive.infolist()] == [0] * len(after)


def test_a_workbook_of_openpyxl_is_filled(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["序号", "金额"])
    page.append(["{{#sales}}{{index}}", "{{amount}}{{/sales}}"])
    page.append(["合计", "=SUM(B2:B2)"])
    page["B3"].comment = Comment("核对", "县")
    book.save(tmp_path / "f.xlsx")
    done, after = fill(tmp_path / "f.xlsx", rows=lines(3, 4))
    read_back = [[cell.value for cell in row] for row in load_workbook(done.path).active]  # type: ignore[union-attr]
    assert read_back == [["序号", "金额"], [1, 3], [2, 4], ["合计", "=SUM(B2:B3)"]]
    # Where a note hangs is said a second time, under a prefix of openpyxl's own.
    note = after["xl/drawings/commentsDrawing1.vml"].decode()
    assert re.findall(r"Row>(\d+)<", note) == ["3"]


def test_a_field_in_a_comment_is_named_with_its_cell(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "表"
    page["A1"] = "{{claim.year}}"
    page["B3"].comment = Comment("[Threaded comment] 填 {{claim.nmae}}", "县")
    page["B4"].comment = Comment("写元，不写万元", "县")
    book.save(tmp_path / "plain.xlsx")
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B3" id="{1}"><text>填 {{claim.nmae}}</text></threadedComment>'
        '<threadedComment ref="C9" id="{2}"><text>{{claim.year}}</text></threadedComment></ThreadedComments>'
    )
    related = (
        '<Relationship Id="t1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        ' Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>'
    )
    form = tmp_path / "f.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as before, zipfile.ZipFile(form, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                data = data.replace(b"</Relationships>", related.encode())
            after.writestr(name, data)
        after.writestr("xl/threadedComments/threadedComment1.xml", thread)
    expected = [("表!B3", "claim.nmae"), ("表!C9", "claim.year")]
    found = read_form(form).problems
    assert [(one.where, one.field) for one in found if one.trouble is Trouble.IN_COMMENT] == expected
    with pytest.raises(FormProblemsError) as refused:
        fill(form)
    assert list(refused.value.problems) == list(found)


def test_what_stood_there_stays_when_the_copy_cannot_be_written(tmp_path: Path) -> None:
    form = small(tmp_path / "f.xlsx", {"A1": "{{claim.year}}"})
    before = form.read_bytes()
    with pytest.raises(UnusableFormError) as refused:
        fill_form(form, form, fields={}, rows={})
    assert refused.value.fault == FormFault.SAME_FILE
    with pytest.raises(FileNotWrittenError):
        fill_form(form, tmp_path / "none" / "o.xlsx", fields={}, rows={})
    assert form.read_bytes() == before


@given(
    st.lists(
        st.sampled_from(["{{", "}}", "claim", ".", "year", "甲", " ", "{{claim.year}}", "{", "}"]), max_size=8
    ),
    st.lists(st.integers(0, 40), max_size=4),
    st.text(max_size=5),
)
def test_text_cut_into_runs_reads_as_uncut(pieces: list[str], cuts: list[int], value: str) -> None:
    text = "".join(pieces)
    ends = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    runs = [text[one:two] for one, two in itertools.pairwise(ends)]
    line = Line({"claim.year": value})
    assert "".join(filled(runs, line)) == "".join(filled([text], line))


def test_newer_kinds_of_rules_and_small_charts_cover_the_copies(tmp_path: Path) -> None:
    space = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    rules = (
        f'<extLst><ext uri="{{1}}"><x14:dataValidations count="1" {space}><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>表!$C$4:$C$5</xm:f></x14:formula1><xm:sqref>B2</xm:sqref></x14:dataValidation>"
        f'</x14:dataValidations></ext><ext uri="{{2}}"><x14:sparklineGroups {space}><x14:sparklineGroup>'
        "<x14:sparklines><x14:sparkline><xm:f>表!B2:C2</xm:f><xm:sqref>D2</xm:sqref></x14:sparkline>"
        "<x14:sparkline><xm:f>表!B3:C3</xm:f><xm:sqref>D3</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
    )
    grid: dict[str, object] = {"A2": "{{#sales}}", "B2": "{{amount}}{{/sales}}", "B3": "=SUM(B2)"}
    _, after = fill(small(tmp_path / "f.xlsx", grid, rules), rows=lines(1, 2, 3))
    made = after[SHEET].decode()
    assert "<xm:f>表!$C$6:$C$7</xm:f></x14:formula1><xm:sqref>B2:B4</xm:sqref>" in made
    assert re.findall(r"<x14:sparkline><xm:f>(.*?)</xm:f><xm:sqref>(.*?)</xm:sqref>", made) == [
        ("表!B2:C2", "D2"), ("表!B3:C3", "D3"), ("表!B4:C4", "D4"), ("表!B5:C5", "D5")
    ]  # fmt: skip


def test_merges_and_borders_of_two_rows_are_repeated_together(tmp_path: Path) -> None:
    merged = '<mergeCells count="2"><mergeCell ref="C2:C3"/><mergeCell ref="A2:A4"/></mergeCells>'
    grid: dict[str, object] = {
        "A2": "{{#sales}}{{index}}",
        "B3": "{{amount}}{{/sales}}",
        "C2": "印",
        "A4": "尾",
    }
    _, after = fill(small(tmp_path / "f.xlsx", grid, merged), rows=lines(1, 2))
    refs = re.findall('<mergeCell ref="(.*?)"', after[SHEET].decode())
    assert refs == ["C2:C3", "C4:C5", "A2:A6"]


def test_a_template_becomes_a_workbook(tmp_path: Path) -> None:
    parts = read(small(tmp_path / "f.xlsx", {"A1": "{{claim.year}}"}))
    types = parts["[Content_Types].xml"]
    template = types.replace(b".sheet.main+xml", b".template.main+xml")
    _, after = fill(write(tmp_path / "f.xltx", {**parts, "[Content_Types].xml": template}))
    assert after["[Content_Types].xml"] == types
