"""Text files made to do harm, or damaged on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fixtures import path as fixture
from tests.importers.making_platform_files import change, grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.importers.making_platform_files import Grid

TH = "tiktokshop-orders-th.csv"
PRICE = "SKU Unit Original Price"
NAME = "Product Name"


def written(content: bytes) -> Callable[[Path], object]:
    """Return a maker that writes these bytes."""

    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def in_encoding(encoding: str, mark: bytes = b"") -> Callable[[Path], object]:
    """Return a maker that writes the Chinese sample in another encoding."""

    def make(path: Path) -> None:
        text = fixture("douyin-orders.csv").read_bytes().decode("gb18030")
        path.write_bytes(mark + text.encode(encoding))

    return make


def mixed_encodings(path: Path) -> None:
    """Write UTF-8 to which a program appended GB18030, and a byte that is neither."""
    whole = fixture(TH).read_bytes()
    path.write_bytes(whole + "5838,已发货\n".encode("gb18030") + b"\xff\xff\x80\n")


def with_nul(path: Path) -> None:
    """Write a sample with NUL bytes in it and behind it."""
    whole = fixture(TH).read_bytes()
    path.write_bytes(whole.replace(b"Normal", b"Nor\x00mal").rstrip(b"\n") + b"\x00" * 5_000)


def long_field(path: Path) -> None:
    """Write a field of ten megabytes."""
    with_cells("Product Name", "x" * 10_000_000)(path)


def one_line(path: Path) -> None:
    """Write two hundred megabytes without a line's end."""
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"5838709,Completed,KIWI-" * 43_478)


def quotes(path: Path) -> None:
    """Write a sample whose second row opens a quotation mark that nothing closes."""
    lines = fixture(TH).read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b",Normal", b',"Normal', 1)
    path.write_bytes(b"\n".join(lines))


def open_quote(path: Path) -> None:
    """Write a sample after whose last row a quotation mark opens that nothing closes."""
    path.write_bytes(fixture(TH).read_bytes() + b'"5838709\n')


def lone_surrogate(path: Path) -> None:
    """Write a sample with the bytes of half a surrogate pair."""
    path.write_bytes(fixture(TH).read_bytes().replace(b"Normal", b"\xed\xa0\x80", 1))


def with_cells(column: str, *values: object) -> Callable[[Path], object]:
    """Return a maker that writes the Thai sample with a column of its first rows changed."""

    def make(path: Path) -> None:
        rows = grid(TH)
        for number, value in enumerate(values, start=1):
            change(rows, column, value, number)
        write_csv(path, rows)

    return make


def with_rows(edit: Callable[[Grid], Grid]) -> Callable[[Path], object]:
    """Return a maker that writes the Thai sample with its rows rearranged."""

    def make(path: Path) -> None:
        write_csv(path, edit(grid(TH)))

    return make


def without(rows: Grid) -> Grid:
    """Leave out a required column."""
    at = rows[0].index("SKU ID")
    other = rows[0].index("Created Time")
    return [[cell for place, cell in enumerate(row) if place not in {at, other}] for row in rows]


def twice(rows: Grid) -> Grid:
    """Repeat the heading in the middle, as files do that were pasted together."""
    return [*rows[:3], rows[0], *rows[3:]]


def titled(rows: Grid) -> Grid:
    """Put a merged title and a line of blanks above the heading, and a total beneath."""
    width = len(rows[0])
    total = ["合计", *[""] * (width - 1)]
    total[rows[0].index("Quantity")] = "99"
    return [["九月订单", *[""] * (width - 1)], [""] * width, *rows, total]


def doubled(rows: Grid) -> Grid:
    """Write every order twice."""
    return [rows[0], *rows[1:], *rows[1:]]


def column_twice(rows: Grid) -> Grid:
    """Give one column twice, with other figures."""
    at = rows[0].index("Quantity")
    return [[*row, row[at] if number == 0 else "77"] for number, row in enumerate(rows)]
