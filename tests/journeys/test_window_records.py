"""The records of a first stream, from an empty book to its profit: keys and clicks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QTextBrowser

from tests.journeys.hands import CTRL, Hands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QTableView, QWidget

    from desktop_app.ui.start import Program

MINUS: Final = "\N{MINUS SIGN}"
NEEDED: Final = "，必填"
ORDERS: Final = ("D-1", "D-2", "D-3", "D-4", "D-5")


def test_the_records_of_a_first_stream(start_program: Callable[[str], Program]) -> None:
    hands = Hands(start_program("zh").window)
    _make_book(hands)
    _write_down(
        hands,
        "账号",
        {"账号": "小店", "平台": "TikTok Shop", "市场": "中国", "币种": "CNY", "佣金率": "10%"},
    )
    _write_down(hands, "商品", {"名称": "徐香猕猴桃", "货号": "XX", "单位": "箱"})
    _go(hands, "库存")
    hands.click(hands.button("批次"))
    _write_down(hands, "批次", {"货号": "XX", "数量": "100", "总成本": "1000"}, at_place=False)
    _plan_stream(hands)
    _sell(hands)
    stream = {"场次号": "S-20260930-1"}
    _write_down(hands, "推广", {"账号": "小店", **stream, "金额": "30", "币种": "CNY"})
    _write_down(hands, "推广", {**stream, "金额": "999"}, rows=2)  # the mistake
    _write_down(hands, "物流", {"费用": "20", "币种": "CNY", **stream})
    shipment = {"货件号": "W-20260930-1", "运段": "2"}
    _write_down(hands, "物流", {**shipment, "费用": "25+15", "币种": "CNY", **stream}, rows=2)
    _write_down(hands, "退货", {"账号": "小店", "订单号": "D-1", "货号": "XX", "数量": "1", "退款": "50"})
    # 5 × 2 × 50 sold, 10 % fee, 10 boxes of goods at 10, 30 + 999 promotion, 60 freight, 50 given back.
    _see_profit(hands, f"{MINUS}789.00")
    _take_back_the_mistake(hands)
    _see_profit(hands, "210.00")
    _find_again(hands)
    _print(hands)


def _make_book(hands: Hands) -> None:
    hands.until(lambda: QApplication.focusWidget() is hands.field("账本名"), "the name's field")
    hands.type("王家猕猴桃")
    hands.press(Qt.Key.Key_Return)
    hands.until_text("账本还是空的")


def _go(hands: Hands, place: str) -> None:
    hands.click(hands.button(place))


def _write_down(
    hands: Hands, place: str, texts: Mapping[str, str], *, rows: int = 1, at_place: bool = True
) -> None:
    """Write a record down by keys, and see it listed."""
    if at_place:
        _go(hands, place)
    hands.press(Qt.Key.Key_N, CTRL)
    _fill(hands, texts)
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: _rows(hands, place) == rows, f"{rows} in {place}")


def _fill(hands: Hands, texts: Mapping[str, str]) -> None:
    hands.until(lambda: NEEDED in _focus_name(), "the form")
    for heading, text in texts.items():
        hands.tab_to(lambda at, heading=heading: at.accessibleName().replace(NEEDED, "") == heading)  # type: ignore[misc]
        hands.press(Qt.Key.Key_A, CTRL)
        hands.type(text)


def _plan_stream(hands: Hands) -> None:
    _go(hands, "场次")
    hands.press(Qt.Key.Key_N, CTRL)
    _fill(
        hands,
        {"标题": "第一场", "账号": "小店", "状态": "已结束", "下播时间": "2026-09-30 22:00", "主播": "王倩"},
    )
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: _rows(hands, "场次") == 1, "the stream")


def _sell(hands: Hands) -> None:
    """Five sales, one after the other, without leaving the keys."""
    _go(hands, "订单")
    hands.press(Qt.Key.Key_N, CTRL)
    for at, order in enumerate(ORDERS, 1):
        _fill(
            hands, {"账号": "小店", "订单号": order, "货号": "XX", "数量": "2", "单价": "50", "币种": "CNY"}
        )
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda at=at: _rows(hands, "订单") == at, f"{at} orders")  # type: ignore[misc]
    hands.press(Qt.Key.Key_Escape)


def _see_profit(hands: Hands, figure: str) -> None:
    """The list of streams says what was earned."""
    _go(hands, "场次")
    hands.until(lambda: _rows(hands, "场次") == 1, "the stream")
    table = hands.table("场次")
    hands.until(lambda: hands.read(table, hands.column(table, "利润")) == [figure], f"a profit of {figure}")


def _take_back_the_mistake(hands: Hands) -> None:
    """Three steps were done since the mistake: it is the fourth from the top."""
    hands.press(Qt.Key.Key_H, CTRL)
    hands.until(lambda: _rows(hands, "历史") > 0, "the history")
    table = _table(hands, "历史")
    hands.tab_to(lambda at: at is table)
    for _step in range(3):
        hands.press(Qt.Key.Key_Down)
    hands.until(lambda: "999" in _detail(hands), "what the step did")
    hands.tab_to(lambda at: at.property("text") == "撤回这一步")
    hands.press(Qt.Key.Key_Space)
    hands.until_text("已撤回：")


def _find_again(hands: Hands) -> None:
    hands.press(Qt.Key.Key_H, CTRL)
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("撤回")
    hands.until(lambda: _rows(hands, "历史") == 1, "the step that took it back")
    hands.until(lambda: "999" in _detail(hands), "what it had done")


def _print(hands: Hands) -> None:
    _go(hands, "场次")
    hands.until(lambda: _rows(hands, "场次") == 1, "the list")
    seen: list[QWidget] = []
    hands.in_dialog(lambda: hands.press(Qt.Key.Key_P, CTRL), seen.append)
    assert isinstance(seen[0], QPrintPreviewDialog)


def _table(hands: Hands, name: str) -> QTableView | None:
    try:
        return hands.table(name)
    except StopIteration:
        return None


def _rows(hands: Hands, name: str) -> int:
    table = _table(hands, name)
    return table.model().rowCount() if table is not None else 0


def _detail(hands: Hands) -> str:
    return " ".join(
        view.toPlainText() for view in hands.window.findChildren(QTextBrowser) if view.isVisible()
    )


def _focus_name() -> str:
    at = QApplication.focusWidget()
    return at.accessibleName() if at is not None else ""
