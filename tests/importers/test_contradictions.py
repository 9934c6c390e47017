"""Files that contradict what was said of them, or themselves: an account of elsewhere, a heading twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.error_text import error_text
from desktop_app.reports.suspicion_text import suspicion_text
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import path
from tests.importers.bringing import add_account
from tests.importers.making_platform_files import grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.usecases.importing.plan import ImportPlan

ORDERS = "tiktokshop-orders-th.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "b.bozhang") as made:
        add_account(made, "TTS-TH", Platform.TIKTOK_SHOP, "TH", "THB")
        add_account(made, "TTS-US", Platform.TIKTOK_SHOP, "US", "USD")
        add_account(made, "SHP-TH", Platform.SHOPEE, "TH", "THB")
        yield made


def others(plan: ImportPlan) -> list[str]:
    return [
        suspicion_text(one.code, dict(one.data), "THB", 2)
        for one in plan.suspicions
        if one.code == "other_account"
    ]


@pytest.mark.parametrize(
    ("named", "why"), [("TTS-US", "THB"), ("SHP-TH", "TikTok Shop"), ("TTS-TH", None), (None, None)]
)
def test_an_account_that_the_file_contradicts_gives_way_and_that_is_said(
    book: Book, named: str | None, why: str | None
) -> None:
    (plan,) = plan_import(book, [path(ORDERS)], account=named)
    assert plan.account == "TTS-TH"
    expected = [True] if why else []
    assert [str(named) in text and str(why) in text for text in others(plan)] == expected


@pytest.mark.parametrize("more", [None, "TTS-TH2"])
def test_where_none_or_several_others_fit_the_account_named_is_refused(book: Book, more: str | None) -> None:
    with book.write("accounts") as writer:
        if more is None:
            writer.delete("accounts", "TTS-TH")
    if more:
        add_account(book, more, Platform.TIKTOK_SHOP, "TH", "THB")
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [path(ORDERS)], account="TTS-US")
    assert caught.value.fault is FileFault.ACCOUNT_DOES_NOT_FIT
    assert "THB" in error_text(caught.value)


def with_second(tmp_path: Path, heading: str, cells: list[str]) -> Path:
    rows = grid(ORDERS)
    return write_csv(
        tmp_path / "a.csv", [[*row, cell] for row, cell in zip(rows, [heading, *cells], strict=True)]
    )


def test_a_heading_twice_over_other_cells_is_refused(book: Book, tmp_path: Path) -> None:
    count = len(grid(ORDERS)) - 1
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [with_second(tmp_path, "Quantity", ["77"] * count)])
    assert caught.value.fault is FileFault.HEADING_TWICE
    assert "Quantity" in error_text(caught.value)


def test_a_heading_twice_over_the_same_cells_or_none_is_read(book: Book, tmp_path: Path) -> None:
    rows = grid(ORDERS)
    at = rows[0].index("Quantity")
    (once,) = plan_import(book, [path(ORDERS)])
    for cells in ([row[at] for row in rows[1:]], [""] * (len(rows) - 1)):
        (plan,) = plan_import(book, [with_second(tmp_path, "Quantity", cells)])
        assert plan.totals == once.totals


def test_a_heading_twice_that_nobody_reads_is_let_pass(book: Book, tmp_path: Path) -> None:
    count = len(grid(ORDERS)) - 1
    (plan,) = plan_import(book, [with_second(tmp_path, "Recipient", ["x"] * count)])
    assert plan.changes_anything
