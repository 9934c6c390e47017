"""What a command says: results on standard output, all else on standard error, in columns that align."""

from __future__ import annotations

import json
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from desktop_app.reports.report_table import ReportTable, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Progress(Protocol):
    """Told how far a long work is: the share that is done, or how many of how many."""

    def __call__(self, done: float, total: float = 1.0, /) -> None:
        """Show that `done` of `total` is done."""


_BAR_WIDTH = 30
_GAP = "  "


def say(line: str = "") -> None:
    """Print one line of a result."""
    print(line)


def say_json(value: Any) -> None:
    """Print a result as JSON: readable characters where the terminal can show them, else escapes."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    print(json.dumps(value, ensure_ascii=encoding != "utf8", indent=1))


def complain(line: str) -> None:
    """Print one line on standard error."""
    print(" ".join(line.split()), file=sys.stderr)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a Chinese character, none for an accent."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shown(text: str, limit: int | None = None) -> str:
    """Return a text as a terminal may show it: control characters made visible, cut to `limit` columns."""
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    if limit is None or width(safe) <= limit:
        return safe
    while width(safe) > limit - 1:
        safe = safe[:-1]
    return safe + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return a text filled up to so many columns of a terminal."""
    room = " " * max(columns - width(text), 0)
    return room + text if right else text + room


def table_lines(table: ReportTable, *, limit: int = 40) -> Iterator[str]:
    """Yield a table as lines: heading, rows, totals; texts longer than `limit` columns are cut."""
    heading = [column.title for column in table.columns]
    body = [_texts(table, row, limit) for row in table.rows]
    feet = [_texts(table, row, limit) for row in table.totals]
    widths = [max(map(width, cells)) for cells in zip(heading, *body, *feet, strict=True)]
    rule = _GAP.join("─" * columns for columns in widths)

    def line(cells: Sequence[str]) -> str:
        parts = zip(table.columns, cells, widths, strict=True)
        return _GAP.join(pad(cell, room, right=column.is_figure) for column, cell, room in parts).rstrip()

    yield line(heading)
    yield rule
    yield from map(line, body)
    if feet:
        yield rule
        yield from map(line, feet)


def _texts(table: ReportTable, row: Sequence[Any], limit: int) -> list[str]:
    cells = zip(table.columns, row, strict=True)
    return [shown(cell_text(column, cell, table.zone), limit) or "–" for column, cell in cells]


def _show_nothing(_done: float, _total: float = 1.0, /) -> None:
    return


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show a bar on standard error while something long is done, on a terminal only."""
    if not sys.stderr.isatty():
        yield _show_nothing
        return
    last = -1

    def draw(done: float, total: float = 1.0, /) -> None:
        nonlocal last
        filled = int(min(done, total) * _BAR_WIDTH / total) if total else 0
        if filled != last:
            last = filled
            bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
            print(f"\r{title} {bar} {filled * 100 // _BAR_WIDTH:3d}%", end="", file=sys.stderr, flush=True)

    try:
        yield draw
    finally:
        if last >= 0:
            print("\r" + " " * (width(title) + _BAR_WIDTH + 6) + "\r", end="", file=sys.stderr, flush=True)
