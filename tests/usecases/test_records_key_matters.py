"""What a record's key carries along: its next line, its evidence; and what is no key at all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from desktop_app.usecases.evidence import attach, list_evidence
from desktop_app.usecases.records.drafts import check_draft, draft_of, new_draft
from desktop_app.usecases.records.saving import save_draft
from tests.usecases.records_making import TODAY, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.store import Book

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with make(tmp_path) as made:
        yield made


def test_a_new_line_of_an_order_in_the_book_is_the_next_free_one(book: Book) -> None:
    known = next(book.iterate("sales"))
    taken = [line.line for line in book.iterate("sales") if line.order_id == known.order_id]
    draft = {
        **draft_of(book, "sales", (known.account, known.order_id, known.line)),
        "line": new_draft(book, "sales", today=TODAY)["line"],
    }
    checked = check_draft(book, "sales", draft)
    assert checked.record is not None
    assert checked.record.line == max(taken) + 1  # type: ignore[union-attr]
    assert checked.texts["line"] == str(max(taken) + 1)
    saved = save_draft(book, "sales", draft, key=None, command_id=uuid4().bytes)
    assert saved.key == (known.account, known.order_id, max(taken) + 1)
    stated = check_draft(book, "sales", {**draft, "line": str(max(taken))})
    assert "key_taken" in {each.code for each in stated.problems}


def test_the_first_line_of_an_order_is_line_one(book: Book) -> None:
    known = next(book.iterate("sales"))
    draft = draft_of(book, "sales", (known.account, known.order_id, known.line))
    checked = check_draft(book, "sales", {**draft, "order_id": "NEW-1", "line": ""})
    assert checked.texts["line"] == "1"


def test_evidence_follows_an_order_line_and_its_order_to_another_number(book: Book) -> None:
    known = next(
        line
        for line in book.iterate("sales")
        if sum(other.order_id == line.order_id for other in book.iterate("sales")) == 1
    )
    key = (known.account, known.order_id, known.line)
    attach(book, PHOTO, "parcel.png", "sales", key)
    attach(book, PHOTO, "parcel.png", "orders", key[:2])
    draft = {**draft_of(book, "sales", key), "order_id": "NEW-1"}
    save_draft(book, "sales", draft, key=key, command_id=uuid4().bytes)
    new = (known.account, "NEW-1", known.line)
    assert [each.name for each in list_evidence(book, "sales", new)] == ["parcel.png"]
    assert [each.name for each in list_evidence(book, "orders", new[:2])] == ["parcel.png"]
    assert list_evidence(book, "sales", key) == []
    book.undo()
    assert [each.name for each in list_evidence(book, "sales", key)] == ["parcel.png"]
    assert list_evidence(book, "sales", new) == []


def test_evidence_follows_a_lot_to_another_number(book: Book) -> None:
    attach(book, PHOTO, "lot.png", "lots", ("L1",))
    draft = {**draft_of(book, "lots", ("L1",)), "lot": "L9"}
    save_draft(book, "lots", draft, key=("L1",), command_id=uuid4().bytes)
    assert [each.name for each in list_evidence(book, "lots", ("L9",))] == ["lot.png"]


def test_half_a_sign_is_the_key_of_nothing(book: Book) -> None:
    assert book.get("products", "\ud83c") is None
    assert book.get("sales", "TH1", "\udf4d", 1) is None
    assert book.get("products", "KIWI") is not None


@pytest.mark.parametrize("typed", ["5%", "5 %", "５％", "0.05"])
def test_a_share_is_typed_as_the_guide_says(book: Book, typed: str) -> None:
    draft = {**draft_of(book, "accounts", ("TH1",)), "commission_rate": typed}
    record = check_draft(book, "accounts", draft, key=("TH1",)).record
    assert record is not None
    assert record.commission_rate_e8 == 5_000_000  # type: ignore[union-attr]
