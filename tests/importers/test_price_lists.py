"""Price lists: bands, countries written once, every sheet, newer lists; and what parcels cost by them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.domain.tariffs import Tariff, in_force, quote
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.quotes_table import steps_text
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from desktop_app.usecases.importing.export import export_ledger
from desktop_app.usecases.quoting import UnreadWeightError, ask_quotes, read_weight
from tests.fixtures import path
from tests.importers.bringing import bring
from tests.importers.making_platform_files import write_csv, write_xlsx
from tests.importers.test_garbage import NASTY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CARD = "yunexpress-ratecard.xlsx"
HEADINGS = (
    "国家/地区", "参考时效", "重量(KG)", "进位制(KG)", "最低计费重(KG)", "运费(RMB/KG)", "挂号费(RMB/票)",
)  # fmt: skip
DAY = date(2026, 10, 2)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "quotes.bozhang") as made:
        yield made


def card(folder: Path, name: str, day: str, *rows: tuple[object, ...]) -> Path:
    head: list[list[object]] = [["产品代码", "X1"], ["生效时间", day], list(HEADINGS)]
    return write_xlsx(folder / f"{name}.xlsx", **{name: [*head, *map(list, rows)]})


def total(book: Book, weight_mg: int, market: str, on: date = DAY) -> list[int]:
    return [each.total_minor for each in ask_quotes(book, weight_mg, market, on).quotes]


def test_the_sample_prices_parcels_by_hand(book: Book) -> None:
    """0.52 kg to Thailand: 0.52 × 37 + 8; 10 g there: 100 g are billed; 0.3 kg to the US: 0.3 × 76 + 17."""
    bring(book, path(CARD))
    assert total(book, 520_000, "TH") == [1924 + 800]
    assert total(book, 10_000, "TH") == [370 + 800]
    assert total(book, 521_000, "TH") == [1961 + 800], "the next whole 10 g"
    assert total(book, 300_000, "US") == [2280 + 1700]
    assert total(book, 200_000, "US") == [1560 + 1800], "the end of a band is in it"
    assert total(book, 451_000, "US") == []
    assert total(book, 520_000, "TH", date(2026, 9, 14)) == [], "before the list begins"
    (found,) = ask_quotes(book, 520_000, "TH", DAY).quotes
    i18n.set_language("en")
    assert steps_text(found, 2) == "0.52 kg × 37 = 19.24, and 8.00 for the parcel"


def test_a_newer_list_holds_from_its_day_and_the_older_until_then(book: Book, tmp_path: Path) -> None:
    old = card(tmp_path, "专线", "2026-09-01", ("泰国 Thailand", "5天", "0＜W≤2", "0.01", "0.1", "37", "8"))
    bring(book, old)
    (tmp_path / "b").mkdir()
    new = card(tmp_path / "b", "专线", "2026-10-02", ("泰国", "5天", "0＜W≤1", "0.01", "0.1", "39.125", "8"))
    bring(book, new)
    assert total(book, 1_000_000, "TH", date(2026, 10, 1)) == [4500]
    assert total(book, 1_000_000, "TH", DAY) == [4713]
    assert total(book, 1_500_000, "TH", DAY) == [], "the newer one carries a kilogram"


def test_a_list_read_again_with_other_bands_takes_the_place_of_the_same_day(
    book: Book, tmp_path: Path
) -> None:
    bring(
        book,
        card(
            tmp_path,
            "专线",
            "2026-09-01",
            ("美国", "", "0＜W≤0.2", "", "", "78", "18"),
            ("", "", "0.2<W<=0.45", "", "", "/", "/"),
            ("", "", "0.45＜W≤1", "", "", "70", "/"),
        ),
    )
    assert [each.up_to_mg for each in book.iterate("tariffs")] == [200_000, 1_000_000]
    (tmp_path / "b").mkdir()
    again = card(tmp_path / "b", "专线", "2026-09-01", ("美国", "", "W≤1", "", "", "75", "18"))
    bring(book, again)
    assert [(each.above_mg, each.up_to_mg) for each in book.iterate("tariffs")] == [(0, 1_000_000)]


def test_every_sheet_is_a_service_and_a_row_may_name_countries(book: Book, tmp_path: Path) -> None:
    rows = [["生效日期：2026/9/1"], list(HEADINGS), ["新加坡、马来西亚", "", "0-0.5", "", "", "40", "5"]]
    more = [*rows, ["", "", "0.501-2", "", "", "38", "5"], ["格陵兰岛的月亮", "", "0-1", "", "", "9", "9"]]
    plans = bring(book, write_xlsx(tmp_path / "all.xlsx", 甲=rows, 乙=more))
    found = {(each.service, each.market, each.above_mg) for each in book.iterate("tariffs")}
    assert found == {(s, m, 0) for s in "甲乙" for m in ("SG", "MY")} | {
        ("乙", m, 500_000) for m in ("SG", "MY")
    }
    assert [refusal.column for refusal in plans[0].refusals] == ["国家/地区"]


def test_a_list_without_its_first_day_is_refused(book: Book, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", 专线=[list(HEADINGS), ["泰国", "", "0＜W≤2", "", "", "37", "8"]])
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [file])
    assert caught.value.fault is FileFault.MISSING_COLUMNS


def test_price_lists_go_out_with_the_book_and_come_back(book: Book, tmp_path: Path) -> None:
    bring(book, path(CARD))
    export_ledger(book, tmp_path / "all.xlsx", "zh")
    with Book.create(tmp_path / "other.bozhang") as other:
        bring(other, tmp_path / "all.xlsx")
        assert set(other.iterate("tariffs")) == set(book.iterate("tariffs"))


@pytest.mark.parametrize(
    ("text", "weight"),
    [("520", 520_000), ("520 g", 520_000), ("０.52 KG", 520_000), ("1.5公斤", 1_500_000), ("2斤", 1_000_000)],
)
def test_weights_as_people_type_them(text: str, weight: int) -> None:
    assert read_weight(text) == weight


@pytest.mark.parametrize("text", ["", "0", "x", "5 lb", "-3", "2000000", "1e3", "1" * 5000])
def test_what_is_no_weight(text: str) -> None:
    with pytest.raises(UnreadWeightError):
        read_weight(text)


@given(
    weight=st.integers(1, 30_000_000),
    step=st.none() | st.sampled_from([1000, 10_000, 500_000]),
    least=st.none() | st.integers(1, 1_000_000),
    price=st.integers(0, 10**12),
    parcel=st.integers(0, 10_000),
)
def test_a_quote_is_the_price_of_the_next_whole_step(
    weight: int, step: int | None, least: int | None, price: int, parcel: int
) -> None:
    band = Tariff(
        carrier="c", service="s", market="TH", from_on=DAY, above_mg=0, up_to_mg=10**9, step_mg=step,
        minimum_mg=least, per_kg_e8=price, per_parcel_minor=parcel, currency="CNY",
    )  # fmt: skip
    found = quote(band, weight, 2)
    assert found.billed_mg >= max(weight, least or 0) > found.billed_mg - (step or 1)
    assert found.billed_mg % (step or 1) == 0
    exact = Decimal(price) * found.billed_mg / 10**12
    assert found.total_minor - parcel == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert in_force([band], DAY) == [band]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.tuples(*[st.sampled_from(NASTY) | st.text(max_size=12)] * len(HEADINGS)), max_size=5))
def test_garbage_in_a_price_list_is_refused_in_rows(
    book: Book, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    head = [["生效时间", "2026-09-01"], list(HEADINGS)]
    file = write_csv(
        tmp_path / "garbage.csv", [*head, *map(list, rows), ["泰国", "", "W≤2", "", "", "37", "8"]]
    )
    try:
        (plan,) = plan_import(book, [file])
    except UnusableFileError:
        return
    kept = [each.record for each in plan.records.get("tariffs", [])]
    assert all(isinstance(one, Tariff) and 0 <= one.above_mg < one.up_to_mg for one in kept)
    assert len(kept) + len(plan.refusals) > 0
