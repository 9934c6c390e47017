"""Workbooks as written: no text is a formula, nothing is lost, a failure leaves what was there."""

# ruff: noqa: DTZ001 - a cell's moment has no zone

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.excel.errors import FileNotWrittenError, WriteFault
from desktop_app.excel.ledger_workbook import SheetRows, write_ledger, write_template
from desktop_app.excel.placing import placing
from desktop_app.excel.refused_rows import write_refused
from desktop_app.excel.report_workbook import write_report
from desktop_app.importers.workbook import Workbook
from desktop_app.reports.ledger_sheets import sheets
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRANGE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "TRUE",
    "00012",
    "5.8E+17",
    "<&>\"'",
    "_x0041_",
    "bell\x07",
    "两\n行",
    "\u202eexe",
    "长" * 32_767,
]


def written(tmp_path: Path, names: list[str], language: str = "en") -> Path:
    rows = [{"sku": f"P{at}", "name": name, "unit": "箱"} for at, name in enumerate(names)]
    write_ledger(tmp_path / "l.xlsx", {"products": SheetRows(len(rows), rows)}, language)
    return tmp_path / "l.xlsx"


def test_text_from_outside_is_text_marked_as_such(tmp_path: Path) -> None:
    page = load_workbook(written(tmp_path, STRANGE))["Products"]
    for row in page.iter_rows(min_row=2, max_col=2):
        for cell in row:
            assert cell.data_type == "s"
            assert cell.number_format == "@"
            assert cell.quotePrefix


def test_text_reads_back_as_it_was(tmp_path: Path) -> None:
    with Workbook(written(tmp_path, STRANGE)) as workbook:
        rows = list(workbook.rows("Products"))[1:]
    assert [cells[1] for _, cells in rows] == STRANGE


def test_what_no_cell_can_hold_is_made_to_fit(tmp_path: Path) -> None:
    with Workbook(written(tmp_path, ["𝒳" * 20_000, "a\ud800b"])) as workbook:
        first, second = [str(cells[1]) for _, cells in list(workbook.rows("Products"))[1:]]
    assert len(first.encode("utf-16-le")) // 2 <= 32_767
    assert first.endswith("𝒳…")
    assert second == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_guides_whoever_fills_it(tmp_path: Path, language: str) -> None:
    write_template(tmp_path / "t.xlsx", language)
    workbook = load_workbook(tmp_path / "t.xlsx")
    blank = [sheet for sheet in sheets() if not sheet.when_filled]
    assert workbook.sheetnames == [
        {"zh": "说明", "en": "Guide"}[language],
        *(sheet.name(language) for sheet in blank),
    ]
    guide = workbook.worksheets[0]
    assert guide.max_row > sum(len(sheet.columns) for sheet in blank)
    for sheet in blank:
        page = workbook[sheet.name(language)]
        assert [cell.value for cell in page[1]] == [column.heading(language) for column in sheet.columns]
        assert page.freeze_panes in {"B2", "C2"}
        assert page.auto_filter.ref.startswith("A1:")
        assert all(
            page.column_dimensions[get_column_letter(at)].width > 8 for at in range(1, len(page[1]) + 1)
        )
        ruled = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
        coded = [column.value in {"code", "yes_no"} for column in sheet.columns]
        assert ruled == {f"{get_column_letter(at)}2" for at, has in enumerate(coded, 1) if has}
        for rule in page.data_validations.dataValidation:
            assert len(rule.formula1) <= 257
    sales = workbook["销售" if language == "zh" else "Sales"]
    assert sales.column_dimensions["A"].number_format == "@"
    assert sales.column_dimensions["E"].number_format == "yyyy-mm-dd hh:mm"


def test_figures_days_and_moments_are_such_and_show_their_decimals(tmp_path: Path) -> None:
    rows = [
        {
            "order_id": "1",
            "line": 1,
            "ordered_at": datetime(2026, 3, 1, 20, 0, 7),
            "quantity": Decimal("2.5"),
            "unit_price": Decimal("12.50"),
            "seller_discount": Decimal(1200),
            "shipped_on": date(2026, 3, 2),
        }
    ]
    write_ledger(tmp_path / "l.xlsx", {"sales": SheetRows(1, rows)}, "en")
    page = load_workbook(tmp_path / "l.xlsx")["Sales"]
    cells = {heading.value: cell for heading, cell in zip(page[1], page[2], strict=True)}
    assert cells["ordered_at"].value == datetime(2026, 3, 1, 20, 0, 7)
    assert cells["ordered_at"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert (cells["shipped_on"].value, cells["shipped_on"].number_format) == (
        datetime(2026, 3, 2),
        "yyyy-mm-dd",
    )
    assert (cells["unit_price"].value, cells["unit_price"].number_format) == (12.5, "#,##0.00")
    assert (cells["seller_discount"].value, cells["seller_discount"].number_format) == (1200, "#,##0")
    assert cells["quantity"].value == 2.5
    assert cells["session"].value is None


def test_refused_rows_of_other_files_stand_under_their_own_headings(tmp_path: Path) -> None:
    refusal = Refusal(
        sheet="OrderSKUList",
        row=7,
        column="Quantity",
        value="x",
        reason=reason(ReasonCode.NOT_A_NUMBER),
        kind="sales",
        cells={"Order ID": "5838", "Quantity": "=x"},
    )
    write_refused(tmp_path / "r.xlsx", [refusal], "en")
    (page,) = load_workbook(tmp_path / "r.xlsx").worksheets
    assert page.title == "OrderSKUList"
    assert [cell.value for cell in page[1]] == ["Order ID", "Quantity", "Sheet", "Row", "Reason refused"]
    assert [cell.value for cell in page[2]][:4] == ["5838", "=x", "OrderSKUList", "7"]
    write_refused(tmp_path / "none.xlsx", [], "zh")
    assert load_workbook(tmp_path / "none.xlsx").sheetnames == ["被拒的行"]


def test_a_report_is_a_sheet_of_figures(tmp_path: Path) -> None:
    columns = (
        Column(key="session", title="场次"),
        Column(key="on", title="日期", kind=ColumnKind.DAY),
        Column(key="at", title="开播", kind=ColumnKind.MOMENT),
        Column(key="profit", title="利润", kind=ColumnKind.MONEY, unit="CNY", decimals=2),
        Column(key="margin", title="利润率", kind=ColumnKind.SHARE),
        Column(key="orders", title="订单", kind=ColumnKind.COUNT),
        Column(key="kg", title="数量", kind=ColumnKind.QUANTITY, unit="kg"),
    )
    moment = datetime(2026, 3, 1, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    row = ("=1+1", date(2026, 3, 1), moment, -123456, Fraction(-1, 3), 12, 1500)
    table = ReportTable(
        title="利润/场次",
        columns=columns,
        rows=(row, ("x", None, None, None, None, None, None)),
        totals=(("合计", None, None, -123456, None, 12, 1500),),
        notes=("一场缺汇率",),
        zone=ZoneInfo("Asia/Shanghai"),
    )
    write_report(tmp_path / "r.xlsx", [table, table])
    workbook = load_workbook(tmp_path / "r.xlsx")
    assert workbook.sheetnames == ["利润_场次", "利润_场次 (2)"]
    page = workbook.worksheets[0]
    assert [cell.value for cell in page[3]][3] == "利润 (CNY)"
    values = [cell.value for cell in page[4]]
    assert values[:4] == ["=1+1", datetime(2026, 3, 1), datetime(2026, 3, 1, 20, 0), -1234.56]
    assert page["A4"].data_type == "s"
    assert page["E4"].value == pytest.approx(-1 / 3)
    assert page["E4"].number_format == "0.0%"
    assert values[5:] == [12, 1.5]
    assert [cell.value for cell in page[5]] == ["x", *[None] * 6]
    assert page["A6"].value == "合计"
    assert page["A8"].value == "一场缺汇率"


# In its place -------------------------------------------------------------------------------------------


def test_a_failed_writing_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "l.xlsx"
    target.write_text("before")

    def rows() -> Iterator[dict[str, object]]:
        yield {"sku": "A"}
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_ledger(target, {"products": SheetRows(1, rows())}, "en")
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["l.xlsx"]


def test_a_target_that_cannot_be_written_is_an_error_with_data(tmp_path: Path) -> None:
    def fault_of(target: Path) -> Any:
        with pytest.raises(FileNotWrittenError) as caught:
            write_template(target, "en")
        assert caught.value.path == target
        assert isinstance(caught.value, OSError)
        return caught.value.fault

    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert fault_of(folder) is WriteFault.IS_DIRECTORY
    assert fault_of(tmp_path / "none" / "l.xlsx") is WriteFault.NO_FOLDER
    kept = tmp_path / "kept.xlsx"
    kept.write_text("before")
    kept.chmod(0o444)
    assert fault_of(kept) is WriteFault.READ_ONLY
    assert kept.read_text() == "before"


def test_a_full_disk_is_said_as_such(tmp_path: Path) -> None:
    target = tmp_path / "l.xlsx"
    with pytest.raises(FileNotWrittenError) as caught, placing(target):
        raise OSError(28, "No space left on device")
    assert caught.value.fault is WriteFault.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_a_finished_workbook_is_a_whole_zip_with_the_targets_rights(tmp_path: Path) -> None:
    target = tmp_path / "l.xlsx"
    target.write_text("before")
    target.chmod(0o640)
    write_template(target, "zh")
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
    assert target.stat().st_mode & 0o777 == 0o640
