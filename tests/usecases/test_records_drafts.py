"""Texts that become records: amounts worked out, problems said, numbers offered, saved once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from desktop_app.domain.catalogue import NameLanguage, ProductName
from desktop_app.domain.channel import FeeRate
from desktop_app.domain.facts import KIND, KINDS
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.shipment import Leg
from desktop_app.domain.tariffs import Tariff
from desktop_app.i18n import set_language
from desktop_app.reports.record_text import problem_text
from desktop_app.store import Book
from desktop_app.usecases.demo import fill
from desktop_app.usecases.records.drafts import DraftRefusedError, check_draft, draft_of, new_draft
from desktop_app.usecases.records.layout import fields_of
from desktop_app.usecases.records.saving import save_draft
from desktop_app.usecases.records.suggesting import suggest
from tests.usecases.records_making import TODAY, make, sale, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SALE = {
    "order_id": "200",
    "account": "TH1",
    "ordered_at": "2026-03-01 21:00",
    "sku": "KIWI",
    "quantity": "2",
    "unit_price": "199",
    "currency": "THB",
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make(tmp_path) as made:
        yield made


def problems(book: Book, kind: str, draft: dict[str, str], **more: Any) -> dict[str, str]:
    checked = check_draft(book, kind, draft, **more)
    return {each.field: str(each.code) for each in checked.problems}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_record_of_the_demo_book_reads_back_from_its_own_texts(tmp_path: Path, language: str) -> None:
    with Book.create(tmp_path / "demo.bozhang") as demo:
        fill(demo, orders=60)
        sku, code = next(demo.iterate("products")).sku, next(demo.iterate("accounts")).account
        with demo.write("what the demo book has none of") as writer:
            writer.put_many([ProductName(sku=sku, language=each, name=f"{each} กีวี") for each in NameLanguage])
            writer.put(FeeRate(account=code, from_on=date(2026, 3, 1), commission_rate_e8=6_420_000))
            writer.put(FeeRate(account=code, from_on=date(2026, 4, 1), fee_refund_rate_e8=0, note="公告"))
            writer.put(
                Tariff(
                    carrier="云途 YunExpress",
                    service="全球专线挂号",
                    market="TH",
                    from_on=date(2026, 3, 1),
                    above_mg=0,
                    up_to_mg=2_000_000,
                    step_mg=10_000,
                    per_kg_e8=3_712_500_000,
                    per_parcel_minor=800,
                    currency="CNY",
                )
            )
        demo.refresh()
        set_language(language)
        try:
            for kind in KINDS:
                assert demo.count(kind.name), kind.name
                for record in list(demo.iterate(kind.name))[:12]:
                    key = kind.key_of(record)
                    checked = check_draft(demo, kind.name, draft_of(demo, kind.name, key), key=key)
                    assert checked.record == record, (record, checked.problems)
        finally:
            set_language("zh")


def test_amounts_are_worked_out_and_tidied(book: Book) -> None:
    draft = {**SALE, "unit_price": "12*3.5", "quantity": "三斤", "seller_discount": "十二块五", "tax": "10/3"}
    checked = check_draft(book, "sales", draft)
    record: Any = checked.record
    assert (record.unit_price_minor, record.quantity_milli, record.seller_discount_minor) == (
        4200,
        1500,
        1250,
    )
    assert record.tax_minor == 333
    assert checked.texts["unit_price"] == "42.00"
    assert checked.texts["quantity"] == "1.5"
    assert checked.texts["platform_fee"] == ""


def test_a_sum_rounds_half_up_at_the_currencys_own_minor_unit(book: Book) -> None:
    def price(text: str, currency: str) -> int:
        record: Any = check_draft(book, "sales", {**SALE, "unit_price": text, "currency": currency}).record
        return int(record.unit_price_minor)

    assert price("5/2", "JPY") == 3
    assert price("0.5*0.01", "THB") == 1
    assert price("0.449*0.01+0", "THB") == 0
    assert problems(book, "sales", {**SALE, "unit_price": "1.005"}) == {"unit_price": "too_fine"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"sku": "NOPE"}, {"sku": "unknown_reference"}),
        ({"account": "X"}, {"account": "unknown_reference"}),
        ({"lot": "L9"}, {"lot": "unknown_reference"}),
        ({"sku": "DRY", "lot": "L1"}, {"lot": "lot_of_other_product"}),
        ({"quantity": "0"}, {"quantity": "not_positive"}),
        ({"quantity": "两箱"}, {"quantity": "unit_differs"}),
        ({"unit_price": "-1"}, {"unit_price": "negative"}),
        ({"unit_price": "1/0"}, {"unit_price": "not_a_number"}),
        ({"ordered_at": "2026-02-30"}, {"ordered_at": "bad_date"}),
        ({"currency": "XYZ"}, {"currency": "unknown_currency"}),
        ({"status": "飞了"}, {"status": "unknown_word"}),
        ({"quantity": "", "sku": ""}, {"quantity": "missing", "sku": "missing"}),
        ({"order_id": "100", "line": "1"}, {"order_id": "key_taken"}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    book: Book, changed: dict[str, str], expected: dict[str, str]
) -> None:
    checked = check_draft(book, "sales", {**SALE, **changed})
    assert checked.record is None
    refusing = [each for each in checked.problems if not each.is_warning]
    assert {each.field: str(each.code) for each in refusing} == expected
    assert all(problem_text(each) for each in checked.problems)


def test_more_than_is_on_hand_is_a_warning_for_a_sale_and_refused_for_an_entry_by_hand(book: Book) -> None:
    checked = check_draft(book, "sales", {**SALE, "quantity": "100"})
    (warning,) = checked.problems
    assert (warning.field, warning.code, warning.is_warning) == ("quantity", "above_on_hand", True)
    assert checked.record is not None
    entry = {"entry": "E1", "lot": "L1", "on": "2026-03-10", "kind": "损耗", "quantity": "8"}
    assert problems(book, "stock", entry) == {}
    assert problems(book, "stock", {**entry, "quantity": "8.001"}) == {"quantity": "above_held"}
    assert problems(book, "stock", {**entry, "on": "2026-01-15", "quantity": "1"}) == {
        "quantity": "above_held"
    }


def test_fields_that_contradict_each_other(book: Book) -> None:
    session = {
        "session": "S9",
        "account": "TH1",
        "started_at": "2026-03-01 20:00",
        "ended_at": "2026-03-01 19:00",
    }
    assert problems(book, "sessions", session) == {"ended_at": "ends_before_start"}
    back = {
        "return": "R1", "account": "TH1", "order_id": "100", "sku": "KIWI", "quantity": "2",
        "restocked_quantity": "3", "refund": "10", "returned_on": "2026-03-05",
    }  # fmt: skip
    assert problems(book, "returns", back) == {"restocked_quantity": "restock_above_line"}
    assert problems(book, "lots", {
        "lot": "L8", "sku": "BOX", "received_on": "2026-03-01", "quantity": "1", "total_cost": "1",
    }) == {"sku": "bundle_lot"}  # fmt: skip


def test_names_stand_for_codes(book: Book) -> None:
    checked = check_draft(book, "sales", {**SALE, "sku": "猕猴桃"})
    assert checked.record is not None
    assert checked.texts["sku"] == "KIWI"
    account = {"account": "VN1", "platform": "抖音", "market": "越南", "currency": "vnd"}
    record: Any = check_draft(book, "accounts", account).record
    assert (record.market, record.currency) == ("VN", "VND")


def test_a_new_record_begins_with_the_next_number_and_what_was_used_last(book: Book) -> None:
    draft = new_draft(book, "promotions", today=TODAY)
    assert draft["promotion"] == "P-20260320-1"
    key = save(
        book, "promotions", {**draft, "account": "TH1", "amount": "50", "currency": "THB", "kind": "GMV Max"}
    ).key
    following = new_draft(book, "promotions", today=TODAY)
    assert (following["promotion"], following["kind"]) == ("P-20260320-2", "GMV Max")
    assert set(following) == {field.key for field in fields_of("promotions") if field.editable}
    twin = new_draft(book, "promotions", today=TODAY, like=key)
    assert (twin["promotion"], twin["amount"]) == ("P-20260320-2", "50.00")


def test_a_duplicated_leg_is_the_next_of_its_shipment(book: Book) -> None:
    leg = {"shipment": "W1", "leg": "1", "on": "2026-03-02", "cost": "9", "currency": "CNY", "tracking": "T1"}
    key = save(book, "shipping", leg).key
    twin = new_draft(book, "shipping", today=TODAY, like=key)
    assert (twin["shipment"], twin["leg"], twin["tracking"]) == ("W1", "2", "")


def test_an_order_line_without_a_number_takes_the_next_of_its_order(book: Book) -> None:
    saved = save(book, "sales", {**SALE, "order_id": "100"})
    assert saved.key == ("TH1", "100", 2)


def test_the_same_command_saves_once(book: Book) -> None:
    command = uuid4().bytes
    first = save_draft(book, "sales", SALE, key=None, command_id=command)
    again = save_draft(book, "sales", SALE, key=None, command_id=command)
    assert first.key == again.key == ("TH1", "200", 1)
    assert book.count("sales") == 4
    assert not again.changes
    with pytest.raises(DraftRefusedError):
        save_draft(book, "sales", {**SALE, "line": "1"}, key=None, command_id=uuid4().bytes)


def test_another_key_takes_along_what_names_it(book: Book) -> None:
    save(book, "products", {**draft_of(book, "products", ("DRY",)), "sku": "DRIED"}, ("DRY",))
    box: Any = book.get("products", "BOX")
    assert box.components[0].sku == "DRIED"
    save(
        book,
        "products",
        {**draft_of(book, "products", ("KIWI",)), "sku": "QIWI", "name": "奇异果"},
        ("KIWI",),
    )
    line: Any = book.get("sales", "TH1", "100", 1)
    assert line.sku == "QIWI"
    assert book.undo().by_kind["sales"].updated == 3


def test_another_order_id_takes_returns_and_legs_along(book: Book) -> None:
    back = {
        "return": "R1", "account": "TH1", "order_id": "100", "line": "1", "quantity": "1", "refund": "10",
        "returned_on": "2026-03-05",
    }  # fmt: skip
    save(book, "returns", back)
    with book.write("leg") as writer:
        writer.put(
            Leg(
                shipment="W",
                leg="1",
                on=date(2026, 3, 2),
                orders=("100", "101"),
                cost_minor=5,
                currency="CNY",
            )
        )
    saved = save(
        book, "sales", {**draft_of(book, "sales", ("TH1", "100", 1)), "order_id": "100A"}, ("TH1", "100", 1)
    )
    assert saved.key == ("TH1", "100A", 1)
    assert book.get("sales", "TH1", "100", 1) is None
    returned: Any = book.get("returns", "R1")
    leg: Any = book.get("shipping", "W", "1")
    assert (returned.order_id, leg.orders) == ("100A", ("100A", "101"))


def test_a_correction_keeps_the_line_and_what_was_not_touched(book: Book) -> None:
    key = ("TH1", "101", 1)
    before: Any = book.get("sales", *key)
    save(book, "sales", {**draft_of(book, "sales", key), "status": "已取消"}, key)
    after: Any = book.get("sales", *key)
    assert after.status is OrderStatus.CANCELLED
    assert (after.quantity_milli, after.unit_price_minor) == (before.quantity_milli, before.unit_price_minor)


def test_suggestions_are_found_by_sound_code_and_last_use(book: Book) -> None:
    assert suggest(book, "products", "mht")[0].key == "KIWI"
    assert suggest(book, "products", "gg")[0].key == "DRY"
    assert suggest(book, "products", "")[0].key == "KIWI"
    assert suggest(book, "products", "bo")[0].key == "BOX"
    assert suggest(book, "accounts", "泰国")[0].key == "TH1"
    assert [each.key for each in suggest(book, "lots", "")] == ["L1", "L2"]
    assert suggest(book, "sessions", "s1")[0].key == "S1"
    assert suggest(book, "orders", "10", limit=2)[0].key in {"100", "101", "102"}
    assert suggest(book, "products", "100%_'") == []
    with book.write("newer") as writer:
        writer.put(sale("300", sku="DRY"))
    assert suggest(book, "products", "")[0].key == "DRY"


def test_every_kind_has_fields_in_both_languages() -> None:
    for language in ("zh", "en"):
        set_language(language)
        try:
            for name in KIND:
                fields = fields_of(name)
                assert len({field.key for field in fields}) == len(fields)
                assert all(field.heading and field.guide for field in fields)
                assert any(field.is_key for field in fields)
        finally:
            set_language("zh")
