"""The foot of a table of records: how many they are, what they add up to, of filter and selection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Elided, column, hairline, label, row
from desktop_app.usecases.records.rows import sum_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.models.record_model import RecordModel
    from desktop_app.ui.widgets.record_table import RecordTable
    from desktop_app.usecases.records.layout import Field
    from desktop_app.usecases.records.rows import Query, Sum

CALM_MS: Final = 150
SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class _Sums:
    asked: int
    shown: Sequence[Sum] | None
    chosen: Sequence[Sum] | None


class RecordFoot(QWidget):
    """Two lines at most; sums are read off the window's thread, at the lowest rank."""

    def __init__(self, context: Context, model: RecordModel, table: RecordTable) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context, self._model, self._table = context, model, table
        self._asked = 0
        self._shown_sums: Sequence[Sum] = ()
        self._shown_known = False
        self.count = label("", "strong")
        self.sums = Elided("sub")
        self.chosen_count = label("", "strong")
        self.chosen_sums = Elided("sub")
        lines = column(hairline(), spacing=Space.XS)
        self._lines = []
        for first, rest in ((self.count, self.sums), (self.chosen_count, self.chosen_sums)):
            line = QWidget()
            line.setProperty("ground", "none")
            inside = row(first, spacing=Space.L)
            inside.addWidget(rest, 1)
            inside.setContentsMargins(Space.S, 0, Space.S, 0)
            line.setLayout(inside)
            lines.addWidget(line)
            self._lines.append(line)
        self.setLayout(lines)
        self._lines[1].hide()
        context.look.changed.connect(self._scale)
        self._scale()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self._ask)

    def _scale(self) -> None:
        for line in self._lines:
            line.setFixedHeight(self._context.look.px(Size.ROW_COMPACT - 4))

    def shown_changed(self) -> None:
        """Other rows are listed, or their figures may be others."""
        self._shown_known = False
        self._say_counts()
        self._timer.start()

    def chosen_changed(self) -> None:
        """Other rows are selected."""
        self._say_counts()
        self._timer.start()

    @property
    def is_calm(self) -> bool:
        """Whether no question is about to be asked."""
        return not self._timer.isActive()

    def _say_counts(self) -> None:
        count = self._model.rowCount()
        chosen = self._table.selected_count()
        known = formats.count(count) if self._model.is_whole else f"{formats.count(count)}+"
        self.count.setText(_("{count} rows").format(count=known))
        self.chosen_count.setText(_("{count} rows selected").format(count=formats.count(chosen)))
        self._lines[1].setVisible(chosen >= SEVERAL)

    def _ask(self) -> None:
        desk = self._context.desk
        if desk is None or not self._model.is_whole:
            return
        self._asked += 1
        chosen = self._table.selected_count()
        everything = chosen == self._model.rowCount()
        wanted = None
        if chosen >= SEVERAL and not everything:
            wanted = self._model.ids_in(self._table.selected_ranges())
        question = partial(
            _sums, self._asked, self._model.query, wanted, not self._shown_known, self._is_asked
        )
        self._context.tasks.watch(desk.later(question), self._say)

    def _is_asked(self, asked: int) -> bool:
        return asked == self._asked

    def _say(self, sums: _Sums | None) -> None:
        if sums is None or sums.asked != self._asked:
            return
        if sums.shown is not None:
            self._shown_sums, self._shown_known = sums.shown, True
        fields = {field.key: field for field in self._model.fields}
        self.sums.say(sums_text(self._shown_sums, fields))
        self.chosen_sums.say(sums_text(self._shown_sums if sums.chosen is None else sums.chosen, fields))
        self._say_counts()


def _sums(
    asked: int,
    query: Query,
    wanted: Sequence[int] | None,
    shown_too: bool,  # noqa: FBT001 - one of a job's arguments
    is_asked: object,
    book: Book,
) -> _Sums | None:
    if not is_asked(asked):  # type: ignore[operator]
        return None
    shown = sum_rows(book, query, None) if shown_too else None
    return _Sums(asked, shown, None if wanted is None else sum_rows(book, query, wanted))


def sums_text(sums: Sequence[Sum], fields: Mapping[str, Field]) -> str:
    """Sums in one line: each heading once, its figures by currency after it."""
    parts: dict[str, list[str]] = {}
    for each in sums:
        if each.text:
            heading = fields[each.field].heading if each.field in fields else each.field
            text = f"{formats.MINUS}{each.text[1:]}" if each.text.startswith("-") else each.text
            figure = f"{text} {each.currency}" if each.currency else text
            parts.setdefault(heading, []).append(figure)
    return "   ".join(f"{heading} {' · '.join(figures)}" for heading, figures in parts.items())
