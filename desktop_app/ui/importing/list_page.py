"""A page that lists a report's rows under chips, with what one does to the chosen ones beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedLayout, QVBoxLayout

from desktop_app.i18n import _, ngettext
from desktop_app.reports.report_table import ColumnKind, cell_text
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Card, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.foot import Foot
from desktop_app.ui.widgets.header_tools import FilterField, action_button
from desktop_app.ui.widgets.page import Notice, Page
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context


class ListPage(Page):
    """Filter, print and export in the header; chips, table and foot in a card; `side` beside it.

    Whoever inherits says the words, fills the table and hears of chips and of the selection.
    """

    chips_narrow = True
    """Whether the first chip shows all and the others a part of it; else each shows something else."""

    def __init__(self, context: Context, drawing: str, chips: Sequence[tuple[str, str]]) -> None:
        super().__init__(context.look, drawing)
        self._context = context
        self._chip_words = tuple(chips)
        self._keys: list[object] = []
        self.filter = FilterField(context.look, 200)
        self.print = action_button(context, "print")
        self.export = action_button(context, "export")
        for widget in (self.filter, self.print, self.export):
            self.header.buttons.addWidget(widget)
        self.group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        self._chip_line = row(spacing=Space.S)
        for at, (name, _text) in enumerate(chips):
            chip = make_chip(checked=at == 0)
            self.group.addButton(chip, at)
            self.chips[name] = chip
            self._chip_line.addWidget(chip)
        self._chip_line.addStretch(1)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.sort_by_headings()
        self.foot = Foot(context.look, self.table)
        self.nothing = Notice(context.look)
        self.nothing.acted.connect(self._clear)
        self.filter.textChanged.connect(self.model.set_filter)
        self.model.shown_changed.connect(self._shown_changed)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.group.idClicked.connect(self._choose_chip)

    def lay_out(self, side: QWidget, above: QWidget | None = None) -> None:
        """Put the parts on the page."""
        card = Card(spacing=Space.S)
        card.body.addLayout(self._chip_line)
        self._shelves = QStackedLayout()
        card.body.addLayout(self._shelves, 1)
        card.body.addWidget(self.foot)
        self._shelves.addWidget(self.table)
        self._shelves.addWidget(self.nothing)
        lower = row(spacing=Space.L)
        lower.addWidget(card, 1)
        lower.addWidget(side)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        if above is not None:
            outer.addWidget(above)
        outer.addLayout(lower, 1)

    @property
    def chip(self) -> str:
        """The chip in force."""
        return self._chip_words[self.group.checkedId()][0]

    def say_common(self) -> None:
        """Say anew what all such pages share."""
        self.filter.retranslate()
        self.print.setText(_("Print"))
        self.export.setText(_("Export Excel"))
        for name, text in self._chip_words:
            self.chips[name].setText(_(text))
        self.widen_chips()

    def show_table(self, table: ReportTable, keys: Sequence[object], drawn: Drawn) -> None:
        """Fill the table; the row that was chosen stays so, else the first is."""
        chosen = self.table.selected_keys()
        self.model.set_table(table, keys, drawn)
        shape = [column.key for column in table.columns]
        if [*shape, *keys] != self._keys:
            self._keys = [*shape, *keys]
            self.table.fit_columns(foot=self._widest(table))
        kept = [at for key in chosen if (at := self.model.row_of(key)) >= 0]
        if self.model.rowCount():
            self.table.choose_row(kept[0] if kept else 0)

    def _widest(self, table: ReportTable) -> list[str]:
        """The widest text of each column that is not told by its cells' order: the foot's, or a text's."""
        widest = self.foot.texts
        for at, column in enumerate(table.columns):
            if column.kind is ColumnKind.EXACT:
                widest[at] = max((str(cells[at] or "") for cells in table.rows), key=len, default="")
        return widest

    def seen_table(self) -> ReportTable | None:
        """The list as it is seen: for export and print."""
        seen = self.model.shown_table()
        return None if seen is None else replace(seen, totals=self.totals_of(self.model.shown_rows()))

    def totals_of(self, rows: Sequence[int]) -> tuple[tuple[int | str | None, ...], ...]:
        """The totals over rows of the table, by their places."""
        raise NotImplementedError

    def chip_chosen(self) -> None:
        """Hear that another chip is in force."""
        raise NotImplementedError

    def selected(self, keys: Sequence[object]) -> None:
        """Hear what is chosen in the table."""
        raise NotImplementedError

    def nothing_here(self) -> str:
        """What to say where a chip has no rows."""
        raise NotImplementedError

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter.take_over()

    def _shown_changed(self) -> None:
        if self.model.table is None:
            return
        rows = self.model.shown_rows()
        if not rows:
            typed = self.filter.text().strip()
            narrowed = self.chips_narrow and self.group.checkedId() > 0
            text = _("Nothing with “{typed}”").format(typed=typed) if typed else self.nothing_here()
            self.nothing.say(text, "", _("Show all") if typed or narrowed else "")
        self._shelves.setCurrentWidget(self.table if rows else self.nothing)
        columns = self.model.table.columns
        totals = self.totals_of(rows)
        cells = totals[0] if len(totals) == 1 else (None,) * len(columns)
        texts = [cell_text(column, cell) for column, cell in zip(columns, cells, strict=True)]
        texts[0] = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
        self.foot.say(texts, [column.is_figure for column in columns])
        self.table.widen_for(texts)
        self._selected()

    def _selected(self) -> None:
        self.selected(self.table.selected_keys())

    def widen_chips(self) -> None:
        """Give chips the room of their texts: the chosen one is written strong."""
        strong = QFontMetrics(font(Size.CAPTION, strong=True, scale=self.look.scale))
        for chip in self.chips.values():
            chip.setMinimumWidth(strong.horizontalAdvance(chip.text()) + 2 * Space.M)

    def _choose_chip(self, _at: int) -> None:
        self.widen_chips()
        self.chip_chosen()

    def _clear(self) -> None:
        self.filter.clear()
        if self.chips_narrow:
            self.chips[self._chip_words[0][0]].click()
