"""The bin: deleted records, last deleted first, and bringing them back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.history.words import record_words
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.page import Notice
from desktop_app.ui.widgets.table import Table
from desktop_app.usecases.records.voiding import bin_rows, restore_from_bin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.voiding import BinRow

    Entries = tuple[tuple[int, int], ...]

PAGE: Final = 200


class BinPart(QWidget):
    """What was deleted by hand and is not there again."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._limit = PAGE
        self._rows: Sequence[BinRow] = ()
        self._zone: tzinfo | None = None
        self._entries: Entries = ()
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.nothing = Notice(context.look)
        self.more = QPushButton()
        self.restore = QPushButton()
        self.restore.setProperty("kind", "primary")
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        card = Card(spacing=Space.M)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        card.body.addWidget(self.wrong)
        card.body.addLayout(row(self.more, None, self.restore))
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.more.clicked.connect(self._show_more)
        self.restore.clicked.connect(self.bring_back)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.table.opened.connect(self.bring_back)

    def reload(self) -> None:
        """Read the bin anew."""
        self._context.ask(partial(_bin, limit=self._limit + 1), self._fill, self._say_wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.table.setAccessibleName(_("Bin"))
        self.more.setText(_("Show older ones"))
        self.restore.setText(_("Bring back"))
        self.nothing.say(
            _("The bin is empty"),
            _("What is deleted by hand lies here, and can be brought back at any time."),
        )
        if self._zone is not None:
            self._show()

    def bring_back(self, _key: object = None) -> None:
        """Bring the selected records back, as one step."""
        self._entries = tuple(
            self._rows[at].entry for at in self.table.selected_keys() if isinstance(at, int)
        )
        if self._entries:
            self._restore(confirmed=False)

    def _restore(self, *, confirmed: bool) -> None:
        command = partial(restore_from_bin, entries=self._entries, confirmed=confirmed)
        self._context.do(command, self._restored, self._not_restored)

    def _restored(self, changes: Changes) -> None:
        self._say_wrong(None)
        self._context.book_changed.emit(changes)
        count = len(self._entries)
        text = ngettext("{count} record brought back", "{count} records brought back", count)
        self._context.say(
            text.format(count=formats.count(count)), _("Undo"), self._context.actions["undo"].trigger
        )

    def _not_restored(self, error: BaseException) -> None:
        if not isinstance(error, ClosedMonthError):
            self._say_wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._restore(confirmed=True)

    def _fill(self, found: tuple[Sequence[BinRow], tzinfo]) -> None:
        self._rows, self._zone = found
        self._show()

    def _show(self) -> None:
        rows = self._rows[: self._limit]
        table = ReportTable(
            title=_("Bin"),
            columns=(
                Column(key="at", title=_("Deleted"), kind=ColumnKind.MOMENT),
                Column(key="kind", title=_("Kind")),
                Column(key="label", title=_("Record")),
                Column(key="person", title=_("Who")),
            ),
            rows=tuple(
                (r.voided_at, kind_name(r.kind), record_words(r.key, r.label), r.person or None) for r in rows
            ),
            zone=self._zone,
        )
        drawn = Drawn(styles={"label": CellStyle.STRONG, "at": CellStyle.MUTED, "kind": CellStyle.MUTED})
        self.model.set_table(table, range(len(rows)), drawn)
        self.table.fit_columns(stretch=2)
        self._shelves.setCurrentWidget(self.table if rows else self.nothing)
        self.more.setVisible(len(self._rows) > self._limit)
        self.table.choose_row(0)
        self._chosen()

    def _show_more(self) -> None:
        self._limit += PAGE
        self.reload()

    def _chosen(self) -> None:
        self.restore.setEnabled(bool(self.table.selected_keys()))
        self.restore.setVisible(bool(self._rows))

    def _say_wrong(self, error: BaseException | None) -> None:
        self.wrong.setText("" if error is None else self._context.words_of(error)[1])
        self.wrong.setVisible(error is not None)


def _bin(book: Book, *, limit: int) -> tuple[Sequence[BinRow], tzinfo]:
    return bin_rows(book, limit), book.settings.timezone
