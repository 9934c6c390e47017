"""Python's search for circular garbage, put off while a file becomes many small records."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL: Final = gc.get_threshold()
_MANY: Final = 200_000
"""Objects made between two searches: the rows of a large file are no garbage."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Search seldom inside; whoever leaves last, or first, leaves what is usual behind."""
    gc.set_threshold(_MANY, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
