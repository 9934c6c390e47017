"""What leaves the program: what is seen as a workbook, a period's summary, print and PDF."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from desktop_app.i18n import _
from desktop_app.ui.dialogs.period import PeriodDialog
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.printing import document_of, is_wide, preview, save_pdf
from desktop_app.usecases.summary import write_seen, write_session, write_summary

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context
    from desktop_app.ui.main_window import MainWindow


class Output(QObject):
    """Export and print of the page that is shown."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._written: Path | None = None

    def export_seen(self) -> None:
        """Write what is seen to a workbook; on a stream's page, the stream's summary."""
        if self._context.desk is None:
            return
        if self._window.page == "session":
            self._export_session()
            return
        export_to = getattr(self._window.pages.currentWidget(), "export_to", None)
        if callable(export_to):
            export_to(self._ask, self._done)
            return
        table = self._seen()
        if table is None:
            self._context.say(_("There is nothing on this page to export"))
            return
        path = self._ask(table.title)
        if path is not None:
            self._context.ask(partial(write_seen, tables=[table], path=path), self._done, None)

    def export_summary(self) -> None:
        """Write a period's summary to a workbook."""
        if self._context.desk is None:
            return
        dialog = PeriodDialog(self._window, self._context.today())
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        start, end = dialog.period
        path = self._ask(_("Summary {start} to {end}").format(start=start, end=end))
        if path is None:
            return
        progress = Progress(self._window, _("Writing the workbook…"))
        future = self._context.desk.whole(
            partial(write_summary, start=start, end=end, today=self._context.today(), path=path)
        )
        progress.follow(future)
        self._context.tasks.watch(future, self._done)

    def print_seen(self) -> None:
        """Show the page's table as it will be printed; a page of paper prints itself."""
        if self._by_itself("print_pages"):
            return
        ask_printable = getattr(self._window.pages.currentWidget(), "ask_printable", None)
        if callable(ask_printable):
            ask_printable(self._print)
            return
        tables = self._printable()
        if not tables:
            self._context.say(_("There is nothing on this page to print"))
            return
        preview(self._window, document_of(tables), wide=is_wide(tables))

    def _print(self, table: ReportTable) -> None:
        preview(self._window, document_of([table]), wide=is_wide([table]))

    def save_pdf(self) -> None:
        """Write the page's table as a PDF, as it would be printed."""
        if self._by_itself("save_pages"):
            return
        tables = self._printable()
        if not tables:
            self._context.say(_("There is nothing on this page to print"))
            return
        path = self._ask(tables[0].title, ".pdf", _("Save PDF"), "PDF (*.pdf)")
        if path is None:
            return
        try:
            # On the window's own thread, for Qt's documents need one of Qt's threads.
            save_pdf(document_of(tables), path, wide=is_wide(tables))
        except OSError as error:
            headline, sentence = self._context.words_of(error)
            self._context.say(f"{headline} · {sentence}")
        else:
            self._done(path)

    def _by_itself(self, name: str) -> bool:
        """Whether the page does this itself: what it shows is laid out for paper already."""
        own = getattr(self._window.pages.currentWidget(), name, None)
        if callable(own):
            own()
        return callable(own)

    def _export_session(self) -> None:
        code = str(getattr(self._window.pages.currentWidget(), "session", ""))
        path = self._ask(code)
        if path is not None:
            write = partial(write_session, code=code, today=self._context.today(), path=path)
            self._context.ask(write, self._done)

    def _seen(self) -> ReportTable | None:
        seen = getattr(self._window.pages.currentWidget(), "seen_table", None)
        return seen() if callable(seen) else None

    def _printable(self) -> list[ReportTable]:
        table = self._seen()
        return [] if table is None else [table]

    def _ask(
        self, name: str, suffix: str = ".xlsx", title: str = "", kind: str = "Excel (*.xlsx)"
    ) -> Path | None:
        folder = Path(str(self._context.remembered("export").get("folder", "")))
        safe = "".join(" " if sign in '\\/:*?"<>|' else sign for sign in name)[:80]
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, title or _("Export Excel"), str(folder / f"{safe}{suffix}"), kind
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._context.remember("export", {"folder": str(path.parent)})
        return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")

    def _done(self, path: Path) -> None:
        self._written = path
        self._context.say(_("Written: {name}").format(name=path.name), _("Open"), self._open)

    def _open(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))
