"""Choices that work at once: language, look, text size, colours; and what of them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop_app import i18n, settings
from desktop_app.ui.theme.tokens import DARK, LIGHT, GainColours, Tokens, tokens_for
from tests.ui.languages import words_of
from tests.ui.walker import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.books import Setting
    from tests.screens.stage import Stage

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def said(stage: Stage) -> set[str]:
    """What is written in the window now."""
    parts = stage.window.findChildren(QLabel) + stage.window.findChildren(QAbstractButton)
    return {part.text().strip() for part in parts if part.isVisible() and part.text()}


def chip(stage: Stage, text: str) -> QAbstractButton:
    buttons: list[QAbstractButton] = stage.page.findChildren(QAbstractButton)
    return next(button for button in buttons if button.isVisible() and button.text() == text)


def test_the_language_changes_while_running_and_is_kept(stage: Stage) -> None:
    stage.go("settings")
    assert {"首页", "场次", "文字大小"} <= said(stage)
    QTest.mouseClick(chip(stage, "English"), Qt.MouseButton.LeftButton)
    stage.settle()
    assert i18n.language() == "en"
    assert {"Home", "Sessions", "Text size"} <= said(stage)
    assert settings.load().language == "en"
    QTest.keyClick(stage.window, Qt.Key.Key_L, CTRL_SHIFT)
    stage.settle()
    assert {"首页", "场次", "文字大小"} <= said(stage)


@pytest.mark.parametrize("page", ["home", "sessions", "session", "history", "import", "settings"])
def test_a_page_made_in_one_language_speaks_the_other(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], page: str
) -> None:
    stage = raise_curtain("en")
    stage.open(books["empty"].path, books["empty"].now)
    stage.go(page, "S-1" if page == "session" else None)
    stage.program.speak("zh")
    stage.settle()
    words = words_of("zh", lambda text: text in {"S-1", "S-"})
    assert [str(fault) for fault in walk(stage.window, words) if fault.kind == "untranslated"] == []


def test_the_look_changes_at_once_and_is_kept(stage: Stage) -> None:
    stage.go("settings")
    QTest.mouseClick(chip(stage, "深色"), Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.program.look.tokens.dark
    assert settings.load().look == "dark"
    assert stage.window.grab().toImage().pixelColor(5, 5).lightness() < 60
    QTest.keyClick(stage.window, Qt.Key.Key_D, CTRL_SHIFT)
    stage.settle()
    assert not stage.program.look.tokens.dark


def test_larger_text_is_larger_everywhere(stage: Stage) -> None:
    stage.go("sessions")
    page = stage.page
    before = page.table.verticalHeader().defaultSectionSize()
    high = page.header.title.fontMetrics().height()
    for _press in range(2):
        QTest.keyClick(stage.window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert settings.load().font_scale == 130
    assert page.table.verticalHeader().defaultSectionSize() > before
    assert page.header.title.fontMetrics().height() > high


def test_gain_can_be_red(stage: Stage) -> None:
    stage.go("settings")
    QTest.mouseClick(chip(stage, "赚红亏绿"), Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.program.look.tokens.gain == tokens_for(dark=False, gains=GainColours.RED_GREEN).gain
    assert settings.load().pages["look"] == {"gains": "red_green"}


# Contrast -----------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("gains", GainColours)
@pytest.mark.parametrize("base", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_every_ground(base: Tokens, gains: GainColours) -> None:
    tokens = tokens_for(dark=base.dark, gains=gains)
    texts = ("text", "muted", "accent", "gain", "loss", "warning")
    grounds = ("canvas", "surface", "hover")
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("accent", "accent_soft")]
    pairs += [
        ("warning", "warning_soft"),
        ("loss", "loss_soft"),
        ("text", "accent_soft"),
        ("muted", "accent_soft"),
    ]
    pairs += [("gain", "accent_soft"), ("canvas", "text")]
    weak = {
        (text, ground): round(ratio, 2)
        for text, ground in pairs
        if (ratio := contrast(getattr(tokens, text), getattr(tokens, ground))) < 4.5
    }
    assert weak == {}
