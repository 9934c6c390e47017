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
from desktop_app.usecases.accounts import (
    AccountFault,
    AccountRefusedError,
    NewAccount,
    create_account,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.books import Setting
    from tests.screens.stage import Stage


def an_account(**other: str) -> NewAccount:
    texts = {"account": "泰国店", "market": "TH", "currency": "THB", "timezone": "Asia/Bangkok", **other}
    return NewAccount(platform=Platform.TIKTOK_SHOP, **texts)


def test_an_account_is_entered_once(tmp_path: Path) -> None:
    command = uuid4().bytes
    with Book.create(tmp_path / "a.bozhang") as book:
        create_account(book, an_account(account="  泰国店 ", currency="thb"), command_id=command)
        assert book.get("accounts", "泰国店") == Account(
            account="泰国店",
            platform=Platform.TIKTOK_SHOP,
            market="TH",
            currency="THB",
            timezone="Asia/Bangkok",
        )
        with pytest.raises(AccountRefusedError) as refused:
            create_account(book, an_account(), command_id=uuid4().bytes)
        assert refused.value.faults == {"account": AccountFault.NAME_TAKEN}
        book.undo()
        assert book.get("accounts", "泰国店") is None


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"account": "  "}, {"account": AccountFault.NAME_MISSING}),
        ({"account": "长" * 61}, {"account": AccountFault.NAME_TOO_LONG}),
        ({"currency": "ZZZ"}, {"currency": AccountFault.CURRENCY_UNKNOWN}),
        ({"timezone": "Asia/Nowhere"}, {"timezone": AccountFault.ZONE_UNKNOWN}),
        ({"timezone": "../etc/passwd"}, {"timezone": AccountFault.ZONE_UNKNOWN}),
        (
            {"account": "", "currency": "", "timezone": ""},
            {
                "account": AccountFault.NAME_MISSING,
                "currency": AccountFault.CURRENCY_UNKNOWN,
                "timezone": AccountFault.ZONE_UNKNOWN,
            },
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    tmp_path: Path, other: dict[str, str], fault: dict[str, AccountFault]
) -> None:
    with Book.create(tmp_path / "a.bozhang") as book:
        with pytest.raises(AccountRefusedError) as refused:
            create_account(book, an_account(**other), command_id=uuid4().bytes)
        assert refused.value.faults == fault
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
    assert "先给账号取个名。" in {part.text() for part in dialog.findChildren(QLabel) if part.isVisible()}
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
