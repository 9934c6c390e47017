"""Import: files are recognised and previewed; what is confirmed goes in as one step, which can be undone."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.i18n import _, ngettext
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.ui.import_looking import KindShown, Looked, lay_out, look
from desktop_app.ui.import_words import (
    fault_text,
    file_counts,
    file_line,
    refusal_todo,
    suspicion_todo,
    totals_rows,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import HintButton, row, set_property
from desktop_app.ui.widgets.file_card import FileCard
from desktop_app.ui.widgets.import_rows import ImportRows
from desktop_app.ui.widgets.import_side import ImportSide
from desktop_app.ui.widgets.page import Page
from desktop_app.ui.widgets.todo import Todo
from desktop_app.usecases.import_desk import Preview, bring_in, save_refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.ui.context import Context
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport

MOST_REFUSALS: Final = 200
SHELF: Final = 136


class ImportPage(Page):
    """Drop files here; nothing is written before it was seen."""

    _stopped = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-import")
        self._context = context
        self._paths: list[Path] = []
        self._looked: Looked | None = None
        self._asked = 0
        self._files: list[ImportPlan | UnusableFileError] = []
        self._cards: list[FileCard] = []
        self._file = 0
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
        self.side.account.activated.connect(self._choose_account)
        self.side.save_refused.clicked.connect(self._save_refused)
        self.side.new_account.clicked.connect(context.actions["account_new"].trigger)
        self._stopped.connect(self._end_stopped)
        context.book_changed.connect(self._stale)
        self.retranslate()
        self._show_state()

    def enter(self, what: object) -> None:
        """Look at files: `what` is a list of paths; else what was being looked at."""
        if isinstance(what, list) and what:
            self._paths = [path for path in what if isinstance(path, Path)]
            self._look()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.cancel.setText(_("Cancel"))
        self.side.save_refused.setText(_("Save refused rows"))
        self.side.new_account.setText(_("New account…"))
        self.side.totals_title.setText(_("Control totals"))
        self.side.account_title.setText(_("Whose file is this?"))
        self.rows.retranslate(_("Rows of the file"), _("All"))
        self.side.account.setAccessibleName(_("Whose file is this?"))
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
        """Write nothing, and begin anew; what is still being read is not waited for."""
        self._asked += 1
        self._paths, self._looked, self._files = [], None, []
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
        if not isinstance(error, ClosedMonthError) or preview is None:
            self._wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._bring_in(preview, confirmed=True)
        else:
            self.bring.setEnabled(True)

    @property
    def _preview(self) -> Preview | None:
        return self._looked.preview if self._looked is not None else None

    def _look(self, account: str | None = None) -> None:
        self._asked += 1
        self.wait(_("Reading the files…"))
        self._looked = None
        self.cancel.show()
        self.bring.setEnabled(False)
        question = partial(look, paths=self._paths, account=account)
        self._context.ask(question, partial(self._seen, self._asked), self._wrong)

    def _seen(self, asked_as: int, looked: Looked) -> None:
        if asked_as != self._asked:
            return
        self._looked = looked
        preview = looked.preview
        by_path: dict[Path, ImportPlan | UnusableFileError] = {plan.path: plan for plan in preview.plans}
        by_path.update(preview.unusable)
        # Those that lay in a folder or zip come after those that were named.
        self._files = [by_path[p] for p in dict.fromkeys([*self._paths, *by_path]) if p in by_path]
        self._file = 0
        self._show_state()

    def _show_state(self) -> None:
        """Show the page as it stands: asked to drop files, or the preview."""
        self.cancel.setVisible(bool(self._files))
        self.bring.setVisible(bool(self._files) and self._can_bring)
        if not self._files or self._preview is None:
            self.header.set_title(_("Import"))
            self.show_empty()
            return
        count = len(self._files)
        self.header.set_title(
            ngettext("Import {count} file", "Import {count} files", count).format(count=count),
            _("Nothing is written yet; it goes in as one step that can be undone"),
        )
        rows = self._looked.rows_to_write if self._looked is not None else 0
        self.bring.setText(
            ngettext("Bring in {count} row", "Bring in {count} rows", rows).format(count=formats.count(rows))
            if rows
            else _("Nothing new in them")
        )
        self.bring.setEnabled(rows > 0)
        self._fill_cards()
        self._fill_file()
        self._fill_account()
        self.show_content()

    @property
    def _can_bring(self) -> bool:
        """Whether a file was read of which one can say what it brings: not where it is asked whose it is."""
        return self._looked is not None and bool(self._looked.preview.plans)

    def _fill_cards(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for at, file in enumerate(self._files):
            card = FileCard(at)
            if isinstance(file, UnusableFileError):
                card.say(file.path.name, _("Cannot be used yet"), "", wrong=True)
            else:
                counts = self._looked.counts[file.path] if self._looked is not None else {}
                card.say(file.path.name, file_line(file), file_counts(file, counts))
            card.chosen.connect(self._choose_file)
            set_property(card, "chosen", "true" if at == self._file else "false")
            self._cards.append(card)
            self._card_line.insertWidget(at, card)

    def _choose_file(self, at: int) -> None:
        self._file = at
        for index, card in enumerate(self._cards):
            set_property(card, "chosen", "true" if index == at else "false")
        self._fill_file()

    def _fill_file(self) -> None:
        file = self._files[self._file]
        self._kinds = [] if isinstance(file, UnusableFileError) else _by_size(file)
        self.rows.set_kinds([self._kind_text(file, kind) for kind in self._kinds])
        refusals = [] if isinstance(file, UnusableFileError) else file.refusals
        todos = [refusal_todo(refusal) for refusal in refusals[:MOST_REFUSALS]]
        if not isinstance(file, UnusableFileError):
            todos += [suspicion_todo(one, file, self._decimals) for one in file.suspicions[:MOST_REFUSALS]]
        if not todos and not isinstance(file, UnusableFileError):
            todos = [Todo(_("Every row can be brought in"), settled=True)]
        elif len(refusals) > MOST_REFUSALS:
            todos.append(Todo(_("{count} more").format(count=len(refusals) - MOST_REFUSALS)))
        odd = bool(refusals) or (not isinstance(file, UnusableFileError) and bool(file.suspicions))
        self.side.refused_title.setText(_("Refused") if refusals else _("To look at"))
        self.side.refused_title.setVisible(odd)
        self.side.refused.say(todos)
        self.side.save_refused.setVisible(bool(refusals))
        self._fill_totals()
        self._choose_kind(0)

    @staticmethod
    def _kind_text(file: ImportPlan | UnusableFileError, kind: str) -> str:
        number = 0 if isinstance(file, UnusableFileError) else len(file.records[kind])
        return f"{sheet_of(kind).name(i18n.language())} {formats.count(number)}"

    @property
    def _decimals(self) -> Mapping[str, int]:
        return self._preview.decimals if self._preview is not None else {}

    def _fill_totals(self) -> None:
        file, preview = self._files[self._file], self._preview
        lines = (
            []
            if isinstance(file, UnusableFileError) or preview is None
            else totals_rows(file, preview.decimals)
        )
        self.side.totals.say(lines)
        self.side.totals_title.setVisible(bool(lines))

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
        sentence = fault_text(file) if isinstance(file, UnusableFileError) else ""
        whose = isinstance(file, UnusableFileError) and file.fault is FileFault.NEEDS_ACCOUNT
        headline = _("Whose file is this?") if whose else _("Nothing of this file can be brought in")
        self.rows.say_why_not(headline, sentence)

    # Whose file ------------------------------------------------------------------------------------------

    def _fill_account(self) -> None:
        preview, asking = self._preview, self._asks_whose
        none = preview is not None and not preview.accounts
        self.side.account_title.setVisible(asking)
        self.side.account.setVisible(asking and not none)
        self.side.new_account.setVisible(asking)
        set_property(self.side.new_account, "kind", "primary" if none else "plain")
        if asking and preview is not None:
            self.side.account.clear()
            self.side.account.addItem(_("Choose the account"))
            self.side.account.addItems(list(preview.accounts))

    @property
    def _asks_whose(self) -> bool:
        unusable = self._preview.unusable.values() if self._preview is not None else ()
        return any(error.fault is FileFault.NEEDS_ACCOUNT for error in unusable)

    def _choose_account(self, at: int) -> None:
        if at > 0:
            self._look(self.side.account.itemText(at))

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
        cards = QWidget()
        cards.setProperty("ground", "none")
        self._card_line = QHBoxLayout(cards)
        self._card_line.setContentsMargins(0, 0, 0, 0)
        self._card_line.setSpacing(Space.L)
        self._card_line.addStretch(1)
        shelf = QScrollArea()
        shelf.setWidgetResizable(True)
        shelf.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shelf.setFixedHeight(self.look.px(SHELF))
        shelf.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shelf.setWidget(cards)
        self.rows = ImportRows(self.look)
        self.side = ImportSide(self.look)
        lower = row(spacing=Space.L)
        lower.addWidget(self.rows, 1)
        lower.addWidget(self.side)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(shelf)
        outer.addLayout(lower, 1)


def _by_size(plan: ImportPlan) -> list[str]:
    """The kinds of record that a file brings, the most numerous first."""
    return sorted(
        (kind for kind, rows in plan.records.items() if rows), key=lambda kind: -len(plan.records[kind])
    )
