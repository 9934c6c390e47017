"""Tables on paper: preview, printer and PDF, with heading rows repeated and pages numbered."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

from desktop_app.i18n import _
from desktop_app.reports.report_table import cell_text
from desktop_app.ui.theme.fonts import families

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop_app.reports.report_table import Cell, Column, ReportTable

WIDE: Final = 6
"""More columns than this are printed on the paper's long side."""
_BODY_PT: Final = 9


def document_of(tables: Sequence[ReportTable], lines: Sequence[str] = ()) -> QTextDocument:
    """Tables under their titles as a document; `lines` stand under the first title."""
    parts = [f"<style>{_style()}</style>"]
    for at, table in enumerate(tables):
        parts.append(f"<h2>{escape(table.title)}</h2>")
        if at == 0:
            parts += [f"<p class='sub'>{escape(line)}</p>" for line in lines]
        parts.append(_table(table))
        parts += [f"<p class='sub'>{escape(note)}</p>" for note in table.notes]
    document = QTextDocument()
    document.setHtml("".join(parts))
    return document


def preview(parent: QWidget, document: QTextDocument, *, wide: bool) -> None:
    """Show the pages as they will be printed; printing is done from there."""
    printer = _printer(wide=wide)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(_("Print preview"))
    dialog.paintRequested.connect(document.print_)
    dialog.resize(1000, 720)
    dialog.exec()


def save_pdf(document: QTextDocument, path: Path, *, wide: bool) -> None:
    """Write the pages as a PDF. Raises OSError where the file cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    beside.open("wb").close()  # says why not, where Qt would only say that it did not
    printer = _printer(wide=wide)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(beside))
    document.print_(printer)
    if not beside.stat().st_size:
        beside.unlink()
        raise PermissionError(13, _("not written"), str(path))
    beside.replace(path)


def is_wide(tables: Sequence[ReportTable]) -> bool:
    """Whether the tables want the paper's long side."""
    return max((len(table.columns) for table in tables), default=0) > WIDE


def _printer(*, wide: bool) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF(15, 15, 15, 15), QPageLayout.Unit.Millimeter
        )
    )
    return printer


def _style() -> str:
    faces = ", ".join(f"'{name}'" for name in families()) or "sans-serif"
    return (
        f"body, td, th, p {{ font-family: {faces}; font-size: {_BODY_PT}pt; color: #000; }}"
        "h2 { font-size: 14pt; font-weight: 600; }"
        ".sub { color: #444; }"
        "th { text-align: left; font-weight: 600; border-bottom: 1px solid #000; padding: 3px 6px; }"
        "td { border-bottom: 1px solid #BBB; padding: 3px 6px; }"
        ".r { text-align: right; }"
    )


def _table(table: ReportTable) -> str:
    head = "".join(f"<th{_side(column)}>{escape(column.heading)}</th>" for column in table.columns)
    body = "".join(_row(table, row) for row in table.rows)
    foot = "".join(_row(table, row, strong=True) for row in table.totals)
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}{foot}</tbody>"
    return f"<table width='100%' cellspacing='0'>{rows}</table>"


def _row(table: ReportTable, cells: Sequence[Cell], *, strong: bool = False) -> str:
    texts = []
    for column, cell in zip(table.columns, cells, strict=True):
        text = escape(cell_text(column, cell, table.zone)) or "–"
        texts.append(f"<td{_side(column)}>{f'<b>{text}</b>' if strong else text}</td>")
    return f"<tr>{''.join(texts)}</tr>"


def _side(column: Column) -> str:
    return " class='r' align='right'" if column.is_figure else ""
