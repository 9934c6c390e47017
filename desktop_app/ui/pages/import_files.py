"""Import: files are recognised and previewed; what is confirmed goes in as one step, which can be undone."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from desktop_app import i18n
from desktop_app.i18n import _, ngettext
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.import_looking import KindShown, Looked, by_size, forget_shape, lay_out, look
from desktop_app.ui.import_words import (
    asked_line,
    fault_headline,
    fault_text,
    file_todos,
    kind_chips,
    needs,
    totals_rows,
)
from desktop_app.ui.importing.file_shelf import FileShelf
from desktop_app.ui.importing.import_side import ImportSide
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import HintButton, row, set_property
from desktop_app.ui.widgets.import_rows import ImportRows
from desktop_app.ui.widgets.page import Page
from desktop_app.usecases.import_desk import FilesChangedError, Preview, bring_in, save_refused
from desktop_app.usecases.importing.answers import NOTHING, Answers
from desktop_app.usecases.importing.ask_of import WHOSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.importers.table_shape import TableMapping
    from desktop_app.ui.context import Context
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport


class ImportPage(Page):
    """Drop files here; nothing is written before it was seen."""

    _stopped = Signal(object)
    _read = Signal(int, int, int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-import")
        self._context = context
        self._paths: list[Path] = []
        self._looked: Looked | None = None
        self._asked = 0
        self._files: list[ImportPlan | UnusableFileError] = []
        self._answers: dict[bytes, Answers] = {}
        self._stop = threading.Event()
        self._file = 0
        self._chosen: Path | None = None
        self._kinds: list[str] = []
        self.cancel = HintButton(context.look, shortcut=QKeySequence("Esc"))
        self.cancel.clicked.connect(self.leave)
        self.bring = HintButton(context.look, shortcut=QKeySequence("Ctrl+Return"), primary=True)
        self.bring.clicked.connect(self.confirm)
        self.header.buttons.addWidget(self.cancel)
        self.header.buttons.addWidget(self.bring)
        for keys, slot in (("Ctrl+Return", self.confirm), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self._lay_out()
        self.empty.acted.connect(context.actions["import"].trigger)
        self.failed.acted.connect(context.actions["import"].trigger)
        self.empty.second_acted.connect(partial(context.go, "reconciling"))
        self.rows.kinds.idClicked.connect(self._choose_kind)
        self.shelf.chosen.connect(self._choose_file)
        self.side.ask.answered.connect(self._answer)
        self.side.ask.mapping_wanted.connect(self._map)
        self.side.ask.forgotten.connect(self._forget)
        self.side.save_refused.clicked.connect(self._save_refused)
        self.side.new_account.clicked.connect(context.actions["account_new"].trigger)
        self._stopped.connect(self._end_stopped)
        self._read.connect(self._say_read, Qt.ConnectionType.QueuedConnection)
        context.book_changed.connect(self._stale)
        self.retranslate()
        self._show_state()

    def enter(self, what: object) -> None:
        """Look at files: `what` is a list of paths; else what was being looked at."""
        if isinstance(what, list) and what:
            self._paths = [path for path in what if isinstance(path, Path)]
            self._answers, self._chosen = {}, None
            self._look()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.cancel.setText(_("Cancel"))
        self.side.save_refused.setText(_("Save refused rows"))
        self.side.new_account.setText(_("New account…"))
        self.side.totals_title.setText(_("Control totals"))
        self.rows.retranslate(_("Rows of the file"), _("All"))
        self.empty.say(
            _("Drop files here"),
            _(
                "Orders, income statements, returns, live and advertising reports, carrier "
                "bills, exchange rates, or your own ledger workbook. Nothing is written "
                "before you have seen what is in them."
            ),
            _("Choose files"),
            _("Reconcile"),
        )
        self._show_state()

    # What is shown --------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Write nothing, and begin anew; what is still being read is left off."""
        self._asked += 1
        self._stop.set()
        self._paths, self._looked, self._files, self._answers = [], None, [], {}
        self._show_state()

    def confirm(self) -> None:
        """Bring in what was previewed."""
        preview = self._preview
        if preview is None or not self.bring.isEnabled() or self.bring.isHidden():
            return
        self._bring_in(preview, confirmed=False)

    def _bring_in(self, preview: Preview, *, confirmed: bool) -> None:
        desk = self._context.desk
        if desk is None:
            return
        self.bring.setEnabled(False)
        progress = Progress(self.window(), _("Bringing the rows in…"))
        future = desk.do(partial(bring_in, preview=preview, confirmed=confirmed, progress=progress.told))
        progress.follow(future)
        self._context.tasks.watch(future, self._brought, self._not_brought)
        future.add_done_callback(self._stopped.emit)

    def _end_stopped(self, future: Future[object]) -> None:
        """Whoever stopped the work may begin it again: nothing was written."""
        if future.cancelled() or isinstance(future.exception(), CancelledError):
            self.bring.setEnabled(True)

    def _not_brought(self, error: BaseException) -> None:
        preview = self._preview
        if isinstance(error, FilesChangedError):
            self._context.say(" · ".join(self._context.words_of(error)))
            self._look()
        elif not isinstance(error, ClosedMonthError) or preview is None:
            self._wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._bring_in(preview, confirmed=True)
        else:
            self.bring.setEnabled(True)

    @property
    def _preview(self) -> Preview | None:
        return self._looked.preview if self._looked is not None else None

    def _look(self) -> None:
        self._asked += 1
        self._stop.set()
        self._stop = stop = threading.Event()
        self.wait(_("Reading the files…"))
        self._looked = None
        self.cancel.show()
        self.bring.setEnabled(False)
        told = partial(self._told, self._asked, stop)
        question = partial(look, paths=self._paths, answers=dict(self._answers), progress=told)
        self._context.ask(question, partial(self._seen, self._asked), self._wrong)

    def _told(self, asked_as: int, stop: threading.Event, done: float, whole: float = 1.0) -> None:
        """Take, on the book's thread, how many files are read; end the reading where nobody wants it."""
        if stop.is_set():
            raise CancelledError
        self._read.emit(asked_as, int(done), int(whole))

    def _say_read(self, asked_as: int, done: int, whole: int) -> None:
        if asked_as == self._asked and self._looked is None and whole > 1:
            text = _("Reading the files: {done} of {whole}…")
            self.busy.setText(text.format(done=formats.count(done), whole=formats.count(whole)))

    def _seen(self, asked_as: int, looked: Looked) -> None:
        if asked_as != self._asked:
            return
        self._looked = looked
        preview = looked.preview
        by_path: dict[Path, ImportPlan | UnusableFileError] = {plan.path: plan for plan in preview.plans}
        by_path.update(preview.unusable)
        # Those that lay in a folder or zip come after those that were named, but what asks comes first.
        files = [by_path[p] for p in dict.fromkeys([*self._paths, *by_path]) if p in by_path]
        self._files = sorted(files, key=needs)
        names = [file.path for file in self._files]
        self._file = names.index(self._chosen) if self._chosen in names else 0
        self._show_state()

    def _show_state(self) -> None:
        """Show the page as it stands: asked to drop files, or the preview."""
        self.cancel.setVisible(bool(self._files))
        # Where a file asks something before it can be read, there may be nothing to bring in yet.
        self.bring.setVisible(self._looked is not None and bool(self._looked.preview.plans))
        if not self._files or self._preview is None:
            self.header.set_title(_("Import"))
            self.show_empty()
            return
        count = len(self._files)
        self.header.set_title(
            ngettext("Import {count} file", "Import {count} files", count).format(count=count),
            asked_line(self._files) or _("Nothing is written yet; it goes in as one step that can be undone"),
        )
        rows = self._looked.rows_to_write if self._looked is not None else 0
        self.bring.setText(
            ngettext("Bring in {count} row", "Bring in {count} rows", rows).format(count=formats.count(rows))
            if rows
            else _("Nothing new in them")
        )
        self.bring.setEnabled(rows > 0)
        if self._looked is not None:
            self.shelf.say(self._files, self._looked, self._file)
        self._fill_file()
        self.show_content()

    def _choose_file(self, at: int) -> None:
        self._file, self._chosen = at, self._files[at].path
        self.shelf.choose(at)
        self._fill_file()

    def _fill_file(self) -> None:
        file, preview = self._files[self._file], self._preview
        plan = None if isinstance(file, UnusableFileError) else file
        decimals = preview.decimals if preview is not None else {}
        self._kinds = by_size(plan) if plan else []
        self.rows.set_kinds(kind_chips(plan, self._kinds) if plan else [])
        refused = bool(plan and plan.refusals)
        self.side.refused_title.setText(_("Refused") if refused else _("To look at"))
        self.side.refused_title.setVisible(refused or bool(plan and plan.suspicions))
        self.side.refused.say(file_todos(plan, decimals) if plan else [])
        self.side.save_refused.setVisible(refused)
        totals = totals_rows(plan.totals, decimals) if plan else []
        self.side.totals.say(totals)
        self.side.totals_title.setVisible(bool(totals))
        self._fill_questions()
        self._choose_kind(0)

    def _choose_kind(self, at: int) -> None:
        file, preview = self._files[self._file], self._preview
        if isinstance(file, UnusableFileError) or preview is None or at >= len(self._kinds):
            self._say_why_not(file)
            return
        question = partial(lay_out, plan=file, kind=self._kinds[at], preview=preview)
        self._context.ask(question, self._fill_rows, self._wrong)

    def _fill_rows(self, shown: KindShown) -> None:
        at = self.rows.kinds.checkedId()
        still = self._files and shown.plan is self._files[self._file] and at >= 0
        if still and shown.kind == self._kinds[at]:
            self.rows.show_rows(shown.rows, shown.table)

    def _say_why_not(self, file: ImportPlan | UnusableFileError) -> None:
        """Where the rows would stand: why there are none, and the way out."""
        if isinstance(file, UnusableFileError):
            self.rows.say_why_not(fault_headline(file), fault_text(file))
        else:
            self.rows.say_why_not(_("Nothing of this file can be brought in"), "")

    # What a file leaves open ----------------------------------------------------------------------------

    def _fill_questions(self) -> None:
        file, preview = self._files[self._file], self._preview
        if preview is None:
            return
        path = file.path
        given = self._answers.get(preview.hashes.get(path, b""), NOTHING)
        self.side.ask.say(file, preview.accounts, given, can_map=path in preview.samples)
        whose = isinstance(file, UnusableFileError) and file.fault in WHOSE
        self.side.new_account.setVisible(whose)
        set_property(self.side.new_account, "kind", "plain" if preview.accounts else "primary")

    @property
    def _asks_whose(self) -> bool:
        unusable = self._preview.unusable.values() if self._preview is not None else ()
        return any(error.fault in WHOSE for error in unusable)

    def _answer(self, given: Answers) -> None:
        """Take what was said of the file; whose it is holds for all that ask the same and were not told."""
        preview, file = self._preview, self._files[self._file]
        if preview is None:
            return
        if isinstance(file, UnusableFileError) and given.account:
            asked = [path for path, error in preview.unusable.items() if error.fault in WHOSE]
            self._take(asked, Answers(account=given.account), preview)
        self._take([file.path], given, preview)
        self._look()

    def _take(self, paths: Iterable[Path], given: Answers, preview: Preview) -> None:
        for digest in filter(None, map(preview.hashes.get, paths)):
            self._answers[digest] = given.over(self._answers.get(digest, NOTHING))

    def _map(self) -> None:
        """Have the person say what the columns of the chosen file are."""
        preview = self._preview
        sample = preview.samples.get(self._files[self._file].path) if preview is not None else None
        if preview is None or sample is None:
            return
        from desktop_app.ui.importing.mapping_dialog import MappingDialog  # noqa: PLC0415 - loads the importers

        dialog = MappingDialog(self._context, sample, str(preview.zone), self.window())
        dialog.mapped.connect(self._mapped)
        dialog.open()

    def _mapped(self, mapping: TableMapping, shape: str) -> None:
        """Take how a table reads: all files with the same headings read so."""
        from desktop_app.usecases.mapping import has_shape  # noqa: PLC0415 - as above

        preview = self._preview
        if preview is not None:
            alike = [path for path, sample in preview.samples.items() if has_shape(sample, shape)]
            self._take([*alike, self._files[self._file].path], Answers(mapping=mapping), preview)
            self._look()

    def _forget(self, shape: str) -> None:
        """Forget how files like the chosen one read, and read it anew."""
        preview = self._preview
        if preview is not None:
            self._answers.pop(preview.hashes.get(self._files[self._file].path, b""), None)
        self._context.do(partial(forget_shape, shape=shape), self._forgotten, self._wrong)

    def _forgotten(self, _nothing: None) -> None:
        self._context.say(_("Forgotten; it asks again"))
        self._look()

    # Afterwards ------------------------------------------------------------------------------------------

    def _brought(self, reports: list[ImportReport]) -> None:
        added = sum(sum(report.added.values()) for report in reports)
        updated = sum(sum(report.updated.values()) for report in reports)
        text = _("Brought in: {added} new, {updated} changed").format(
            added=formats.count(added), updated=formats.count(updated)
        )
        refused = any(report.refusals for report in reports)
        if not refused:
            self.leave()
        self._context.book_changed.emit(object())
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)
        if not refused:
            unknown = any(each.code == "unknown_sku" for report in reports for each in report.suspicions)
            self._context.go("matching" if unknown else "sessions")
        else:
            self._look()

    def _save_refused(self) -> None:
        preview = self._preview
        if preview is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save refused rows as a workbook"), _("refused rows") + ".xlsx", "Excel (*.xlsx)"
        )
        if name:
            save = partial(save_refused, preview=preview, path=Path(name), language=i18n.language())
            self._context.ask(save, self._saved, self._wrong)

    def _saved(self, count: int) -> None:
        self._context.say(ngettext("{count} row saved", "{count} rows saved", count).format(count=count))

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self._files, self._looked = [], None
        self._show_state()
        self.show_failed(headline, sentence, _("Choose files"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self.leave()
        elif self._asks_whose and self.isVisible():
            # An account may have come: a file that could be nobody's is now somebody's.
            self._look()

    def _lay_out(self) -> None:
        self.shelf = FileShelf(self.look)
        self.rows = ImportRows(self.look)
        self.side = ImportSide(self.look)
        lower = row(spacing=Space.L)
        lower.addWidget(self.rows, 1)
        lower.addWidget(self.side)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(self.shelf)
        outer.addLayout(lower, 1)
