"""What is opened as a book, and what every other file gets."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book, header, opening
from desktop_app.store.errors import (
    BookExistsError,
    BookFileError,
    BookInUseError,
    BookMissingError,
    BookReadOnlyError,
    DamagedBookError,
    NewerBookError,
    NotABookError,
    NotEnoughRoomError,
    UnknownZoneError,
)
from desktop_app.store.migrations import STEPS, VERSION
from tests.store.making import contents, furnish, many_sales, product, sale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD = """
import sys
from desktop_app.store import Book, header, opening
from desktop_app.store.errors import BookInUseError
try:
    book = Book.open(sys.argv[1])
except BookInUseError as error:
    print("in use", error.pid)
else:
    print("open", flush=True)
    sys.stdin.readline()
    book.close()
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def a_book(path: Path, sales: int = 500) -> None:
    with Book.create(path) as book:
        furnish(book)
        with book.write("sell") as writer:
            writer.put_many(many_sales(sales))


def patched(offset: int, data: bytes) -> Callable[[Path], None]:
    def patch(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(data)

    return patch


def with_schema(statement: str) -> Callable[[Path], None]:
    def add(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return add


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(5000)), "not_sqlite"),
        (lambda path: path.write_bytes(b"x"), "not_sqlite"),
        (lambda path: path.write_bytes(path.read_bytes()[:60]), "cut_short"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "cut_short"),
        (lambda path: path.write_bytes(path.read_bytes()[:8192]), "cut_short"),
        (patched(68, b"abcd"), "foreign"),
        (with_schema("CREATE VIEW v AS SELECT * FROM sales"), "foreign_schema"),
        (
            with_schema("CREATE TRIGGER t AFTER INSERT ON sales BEGIN DELETE FROM sales; END"),
            "foreign_schema",
        ),
        (with_schema("CREATE VIRTUAL TABLE f USING fts5(a)"), "foreign_schema"),
    ],
)
def test_a_file_that_is_no_book_is_refused_and_left_as_it_is(
    path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    a_book(path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(NotABookError) as caught:
        Book.open(path)
    assert caught.value.reason == reason
    assert path.read_bytes() == before


def test_a_folder_and_nothing_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotABookError) as caught:
        Book.open(tmp_path)
    assert caught.value.reason == "directory"
    with pytest.raises(BookMissingError):
        Book.open(tmp_path / "no.bozhang")
    with pytest.raises(BookFileError):
        Book.open(tmp_path / ("n" * 300))
    with pytest.raises(BookFileError):
        Book.create(tmp_path / "no folder" / "a.bozhang")


def test_a_newer_book_is_refused_with_its_version(path: Path) -> None:
    a_book(path)
    patched(60, struct.pack(">I", VERSION + 3))(path)
    with pytest.raises(NewerBookError) as caught:
        Book.open(path)
    assert (caught.value.version, caught.value.known) == (VERSION + 3, VERSION)


def test_damaged_pages_are_an_error_of_their_own(path: Path) -> None:
    a_book(path)
    size = path.stat().st_size
    patched(100, os.urandom(4000))(path)
    with pytest.raises((DamagedBookError, NotABookError)):
        Book.open(path)
    path.unlink()
    a_book(path)
    with path.open("r+b") as file:
        for offset in range(2 * 4096, size, 4096):
            file.seek(offset)
            file.write(b"\xff" * 200)
    with pytest.raises(DamagedBookError), Book.open(path) as book:
        contents(book)


def test_a_new_book_touches_no_file_that_is_there(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(BookExistsError):
        Book.create(path)
    assert path.read_text() == "mine"
    path.unlink()
    with pytest.raises(UnknownZoneError):
        Book.create(path, timezone="Mars/Olympus")
    assert list(path.parent.iterdir()) == []


def test_pragmas_are_what_they_should_be(book: Book) -> None:
    wanted = {
        "journal_mode": "truncate",
        "synchronous": 2,
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "query_only": 1,
    }
    assert {name: book.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_a_book_that_another_program_turned_to_wal_is_turned_back(path: Path) -> None:
    a_book(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    connection.close()
    with Book.open(path) as book:
        assert book.connection.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
        assert book.count("sales") == 500
    assert path.read_bytes()[18:20] == b"\x01\x01"


def test_opening_an_up_to_date_book_needs_neither_sqlite_utils_nor_babel(path: Path) -> None:
    a_book(path)
    code = (
        "import sys\nfrom desktop_app.store import Book\nbook = Book.open(sys.argv[1])\n"
        "book.get('products', 'KIWI')\nbook.close()\n"
        "print({'sqlite_utils', 'babel'} & set(sys.modules))"
    )
    assert start(code, path).communicate()[0] == "set()\n"


def test_a_second_opener_learns_who_has_the_book(path: Path) -> None:
    a_book(path)
    first = start(HOLD, path)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    with pytest.raises(BookInUseError) as caught:
        Book.open(path)
    assert caught.value.pid == first.pid
    assert caught.value.since is not None
    first.kill()
    first.communicate()
    with Book.open(path) as book:
        assert book.count("sales") == 500
        with pytest.raises(BookInUseError) as caught:
            Book.open(path)
        assert caught.value.pid == os.getpid()
        # The refusal has not cost the first its lock.
        second = start(HOLD, path)
        assert second.communicate("\n")[0] == f"in use {os.getpid()}\n"
        with book.write("go on") as writer:
            writer.put(product("B"))


def test_of_racing_openers_exactly_one_gets_in(path: Path) -> None:
    a_book(path)
    for _ in range(4):
        both = [start(HOLD, path) for _ in range(2)]
        said = []
        for process in both:
            assert process.stdout is not None
            said.append(process.stdout.readline().split()[0])
        for process in both:
            process.communicate("\n")
        assert sorted(said) == ["in", "open"]


def test_a_book_looked_at_is_not_changed(path: Path) -> None:
    a_book(path)
    before = path.read_bytes()
    with Book.open(path, read_only=True) as book:
        assert book.count("sales") == 500
        with pytest.raises(BookReadOnlyError) as caught, book.write("no"):
            pass
        assert caught.value.reason == "view"
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_gives_a_view(path: Path) -> None:
    a_book(path)
    if os.geteuid() == 0:
        if subprocess.run(
            ["mount", "--bind", path.parent, path.parent], capture_output=True, check=False
        ).returncode:
            pytest.skip("needs the right to mount")
        undo = ["umount", str(path.parent)]
        subprocess.run(["mount", "-o", "remount,ro,bind", path.parent], check=True)
    else:
        path.parent.chmod(0o555)
        undo = ["chmod", "755", str(path.parent)]
    try:
        with Book.open(path) as book:
            assert book.read_only
            assert book.count("sales") == 500
    finally:
        subprocess.run(undo, check=True)


def hot_journal(folder: Path) -> tuple[bytes, bytes]:
    """Give a book killed in the middle of a transaction, and its journal."""
    code = (
        "import os, sys\nfrom desktop_app.store import Book\nfrom tests.store.making import many_sales\n"
        "book = Book.open(sys.argv[1])\nbook.connection.execute('PRAGMA cache_size = 5')\n"
        "with book.write('x') as writer:\n"
        "    writer.put_many(many_sales(3000, 100))\n    os.kill(os.getpid(), 9)\n"
    )
    path = folder / "killed.bozhang"
    a_book(path, 100)
    start(code, path).communicate()
    journal = path.with_name(path.name + "-journal").read_bytes()
    assert journal
    return path.read_bytes(), journal


def test_a_transaction_that_was_killed_is_taken_back(tmp_path: Path) -> None:
    data, journal = hot_journal(tmp_path)
    assert data
    with Book.open(tmp_path / "killed.bozhang") as book:
        assert book.count("sales") == 100
    assert [file.name for file in tmp_path.iterdir()] == ["killed.bozhang"]
    assert journal


def test_the_journal_of_another_book_does_no_harm(tmp_path: Path, path: Path) -> None:
    _, journal = hot_journal(tmp_path)
    a_book(path, 2000)
    expected = path.read_bytes()
    path.with_name(path.name + "-journal").write_bytes(journal)
    with Book.open(path) as book:
        assert book.count("sales") == 2000
        assert sum(1 for _ in book.iterate("sales")) == 2000
    assert path.read_bytes() == expected


def test_a_journal_left_behind_does_no_harm_to_a_new_book(tmp_path: Path, path: Path) -> None:
    _, journal = hot_journal(tmp_path)
    path.with_name(path.name + "-journal").write_bytes(journal)
    with Book.create(path) as book:
        furnish(book)
        assert book.count("sales") == 0


def test_an_older_book_is_upgraded_by_copy_and_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_book(path)
    with Book.open(path) as book:
        before = contents(book)
    older = path.read_bytes()

    def add_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE operations ADD COLUMN later TEXT")

    def lose_sales(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM sales WHERE id = 7")

    monkeypatch.setattr(opening, "VERSION", VERSION + 1)
    monkeypatch.setattr(opening, "STEPS", (*STEPS, ("m9999_bad", lose_sales)))
    with pytest.raises(BookFileError, match="sales"):
        Book.open(path)
    assert path.read_bytes() == older
    monkeypatch.setattr(opening, "STEPS", (*STEPS, ("m9999_later", add_column)))
    with Book.open(path) as book:
        assert contents(book) == before
        assert book.connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
        assert book.connection.execute("SELECT count(later) FROM operations").fetchone() == (0,)
    kept = path.with_name(f"{path.name}.before-upgrade-{VERSION}")
    assert header.check_header(kept, VERSION) == VERSION
    assert sorted(file.name for file in path.parent.iterdir() if "journal" not in file.name) == [
        path.name,
        kept.name,
    ]


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("needs the right to mount a small tmpfs")
    try:
        path = small / "book.bozhang"
        a_book(path, 10)
        with Book.open(path) as book:
            with pytest.raises(NotEnoughRoomError), book.write("too much", bulk=True) as writer:
                writer.put_many(many_sales(20_000, 10))
            assert book.count("sales") == 10
            with book.write("a little") as writer:
                writer.put(sale("more"))
        with Book.open(path) as book:
            assert book.count("sales") == 11
        filler = small / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small).free - 8192))
        with Book.open(path, read_only=False) as book:
            assert book.count("sales") == 11
    finally:
        subprocess.run(["umount", "-l", small], check=True)
