"""What was typed and not saved outlives leaving, a crash and a damaged file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop_app.ui.widgets.drafts import MOST, Drafts, Kept, new_name, words_of
from tests.ui.test_record_form import book, form_stage, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.form_book import FormStage

__all__ = ["book", "form_stage", "window"]

WHEN = datetime(2026, 10, 31, 21, 47, tzinfo=UTC)


@pytest.fixture
def product(form_stage: Callable[..., FormStage]) -> FormStage:
    """The form of products, with something typed in."""
    shown = form_stage("products")
    drafts = shown.form._drafts
    assert drafts is not None
    drafts.file.unlink(missing_ok=True)
    shown.type_in("name", "软枣猕猴桃")
    return shown


def test_esc_leaves_without_asking_and_the_text_is_offered_again(product: FormStage) -> None:
    product.press(Qt.Key.Key_Escape)
    assert product.left == 1
    product.add()
    assert product.line("name").text() == ""
    assert product.form.offer.isVisible()
    assert "软枣猕猴桃" in product.form.offer.text.text()
    product.form.offer.take.click()
    product.stage.settle()
    assert product.line("name").text() == "软枣猕猴桃"
    assert not product.form.offer.isVisible()
    assert product.form.is_dirty


def test_a_draft_is_dropped_by_a_click_or_by_saving(product: FormStage) -> None:
    product.form.leave()
    product.add()
    product.form.offer.drop.click()
    assert not product.form.offer.isVisible()
    product.fill(name="柿子", sku="SZ", unit="斤")
    product.form._keep()
    product.press(Qt.Key.Key_Return)
    drafts = product.form._drafts
    assert drafts is not None
    drafts.finish()
    assert not drafts.file.exists()
    assert [record.sku for record in product.records()][-1] == "SZ"


def test_a_new_text_does_not_take_the_place_of_the_draft_that_is_offered(product: FormStage) -> None:
    product.form.leave()
    product.add()
    product.type_in("name", "柿子")
    product.form.leave()
    product.add()
    assert "柿子" in product.form.offer.text.text()
    product.form.offer.drop.click()
    assert "软枣猕猴桃" in product.form.offer.text.text()


def test_a_draft_of_a_change_is_offered_only_for_that_record(product: FormStage) -> None:
    product.form.edit(("GG",))
    product.stage.settle()
    product.type_in("name", "大柿饼礼盒")
    product.form.leave()
    product.form.edit(("XX",))
    product.stage.settle()
    assert not product.form.offer.isVisible()
    product.form.edit(("GG",))
    product.stage.settle()
    assert "大柿饼礼盒" in product.form.offer.text.text()
    assert product.line("name").text() == "柿饼礼盒"


def test_what_was_typed_is_on_the_disk_before_the_form_is_left(product: FormStage) -> None:
    """The window is killed: only what is in the file is left."""
    product.form._keep()
    drafts = product.form._drafts
    assert drafts is not None
    drafts.finish()
    (kept,) = json.loads(drafts.file.read_text(encoding="ascii"))
    assert kept["texts"]["name"] == "软枣猕猴桃"


def test_what_was_put_back_as_it_was_is_no_draft(product: FormStage) -> None:
    product.form._keep()
    product.type_in("name", "")
    product.form.leave()
    product.add()
    assert not product.form.offer.isVisible()


@settings(max_examples=20)
@given(st.dictionaries(st.text(max_size=5), st.text(st.characters(exclude_categories=())), max_size=4))
def test_any_text_comes_back_as_it_was(home_of_drafts: Path, texts: dict[str, str]) -> None:
    drafts = Drafts(home_of_drafts, "sales")
    name = new_name()
    drafts.keep(name, ("TH", "1"), texts, WHEN)
    drafts.finish()
    assert Drafts(home_of_drafts, "sales").of(("TH", "1"))[0] == Kept(
        name, ("TH", "1"), "2026-10-31 21:47", texts
    )


@pytest.mark.parametrize(
    "content",
    ["", "[", "{}", "[1, {}]", '[{"name": "a", "when": "b", "texts": {"x": 1}, "key": null}]', "[" * 99_999],
)
def test_a_damaged_file_has_no_drafts_and_is_written_anew(home_of_drafts: Path, content: str) -> None:
    drafts = Drafts(home_of_drafts, "lots")
    drafts.file.parent.mkdir(parents=True, exist_ok=True)
    drafts.file.write_text(content, encoding="utf-8")
    drafts = Drafts(home_of_drafts, "lots")
    assert drafts.of(None) == []
    drafts.keep("a", None, {"lot": "L1"}, WHEN)
    drafts.finish()
    assert [kept.name for kept in Drafts(home_of_drafts, "lots").of(None)] == ["a"]


def test_the_oldest_draft_gives_way(home_of_drafts: Path) -> None:
    drafts = Drafts(home_of_drafts, "rates")
    for at in range(MOST + 3):
        drafts.keep(str(at), None, {"cny": str(at)}, WHEN)
    drafts.finish()
    names = [kept.name for kept in Drafts(home_of_drafts, "rates").of(None)]
    assert names == [str(at) for at in range(MOST + 2, 2, -1)]


def test_a_folder_that_cannot_be_written_to_costs_only_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], object]
) -> None:
    expect_log("draft not kept")
    monkeypatch.setenv("BOZHANG_HOME", str(tmp_path))
    (tmp_path / "data").write_text("not a folder", encoding="utf-8")
    drafts = Drafts(tmp_path / "王家.bozhang", "payouts")
    drafts.keep("a", None, {"fee": "1"}, WHEN)
    drafts.finish()
    assert [kept.name for kept in drafts.of(None)] == ["a"]


def test_a_draft_is_known_by_what_was_typed() -> None:
    first = {"account": "TH1", "sku": "", "note": ""}
    kept = Kept("a", None, "", {"account": "TH1", "sku": "XX", "note": "软"})
    assert words_of(kept, first) == "XX · 软"


@pytest.fixture(scope="module")
def home_of_drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book's path; drafts are kept in the home of the run."""
    return tmp_path_factory.mktemp("drafts") / "王家.bozhang"
