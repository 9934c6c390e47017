"""Backups by themselves and by hand, the way back, a syncing folder, and a book that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.store.errors import BookReadOnlyError, BookWriteError
from desktop_app.usecases.keeping import usual_folder
from tests.store.making import product

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop_app.store.database import Book
    from tests.screens.books import Setting
    from tests.screens.stage import Stage


def write(book: Book) -> None:
    with book.write("enter") as writer:
        writer.put(product("NEW-1"))


def has_product(book: Book) -> bool:
    return book.get("products", "NEW-1") is not None


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def opened(raise_curtain: Callable[..., Stage], books: dict[str, Setting]) -> Stage:
    """The window with a family's own book, and whoever looks after it."""
    stage = raise_curtain("zh")
    stage.open(books["empty"].path, books["empty"].now)
    while not stage.program.keeping:
        stage.settle()
    stage.settle()
    return stage


def backups(book: Path) -> list[str]:
    return sorted(file.name for file in usual_folder(book).glob("*.bozhang"))


def do(stage: Stage, command: Callable[[Book], object]) -> object:
    desk = stage.program.context.desk
    assert desk is not None
    return desk.do(command).result()


def test_leaving_a_book_backs_it_up_once(opened: Stage, books: dict[str, Setting]) -> None:
    path = books["empty"].path
    do(opened, write)
    opened.program.close()
    assert len(backups(path)) == 1
    opened.program.books.open(path)
    opened.settle()
    opened.program.close()
    assert len(backups(path)) == 1


def test_a_backup_is_made_and_brought_back_by_clicks(opened: Stage, books: dict[str, Setting]) -> None:
    do(opened, write)
    page = opened.go("settings", "backups")
    part = page._parts["backups"]
    click(part.now)
    opened.settle()
    assert len(backups(books["empty"].path)) == 1
    assert part.model.rowCount() == 1
    do(opened, lambda book: book.undo())
    assert not do(opened, has_product)
    part.table.choose_row(0)
    opened.settle()
    opened.modal(lambda: click(part.back), lambda dialog: click(dialog.do))  # type: ignore[attr-defined]
    opened.settle()
    assert do(opened, has_product)
    assert list(books["empty"].path.parent.glob("*before-restore*"))


def test_a_book_in_a_syncing_folder_is_moved_when_the_user_says_so(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], tmp_path: Path
) -> None:
    stage = raise_curtain("zh")
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    path = books["empty"].path.rename(folder / "家.bozhang")

    def open_it() -> None:
        stage.open(path, books["empty"].now)
        while not stage.program.keeping:
            stage.settle()
        stage.settle()

    stage.modal(open_it, lambda dialog: click(dialog.do))  # type: ignore[attr-defined]
    stage.settle()
    assert stage.program.context.desk is not None
    assert stage.program.context.desk.path == books["empty"].path.parent / "家.bozhang"
    assert not path.exists()


@pytest.mark.parametrize("kept", [True, False])
def test_a_book_that_fails_says_what_to_do_and_whether_the_step_was_kept(
    opened: Stage, books: dict[str, Setting], *, kept: bool
) -> None:
    context = opened.program.context
    path = books["empty"].path

    def fail(book: Book) -> None:
        step = b"0123456789abcdef"
        if kept:
            with book.write("enter", command_id=step) as writer:
                writer.put(product("NEW-1"))
        raise BookWriteError(path, step, "disk I/O error")

    context.do(fail, print)
    opened.settle()
    assert opened.window.page == "trouble"
    click(opened.page.open_anew)
    opened.settle()
    assert opened.window.page == "home"
    expected = "已经记下了" if kept else "没有记下"
    assert expected in opened.window.toast.text


def test_a_step_refused_after_a_failure_leads_to_the_same_page(
    opened: Stage, books: dict[str, Setting]
) -> None:
    def refuse(_book: Book) -> None:
        raise BookReadOnlyError(books["empty"].path, "failed")

    opened.program.context.do(refuse, print)
    opened.settle()
    assert opened.window.page == "trouble"
