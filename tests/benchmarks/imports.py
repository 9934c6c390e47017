"""Measures importing a large file of orders: `python -m tests.benchmarks.imports --orders 15000`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from desktop_app.domain.channel import Account, Platform
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from tests.benchmarks.clock import peak_megabytes, seconds
from tests.fixtures import path

if TYPE_CHECKING:
    from desktop_app.usecases.importing.plan import ImportPlan

SAMPLE: Final = "tiktokshop-orders-us.xlsx"
FIRST: Final = datetime(2026, 7, 1, 8)  # noqa: DTZ001 - as the file writes it: without a zone
MOMENTS: Final = ("Created Time", "Paid Time", "RTS Time", "Shipped Time", "Delivered Time")


def main(arguments: list[str]) -> int:
    """Make a file out of the sample's headings, and print how long its preview and its import take."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.imports", description=__doc__)
    parser.add_argument("--orders", type=int, default=15_000, metavar="N", help="how many orders")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bozhang-imports-") as folder:
        columns, preview, written = measured(Path(folder), options.orders)
    size = f"{options.orders:,} orders × {columns} columns"
    print(f"{size}: preview {preview:.1f} s, in the book {written:.1f} s", end="")
    held = peak_megabytes()
    print("" if held is None else f", {held:.0f} MB")
    return 0


def measured(folder: Path, orders: int) -> tuple[int, float, float]:
    """Return the file's columns, the seconds of its preview, and those of writing it into the book."""
    file = folder / "orders.xlsx"
    columns = make_orders(file, orders)
    with Book.create(folder / "imports.bozhang") as book:
        with book.write("made by hand") as writer:
            writer.put(Account(account="us", platform=Platform.TIKTOK_SHOP, market="US", currency="USD"))
        plans: list[ImportPlan] = []
        preview = seconds(lambda: plans.extend(plan_import(book, [file])))
        written = seconds(lambda: apply_import(book, plans))
    return columns, preview, written


def make_orders(target: Path, orders: int) -> int:
    """Write a workbook with the sample's headings and as many orders of one line; return its columns."""
    rows = list(openpyxl.load_workbook(path(SAMPLE)).worksheets[0].iter_rows(values_only=True))
    headings = list(rows[0])
    place = {heading: number for number, heading in enumerate(headings)}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("OrderSKUList")
    sheet.append(headings)
    sheet.append(list(rows[1]))
    for number in range(orders):
        row: list[Any] = list(rows[2])
        row[place["Order ID"]] = f"5769{number:014d}"
        row[place["Package ID"]] = f"1153{number:014d}"
        row[place["Tracking ID"]] = f"9400{number:012d}"
        for step, heading in enumerate(MOMENTS):
            if row[place[heading]]:
                moment = FIRST + timedelta(minutes=number, hours=5 * step)
                row[place[heading]] = f"{moment:%m/%d/%Y %I:%M:%S %p}"
        sheet.append(row)
    book.save(target)
    return len(headings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
