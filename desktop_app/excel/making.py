"""A workbook being made: what openpyxl has begun is cleared away where making it fails."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def new_workbook() -> Iterator[Workbook]:
    """Give a write-only workbook; where the block fails, its half-written sheets are closed and removed."""
    workbook = Workbook(write_only=True)
    try:
        yield workbook
    except BaseException:
        pages: list[Any] = list(workbook.worksheets)
        for page in pages:
            # openpyxl keeps each sheet in a temporary file and has no public way to give one up.
            with suppress(Exception):
                page.close()
            with suppress(Exception):
                page._writer.cleanup()  # noqa: SLF001
        raise
