"""Issues and reasons in words: each code in both languages, with what it is about in it."""

from __future__ import annotations

import ast
import inspect
import re
from typing import TYPE_CHECKING

import pytest

from desktop_app import i18n
from desktop_app.domain import issues
from desktop_app.domain.issues import Issue, IssueCode, Reason, ReasonCode
from desktop_app.reports.issue_text import issue_text, reason_text
from desktop_app.reports.statement_report import money_writer

if TYPE_CHECKING:
    from collections.abc import Iterator

MONEY = money_writer("CNY", 2)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(before)


def documented(enumeration: type) -> dict[str, list[str]]:
    """Return the names of the data that each code's docstring names."""
    tree = ast.parse(inspect.getsource(issues))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == enumeration.__name__)
    found = {}
    for code, text in zip(body[1::2], body[2::2], strict=True):
        assert isinstance(code, ast.Assign)
        assert isinstance(text, ast.Expr)
        assert isinstance(text.value, ast.Constant)
        found[str(ast.literal_eval(code.value))] = re.findall(r"`(\w+)`", str(text.value.value))
    return found


NUMBERS = ("count", "sessions")


def data(names: list[str]) -> tuple[tuple[str, str | int], ...]:
    return tuple(
        (name, 1234567 if name.endswith(("_milli", "_minor", "_mg")) or name in NUMBERS else f"«{name}»")
        for name in names
    )


@pytest.mark.parametrize("code", IssueCode)
def test_issues(language: str, code: IssueCode) -> None:
    names = documented(IssueCode)[code]
    text = issue_text(Issue(code, data(names)), MONEY)
    check(text, language, names)


@pytest.mark.parametrize("code", ReasonCode)
def test_reasons(language: str, code: ReasonCode) -> None:
    names = documented(ReasonCode)[code]
    text = reason_text(Reason("shipping", code, data(names)), MONEY)
    check(text, language, names)


def check(text: str, language: str, names: list[str]) -> None:
    """A sentence in the language, without a gap, that says what its data says."""
    assert "–" not in text, "a field of the sentence that the issue does not have"
    assert "{" not in text
    assert any("一" <= character <= "鿿" for character in text) == (language == "zh")
    for name in names:
        if name not in (*NUMBERS, "what") and not name.endswith(("_milli", "_minor", "_mg")):
            assert f"«{name}»" in text


def test_figures_are_in_their_units() -> None:
    i18n.set_language("zh")
    short = Issue(IssueCode.ENTRY_EXCEEDS_LOT, (("entry", "E1"), ("lot", "L1"), ("short_milli", 12500)))
    assert "多取了 12.5" in issue_text(short, MONEY)
    refunds = Reason("refunds", ReasonCode.REFUNDS_NO_HISTORY, (("net_sales_minor", 123450),))
    assert "¥1,234.50" in reason_text(refunds, MONEY)
    weight = (("count", 3), ("weight_mg", 2_500_000), ("sessions", 4))
    assert "2.5 公斤" in reason_text(Reason("shipping", ReasonCode.SHIPPING_MEDIAN, weight), MONEY)
