"""Ledgers are planned against the book, brought in as one step, and given back whole."""

# ruff: noqa: DTZ001 - a cell's moment has no zone

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop_app.domain.channel import Platform
from desktop_app.domain.facts import KIND, KINDS
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.code_words import WORDS
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.export import export_ledger, export_refused, export_template
from desktop_app.usecases.importing.plan import Effect
from tests.importers.making_ledgers import PRODUCTS, SALE, SALES_HEADING, ledger, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.usecases.importing.plan import ImportPlan

LOTS = [["lot", "sku", "received_on", "quantity", "total_cost"], ["L1", "KIWI", "2026-02-01", 10, 100]]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "b.bozhang") as made:
        yield made


def plan(book: Book, tmp_path: Path, name: str = "l.xlsx", **sheets: Any) -> ImportPlan:
    return plan_import(book, [write(tmp_path / name, ledger(**sheets))])[0]


def faults(plan: ImportPlan) -> list[tuple[str, int, str | None, str]]:
    return [
        (refusal.sheet, refusal.row, refusal.column, refusal.reason.code.value) for refusal in plan.refusals
    ]


def sale(**cells: Any) -> list[Any]:
    return [cells.get(key, value) for key, value in zip(SALES_HEADING, SALE, strict=True)]


def everything(book: Book) -> dict[str, list[Any]]:
    return {kind.name: list(book.iterate(kind.name)) for kind in KINDS}


def test_a_ledger_goes_in_as_one_step_and_twice_changes_nothing(book: Book, tmp_path: Path) -> None:
    first = plan(book, tmp_path, Sales=[SALES_HEADING, SALE, sale(order_id="O2", quantity="1.5")])
    assert everything(book)["sales"] == []
    assert first.totals["sales"].amounts["amount"] == {"THB": 2500 + 1875}
    assert first.totals["sales"].quantity_milli == 3500
    (report,) = apply_import(book, [first])
    assert report.complete
    assert report.added == {"products": 2, "accounts": 2, "sessions": 1, "sales": 2}
    again = plan(book, tmp_path, Sales=[SALES_HEADING, SALE, sale(order_id="O2", quantity="1.5")])
    (report,) = apply_import(book, [again])
    assert (report.added, report.updated) == ({}, {})
    assert report.unchanged == {"products": 2, "accounts": 2, "sessions": 1, "sales": 2}
    assert len(book.history()) == 1
    book.undo()
    assert not any(everything(book).values())


def test_a_changed_row_is_an_update_shown_before_it_is_made(book: Book, tmp_path: Path) -> None:
    apply_import(book, [plan(book, tmp_path, Sales=[SALES_HEADING, SALE])])
    changed = plan(book, tmp_path, Sales=[SALES_HEADING, sale(quantity=3)])
    assert changed.counts(Effect.CHANGED) == {"sales": 1}
    (planned,) = changed.records["sales"]
    assert (planned.before.quantity_milli, planned.record.quantity_milli) == (2000, 3000)
    (line,) = book.iterate("sales")
    assert line.quantity_milli == 2000


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"account": "Z"}, "account"), ({"sku": "Z"}, "sku")],
)
def test_a_name_nobody_knows_is_refused(
    book: Book, tmp_path: Path, cells: dict[str, Any], column: Any
) -> None:
    found = plan(book, tmp_path, Sales=[SALES_HEADING, sale(**cells), sale(order_id="O2")])
    assert faults(found) == [("Sales", 2, column, "unknown_reference")]
    assert found.counts(Effect.NEW)["sales"] == 1


def test_what_names_a_refused_row_is_refused_too(book: Book, tmp_path: Path) -> None:
    products = [*PRODUCTS, ["BAD", None, "箱"]]
    lots = [*LOTS, ["L2", "BAD", "2026-02-01", 1, 1]]
    stock = [["entry", "lot", "on", "kind", "quantity"], ["E", "L2", "2026-03-01", "spoilage", 1]]
    found = plan(book, tmp_path, Products=products, Lots=lots, Stock=stock)
    assert {fault[0]: fault[3] for fault in faults(found)} == {
        "Products": "missing",
        "Lots": "names_refused",
        "Stock": "names_refused",
    }


def test_bundles_are_made_of_plain_products_and_have_no_lots(book: Book, tmp_path: Path) -> None:
    heading = ["sku", "name", "unit", "components"]
    products = [
        heading,
        ["BOX", "礼盒", "盒", "KIWI×2; JUICE×1"],
        ["KIWI", "翠香", "箱"],
        ["JUICE", "果汁", "瓶"],
        ["BOX2", "大礼盒", "盒", "BOX×2"],
        ["BOX3", "x", "盒", "NONE"],
        ["BOX4", "x", "盒", "BOX4"],
    ]
    lots = [*LOTS, ["L2", "BOX", "2026-02-01", 1, 1]]  # of a bundle: kept, never drawn by a sale
    found = plan(book, tmp_path, Products=products, Lots=lots)
    assert sorted(faults(found)) == [
        ("Products", 5, "components", "not_plain"),
        ("Products", 6, "components", "unknown_reference"),
        ("Products", 7, "components", "not_plain"),
    ]
    assert [row.record.sku for row in found.records["products"]] == ["BOX", "KIWI", "JUICE"]
    apply_import(book, [found])
    turned = plan(book, tmp_path, Products=[heading, ["KIWI", "翠香", "箱", "JUICE"]])
    assert [fault[3] for fault in faults(turned)] == ["is_component"]


def test_repack_rows_agree_and_their_lots_are_known_whatever_the_order_of_rows(
    book: Book, tmp_path: Path
) -> None:
    heading = ["repack", "on", "from_lot", "from_quantity", "lot", "sku", "quantity"]
    repacks = [
        heading,
        ["R2", "2026-02-03", "L1a", 2, "L1b", "KIWI", 2],
        ["R1", "2026-02-02", "L1", 4, "L1a", "KIWI", 3],
        ["R1", "2026-02-02", "L1", 5, "L1c", "KIWI", 1],
        ["R3", "2026-02-02", "L9", 4, "L1d", "KIWI", 3],
        ["R4", "2026-02-02", "L1", 4, "L1", "KIWI", 3],
        ["R5", "2026-02-02", "L1", 4, "L1a", "KIWI", 3],
    ]
    found = plan(book, tmp_path, Lots=LOTS, Repacks=repacks)
    assert [row.record.lot for row in found.records["repacks"]] == ["L1b", "L1a"]
    assert faults(found) == [
        ("Repacks", 4, "from_quantity", "repack_disagrees"),
        ("Repacks", 5, "from_lot", "unknown_reference"),
        ("Repacks", 6, "lot", "own_source"),
        ("Repacks", 7, "lot", "lot_twice"),
    ]


def test_restocks_never_exceed_what_the_line_sold(book: Book, tmp_path: Path) -> None:
    heading = [
        "return",
        "account",
        "order_id",
        "sku",
        "quantity",
        "restocked_quantity",
        "refund",
        "returned_on",
    ]

    def returned(name: str, restocked: float) -> list[Any]:
        return [name, "A", "O1", "KIWI", 1, restocked, 1, "2026-03-05"]

    sales = [SALES_HEADING, SALE]
    found = plan(book, tmp_path, Sales=sales, Returns=[heading, returned("R1", 1.5), returned("R2", 0.6)])
    assert faults(found) == [("Returns", 3, "restocked_quantity", "restock_above_line")]
    apply_import(book, [found])
    more = plan(book, tmp_path, Returns=[heading, returned("R3", 0.6), returned("R4", 0.5)])
    assert faults(more) == [("Returns", 2, "restocked_quantity", "restock_above_line")]
    moved = plan(book, tmp_path, Returns=[heading, returned("R2", 2), returned("R1", 0)])
    assert not moved.refusals
    fewer = plan(book, tmp_path, Sales=[SALES_HEADING, sale(quantity=1)])
    assert faults(fewer) == [("Sales", 2, "quantity", "restock_above_line")]


def test_an_order_id_in_two_accounts_needs_the_legs_account(book: Book, tmp_path: Path) -> None:
    sales = [SALES_HEADING, SALE, sale(account="B", currency="CNY"), sale(order_id="O2")]
    legs = [
        ["shipment", "leg", "on", "account", "orders", "cost", "currency"],
        ["M", 1, "2026-03-02", None, "O2", 5, "CNY"],
        ["M", 2, "2026-03-02", None, "O2; O1", 5, "CNY"],
        ["M", 3, "2026-03-02", "B", "O1", 5, "CNY"],
        ["M", 4, "2026-03-02", "B", "O2", 5, "CNY"],  # an order not known there yet: kept
        ["M", 5, "2026-03-02", None, None, -5, "CNY"],
    ]
    found = plan(book, tmp_path, Sales=sales, Shipping=legs)
    assert faults(found) == [("Shipping", 3, "account", "order_in_two_accounts")]
    assert [row.record.leg for row in found.records["shipping"]] == ["1", "3", "4", "5"]


def test_a_lot_named_by_a_sale_holds_its_product(book: Book, tmp_path: Path) -> None:
    sales = [
        [*SALES_HEADING, "lot"],
        [*SALE, "L1"],
        [*sale(order_id="O2", sku="JUICE"), "L1"],
        [*sale(order_id="O3"), "L9"],
    ]
    found = plan(book, tmp_path, Lots=LOTS, Sales=sales)
    assert [(fault[1], fault[3]) for fault in faults(found)] == [
        (3, "lot_of_other_product"),
        (4, "unknown_reference"),
    ]


def test_a_later_file_is_planned_as_if_the_earlier_were_in(book: Book, tmp_path: Path) -> None:
    one = write(tmp_path / "one.xlsx", ledger())
    two = write(tmp_path / "two.xlsx", {"Sales": [SALES_HEADING, SALE]})
    three = write(
        tmp_path / "three.xlsx",
        {
            "Returns": [
                ["return", "account", "order_id", "sku", "quantity", "refund", "returned_on"],
                ["R", "A", "O1", "KIWI", 1, 1, "2026-03-09"],
            ]
        },
    )
    plans = plan_import(book, [one, two, three])
    assert [faults(each) for each in plans] == [[], [], []]
    apply_import(book, plans)
    assert len(book.history()) == 1
    assert [each.line for each in book.iterate("returns")] == [1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_refused_rows_come_back_to_be_mended(book: Book, tmp_path: Path, language: str) -> None:
    sales = [
        SALES_HEADING,
        SALE,
        sale(quantity="-2"),
        sale(sku="NEW"),
        sale(order_id="5.8E+17"),
        sale(order_id="=1+1", currency="THB"),
    ]
    found = plan(book, tmp_path, Sales=sales)
    apply_import(book, [found])
    target = tmp_path / "refused.xlsx"
    assert export_refused(target, found.refusals, language) == 4
    workbook = load_workbook(target)
    sheet = sheet_of("sales")
    (page,) = workbook.worksheets
    assert page.title == sheet.name(language)
    rows = {column[0].value: column[1:] for column in page.iter_cols(values_only=False)}
    assert [cell.value for cell in rows[sheet.column("line").heading(language)]] == [2, 3, None, None]
    rows[sheet.column("quantity").heading(language)][0].value = 4
    rows[sheet.column("sku").heading(language)][1].value = "JUICE"
    rows[sheet.column("order_id").heading(language)][2].value = "580000000000000001"
    rows[sheet.column("order_id").heading(language)][3].value = "O5"
    workbook.save(target)
    (mended,) = plan_import(book, [target])
    assert not mended.refusals
    assert not mended.ignored_columns
    apply_import(book, [mended])
    lines = {(line.order_id, line.line): (line.sku, line.quantity_milli) for line in book.iterate("sales")}
    assert lines == {
        ("O1", 1): ("KIWI", 2000),
        ("O1", 2): ("KIWI", 4000),
        ("O1", 3): ("JUICE", 2000),
        ("580000000000000001", 1): ("KIWI", 2000),
        ("O5", 1): ("KIWI", 2000),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_blank_ledger_reads_as_nothing(book: Book, tmp_path: Path, language: str) -> None:
    export_template(tmp_path / "t.xlsx", language)
    (found,) = plan_import(book, [tmp_path / "t.xlsx"])
    assert not found.records
    assert not found.refusals
    assert not found.ignored_columns
    assert not found.ignored_sheets


def test_a_file_that_is_no_ledger_is_refused_in_one_sentence(book: Book, tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", {"Sheet1": [["a", "b"], [1, 2]]})
    for name in ("auto", "ledger"):
        with pytest.raises(UnusableFileError):
            plan_import(book, [path], format=name)
    with pytest.raises(UnusableFileError):
        plan_import(book, [tmp_path / "none.xlsx"])


# A whole book there and back ----------------------------------------------------------------------------

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]),
    min_size=1,
    max_size=12,
).filter(
    lambda text: (
        text.strip("\u200b\ufeff\u00a0\u3000") == text and "\ufffe" not in text and "\uffff" not in text
    )
)
_ID = st.from_regex(
    r"[A-Za-z\u4e00-\u4e20;=×\"#&<][A-Za-z0-9\u4e00-\u4e20;=×\"_. -]{0,8}[A-Za-z\u4e00-\u4e20]",
    fullmatch=True,
)
_DAY = st.dates(date(1970, 1, 2), date(2199, 12, 30))
_MOMENT = st.datetimes(
    datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=st.just(timezone(timedelta(0)))
).map(lambda moment: moment.replace(microsecond=0))
_SIGNS = {"+": 1, "0": 0, "±": -(10**9), "stock": 1}


def _value(column: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - a line a kind of value
    lowest = _SIGNS.get(column.sign, 0)
    match column.value:
        case "text":
            return _TEXT
        case "id":
            return _ID
        case "ids":
            return st.just(())
        case "components" | "shares":
            return st.just(())
        case "day":
            return _DAY
        case "moment" | "event":
            return _MOMENT
        case "code":
            return st.sampled_from(list(WORDS[column.argument]))
        case "yes_no":
            return st.booleans()
        case "currency":
            return st.sampled_from(["CNY", "JPY", "KWD", "THB"])
        case "market":
            return st.sampled_from(["TH", "US"])
        case "zone":
            return st.sampled_from(["Asia/Bangkok", "America/New_York"])
        case "decimal":
            return st.decimals(0, 10**6, places=4, allow_nan=False).map(lambda figure: figure.normalize())
        case "rate":
            return st.integers(0, 10**8)
        case "int":
            return st.integers(max(lowest, 1), 9000)
        case "hours_s":
            return st.integers(0, 10**6)
        case "hours":
            return st.integers(lowest, 10**8)
    return st.integers(lowest, 10**9 - 1)


_NAMES = {
    "sku": ["K", "J"],
    "account": ["A", "B"],
    "session": ["S1", "S;2"],
    "lot": ["L1", "L=2"],
    "from_lot": ["L1"],
}


@st.composite
def _records(draw: st.DrawFn, kind: Any, number: int) -> list[Any]:
    """Draw records of a kind whose names are those of the frame below."""
    sheet = sheet_of(kind)
    key = set(KIND[kind].key)
    found = []
    for at in range(number):
        fields: dict[str, Any] = {}
        for column in sheet.columns:
            name = column.field
            if column.value == "day_or_moment":
                chosen = column.fields[draw(st.booleans())]
                if column.required or draw(st.booleans()):
                    fields[chosen] = draw(_DAY if chosen.endswith("_on") else _MOMENT)
            elif name in _NAMES and not (
                name in key and kind in {"lots", "repacks", "products", "accounts", "sessions"}
            ):
                if column.required or draw(st.booleans()):
                    fields[name] = draw(st.sampled_from(_NAMES[name]))
            elif column.required or name in key or draw(st.booleans()):
                fields[name] = draw(_value(column))
            if (
                name in key
                and name in fields
                and isinstance(fields[name], str)
                and kind != "product_names"
                and name not in {"account", "currency", "market"}
            ):
                fields[name] = f"{at}{fields[name]}"
        found.append(_settled(kind, fields, draw))
    return found


def _settled(kind: Any, fields: dict[str, Any], draw: st.DrawFn) -> Any:
    """Mend what no field can know alone."""
    if kind == "sessions" and fields.get("ended_at") is not None:
        fields["ended_at"] = max(fields["ended_at"], fields["started_at"])
    if kind == "promotions":
        for start, end in (("started_on", "ended_on"), ("started_at", "ended_at")):
            if start in fields and end in fields:
                fields[end] = max(fields[start], fields[end])
    if kind == "sales":
        fields["line"] = fields.get("line") or 1
        fields["sku"], fields["lot"] = "K", draw(st.sampled_from([None, "L1"]))
    if kind == "returns":
        fields |= {"account": "A", "order_id": "O;1", "line": 1, "sku": draw(st.sampled_from([None, "K"]))}
        fields["restocked_quantity_milli"] = 0
    if kind == "repacks":
        fields |= {"occurred_at": datetime(2026, 1, 1, tzinfo=UTC), "from_quantity_milli": 5}
    if kind == "shipping":
        fields |= {
            "account": None,
            "orders": draw(st.sampled_from([(), ("O;1",)])),
            "sessions": ("S;2", "S1"),
        }
    return KIND[kind].record(**fields)


@settings(
    max_examples=settings().max_examples // 6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data(), st.sampled_from(["zh", "en"]))
def test_a_book_written_out_and_read_into_an_empty_one_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, language: str
) -> None:
    folder = tmp_path_factory.mktemp("there")
    with (
        Book.create(folder / "a.bozhang", timezone="America/New_York") as book,
        Book.create(folder / "b.bozhang", timezone="America/New_York") as other,
    ):
        frame = {
            "products": [KIND["products"].record(sku=sku, name=sku, unit="箱") for sku in _NAMES["sku"]],
            "accounts": [
                KIND["accounts"].record(
                    account=name, platform=Platform.SHOPEE, market="TH", currency=currency
                )
                for name, currency in (("A", "KWD"), ("B", "JPY"))
            ],
            "lots": [
                KIND["lots"].record(
                    lot=lot, sku="K", received_on=date(2026, 1, 1), quantity_milli=5, total_cost_minor=7
                )
                for lot in _NAMES["lot"]
            ],
            "sessions": [
                KIND["sessions"].record(
                    session=name, account="A", started_at=datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
                )
                for name in _NAMES["session"]
            ],
            "sales": [
                KIND["sales"].record(
                    order_id="O;1",
                    line=1,
                    account="A",
                    sku="K",
                    quantity_milli=5,
                    unit_price_minor=1234,
                    currency="KWD",
                    ordered_at=datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
                )
            ],
        }
        with book.write("test") as writer:
            for kind in KINDS:
                drawn = data.draw(_records(kind.name, data.draw(st.integers(0, 2))))
                writer.put_many(_of_other_keys(kind, frame.get(kind.name, []), drawn))
        export_ledger(book, folder / "a.xlsx", language)
        (found,) = plan_import(other, [folder / "a.xlsx"])
        assert found.refusals == []
        apply_import(other, [found])
        assert everything(other) == everything(book)
        export_ledger(other, folder / "b.xlsx", language)
        (again,) = plan_import(book, [folder / "b.xlsx"])
        assert not again.changes_anything


def _of_other_keys(kind: Any, frame: list[Any], drawn: list[Any]) -> list[Any]:
    taken = {kind.key_of(record) for record in frame}
    found = list(frame)
    for record in drawn:
        if kind.key_of(record) not in taken:
            taken.add(kind.key_of(record))
            found.append(record)
    return found


def test_figures_beyond_fifteen_digits_are_written_as_text(book: Book, tmp_path: Path) -> None:
    overhead = KIND["overheads"].record(
        entry="E", on=date(2026, 1, 1), amount_minor=999_999_999_999_999, note="x"
    )
    promotion = KIND["rates"].record(currency="THB", on=date(2026, 1, 1), cny_e8=12_345_678_901_234_567 // 10)
    with book.write("test") as writer:
        writer.put(overhead)
        writer.put(promotion)
    export_ledger(book, tmp_path / "a.xlsx", "en")
    values = load_workbook(tmp_path / "a.xlsx")["Rates"]["D2"].value
    assert isinstance(values, str)
    assert Decimal(values) == Decimal("12345678.90123456")
    (again,) = plan_import(book, [tmp_path / "a.xlsx"])
    assert not again.changes_anything
    assert not again.refusals
