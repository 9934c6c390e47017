"""Schemes out of an editor: written and read back the same, copied, exported, deleted when free."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.subsidy.errors import SchemeInUseError, SchemeRefusedError, UnknownSchemeError
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.writing import write_scheme
from desktop_app.store.changes import Put
from desktop_app.store.database import Book
from desktop_app.usecases import claims, claims_life
from desktop_app.usecases.schemes import (
    copy_scheme,
    drop_scheme,
    example_schemes,
    export_scheme,
    save_scheme,
    schemes_of,
)
from tests.domain.test_subsidy_properties import schemes
from tests.usecases.claims_book import EACH, FROM, TO, TODAY, full_book, keep, scheme

if TYPE_CHECKING:
    from pathlib import Path


@settings(max_examples=60)
@given(st.data())
def test_a_scheme_that_was_written_reads_back_the_same(data: st.DataObject) -> None:
    found = read_scheme(json.dumps(data.draw(schemes())).encode())
    assert read_scheme(write_scheme(found)) == found


def test_the_examples_read_back_the_same_and_copies_are_no_examples(tmp_path: Path) -> None:
    with Book.create(tmp_path / "b.bozhang") as book:
        for example in example_schemes():
            assert example.example
            assert read_scheme(write_scheme(example)) == example
            copy = copy_scheme(example, f"my-{example.id}")
            assert (copy.example, copy.document_number, copy.rule) == (False, None, example.rule)
            assert "示例" not in copy.name
            assert save_scheme(book, copy) is Put.ADDED
            assert save_scheme(book, copy) is Put.UNCHANGED
        assert len(schemes_of(book)) == len(example_schemes()) > 5


def test_what_does_not_go_together_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    with Book.create(tmp_path / "b.bozhang") as book:
        example = example_schemes()[0]
        wrong = replace(example, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))
        with pytest.raises(SchemeRefusedError):
            save_scheme(book, wrong)
        assert schemes_of(book) == []


def test_a_scheme_is_exported_as_it_was_added_and_deleted_when_free(tmp_path: Path) -> None:
    with full_book(tmp_path / "b.bozhang") as book:
        keep(book, scheme("orders", {"measure": "orders"}, EACH))
        out = export_scheme(book, "orders", tmp_path / "out.json")
        assert json.loads(out.read_text("utf-8")) == scheme("orders", {"measure": "orders"}, EACH)
        number = claims.begin_claim(book, ["orders"], FROM, TO).number
        with pytest.raises(SchemeInUseError):
            drop_scheme(book, "orders")
        claims_life.freeze(book, number, today=TODAY)
        drop_scheme(book, "orders")
        assert schemes_of(book) == []
        assert claims.work_claim(book, number, today=TODAY).asked_fen == 500
        for use in (drop_scheme, lambda one, name: export_scheme(one, name, out)):
            with pytest.raises(UnknownSchemeError):
                use(book, "orders")
