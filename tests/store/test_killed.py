"""Killed at any moment, a book has lost nothing that was acknowledged, and is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book
from desktop_app.store.check import check
from tests.store.making import furnish

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("rounds", [50, pytest.param(500, marks=pytest.mark.slow)])
def test_kill_9_loses_no_acknowledged_record(path: Path, rounds: int) -> None:
    chance = random.Random(20260301)
    acknowledged: set[str] = set()
    for number in range(rounds):
        # A fresh book now and then: what is checked each time must not grow without end.
        if number % 10 == 0:
            path.unlink(missing_ok=True)
            acknowledged.clear()
            with Book.create(path) as book:
                furnish(book)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.writing_until_killed", str(path), str(number)],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            acknowledged.add(process.stdout.readline().strip())
            time.sleep(chance.random() * 0.08)
            process.kill()
            # A line cut short by the kill was not acknowledged.
            acknowledged.update(line.strip() for line in process.stdout if line.endswith("\n"))
        with Book.open(path) as book:
            stored = {line.order_id for line in book.iterate("sales")}
            assert acknowledged <= stored
            lines = book.connection.execute(
                "SELECT count(*) FROM sales GROUP BY order_id HAVING count(*) > 1"
            )
            assert {count for (count,) in lines} <= {300}
            if number % 10 == 9 or number == rounds - 1:
                assert check(book) == []
