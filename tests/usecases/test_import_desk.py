"""The window's import: files, folders and zips are looked at together, and brought in after that."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

from desktop_app.store import Book
from desktop_app.usecases.import_desk import bring_in, look_at
from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from pathlib import Path

RATES = ("fx-ecb-hist.csv", "fx-safe.csv")


def test_a_zip_and_a_folder_are_looked_into_and_brought_in(tmp_path: Path) -> None:
    zipped, folder, letter = tmp_path / "month.zip", tmp_path / "downloads", tmp_path / "letter.txt"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(fixture(RATES[0]), RATES[0])
    folder.mkdir()
    shutil.copy(fixture(RATES[1]), folder)
    (folder / "note.txt").write_text("dear all", encoding="utf-8")
    letter.write_text("dear all", encoding="utf-8")
    with Book.create(tmp_path / "book.bozhang") as book:
        preview = look_at(book, [zipped, folder, letter])
        assert sorted(plan.path.name for plan in preview.plans) == sorted(RATES)
        assert {path.name for path in preview.unusable} == {"letter.txt", "note.txt"}
        assert not any(plan.path.exists() for plan in preview.plans if plan.path.parent != folder)
        bring_in(book, preview)
        there = book.count("rates")
        assert there > 0
        bring_in(book, look_at(book, [folder, zipped]))
        assert book.count("rates") == there


def test_a_zip_that_holds_nothing_to_bring_in_says_so(tmp_path: Path) -> None:
    zipped = tmp_path / "photos.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.md", "nothing")
    with Book.create(tmp_path / "book.bozhang") as book:
        preview = look_at(book, [zipped])
    assert preview.plans == ()
    assert list(preview.unusable) == [zipped]
