"""Rates by date and names for buyers through the use cases: found, pasted, voided, brought back, written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from desktop_app.domain.catalogue import NameLanguage, ProductName
from desktop_app.domain.channel import FeeRate
from desktop_app.i18n import set_language
from desktop_app.store import Book
from desktop_app.store.errors import ClosedMonthError
from desktop_app.store.queries.conservation import rebuild_differences
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.export import export_ledger
from desktop_app.usecases.product_names import name_product, names_of
from desktop_app.usecases.record_evidence import Given, files_of, tie_files
from desktop_app.usecases.records.drafts import check_draft, draft_of, new_draft
from desktop_app.usecases.records.layout import place_of
from desktop_app.usecases.records.months import close_month
from desktop_app.usecases.records.pasting import apply_paste, plan_paste
from desktop_app.usecases.records.rows import Query, list_rows, read_rows
from desktop_app.usecases.records.suggesting import suggest
from desktop_app.usecases.records.voiding import bin_rows, restore_from_bin, void_records
from tests.store.making import contents
from tests.usecases.records_making import TODAY, make, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARCH = date(2026, 3, 1)
KIWI_TH = ProductName(sku="KIWI", language=NameLanguage.THAI, name="กีวี")
RATE = FeeRate(account="TH1", from_on=MARCH, commission_rate_e8=6_000_000)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make(tmp_path) as made:
        yield made


def put(book: Book, *records: Any) -> None:
    with book.write("put") as writer:
        for record in records:
            writer.put(record)


def test_a_product_is_found_by_any_of_its_names(book: Book) -> None:
    put(book, KIWI_TH)
    assert [found.key for found in suggest(book, "products", "กีวี")] == ["KIWI"]
    for words in ("กีวี", "มะม่วง"):
        found = read_rows(book, "products", list_rows(book, Query(kind="products", words=words)).ids)
        assert [row.key for row in found] == ([("KIWI",)] if words == "กีวี" else [])
    (row,) = read_rows(book, "products", list_rows(book, Query(kind="products", words="KIWI")).ids)
    assert row.texts[place_of("products", "other_names")] == "กีวี"
    sold = list_rows(book, Query(kind="sales", words="กีวี"))
    assert len(sold.ids) == book.count("sales")


def test_names_are_given_changed_and_taken_away_in_one_step_each(book: Book) -> None:
    name_product(book, "KIWI", {NameLanguage.MALAY: "Kiwi", NameLanguage.THAI: " กีวี "})
    assert list(names_of(book, "KIWI").names) == [NameLanguage.THAI, NameLanguage.MALAY]
    done = name_product(book, "KIWI", {NameLanguage.MALAY: "", NameLanguage.KOREAN: " "})
    assert done.names == {NameLanguage.THAI: "กีวี"}
    assert name_product(book, "KIWI", {NameLanguage.THAI: "กีวี"}).changes is None
    book.undo()
    assert names_of(book, "KIWI").names[NameLanguage.MALAY] == "Kiwi"


def test_what_belongs_to_a_record_goes_into_the_bin_and_comes_back_with_it(book: Book) -> None:
    put(book, KIWI_TH, FeeRate(account="US1", from_on=MARCH, payment_fee_rate_e8=1))
    save(book, "accounts", {**new_draft(book, "accounts", today=TODAY), "account": "MY1",
                            "platform": "shopee", "market": "MY", "currency": "MYR"})  # fmt: skip
    put(book, FeeRate(account="MY1", from_on=MARCH, commission_rate_e8=5))
    before = contents(book)
    void_records(book, "accounts", [("MY1",)])
    assert [(row.kind, row.key) for row in bin_rows(book)] == [
        ("accounts", ("MY1",)), ("fee_rates", ("MY1", MARCH)),
    ]  # fmt: skip
    entry = next(row.entry for row in bin_rows(book) if row.kind == "accounts")
    restore_from_bin(book, [entry])
    assert contents(book) == before
    assert bin_rows(book) == []
    book.undo()
    # All chosen at once: what belongs to one of them is brought back once.
    restore_from_bin(book, [row.entry for row in bin_rows(book)])
    assert contents(book) == before


def test_a_rate_by_date_needs_a_rate_and_an_account_that_is_there(book: Book) -> None:
    blank = {"account": "TH1", "from_on": "3/1"}
    (problem,) = check_draft(book, "fee_rates", blank).problems
    assert (problem.field, problem.code, problem.is_warning) == ("commission_rate", "no_rate_stated", False)
    (problem,) = check_draft(book, "fee_rates", {**blank, "account": "NO", "commission_rate": "6%"}).problems
    assert (problem.field, problem.code) == ("account", "unknown_reference")
    (problem,) = check_draft(book, "fee_rates", {**blank, "commission_rate": "6"}).problems
    assert problem.field == "commission_rate"
    found = check_draft(book, "fee_rates", {**blank, "from_on": "2026-03-01", "commission_rate": "6%"})
    assert found.record == RATE


def test_a_rate_that_begins_in_a_closed_month_asks_first(book: Book) -> None:
    close_month(book, "2026-02", today=TODAY)
    draft = {"account": "TH1", "from_on": "2026-02-15", "commission_rate": "6%"}
    with pytest.raises(ClosedMonthError):
        save(book, "fee_rates", draft)
    save(book, "fee_rates", draft, confirmed=True)
    assert book.count("fee_rates") == 1


def test_what_proves_a_rate_follows_its_day_and_its_account(book: Book) -> None:
    put(book, RATE, KIWI_TH)
    paper = [Given(b"%PDF-1.4 rates", "rates.pdf")]
    tie_files(book, "fee_rates", ("TH1", MARCH), paper)
    tie_files(book, "product_names", ("KIWI", NameLanguage.THAI), paper)
    draft = {**draft_of(book, "fee_rates", ("TH1", MARCH)), "from_on": "2026-04-01"}
    save(book, "fee_rates", draft, ("TH1", MARCH))
    save(book, "accounts", {**draft_of(book, "accounts", ("TH1",)), "account": "TT"}, ("TH1",))
    save(book, "products", {**draft_of(book, "products", ("KIWI",)), "sku": "MHT"}, ("KIWI",))
    assert len(files_of(book, "fee_rates", ("TT", date(2026, 4, 1))).shown) == 1
    assert len(files_of(book, "product_names", ("MHT", NameLanguage.THAI)).shown) == 1


def test_rows_pasted_again_change_what_they_changed_before(book: Book) -> None:
    columns = ["account", "from_on", "commission_rate"]
    apply_paste(book, plan_paste(book, "fee_rates", [["TH1", "2026-03-01", "6%"]], columns))
    again = plan_paste(book, "fee_rates", [["TH1", "2026-03-01", "7%"], ["US1", "2026-03-01", "8%"]], columns)
    changes = apply_paste(book, again)
    assert changes is not None
    changed = changes.by_kind["fee_rates"]
    assert (changed.added, changed.updated) == (1, 1)
    columns = ["sku", "language", "name"]
    block = [["KIWI", "泰语", "กีวี"], ["KIWI", "Malay", "Kiwi"], ["KIWI", "火星语", "?"]]
    plan = plan_paste(book, "product_names", block, columns)
    assert [refusal.column for refusal in plan.refusals] == ["language"]
    apply_paste(book, plan)
    block[0][2] = "กีวีทอง"
    apply_paste(book, plan_paste(book, "product_names", block[:2], columns))
    assert list(names_of(book, "KIWI").names.values()) == ["กีวีทอง", "Kiwi"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_their_sheets_are_written_where_there_are_rows_and_read_back(
    book: Book, tmp_path: Path, language: str
) -> None:
    target = tmp_path / "a.xlsx"
    export_ledger(book, target, language)
    plain = load_workbook(target, read_only=True).sheetnames
    assert len(plain) == 16
    put(book, *[ProductName(sku="KIWI", language=each, name=f"{each} กีวี") for each in NameLanguage])
    put(book, RATE, FeeRate(account="US1", from_on=MARCH, fee_refund_rate_e8=0, note="公告"))
    export_ledger(book, target, language)
    workbook = load_workbook(target)
    extra = {"zh": ["商品名称", "费率"], "en": ["Product names", "Fee rates"]}[language]
    assert workbook.sheetnames == [*plain, *extra]
    guide = [cell.value for cell in workbook.worksheets[0]["A"]]
    assert set(extra) <= set(guide)
    set_language(language)
    try:
        with Book.create(tmp_path / "b.bozhang") as other:
            (plan,) = plan_import(other, [target])
            assert plan.refusals == []
            apply_import(other, [plan])
            assert contents(other) == contents(book)
            other.refresh()
            assert rebuild_differences(other) == []
    finally:
        set_language("zh")
