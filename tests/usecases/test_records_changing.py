"""Records changed in numbers, voided, taken back in any order; closed months, parcels, stock by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.facts import KIND
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.session import SessionStatus
from desktop_app.i18n import language, set_language
from desktop_app.reports.error_text import error_text
from desktop_app.store.check import check
from desktop_app.store.errors import ClosedMonthError, KeyTakenError
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.plan import Effect
from desktop_app.usecases.records.drafts import DraftRefusedError, check_draft, draft_of
from desktop_app.usecases.records.layout import fields_of
from desktop_app.usecases.records.many import change_many
from desktop_app.usecases.records.months import (
    MonthNotOverError,
    close_month,
    closed_changes,
    months_view,
    reopen_month,
)
from desktop_app.usecases.records.pasting import apply_paste, guess_columns, plan_paste
from desktop_app.usecases.records.rows import (
    Condition,
    FilterTextError,
    Operator,
    Query,
    Sort,
    first_rows,
    list_rows,
    read_rows,
    row_of,
    scopes_of,
    sum_rows,
)
from desktop_app.usecases.records.session_actions import close_session, open_session, plan_session
from desktop_app.usecases.records.stock_actions import count_stock, on_hand, spoil, transfer
from desktop_app.usecases.records.to_ship import apply_tracking, pick_list, plan_tracking, read_tracking
from desktop_app.usecases.records.undoing import NotTakenBackError, command_detail, undo_command
from desktop_app.usecases.records.voiding import StillNamedError, bin_rows, restore_from_bin, void_records
from tests.importers.making_ledgers import write
from tests.usecases.records_making import START, TODAY, lot, make, sale, save, there

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.store import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make(tmp_path) as made:
        yield made
        assert check(made) == []


def orders(book: Book, **query: Any) -> list[str]:
    rows = read_rows(book, "sales", list_rows(book, Query(kind="sales", **query)).ids)
    return [row.key[1] for row in rows]


def where(field: str, operator: Operator, text: str = "") -> dict[str, Any]:
    return {"conditions": (Condition(field, operator, text),)}


# Tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"words": "mht us1"}, {"102"}),
        ({"words": "已发货"}, {"100"}),
        ({"words": "TRK"}, {"100"}),
        ({"words": "2026-03-01 10"}, {"100", "101", "102"}),
        ({"words": "%"}, set()),
        (where("sku", Operator.CONTAINS, "猕猴"), {"100", "101", "102"}),
        (where("quantity", Operator.CONTAINS, ">=2"), {"100", "101"}),
        (where("quantity", Operator.CONTAINS, "1~2"), {"100", "102"}),
        (where("unit_price", Operator.EQUALS, "25.5"), {"102"}),
        (where("unit_price", Operator.NOT_EQUAL, "25.50"), {"100", "101"}),
        (where("ordered_at", Operator.CONTAINS, "2026/3/1"), {"100", "101", "102"}),
        (where("ordered_at", Operator.AT_LEAST, "2026-03-02"), set()),
        (where("tracking", Operator.BLANK), {"101", "102"}),
        (where("status", Operator.EQUALS, "shipped"), {"100"}),
        ({"scope": "to_ship"}, {"101", "102"}),
    ],
)
def test_filters_find_what_people_mean(book: Book, query: dict[str, Any], expected: set[str]) -> None:
    assert set(orders(book, **query)) == expected
    first = first_rows(book, Query(kind="sales", **query))
    assert {row.key[1] for row in first} == expected


def test_a_filter_that_is_no_figure_says_so(book: Book) -> None:
    with pytest.raises(FilterTextError):
        orders(book, **where("quantity", Operator.AT_LEAST, "viel"))
    with pytest.raises(FilterTextError):
        orders(book, **where("quantity", Operator.AT_MOST, "三斤"))
    with pytest.raises(FilterTextError):
        orders(book, **where("ordered_at", Operator.EQUALS, "2026-02-30"))


def test_rows_read_as_people_read(book: Book) -> None:
    number = row_of(book, "sales", ("TH1", "101", 1))
    assert number is not None
    (row,) = read_rows(book, "sales", [number])
    from desktop_app.usecases.records.layout import place_of  # noqa: PLC0415

    assert row.texts[place_of("sales", "product_name")] == "猕猴桃"
    assert row.texts[place_of("sales", "list_amount")] == "1,791.00"
    assert row.texts[place_of("sales", "attributed_session")] == "S1"
    sums = {(each.field, each.currency): each.text for each in sum_rows(book, Query(kind="sales"))}
    assert sums["list_amount", "THB"] == "2,189.00"
    assert sums["list_amount", "USD"] == "25.50"
    assert sums["quantity", None] == "12 kg"
    assert orders(book, sort=(Sort("quantity", descending=True),)) == ["101", "100", "102"]


def test_every_ready_made_view_can_be_listed(book: Book) -> None:
    for kind in KIND:
        for name, _message in scopes_of(kind):
            list_rows(book, Query(kind=kind, scope=name))


# Many at once ---------------------------------------------------------------------------------------------


def test_one_field_of_many_is_one_step(book: Book) -> None:
    keys = [("TH1", "100", 1), ("TH1", "101", 1), ("US1", "102", 1), ("US1", "gone", 1)]
    done = change_many(book, "sales", keys, "seller_discount", "1/3")
    assert done.refused == ()
    assert done.changes.by_kind["sales"].updated == 3
    line: Any = book.get("sales", "TH1", "101", 1)
    assert line.seller_discount_minor == 33
    refused = change_many(book, "sales", keys, "session", "NOPE").refused
    assert [each.problems[0].code for each in refused] == ["unknown_reference"] * 3
    assert change_many(book, "sales", keys, "order_id", "1").refused[0].problems[0].code == "key_of_one"
    book.undo()
    assert there(book, "sales", "TH1", "101", 1).seller_discount_minor == 0


HEADING = ["订单号", "账号", "下单时间", "货号", "数量", "单价"]


def test_a_pasted_block_adds_changes_and_refuses(book: Book) -> None:
    block = [
        HEADING,
        ["100", "TH1", "", "", "3", ""],
        ["500", "US1", "2026-03-05 10:00", "KIWI", "2斤", "12*2"],
        ["501", "US1", "2026-03-05 10:00", "NOPE", "1", "1"],
        ["", "", "", "", "", ""],
        ["500", "US1", "2026-03-05 10:00", "DRY", "1", "9.99"],
    ]
    columns, has_heading = guess_columns("sales", block)
    assert (columns, has_heading) == (
        ["order_id", "account", "ordered_at", "sku", "quantity", "unit_price"],
        True,
    )
    shares: list[float] = []
    plan = plan_paste(book, "sales", block[1:], columns, progress=shares.append)
    assert [row.effect for row in plan.records["sales"]] == [Effect.CHANGED, Effect.NEW, Effect.NEW]
    assert [(refusal.row, refusal.column) for refusal in plan.refusals] == [(3, "sku")]
    assert book.count("sales") == 3
    changes = apply_paste(book, plan)
    assert changes is not None
    first, second = (book.get("sales", "US1", "500", line) for line in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.quantity_milli, first.unit_price_minor, first.currency, second.sku) == (
        1000,
        2400,
        "USD",
        "DRY",
    )
    assert book.get("sales", "TH1", "100", 1) == sale(
        "100", quantity_milli=3000, tracking="TRK100", status=OrderStatus.SHIPPED, shipped_on=date(2026, 3, 2)
    )
    assert not any(
        row.effect is not Effect.UNCHANGED
        for row in plan_paste(book, "sales", block[1:2], columns).records["sales"]
    )
    book.undo()
    assert book.count("sales") == 3


def test_a_paste_that_is_stopped_writes_nothing(book: Book) -> None:
    rows = [[f"N{n}", "US1", "2026-03-05 10:00", "KIWI", "1", "1"] for n in range(2100)]
    columns = ["order_id", "account", "ordered_at", "sku", "quantity", "unit_price"]
    plan = plan_paste(book, "sales", rows, columns)
    asked: list[int] = []

    def later() -> bool:
        asked.append(1)
        return len(asked) > 1

    assert apply_paste(book, plan, cancelled=later) is None
    assert book.count("sales") == 3
    stopped = plan_paste(book, "sales", rows, columns, cancelled=lambda: True)
    assert not stopped.records


def test_entries_pasted_without_a_number_get_the_next_ones(book: Book) -> None:
    plan = plan_paste(book, "overheads", [["3/1", "12块5"], ["3/2", "7"]], ["on", "amount"])
    assert plan.refusals == []
    apply_paste(book, plan)
    assert book.count("overheads") == 2


def test_columns_without_headings_are_guessed_by_what_stands_in_them() -> None:
    columns, has_heading = guess_columns(
        "rates", [["USD", "2026-03-01", "7.12"], ["THB", "2026-03-01", "0.2"]]
    )
    assert (columns, has_heading) == (["currency", "on", "cny"], False)
    assert guess_columns("sales", []) == ([], False)


# Void, bin, take back -------------------------------------------------------------------------------------


def test_what_is_named_is_not_voided_and_the_sentence_says_by_what(book: Book) -> None:
    with pytest.raises(StillNamedError) as caught:
        void_records(book, "products", [("KIWI",)])
    assert caught.value.by_kind == "lots"
    assert "KIWI" in error_text(caught.value)
    with pytest.raises(StillNamedError) as bundle:
        void_records(book, "products", [("DRY",)])
    assert bundle.value.by_key == ("BOX",)
    void_records(book, "products", [("DRY",), ("BOX",)])
    assert book.count("products") == 1


def test_the_bin_gives_back_exactly_what_was_voided(book: Book) -> None:
    before = list(book.iterate("sales"))
    void_records(book, "sales", [("TH1", "101", 1), ("US1", "102", 1), ("US1", "gone", 1)])
    rows = bin_rows(book)
    assert {row.key for row in rows} == {("TH1", "101", 1), ("US1", "102", 1)}
    assert bin_rows(book, 1, rows[0].entry)[0].key == rows[1].key
    restore_from_bin(book, [row.entry for row in rows])
    assert list(book.iterate("sales")) == before
    assert bin_rows(book) == []
    book.undo()
    assert len(bin_rows(book)) == 2
    book.undo()
    assert list(book.iterate("sales")) == before


def test_a_number_that_is_taken_again_keeps_the_old_one_in_the_bin(book: Book) -> None:
    void_records(book, "lots", [("L2",)])
    (row,) = bin_rows(book)
    with book.write("again") as writer:
        writer.put(lot("L2", date(2026, 3, 3), 5000))
    assert bin_rows(book) == []
    with pytest.raises(KeyTakenError):
        restore_from_bin(book, [row.entry])


def test_an_older_command_is_taken_back_alone(book: Book) -> None:
    first = save(book, "overheads", {"entry": "V1", "on": "2026-03-01", "amount": "10"}).changes.command_id
    changed = save(
        book, "sales", {**draft_of(book, "sales", ("TH1", "101", 1)), "quantity": "5"}, ("TH1", "101", 1)
    ).changes.command_id
    last = save(book, "overheads", {"entry": "V2", "on": "2026-03-02", "amount": "20"}).changes.command_id
    undo_command(book, changed)
    assert there(book, "sales", "TH1", "101", 1).quantity_milli == 9000
    undo_command(book, first)
    assert [each.entry for each in book.iterate("overheads")] == ["V2"]
    book.undo()
    assert book.count("overheads") == 2
    undo_command(book, first)
    undo_command(book, last)
    assert book.count("overheads") == 0
    with pytest.raises(NotTakenBackError) as again:
        undo_command(book, first)
    assert again.value.reason == "undone"


def test_what_later_commands_stand_on_is_named(book: Book) -> None:
    key = ("TH1", "101", 1)
    added = save(book, "lots", {
        "lot": "L3", "sku": "KIWI", "received_on": "2026-03-01", "quantity": "5", "total_cost": "9",
    }).changes.command_id  # fmt: skip
    save(book, "sales", {**draft_of(book, "sales", key), "lot": "L3"}, key)
    with pytest.raises(NotTakenBackError) as named:
        undo_command(book, added)
    assert named.value.reason == "named"
    assert named.value.by is not None
    assert named.value.by.title == "record_changed"
    older = save(book, "sales", {**draft_of(book, "sales", key), "quantity": "4"}, key).changes.command_id
    save(book, "sales", {**draft_of(book, "sales", key), "quantity": "3"}, key)
    with pytest.raises(NotTakenBackError) as touched:
        undo_command(book, older)
    assert touched.value.reason == "touched"
    assert error_text(touched.value)
    book.undo()
    undo_command(book, older)
    assert there(book, "sales", *key).quantity_milli == 9000
    voided = void_records(book, "lots", [("L2",)]).command_id
    with book.write("again") as writer:
        writer.put(lot("L2", date(2026, 3, 3), 5000))
    with pytest.raises(NotTakenBackError) as taken:
        undo_command(book, voided)
    assert taken.value.reason == "taken"


def test_a_command_in_full_says_before_and_after(book: Book) -> None:
    key = ("TH1", "101", 1)
    book.person = "小满"
    saved = save(book, "sales", {**draft_of(book, "sales", key), "quantity": "5", "tracking": "T9"}, key)
    detail = command_detail(book, saved.changes.command_id)
    (record,) = detail.records
    assert (record.key, record.effect, detail.person, detail.is_this_laptop) == (key, "changed", "小满", True)
    assert {(each.field, each.before, each.after) for each in record.fields} == {
        ("quantity", "9", "5"),
        ("tracking", "", "T9"),
    }
    book.undo()
    assert command_detail(book, saved.changes.command_id).undone
    void = void_records(book, "lots", [("L1",)])
    (gone,) = command_detail(book, void.command_id).records
    assert (gone.effect, gone.label) == ("deleted", "猕猴桃 × 10")


# Months ---------------------------------------------------------------------------------------------------


def test_a_closed_month_asks_and_lists_what_was_changed_all_the_same(book: Book) -> None:
    today = date(2026, 4, 2)
    with pytest.raises(MonthNotOverError):
        close_month(book, "2026-04", today=today)
    close_month(book, "2026-03", today=today)
    key = ("TH1", "101", 1)
    draft = {**draft_of(book, "sales", key), "quantity": "5"}
    warnings = {each.field: each.code for each in check_draft(book, "sales", draft, key=key).problems}
    assert warnings == {"ordered_at": "closed_month"}
    with pytest.raises(ClosedMonthError) as caught:
        save(book, "sales", draft, key)
    assert (caught.value.month, caught.value.counts) == ("2026-03", {"2026-03": 1})
    with pytest.raises(ClosedMonthError):
        void_records(book, "sales", [key])
    with pytest.raises(ClosedMonthError):
        change_many(book, "sales", [key], "country", "TH")
    moved = {**draft_of(book, "overheads", save(book, "overheads", {
        "entry": "V1", "on": "2026-04-01", "amount": "1",
    }).key), "on": "2026-03-31"}  # fmt: skip
    with pytest.raises(ClosedMonthError):
        save(book, "overheads", moved, ("V1",))
    save(book, "sales", draft, key, confirmed=True)
    (change,) = closed_changes(book, "2026-03")
    assert (change.kind, change.number, change.entry.title) == ("sales", 1, "record_changed")
    march = next(month for month in months_view(book, today=today) if month.month == "2026-03")
    assert march.closed_at is not None
    assert march.changed_since == 1
    book.undo()
    assert closed_changes(book, "2026-03") == ()
    reopen_month(book, "2026-03")
    save(book, "sales", draft, key)


def test_a_plan_says_what_of_it_falls_in_closed_months(book: Book) -> None:
    close_month(book, "2026-03", today=date(2026, 4, 2))
    rows = [["3/1", "1"], ["4/1", "2"], ["3/31", "3"]]
    plan = plan_paste(book, "overheads", [[f"2026/{day}", amount] for day, amount in rows], ["on", "amount"])
    assert plan.closed == {"2026-03": 2}
    with pytest.raises(ClosedMonthError):
        apply_paste(book, plan)
    assert apply_paste(book, plan, confirmed=True)
    assert book.count("overheads") == 3


def test_an_import_asks_before_it_changes_a_closed_month(book: Book, tmp_path: Path) -> None:
    close_month(book, "2026-03", today=date(2026, 4, 2))
    rows: list[list[Any]] = [["entry", "on", "amount"], ["V1", "2026-03-05", 1], ["V2", "2026-04-05", 2]]
    (plan,) = plan_import(book, [write(tmp_path / "l.xlsx", {"Overheads": rows})])
    assert plan.closed == {"2026-03": 1}
    with pytest.raises(ClosedMonthError):
        apply_import(book, [plan])
    assert book.count("overheads") == 0
    apply_import(book, [plan], confirmed=True)
    assert [(each.kind, each.number) for each in closed_changes(book, "2026-03")] == [("overheads", 1)]
    (again,) = plan_import(book, [write(tmp_path / "l.xlsx", {"Overheads": rows})])
    assert again.closed == {}


# Streams, parcels, stock ----------------------------------------------------------------------------------


def test_a_stream_is_planned_begun_and_ended(book: Book) -> None:
    code = plan_session(book, "TH1", START + timedelta(days=5), title="周五")
    assert code == "S-20260306-1"
    now = datetime(2026, 3, 6, 12, 5, 30, tzinfo=UTC)
    open_session(book, code, now=now)
    assert there(book, "sessions", code).status is SessionStatus.LIVE
    close_session(book, code, now=now + timedelta(hours=2))
    session = there(book, "sessions", code)
    assert (session.status, session.ended_at - session.started_at) == (
        SessionStatus.CLOSED,
        timedelta(hours=2),
    )


def test_the_pick_list_takes_from_the_lots_that_the_books_draw_from(book: Book) -> None:
    with book.write("box") as writer:
        writer.put(sale("103", sku="BOX", quantity_milli=1000))
    found = pick_list(book)
    taken = {
        (line.sku, line.lot): (line.quantity_milli, [order.order_id for order in line.orders])
        for line in found.lines
    }
    assert taken == {
        ("KIWI", "L2"): (8000, ["101"]),
        ("KIWI", "L1"): (2000, ["101", "102"]),
        ("DRY", None): (2000, ["103"]),
    }
    assert [line.grade for line in found.lines if line.lot] == ["一级", "二级"]
    assert found.orders == 3


def test_tracking_numbers_come_back_to_their_orders(book: Book) -> None:
    with book.write("same id") as writer:
        writer.put(sale("101", account="US1", currency="USD"))
        writer.put(sale("104", status=OrderStatus.CANCELLED))
    text = "订单号\t运单号\n102  YT-2\n101,YT-1\nYT-4;104\n100 YT-0\n999 YT-9\n102 YT-3\nbare"
    plan = plan_tracking(book, read_tracking(text))
    assert [(row.order_id, row.outcome) for row in plan.rows] == [
        ("102", "ready"), ("101", "ambiguous"), ("104", "cancelled"), ("100", "replaces"), ("999", "unknown"),
        ("102", "twice"), ("bare", "unreadable"),
    ]  # fmt: skip
    apply_tracking(book, plan, shipped_on=TODAY)
    line = there(book, "sales", "US1", "102", 1)
    assert (line.tracking, line.shipped_on, line.status) == ("YT-2", TODAY, OrderStatus.SHIPPED)
    assert there(book, "sales", "TH1", "100", 1).tracking == "TRK100"
    apply_tracking(book, plan_tracking(book, [["101", "YT-1"]], account="TH1"), shipped_on=TODAY)
    assert there(book, "sales", "TH1", "101", 1).tracking == "YT-1"
    assert there(book, "sales", "US1", "101", 1).tracking is None
    book.undo()
    assert there(book, "sales", "TH1", "101", 1).shipped_on is None


def test_stock_stands_by_lot_and_place_and_is_changed_by_hand(book: Book) -> None:
    at = datetime(2026, 3, 10, 4, tzinfo=UTC)
    transfer(book, "L1", 5000, "冷库", at=at)
    here = {(each.lot, each.place): each.quantity_milli for each in on_hand(book)}
    assert here == {("L1", ""): 5000, ("L1", "冷库"): 3000}
    spoil(book, "L1", 1000, at=at, note="压坏")
    assert sum(each.quantity_milli for each in on_hand(book)) == 7000
    assert count_stock(book, "L1", 7000, at=at) is None
    assert count_stock(book, "L1", 6500, at=at) is not None
    assert sum(each.quantity_milli for each in on_hand(book)) == 6500
    with pytest.raises(DraftRefusedError):
        spoil(book, "L1", 6501, at=at)
    whole = sum(each.value_minor for each in on_hand(book))
    kept = book.connection.execute("SELECT sum(total_cost) FROM kept_lots").fetchone()[0]
    moved = book.connection.execute("SELECT sum(cost) FROM kept_moves WHERE lot_ref IS NOT NULL").fetchone()[
        0
    ]
    assert whole == kept - moved


@pytest.mark.parametrize(("spoken", "shown"), [("en", "TikTok Shop"), ("zh", "TikTok Shop")])
def test_a_platform_is_shown_by_its_own_name_which_reads_back(book: Book, spoken: str, shown: str) -> None:
    before = language()
    set_language(spoken)
    try:
        fields = [field.key for field in fields_of("accounts")]
        row = first_rows(book, Query(kind="accounts"))[0]
        assert row.texts[fields.index("platform")] == shown
        typed = {**draft_of(book, "accounts", row.key), "platform": shown}
        checked = check_draft(book, "accounts", typed, key=row.key)
        assert isinstance(checked.record, Account)
        assert checked.record.platform is Platform.TIKTOK_SHOP
    finally:
        set_language(before)


def test_prices_of_a_list_are_not_added_up(book: Book) -> None:
    price = {"carrier": "云途", "service": "专线", "market": "TH", "from_on": "2026-01-01", "above_g": "0"}
    price |= {"up_to_g": "2000", "step_g": "10", "per_kg": "37", "per_parcel": "8", "currency": "CNY"}
    save(book, "tariffs", price)
    assert list_rows(book, Query(kind="tariffs")).count == 1
    assert sum_rows(book, Query(kind="tariffs")) == ()
