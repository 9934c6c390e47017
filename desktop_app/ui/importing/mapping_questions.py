"""What a mapped table leaves open, each with its choice: constants, clock, dates, figures, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, label
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.mapping import word_choices
from desktop_app.usecases.records.layout import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.importers.table_shape import TableMapping
    from desktop_app.usecases.mapping import Lacking, StrangeWord, TableReading

ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Kuala_Lumpur",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Taipei",
    "Asia/Tokyo",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Mexico_City",
    "Europe/London",
    "Europe/Paris",
    "UTC",
)
"""Clocks that files are seen in."""
_MOMENTS: Final = frozenset({"moment", "event", "day_or_moment"})
_MOST_WORDS: Final = 40


class MappingQuestions(QWidget):
    """One line a question; `changed` when another answer is given."""

    changed = Signal()

    def __init__(self, accounts: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._accounts = tuple(accounts)
        self._asked: tuple[object, ...] = ()
        self.constants: dict[str, QComboBox | QLineEdit] = {}
        self.words: dict[tuple[str, str], QComboBox] = {}
        self.zone: QComboBox | None = None
        self.dates: QComboBox | None = None
        self.decimal: QComboBox | None = None
        self.alike: QComboBox | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, Space.M, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def say(self, reading: TableReading, mapping: TableMapping, home: str) -> None:
        """Ask what is open; a question that was asked already keeps its place and its answer."""
        kind = mapping.kind
        columns = {column.key: column for column in sheet_of(kind).columns}
        timed = any(columns[name].value in _MOMENTS for name in mapping.columns.values() if name in columns)
        strange = [(each.key, each.word) for each in reading.strange[:_MOST_WORDS]]
        known = [(key, word) for key, words in mapping.words.items() for word in words]
        alike = any(each.code.startswith("row_alike") for each in reading.plan.suspicions)
        doubts = bool(reading.doubtful_date), bool(reading.doubtful_figure)
        asked = (kind, tuple(each.key for each in reading.lacking), timed, doubts, alike)
        if asked == self._asked and set(strange) <= self.words.keys():
            return
        self._asked = asked
        self._clear()
        for lacking in reading.lacking:
            self._ask_constant(kind, lacking, mapping.constants.get(lacking.key, ""))
        if timed:
            self.zone = self._ask_zone(mapping.zone, home)
        if reading.doubtful_date:
            heading, text = reading.doubtful_date
            both = (("dmy", _("Day first")), ("mdy", _("Month first")))
            name = _("{heading}: {text} is").format(heading=heading, text=text)
            self.dates = self._ask(name, both, mapping.date_order)
        if reading.doubtful_figure:
            heading, text = reading.doubtful_figure
            signs = ((".", _("Point before decimals")), (",", _("Comma before decimals")))
            name = _("{heading}: {text} has").format(heading=heading, text=text)
            self.decimal = self._ask(name, signs, mapping.decimal)
        if alike:
            once = (("", _("Count once")), ("1", _("All count")))
            chosen = "1" if mapping.equal_rows else ""
            self.alike = self._ask(_("Rows that say the same"), once, chosen, blank=False)
        self._ask_words(reading.strange, known, mapping)

    def forget(self) -> None:
        """Ask nothing any more: the columns are others now."""
        self._asked = ()
        self._clear()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self._grid.count() == 0

    def given_constants(self) -> dict[str, str]:
        """What was said of fields that no column gives."""
        found = {}
        for key, field in self.constants.items():
            text = field.text() if isinstance(field, QLineEdit) else str(field.currentData() or "")
            if text.strip():
                found[key] = text.strip()
        return found

    def given_words(self) -> dict[str, dict[str, str]]:
        """What words were said to mean."""
        found: dict[str, dict[str, str]] = {}
        for (key, word), choice in self.words.items():
            if choice.currentData():
                found.setdefault(key, {})[word] = str(choice.currentData())
        return found

    # One question each ----------------------------------------------------------------------------------

    def _ask_constant(self, kind: str, lacking: Lacking, before: str) -> None:
        heading = next(field.heading for field in fields_of(kind) if field.key == lacking.key)
        if lacking.key == "account":
            choices = tuple((name, name) for name in self._accounts)
            self.constants["account"] = self._ask(heading, choices, before)
        elif lacking.choices:
            self.constants[lacking.key] = self._ask(heading, lacking.choices, before)
        else:
            field = QLineEdit(before)
            if lacking.key == "currency":
                has_account = any(each.key == "account" for each in sheet_of(kind).columns)
                field.setPlaceholderText(_("as the account's") if has_account else _("as the book's"))
            field.setAccessibleName(heading)
            field.editingFinished.connect(self.changed)
            self._add(heading, field)
            self.constants[lacking.key] = field

    def _ask_zone(self, before: str, home: str) -> QComboBox:
        names = dict.fromkeys([home, *ZONES, *([before] if before else [])])
        choices = tuple((name, formats.zone_name(name)) for name in names)
        return self._ask(_("Time zone of its times"), choices, before or home, blank=False)

    def _ask_words(
        self,
        strange: Sequence[StrangeWord],
        known: Sequence[tuple[str, str]],
        mapping: TableMapping,
    ) -> None:
        for each in strange[:_MOST_WORDS]:
            text = ngettext("“{word}”, {count} row", "“{word}”, {count} rows", each.rows)
            name = text.format(word=each.word, count=formats.count(each.rows))
            self.words[each.key, each.word] = self._ask(name, each.choices, "")
        for place in known:
            if place not in self.words:
                choices = word_choices(mapping.kind, place[0])
                self.words[place] = self._ask(f"“{place[1]}”", choices, mapping.words[place[0]][place[1]])

    def _ask(
        self, name: str, choices: Sequence[tuple[str, str]], chosen: str, *, blank: bool = True
    ) -> QComboBox:
        field = Choice()
        field.setAccessibleName(name)
        if blank:
            field.addItem(_("– choose –"), "")
        for code, text in choices:
            field.addItem(text, code)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        field.currentIndexChanged.connect(self._changed)
        self._add(name, field)
        return field

    def _changed(self, _at: int) -> None:
        self.changed.emit()

    def _add(self, name: str, field: QWidget) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(label(name, "sub", wrap=True), at, 0)
        self._grid.addWidget(field, at, 1)

    def _clear(self) -> None:
        self.constants, self.words = {}, {}
        self.zone = self.dates = self.decimal = self.alike = None
        empty_layout(self._grid)
