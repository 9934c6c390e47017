"""Reports as files for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.placing import placing
from desktop_app.reports.csv_text import csv_text

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.reports.report_table import ReportTable


def write_csv(table: ReportTable, target: Path) -> None:
    """Write a report as CSV for Excel. Raises FileNotWrittenError."""
    with placing(target) as part:
        part.write_text(csv_text(table), encoding="utf-8", newline="")
