"""A backup is one that was read back; a damaged one is never put in a book's place."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.errors import BozhangError
from desktop_app.store import Book
from desktop_app.store.backup import Backup, backup, list_backups, missing_after, restore, verify
from desktop_app.store.check import check
from desktop_app.store.errors import BackupRefusedError, BookInUseError
from desktop_app.store.evidence_files import evidence_file
from desktop_app.store.thinning import backups_to_keep, thin
from tests.store.making import contents, furnish, many_sales, product

if TYPE_CHECKING:
    from pathlib import Path


def with_evidence(book: Book, data: bytes) -> Path:
    name = sha256(data)
    file = evidence_file(book.path, name.digest())
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    row = {
        "sha256": name.digest(),
        "name": "photo.jpg",
        "media_type": "image/jpeg",
        "size": len(data),
        "added_at": 0,
    }
    with book.write("attach") as writer:
        writer.put_row("evidence", row)
    return file


@pytest.fixture
def made(path: Path, tmp_path: Path) -> Backup:
    with Book.create(path) as book:
        furnish(book)
        with book.write("sell") as writer:
            writer.put_many(many_sales(200))
        with_evidence(book, b"a photo")
        return backup(book, tmp_path / "backups")


def test_a_backup_comes_back_as_the_book_that_it_was(path: Path, made: Backup, tmp_path: Path) -> None:
    with Book.open(path) as book:
        before = contents(book)
        with book.write("later") as writer:
            writer.put(product("LATER"))
        assert [entry.title for entry in missing_after(book, made)] == ["later"]
    assert verify(made.path) == made
    evidence = evidence_file(path, sha256(b"a photo").digest())
    evidence.unlink()
    kept = restore(made.path, path)
    assert kept is not None
    with Book.open(path) as book:
        assert contents(book) == before
        assert evidence.read_bytes() == b"a photo"
        assert check(book) == []
    with Book.open(kept) as book:
        assert book.get("products", "LATER") is not None
    assert restore(made.path, tmp_path / "new folder" / "new.bozhang") is None
    assert restore(made.path, path) != kept


def test_no_damaged_backup_is_accepted(made: Backup, tmp_path: Path) -> None:
    good = made.path.read_bytes()
    chance = random.Random(7)
    target = tmp_path / "target.bozhang"
    for number in range(300):
        data = bytearray(good)
        match number % 3:
            case 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:
                del data[chance.randrange(len(data)) :]
            case _:
                start = chance.randrange(0, len(data), 512)
                data[start : start + 512] = bytes(512)
        if bytes(data) == good:
            continue
        made.path.write_bytes(data)
        with pytest.raises(BackupRefusedError):
            restore(made.path, target)
        assert not target.exists()
    made.path.write_bytes(good)
    manifest = made.path.with_name(made.path.name + ".json")
    manifest.write_text(manifest.read_text()[:-9])
    with pytest.raises(BackupRefusedError):
        restore(made.path, target)


def test_evidence_that_changed_is_neither_backed_up_nor_restored(
    path: Path, made: Backup, tmp_path: Path
) -> None:
    (made.path.parent / "evidence" / made.evidence[0]).write_bytes(b"another photo")
    with pytest.raises(BackupRefusedError) as caught:
        restore(made.path, path)
    assert caught.value.reason == "evidence"
    with Book.open(path) as book:
        evidence_file(path, sha256(b"a photo").digest()).write_bytes(b"another photo")
        with pytest.raises(BackupRefusedError):
            backup(book, tmp_path / "elsewhere")
        assert [str(fault.code) for fault in check(book)] == ["evidence_changed"]
        evidence_file(path, sha256(b"a photo").digest()).unlink()
        assert [str(fault.code) for fault in check(book)] == ["evidence_missing"]
        with pytest.raises(BozhangError):
            backup(book, tmp_path / "elsewhere")


def test_a_book_in_use_is_not_restored_over(path: Path, made: Backup) -> None:
    with Book.open(path) as book:
        with pytest.raises(BookInUseError):
            restore(made.path, path)
        with book.write("go on") as writer:
            writer.put(product("B"))


def test_a_damaged_book_is_kept_beside_the_restored_one(path: Path, made: Backup) -> None:
    path.write_bytes(b"ruined" * 1000)
    kept = restore(made.path, path)
    assert kept is not None
    assert kept.read_bytes() == b"ruined" * 1000
    with Book.open(path) as book:
        assert book.count("sales") == 200


def test_names_carry_a_counter_and_old_backups_are_thinned(path: Path, made: Backup) -> None:
    folder = made.path.parent
    with Book.open(path) as book:
        for _ in range(12):
            backup(book, folder)
    found = list_backups(folder, path.stem)
    assert [one.counter for one in found] == list(range(1, 14))
    gone = thin(folder, path.stem)
    assert len(gone) == 3
    assert [one.counter for one in list_backups(folder, path.stem)] == list(range(4, 14))


def test_days_weeks_and_months_keep_their_latest(made: Backup) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    every_day = [
        replace(made, counter=number, made_at=start + timedelta(days=number)) for number in range(400)
    ]
    keep = backups_to_keep(every_day)
    assert set(range(386, 400)) <= keep
    assert 14 + 6 <= len(keep) <= 14 + 8 + 12
    assert max(keep) == 399
    months = {(start + timedelta(days=number)).strftime("%Y-%m") for number in keep}
    assert len(months) == 12
