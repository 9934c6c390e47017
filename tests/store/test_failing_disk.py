"""A disk that fails while a command is saved: the book stops writing, and a retry never doubles."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book
from desktop_app.store.check import check
from desktop_app.store.errors import CommandAlreadyDoneError
from tests.store.making import furnish, sale
from tests.tools import require_tool

if TYPE_CHECKING:
    from pathlib import Path

WRITE = """
import sys
from desktop_app.store import Book
from desktop_app.store.errors import BookReadOnlyError, BookWriteError, StoreError
from tests.store.making import sale
try:
    book = Book.open(sys.argv[1])
except StoreError as error:
    print("not opened", type(error).__name__)
    raise SystemExit
for number in range(3):
    try:
        with book.write("sell", command_id=bytes([number] * 16)) as writer:
            writer.put(sale(str(number)))
        print("saved", number)
    except BookWriteError as error:
        print("failed", number, error.command_id[0])
    except BookReadOnlyError as error:
        print("refused", number, error.reason)
"""


@pytest.mark.parametrize("call", ["fdatasync,fsync", "pwrite64", "ftruncate"])
@pytest.mark.parametrize("when", [1, 2, 3, 5, 8])
def test_an_error_while_saving_stops_the_book_and_a_retry_does_not_double(
    path: Path, call: str, when: int
) -> None:
    with Book.create(path) as book:
        furnish(book)
    inject = f"inject={call}:error=EIO:when={when}+"
    traced = [require_tool("strace"), "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    ran = subprocess.run(
        [*traced, sys.executable, "-c", WRITE, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    said = [line.split() for line in ran.stdout.splitlines()]
    if said[0][0] == "not":
        said = []
    words = [line[0] for line in said]
    assert words == sorted(words, key=["saved", "failed", "refused"].index)
    assert words.count("failed") <= 1
    with Book.open(path) as book:
        stored = {line.order_id for line in book.iterate("sales")}
        assert {line[1] for line in said if line[0] == "saved"} <= stored
        for number in range(3):
            known = book.was_saved(bytes([number] * 16))
            assert known == (str(number) in stored)
            try:
                with book.write("sell", command_id=bytes([number] * 16)) as writer:
                    writer.put(sale(str(number)))
            except CommandAlreadyDoneError:
                assert known
        assert sorted(line.order_id for line in book.iterate("sales")) == ["0", "1", "2"]
        assert check(book) == []
