"""A claim's sheets on paper, for whoever has no spreadsheet program: looked at, printed, saved as a PDF."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
)

from desktop_app.i18n import N_, _, ngettext
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.subsidy.paper_output import PaperOutput, pdf_writer
from desktop_app.ui.subsidy.paper_view import PaperView
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.tabs import fit_chips
from desktop_app.ui.subsidy.ticked_lines import TickedLines
from desktop_app.ui.subsidy.words import FOLDER
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row
from desktop_app.ui.widgets.choices import Choice, make_chip
from desktop_app.ui.widgets.header_tools import action_button
from desktop_app.usecases.claim_desk import paper_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPdfWriter

    from desktop_app.reports.claim.paper import PaperSheet
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context

READERS: Final = (
    ("office", N_("For the office")),
    ("public", N_("For publication")),
    ("file", N_("For the file")),
)
"""For whom the sheets are, in the order of their chips."""
LEDGERS: Final = (
    ("", N_("Line by line")),
    ("day", N_("Added up by day")),
    ("session", N_("Added up by stream")),
)
SIDE: Final = 260


class PaperPage(SubsidyScreen):
    """The sheets of one claim at the left, a page of one of them at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, drawing="empty-import")
        self._number = ""
        self._sheets: tuple[PaperSheet, ...] = ()
        self._at = 0
        self._output: PaperOutput | None = None
        self._written: Path | None = None
        self.print = action_button(context, "print")
        self.save = HintButton(context.look, primary=True)
        self.save.clicked.connect(self.save_pages)
        self.offer(self.print, self.save)
        self.readers = QButtonGroup(self)
        for at, (_name, _title) in enumerate(READERS):
            self.readers.addButton(make_chip(checked=at == 0), at)
        self.readers.idClicked.connect(self.reload)
        self.ledger = Choice()
        self.ledger.activated.connect(self.reload)
        self.list = QListWidget()
        self.list.setItemDelegate(TickedLines(self.look, self.list))
        self.list.setSpacing(Space.XS // 2)
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemChanged.connect(self._offer)
        self.back, self.on = QPushButton(), QPushButton()
        for button, icon, by in ((self.back, "back", -1), (self.on, "forward", 1)):
            button.setProperty("kind", "quiet")
            button.setProperty("icon_name", icon)
            button.clicked.connect(partial(self._turn, by))
        self.look.changed.connect(self._tint)
        self._tint()
        self.place = label("", "sub")
        self.whole = make_chip()
        self.view = PaperView()
        self.whole.toggled.connect(self._show_whole)
        self.view.turned.connect(self._turn)
        self._lay_out()
        self.failed.acted.connect(self.reload)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the sheets of the claim of a number."""
        if isinstance(what, str) and what:
            self._number = what
        self.reload()

    def reload(self, _which: int = 0) -> None:
        """Make the sheets anew."""
        self.header.set_title(_("On paper"), "", self._number)
        self.wait(_("Laying the sheets out…"))
        desk = self._context.desk
        if desk is None:
            return
        progress = Progress(self.window(), _("Laying the sheets out…"))
        question = partial(
            paper_sheets,
            number=self._number,
            reader=READERS[max(self.readers.checkedId(), 0)][0],
            ledger_by=self.ledger.currentData() or "",
            today=self._context.today(),
            progress=progress.told,
        )
        future = desk.ask(partial(_or_stopped, question))
        progress.follow(future)
        self._context.tasks.watch(future, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.print.setText(_("Print…"))
        self.save.setText(_("Save PDF"))
        for at, (_name, title) in enumerate(READERS):
            self.readers.button(at).setText(_(title))
        fit_chips(self.look, self.readers.buttons())
        chosen = max(self.ledger.currentIndex(), 0)
        self.ledger.clear()
        for name, title in LEDGERS:
            self.ledger.addItem(_(title), name)
        self.ledger.setCurrentIndex(chosen)
        self.ledger.setAccessibleName(_("Ledger of sales"))
        self.list.setAccessibleName(_("Sheets to be printed"))
        for button, name in ((self.back, _("Page before")), (self.on, _("Next page"))):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.whole.setText(_("Whole page"))
        self.header.set_title(_("On paper"), "", self._number)
        self._say_place()

    # What is shown --------------------------------------------------------------------------------------

    def _fill(self, sheets: tuple[PaperSheet, ...] | None) -> None:
        self._sheets = sheets or ()
        self._offer()
        if not sheets:
            self.show_failed(_("Stopped"), _("Nothing was changed."), _("Try again"))
            return
        name = self.list.currentItem().data(_NAME) if self.list.currentItem() is not None else ""
        off = {item.data(_NAME) for item in self._items() if item.checkState() is Qt.CheckState.Unchecked}
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        for sheet in sheets:
            pages = ngettext("{count} page", "{count} pages", sheet.pages).format(count=sheet.pages)
            item = QListWidgetItem(f"{sheet.name} · {pages}")
            item.setData(_NAME, sheet.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if sheet.name in off else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
        names = [sheet.name for sheet in sheets]
        self.show_content()
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self._offer()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _chosen(self) -> list[PaperSheet]:
        """The sheets that are ticked; where none is, the one that is looked at."""
        pairs = zip(self._sheets, self._items(), strict=True)
        ticked = [sheet for sheet, item in pairs if item.checkState() is Qt.CheckState.Checked]
        return ticked or [self._sheets[max(self.list.currentRow(), 0)]]

    def _offer(self, _item: object = None) -> None:
        for part in (self.print, self.save):
            part.setEnabled(bool(self._sheets))
        if self._sheets and self.list.count() == len(self._sheets):
            count = sum(sheet.pages for sheet in self._chosen())
            said = ngettext("{count} page is printed", "{count} pages are printed", count)
            self.header.set_title(_("On paper"), said.format(count=count), self._number)

    def _choose(self, _at: int) -> None:
        self._at = 0
        self._show_page()

    def _show_page(self) -> None:
        at = max(self.list.currentRow(), 0)
        sheet = self._sheets[at]
        self.view.show_page(sheet, self._at, self._at + 1, sheet.pages)
        self._say_place()

    def _say_place(self) -> None:
        pages = self._sheets[max(self.list.currentRow(), 0)].pages if self._sheets else 1
        self.place.setText(f"{self._at + 1} / {pages}")
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at + 1 < pages)

    def _turn(self, by: int) -> None:
        pages = self._sheets[max(self.list.currentRow(), 0)].pages
        if 0 <= self._at + by < pages:
            self._at += by
            self._show_page()

    def _tint(self) -> None:
        for button in (self.back, self.on):
            button.setIcon(self.look.icon(str(button.property("icon_name"))))

    def _show_whole(self, whole: bool) -> None:  # noqa: FBT001 - a slot of Qt's
        self.view.set_whole(whole=whole)

    # What is done ---------------------------------------------------------------------------------------

    def print_pages(self) -> None:
        """Print the ticked sheets on a printer of one's choice."""
        if not self._sheets:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setDocName(self._number)
        if QPrintDialog(printer, self.window()).exec() == QDialog.DialogCode.Accepted:
            self._draw_on(printer, _("Printing…"), self._printed)

    def save_pages(self) -> None:
        """Save the ticked sheets as one PDF."""
        if not self._sheets:
            return
        chosen = self._chosen()
        name = f"{self._number} {chosen[0].name}" if len(chosen) == 1 else self._number
        folder = Path(str(self._context.remembered(FOLDER).get("folder", "")))
        target, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Save PDF"), str(folder / f"{name}.pdf"), "PDF (*.pdf)"
        )
        if target:
            path = Path(target)
            self.write_pdf(path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def write_pdf(self, path: Path) -> None:
        """Write the ticked sheets as a PDF; what stands there stays until it is done."""
        self._context.remember(FOLDER, {**self._context.remembered(FOLDER), "folder": str(path.parent)})
        beside = path.with_name(f".{path.name}.part")
        try:
            beside.open("wb").close()  # says why not, where Qt would only say that it did not
        except OSError as error:
            self._refused(error)
            return
        device = pdf_writer(beside, self._number)
        self._draw_on(
            device, _("Writing the PDF…"), partial(self._saved, path, beside), partial(_clear, beside)
        )

    def _draw_on(
        self,
        device: QPdfWriter | QPrinter,
        text: str,
        then: Callable[[None], object],
        ended: Callable[[Future[None]], None] | None = None,
    ) -> None:
        progress = Progress(self.window(), text)
        self._output = PaperOutput(self, self._chosen(), progress.told)
        if ended is not None:
            self._output.future.add_done_callback(ended)
        progress.follow(self._output.future)
        self._context.tasks.watch(self._output.future, then, self._refused)
        self._output.begin(device)

    def _saved(self, path: Path, beside: Path, _done: None) -> None:
        try:
            beside.replace(path)
        except OSError as error:
            self._refused(error)
            return
        self._written = path
        self._context.say(_("Written: {name}").format(name=path.name), _("Open"), self._open)

    def _printed(self, _done: None) -> None:
        self._context.say(_("Sent to the printer"))

    def _open(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _not_done(self, error: BaseException) -> None:
        self._context.say(" · ".join(self._context.words_of(error)))

    def _wrong(self, error: BaseException) -> None:
        self._sheets = ()
        self._offer()
        super()._wrong(error)

    def _leave(self) -> None:
        self._context.go("subsidy_claim", self._number)

    def _lay_out(self) -> None:
        side = Card(padding=Space.M)
        side.setFixedWidth(self.look.px(SIDE))
        side.body.addWidget(self.list, 1)
        side.body.addWidget(self.ledger)
        paper = Card(padding=Space.M)
        paper.body.addLayout(
            row(*self.readers.buttons(), None, self.whole, self.back, self.place, self.on, spacing=Space.S)
        )
        paper.body.addWidget(self.view, 1)
        outer = QHBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(side)
        outer.addWidget(paper, 1)


_NAME: Final = Qt.ItemDataRole.UserRole


def _clear(part: Path, future: Future[None]) -> None:
    """Remove what was drawn so far where it was stopped or failed."""
    if future.exception() is not None:
        part.unlink(missing_ok=True)


def _or_stopped(
    question: Callable[[Book], tuple[PaperSheet, ...]], book: Book
) -> tuple[PaperSheet, ...] | None:
    """The answer, None where it was stopped: then the page says so."""
    try:
        return question(book)
    except CancelledError:
        return None
