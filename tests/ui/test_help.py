"""The help: F1 opens the topic of the page, all is found by typing, and its worked stream adds up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from desktop_app import i18n
from desktop_app.domain.statement import STATEMENT_KEYS, State
from desktop_app.i18n import _
from desktop_app.reports.statement_report import STATEMENT_TITLES
from desktop_app.store.database import Book
from desktop_app.ui.actions import ACTIONS
from desktop_app.ui.help_texts import TOPICS, holding, topic_of, topics
from desktop_app.ui.pages.registry import PLACES
from desktop_app.usecases.sessions import session_view
from tests.usecases.worked_stream import SESSION, make_worked_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.screens.stage import Stage

_ROW = re.compile(r"\| \**([^|*]+?)\** \| \**(-?[0-9,.]+)\** \|")
_LINK = re.compile(r"\]\(([^)]+)\)")
_KEY = re.compile(r"`((?:Ctrl|Alt)\+[^`]+|F\d+)`")


@pytest.fixture(params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn."""
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("zh")


def test_the_worked_stream_is_what_the_program_computes(tmp_path: Path, language: str) -> None:
    make_worked_stream(tmp_path / "worked.bozhang")
    with Book.open(tmp_path / "worked.bozhang") as book:
        view = session_view(book, SESSION, today=date(2026, 3, 10))
    assert view is not None
    said = dict(_ROW.findall(next(one.text for one in topics() if one.name == "profit")))
    computed = {
        _(STATEMENT_TITLES[key]): i18n.format_amount(view.row.amounts[key] or 0, 2) for key in STATEMENT_KEYS
    }
    assert said == computed
    assert view.row.state is State.ESTIMATED


def test_the_worked_stream_is_reckoned_out_as_it_is_said(language: str) -> None:
    text = next(one.text for one in topics() if one.name == "profit")
    sums = re.findall(r"\| \**(-?[0-9.]+)\** \| ([0-9 −+.]+) \|", text)
    assert len(sums) == 2
    for result, terms in sums:
        parts = re.findall(r"[-+]?[0-9.]+", terms.replace("−", "-").replace(" ", ""))
        assert sum(map(Decimal, parts)) == Decimal(result)


def test_links_lead_to_topics_and_keys_are_the_windows_own(language: str) -> None:
    known = {key for spec in ACTIONS for key in spec.keys}
    of_tables_and_form = {"Ctrl+N", "F2", "Ctrl+D", "Ctrl+C", "Ctrl+V", "F4", "Ctrl+Enter", "Alt+←"}
    for topic in topics():
        for link in _LINK.findall(topic.text):
            assert link.removeprefix("topic:") in TOPICS
        assert set(_KEY.findall(topic.text)) <= known | of_tables_and_form, topic.name


def test_both_languages_say_the_same_things() -> None:
    shapes = []
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        shapes.append([(one.name, one.text.count("\n## "), one.text.count("\n|")) for one in topics()])
    i18n.set_language("zh")
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("typed", "first"), [("汇率", "profit"), ("云途", "import"), ("预计", "states"), ("键盘", "keyboard")]
)
def test_topics_are_found_by_their_words(typed: str, first: str) -> None:
    assert first in [topic.name for topic in holding(typed)]
    assert holding(f"{typed} 没有这个词") == ()


def test_every_page_has_its_topic() -> None:
    assert {topic_of(page) for place in PLACES for page in place.pages} <= set(TOPICS)


def test_f1_opens_the_topic_of_the_page_and_back_leads_back(stage: Stage) -> None:
    stage.go("import")
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    stage.settle()
    assert (stage.window.page, stage.page.topic) == ("help", "import")
    QTest.keyClicks(stage.page.search, "zhuang")
    assert stage.page.nothing.isVisible()
    stage.page.search.setText("预计")
    QTest.keyClick(stage.page.search, Qt.Key.Key_Return)
    assert stage.page.topic in {topic.name for topic in holding("预计")}
    assert stage.page.text.textCursor().selectedText() == "预计"
    stage.page.text.anchorClicked.emit(QUrl("topic:profit"))
    assert stage.page.topic == "profit"
    assert "16.00" in stage.page.text.toPlainText()
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    stage.settle()
    assert stage.window.page == "import"


def test_f1_works_before_a_book_is_open(stage: Stage) -> None:
    stage.welcome()
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    stage.settle()
    assert (stage.window.page, stage.page.topic) == ("help", "start")
    assert not stage.window.rail.isVisible()
    stage.page.header.crumb.click()
    stage.settle()
    assert stage.window.page == "welcome"
