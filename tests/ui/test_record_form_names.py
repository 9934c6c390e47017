"""Names in buyers' languages on a product's form: given, taken away, and waiting for a new product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.catalogue import NameLanguage, ProductName
from tests.ui.test_record_form import book, form_stage, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.ui.widgets.names_strip import NamesStrip
    from tests.ui.form_book import FormStage

__all__ = ["book", "form_stage", "window"]

THAI, MALAY = NameLanguage.THAI, NameLanguage.MALAY


def strip_of(shown: FormStage) -> NamesStrip:
    assert shown.form.foot.names is not None
    return shown.form.foot.names


def give(shown: FormStage, language: NameLanguage, name: str) -> None:
    """Choose a language, write the name as an input method does, and leave the line by Tab."""
    strip = strip_of(shown)
    shown.stage.come_forward()
    strip.which.setCurrentIndex(strip.which.findData(language.value))
    strip.fresh.setFocus()
    strip.fresh.insert(name)
    QTest.keyClick(strip.fresh, Qt.Key.Key_Tab)
    shown.stage.settle()


def names(shown: FormStage) -> list[ProductName]:
    desk = shown.stage.program.context.desk
    assert desk is not None
    return desk.ask(lambda book: list(book.iterate("product_names"))).result()


def test_a_name_is_kept_when_its_line_is_left_and_is_undone(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("products")
    shown.form.edit(("XX",))
    shown.stage.settle()
    give(shown, THAI, "กีวี")
    give(shown, MALAY, " Kiwi ")
    assert [each.name for each in names(shown)] == ["กีวี", "Kiwi"]
    strip = strip_of(shown)
    assert list(strip.lines) == [THAI, MALAY]
    assert strip.which.findData(THAI.value) == -1
    strip.lines[THAI].setFocus()
    shown.press(Qt.Key.Key_Tab)
    line = strip.lines[MALAY]
    assert line.hasFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    shown.stage.settle()
    assert [each.name for each in names(shown)] == ["กีวี"]
    assert list(strip.lines) == [THAI]
    desk = shown.stage.program.context.desk
    assert desk is not None
    shown.stage.program.context.actions["undo"].trigger()
    shown.stage.settle()
    assert [each.name for each in names(shown)] == ["กีวี", "Kiwi"]
    assert list(strip.lines) == [THAI, MALAY]


def test_names_of_a_new_product_are_kept_with_it(form_stage: Callable[..., FormStage]) -> None:
    shown = form_stage("products")
    shown.fill(name="冻干草莓", sku="DG", unit="袋")
    give(shown, THAI, "สตรอเบอร์รี่")
    assert names(shown) == []
    strip = strip_of(shown)
    strip.which.setCurrentIndex(strip.which.findData(MALAY.value))
    strip.fresh.setFocus()
    strip.fresh.insert("Strawberi")
    # Enter leaves the line and saves the product, in this order.
    QTest.keyClick(strip.fresh, Qt.Key.Key_Return)
    shown.stage.settle()
    assert shown.left == 1
    assert names(shown) == [
        ProductName(sku="DG", language=THAI, name="สตรอเบอร์รี่"),
        ProductName(sku="DG", language=MALAY, name="Strawberi"),
    ]


def test_other_kinds_have_no_names(form_stage: Callable[..., FormStage]) -> None:
    assert form_stage("lots").form.foot.names is None
