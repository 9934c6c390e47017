"""Rates by date in the settings: added, changed and removed by keys, and what they do to the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_app.domain.channel import FeeRate
from desktop_app.domain.sale import OrderLine
from tests.ui.form_book import NOW, make_form_book
from tests.ui.languages import words_of
from tests.ui.walker import walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


@pytest.fixture
def shop(raise_curtain: Callable[..., Stage], home: Path) -> Stage:
    """The settings of accounts, of a book with one account and an order of 100.00 in March."""
    stage = raise_curtain()
    stage.open(make_form_book(home / "data" / "books" / "王家.bozhang"), NOW)
    of(stage, sell)
    stage.go("settings", "accounts")
    return stage


def sell(book: Book) -> None:
    line = OrderLine(
        order_id="1", line=1, account="TH1", ordered_at=NOW.replace(month=3, tzinfo=book.settings.timezone),
        sku="XX", quantity_milli=1000, unit_price_minor=10_000, currency="CNY",
    )  # fmt: skip
    with book.write("sell") as writer:
        writer.put(line)


def of(stage: Stage, question: Callable[[Book], Any]) -> Any:
    desk = stage.program.context.desk
    assert desk is not None
    return desk.do(question).result()


def fee(book: Book) -> int:
    book.refresh()
    (found,) = book.connection.execute("SELECT fee FROM kept_lines").fetchone()
    return int(found)


def said(stage: Stage) -> set[str]:
    return {part.text() for part in stage.page.findChildren(QLabel) if part.isVisible()}


def press(stage: Stage, what: str) -> None:
    """Press the first button of a kind, as a key does."""
    part = stage.page._parts["accounts"]
    button = next(button for (name, _key), button in part.buttons.items() if name == what)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    stage.settle()


def write(stage: Stage, **texts: str) -> None:
    """Type into fields of the form, and save with Enter."""
    form = stage.page._parts["accounts"].form
    for key, text in texts.items():
        line: QLineEdit = form.sheet.blocks[key].editor.line
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
    QTest.keyClick(stage.application.focusWidget() or form, Qt.Key.Key_Return)
    stage.settle()


def test_rates_are_added_changed_and_removed(shop: Stage) -> None:
    assert "费率：没有费率" in said(shop)
    press(shop, "add")
    write(shop, from_on="2026-03-01", commission_rate="6%")
    assert "2026-03-01 起：佣金 6%" in said(shop)
    assert of(shop, lambda book: list(book.iterate("fee_rates"))) == [
        FeeRate(account="TH1", from_on=date(2026, 3, 1), commission_rate_e8=6_000_000)
    ]
    assert of(shop, fee) == 600
    press(shop, "edit")
    write(shop, from_on="2026-11-01", payment_fee_rate="1%")
    assert {"2026-11-01 起：佣金 6%、支付费 1%", "今天：没有费率"} <= said(shop)
    assert of(shop, fee) == 0
    press(shop, "remove")
    assert "费率：没有费率" in said(shop)
    shop.come_forward()
    QTest.keyClick(shop.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shop.settle()
    assert "2026-11-01 起：佣金 6%、支付费 1%" in said(shop)


def test_a_row_without_a_rate_is_not_taken(shop: Stage) -> None:
    press(shop, "add")
    write(shop, from_on="2026-03-01")
    assert "至少填一项费率；空着的照旧。" in said(shop)
    assert of(shop, lambda book: book.count("fee_rates")) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", ["accounts", "applicant", "about"])
def test_every_part_can_be_read_and_reached(
    raise_curtain: Callable[..., Stage], home: Path, language: str, part: str
) -> None:
    stage = raise_curtain(language)
    stage.open(make_form_book(home / "data" / "books" / "王家.bozhang"), NOW)
    stage.go("settings", part)
    if part == "accounts":
        press(stage, "add")
    data = words_of(language, lambda text: "/" in text or text in {"TH1", "王家"})
    assert [str(fault) for fault in walk(stage.window, data)] == []
