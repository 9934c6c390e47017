"""Tables that commands write into README, each between two markers of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put_between(page: Path, begin: str, end: str, text: str) -> None:
    """Put a table between its markers, or at the page's end with its markers where there are none yet."""
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    before, begins, rest = old.partition(begin)
    _table, ends, after = rest.partition(end)
    block = f"{begin}\n{text}{end}"
    there = bool(begins and ends)
    page.write_text(before + block + after if there else f"{old.rstrip()}\n\n{block}\n", encoding="utf-8")
