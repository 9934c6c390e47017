"""Import: files are recognised and previewed; what is confirmed goes in as one step, which can be undone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.i18n import _, ngettext
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.import_preview import PreviewRow, effect_name, preview_table
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.report_table import ColumnKind, ReportTable
from desktop_app.ui import formats
from desktop_app.ui.import_words import (
    fault_text,
    file_counts,
    file_line,
    refusal_todo,
    suspicion_todo,
    totals_rows,
)
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row, set_property
from desktop_app.ui.widgets.file_card import FileCard
from desktop_app.ui.widgets.import_side import ImportSide
from desktop_app.ui.widgets.page import Page
from desktop_app.ui.widgets.table import Table
from desktop_app.ui.widgets.todo import Todo
from desktop_app.usecases.import_desk import Preview, bring_in, look_at, save_refused
from desktop_app.usecases.importing.plan import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.ui.context import Context
    from desktop_app.usecases.importing.plan import ImportPlan, ImportReport

MOST_REFUSALS: Final = 200
SHELF: Final = 136


class ImportPage(Page):
    """Drop files here; nothing is written before it was seen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look, "empty-import")
        self._context = context
        self._paths: list[Path] = []
        self._preview: Preview | None = None
        self._files: list[ImportPlan | UnusableFileError] = []
        self._cards: list[FileCard] = []
        self._file = 0
        self._kinds: list[str] = []
        self._rows: list[PreviewRow] = []
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
        self.effects.idClicked.connect(self._filter)
        self.kinds.idClicked.connect(self._choose_kind)
        self.side.account.activated.connect(self._choose_account)
        self.side.save_refused.clicked.connect(self._save_refused)
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
        self.side.totals_title.setText(_("Control totals"))
        self.side.account_title.setText(_("Whose file is this?"))
        self.table.setAccessibleName(_("Rows of the file"))
        self.side.account.setAccessibleName(_("Whose file is this?"))
        texts = (_("All"), *(effect_name(effect) for effect in Effect))
        for at, text in enumerate(texts):
            self.effects.button(at).setText(text)
        self.empty.say(
            _("Drop files here"),
            _(
                "Orders, income statements, returns, live and advertising reports, carrier "
                "bills, exchange rates, or your own ledger workbook. Nothing is written "
                "before you have seen what is in them."
            ),
            _("Choose files"),
        )
        self._show_state()

    # What is shown --------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Write nothing, and begin anew."""
        self._paths, self._preview, self._files = [], None, []
        self._show_state()

    def confirm(self) -> None:
        """Bring in what was previewed."""
        preview = self._preview
        if preview is None or not self.bring.isEnabled() or self.bring.isHidden():
            return
        self.bring.setEnabled(False)
        self._context.do(partial(bring_in, preview=preview), self._brought, self._wrong)

    def _look(self, account: str | None = None) -> None:
        self.wait(_("Reading the files…"))
        self._preview = None
        self.bring.setEnabled(False)
        self._context.ask(partial(look_at, paths=self._paths, account=account), self._seen, self._wrong)

    def _seen(self, preview: Preview) -> None:
        self._preview = preview
        by_path: dict[Path, ImportPlan | UnusableFileError] = {plan.path: plan for plan in preview.plans}
        by_path.update(preview.unusable)
        self._files = [by_path[path] for path in dict.fromkeys(self._paths) if path in by_path]
        self._file = 0
        self._show_state()

    def _show_state(self) -> None:
        """Show the page as it stands: asked to drop files, or the preview."""
        self.cancel.setVisible(bool(self._files))
        self.bring.setVisible(bool(self._files))
        if not self._files or self._preview is None:
            self.header.set_title(_("Import"))
            self.show_empty()
            return
        count = len(self._files)
        self.header.set_title(
            ngettext("Import {count} file", "Import {count} files", count).format(count=count),
            _("Nothing is written yet; it goes in as one step that can be undone"),
        )
        rows = sum(
            sum(plan.counts(effect).values())
            for plan in self._preview.plans
            for effect in (Effect.NEW, Effect.CHANGED)
        )
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
                card.say(file.path.name, file_line(file), file_counts(file))
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
        for button in self.kinds.buttons():
            self.kinds.removeButton(button)
            button.hide()
            button.deleteLater()
        for at, kind in enumerate(self._kinds):
            chip = QPushButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            number = 0 if isinstance(file, UnusableFileError) else len(file.records[kind])
            chip.setText(f"{sheet_of(kind).name(i18n.language())} {formats.count(number)}")
            self.kinds.addButton(chip, at)
            self._kind_line.insertWidget(at, chip)
        refusals = [] if isinstance(file, UnusableFileError) else file.refusals
        todos = [refusal_todo(refusal) for refusal in refusals[:MOST_REFUSALS]]
        if not isinstance(file, UnusableFileError):
            todos += [suspicion_todo(one, file, self._decimals) for one in file.suspicions[:MOST_REFUSALS]]
        if isinstance(file, UnusableFileError):
            todos = [Todo(fault_text(file))]
        elif not todos:
            todos = [Todo(_("Every row can be brought in"), settled=True)]
        elif len(refusals) > MOST_REFUSALS:
            todos.append(Todo(_("{count} more").format(count=len(refusals) - MOST_REFUSALS)))
        odd = bool(refusals) or (not isinstance(file, UnusableFileError) and bool(file.suspicions))
        self.side.refused_title.setText(_("Refused") if refusals else _("To look at"))
        self.side.refused_title.setVisible(odd)
        for button in self.effects.buttons():
            button.setVisible(bool(self._kinds))
        self.side.refused.say(todos)
        self.side.save_refused.setVisible(bool(refusals))
        self._fill_totals()
        self._choose_kind(0)

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
            self.model.set_table(ReportTable(title="", columns=(), rows=()), [])
            self.note.setText(_("Nothing of this file can be brought in"))
            self.note.show()
            return
        kind = self._kinds[at]
        self._rows = [PreviewRow(p.effect.value, p.record, p.row) for p in file.records[kind]]
        table = preview_table(
            kind,
            self._rows,
            decimals=preview.decimals.__getitem__,
            currency=preview.currency,
            zone=preview.zone,
        )
        tones = {"new": "good", "changed": "warning", "unchanged": ""}
        drawn = Drawn(
            styles={table.columns[0].key: CellStyle.STRONG, "effect": CellStyle.PILL},
            tones={"effect": lambda i: tones[self._rows[i].effect]},
        )
        self.model.set_table(table, range(len(table.rows)), drawn)
        self.table.fit_columns(stretch=_widest_text(table))
        self.note.setText(" ".join(table.notes))
        self.note.setVisible(bool(table.notes))

    def _filter(self, at: int) -> None:
        wanted = None if at == 0 else list(Effect)[at - 1].value
        self.model.set_wanted(None if wanted is None else partial(self._has_effect, wanted))

    def _has_effect(self, effect: str, at: int) -> bool:
        return self._rows[at].effect == effect

    # Whose file ------------------------------------------------------------------------------------------

    def _fill_account(self) -> None:
        preview = self._preview
        asking = preview is not None and any(
            e.fault is FileFault.NEEDS_ACCOUNT for e in preview.unusable.values()
        )
        self.side.account_title.setVisible(asking)
        self.side.account.setVisible(asking)
        if asking and preview is not None:
            self.side.account.clear()
            self.side.account.addItem(_("Choose the account"))
            self.side.account.addItems(list(preview.accounts))

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
            self._context.go("sessions")
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
        self._files, self._preview = [], None
        self._show_state()
        self.show_failed(headline, sentence, _("Choose files"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self.leave()

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
        self.effects = QButtonGroup(self)
        self.kinds = QButtonGroup(self)
        self._kind_line = row(None, spacing=Space.S)
        effects = row(spacing=Space.S)
        for at in range(1 + len(Effect)):
            chip = QPushButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            self.effects.addButton(chip, at)
            effects.addWidget(chip)
        self.model = ReportModel(self)
        self.table = Table(self.look)
        self.table.setModel(self.model)
        self.note = label("", "caption")
        left = Card()
        effects.addStretch(1)
        left.body.addLayout(self._kind_line)
        left.body.addLayout(effects)
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self.note)
        self.side = ImportSide(self.look)
        lower = row(spacing=Space.L)
        lower.addWidget(left, 1)
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


def _widest_text(table: ReportTable) -> int:
    """The text, ids in the first column aside, that is longest: it gives way where space is short."""
    texts = [at for at, column in enumerate(table.columns[:-1]) if at and column.kind is ColumnKind.TEXT]
    widths = {at: max((len(str(row[at] or "")) for row in table.rows[:50]), default=0) for at in texts}
    return max(texts, key=widths.__getitem__, default=0)
