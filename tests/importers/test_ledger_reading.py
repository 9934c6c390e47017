"""A ledger workbook is read into records; what cannot be read is refused row by row."""

# ruff: noqa: DTZ001 - a cell's moment has no zone

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from desktop_app.domain.refusals import FileFault
from desktop_app.domain.sale import OrderStatus
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.ledger import is_ledger, read_ledger
from tests.importers.making_ledgers import (
    ACCOUNTS,
    CONTEXT,
    PRODUCTS,
    SALE,
    SALES_HEADING,
    SESSIONS,
    ledger,
    read,
    rewrite,
    share_texts,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.importers.ledger import LedgerFile


def records(file: LedgerFile, kind: Any) -> list[Any]:
    return [row.record for row in file.rows.get(kind, [])]


def faults(file: LedgerFile) -> list[tuple[str, int, str | None, str]]:
    return [
        (refusal.sheet, refusal.row, refusal.column, refusal.reason.code.value) for refusal in file.refusals
    ]


def changed(**cells: Any) -> list[Any]:
    return [cells.get(key, value) for key, value in zip(SALES_HEADING, SALE, strict=True)]


def test_sheets_and_columns_stand_in_any_order_and_either_language(tmp_path: Path) -> None:
    sales: list[list[Any]] = [
        ["币种", "单价", "quantity", "货号", "下单时间", "账号", "订单号", "备忘"],
        ["thb", "12.50", 2, "KIWI", datetime(2026, 3, 1, 20, 30), "A", "O1", "x"],
    ]
    file = read(
        tmp_path / "l.xlsx", {"销售": sales, "Notes": [["x"]], "账号": ACCOUNTS, "Products": PRODUCTS}
    )
    assert not file.refusals
    (line,) = records(file, "sales")
    assert (line.order_id, line.line, line.unit_price_minor, line.currency) == ("O1", 1, 1250, "THB")
    assert line.ordered_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert line.status is OrderStatus.PAID
    assert line.platform_fee_minor is None
    assert file.ignored_columns == ["销售: 备忘"]
    assert file.ignored_sheets == ["Notes"]


def test_blank_rows_are_skipped_and_row_numbers_are_the_sheets(tmp_path: Path) -> None:
    sales: list[list[Any]] = [
        SALES_HEADING,
        [None] * 8,
        SALE,
        ["  ", None],
        changed(quantity="-1", order_id="O2"),
    ]
    file = read(tmp_path / "l.xlsx", ledger(Sales=sales))
    assert [row.row for row in file.rows["sales"]] == [3]
    assert faults(file) == [("Sales", 5, "quantity", "not_positive")]


def test_sales_without_line_are_numbered_within_their_order(tmp_path: Path) -> None:
    rows = [
        changed(),
        changed(order_id="O2"),
        changed(quantity="many"),
        changed(),
        changed(line=7),
        changed(),
        changed(account="B", currency="CNY"),
    ]
    file = read(tmp_path / "l.xlsx", ledger(Sales=[SALES_HEADING, *rows]))
    keys = [(line.account, line.order_id, line.line) for line in records(file, "sales")]
    assert keys == [
        ("A", "O1", 1),
        ("A", "O2", 1),
        ("A", "O1", 3),
        ("A", "O1", 7),
        ("A", "O1", 8),
        ("B", "O1", 1),
    ]
    (refusal,) = file.refusals
    assert refusal.cells["line"] == 2


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"quantity": 0}, "quantity", "not_positive"),
        ({"quantity": "NaN"}, "quantity", "not_a_number"),
        ({"quantity": 10**20}, "quantity", "too_large"),
        ({"quantity": 999_999_999_999}, "quantity", "too_large"),
        ({"quantity": 1.2345}, "quantity", "too_fine"),
        ({"unit_price": 12.345}, "unit_price", "too_fine"),
        ({"unit_price": -1}, "unit_price", "negative"),
        ({"unit_price": "12.5", "currency": "JPY"}, "unit_price", "too_fine"),
        ({"currency": "XYZ"}, "currency", "unknown_currency"),
        ({"ordered_at": "2026/2/30"}, "ordered_at", "bad_date"),
        ({"ordered_at": 45678}, "ordered_at", "number_as_date"),
        ({"order_id": "5.8387E+17"}, "order_id", "lost_id"),
        ({"order_id": 583870900000000001}, "order_id", "lost_id"),
        ({"sku": None}, "sku", "missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_column(
    tmp_path: Path, cells: dict[str, Any], column: Any, code: str
) -> None:
    file = read(tmp_path / "l.xlsx", ledger(Sales=[SALES_HEADING, changed(**cells), changed(order_id="O9")]))
    assert faults(file) == [("Sales", 2, column, code)]
    assert [line.order_id for line in records(file, "sales")] == ["O9"]


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    file = read(
        tmp_path / "l.xlsx", ledger(Sales=[SALES_HEADING, changed(quantity=-1, currency="XYZ", sku=None)])
    )
    (refusal,) = file.refusals
    codes = {refusal.reason.code.value, *(why.code.value for _, _, why in refusal.also)}
    assert codes == {"not_positive", "unknown_currency", "missing"}


def test_the_second_row_under_one_key_is_refused(tmp_path: Path) -> None:
    products = [*PRODUCTS, ["KIWI", "again", "箱"]]
    file = read(
        tmp_path / "l.xlsx", {"Products": products, "商品": [["sku", "name", "unit"], ["JUICE", "x", "y"]]}
    )
    assert faults(file) == [("Products", 4, "sku", "same_key"), ("商品", 2, "sku", "same_key")]


def test_a_cell_whose_format_shows_no_time_is_a_date_alone(tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.worksheets[0]
    page.title = "Promotions"
    page.append(["promotion", "account", "started_at", "ended_at", "amount", "currency"])
    page.append(["P1", "A", datetime(2026, 3, 1, 20, 0), datetime(2026, 3, 2), 5, "THB"])
    page.append(["P2", "A", datetime(2026, 3, 1), datetime(2026, 3, 2), 5, "THB"])
    page["C2"].number_format = "yyyy-mm-dd"
    page["D2"].number_format = 'yyyy"年"m"月"d"日"'
    page["C3"].number_format = "yyyy/m/d h:mm"
    page["D3"].number_format = "[$-804]yyyy/m/d;@"
    workbook.save(tmp_path / "l.xlsx")
    one, two = records(read_ledger(tmp_path / "l.xlsx", CONTEXT), "promotions")
    assert (one.started_on, one.started_at, one.ended_on) == (date(2026, 3, 1), None, date(2026, 3, 2))
    assert (two.started_on, two.started_at) == (None, datetime(2026, 2, 28, 16, 0, tzinfo=UTC))
    assert two.ended_on == date(2026, 3, 2)


def test_a_return_finds_its_line_by_sku_and_its_amounts_are_in_the_orders_currency(tmp_path: Path) -> None:
    heading: list[Any] = ["return", "account", "order_id", "line", "sku", "quantity", "refund", "returned_on"]
    returns: list[list[Any]] = [
        heading,
        ["R1", "A", "O1", None, "KIWI", 1, 100, "2026-03-05"],
        ["R2", "A", "O2", None, "KIWI", 1, 12.5, "2026-03-05"],
        ["R3", "A", "O1", 9, None, 1, 100, "2026-03-05"],
        ["R4", "A", "O1", None, None, 1, 100, "2026-03-05"],
        ["R5", "A", "O1", 1, "JUICE", 1, 100, "2026-03-05"],
        ["R6", "A", "O1", 1, None, 1, 0.5, "2026-03-05"],
    ]
    sales: list[list[Any]] = [
        SALES_HEADING,
        changed(currency="JPY", unit_price=200),
        changed(order_id="O2"),
        changed(order_id="O2"),
    ]
    file = read(tmp_path / "l.xlsx", {"Returns": returns, **ledger(Sales=sales)})
    (found,) = records(file, "returns")
    assert (found.line, found.refund_minor) == (1, 100)
    assert faults(file) == [
        ("Returns", 3, "order_id", "not_one_line"),
        ("Returns", 4, "line", "unknown_reference"),
        ("Returns", 5, "order_id", "not_one_line"),
        ("Returns", 6, "line", "other_sku"),
        ("Returns", 7, "refund", "too_fine"),
    ]


def test_adjustments_alone_are_signed(tmp_path: Path) -> None:
    heading = ["记录号", "批次号", "日期", "类型", "数量"]
    rows = [
        ["E1", "L", "2026-03-01", "盘点调整", -3],
        ["E2", "L", "2026-03-01", "spoilage", -3],
        ["E3", "L", "2026-03-01 10:00", "adjustment", 0],
        ["E4", "L", "2026-03-01", "lost", 1],
    ]
    file = read(tmp_path / "l.xlsx", {"库存变动": [heading, *rows]})
    assert [entry.quantity_milli for entry in records(file, "stock")] == [-3000]
    assert [fault[3] for fault in faults(file)] == ["not_positive", "zero", "unknown_word"]


def test_a_session_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    sessions = [SESSIONS[0], ["S2", "A", "2026-03-01 20:00", "2026-03-01 19:00"]]
    assert faults(read(tmp_path / "l.xlsx", ledger(Sessions=sessions))) == [
        ("Sessions", 2, "ended_at", "ends_before_start")
    ]


def test_a_formula_counts_with_its_result_and_is_refused_without(tmp_path: Path) -> None:
    path = write(
        tmp_path / "l.xlsx", ledger(Sales=[SALES_HEADING, changed(quantity="=1+1"), changed(order_id="O2")])
    )
    assert faults(read_ledger(path, CONTEXT)) == [("Sales", 2, "quantity", "cell_error")]
    rewrite(
        path, "xl/worksheets/sheet4.xml", lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )
    assert not read_ledger(path, CONTEXT).refusals


def test_other_programs_workbooks_read_alike(tmp_path: Path) -> None:
    """Prefixed elements, cells without places, header cells in rows of their own, rich and phonetic text."""
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    sheet = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:dimension ref="A1"/><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>sku</x:t></x:is></x:c></x:row>'
        '<x:row r="1"><x:c r="B1" t="inlineStr"><x:is><x:r><x:t>na</x:t></x:r><x:r><x:t>me</x:t></x:r></x:is>'
        "</x:c></x:row>"
        '<x:row r="1"><x:c r="C1" t="str"><x:v>unit</x:v></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>KIWI</x:t></x:is></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>翠香_x000A_</x:t><x:rPh sb="0" eb="1"><x:t>cui</x:t></x:rPh></x:is>'
        "</x:c>"
        '<x:c t="inlineStr"><x:is><x:t>箱</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    rewrite(path, "xl/worksheets/sheet1.xml", lambda _: sheet.encode())
    (product,) = records(read_ledger(path, CONTEXT), "products")
    assert (product.sku, product.name, product.unit) == ("KIWI", "翠香", "箱")


def test_shared_texts_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": PRODUCTS})
    share_texts(path)
    assert [product.name for product in records(read_ledger(path, CONTEXT), "products")] == ["翠香", "果汁"]


def test_a_sheet_without_a_required_column_makes_the_file_unusable(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ledger(Sales=[SALES_HEADING[:-1], SALE[:-1]]))
    with pytest.raises(UnusableFileError) as caught:
        read_ledger(path, CONTEXT)
    assert caught.value.fault is FileFault.MISSING_COLUMNS
    assert caught.value.data == {"sheet": "Sales", "columns": "币种 currency"}


def test_a_column_twice_and_no_sheet_of_a_ledger_make_the_file_unusable(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", {"Products": [["sku", "货号", "name", "unit"]]})
    with pytest.raises(UnusableFileError) as caught:
        read_ledger(path, CONTEXT)
    assert caught.value.fault is FileFault.COLUMN_TWICE
    path = write(tmp_path / "m.xlsx", {"Sheet1": [["x"]]})
    assert not is_ledger(path)
    with pytest.raises(UnusableFileError) as caught:
        read_ledger(path, CONTEXT)
    assert caught.value.fault is FileFault.NO_SHEET


def test_a_ledger_is_known_by_sheet_and_heading(tmp_path: Path) -> None:
    assert is_ledger(write(tmp_path / "a.xlsx", {"x": [["y"]], "商品": [["备注", "货号", "单位"]]}))
    assert not is_ledger(write(tmp_path / "b.xlsx", {"Sales": [["Order ID", "Amount"]], "x": [["sku"]]}))


def test_a_heading_that_is_not_in_row_1_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    path = write(tmp_path / "l.xlsx", ledger(Sales=[["我的销售"], SALES_HEADING, SALE]))
    with pytest.raises(UnusableFileError) as caught:
        read_ledger(path, CONTEXT)
    assert caught.value.fault is FileFault.MISSING_COLUMNS
    assert caught.value.data["sheet"] == "Sales"
