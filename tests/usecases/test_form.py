"""What the form asks of the book answers any text with words, never with a fault of the program."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.facts import KIND
from desktop_app.reports.record_text import problem_text
from desktop_app.store.database import Book
from desktop_app.usecases.form import look_at_form, open_form
from desktop_app.usecases.records.layout import fields_of
from tests.ui.form_book import make_form_book

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = (
    "1",
    "12*3.5",
    "9" * 400,
    "１２．５斤",
    "9**9**9",
    "((((((" * 40,
    "=cmd|' /C calc'!A0",
    "\x00\u202e",
    "a" * 40_000,
    '";;×',
    "2026-02-30",
    "十" * 300,
)
TODAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The small book, only read."""
    with Book.open(make_form_book(tmp_path_factory.mktemp("book") / "王家.bozhang")) as opened:
        yield opened


@pytest.mark.parametrize("kind", KIND)
def test_any_text_in_any_field_is_read_or_refused_in_words(book: Book, kind: str) -> None:
    fresh = open_form(book, kind, turn=0, today=TODAY, key=None, like=None).texts
    for field in fields_of(kind):
        for text in HOSTILE if field.editable else ():
            looked = look_at_form(book, kind, {**fresh, field.key: text}, key=None, turn=7)
            assert looked.turn == 7
            assert all(problem_text(problem) for problem in looked.checked.problems)


def test_a_figure_that_is_no_amount_calculates_too(book: Book) -> None:
    looked = look_at_form(book, "promotions", {"platform_roi": "12*3.5"}, key=None, turn=0)
    assert looked.checked.texts["platform_roi"] == "42"


@pytest.mark.parametrize(
    ("kind", "texts", "tails"),
    [
        (
            "sales",
            {"account": "TH1", "sku": "XX", "currency": "thb"},
            {"account": "泰国", "quantity": "公斤"},
        ),
        ("accounts", {"market": "th"}, {"market": "泰国"}),
        ("stock", {"lot": "L2"}, {"lot": "柿饼礼盒", "quantity": "盒"}),
        ("returns", {"account": "TH1", "order_id": "O-1", "refund": "3"}, {"refund": "THB"}),
        ("repacks", {"from_lot": "L1", "sku": "GG"}, {"from_quantity": "公斤", "quantity": "盒"}),
        ("products", {"unit": "箱", "list_currency": ""}, {"reorder_level": "箱", "list_price": "CNY"}),
        ("sales", {"account": "nobody", "sku": "nothing"}, {"account": "", "quantity": ""}),
    ],
)
def test_behind_a_field_stands_what_it_counts_or_names(
    book: Book, kind: str, texts: dict[str, str], tails: dict[str, str]
) -> None:
    looked = look_at_form(book, kind, texts, key=None, turn=0)
    assert {key: looked.tails.get(key, "") for key in tails} == tails
