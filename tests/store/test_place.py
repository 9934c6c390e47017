"""Where a book lies: syncing folders by their names, network drives by the system's list of mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.store import opening
from desktop_app.store.database import Book
from desktop_app.store.errors import BookReadOnlyError
from desktop_app.store.place import LOW_ROOM_BYTES, BookPlace, file_system_of, place_of, syncing_folder

MOUNTS = [
    "/dev/sda1 / ext4 rw 0 0",
    "server:/orchard /home/li/orchard nfs4 rw 0 0",
    "//nas/books /mnt/cold\\040store cifs rw 0 0",
    "tmpfs /home/li/orchard/tmp tmpfs rw 0 0",
]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/li/OneDrive/王家.bozhang", "OneDrive"),
        ("/home/li/OneDrive - Orchard/2026/王家.bozhang", "OneDrive"),
        ("/home/li/Documents/WeChat Files/wxid_1/FileStorage/王家.bozhang", "微信"),
        ("/home/li/我的坚果云/王家.bozhang", "坚果云"),
        ("/home/li/Library/Mobile Documents/王家.bozhang", "iCloud"),
        ("/home/li/Dropbox.bozhang", None),
        ("/home/li/onedriven/王家.bozhang", None),
        ("/home/li/books/王家.bozhang", None),
    ],
)
def test_syncing_folder_is_known_by_its_name(path: str, name: str | None) -> None:
    assert syncing_folder(Path(path)) == name


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/home/li/book.bozhang", "ext4"),
        ("/home/li/orchard/book.bozhang", "nfs4"),
        ("/home/li/orchards/book.bozhang", "ext4"),
        ("/home/li/orchard/tmp/book.bozhang", "tmpfs"),
        ("/mnt/cold store/book.bozhang", "cifs"),
    ],
)
def test_the_deepest_mount_decides(path: str, system: str) -> None:
    assert file_system_of(Path(path), MOUNTS) == system


def test_place_of_a_book_on_this_disk(tmp_path: Path) -> None:
    place = place_of(tmp_path / "book.bozhang")
    assert place.free_bytes
    assert not place.on_network
    assert place.syncing is None


def test_little_room_is_said(tmp_path: Path) -> None:
    assert BookPlace(LOW_ROOM_BYTES - 1, None, on_network=False).is_low
    assert not BookPlace(LOW_ROOM_BYTES, None, on_network=False).is_low
    assert not BookPlace(None, None, on_network=False).is_low


def test_book_on_a_network_drive_is_only_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.bozhang"
    Book.create(path).close()
    monkeypatch.setattr(opening, "is_on_network", lambda _path: True)
    with Book.open(path) as book:
        assert book.read_only
        with pytest.raises(BookReadOnlyError), book.write("x"):
            pass
