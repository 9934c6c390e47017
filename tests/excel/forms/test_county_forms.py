"""Forms as counties make them, filled in: what must not change has not, and LibreOffice counts right."""

from __future__ import annotations

import re
import subprocess
import warnings
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from desktop_app.excel.forms.filling import read_form
from tests.excel.forms.county_forms import drawing, landscape, portrait, protected, text_box
from tests.excel.forms.filling_in import around, cells, fill
from tests.excel.forms.making import raw, read, write
from tests.excel.forms.word_form import word
from tests.tools import require_tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE: dict[str, Callable[[Path], Path]] = {
    "portrait.xlsx": portrait,
    "landscape.xlsx": landscape,
    "protected.xlsx": protected,
    "word.docx": word,
}
CHANGED = {
    "portrait.xlsx": {"drawings/drawing1.xml", "styles.xml", "workbook.xml", "worksheets/sheet1.xml"},
    "landscape.xlsx": {
        "[Content_Types].xml", "_rels/workbook.xml.rels", "charts/chart1.xml", "comments1.xml",
        "drawings/drawing1.xml", "drawings/vmlDrawing1.vml", "styles.xml", "workbook.xml",
        "worksheets/sheet1.xml", "worksheets/sheet2.xml",
    },
    "protected.xlsx": {
        "[Content_Types].xml", "_rels/workbook.xml.rels", "ctrlProps/ctrlProp1.xml",
        "drawings/vmlDrawing1.vml", "styles.xml", "workbook.xml", "worksheets/sheet1.xml",
    },
    "word.docx": {"document.xml", "header1.xml"},
}  # fmt: skip
"""The parts of each form that filling it in touches."""


@pytest.mark.parametrize("name", MADE)
def test_parts_without_fields_keep_their_bytes_and_their_order(tmp_path: Path, name: str) -> None:
    form = MADE[name](tmp_path / name)
    assert read_form(form).problems == ()
    done, after = fill(form)
    before, packed = raw(form), raw(done.path)
    assert list(packed) == [part for part in before if part != "xl/calcChain.xml" or part in packed]
    touched = {part for part in packed if packed[part] != before[part]}
    assert {part.removeprefix("xl/").removeprefix("word/") for part in touched} == CHANGED[name]
    assert touched == set(done.changed_parts)
    unread = [part for part in after if part.endswith(("xml", "rels")) and part in touched]
    assert not any("{{" in after[part].decode() for part in unread)


def test_portrait_keeps_everything_but_its_fields(tmp_path: Path) -> None:
    form = portrait(tmp_path / "form.xlsx")
    before, (_, after) = read(form), fill(form)
    sheet = "xl/worksheets/sheet1.xml"
    head, tail = around(before[sheet])
    assert around(after[sheet]) == (head, tail.replace("{{claim.year}}", " 2025"))
    old, new = cells(before[sheet]), cells(after[sheet])
    assert list(old) == list(new)
    assert re.findall("<row [^>]*>", before[sheet].decode()) == re.findall(
        "<row [^>]*>", after[sheet].decode()
    )
    same = {name for name in old if old[name] == new[name]}
    assert {name for name in old if name not in same} == {
        "A2", "B3", "E3", "B4", "E4", "B5", "E5", "B6", "E6", "B7", "E7", "A9", "B8", "E8"
    }  # fmt: skip
    assert new["B6"] == '<c r="B6" s="4"><v>128000.50</v></c>'
    assert new["E6"] == '<c r="E6" s="4"></c>'
    assert new["E4"] == '<c r="E4" s="5"><v>43591</v></c>'
    assert new["B3"] == (
        '<c r="B3" s="3" t="inlineStr"><is><t xml:space="preserve">王家果园 &amp; 电商&lt;社&gt;</t></is></c>'
    )
    assert new["B8"] == '<c r="B8" s="3"><f>IF(B6=0,0,B7/B6)</f></c>'
    assert 'fullCalcOnLoad="1"' in after["xl/workbook.xml"].decode()


def test_a_field_spread_over_runs_takes_the_format_of_the_first(tmp_path: Path) -> None:
    _, after = fill(portrait(tmp_path / "form.xlsx"))
    cell = cells(after["xl/worksheets/sheet1.xml"])["A9"]
    runs = re.findall(r"<r>(<rPr>.*?</rPr>)<t[^>]*>(.*?)</t></r>", cell)
    assert [text for _, text in runs] == [
        "本单位 王家果园 &amp; 电商&lt;社&gt;",
        " 申请 &amp; 承诺：金额 12800.05 元属实。",
    ]
    assert "<b></b>" in runs[0][0]
    assert "<b></b>" not in runs[1][0]
    box = after["xl/drawings/drawing1.xml"].decode()
    assert re.findall("<a:t>(.*?)</a:t>", box) == ["受理号 2025-0007", "（由县商务局填写）"]


def test_text_that_looks_like_a_formula_or_a_figure_stays_text(tmp_path: Path) -> None:
    done, _ = fill(portrait(tmp_path / "form.xlsx"))
    page = load_workbook(done.path)["申请表"]
    for name, text in {"E5": "=示例县1号", "B4": "330102199001011234"}.items():
        assert (page[name].value, page[name].data_type) == (text, "s")
        assert page[name].quotePrefix
    assert not page["B3"].quotePrefix
    # A cell whose format is text already keeps it.
    assert (page["E3"].number_format, page["E3"].quotePrefix) == ("@", False)


def test_what_stands_around_a_repeated_row_covers_its_copies(tmp_path: Path) -> None:
    _, after = fill(landscape(tmp_path / "form.xlsx"))
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    for expected in [
        '<dimension ref="A1:J14"/>',
        'activeCell="A9" sqref="A9"',
        '<autoFilter ref="A4:H7" xr:uid=',
        '<mergeCells count="6"><mergeCell ref="A1:H1"/><mergeCell ref="A9:C9"/><mergeCell ref="K4:K8"/>',
        '<mergeCell ref="L5:M5"/><mergeCell ref="L6:M6"/><mergeCell ref="L7:M7"/></mergeCells>',
        '<conditionalFormatting sqref="A5:H7">',
        "<formula>$E5&gt;100</formula>",
        'sqref="E5:E7 E9"><formula1>$G$9</formula1>',
        '<hyperlink ref="A14" location="明细!A9" display="合计"/>',
        '<brk id="12" max="16383" man="1"/>',
        "<xm:f>G5&gt;汇总!$B$2</xm:f></x14:cfRule><xm:sqref>G5:G8</xm:sqref>",
        '<pane ySplit="4" topLeftCell="A5"',
    ]:
        assert expected in sheet
    names = re.findall(r"<definedName [^>]*>(.*?)</definedName>", after["xl/workbook.xml"].decode())
    assert names == ["明细!$A$4:$H$7", "明细!$A$1:$M$14", "明细!$4:$4", "明细!$G$5:$G$7"]
    chart = re.findall("<c:f>(.*?)</c:f>", after["xl/charts/chart1.xml"].decode())
    assert chart == ["明细!$G$4", "明细!$A$5:$A$7", "明细!$G$5:$G$7"]
    drawing = after["xl/drawings/drawing1.xml"].decode()
    rows = [int(row) for row in re.findall("<xdr:row>(.*?)</xdr:row>", drawing)]
    assert rows == [0, 1, 10, 13, 15, 26]
    assert 'textlink="明细!$G$9"' in drawing
    assert '<comment ref="G9"' in after["xl/comments1.xml"].decode()
    note = after["xl/drawings/vmlDrawing1.vml"].decode()
    assert "7, 15, 8, 2, 9, 31, 12, 1</x:Anchor><x:Row>8</x:Row><x:Column>6</x:Column>" in note
    assert "xl/calcChain.xml" not in after
    assert "calcChain" not in after["[Content_Types].xml"].decode()
    assert "calcChain" not in after["xl/_rels/workbook.xml.rels"].decode()


def test_formulas_follow_the_copies_of_their_row(tmp_path: Path) -> None:
    _, after = fill(landscape(tmp_path / "form.xlsx"))
    new = cells(after["xl/worksheets/sheet1.xml"])
    formulas = {name: re.findall("<f[^>]*>(.*?)</f>", text)[0] for name, text in new.items() if "<f" in text}
    assert formulas == {
        "G5": "E5*F5*$B$2", "H5": "SUM(G$5:G5)", "J5": "SUM(E5*F5)",
        "G6": "E6*F6*$B$2", "H6": "SUM(G$5:G6)", "J6": "SUM(E6*F6)",
        "G7": "E7*F7*$B$2", "H7": "SUM(G$5:G7)", "J7": "SUM(E7*F7)",
        "D9": "COUNTA(C5:C8)", "E9": "SUM(E5:E8)",
        "F9": "IF(E9=0,0,G9/E9)", "G9": "SUM(G5:G7)", "H9": "G9/$G$9",
        "E10": "E9*2", "F10": "F9*2", "G10": "G9*2",
        "G11": 'SUMIF(E5:E7,"&gt;0",G5:G7)+LEN("E5:E6 不动")',
    }  # fmt: skip
    assert '<f t="array" ref="J6">' in new["J6"]
    assert "<v>-1</v>" not in after["xl/worksheets/sheet1.xml"].decode()
    second = re.findall("<f>(.*?)</f>", after["xl/worksheets/sheet2.xml"].decode())
    assert second == ["明细!G9", "SUM('明细'!$E$5:$E$7)", "MAX(明细!G5:G8)", "SUM(各笔金额)", "明细!A14"]
    rows = re.findall("<row ([^>]*)>", after["xl/worksheets/sheet1.xml"].decode())
    height = 'ht="19.5" customHeight="1" x14ac:dyDescent="0.15"'
    assert rows[3:6] == [f'r="{row}" {height}' for row in (5, 6, 7)]
    assert rows[6:] == ['r="8"', 'r="9" ht="24" customHeight="1"', 'r="10"', 'r="11"', 'r="14"']


def test_a_locked_form_stays_locked_and_its_lists_stay(tmp_path: Path) -> None:
    form = protected(tmp_path / "form.xlsx")
    before, (_, after) = read(form), fill(form)
    sheet = "xl/worksheets/sheet1.xml"
    lock = re.findall("<sheetProtection[^>]*/>", before[sheet].decode())
    assert re.findall("<sheetProtection[^>]*/>", after[sheet].decode()) == lock
    rest = around(after[sheet])[1]
    assert '<protectedRange sqref="B5:C6" name="填写区"/>' in rest
    assert 'type="list" sqref="B2"><formula1>字典!$A$1:$A$3</formula1>' in rest
    assert 'sqref="B5:C6"><formula1>0</formula1><formula2>IF(B5=0,1,$B$7)</formula2>' in rest
    assert "<xdr:row>8</xdr:row>" in rest
    assert "<xdr:row>9</xdr:row>" in rest
    assert 'fmlaLink="$D$9"' in after["xl/ctrlProps/ctrlProp1.xml"].decode()
    vml = after["xl/drawings/vmlDrawing1.vml"].decode()
    assert "2, 15, 8, 2, 3, 31, 9, 1" in vml
    assert "<x:FmlaLink>$D$9</x:FmlaLink>" in vml
    # Days are counted from 1904 here.
    assert "<v>42129</v>" in cells(after[sheet])["B3"]
    assert after["xl/worksheets/sheet2.xml"] == before["xl/worksheets/sheet2.xml"]
    states = '<sheet name="字典" sheetId="2" state="veryHidden"'
    assert states in after["xl/workbook.xml"].decode()
    assert '<workbookProtection lockStructure="1"/>' in after["xl/workbook.xml"].decode()


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the three workbooks as LibreOffice counts them, saved by it anew."""
    program = require_tool("soffice")
    folder = tmp_path_factory.mktemp("counted")
    filled = [str(fill(MADE[name](folder / name))[0].path) for name in MADE if name.endswith("xlsx")]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    command = [program, profile, "--headless", *to, *filled]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    names = [name for name in MADE if name.endswith("xlsx")]
    with warnings.catch_warnings():
        # What openpyxl does not know of, it says; only the values are read here.
        warnings.simplefilter("ignore", UserWarning)
        return {name: load_workbook(folder / "out" / f"filled-{name}", data_only=True) for name in names}


def values(page: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}


def test_libreoffice_counts_the_landscape_form(counted: dict[str, Any]) -> None:
    book = counted["landscape.xlsx"]
    detail, summary = values(book["明细"]), values(book["汇总"])
    expected = {
        "G5": 266.25, "G6": 10650, "G7": 887.5, "H5": 266.25, "H6": 10916.25, "H7": 11803.75,
        "J5": 37.5, "J6": 1500, "J7": 125, "D9": 3, "E9": 133, "G9": 11803.75, "H9": 1,
        "F9": pytest.approx(88.75), "E10": 266, "G10": 23607.5, "G11": 11811.75,
        "A5": 1, "A7": 3, "C7": "577200000000000003", "D6": "果干（箱）", "B6": datetime(2025, 1, 2),  # noqa: DTZ001
        "A14": "填报人（签字）：",
    }  # fmt: skip
    assert {name: detail.get(name) for name in expected} == expected
    assert [summary[f"B{row}"] for row in range(2, 7)] == [11803.75, 133, 10650, 11803.75, "填报人（签字）："]
    assert summary["A1"] == "汇总（王家果园 & 电商<社>）"
    assert not any(str(value).startswith("#") for value in {**detail, **summary}.values())


def test_libreoffice_counts_the_other_forms(counted: dict[str, Any]) -> None:
    page = counted["portrait.xlsx"]["申请表"]
    assert (page["B8"].value, page["E8"].value) == (pytest.approx(12800.05 / 128000.5), 12800.05)
    assert page["E4"].value == datetime(2019, 5, 6)  # noqa: DTZ001
    locked = counted["protected.xlsx"]["申报表"]
    assert [locked[name].value for name in ("C2", "B7", "C7", "B9")] == ["二类", 100, 5, 20]
    assert locked["B3"].value == datetime(2019, 5, 6)  # noqa: DTZ001
    assert locked["C3"].value == datetime(2025, 7, 1)  # noqa: DTZ001
    assert locked.protection.sheet


def test_a_shape_beside_a_repeated_row_grows_with_it_or_keeps_its_size(tmp_path: Path) -> None:
    """Rows 1 to 4 of the form are 30, 14.4, 14.4 and 22 points high, the repeated row 5 is 19.5."""
    form = landscape(tmp_path / "form.xlsx")
    parts: dict[str, str | bytes] = dict(read(form))
    boxes = [text_box((9, 2, 11, 6), "", edit=edit) for edit in ("twoCell", "oneCell")]
    parts["xl/drawings/drawing1.xml"] = drawing(*boxes, text_box((9, 4, 11, 4), "", edit="twoCell"))
    _, after = fill(write(tmp_path / "shapes.xlsx", parts))
    made = after["xl/drawings/drawing1.xml"].decode()
    found = re.findall(r"<xdr:row>(\d+)</xdr:row><xdr:rowOff>(\d+)</xdr:rowOff>", made)
    # 14.4 + 22 + 19.5 + 14.4 points from the top of row 3 end 14.4 points down in row 6, which is 19.5 high.
    assert found == [("2", "0"), ("8", "0"), ("2", "0"), ("5", "182880"), ("4", "0"), ("4", "0")]
