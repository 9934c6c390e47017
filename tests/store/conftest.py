"""A book in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.store import Book
from tests.store.making import furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "家里的账 🥝.bozhang"


@pytest.fixture
def empty(path: Path) -> Iterator[Book]:
    with Book.create(path) as book:
        yield book


@pytest.fixture
def book(empty: Book) -> Book:
    furnish(empty)
    return empty
