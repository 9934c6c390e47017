"""From the demo book to a finished pack of papers at the window, in under ten clicks and filled fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from desktop_app.usecases.demo import make_demo
from tests.journeys.hands import Hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.start import Program

ORDERS = 120


class Counted:
    """Hands whose clicks and filled fields are counted."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.steps = 0

    def click(self, widget: QWidget) -> None:
        self.steps += 1
        self.hands.click(widget)

    def fill(self, field: QWidget, text: str) -> None:
        self.steps += 1
        QTest.keyClicks(field, text)

    def press(self, text: str, hands: Hands | None = None) -> None:
        """Click the button of that text, once it is there and can be clicked."""
        where = hands or self.hands
        where.until_text(text)
        where.until(lambda: where.button(text).isEnabled(), f"{text}, enabled")
        self.click(where.button(text))


@pytest.fixture
def counted(start_program: Callable[[str], Program], tmp_path: Path) -> Counted:
    """The window with a small demo book open, in Chinese."""
    make_demo(tmp_path / "演示.bozhang", orders=ORDERS)
    program = start_program("zh")
    program.books.open(tmp_path / "演示.bozhang")
    hands = Hands(program.window)
    hands.until_text("补贴")
    return Counted(hands)


def in_dialog(counted: Counted, open_it: Callable[[], object], work: Callable[[Hands], object]) -> None:
    """Work a dialog of ours."""
    counted.hands.in_dialog(open_it, lambda dialog: work(Hands(dialog)))


def write_pack(counted: Counted, target: Path) -> None:
    """Write the pack and name its folder."""

    def name_it(dialog: Any) -> None:
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.selectAll()
        counted.fill(field, str(target))
        counted.hands.press(Qt.Key.Key_Return)

    counted.hands.in_dialog(lambda: counted.press("写出申报材料"), name_it)
    counted.hands.until_text("申报材料已写好")


def test_a_pack_of_an_example_in_under_ten_steps(counted: Counted, tmp_path: Path) -> None:
    counted.press("补贴")
    counted.press("加入示例方案")
    in_dialog(
        counted,
        lambda: counted.press("做一份申报"),
        lambda dialog: counted.press("开始申报", dialog),
    )
    write_pack(counted, tmp_path / "pack")
    assert counted.steps < 10
    (book,) = (tmp_path / "pack").glob("*_报送版.xlsx")
    sheet = openpyxl.load_workbook(book)["申报表"]
    printed = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "示例" in printed
    assert "申报" in printed


def test_an_example_is_made_ones_own_then_frozen_and_written(counted: Counted, tmp_path: Path) -> None:
    hands = counted.hands
    counted.press("补贴")
    counted.press("加入示例方案")
    in_dialog(
        counted,
        lambda: counted.press("做一份申报"),
        lambda dialog: counted.press("开始申报", dialog),
    )
    hands.until_text("定稿前须先解决")
    # What stands in the way says how to make the scheme one's own, and leads there.
    hands.until(lambda: _labels(hands, "这是示例方案"), "what stands in the way")
    todo = _labels(hands, "这是示例方案")[0].parentWidget()
    assert todo is not None

    def fill_in(dialog: Hands) -> None:
        dialog.until_text("存为本县方案")
        counted.fill(dialog.field("通知文号"), "No 12 of 2026")
        counted.fill(dialog.field("通知网址"), "https://example.org/12")
        counted.press("存为本县方案", dialog)

    in_dialog(counted, lambda: counted.click(todo), fill_in)
    hands.until_text("没有问题，可以定稿")
    in_dialog(
        counted,
        lambda: counted.press("定稿…"),
        lambda dialog: counted.press("定稿", dialog),
    )
    hands.until_text("已定稿")
    write_pack(counted, tmp_path / "pack")
    assert counted.steps <= 12
    names = {path.name.partition("_")[2] for path in (tmp_path / "pack").glob("*.xlsx")}
    assert names == {"报送版.xlsx", "公示版.xlsx", "存档版.xlsx"}


def _labels(hands: Hands, beginning: str) -> list[QLabel]:
    """The labels of the window that are seen and begin so."""
    found = hands.window.findChildren(QLabel)
    return [
        text for text in found if text.text().startswith(beginning) and not text.visibleRegion().isEmpty()
    ]
