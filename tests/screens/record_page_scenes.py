"""What there is to see of the pages of records that are more than a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.usecases.history import undo
from desktop_app.usecases.records.many import change_many, void_records
from tests.screens.scenes import Scene, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


def record_page_scenes() -> tuple[Scene, ...]:
    """The scenes of history and bin."""
    return (
        Scene("history-step", "history", "demo", changed, tidy=taken_back),
        Scene("history-nothing-found", "history", "demo", sought, tidy=unsought),
        Scene("history-bin-empty", "history", "demo", page("history", "bin"), tidy=page("history", "steps")),
        Scene("history-bin", "history", "long", binned, tidy=emptied),
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
