"""Measures writing a claim's workbook: `python -m tests.benchmarks.claims --lines 20000`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl

from desktop_app.excel.claim_workbook.writing import write_claim
from desktop_app.excel.errors import WritingCancelledError
from tests.benchmarks.clock import peak_megabytes, seconds
from tests.excel.claims_made import sales_claim

if TYPE_CHECKING:
    from desktop_app.reports.claim.document import ClaimDocument


class Figures(NamedTuple):
    """Seconds of writing, of stopping it half-way, and of openpyxl's writing the same cells; memory in MB."""

    written: float
    stopped: float
    reference: float
    held: float | None
    before: float | None


def main(arguments: list[str]) -> int:
    """Write a claim of so many lines, and print how long it takes beside openpyxl's write-only mode."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.claims", description=__doc__)
    parser.add_argument("--lines", type=int, default=20_000, metavar="N", help="lines of its two ledgers")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bozhang-claims-") as folder:
        found = measured(Path(folder), options.lines)
    ratio, stopped = found.written / found.reference, found.stopped * 1000
    print(
        f"{options.lines:,} lines: {ratio:.2f}× openpyxl write-only, bare cells"
        f" ({found.written:.1f} s ÷ {found.reference:.1f} s), called off within {stopped:.0f} ms",
        end="",
    )
    print("" if found.held is None else f", {found.held:.0f} MB ({found.before:.0f} MB before writing)")
    return 0


def measured(folder: Path, lines: int) -> Figures:
    """Write the claim, call another writing off at its half, and let openpyxl write what came out."""
    document = sales_claim(lines // 2)
    target = folder / "claim.xlsx"
    before = peak_megabytes()
    written = seconds(lambda: write_claim(target, document))
    held = peak_megabytes()
    stopped = stopped_after_half(folder / "stopped.xlsx", document)
    return Figures(written, stopped, plainly(target, folder / "plain.xlsx"), held, before)


def stopped_after_half(target: Path, document: ClaimDocument) -> float:
    """The seconds from the wish to end a writing, half of its rows written, to its end."""
    half_at: list[float] = []

    def heard(rows: int, of: int) -> None:
        if rows * 2 > of and not half_at:
            half_at.append(perf_counter())

    try:
        write_claim(target, document, progress=heard, cancelled=lambda: bool(half_at))
    except WritingCancelledError:
        return perf_counter() - half_at[0]
    raise AssertionError("it was not called off")


def plainly(source: Path, target: Path) -> float:
    """The seconds in which openpyxl's write-only mode writes the cells of a workbook, without any look."""
    read = openpyxl.load_workbook(source, read_only=True)
    pages: dict[str, list[tuple[Any, ...]]] = {
        page.title: list(page.iter_rows(values_only=True)) for page in read.worksheets
    }
    read.close()

    def write() -> None:
        book = openpyxl.Workbook(write_only=True)
        for title, rows in pages.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(target)

    return seconds(write)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
