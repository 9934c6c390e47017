"""On no page is anything cut, overlapping, hanging out, untranslated, nameless or out of the keys' reach."""

from __future__ import annotations

import contextlib
import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.store.database import Book
from tests.fixtures import path as fixture
from tests.screens.import_scenes import ORDERS
from tests.screens.scenes import Scene, scenes_of
from tests.ui.languages import pseudo, words_of
from tests.ui.walker import path_of, unreached, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.books import Setting
    from tests.screens.stage import Stage

LEAST, LAPTOP, LARGE = (1280, 640), (1366, 768), (1920, 1080)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_fits_the_least_window(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], tmp_path: Path, language: str
) -> None:
    stage = raise_curtain(language)
    _assert_fits(_faults(stage, books, tmp_path, language, LEAST))


def test_longer_words_fit_too(
    raise_curtain: Callable[..., Stage], books: dict[str, Setting], tmp_path: Path
) -> None:
    with pseudo():
        stage = raise_curtain("en")
        with pseudo():
            stage.program.context.language_changed.emit()
            _assert_fits(_faults(stage, books, tmp_path, "pseudo", LAPTOP))


@pytest.mark.slow
@pytest.mark.parametrize("size", [LAPTOP, LARGE], ids=["1366", "1920"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_fits_larger_windows(
    raise_curtain: Callable[..., Stage],
    books: dict[str, Setting],
    tmp_path: Path,
    language: str,
    size: tuple[int, int],
) -> None:
    stage = raise_curtain(language)
    _assert_fits(_faults(stage, books, tmp_path, language, size))


def _assert_fits(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def _faults(
    stage: Stage, books: dict[str, Setting], folder: Path, language: str, size: tuple[int, int]
) -> list[str]:
    found: dict[str, str] = {}
    names = _names_in(books)
    titles = frozenset(setting.path.stem for setting in books.values()) | _places_in(books)
    words = None if language == "pseudo" else words_of(language, lambda text: _is_data(text, names), titles)

    def look(scene: Scene, shown: QWidget) -> None:
        stage.dress(size=size, look="light")
        faults = [str(fault) for fault in walk(shown, words)]
        if language != "pseudo" and not isinstance(shown, QMenu):
            lost = unreached(shown, lambda at: QTest.keyClick(at, Qt.Key.Key_Tab))
            faults += [
                f"out of the keyboard's reach: {path_of(widget)} {widget.accessibleName()}" for widget in lost
            ]
        for fault in faults:
            found.setdefault(fault, scene.name)

    stage.dress(size=size, look="light")
    for book, scenes in groupby(scenes_of(folder), key=lambda scene: scene.book):
        if book:
            stage.open(books[book].path, books[book].now)
        for scene in scenes:
            stage.window.toast.hide()
            scene.show(stage)
            stage.settle()
            if scene.ask is None:
                look(scene, stage.window)
            else:
                stage.modal(partial(scene.ask, stage), partial(look, scene))
            if scene.tidy is not None:
                scene.tidy(stage)
    return [f"{scene}: {fault}" for fault, scene in found.items()]


def _names_in(books: dict[str, Setting]) -> frozenset[str]:
    """Latin words that stand in names and codes of the books, and in the file that is imported."""
    words: set[str] = set()
    columns = {
        "products": "sku || ' ' || name || ' ' || unit",
        "sessions": "session || ' ' || coalesce(title, '') || ' ' || coalesce(host, '')",
        "accounts": "account",
        "lots": "lot || ' ' || coalesce(location, '')",
        "shipping": "shipment || ' ' || coalesce(carrier, '')",
        "sales": "order_id",
    }
    for setting in books.values():
        with contextlib.closing(Book.open(setting.path)) as book:
            for table, texts in columns.items():
                for (text,) in book.connection.execute(f"SELECT {texts} FROM {table}"):
                    words.update(_WORD.findall(text))
    words.update(_WORD.findall(fixture(ORDERS).read_text(encoding="utf-8-sig")))
    words.update(_WORD.findall("S-0 SB-2026-001"))
    return frozenset(words)


def _places_in(books: dict[str, Setting]) -> frozenset[str]:
    """Where parcels come from and go to in the books: names, though the program knows some of them too."""
    places: set[str] = set()
    for setting in books.values():
        with contextlib.closing(Book.open(setting.path)) as book:
            found = book.connection.execute(
                "SELECT from_place FROM shipping UNION SELECT to_place FROM shipping"
            )
            places.update(place for (place,) in found if place)
    return frozenset(places)


def _is_data(text: str, names: frozenset[str]) -> bool:
    return text in names or all(word in names for word in _WORD.findall(text))
