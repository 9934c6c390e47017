"""History and bin: what a step did is seen, any step is taken back, what was deleted comes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.records.many import change_many, void_records
from desktop_app.usecases.records.months import close_month
from tests.importers.making_platform_files import change, grid, write_csv
from tests.ui.record_steps import press

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier


def do(stage: Stage, command: Callable[[Book], Any]) -> Any:
    """Change the book, and tell the window."""
    desk = stage.program.context.desk
    assert desk is not None
    changes = desk.do(command).result()
    stage.program.context.book_changed.emit(changes)
    stage.settle()
    return changes


def ask(stage: Stage, question: Callable[[Book], Any]) -> Any:
    """Ask the book."""
    desk = stage.program.context.desk
    assert desk is not None
    return desk.ask(question).result()


def press_button(dialog: Any, name: str) -> None:
    """Click on a button of a question."""
    QTest.mouseClick(getattr(dialog, name), Qt.MouseButton.LeftButton)


def supplier(lot: str, book: Book) -> str | None:
    record: Any = book.get("lots", lot)
    return record.supplier if record else None


def name_supplier(lot: str, text: str, book: Book) -> Any:
    return change_many(book, "lots", [(lot,)], "supplier", text, confirmed=True).changes


def two_lots(stage: Stage) -> tuple[str, str]:
    found = ask(stage, lambda book: sorted(lot.lot for lot in book.iterate("lots")))
    return found[0], found[1]


def test_an_older_step_is_seen_and_taken_back_by_keys(stage: Stage) -> None:
    one, other = two_lots(stage)
    was = ask(stage, partial(supplier, one))
    do(stage, partial(name_supplier, one, "周至合作社"))
    do(stage, partial(name_supplier, other, "眉县合作社"))
    page = stage.go("history")
    page.table.setFocus()
    press(stage, Qt.Key.Key_Down)
    seen = page.detail.text.toPlainText()
    assert one in seen
    assert "周至合作社" in seen
    assert "眉县合作社" not in seen
    page.detail.button.setFocus()
    press(stage, Qt.Key.Key_Space)
    assert ask(stage, partial(supplier, one)) == was
    assert ask(stage, partial(supplier, other)) == "眉县合作社"
    assert page.model.rowCount() == 4  # and the taking back is a step itself
    press(stage, Qt.Key.Key_Z, CTRL)
    assert ask(stage, partial(supplier, one)) == "周至合作社"


def test_a_later_step_in_the_way_is_named(stage: Stage) -> None:
    lot, _other = two_lots(stage)
    do(stage, partial(name_supplier, lot, "周至合作社"))
    do(stage, partial(name_supplier, lot, "眉县合作社"))
    page = stage.go("history")
    page.table.choose_row(1)
    stage.settle()
    page.detail.button.click()
    stage.settle()
    assert ask(stage, partial(supplier, lot)) == "眉县合作社"
    assert page.detail.wrong.isVisible()
    assert "批量修改" in page.detail.wrong.text()
    assert page.detail.button.isEnabled()


def test_what_was_deleted_is_brought_back(stage: Stage) -> None:
    key = ask(stage, lambda book: next((p.promotion,) for p in book.iterate("promotions")))
    do(stage, partial(void_records, kind="promotions", keys=[key]))
    page = stage.go("history", "bin")
    assert page.bin.model.rowCount() == 1
    page.bin.table.setFocus()
    press(stage, Qt.Key.Key_Return)
    assert ask(stage, lambda book: book.get("promotions", *key)) is not None
    assert page.bin.nothing.isVisible()


def test_taking_back_in_a_closed_month_asks_first(stage: Stage) -> None:
    key, month = ask(
        stage, lambda book: next(((r.currency, r.on), f"{r.on:%Y-%m}") for r in book.iterate("rates"))
    )
    do(stage, partial(void_records, kind="rates", keys=[key]))
    do(stage, partial(close_month, month=month, today=stage.program.context.today()))
    page = stage.go("history")
    page.table.choose_row(1)
    stage.settle()
    stage.modal(page.detail.button.click, partial(press_button, name="leave"))
    assert ask(stage, lambda book: book.get("rates", *key)) is None
    stage.modal(page.detail.button.click, partial(press_button, name="do"))
    stage.settle()
    assert ask(stage, lambda book: book.get("rates", *key)) is not None


def test_the_filter_finds_steps_and_says_where_there_is_none(stage: Stage) -> None:
    lot, _other = two_lots(stage)
    do(stage, partial(name_supplier, lot, "周至合作社"))
    page = stage.go("history")
    assert page.model.rowCount() == 2
    page.filter.setText("批量")
    stage.settle()
    assert page.model.rowCount() == 1
    page.filter.setText("榴莲")
    stage.settle()
    assert page.nothing.isVisible()
    assert not page.detail.isVisible()
    page.nothing.button.click()
    stage.settle()
    assert page.model.rowCount() == 2


def test_a_month_is_closed_its_changes_are_listed_and_it_is_reopened(stage: Stage) -> None:
    rate = ask(stage, lambda book: next(r for r in book.iterate("rates") if f"{r.on:%Y-%m}" == "2026-09"))
    page = stage.go("history", "months")
    months = page.months
    assert months.model.index(0, 0).data() == "2026年9月"  # October is not over
    months.table.choose_row(0)
    months.close_it.setFocus()
    press(stage, Qt.Key.Key_Space)
    assert months.reopen.isVisible()
    assert not months.changes.isVisible()
    do(stage, partial(void_records, kind="rates", keys=[(rate.currency, rate.on)], confirmed=True))
    assert months.model.index(0, 4).data() == "1"
    assert "汇率 1" in [months.changes_model.index(0, at).data() for at in range(3)]
    months.reopen.click()
    stage.settle()
    assert months.close_it.isVisible()


def bring_orders(file: Path, book: Book) -> Any:
    apply_import(book, plan_import(book, [file], account="TTS-TH"), confirmed=True)
    return object()


def test_an_import_says_what_became_of_each_file(stage: Stage, tmp_path: Path) -> None:
    rows = grid("tiktokshop-orders-th.csv")
    for row in range(1, 6):
        change(rows, "Quantity", "王小明", row)
    for heading in range(20):
        rows = [[*row, "" if at else f"列{heading}"] for at, row in enumerate(rows)]
    do(
        stage,
        partial(bring_orders, write_csv(tmp_path / "a_very_long_name_of_a_file_without_spaces.csv", rows)),
    )
    page = stage.go("history")
    seen = page.detail.text.toPlainText().replace("\u200b", "")
    for said in ("a_very_long_name", "TTS-TH", "拒收", "第 2 行", "没有保留的列", "另有"):
        assert said in seen
    assert "王小明" not in seen
    assert not page.detail.text.horizontalScrollBar().maximum(), "nothing runs out of the card"
