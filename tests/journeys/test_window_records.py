"""The records of a first stream, from an empty book to its profit: keys and clicks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QTextBrowser

from desktop_app.usecases.records.layout import field_of
from tests.journeys.hands import CTRL, Hands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QTableView, QWidget

    from desktop_app.ui.start import Program

MINUS: Final = "\N{MINUS SIGN}"
ORDERS: Final = ("D-1", "D-2", "D-3", "D-4", "D-5")
WORDS: Final = {
    "zh": {
        "accounts": "账号",
        "products": "商品",
        "stock": "库存",
        "lots": "批次",
        "sessions": "场次",
        "sales": "订单",
        "promotions": "推广",
        "shipping": "物流",
        "returns": "退货",
        "history": "历史",
        "required": "，必填",
        "book": "账本名",
        "empty": "账本还是空的",
        "china": "中国",
        "closed": "已结束",
        "profit": "利润",
        "take back": "撤回这一步",
        "taken back": "已撤回：",
        "find": "撤回",
    },
    "en": {
        "accounts": "Accounts",
        "products": "Products",
        "stock": "Stock",
        "lots": "Lots",
        "sessions": "Sessions",
        "sales": "Sales orders",
        "promotions": "Promotion",
        "shipping": "Freight",
        "returns": "Returns",
        "history": "History",
        "required": ", required",
        "book": "Name of the book",
        "empty": "The book is empty",
        "china": "China",
        "closed": "Closed",
        "profit": "Profit",
        "take back": "Take this step back",
        "taken back": "Taken back: ",
        "find": "take a change back",
    },
}
"""What is read on the screen."""


class Clerk(Hands):
    """Whoever writes the records down, reading one language."""

    def __init__(self, window: QWidget, language: str) -> None:
        super().__init__(window)
        self.words = WORDS[language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_records_of_a_first_stream(start_program: Callable[[str], Program], language: str) -> None:
    clerk = Clerk(start_program(language).window, language)
    _make_book(clerk)
    account = {"account": "小店", "platform": "TikTok Shop", "market": clerk.words["china"]}
    _write_down(clerk, "accounts", {**account, "currency": "CNY", "commission_rate": "10%"})
    _write_down(clerk, "products", {"name": "徐香猕猴桃", "sku": "XX", "unit": "箱"})
    _go(clerk, "stock")
    clerk.click(clerk.button(clerk.words["lots"]))
    _write_down(clerk, "lots", {"sku": "XX", "quantity": "100", "total_cost": "1000"}, at_place=False)
    _plan_stream(clerk)
    _sell(clerk)
    stream = {"sessions": "S-20260930-1"}
    _write_down(clerk, "promotions", {"account": "小店", **stream, "amount": "30", "currency": "CNY"})
    _write_down(clerk, "promotions", {**stream, "amount": "999"}, rows=2)  # the mistake
    _write_down(clerk, "shipping", {"cost": "20", "currency": "CNY", **stream})
    shipment = {"shipment": "W-20260930-1", "leg": "2"}
    _write_down(clerk, "shipping", {**shipment, "cost": "25+15", "currency": "CNY", **stream}, rows=2)
    order = {"account": "小店", "order_id": "D-1", "sku": "XX"}
    _write_down(clerk, "returns", {**order, "quantity": "1", "refund": "50"})
    # 5 × 2 × 50 sold, 10 % fee, 10 boxes of goods at 10, 30 + 999 promotion, 60 freight, 50 given back.
    _see_profit(clerk, f"{MINUS}789.00")
    _take_back_the_mistake(clerk)
    _see_profit(clerk, "210.00")
    _find_again(clerk)
    _print(clerk)


def _make_book(clerk: Clerk) -> None:
    clerk.until(lambda: QApplication.focusWidget() is clerk.field(clerk.words["book"]), "the name's field")
    clerk.type("王家猕猴桃")
    clerk.press(Qt.Key.Key_Return)
    clerk.until_text(clerk.words["empty"])


def _go(clerk: Clerk, place: str) -> None:
    clerk.click(clerk.button(clerk.words[place]))


def _write_down(
    clerk: Clerk, kind: str, texts: Mapping[str, str], *, rows: int = 1, at_place: bool = True
) -> None:
    """Write a record down by keys, and see it listed."""
    if at_place:
        _go(clerk, kind)
    clerk.press(Qt.Key.Key_N, CTRL)
    _fill(clerk, kind, texts)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: _rows(clerk, kind) == rows, f"{rows} in {kind}")


def _fill(clerk: Clerk, kind: str, texts: Mapping[str, str]) -> None:
    needed = clerk.words["required"]
    clerk.until(lambda: needed in _focus_name(), "the form")
    for key, text in texts.items():
        heading = field_of(kind, key).heading
        clerk.tab_to(lambda at, heading=heading: at.accessibleName().replace(needed, "") == heading)  # type: ignore[misc]
        clerk.press(Qt.Key.Key_A, CTRL)
        clerk.type(text)


def _plan_stream(clerk: Clerk) -> None:
    _go(clerk, "sessions")
    clerk.press(Qt.Key.Key_N, CTRL)
    stream = {"title": "第一场", "account": "小店", "status": clerk.words["closed"]}
    _fill(clerk, "sessions", {**stream, "ended_at": "2026-09-30 22:00", "host": "王倩"})
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: _rows(clerk, "sessions") == 1, "the stream")


def _sell(clerk: Clerk) -> None:
    """Five sales, one after the other, without leaving the keys."""
    _go(clerk, "sales")
    clerk.press(Qt.Key.Key_N, CTRL)
    for at, order in enumerate(ORDERS, 1):
        sale = {"account": "小店", "order_id": order, "sku": "XX", "quantity": "2"}
        _fill(clerk, "sales", {**sale, "unit_price": "50", "currency": "CNY"})
        clerk.press(Qt.Key.Key_Return, CTRL)
        clerk.until(lambda at=at: _rows(clerk, "sales") == at, f"{at} orders")  # type: ignore[misc]
    clerk.press(Qt.Key.Key_Escape)


def _see_profit(clerk: Clerk, figure: str) -> None:
    """The list of streams says what was earned."""
    _go(clerk, "sessions")
    clerk.until(lambda: _rows(clerk, "sessions") == 1, "the stream")
    table = clerk.table(clerk.words["sessions"])
    column = clerk.column(table, clerk.words["profit"])
    clerk.until(lambda: clerk.read(table, column) == [figure], f"a profit of {figure}")


def _take_back_the_mistake(clerk: Clerk) -> None:
    """Three steps were done since the mistake: it is the fourth from the top."""
    clerk.press(Qt.Key.Key_H, CTRL)
    clerk.until(lambda: _rows(clerk, "history") > 0, "the history")
    table = _table(clerk, "history")
    clerk.tab_to(lambda at: at is table)
    for _step in range(3):
        clerk.press(Qt.Key.Key_Down)
    clerk.until(lambda: "999" in _detail(clerk), "what the step did")
    clerk.tab_to(lambda at: at.property("text") == clerk.words["take back"])
    clerk.press(Qt.Key.Key_Space)
    clerk.until_text(clerk.words["taken back"])


def _find_again(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_H, CTRL)
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.type(clerk.words["find"])
    clerk.until(lambda: _rows(clerk, "history") == 1, "the step that took it back")
    clerk.until(lambda: "999" in _detail(clerk), "what it had done")


def _print(clerk: Clerk) -> None:
    _go(clerk, "sessions")
    clerk.until(lambda: _rows(clerk, "sessions") == 1, "the list")
    seen: list[QWidget] = []
    clerk.in_dialog(lambda: clerk.press(Qt.Key.Key_P, CTRL), seen.append)
    assert isinstance(seen[0], QPrintPreviewDialog)


def _table(clerk: Clerk, name: str) -> QTableView | None:
    try:
        return clerk.table(clerk.words[name])
    except StopIteration:
        return None


def _rows(clerk: Clerk, name: str) -> int:
    table = _table(clerk, name)
    return table.model().rowCount() if table is not None else 0


def _detail(clerk: Clerk) -> str:
    return " ".join(
        view.toPlainText() for view in clerk.window.findChildren(QTextBrowser) if view.isVisible()
    )


def _focus_name() -> str:
    at = QApplication.focusWidget()
    return at.accessibleName() if at is not None else ""
