"""Backups of the open book: the last one, all there are, the second place, the way back, the check."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.reports.fault_text import fault_text
from desktop_app.reports.keeping_text import age_text, backups_table
from desktop_app.ui.dialogs.ask import asked
from desktop_app.ui.history_text import command_title
from desktop_app.ui.models.report_model import ReportModel
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row
from desktop_app.ui.widgets.page import make_tight
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.keeping import KeepingView, keeping_view, lost_by_restoring

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.store.changes import HistoryEntry
    from desktop_app.ui.context import Context
    from desktop_app.usecases.checking import CheckReport

ROWS = 6
NAMED_STEPS = 5


class BackupSettings(SettingsPart):
    """Everything a family needs to be calm about its book."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: KeepingView | None = None
        self._asked: Path | None = None
        self._age = label("", "strong", wrap=True)
        self._how = label("", "sub", wrap=True)
        self.now = QPushButton()
        self.now.setProperty("kind", "primary")
        self.now.clicked.connect(context.actions["back_up"].trigger)
        self.check = QPushButton()
        self.check.clicked.connect(self._check)
        self._second = label("", "body", wrap=True)
        self.choose = QPushButton()
        self.choose.clicked.connect(context.actions["second_place"].trigger)
        self.forget = QPushButton()
        self.forget.clicked.connect(context.actions["no_second_place"].trigger)
        self.model = ReportModel(self)
        self.table = Table(context.look, compact=True)
        self.table.setModel(self.model)
        self.table.set_visible_rows(ROWS)
        self.table.opened.connect(self._ask_restore)
        self.back = QPushButton()
        self.back.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.back.clicked.connect(self._restore_chosen)
        state = column(self._age, self._how, spacing=Space.XS)
        state.addSpacing(Space.S)
        state.addLayout(row(self.now, self.check, None))
        place = column(self._second, spacing=Space.S)
        place.addLayout(row(self.choose, self.forget, None))
        self._there = QWidget()
        self._there.setLayout(column(self.table, self.back, spacing=Space.S))
        make_tight(self._there)
        self._names = [self.line(state), self.line(place), self.line(self._there)]
        self.table.selectionModel().selectionChanged.connect(self._mark)

    def enter(self) -> None:
        """Read what backups there are."""
        self.context.ask(keeping_view, self._fill)

    def retranslate(self) -> None:
        """Say everything anew."""
        for name, text in zip(self._names, (_("State"), _("Second place"), _("Backups")), strict=True):
            name.setText(text)
        self._how.setText(
            _(
                "By itself every half hour of work, before an import and on leaving; each is read back before"
                " it counts. Kept are the last 10, then one a day, a week, a month."
            )
        )
        self.now.setText(_("Back up now"))
        self.check.setText(_("Check the whole book"))
        self.choose.setText(_("Choose a folder…"))
        self.forget.setText(_("No second place"))
        self.back.setText(_("Bring the chosen one back…"))
        self.table.setAccessibleName(_("Backups"))
        if self._view is not None:
            self._fill(self._view)

    def _fill(self, view: KeepingView) -> None:
        self._view = view
        newest = view.backups[0].made_at.astimezone(view.zone).date() if view.backups else None
        self._age.setText(age_text(newest, self.context.today(), changed=view.changed))
        self.now.setEnabled(not view.read_only and (view.changed or bool(view.backups)))
        second = self.context.settings.backup_folder
        self._second.setText(
            second or _("None. A USB stick is a good one: a broken laptop takes its disk along.")
        )
        self.forget.setVisible(bool(second))
        made = [(one.made_at, one.path.name, len(one.evidence)) for one in view.backups]
        for part in (self._there, self._names[-1]):
            part.setVisible(bool(view.backups))
        self.model.set_table(backups_table(made, view.zone), [one.path for one in view.backups])
        self.table.fit_columns(stretch=1)
        self._mark()

    def _mark(self) -> None:
        self.back.setEnabled(len(self.table.selected_keys()) == 1)

    def _restore_chosen(self) -> None:
        for copy in self.table.selected_keys()[:1]:
            self._ask_restore(copy)

    def _ask_restore(self, copy: object) -> None:
        path = (
            next((one.path for one in self._view.backups if one.path == copy), None) if self._view else None
        )
        if path is not None:
            self._asked = path
            self.context.ask(partial(lost_by_restoring, copy=path), self._confirm)

    def _confirm(self, lost: list[HistoryEntry]) -> None:
        """Show what would be missing, then bring the backup back."""
        if self._asked is None:
            return
        count = ngettext("{count} step", "{count} steps", len(lost)).format(count=len(lost))
        names = [command_title(entry.title) for entry in lost[:NAMED_STEPS]]
        missing = (
            _("{count} taken since then would be missing: {names}").format(
                count=count, names=_(", ").join(names) + (" …" if len(lost) > NAMED_STEPS else "")
            )
            if lost
            else _("Nothing would be missing.")
        )
        sentence = missing + "\n" + _("The book as it is now is kept beside it.")
        if asked(self, _("Bring this backup back?"), sentence, _("Bring it back")):
            self.context.restore_requested.emit(self._asked)

    def _check(self) -> None:
        from desktop_app.usecases.checking import check_open_book  # noqa: PLC0415 - seldom asked for

        self.check.setEnabled(False)
        self.context.later(check_open_book, self._checked, self._not_checked)

    def _checked(self, report: CheckReport) -> None:
        self.check.setEnabled(True)
        if report.is_whole:
            self.context.say(
                _("Checked: file, references, history, evidence, and that every figure adds up. No faults.")
            )
            return
        wrong = len(report.faults) + len(report.unbalanced) + len(report.outdated)
        first = fault_text(report.faults[0].code, report.faults[0].data) if report.faults else ""
        count = ngettext("{count} fault found", "{count} faults found", wrong).format(count=wrong)
        self.context.say(f"{count} · {first}" if first else count)

    def _not_checked(self, error: BaseException) -> None:
        self.check.setEnabled(True)
        self.context.say(self.context.words_of(error)[1])
