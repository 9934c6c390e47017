"""Reports as files for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.placing import placing
from desktop_app.reports.csv_text import csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.reports.report_table import ReportTable


def write_csv(table: ReportTable, target: Path) -> None:
    """Write a report as CSV for Excel. Raises FileNotWrittenError."""
    with placing(target) as part:
        part.write_text(csv_text(table), encoding="utf-8", newline="")


def write_workbook(tables: Sequence[ReportTable], target: Path) -> None:
    """Write reports as a workbook, a sheet each. Raises FileNotWrittenError."""
    # Here, so that writing CSV does not wait a quarter of a second for openpyxl.
    from desktop_app.excel.report_workbook import write_report  # noqa: PLC0415

    write_report(target, tables)
