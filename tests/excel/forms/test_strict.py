"""A form saved as Strict Open XML is filled like any other, and stays strict."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from desktop_app.excel.forms.filling import fill_form, read_form

if TYPE_CHECKING:
    from pathlib import Path

SPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}


def renamed(source: Path, target: Path, spaces: dict[str, str]) -> Path:
    """Copy a workbook with its namespaces under other names."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".xml", ".rels")):
                for before, after in spaces.items():
                    content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return target


def strict_form(folder: Path) -> Path:
    book = Workbook()
    page: Any = book.active
    page.title = "明细"
    page.append(["{{applicant.name}}"])
    page.append(["序号", "净额"])
    page.append(["{{#sales}}{{index}}", "{{net_cny}}{{/sales}}"])
    page.append(["合计", "=SUM(B3:B3)"])
    page.add_table(Table(displayName="明细表", ref="A2:B3"))
    total = book.create_sheet("汇总")
    total["A1"] = "=明细!B4+SUM(净额)"
    book.defined_names["净额"] = DefinedName("净额", attr_text="明细!$B$3:$B$3")
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=2, max_row=3), titles_from_data=True)
    total.add_chart(chart, "C3")
    book.save(folder / "plain.xlsx")
    return renamed(folder / "plain.xlsx", folder / "strict.xlsx", SPACES)


def test_a_strict_workbook_is_filled_and_stays_strict(tmp_path: Path) -> None:
    form = strict_form(tmp_path)
    assert read_form(form).problems == ()
    rows = [{"index": at, "net_cny": Decimal(at)} for at in (1, 2, 3)]
    fill_form(form, tmp_path / "out.xlsx", fields={"applicant.name": "王家果园"}, rows={"sales": rows})
    with zipfile.ZipFile(tmp_path / "out.xlsx") as done:
        parts = {name: done.read(name).decode() for name in done.namelist() if name.endswith(".xml")}
    assert not any("spreadsheetml/2006/main" in text for text in parts.values())
    assert 'ref="A2:B5"' in parts["xl/tables/table1.xml"]
    assert re.search(r"明细.{0,6}!\$B\$3:\$B\$5", parts["xl/charts/chart1.xml"])
    # openpyxl knows the usual names alone.
    back = renamed(tmp_path / "out.xlsx", tmp_path / "back.xlsx", {new: old for old, new in SPACES.items()})
    book = load_workbook(back)
    page: Any = book["明细"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["王家果园", None],
        ["序号", "净额"],
        [1, 1],
        [2, 2],
        [3, 3],
        ["合计", "=SUM(B3:B5)"],
    ]
    total: Any = book["汇总"]
    assert total["A1"].value == "=明细!B6+SUM(净额)"
    assert book.defined_names["净额"].attr_text == "明细!$B$3:$B$5"
