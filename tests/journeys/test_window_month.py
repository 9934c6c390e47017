"""A month at the window, from the first start to the workbook: by keys, by mouse, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView

from tests.journeys.hands import CTRL, Hands
from tests.journeys.month import LEDGER, LOSER, RATES, TITLES, write_month

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.ui.start import Program

MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Words:
    """What is read on the screen, in one language."""

    book: str
    name: str
    make: str
    empty: str
    preview: str
    rows: str
    sessions: str
    lost: str
    profit: str
    statement: str
    freight: str
    behind: str
    history: str
    undo: str
    redo: str
    gone: str
    no_sessions: str
    export: str
    written: str
    bring: str


SAID: Final = {
    "zh": Words(
        book="王家猕猴桃",
        name="账本名",
        make="建账本",
        empty="账本还是空的",
        preview="导入 2 个文件",
        rows="文件里的行",
        sessions="场次",
        lost="亏本",
        profit="利润",
        statement="利润表",
        freight="物流",
        behind="这一行的明细",
        history="历史",
        undo="撤销",
        redo="重做",
        gone="账本里没有这一场",
        no_sessions="还没有场次",
        export="导出 Excel",
        written="已写好",
        bring="导入 ",
    ),
    "en": Words(
        book="Wang's kiwis",
        name="Name of the book",
        make="Make the book",
        empty="The book is empty",
        preview="Import 2 files",
        rows="Rows of the file",
        sessions="Sessions",
        lost="Lost money",
        profit="Profit",
        statement="Statement",
        freight="Freight",
        behind="Amounts behind this row",
        history="History",
        undo="Undo",
        redo="Redo",
        gone="This stream is not in the book",
        no_sessions="No stream yet",
        export="Export Excel",
        written="Written",
        bring="Bring in ",
    ),
}


def figure(text: str) -> float:
    return float(text.replace(",", "").replace(MINUS, "-"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_month_by_keys_alone(
    start_program: Callable[[str], Program], tmp_path: Path, language: str
) -> None:
    say, hands = SAID[language], Hands(start_program(language).window)
    write_month(tmp_path, language)

    # First run: the cursor stands in the name; Enter makes the book.
    hands.until(lambda: QApplication.focusWidget() is hands.field(say.name), "the name's field")
    hands.type(say.book)
    hands.press(Qt.Key.Key_Return)
    hands.until_text(say.empty)

    # The month's files, looked at, then brought in.
    hands.in_dialog(
        lambda: hands.press(Qt.Key.Key_I, CTRL),
        lambda dialog: hands.name_files(dialog, tmp_path, [LEDGER, RATES]),
    )
    hands.until_text(say.preview)
    hands.press(Qt.Key.Key_Return, CTRL)
    table = _sessions(hands, say)
    assert sorted(hands.read(table, 0)) == sorted(TITLES)

    # Which stream lost most? The chip, then the list.
    hands.tab_to(
        lambda at: isinstance(at, QAbstractButton) and at.isCheckable() and at.window() is hands.window
    )
    for _step in range(6):
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus.text() == say.lost:
            break
        hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: table.model().rowCount() == 2, "the two that lost")
    hands.tab_to(lambda at: at is table)
    profits = [figure(text) for text in hands.read(table, hands.column(table, say.profit))]
    assert all(profit < 0 for profit in profits)
    for _step in range(profits.index(min(profits))):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)

    # And why? The largest cost of its statement, and what stands behind it.
    hands.until_text(LOSER)
    hands.until(lambda: _is_there(hands, say.statement), "the statement")
    statement = hands.table(say.statement)
    amounts = [figure(text) if text != "–" else 0 for text in hands.read(statement, 1)]
    worst = amounts.index(min(amounts[:-1]))
    assert hands.read(statement, 0)[worst] == say.freight
    hands.tab_to(lambda at: at is statement)
    for _step in range(worst - statement.currentIndex().row()):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: _is_there(hands, say.behind), "the amounts behind")
    behind = hands.table(say.behind)
    assert any(
        "1,900.00" in text
        for column in range(behind.model().columnCount())
        for text in hands.read(behind, column)
    )

    # Taken back, and done again.
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until_text(say.gone)
    hands.press(Qt.Key.Key_Y, CTRL)
    hands.until(lambda: _is_there(hands, say.statement), "the statement again")

    # The list, as a workbook.
    hands.press(Qt.Key.Key_2, CTRL)
    hands.until(lambda: _is_there(hands, say.sessions), "the list again")
    target = tmp_path / "seen.xlsx"
    hands.in_dialog(
        lambda: hands.press(Qt.Key.Key_E, CTRL),
        lambda dialog: hands.name_files(dialog, tmp_path, [target.name]),
    )
    hands.until_text(say.written)
    _holds_the_losers(target)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_month_by_mouse(start_program: Callable[[str], Program], tmp_path: Path, language: str) -> None:
    say, hands = SAID[language], Hands(start_program(language).window)
    files = write_month(tmp_path, language)

    hands.until(lambda: hands.field(say.name), "the first run")
    hands.click(hands.field(say.name))
    hands.type(say.book)
    hands.click(hands.button(say.make))
    hands.until_text(say.empty)

    hands.drop(files)
    hands.until_text(say.preview)
    ready = [t for t in hands.texts() if t.startswith(say.bring)]
    hands.click(next(hands.button(text) for text in ready if _is_enabled(hands, text)))
    table = _sessions(hands, say)

    column = hands.column(table, say.profit)
    hands.click_heading(table, column)
    profits = [figure(text) for text in hands.read(table, column)]
    assert profits == sorted(profits)
    assert hands.read(table, 0)[0] == LOSER
    hands.click_row(table, 0, twice=True)

    hands.until(lambda: _is_there(hands, say.statement), "the statement")
    statement = hands.table(say.statement)
    hands.click_row(statement, hands.read(statement, 0).index(say.freight))
    hands.until(lambda: _is_there(hands, say.behind), "the amounts behind")

    hands.click(hands.button(say.history))
    hands.until(lambda: hands.button(say.undo).isEnabled(), "something to undo")
    hands.click(hands.button(say.undo))
    hands.until(lambda: hands.button(say.redo).isEnabled(), "something to redo")
    hands.click(hands.button(say.sessions))
    hands.until_text(say.no_sessions)
    hands.click(hands.button(say.history))
    hands.until(lambda: hands.button(say.redo).isEnabled(), "something to redo")
    hands.click(hands.button(say.redo))
    hands.until(lambda: not hands.button(say.redo).isEnabled(), "it was done again")
    hands.click(hands.button(say.sessions))
    hands.until(lambda: _is_there(hands, say.sessions), "the list again")
    hands.click(hands.button(say.lost))

    target = tmp_path / "lost.xlsx"
    hands.in_dialog(
        lambda: hands.click(hands.button(say.export)),
        lambda dialog: hands.name_files(dialog, tmp_path, [target.name], by_mouse=True),
    )
    hands.until_text(say.written)
    _holds_the_losers(target)


def _sessions(hands: Hands, say: Words) -> QTableView:
    hands.until(lambda: _is_there(hands, say.sessions), "the list of sessions")
    return hands.table(say.sessions)


def _is_there(hands: Hands, name: str) -> bool:
    tables = hands.window.findChildren(QTableView)
    return any(t.accessibleName() == name and t.isVisible() and t.model().rowCount() for t in tables)


def _is_enabled(hands: Hands, text: str) -> bool:
    return any(
        b.isVisible() and b.isEnabled() and b.text().strip() == text
        for b in hands.window.findChildren(QAbstractButton)
    )


def _holds_the_losers(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert LOSER in cells
    assert "感恩专场" in cells
    assert "徐香专场" not in cells
