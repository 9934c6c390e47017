"""What there is to see of the tables of records: full, empty, narrowed, edited, and every dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_app.usecases.records.rows import Condition, Operator, Query, Sort
from tests.screens.scenes import Scene, dated_fees, page, undated_fees

if TYPE_CHECKING:
    from tests.screens.stage import Stage

NARROWED: Final = Query(
    kind="sales",
    words="桃干",
    conditions=(
        Condition("quantity", Operator.AT_LEAST, "2"),
        Condition("tracking", Operator.NOT_BLANK),
    ),
    sort=(Sort("quantity", descending=True), Sort("ordered_at")),
)
PASTED: Final = (
    "货号\t名称\t单位\t单位重量(克)\t标价\n"
    "9001\t新款礼盒\t盒\t2500\t129\n"
    "9002\t新款果干\t袋\t260\t39.9\n"
    "KD-250\t原切猕猴桃干 250克\t袋\t290\t不要钱\n"
    "\t没有货号\t箱\t-5\t1\n"
)


def dated_fees_table(stage: Stage) -> None:
    dated_fees(stage)
    stage.go("fee_rates")


def record_scenes() -> tuple[Scene, ...]:
    """The scenes of the tables of records."""
    return (
        Scene("orders-demo", "orders", "demo", page("orders")),
        Scene("orders-empty", "orders", "empty", page("orders")),
        Scene("orders-long", "orders", "long", page("orders")),
        Scene("orders-narrowed", "orders", "demo", narrowed, tidy=whole),
        Scene("orders-nothing-found", "orders", "demo", nothing_found, tidy=whole),
        Scene("orders-problem", "orders", "demo", problem, tidy=whole),
        Scene("orders-form", "orders", "demo", beside_form, tidy=without_form),
        Scene("promotion-demo", "records", "demo", page("promotion")),
        Scene("lots-demo", "records", "demo", page("lots")),
        Scene("freight-long", "records", "long", page("freight")),
        Scene("rates-demo", "records", "demo", page("rates")),
        Scene("fee-rates-empty", "records", "empty", page("fee_rates")),
        Scene("fee-rates-demo", "records", "demo", dated_fees_table, tidy=undated_fees),
        Scene("product-names-empty", "records", "empty", page("product_names")),
        Scene("record-menu", "dialogs", "demo", page("orders"), menu),
        Scene("record-columns", "dialogs", "demo", page("orders"), by_action("record_columns")),
        Scene("record-filter", "dialogs", "demo", page("orders"), by_action("record_filter")),
        Scene("record-view", "dialogs", "demo", narrowed, by_action("record_save_view"), tidy=whole),
        Scene("record-bulk", "dialogs", "demo", several, by_action("record_bulk"), tidy=whole),
        Scene("record-paste", "dialogs", "demo", page("products"), paste),
    )


def narrowed(stage: Stage) -> None:
    shown = stage.go("orders", NARROWED)
    select(stage, shown, 3)


def several(stage: Stage) -> None:
    select(stage, stage.go("orders"), 4)


def select(stage: Stage, shown: Any, rows: int) -> None:
    shown.table.setFocus()
    shown.table.go_to(0)
    for _row in range(rows - 1):
        QTest.keyClick(shown.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    stage.settle()


def nothing_found(stage: Stage) -> None:
    stage.go("orders").filter.setText("榴莲")
    stage.settle()


def problem(stage: Stage) -> None:
    """A quantity that is none, typed into a cell; the cell is left, the text stays."""
    shown = stage.go("orders")
    shown.table.setFocus()
    shown.table.go_to_cell(shown.model.row_id(2), "quantity")
    shown.model.setData(shown.table.currentIndex(), "很多")
    stage.settle()
    shown.new.setFocus()
    stage.settle()


def beside_form(stage: Stage) -> None:
    stage.go("orders").open_current()
    stage.settle()


def without_form(stage: Stage) -> None:
    shown = stage.go("orders")
    shown.form.leave()
    stage.settle()


def whole(stage: Stage) -> None:
    """The whole list again, nothing selected, nothing typed."""
    shown = stage.go("orders")
    if shown.table.is_editing:
        QTest.keyClick(shown.table._cells.editor.line, Qt.Key.Key_Escape)
    shown._drop_typed()
    shown.filter.clear()
    shown.narrowing.clear()
    stage.settle()
    shown.table.clearSelection()


def by_action(name: str) -> Any:
    return lambda stage: stage.program.actions[name].trigger()


def menu(stage: Stage) -> None:
    stage.page._show_menu()


def paste(stage: Stage) -> None:
    QGuiApplication.clipboard().setText(PASTED)
    stage.program.actions["record_paste"].trigger()
