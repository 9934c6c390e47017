"""A first account: entered by keys in the first run, wrong entries told beside their field, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.domain.channel import Account, Platform
from desktop_app.store.database import Book
from desktop_app.usecases.records.saving import DraftRefusedError, save_draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.books import Setting
    from tests.screens.stage import Stage


def enter(book: Book, command: bytes, **other: str) -> None:
    texts = {"account": "泰国店", "market": "TH", "currency": "THB", "timezone": "Asia/Bangkok", **other}
    draft = {"platform": "tiktok_shop", **texts}
    save_draft(book, "accounts", draft, key=None, command_id=command)


def test_an_account_is_entered_once(tmp_path: Path) -> None:
    command = uuid4().bytes
    with Book.create(tmp_path / "a.bozhang") as book:
        for _time in range(2):
            enter(book, command, account="  泰国店 ", currency="thb")
        assert list(book.iterate("accounts")) == [
            Account(
                account="泰国店",
                platform=Platform.TIKTOK_SHOP,
                market="TH",
                currency="THB",
                timezone="Asia/Bangkok",
            )
        ]
        with pytest.raises(DraftRefusedError) as refused:
            enter(book, uuid4().bytes)
        assert [(each.field, each.code) for each in refused.value.problems] == [("account", "key_taken")]
        book.undo()
        assert book.get("accounts", "泰国店") is None


@pytest.mark.parametrize(
    ("other", "faults"),
    [
        ({"account": "  "}, {"account": "missing"}),
        ({"currency": "ZZZ"}, {"currency": "unknown_currency"}),
        ({"timezone": "Asia/Nowhere"}, {"timezone": "unknown_zone"}),
        ({"timezone": "../etc/passwd"}, {"timezone": "unknown_zone"}),
        ({"account": "", "currency": ""}, {"account": "missing", "currency": "missing"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    tmp_path: Path, other: dict[str, str], faults: dict[str, str]
) -> None:
    with Book.create(tmp_path / "a.bozhang") as book:
        with pytest.raises(DraftRefusedError) as refused:
            enter(book, uuid4().bytes, **other)
        assert {each.field: str(each.code) for each in refused.value.problems} == faults
        assert book.count("accounts") == 0
        assert book.history(5) == []


def test_the_empty_book_asks_for_an_account_and_takes_it_by_keys(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting]
) -> None:
    stage = raise_curtain()
    stage.open(books["empty"].path, books["empty"].now)
    assert stage.page.empty.button.text() == "记第一个账号"
    stage.modal(stage.page.empty.button.click, lambda dialog: _enter_malaysia(stage, dialog))
    with_account = stage.program.context.desk
    assert with_account is not None
    found = with_account.ask(lambda book: list(book.iterate("accounts"))).result()
    assert [(a.account, a.market, a.currency, a.timezone) for a in found] == [
        ("MY shop", "MY", "MYR", "Asia/Kuala_Lumpur")
    ]
    assert stage.page.empty.button.text() == "导入文件"
    stage.come_forward()
    QTest.keyClick(stage.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert stage.page.empty.button.text() == "记第一个账号"


def _enter_malaysia(stage: Stage, dialog: QWidget) -> None:
    """Enter with nothing typed, then what is wanted: name, then the market, which fills in the rest."""
    name = _named(dialog, "名称")
    QTest.keyClick(name, Qt.Key.Key_Return)
    stage.settle()
    assert "这一项要填。" in {part.text() for part in dialog.findChildren(QLabel) if part.isVisible()}
    QTest.keyClicks(name, "MY shop")
    market = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "市场")
    market.setFocus()
    for _step in range(2):
        QTest.keyClick(market, Qt.Key.Key_Down)
    assert _named(dialog, "币种").text() == "MYR"
    QTest.keyClick(_named(dialog, "币种"), Qt.Key.Key_Return)
    stage.settle()


def _named(dialog: QWidget, name: str) -> QLineEdit:
    return next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == name)
