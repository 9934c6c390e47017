"""Where a rate comes from: kept with what a file brings, said on a claim's paper, gone when it is changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from desktop_app.domain.fx import Rate
from desktop_app.i18n import language, set_language
from desktop_app.store.check import check
from desktop_app.store.database import Book
from desktop_app.store.queries.rates import rate_sources
from desktop_app.usecases import claims, claims_life
from desktop_app.usecases.applicant import set_applicant
from desktop_app.usecases.claims_pack import write_workbook
from desktop_app.usecases.claims_paper import claim_paper
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.export import export_ledger
from desktop_app.usecases.records.drafts import draft_of
from desktop_app.usecases.records.queries import Condition, Operator, Query
from desktop_app.usecases.records.rows import list_rows, read_rows
from desktop_app.usecases.records.saving import save_draft
from tests.fixtures import path as fixture
from tests.importers.making_platform_files import grid, write_csv
from tests.usecases.claims_book import PERCENT, at, keep, line, make_book, put, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FROM, TO, TODAY = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 8)
SAFE, CFETS, ECB = "fx-safe.csv", "fx-chinamoney.csv", "fx-ecb-hist.csv"
SAID = {
    SAFE: ("外汇局中间价", "国家外汇管理局公布的人民币汇率中间价"),
    CFETS: ("外汇交易中心", "中国外汇交易中心（中国货币网）公布的人民币汇率中间价"),
    ECB: ("欧洲央行套算", "由欧洲中央银行公布的欧元参考汇率套算"),
}
USD = ("USD", date(2026, 9, 30))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sources") / "b.bozhang"
    with make_book(path) as book:
        put(
            book,
            line("T9", 100_000, account="TH", currency="THB", ordered_at=at(TO)),
            line("U9", 2_000, account="US", currency="USD", country="US", ordered_at=at(TO)),
        )
        keep(book, scheme("net", {"measure": "net"}, PERCENT))
        set_applicant(book, {"name": "王倩", "kind": "自然人"})
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    shutil.copyfile(made, tmp_path / "b.bozhang")
    with Book.open(tmp_path / "b.bozhang") as opened:
        yield opened


def bring(book: Book, *files: Path) -> None:
    apply_import(book, plan_import(book, files))


def source(book: Book, currency: str = "USD", day: date = TO) -> str | None:
    return rate_sources(book, [(currency, day)]).get((currency, day))


def sheet(book: Book, number: str, folder: Path) -> dict[str, tuple[str, str]]:
    """The rates of a claim's workbook: day and source by currency."""
    written = load_workbook(write_workbook(book, number, folder / "claim.xlsx", today=TODAY))
    rows = [row[:6] for row in written["政策与汇率依据"].iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[1] == "币种")
    return {
        str(row[1]): (f"{row[2]:%Y-%m-%d}", str(row[5] or ""))
        for row in rows[start + 1 :]
        if row[1] is not None
    }


def begin(book: Book) -> str:
    return claims.begin_claim(book, ("net",), FROM, TO).number


def change_usd(book: Book, text: str) -> None:
    save_draft(book, "rates", {**draft_of(book, "rates", USD), "cny": text}, key=USD, command_id=bytes(16))


@pytest.mark.parametrize(("name", "day"), [(SAFE, "2026-09-30"), (CFETS, "2026-09-30"), (ECB, "2026-09-25")])
def test_the_sheet_names_the_source_and_day_of_each_file(
    book: Book, tmp_path: Path, name: str, day: str
) -> None:
    bring(book, fixture(name))
    number = begin(book)
    short, full = SAID[name]
    assert sheet(book, number, tmp_path) == {"THB": (day, short), "USD": (day, short)}
    paper = claim_paper(
        book, number=number, reader="office", ledger_by="", today=TODAY, progress=lambda _done: None
    )
    (basis,) = [one for one in paper if one.name == "政策与汇率依据"]
    texts = [cell.text for row in basis.rows for cell in row.cells]
    assert texts.count(short) == 2
    assert [text for text in texts if full in text] == [f"汇率来源——{short}：{full}。"]
    assert check(book) == []


def test_a_rate_changed_by_hand_is_no_longer_the_files(book: Book, tmp_path: Path) -> None:
    bring(book, fixture(SAFE))
    change_usd(book, "705")
    assert sheet(book, begin(book), tmp_path) == {
        "THB": ("2026-09-30", SAID[SAFE][0]),
        "USD": ("2026-09-30", "自行录入"),
    }
    book.undo()
    assert source(book) == "fx-safe"
    before = book.get("rates", *USD)
    assert before is not None
    put(book, replace(before, units=before.units * 2))
    assert source(book) == "hand", "the same figure for twice as many is another rate"


def test_undoing_the_import_takes_the_source_back(book: Book, tmp_path: Path) -> None:
    change_of_file = Rate(currency="USD", on=TO, units=100, cny_e8=70_000_000_000)
    put(book, change_of_file)
    bring(book, fixture(SAFE))
    assert source(book) == "fx-safe"
    book.undo()
    assert book.get("rates", *USD) == change_of_file
    assert (source(book), source(book, "THB")) == ("hand", None)
    assert list(book.rows("rate_sources")) == []
    book.redo()
    assert (source(book), source(book, "THB")) == ("fx-safe", "fx-safe")
    assert check(book) == []


def test_a_frozen_claim_says_the_same_whatever_becomes_of_the_book(book: Book, tmp_path: Path) -> None:
    bring(book, fixture(CFETS))
    number = begin(book)
    claims_life.freeze(book, number, today=TODAY)
    said = sheet(book, number, tmp_path)
    assert said["USD"] == ("2026-09-30", SAID[CFETS][0])
    change_usd(book, "7.5")
    bring(book, fixture(SAFE))
    assert source(book) == "fx-safe"
    assert sheet(book, number, tmp_path) == said


def test_a_claim_frozen_without_sources_leaves_the_cell_empty(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(book, fixture(SAFE))
    number = begin(book)
    monkeypatch.setattr("desktop_app.usecases.claims_work.rate_sources", lambda _book, _used: {})
    claims_life.freeze(book, number, today=TODAY)
    assert sheet(book, number, tmp_path) == {"THB": ("2026-09-30", ""), "USD": ("2026-09-30", "")}


def test_our_own_ledger_says_so_and_never_takes_a_published_source(book: Book, tmp_path: Path) -> None:
    bring(book, fixture(SAFE))
    export_ledger(book, tmp_path / "l.xlsx", "zh")
    (again,) = plan_import(book, [tmp_path / "l.xlsx"])
    assert not again.changes_anything
    with Book.create(tmp_path / "other.bozhang") as other:
        bring(other, tmp_path / "l.xlsx")
        assert source(other) == "ledger"
        bring(other, fixture(SAFE))
        assert source(other) == "fx-safe", "the bureau's own file has the same rate"
        assert not plan_import(other, [fixture(SAFE)])[0].changes_anything


def test_of_two_files_brought_together_the_last_that_says_it_counts(book: Book, tmp_path: Path) -> None:
    rows = grid(SAFE)
    rows[1][1] = "700.00"
    bring(book, fixture(SAFE), write_csv(tmp_path / "later.csv", rows[:2]))
    row = book.row("rate_sources", "USD", "2026-09-30")
    assert row is not None
    assert row["cny_e8"] == 70_000_000_000
    assert source(book) == "fx-safe"


@pytest.mark.parametrize(
    ("spoken", "words"),
    [("zh", ["国家外汇管理局", "自行录入"]), ("en", ["SAFE central parity", "entered by hand"])],
)
def test_the_rates_table_can_show_and_filter_it(book: Book, spoken: str, words: list[str]) -> None:
    bring(book, fixture(SAFE))
    found = []
    before = language()
    set_language(spoken)
    try:
        for word in words:
            query = Query(kind="rates", conditions=(Condition("source", Operator.CONTAINS, word),))
            rows = read_rows(book, "rates", list_rows(book, query).ids)
            assert all(word in row.texts for row in rows)
            found.append(len(rows))
    finally:
        set_language(before)
    assert found == [book.count("rates") - 3, 3]
