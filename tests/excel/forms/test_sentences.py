"""Everything that is wrong with a form, or worth knowing of a filled one, has its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app import i18n
from desktop_app.excel.forms.errors import Note, Problem, Remark, Trouble
from desktop_app.reports.form_text import form_note_text, form_problem_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(before)


def test_every_trouble_and_every_note_is_said_with_its_place(language: str) -> None:
    said = [form_problem_text(Problem(where="A!B3", trouble=trouble, field="net")) for trouble in Trouble]
    said += [form_note_text(Remark(where="A!B3", note=note, field="net")) for note in Note]
    assert len(set(said)) == len(Trouble) + len(Note)
    for text in said:
        assert "B3" in text
        assert "{field}" not in text
        assert any("一" <= character <= "鿿" for character in text) == (language == "zh"), text


def test_a_paragraph_is_named_by_its_number(language: str) -> None:
    text = form_problem_text(Problem(where="12", trouble=Trouble.UNKNOWN_FIELD, field="长\n" * 90))
    assert text.startswith("第 12 段" if language == "zh" else "paragraph 12")
    assert "\n" not in text
    assert len(text) < 140


def test_braces_are_shown_as_they_are_typed(language: str) -> None:
    text = form_problem_text(Problem(where="A!B3", trouble=Trouble.NOT_CLOSED, field="sales"))
    assert "{{/sales}}" in text
