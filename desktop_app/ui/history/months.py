"""Months: which are closed, what each earned, what was changed in one since; closing and reopening."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from desktop_app.i18n import _
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.reports.sessions_table import state_name, state_tone
from desktop_app.ui import formats
from desktop_app.ui.history_text import entry_title
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import KEY, CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Elided, label, row
from desktop_app.ui.widgets.page import Notice
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.month_list import MonthList, month_list
from desktop_app.usecases.records.months import close_month, reopen_month

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.month_list import MonthLine

WIDTH: Final = 400


class MonthsPart(QWidget):
    """The months that are over; beside them what was changed in a closed one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._list: MonthList | None = None
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.nothing = Notice(context.look)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.close_it, self.reopen = QPushButton(), QPushButton()
        self.close_it.setProperty("kind", "primary")
        self.side = Card(spacing=Space.M)
        self.side.setFixedWidth(context.look.px(WIDTH))
        self.title = Elided("section")
        self.says = label("", "sub", wrap=True)
        self.changes_model = ReportModel(self)
        self.changes = Table(context.look)
        self.changes.setModel(self.changes_model)
        self.side.body.addWidget(self.title)
        self.side.body.addWidget(self.says)
        self.side.body.addWidget(self.changes, 1)
        self.side.body.addStretch(0)
        card = Card(spacing=Space.M)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        card.body.addWidget(self.wrong)
        card.body.addLayout(row(None, self.reopen, self.close_it))
        line = row(card, self.side, spacing=Space.L)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.close_it.clicked.connect(self.close_chosen)
        self.reopen.clicked.connect(self.reopen_chosen)
        self.table.selectionModel().currentRowChanged.connect(self._look_at)

    def reload(self) -> None:
        """Read the months anew."""
        question = partial(month_list, today=self._context.today())
        self._context.ask(question, self._fill, self._say_wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.table.setAccessibleName(_("Months"))
        self.changes.setAccessibleName(_("Changed since it was closed"))
        self.close_it.setText(_("Close the month"))
        self.reopen.setText(_("Reopen the month"))
        self.nothing.say(
            _("No month is over yet"),
            _("A month that is reckoned up can be closed; changing it then asks first, and is listed here."),
        )
        if self._list is not None:
            self._fill(self._list)

    def close_chosen(self) -> None:
        """Close the chosen month."""
        chosen = self._chosen()
        if chosen is not None and chosen.month.closed_at is None:
            command = partial(close_month, month=chosen.month.month, today=self._context.today())
            self._do(command, _("{month} is closed"))

    def reopen_chosen(self) -> None:
        """Reopen the chosen month."""
        chosen = self._chosen()
        if chosen is not None and chosen.month.closed_at is not None:
            self._do(partial(reopen_month, month=chosen.month.month), _("{month} is open again"))

    def _do(self, command: partial[Changes], said: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            text = said.format(month=_month_name(chosen))
            self._context.do(command, partial(self._done, text), self._say_wrong)

    def _done(self, text: str, changes: Changes) -> None:
        self._say_wrong(None)
        self._context.book_changed.emit(changes)
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)

    def _fill(self, found: MonthList) -> None:
        self._list = found
        lines = found.lines
        table = ReportTable(
            title=_("Months"),
            columns=(
                Column(key="month", title=_("Month")),
                Column(key="closed", title=_("Closed on"), kind=ColumnKind.DAY),
                Column(key="state", title=_("Figures")),
                Column(
                    key="profit",
                    title=_("Profit"),
                    kind=ColumnKind.MONEY,
                    unit=found.currency,
                    decimals=found.decimals,
                ),
                Column(key="changed", title=_("Changed since"), kind=ColumnKind.COUNT),
            ),
            rows=tuple(
                (
                    _month_name(line),
                    line.month.closed_at.astimezone(found.zone).date() if line.month.closed_at else None,
                    state_name(line.statement) if line.statement is not None else None,
                    line.statement.amounts["profit"] if line.statement is not None else None,
                    line.month.changed_since or None,
                )
                for line in lines
            ),
        )
        drawn = Drawn(
            styles={
                "month": CellStyle.STRONG,
                "state": CellStyle.PILL,
                "profit": CellStyle.GAIN,
            },
            tones={"state": partial(_tone, lines), "changed": partial(_changed_tone, lines)},
        )
        at = max(self.table.currentIndex().row(), 0)
        self.model.set_table(table, range(len(lines)), drawn)
        self.table.fit_columns()
        self._shelves.setCurrentWidget(self.table if lines else self.nothing)
        self.side.setVisible(bool(lines))
        self.table.choose_row(min(at, len(lines) - 1))
        self._look_at(self.table.currentIndex())

    def _look_at(self, _index: QModelIndex, _before: QModelIndex | None = None) -> None:
        chosen = self._chosen()
        is_closed = chosen is not None and chosen.month.closed_at is not None
        self.close_it.setVisible(chosen is not None and not is_closed)
        self.reopen.setVisible(is_closed)
        if chosen is None or self._list is None:
            return
        self.title.say(_month_name(chosen))
        if not is_closed:
            self.says.setText(_("Open. Close it once it is reckoned up; it can be reopened at any time."))
        elif chosen.changes:
            self.says.setText(_("Changed since it was closed"))
        else:
            self.says.setText(_("Closed, and nothing was changed in it since."))
        self.changes.setVisible(bool(chosen.changes))
        self.changes_model.set_table(_changes(chosen, self._list), range(len(chosen.changes)))
        self.changes.fit_columns(stretch=1)

    def _chosen(self) -> MonthLine | None:
        at = self.table.currentIndex().data(KEY)
        return self._list.lines[at] if self._list is not None and isinstance(at, int) else None

    def _say_wrong(self, error: BaseException | None) -> None:
        self.wrong.setText("" if error is None else self._context.words_of(error)[1])
        self.wrong.setVisible(error is not None)


def _changes(line: MonthLine, found: MonthList) -> ReportTable:
    return ReportTable(
        title=_month_name(line),
        columns=(
            Column(key="at", title=_("When"), kind=ColumnKind.MOMENT),
            Column(key="what", title=_("What")),
            Column(key="records", title=_("Records")),
        ),
        rows=tuple(
            (
                each.entry.at,
                entry_title(each.entry),
                f"{kind_name(each.kind)} {formats.count(each.number)}",
            )
            for each in line.changes
        ),
        zone=found.zone,
    )


def _month_name(line: MonthLine) -> str:
    return formats.month_name(date.fromisoformat(f"{line.month.month}-01"))


def _tone(lines: tuple[MonthLine, ...], at: int) -> str:
    statement = lines[at].statement
    return state_tone(statement) if statement is not None else ""


def _changed_tone(lines: tuple[MonthLine, ...], at: int) -> str:
    return "warning strong" if lines[at].month.changed_since else ""
