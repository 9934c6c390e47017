"""Masking a buyer's name: the new file has no pixel of it left, the original stays as it was."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_app.importers.pictures import masked
from desktop_app.usecases.evidence import all_evidence, evidence_path
from tests.screens.subsidy_scenes import do, pictured

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.stage import Stage


def with_dialog(stage: Stage, work: Any) -> None:
    """Open the dialog on the picture, and save what `work` has drawn."""

    def draw(dialog: Any) -> None:
        work(dialog)
        dialog.keep.click()

    stage.modal(stage.page.parts.evidence.black.click, draw)
    stage.settle()


def test_boxes_drawn_by_keys_make_a_new_file_and_leave_the_old(stage: Stage) -> None:
    pictured(stage)
    (before,) = do(stage, all_evidence)
    source = do(stage, partial(evidence_path, sha256=before.evidence.sha256))
    bytes_before = source.read_bytes()
    seen: list[tuple[int, int, int, int]] = []

    def work(dialog: Any) -> None:
        assert not dialog.keep.isEnabled()
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Insert):
            QTest.keyClick(dialog.canvas, key)
        QTest.keyClick(dialog.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert len(dialog.boxes) == 2
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert len(dialog.boxes) == 1
        seen.extend(dialog.boxes)

    with_dialog(stage, work)
    kept = {one.evidence.sha256: one for one in do(stage, all_evidence)}
    made = next(one for one in kept.values() if one.evidence.original == before.evidence.sha256)
    assert made.targets == before.targets
    assert not kept[before.evidence.sha256].targets
    assert source.read_bytes() == bytes_before
    path = do(stage, partial(evidence_path, sha256=made.evidence.sha256))
    assert hashlib.sha256(path.read_bytes()).digest() == made.evidence.sha256
    with Image.open(path) as picture, Image.open(source) as old:
        assert picture.size == old.size
        left, top, right, bottom = seen[0]
        assert picture.crop((left, top, right + 1, bottom + 1)).getextrema() == ((0, 0),) * 3
        assert picture.getpixel((left - 2, top - 2)) == (250, 250, 250)
    assert stage.page.parts.evidence.seen_table().rows[-1][-1] == made.evidence.name


def test_a_dragged_box_covers_what_it_was_drawn_over(stage: Stage) -> None:
    pictured(stage)

    def work(dialog: Any) -> None:
        canvas = dialog.canvas
        picture = canvas._picture()
        first = picture.topLeft().toPoint() + QPoint(20, 20)
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, left, pos=first)
        QTest.mouseMove(canvas, first + QPoint(30, 10))
        QTest.mouseRelease(canvas, left, pos=first + QPoint(90, 40))
        scale = picture.width() / 900
        (box,) = dialog.boxes
        expected = (20 / scale, 20 / scale, 110 / scale, 60 / scale)
        assert all(abs(one - other) <= 3 / scale for one, other in zip(box, expected, strict=True))
        QTest.mouseClick(canvas, left, pos=first)
        assert len(dialog.boxes) == 1
        dialog.larger.click()
        assert canvas.minimumWidth() > picture.width()
        dialog.fit.click()
        assert canvas.is_fitted

    with_dialog(stage, work)
    assert len(do(stage, all_evidence)) == 2


def test_a_turned_photo_is_masked_as_it_is_seen_and_tells_nothing_else(tmp_path: Path) -> None:
    photo = Image.new("RGB", (80, 40), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter, as phones do
    exif[0x010E] = "Somchai Jaidee"
    photo.save(tmp_path / "p.jpg", exif=exif, comment=b"Somchai Jaidee")
    made = masked(tmp_path / "p.jpg", [(0, 0, 39, 9)])
    assert made is not None
    assert b"Somchai" not in made
    (tmp_path / "m.jpg").write_bytes(made)
    with Image.open(tmp_path / "m.jpg") as picture:
        assert picture.size == (40, 80)
        assert max(picture.crop((0, 0, 40, 8)).convert("L").tobytes()) < 40
        assert min(picture.crop((0, 30, 40, 80)).getchannel("R").tobytes()) > 150
