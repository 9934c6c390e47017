"""No two screens show different figures for one thing: those of the window are those of `profit --json`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from desktop_app.app import run
from desktop_app.domain.statement import ADDED, STATEMENT_KEYS
from desktop_app.i18n import _
from desktop_app.ui.models.roles import KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QAbstractItemModel

    from tests.screens.books import Setting
    from tests.screens.stage import Stage

Statement = dict[str, Any]
BLANK = "–"
LOOKED_INTO = 7
"""Every so many sessions one is opened."""


def figure(text: str) -> Decimal | None:
    """A figure as it is written in the window: ¥, commas, the long minus; – is a missing one."""
    text = text.strip()
    if text == BLANK:
        return None
    return Decimal(text.replace(",", "").replace("¥", "").replace("\N{MINUS SIGN}", "-").replace("+", ""))


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def total(statements: list[Statement], key: str) -> Decimal | None:
    figures = [number(one[key]) for one in statements]
    return None if None in figures else sum((f for f in figures if f is not None), Decimal(0))


def last_of(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def cells(model: QAbstractItemModel, row: int) -> dict[str, str]:
    """A row's texts by the key of its column."""
    keys = [column.key for column in model.table.columns]  # type: ignore[attr-defined]
    return {key: str(model.index(row, at).data(Qt.ItemDataRole.DisplayRole)) for at, key in enumerate(keys)}


def key_of(model: QAbstractItemModel, row: int) -> object:
    return model.index(row, 0).data(KEY)


@pytest.fixture
def told(books: dict[str, Setting], capsys: pytest.CaptureFixture[str]) -> Callable[..., Statement]:
    """What the command prints of the demo book."""

    def ask(path: Path, *arguments: str) -> Statement:
        assert run(["profit", str(path), "--json", *arguments]) == 0
        printed: Statement = json.loads(capsys.readouterr().out)
        return printed

    return lambda *arguments: ask(books["demo"].path, *arguments)


def test_every_figure_is_that_of_the_command(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], told: Callable[..., Statement]
) -> None:
    sessions = {one["session"]: one for one in told()["rows"]}
    days = [datetime.fromisoformat(f"2026-{month}-01").date() for month in ("10", "09", "08", "07")]
    months = {day.strftime("%Y-%m"): told("--from", f"{day}", "--to", f"{last_of(day)}") for day in days}
    stage = raise_curtain("zh")
    # As of the day it is, as for the command: which returns may still come depends on it.
    stage.open(books["demo"].path, datetime.now(UTC).astimezone().replace(tzinfo=None))
    seen = look_at_list(stage, sessions)
    for code in seen[::LOOKED_INTO]:
        look_at_session(stage, code, sessions[code])
    look_at_home(stage, months, sessions)


def look_at_list(stage: Stage, sessions: dict[str, Statement]) -> list[str]:
    page = stage.go("sessions")
    seen = [str(key_of(page.model, row)) for row in range(page.model.rowCount())]
    assert sorted(seen) == sorted(sessions)
    for row, code in enumerate(seen):
        shown, said = cells(page.model, row), sessions[code]
        if shown["state"] == _("planned"):
            # Nothing has happened yet: the list shows no row of noughts.
            continue
        for key in ("net_sales", "promotion", "shipping", "profit", "expected_profit"):
            assert figure(shown[key]) == number(said[key]), (code, key)
    foot = dict(zip((column.key for column in page.model.table.columns), page.foot.texts, strict=True))
    for key in ("net_sales", "promotion", "shipping", "profit"):
        assert figure(foot[key]) == total(list(sessions.values()), key), key
    return seen


def look_at_session(stage: Stage, code: str, said: Statement) -> None:
    page = stage.go("session", code)
    there = {str(key_of(page.statement_model, row)): row for row in range(page.statement_model.rowCount())}
    assert {key for key in STATEMENT_KEYS if key in there} >= {"gross_sales", "net_sales", "profit"}
    for key, row in there.items():
        if key in STATEMENT_KEYS:
            shown, meant = figure(cells(page.statement_model, row)["amount"]), number(said[key])
            if meant is not None and key not in {"gross_sales", "net_sales", "profit", *ADDED}:
                meant = -meant
            assert shown == meant, (code, key)
    key_figure = number(said["profit"] if said["state"] == "settled" else said["expected_profit"])
    assert figure(page.figure._figure.text()) == key_figure, code


def look_at_home(stage: Stage, months: dict[str, Statement], sessions: dict[str, Statement]) -> None:
    page = stage.go("home")
    for _month in range(4):
        month = page._view.first.strftime("%Y-%m")
        whole = [*months[month]["rows"], months[month]["unattributed"]]
        shown = {"profit": page.profit, "net_sales": page.sales, "promotion": page.promotion}
        for key, card in shown.items():
            assert figure(card.figure._figure.text()) == total(whole, key), (month, key)
        assert total(whole, "profit") == number(months[month]["period"]["profit"])
        for row in range(page.model.rowCount()):
            stream, said = cells(page.model, row), sessions[str(key_of(page.model, row))]
            assert figure(stream["profit"]) == number(said["profit"])
        page.previous.click()
        stage.settle()


def test_tables_of_records_add_up_to_the_statements(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], told: Callable[..., Statement]
) -> None:
    said = told()
    whole = [*said["rows"], said["unattributed"]]
    stage = raise_curtain("zh")
    stage.open(books["demo"].path, books["demo"].now)
    assert sum_at_foot(stage, "promotion", "amount_cny") == total(whole, "promotion")
    assert sum_at_foot(stage, "freight", "amount_cny") == total(whole, "shipping")
    value = figure(stage.go("stock").foot.texts[-1])
    assert value == sum_at_foot(stage, "products", "value")


def sum_at_foot(stage: Stage, name: str, field: str) -> Decimal:
    """What a page's foot says that a column adds up to, in the book's currency."""
    page = stage.go(name)
    heading = next(each.heading for each in page.model.fields if each.key == field)
    text = next(part for part in page.foot.sums.whole.split("   ") if part.startswith(f"{heading} "))
    found = figure(text.removeprefix(heading).split(" · ")[0].removesuffix("CNY"))
    assert found is not None
    return found
