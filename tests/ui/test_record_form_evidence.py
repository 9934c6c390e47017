"""Evidence on the form: dropped, pasted, waiting, refused in words, opened, untied and tied again."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop_app.ui.widgets.thumbnails import SIDE, Why, thumbnail
from tests.ui.form_book import CTRL
from tests.ui.test_record_form import book, form_stage, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.form_book import FormStage

__all__ = ["book", "form_stage", "window"]

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="9" height="9"/></svg>'


def photo(path: Path, width: int = 300, height: int = 200) -> Path:
    """A picture in one colour."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("darkGreen"))
    assert picture.save(str(path))
    return path


def huge(path: Path) -> Path:
    """The head of a PNG of 60,000 × 60,000 pixels, with hardly anything behind it."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    )
    return path


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(shown: FormStage, *paths: Path) -> None:
    """Drop files onto the form."""
    data = files(*paths)
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    shown.form.dropEvent(event)
    shown.stage.settle()


def names(shown: FormStage) -> list[str]:
    return [tile.shown.evidence.name for tile in shown.form.evidence.tiles.values()]


@pytest.fixture
def product(form_stage: Callable[..., FormStage]) -> FormStage:
    """The form of products, with a product of the book in it."""
    shown = form_stage("products")
    shown.form.edit(("XX",))
    shown.stage.settle()
    return shown


def test_files_dropped_on_a_record_are_tied_and_shown(product: FormStage, tmp_path: Path) -> None:
    (tmp_path / "bill.pdf").write_bytes(b"%PDF-1.4\n")
    drop(product, photo(tmp_path / "box.png"), tmp_path / "bill.pdf")
    assert names(product) == ["box.png", "bill.pdf"]
    pictured, paper = product.form.evidence.tiles.values()
    assert pictured.open.icon().availableSizes()[0].width() == 2 * SIDE
    assert paper.open.text() == "PDF"
    product.form.edit(("GG",))
    product.stage.settle()
    assert names(product) == []
    product.form.edit(("XX",))
    product.stage.settle()
    assert names(product) == ["box.png", "bill.pdf"]


def test_what_is_typed_stays_while_files_are_tied(product: FormStage, tmp_path: Path) -> None:
    product.type_in("name", "徐香大果")
    drop(product, photo(tmp_path / "box.png"))
    assert product.line("name").text() == "徐香大果"
    assert product.form.is_dirty


def test_a_picture_is_pasted_into_any_field(product: FormStage) -> None:
    clipboard = QGuiApplication.clipboard()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    clipboard.setImage(picture)
    QTest.keyClick(product.line("name"), Qt.Key.Key_V, CTRL)
    product.stage.settle()
    assert names(product) == ["截图-20261031-214700.png"]
    clipboard.setText("礼盒")
    product.line("name").selectAll()
    QTest.keyClick(product.line("name"), Qt.Key.Key_V, CTRL)
    assert product.line("name").text() == "礼盒"
    clipboard.clear()


def test_files_given_to_a_new_record_wait_until_it_is_kept(
    form_stage: Callable[..., FormStage], tmp_path: Path
) -> None:
    shown = form_stage("products")
    drop(shown, photo(tmp_path / "new.png"))
    assert "new.png" in shown.form.evidence.note.text()
    shown.fill(name="柿子", sku="SZ", unit="斤")
    shown.press(Qt.Key.Key_Return, CTRL)
    assert shown.form.evidence.waiting == ()
    shown.form.edit(("SZ",))
    shown.stage.settle()
    assert names(shown) == ["new.png"]


def test_untying_is_taken_back_by_undo(product: FormStage, tmp_path: Path) -> None:
    drop(product, photo(tmp_path / "box.png"))
    (tile,) = product.form.evidence.tiles.values()
    QTest.mouseClick(tile.remove, Qt.MouseButton.LeftButton)
    product.stage.settle()
    assert names(product) == []
    QTest.mouseClick(product.stage.window.toast._button, Qt.MouseButton.LeftButton)
    product.stage.settle()
    assert names(product) == ["box.png"]


def test_a_file_opens_under_its_own_name(
    product: FormStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("desktop_app.ui.widgets.evidence_strip.QDesktopServices.openUrl", opened.append)
    drop(product, photo(tmp_path / "box.png"))
    (tile,) = product.form.evidence.tiles.values()
    QTest.mouseClick(tile.open, Qt.MouseButton.LeftButton)
    product.stage.settle()
    (url,) = opened
    path = Path(url.toLocalFile())
    assert path.name == "box.png"
    assert path.read_bytes() == (tmp_path / "box.png").read_bytes()


def test_what_is_no_evidence_is_refused_in_words_and_the_rest_is_taken(
    product: FormStage, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"MZ\x90\0" + b"\0" * 60)
    (tmp_path / "nothing.png").write_bytes(b"")
    drop(product, tmp_path / "photo.jpg", tmp_path / "nothing.png", photo(tmp_path / "box.png"))
    assert names(product) == ["box.png"]
    said = product.form.evidence.wrong.text().splitlines()
    assert [line for line in said if "photo.jpg" in line]
    assert [line for line in said if "nothing.png" in line]


def test_hostile_pictures_are_kept_but_never_unfolded(product: FormStage, tmp_path: Path) -> None:
    whole = photo(tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "short.jpg").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "script.svg").write_text(SVG, encoding="utf-8")
    drop(product, huge(tmp_path / "huge.png"), tmp_path / "script.svg")
    first, second = product.form.evidence.tiles.values()
    assert "太大" in first.open.toolTip()
    assert second.open.text() == "SVG"
    assert thumbnail(b"", tmp_path / "huge.png", "image/png").why is Why.TOO_LARGE
    assert thumbnail(b"", tmp_path / "script.svg", "image/svg+xml").why is Why.NO_PICTURE
    assert thumbnail(b"", tmp_path / "short.jpg", "image/png").why is Why.BROKEN
    assert thumbnail(b"", tmp_path / "nowhere.png", "image/png").why is Why.BROKEN
