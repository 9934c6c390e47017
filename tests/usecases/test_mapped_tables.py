"""Tables that no format knows: mapped once, remembered by their headings, and read the same ever after."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.catalogue import Product
from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.refusals import FileFault, ReasonCode
from desktop_app.domain.sale import OrderStatus
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store import Book
from desktop_app.usecases.import_desk import FilesChangedError, Preview, bring_in, look_at
from desktop_app.usecases.importing import plan_import
from desktop_app.usecases.importing.answers import Answers, Source, forget, remembered
from desktop_app.usecases.mapping import answered, guess_table, read_sample
from desktop_app.usecases.matching import match_skus, unmatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from desktop_app.importers.table_shape import TableMapping

HEAD = ("订单编号", "下单日期", "商品", "件数", "售价", "订单状态", "备注栏")
ROWS = (
    ("A-1", "2026-03-01 20:15", "KW", "2", "¥1,299.00", "已发货", "王女士"),
    ("A-1", "2026-03-01 20:15", "KW", "1", "1,150.50", "已发货", ""),
    ("A-2", "2026-03-13", "KD-250", "3", "80", "压单", "急"),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "book.bozhang") as made:
        with made.write("made by hand") as writer:
            writer.put(Account(account="WX", platform=Platform.OTHER, market="CN", currency="CNY"))
            writer.put(Product(sku="KW", name="猕猴桃", unit="箱"))
        yield made


def write_csv(
    path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "gb18030"
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    return path


def map_it(book: Book, path: Path, mapping: TableMapping | None = None, **changes: Any) -> Preview:
    """Look at a file as the window does: unknown first, then with the mapping that was said."""
    seen = look_at(book, [path])
    (sample,) = seen.samples.values()
    guess = mapping or guess_table(book, sample).mapping
    answers = {digest: Answers(mapping=replace(guess, **changes)) for digest in seen.hashes.values()}
    return look_at(book, [path], answers=answers)


def lines(book: Book) -> list[tuple[Any, ...]]:
    return [
        (line.order_id, line.line, line.sku, line.quantity_milli, line.unit_price_minor, line.status)
        for line in book.iterate("sales")
    ]


def test_an_unknown_table_is_guessed_asked_brought_in_and_known_from_then_on(
    book: Book, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "微信接龙.csv", HEAD, ROWS)
    seen = look_at(book, [path])
    assert seen.unusable[path].fault is FileFault.UNKNOWN_FORMAT
    guess = guess_table(book, seen.samples[path])
    assert guess.mapping.kind == "sales"
    assert guess.mapping.columns == {
        "订单编号": "order_id",
        "下单日期": "ordered_at",
        "商品": "sku",
        "件数": "quantity",
        "售价": "unit_price",
        "订单状态": "status",
    }
    assert guess.mapping.constants == {"account": "WX"}
    reading = read_sample(book, seen.samples[path], guess.sheet, guess.row, guess.mapping)
    assert reading is not None
    (strange,) = reading.strange
    assert (strange.word, strange.rows) == ("压单", 1)
    assert [refusal.reason.code for refusal in reading.plan.refusals] == [ReasonCode.UNKNOWN_WORD]
    mapping = answered(guess.mapping, {"status": {"压单": "paid"}})
    preview = map_it(book, path, mapping)
    (plan,) = preview.plans
    assert (plan.format, plan.refusals, plan.how[0].source) == ("table:sales", [], Source.ASKED)
    assert plan.ignored_columns == ["备注栏"]
    bring_in(book, preview)
    assert lines(book) == [
        ("A-1", 1, "KW", 2000, 129900, OrderStatus.SHIPPED),
        ("A-1", 2, "KW", 1000, 115050, OrderStatus.SHIPPED),
        ("A-2", 1, "KD-250", 3000, 8000, OrderStatus.PAID),
    ]
    (file,) = book.rows("import_files")
    assert "王女士" not in str(file)
    # The next file of the shape, its columns in another order, is known without a question.
    order = (5, 0, 3, 1, 6, 4, 2)
    again = write_csv(
        tmp_path / "four.csv",
        [HEAD[at] for at in order],
        [[row[at] for at in order] for row in ROWS],
        "utf-8-sig",
    )
    (plan,) = look_at(book, [again]).plans
    assert plan.how[0].source is Source.LAST_TIME
    assert not plan.changes_anything
    # It is one step to undo; how the file reads is not forgotten with it.
    book.undo()
    assert lines(book) == []
    assert [shape.format for shape in remembered(book).values()] == ["table:sales"]
    (plan,) = plan_import(book, [again])
    assert len(plan.records["sales"]) == 3
    (shape,) = remembered(book)
    forget(book, shape)
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [again])
    assert caught.value.fault is FileFault.UNKNOWN_FORMAT


def test_an_unknown_product_waits_to_be_matched_once_for_all_files_of_the_account(
    book: Book, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", HEAD[:5], [row[:5] for row in ROWS])
    bring_in(book, map_it(book, path))
    assert [row.sku for row in unmatched(book)] == ["KD-250"]
    match_skus(book, {"KD-250": "KW"})
    (plan,) = look_at(book, [write_csv(tmp_path / "b.csv", HEAD[:5], [row[:5] for row in ROWS])]).plans
    assert not plan.changes_anything
    assert plan.suspicions == []


def test_banners_above_a_workbooks_headings_and_its_total_below(book: Book, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_sheet("说明", 0).append(["这是表哥的记账表"])
    sheet = made.create_sheet("支出")
    sheet.append(["王家 2026 年支出"])
    sheet.append([])
    sheet.append(["支出日期", "项目", "支出", "收款人"])
    sheet.append([date(2026, 3, 1), "包装", 120.5, "纸箱厂"])
    sheet.append([date(2026, 3, 2), "电费", 99, None])
    sheet.append([date(2026, 3, 2), "电费", 99, None])
    sheet.append(["合计", None, 400, None])
    path = tmp_path / "支出.xlsx"
    made.save(path)
    preview = map_it(book, path)
    (plan,) = preview.plans
    assert plan.format == "table:overheads"
    # A row that says the same as another is the person's to decide; the total counts it.
    codes = [suspicion.code for suspicion in plan.suspicions]
    assert codes == ["row_alike", "total_differs"]
    assert dict(plan.suspicions[1].data) == {"total": "支出", "stated": 40000, "sum": 31850}
    assert [row.record.amount_minor for row in plan.records["overheads"]] == [12050, 9900]
    (sample,) = preview.samples.values()
    both = map_it(book, path, guess_table(book, sample).mapping, equal_rows=True)
    bring_in(book, both)
    assert [(row.on, row.amount_minor) for row in book.iterate("overheads")] == [
        (date(2026, 3, 1), 12050),
        (date(2026, 3, 2), 9900),
        (date(2026, 3, 2), 9900),
    ]
    assert not look_at(book, [path]).plans[0].changes_anything


def test_dates_and_figures_that_read_either_way_are_asked_not_guessed(book: Book, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ("日期", "运费", "快递单号"),
        [("03/04/2026", "1.250", "SF1"), ("05/06/2026", "2.400", "SF2")],
    )
    first = map_it(book, path)
    assert first.unusable[path].fault is FileFault.AMBIGUOUS_DATES
    second = map_it(book, path, date_order="mdy")
    assert second.unusable[path].fault is FileFault.AMBIGUOUS_FIGURES
    (plan,) = map_it(
        book, path, date_order="mdy", decimal=",", constants={"account": "WX", "currency": "CNY"}
    ).plans
    assert plan.format == "table:shipping"
    assert [(row.record.on, row.record.cost_minor) for row in plan.records["shipping"]] == [
        (date(2026, 3, 4), 125000),
        (date(2026, 5, 6), 240000),
    ]


def test_a_file_that_tells_day_from_month_is_not_asked(book: Book, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ("日期", "运费", "快递单号"),
        [("03/04/2026", "1.5", "SF1"), ("25/06/2026", "2", "SF2")],
    )
    (plan,) = map_it(book, path, date_order="mdy", constants={"currency": "CNY"}).plans
    assert [row.record.on for row in plan.records["shipping"]] == [date(2026, 4, 3), date(2026, 6, 25)]


def test_a_table_read_as_last_time_still_asks_what_it_does_not_tell(book: Book, tmp_path: Path) -> None:
    """The first file told day from month; the second does not, and may be another shop's."""
    head = ("日期", "运费", "快递单号")
    told = write_csv(tmp_path / "a.csv", head, [("25/04/2026", "1.5", "SF1")])
    bring_in(book, map_it(book, told, constants={"currency": "CNY", "account": "WX"}))
    with book.write("made by hand") as writer:
        writer.put(Account(account="DY", platform=Platform.DOUYIN, market="CN", currency="CNY"))
    path = write_csv(tmp_path / "b.csv", head, [("03/04/2026", "2.5", "SF2")])
    seen = look_at(book, [path])
    assert seen.unusable[path].fault is FileFault.AMBIGUOUS_DATES
    answers = {seen.hashes[path]: Answers(date_order="mdy", account="DY")}
    (plan,) = (preview := look_at(book, [path], answers=answers)).plans
    assert plan.account == "DY"
    assert plan.records["shipping"][0].record.on == date(2026, 3, 4)
    bring_in(book, preview)
    (plan,) = look_at(book, [path]).plans
    assert [(each.what, each.value, each.source) for each in plan.how] == [
        ("mapping", "shipping", Source.LAST_TIME),
        ("account", "DY", Source.LAST_TIME),
    ]
    assert not plan.changes_anything


def test_moments_are_by_the_clock_that_was_said(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEAD[:5], [ROWS[0][:5], ROWS[2][:5]])
    (plan,) = map_it(book, path, zone="America/New_York").plans
    zone = ZoneInfo("America/New_York")
    assert [row.record.ordered_at for row in plan.records["sales"]] == [
        datetime(2026, 3, 1, 20, 15, tzinfo=zone).astimezone(UTC),
        datetime(2026, 3, 13, tzinfo=zone).astimezone(UTC),
    ]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (4, "THB 80.00", ReasonCode.CURRENCY_DIFFERS),
        (4, "2026-03", ReasonCode.NOT_A_NUMBER),
        (4, "5%", ReasonCode.NOT_A_NUMBER),
        (0, "5.83871E+17", ReasonCode.LOST_ID),
        (1, "31/02/2026", ReasonCode.BAD_DATE),
        (1, "昨天", ReasonCode.BAD_DATE),
        (3, "-1", ReasonCode.NOT_POSITIVE),
        (3, "", ReasonCode.MISSING),
    ],
)
def test_a_cell_that_does_not_read_refuses_its_row_alone(
    book: Book, tmp_path: Path, column: int, value: str, code: ReasonCode
) -> None:
    bad = [*ROWS[0][:column], value, *ROWS[0][column + 1 :]]
    path = write_csv(tmp_path / "a.csv", HEAD[:5], [bad[:5], ROWS[2][:5]])
    (plan,) = map_it(book, path, constants={"account": "WX", "currency": "CNY"}).plans
    (refusal,) = plan.refusals
    assert (refusal.row, refusal.reason.code) == (2, code)
    assert [row.row for row in plan.records["sales"]] == [3]


def test_a_file_that_changed_since_it_was_seen_is_not_brought_in(book: Book, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEAD[:5], [row[:5] for row in ROWS])
    preview = map_it(book, path)
    write_csv(path, HEAD[:5], [ROWS[0][:5]])
    with pytest.raises(FilesChangedError):
        bring_in(book, preview)
    assert lines(book) == []
    preview = map_it(book, path)
    path.unlink()
    bring_in(book, preview)
    assert len(lines(book)) == 1


def test_mapped_products_serve_the_mapped_sales_of_the_same_drop(book: Book, tmp_path: Path) -> None:
    sales = write_csv(tmp_path / "a.csv", HEAD[:5], [row[:5] for row in ROWS])
    products = write_csv(tmp_path / "b.csv", ("编码", "品名", "计量单位"), [("KD-250", "果干", "袋")])
    seen = look_at(book, [sales, products])
    answers = {
        seen.hashes[path]: Answers(mapping=guess_table(book, sample).mapping)
        for path, sample in seen.samples.items()
    }
    preview = look_at(book, [sales, products], answers=answers)
    assert [plan.format for plan in preview.plans] == ["table:sales", "table:products"]
    assert all(not plan.refusals and not plan.suspicions for plan in preview.plans)
    bring_in(book, preview)
    assert not unmatched(book)


CELL = st.one_of(
    st.sampled_from(
        ["", "-", "A-1", "12.5", "1,299.00", "¥3", "2026-03-01", "已发货", "KW", "1e5", "(3)", "合计"]
    ),
    st.integers(0, 10**6).map(str),
    st.text(max_size=6),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=6),
    order=st.permutations(range(7)),
)
def test_reordered_columns_of_a_mapped_shape_bring_the_same(
    book: Book, tmp_path: Path, rows: list[list[str]], order: list[int]
) -> None:
    """Whatever stands in the cells: nothing breaks, and each row says the same wherever its columns stand."""
    guess = read_plans(book, tmp_path, HEAD, rows, None)
    moved = read_plans(
        book, tmp_path, [HEAD[at] for at in order], [[row[at] for at in order] for row in rows], guess[0]
    )
    assert guess[1] == moved[1]


def read_plans(
    book: Book, folder: Path, head: Sequence[str], rows: Sequence[Sequence[str]], mapping: TableMapping | None
) -> tuple[TableMapping, Any]:
    path = write_csv(folder / "t.csv", head, rows, "utf-8-sig")
    seen = look_at(book, [path])
    sample = seen.samples[path]
    mapping = mapping or guess_table(book, sample).mapping
    said = replace(mapping, kind="sales", date_order="dmy", decimal=".", equal_rows=True)
    preview = look_at(book, [path], answers={seen.hashes[path]: Answers(mapping=said)})
    if not preview.plans:
        return mapping, preview.unusable[path].fault
    (plan,) = preview.plans
    records = [(each.row, each.record) for each in plan.records.get("sales", [])]
    refused = [(each.row, sorted(str(each.cells))) for each in plan.refusals]
    return mapping, (records, refused)
