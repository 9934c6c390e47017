"""Finder, toast, chart, progress, fault: each by keys and clicks, as a user meets them."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton

from desktop_app.ui.crash import CrashCatcher, CrashDialog
from desktop_app.ui.dialogs.palette import Entry, Palette, matching
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.widgets.chart import Chart

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.screens.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier


def entry(text: str, words: str = "", *, enabled: bool = True) -> Entry:
    return Entry(text, lambda: None, words=words, enabled=enabled)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["导入文件…", "导出 Excel", "徐香专场"]),
        ("drwj", ["导入文件…"]),
        ("excel", ["导出 Excel"]),
        ("专场 徐香", ["徐香专场"]),
        ("没有", []),
    ],
)
def test_the_finder_finds_by_text_initials_and_several_words(typed: str, found: list[str]) -> None:
    entries = [entry("导入文件…", "drwj daoru"), entry("导出 Excel", "dc daochu"), entry("徐香专场", "TH-1")]
    assert [one.text for one in matching(entries, typed)] == found


def test_the_finder_opens_a_page_by_keys_alone(stage: Stage) -> None:
    def choose(dialog: object) -> None:
        assert isinstance(dialog, Palette)
        QTest.keyClicks(dialog.field, "lishi")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    stage.modal(lambda: QTest.keyClick(stage.window, Qt.Key.Key_K, CTRL), choose)
    assert stage.window.page == "history"


def test_the_finder_left_by_esc_does_nothing(stage: Stage) -> None:
    stage.modal(
        lambda: QTest.keyClick(stage.window, Qt.Key.Key_K, CTRL),
        lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    )
    assert stage.window.page == "home"


def test_a_toast_offers_one_thing_and_does_it_once(stage: Stage) -> None:
    done: list[int] = []
    stage.program.context.say("已导入", "撤销", lambda: done.append(1))
    toast = stage.window.toast
    assert toast.isVisible()
    assert toast.text == "已导入"
    button = toast.findChild(QPushButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not toast.isVisible()
    stage.program.context.say("没有按钮")
    assert not button.isVisible()


def test_a_toast_stays_within_the_window_and_speaks_to_screen_readers(stage: Stage) -> None:
    stage.program.context.say("很长的一句话" * 40)
    toast = stage.window.toast
    assert stage.window.rect().contains(toast.geometry())
    assert toast.accessibleName() == toast.text


def test_the_chart_is_walked_by_arrows_and_opened_by_enter(stage: Stage, qtbot: QtBot) -> None:
    stage.go("home")
    chart = stage.page.findChild(Chart)
    assert chart.drawn
    assert chart.accessibleName()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    last = chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert last
    assert chart.accessibleDescription() not in {"", last}
    with qtbot.waitSignal(chart.chosen, timeout=2000):
        QTest.keyClick(chart, Qt.Key.Key_Return)
    stage.settle()
    assert stage.window.page == "session"


def test_the_chart_is_opened_by_a_click_on_a_bar(stage: Stage, qtbot: QtBot) -> None:
    stage.go("home")
    chart = stage.page.findChild(Chart)
    spot = chart._spots[0]
    place = (spot.left + spot.width / 2, spot.top + spot.height / 2)
    with qtbot.waitSignal(chart.chosen, timeout=2000) as chosen:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=_point(*place))
    assert chosen.args == [spot.key]


def test_progress_stops_the_work_and_leaves(stage: Stage, qtbot: QtBot) -> None:
    progress = Progress(stage.window, "正在做演示账本…")
    going = threading.Event()

    def work() -> None:
        for step in range(100_000):
            going.set()
            progress.told(step, 100_000)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        progress.follow(future)
        assert going.wait(5)
        QTest.keyClick(progress, Qt.Key.Key_Escape)
        assert not progress.stop.isEnabled()
        qtbot.waitUntil(lambda: not progress.isVisible(), timeout=5000)
    assert isinstance(future.exception(), CancelledError) or future.cancelled()


def test_a_fault_is_shown_with_details_to_copy_and_the_program_lives_on(
    stage: Stage, expect_log: Callable[[str], None]
) -> None:
    expect_log("CRITICAL desktop_app.ui.crash")
    catcher = CrashCatcher(stage.program)
    catcher.window = stage.window

    def fail() -> None:
        error = ZeroDivisionError("nobody caught me")
        catcher._hook(type(error), error, None)

    def read(dialog: object) -> None:
        assert isinstance(dialog, CrashDialog)
        assert "ZeroDivisionError: nobody caught me" in dialog.details.toPlainText()
        QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
        assert "nobody caught me" in QGuiApplication.clipboard().text()
        QTest.keyClick(dialog.go_on, Qt.Key.Key_Return)

    stage.modal(fail, read)
    stage.go("sessions")
    assert stage.window.page == "sessions"


def test_a_fault_on_another_thread_is_shown_too(stage: Stage, expect_log: Callable[[str], None]) -> None:
    expect_log("CRITICAL desktop_app.ui.crash")
    catcher = CrashCatcher(stage.program)
    catcher.window = stage.window
    shown: list[str] = []

    def fail() -> None:
        error = RuntimeError("far away")
        args = (type(error), error, None, threading.current_thread())
        catcher._thread_hook(threading.ExceptHookArgs(args))

    def read(dialog: object) -> None:
        assert isinstance(dialog, CrashDialog)
        shown.append(dialog.details.toPlainText())

    thread = threading.Thread(target=fail)
    stage.modal(thread.start, read)
    thread.join()
    assert "far away" in shown[0]


def test_a_question_is_answered_no_by_esc(stage: Stage) -> None:
    there = stage.program.context.desk
    stage.modal(
        stage.program.actions["demo_discard"].trigger,
        lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    )
    assert stage.program.context.desk is there
    assert there is not None
    assert there.path.exists()


def test_the_demo_book_is_thrown_away_once_one_says_so(stage: Stage) -> None:
    assert stage.program.context.desk is not None
    path = stage.program.context.desk.path

    def agree(dialog: object) -> None:
        assert isinstance(dialog, QDialog)
        QTest.mouseClick(dialog.do, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

    stage.modal(stage.program.actions["demo_discard"].trigger, agree)
    assert not path.exists()
    assert stage.window.page == "welcome"


def _point(left: float, top: float) -> QPoint:
    return QPoint(round(left), round(top))
