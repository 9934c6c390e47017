"""A book is backed up when it has changed, moves without losing anything, and comes back as it was."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book
from desktop_app.store.errors import BookExistsError, BookInUseError, BookUnreadableError
from desktop_app.store.evidence_files import evidence_file
from desktop_app.store.files import put_in_place
from desktop_app.usecases import keeping
from tests.store.making import contents, furnish, product

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "OneDrive" / "王家.bozhang"
    path.parent.mkdir()
    with Book.create(path) as book:
        furnish(book)
        photo = evidence_file(path, sha256(b"photo").digest())
        photo.parent.mkdir()
        photo.write_bytes(b"photo")
        with book.write("attach") as writer:
            writer.put_row(
                "evidence",
                {
                    "sha256": sha256(b"photo").digest(),
                    "name": "photo.jpg",
                    "media_type": "image/jpeg",
                    "size": 5,
                    "added_at": 0,
                },
            )
    return path


def test_it_is_backed_up_only_when_something_has_changed(path: Path) -> None:
    with Book.open(path) as book:
        assert keeping.keeping_view(book).changed
        first = keeping.back_up_if_changed(book)
        assert first is not None
        assert not keeping.keeping_view(book).changed
        assert keeping.back_up_if_changed(book) is None
        with book.write("one more") as writer:
            writer.put(product("NEW"))
        second = keeping.back_up_if_changed(book)
        assert second is not None
        view = keeping.keeping_view(book)
    assert [one.path for one in view.backups] == [second.path, first.path]
    assert view.place.syncing == "OneDrive"


def test_an_empty_book_has_nothing_to_back_up(tmp_path: Path) -> None:
    with Book.create(tmp_path / "new.bozhang") as book:
        assert keeping.back_up_if_changed(book) is None
        assert not keeping.keeping_view(book).changed


def test_the_second_place_gets_one_where_it_is_there_and_its_failure_is_told(
    path: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    with Book.open(path) as book:
        assert keeping.back_up_now(book, stick).second_failed is None
        assert not stick.exists()
        stick.mkdir()
        assert keeping.back_up_now(book, stick).second_failed is None
        assert len(list(stick.glob("*.bozhang"))) == 1
        (stick / "evidence").rename(stick / "gone")
        (stick / "evidence").write_bytes(b"a file where the folder should be")
        made = keeping.back_up_now(book, stick)
    assert isinstance(made.second_failed, BookUnreadableError)
    assert made.path.exists()


def test_restoring_says_first_what_would_be_missing(path: Path) -> None:
    with Book.open(path) as book:
        made = keeping.back_up_now(book)
        with book.write("later work") as writer:
            writer.put(product("LATER"))
        assert [entry.title for entry in keeping.lost_by_restoring(book, made.path)] == ["later work"]


def test_a_book_moves_with_its_evidence_and_the_old_file_steps_aside(path: Path, tmp_path: Path) -> None:
    with Book.open(path) as book:
        before = contents(book)
    moved = keeping.move_book(path, tmp_path / "本机")
    assert moved == tmp_path / "本机" / "王家.bozhang"
    with Book.open(moved) as book:
        assert contents(book) == before
    assert evidence_file(moved, sha256(b"photo").digest()).read_bytes() == b"photo"
    assert not path.exists()
    assert path.with_name("王家.bozhang.moved").exists()


def test_moving_touches_no_book_that_is_there_and_none_that_is_open(path: Path, tmp_path: Path) -> None:
    taken = tmp_path / "there" / path.name
    taken.parent.mkdir()
    Book.create(taken).close()
    there = taken.read_bytes()
    with pytest.raises(BookExistsError):
        keeping.move_book(path, taken.parent)
    assert taken.read_bytes() == there
    with Book.open(path), pytest.raises(BookInUseError):
        keeping.move_book(path, tmp_path / "elsewhere")
    assert path.exists()


def test_a_second_book_that_appears_while_moving_is_left_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "there"

    def appears(part: Path, target: Path) -> None:
        target.write_bytes(b"somebody else's")
        put_in_place(part, target)

    monkeypatch.setattr("desktop_app.store.moving.put_in_place", appears)
    with pytest.raises(BookExistsError):
        keeping.move_book(path, folder)
    assert (folder / path.name).read_bytes() == b"somebody else's"
    assert path.exists()
