"""What there is to see of the pages of records that are more than a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from desktop_app.domain.stock import StockKind
from desktop_app.usecases.history import undo
from desktop_app.usecases.records.many import change_many, void_records
from desktop_app.usecases.records.months import close_month
from tests.screens.scenes import Scene, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


def record_page_scenes() -> tuple[Scene, ...]:
    """The scenes of history, bin, parcels, stock and streams."""
    return (
        Scene("history-step", "history", "demo", changed, tidy=taken_back),
        Scene("history-nothing-found", "history", "demo", sought, tidy=unsought),
        Scene("history-bin-empty", "history", "demo", page("history", "bin"), tidy=page("history", "steps")),
        Scene("history-bin", "history", "long", binned, tidy=emptied),
        Scene("history-months", "history", "demo", changed_month, tidy=month_undone),
        Scene(
            "history-month-open", "history", "long", page("history", "months"), tidy=page("history", "steps")
        ),
        Scene("to-ship", "to_ship", "demo", page("to_ship")),
        Scene("to-ship-tracking", "to_ship", "demo", tracking, tidy=not_tracking),
        Scene("to-ship-nothing-found", "to_ship", "demo", to_ship_sought, tidy=to_ship_unsought),
        Scene("to-ship-empty", "to_ship", "empty", page("to_ship")),
        Scene("to-ship-empty-tracking", "to_ship", "empty", nothing_to_track, tidy=not_tracking),
        Scene("sessions-plan", "sessions", "demo", plan, tidy=not_planned),
        Scene("sessions-first-plan", "sessions", "empty", plan, tidy=not_planned),
        Scene("sessions-long-plan", "sessions", "long", plan, tidy=not_planned),
        Scene("stock", "stock", "demo", page("stock")),
        Scene("stock-spoilt", "stock", "demo", spoilt, tidy=through),
        Scene("stock-count", "stock", "demo", counted, tidy=through),
        Scene("stock-nothing-found", "stock", "demo", stock_sought, tidy=stock_unsought),
        Scene("stock-empty", "stock", "empty", page("stock")),
        Scene("stock-long", "stock", "long", page("stock")),
        Scene("stock-long-count", "stock", "long", counted, tidy=through),
        Scene("to-ship-long", "to_ship", "long", all_paid, tidy=taken_back),
    )


def done(stage: Stage, *commands: Callable[[Book], Any]) -> None:
    """Change the open book, as a page would."""
    desk = stage.program.context.desk
    assert desk is not None
    for command in commands:
        stage.program.context.book_changed.emit(desk.do(command).result())
    stage.settle()


def _orders(book: Book, number: int) -> list[tuple[Any, ...]]:
    return [
        (line.account, line.order_id, line.line)
        for _at, line in zip(range(number), book.iterate("sales"), strict=False)
    ]


def _change(book: Book) -> Any:
    return change_many(book, "sales", _orders(book, 3), "tracking", "TH2026103100000000000077").changes


def _void(book: Book) -> Any:
    return void_records(book, "promotions", [(p.promotion,) for p in book.iterate("promotions")][:2])


def _undo(book: Book) -> Any:
    return undo(book).changes


def changed(stage: Stage) -> None:
    done(stage, _change)
    stage.go("history", "steps")


def taken_back(stage: Stage) -> None:
    done(stage, _undo)


def sought(stage: Stage) -> None:
    stage.go("history", "steps").filter.setText("榴莲")
    stage.settle()


def unsought(stage: Stage) -> None:
    stage.go("history").filter.clear()


def binned(stage: Stage) -> None:
    done(stage, _void)
    shown = stage.go("history", "bin")
    shown.bin.table.selectRow(0)
    shown.bin.table.setFocus()


def emptied(stage: Stage) -> None:
    done(stage, _undo)
    stage.go("history", "steps")


def tracking(stage: Stage) -> None:
    shown = stage.go("to_ship")
    orders = [order.order_id for line in shown._found.lines for order in line.orders][:4]
    lines = [f"{order}\tTH20261031{at:06}" for at, order in enumerate(orders)]
    bring_in(stage, ["订单号\t运单号", *lines, "58000000000000000001\tTH20261031999999", "问过姐姐"])


def nothing_to_track(stage: Stage) -> None:
    stage.go("to_ship")
    bring_in(stage, [])


def bring_in(stage: Stage, lines: list[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(lines))
    stage.page.bring_in()
    stage.settle()


def not_tracking(stage: Stage) -> None:
    stage.page.tracking.cancel.click()
    stage.settle()


def to_ship_sought(stage: Stage) -> None:
    stage.go("to_ship").filter.setText("榴莲")
    stage.settle()


def to_ship_unsought(stage: Stage) -> None:
    stage.go("to_ship").filter.clear()


def _pay(book: Book) -> Any:
    orders = [(line.account, line.order_id, line.line) for line in book.iterate("sales")]
    change_many(book, "sales", orders, "shipped_on", "")
    return change_many(book, "sales", orders, "status", "paid").changes


def all_paid(stage: Stage) -> None:
    done(stage, _pay)
    stage.go("to_ship")


def spoilt(stage: Stage) -> None:
    stage.go("stock").spoil()
    stage.settle()


def counted(stage: Stage) -> None:
    shown = stage.go("stock")
    shown.begin(StockKind.ADJUSTMENT)
    stage.settle()
    shown.count.found.setText("3.5")
    stage.settle()


def through(stage: Stage) -> None:
    stage.page._left()


def stock_sought(stage: Stage) -> None:
    stage.go("stock").filter.setText("榴莲")
    stage.settle()


def stock_unsought(stage: Stage) -> None:
    stage.go("stock").filter.clear()


def plan(stage: Stage) -> None:
    stage.go("sessions").plan_one()
    stage.settle()


def not_planned(stage: Stage) -> None:
    stage.page.form.leave()
    stage.settle()


def changed_month(stage: Stage) -> None:
    today = stage.program.context.today()
    done(stage, partial(close_month, month="2026-09", today=today), _change_september)
    stage.go("history", "months")


def _change_september(book: Book) -> Any:
    line = next(line for line in book.iterate("sales") if f"{line.ordered_at:%Y-%m-%d}" == "2026-09-26")
    key = (line.account, line.order_id, line.line)
    return change_many(book, "sales", [key], "tracking", "TH20260926000001", confirmed=True).changes


def month_undone(stage: Stage) -> None:
    done(stage, _undo, _undo)
    stage.go("history", "steps")
