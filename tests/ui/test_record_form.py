"""The form: by keys alone a record is typed in, checked, kept once, and undone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QListView

from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui.widgets.fields.pick import Pick
from desktop_app.usecases.form import store_form
from tests.screens.stage import Stage
from tests.ui.form_book import CTRL, NOW, FormStage, make_form_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop_app.domain.sale import OrderLine

SALE = {"account": "TH1", "order_id": "O-1", "ordered_at": "2026-10-30 20:00", "sku": "XX"}


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One window for all tests of the form: opening one takes longer than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOZHANG_HOME", str(tmp_path_factory.mktemp("home")))
        stage = Stage(qapp, language="zh")
        yield stage
        stage.leave()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, made once."""
    return make_form_book(tmp_path_factory.mktemp("book") / "王家.bozhang")


@pytest.fixture
def form_stage(window: Stage, book: Path, tmp_path: Path) -> Iterator[Callable[..., FormStage]]:
    """A function that opens a copy of the small book and shows the form of a kind, beginning a new record."""
    shown: list[FormStage] = []

    def show(kind: str, width: int = 420) -> FormStage:
        window.open(Path(shutil.copy(book, tmp_path / "王家.bozhang")), NOW)
        shown.append(FormStage(window, kind, width))
        shown[-1].add()
        return shown[-1]

    yield show
    for one in shown:
        one.leave()


@pytest.fixture
def sale(form_stage: Callable[..., FormStage]) -> FormStage:
    """The form of sales, with a sale typed in that can be kept."""
    shown = form_stage("sales")
    shown.fill(**SALE, quantity="2", unit_price="400", currency="THB")
    return shown


def hold(widget: Any, key: Qt.Key, times: int) -> None:
    """Hold a key down: one press, then repeats, as keyboards send them."""
    for at in range(times):
        event = QKeyEvent(
            QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", autorep=at > 0, count=1
        )
        QApplication.sendEvent(widget, event)


# Keeping ------------------------------------------------------------------------------------------------


def test_a_sale_is_typed_in_and_kept_by_enter(sale: FormStage) -> None:
    sale.press(Qt.Key.Key_Return)
    (line,) = sale.records()
    assert (line.order_id, line.quantity_milli, line.unit_price_minor) == ("O-1", 2_000, 40_000)
    assert sale.saved == [("TH1", "O-1", 1)]
    assert sale.left == 1
    assert "O-1" in sale.stage.window.toast.text


def test_enter_held_down_keeps_one(sale: FormStage) -> None:
    hold(sale.line("quantity"), Qt.Key.Key_Return, 20)
    sale.stage.settle()
    hold(sale.form, Qt.Key.Key_Return, 20)
    sale.stage.settle()
    assert len(sale.records()) == 1
    assert sale.saved == [("TH1", "O-1", 1)]


def test_save_pressed_twenty_times_keeps_one(sale: FormStage) -> None:
    for _press in range(20):
        QTest.mouseClick(sale.form.save_button, Qt.MouseButton.LeftButton)
    sale.stage.settle()
    for _press in range(20):
        QTest.mouseClick(sale.form.another_button, Qt.MouseButton.LeftButton)
    sale.stage.settle()
    assert len(sale.records()) == 1


def test_ctrl_enter_pressed_twenty_times_keeps_one_and_asks_for_the_next(sale: FormStage) -> None:
    for _press in range(20):
        QTest.keyClick(sale.line("quantity"), Qt.Key.Key_Return, CTRL)
    sale.stage.settle()
    for _press in range(20):
        sale.press(Qt.Key.Key_Return, CTRL)
    assert len(sale.records()) == 1
    assert sale.left == 0


def test_the_next_record_begins_with_what_stays_the_same(sale: FormStage) -> None:
    sale.press(Qt.Key.Key_Return, CTRL)
    texts = sale.form.sheet.texts()
    kept = {key: texts[key] for key in ("account", "ordered_at", "currency")}
    assert kept == {"account": "TH1", "ordered_at": "2026-10-30 20:00", "currency": "THB"}
    assert (texts["sku"], texts["quantity"], texts["unit_price"]) == ("", "", "")
    assert texts["order_id"] not in {"", "O-1"}
    assert sale.line("sku").hasFocus()
    sale.fill(sku="GG", quantity="1", unit_price="90")
    sale.press(Qt.Key.Key_Return)
    assert [line.sku for line in sale.records()] == ["XX", "GG"]


def test_legs_of_one_shipment_follow_each_other(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("shipping")
    shown.fill(shipment="H1", leg="1", on="2026-10-30", cost="70", currency="CNY")
    shown.press(Qt.Key.Key_Return, CTRL)
    assert (shown.line("shipment").text(), shown.line("leg").text()) == ("H1", "2")
    shown.fill(cost="90", currency="CNY")
    shown.press(Qt.Key.Key_Return)
    assert [(leg.leg, leg.cost_minor) for leg in shown.records()] == [("1", 7_000), ("2", 9_000)]


def test_the_toast_takes_it_back(sale: FormStage) -> None:
    sale.press(Qt.Key.Key_Return)
    QTest.mouseClick(sale.stage.window.toast._button, Qt.MouseButton.LeftButton)
    sale.stage.settle()
    assert sale.records() == []


def test_a_save_whose_answer_was_lost_is_not_done_twice(
    sale: FormStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store_form

    def lost(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("desktop_app.ui.widgets.record_form.store_form", lost)
    sale.press(Qt.Key.Key_Return)
    assert sale.form.wrong.isVisible()
    assert sale.saved == []
    monkeypatch.setattr("desktop_app.ui.widgets.record_form.store_form", real)
    sale.press(Qt.Key.Key_Return)
    assert sale.saved == [("TH1", "O-1", 1)]
    assert len(sale.records()) == 1


def test_changing_a_record_and_duplicating_it(sale: FormStage) -> None:
    sale.press(Qt.Key.Key_Return)
    sale.form.edit(("TH1", "O-1", 1))
    sale.stage.settle()
    assert "O-1" in sale.form.title.whole
    sale.type_in("unit_price", "410")
    sale.press(Qt.Key.Key_Return)
    assert [line.unit_price_minor for line in sale.records()] == [41_000]
    sale.form.edit(("TH1", "O-1", 1))
    sale.stage.settle()
    sale.press(Qt.Key.Key_D, CTRL)
    assert sale.form.key is None
    assert sale.line("unit_price").text() == "410.00"
    sale.press(Qt.Key.Key_Return)
    lines: list[OrderLine] = sale.records()
    assert [line.unit_price_minor for line in lines] == [41_000, 41_000]
    assert len({line.order_id for line in lines}) == 2


def test_a_record_that_is_gone_is_said_and_nothing_is_kept(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("products")
    shown.form.edit(("NONE",))
    shown.stage.settle()
    assert shown.form.wrong.isVisible()
    shown.fill(name="别的", sku="NN", unit="盒")
    shown.press(Qt.Key.Key_Return)
    assert {product.sku for product in shown.records()} == {"XX", "GG"}


# Checking -----------------------------------------------------------------------------------------------


def test_what_is_read_stands_beside_what_is_typed(sale: FormStage) -> None:
    for key, typed, tail in (
        ("unit_price", "12*3.5", "= 42.00 THB"),
        ("unit_price", "１２．５", "= 12.50 THB"),
        ("unit_price", "十二块五", "= 12.50 THB"),
        ("quantity", "１２．５斤", "= 6.25 公斤"),
        ("quantity", "3", "公斤"),
        ("sku", "XX", "徐香猕猴桃"),
        ("ordered_at", "2026-10-30 20:00", "UTC+8"),
    ):
        sale.type_in(key, typed)
        sale.check()
        assert sale.line(key).tail == tail


def test_what_is_wrong_is_said_beside_the_field_and_the_first_one_is_gone_to(sale: FormStage) -> None:
    sale.fill(sku="", unit_price="3*", invoice="x")
    block = sale.form.sheet.blocks["unit_price"]
    sale.press(Qt.Key.Key_Return)
    assert sale.records() == []
    assert sale.line("sku").hasFocus()
    assert sale.form.sheet.blocks["sku"].beneath.isVisible()
    assert "12*3.5" in block.beneath.text()
    assert block.beneath.text() in block.editor.line.accessibleDescription()
    sale.fill(sku="XX", unit_price="3*5")
    sale.check()
    assert not block.beneath.isVisible()
    sale.press(Qt.Key.Key_Return)
    assert [line.unit_price_minor for line in sale.records()] == [1_500]


def test_a_fault_under_more_unfolds_it(sale: FormStage) -> None:
    sale.type_in("shipped_on", "2026-13-40")
    sale.form.sheet.more.setChecked(False)
    sale.line("sku").setFocus()
    sale.press(Qt.Key.Key_Return)
    assert sale.form.sheet.rest.isVisible()
    assert sale.line("shipped_on").hasFocus()


def test_a_field_is_not_called_wrong_before_it_is_left(form_stage: Callable[..., FormStage]) -> None:
    sale = form_stage("sales")
    sale.type_in("unit_price", "3*")
    sale.check()
    beneath = sale.form.sheet.blocks["unit_price"].beneath
    assert not beneath.isVisible()
    sale.press(Qt.Key.Key_Tab)
    assert beneath.isVisible()


def test_more_than_is_on_hand_is_said_and_kept(sale: FormStage) -> None:
    sale.type_in("quantity", "600")
    sale.press(Qt.Key.Key_Tab)
    sale.check()
    block = sale.form.sheet.blocks["quantity"]
    assert block.beneath.property("tone") == "warning"
    assert "50" in block.beneath.text()
    sale.press(Qt.Key.Key_Return)
    assert [line.quantity_milli for line in sale.records()] == [600_000]


def test_a_closed_month_is_asked_about_once(sale: FormStage, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store_form
    asked: list[bool] = []

    def closed(book: Any, *, entry: Any, **rest: Any) -> Any:
        asked.append(entry.confirmed)
        if not entry.confirmed:
            raise ClosedMonthError({"2026-10": 1})
        return real(book, entry=entry, **rest)

    monkeypatch.setattr("desktop_app.ui.widgets.record_form.store_form", closed)
    sale.press(Qt.Key.Key_Return)
    assert sale.form.closed.isVisible()
    assert sale.form.closed.refuse.hasFocus()
    assert "10" in sale.form.closed.text.text()
    sale.press(Qt.Key.Key_Return)
    assert not sale.form.closed.isVisible()
    assert sale.records() == []
    sale.form.save()
    sale.stage.settle()
    QTest.mouseClick(sale.form.closed.agree, Qt.MouseButton.LeftButton)
    sale.stage.settle()
    assert len(sale.records()) == 1
    assert asked == [False, False, True]


# Keys ---------------------------------------------------------------------------------------------------


def test_tab_goes_from_the_top_down(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("shipping")
    shown.form.sheet.more.setChecked(True)
    first = next(iter(shown.form.sheet.blocks))
    shown.line(first).setFocus()
    places = []
    for _press in range(len(shown.form.sheet.blocks) + 1):
        at = QApplication.focusWidget()
        assert at is not None
        corner = at.mapTo(shown.form.sheet, QPoint(0, 0))
        scrolled = shown.form.sheet.verticalScrollBar().value()
        places.append((corner.y() + scrolled, corner.x()))
        QTest.keyClick(at, Qt.Key.Key_Tab)
    assert places == sorted(places)


def test_enter_that_ends_composing_does_not_save(sale: FormStage) -> None:
    line = sale.line("order_id")
    line.setFocus()
    line.clear()
    QApplication.sendEvent(line, QInputMethodEvent("xu", []))
    assert line.composing
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    event = QInputMethodEvent("", [])
    event.setCommitString("徐")
    QApplication.sendEvent(line, event)
    QTest.keyClick(line, Qt.Key.Key_Return)
    sale.stage.settle()
    assert (sale.records(), sale.left) == ([], 0)
    assert line.text() == "徐"
    sale.press(Qt.Key.Key_Return)
    assert [record.order_id for record in sale.records()] == ["徐"]


def test_undo_in_a_field_is_the_fields_own(sale: FormStage) -> None:
    sale.press(Qt.Key.Key_Return, CTRL)
    line = sale.line("sku")
    QTest.keyClicks(line, "GG")
    sale.press(Qt.Key.Key_Z, CTRL)
    sale.press(Qt.Key.Key_Z, CTRL)
    assert line.text() == ""
    assert len(sale.records()) == 1


def test_a_product_is_found_by_its_initials_and_enter_only_takes_it(
    form_stage: Callable[..., FormStage],
) -> None:
    shown = form_stage("sales")
    line = shown.line("sku")
    line.setFocus()
    QTest.keyClicks(line, "sb")
    shown.stage.settle()
    editor: Any = shown.form.sheet.blocks["sku"].editor
    popup = editor.offered
    assert popup.current.label == "柿饼礼盒"
    shown.press(Qt.Key.Key_Return)
    assert line.text() == "GG"
    assert not popup.isVisible()
    assert shown.form.sheet.blocks["quantity"].beneath.isVisible() is False
    shown.press(Qt.Key.Key_Down)
    assert popup.list.model().rowCount() == 2
    shown.press(Qt.Key.Key_Escape)
    assert (popup.isVisible(), shown.left) == (False, 0)


def test_a_code_is_found_in_chinese_pinyin_and_english(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("accounts")
    for typed, found in (("ks", "快手"), ("shopee", "虾皮 Shopee"), ("xp", "虾皮 Shopee")):
        line = shown.line("platform")
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, typed)
        shown.press(Qt.Key.Key_Tab)
        assert line.text() == found
    shown.line("market").setFocus()
    QTest.keyClicks(shown.line("market"), "taig")
    shown.press(Qt.Key.Key_Tab)
    assert shown.line("market").text() == "TH"


def test_several_are_picked_from_the_whole_list_and_keep_their_weights(
    form_stage: Callable[..., FormStage],
) -> None:
    shown = form_stage("promotions")
    shown.type_in("sessions", "S1=2")

    def choose(dialog: Any) -> None:
        assert isinstance(dialog, Pick)
        QTest.keyClicks(dialog.field, "s2")
        shown.stage.settle()
        listed = dialog.findChild(QListView)
        assert listed is not None
        QTest.keyClick(listed, Qt.Key.Key_Space)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    shown.stage.modal(lambda: QTest.keyClick(shown.line("sessions"), Qt.Key.Key_F4), choose)
    assert shown.line("sessions").text() == "S1=2; S2"


def test_a_day_is_moved_by_arrows_and_chosen_from_the_calendar(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("lots")
    line = shown.line("received_on")
    line.setFocus()
    assert line.text() == "2026-10-31"
    shown.press(Qt.Key.Key_Down)
    assert line.text() == "2026-11-01"

    def choose(leaf: Any) -> None:
        calendar = leaf.findChild(QCalendarWidget)
        table = calendar.findChild(QListView) or calendar.focusProxy() or calendar
        QTest.keyClick(table, Qt.Key.Key_Right)
        QTest.keyClick(table, Qt.Key.Key_Return)

    shown.stage.modal(lambda: QTest.keyClick(line, Qt.Key.Key_F4), choose)
    assert line.text() == "2026-11-02"


@pytest.mark.parametrize("width", [360, 420, 760])
def test_fields_stand_side_by_side_where_there_is_room(
    form_stage: Callable[..., FormStage], width: int
) -> None:
    shown = form_stage("lots", width=width)
    sheet = shown.form.sheet
    tops = [sheet.blocks[key].mapTo(sheet, QPoint(0, 0)).y() for key in ("quantity", "total_cost")]
    assert tops[0] == tops[1]
    row = [sheet.blocks[key].mapTo(sheet, QPoint(0, 0)).y() for key in ("sku", "lot")]
    assert (row[0] == row[1]) is (width > 700)
    assert sheet.horizontalScrollBar().maximum() == 0


def test_keys_of_the_table_do_not_reach_past_the_form(stage: Stage) -> None:
    page = stage.go("products")
    page.table.setFocus()
    page.table.selectRow(0)
    before = page.model.rowCount()
    page.edit(page.model.record_at(0).key)
    stage.settle()
    page.form.save_button.setFocus()
    for key, modifier in ((Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_V, CTRL)):
        QTest.keyClick(page.form.save_button, key, modifier)
        stage.settle()
    assert page.model.rowCount() == before
    assert stage.application.activeModalWidget() is None
    QTest.keyClick(page.form.save_button, Qt.Key.Key_D, CTRL)
    stage.settle()
    assert page.form.key is None
