"""Taking the pictures: each scene in every size and look, and one sheet of them all for each page."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.screens.scenes import Scene, scenes_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from tests.screens.books import Setting
    from tests.screens.stage import Stage

LANGUAGES: Final = ("zh", "en")
LOOKS: Final = ("light", "dark")
SIZES: Final = {1: ((1280, 640), (1366, 768), (1920, 1080)), 2: ((1366, 768),)}
"""Sizes in logical pixels, by device pixel ratio."""

_CELL: Final = 480
_GAP: Final = 16
_CAPTION: Final = 24


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of showing a scene."""

    language: str
    size: tuple[int, int]
    look: str
    ratio: int

    @property
    def name(self) -> str:
        """How its file is called: `zh-1366x768-light`, `zh-1366x768@2-dark`."""
        ratio = "" if self.ratio == 1 else f"@{self.ratio}"
        return f"{self.language}-{self.size[0]}x{self.size[1]}{ratio}-{self.look}"


def variants(language: str, ratio: int) -> list[Variant]:
    """All variants that one run of the program can show."""
    return [Variant(language, size, look, ratio) for look in LOOKS for size in SIZES[ratio]]


def wanted(scene: Scene, variant: Variant, only: Sequence[str]) -> bool:
    """Whether a picture was asked for: by scene, by page, or by a pattern over `scene/variant`."""
    whole = f"{scene.name}/{variant.name}"
    return not only or any(
        pattern in {scene.name, scene.page} or fnmatch(whole, pattern) or fnmatch(scene.name, pattern)
        for pattern in only
    )


def take(
    stage: Stage, books: dict[str, Setting], out: Path, chosen: list[Variant], only: Sequence[str]
) -> list[str]:
    """Take every picture that is wanted of this running program; returns the scenes that failed."""
    wrong = []
    for book, scenes in groupby(scenes_of(out), key=lambda scene: scene.book):
        pairs = [(s, [v for v in chosen if wanted(s, v, only)]) for s in scenes]
        if not any(shown for _scene, shown in pairs):
            continue
        if book:
            stage.open(books[book].path, books[book].now)
        for scene, shown in pairs:
            try:
                if shown:
                    _take_scene(stage, scene, shown, out)
            except Exception:  # noqa: BLE001 - one scene that fails shall not cost the others
                traceback.print_exc()
                wrong.append(scene.name)
    return wrong


def _take_scene(stage: Stage, scene: Scene, shown: list[Variant], out: Path) -> None:
    stage.window.toast.hide()
    stage.dress(size=shown[0].size, look=shown[0].look)
    scene.show(stage)
    stage.settle()

    def shoot(dialog: QWidget | None = None) -> None:
        for variant in shown:
            stage.dress(size=variant.size, look=variant.look)
            file = out / scene.name / f"{variant.name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            picture(stage, dialog).save(str(file))

    if scene.ask is None:
        shoot()
    else:
        ask = scene.ask
        stage.modal(lambda: ask(stage), shoot)
    if scene.tidy is not None:
        scene.tidy(stage)
        stage.settle()


def picture(stage: Stage, dialog: QWidget | None) -> QPixmap:
    """The window as it is seen, with the dialog that stands before it."""
    whole = stage.window.grab()
    if dialog is None:
        return whole
    place = dialog.pos() - stage.window.pos()
    inside = QRect(QPoint(0, 0), stage.window.size())
    room = stage.window.size() - dialog.size()
    place = QPoint(
        min(max(place.x(), 0), max(room.width(), 0)), min(max(place.y(), 0), max(room.height(), 0))
    )
    painter = QPainter(whole)
    painter.fillRect(inside, QColor(0, 0, 0, 40))
    painter.drawPixmap(place, dialog.grab())
    painter.setPen(QColor(stage.program.look.tokens.control))
    painter.drawRect(QRect(place, dialog.size()).adjusted(0, 0, -1, -1))
    painter.end()
    return whole


# Sheets -------------------------------------------------------------------------------------------------


def make_sheets(out: Path) -> list[Path]:
    """Put the pictures in `out` on a sheet for each page: scenes and languages down, variants across."""
    across = [v.name.split("-", 1)[1] for ratio in SIZES for v in variants("", ratio)]
    sheets = []
    for page, scenes in groupby(sorted(scenes_of(out), key=lambda s: s.page), key=lambda s: s.page):
        lines = [(s.name, language) for s in scenes for language in LANGUAGES]
        lines = [(name, language) for name, language in lines if any((out / name).glob(f"{language}-*.png"))]
        columns = [v for v in across if any((out / n / f"{code}-{v}.png").exists() for n, code in lines)]
        if lines:
            sheet = out / "sheets" / f"{page}.png"
            sheet.parent.mkdir(parents=True, exist_ok=True)
            _draw_sheet(out, lines, columns, sheet)
            sheets.append(sheet)
    return sheets


def _draw_sheet(out: Path, lines: list[tuple[str, str]], across: list[str], sheet: Path) -> None:
    high = round(_CELL * 768 / 1366) + _CAPTION + _GAP
    width, height = len(across) * (_CELL + _GAP) + _GAP, len(lines) * high + _GAP
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    painter.setPen(QColor("#FFFFFF"))
    for down, (scene, language) in enumerate(lines):
        for at, variant in enumerate(across):
            corner = QPoint(_GAP + at * (_CELL + _GAP), _GAP + down * high)
            painter.drawText(corner + QPoint(0, _CAPTION - 8), f"{scene} · {language} · {variant}")
            taken = QImage(str(out / scene / f"{language}-{variant}.png"))
            if not taken.isNull():
                box = (_CELL, high - _CAPTION - _GAP)
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                painter.drawImage(corner + QPoint(0, _CAPTION), taken.scaled(*box, keep, smooth))
    painter.end()
    image.save(str(sheet))
