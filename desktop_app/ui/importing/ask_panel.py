"""What one file leaves open, and what it was answered the last time: each with its choice, to be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.i18n import _, ngettext
from desktop_app.importers.cell_text import word_key
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.code_words import WORDS, word_of
from desktop_app.ui import formats
from desktop_app.ui.importing.mapping_questions import ZONES
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, label
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.importing.answers import NOTHING, Answers, HowRead, Source
from desktop_app.usecases.importing.ask_of import COLUMNS, WHOSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.usecases.importing.asking import UnknownWord
    from desktop_app.usecases.importing.plan import ImportPlan

_MOST_WORDS: Final = 20
_CURRENCIES: Final = (
    "CNY",
    "USD",
    "THB",
    "MYR",
    "VND",
    "IDR",
    "PHP",
    "SGD",
    "TWD",
    "JPY",
    "EUR",
    "GBP",
    "BRL",
)


class AskPanel(QWidget):
    """`answered(Answers)` gives all that was said of the file now; `mapping_wanted` asks for the dialog."""

    answered = Signal(object)
    mapping_wanted = Signal()
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._given = NOTHING
        self._shape = ""
        self.account: QComboBox | None = None
        self.zone: QComboBox | None = None
        self.currency: QComboBox | None = None
        self.date_order: QComboBox | None = None
        self.words: dict[tuple[str, str], QComboBox] = {}
        self.map: QPushButton | None = None
        self.forget: QPushButton | None = None
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(Space.XS)

    def say(
        self,
        file: ImportPlan | UnusableFileError,
        accounts: Sequence[str],
        given: Answers,
        *,
        can_map: bool,
    ) -> None:
        """Ask what `file` leaves open; `given` is what was answered of it before."""
        self._clear()
        self._given = given
        if isinstance(file, UnusableFileError):
            self._ask_of_unusable(file, accounts, can_map=can_map)
        else:
            self._shape = file.shape.shape if file.shape else ""
            for how in file.how:
                self._show(how, accounts)
            if any(how.source is Source.LAST_TIME for how in file.how):
                self._offer_forgetting()
            self._ask_words(file.unknown_words)
        self.setVisible(self._lines.count() > 0)

    # One question each ----------------------------------------------------------------------------------

    def _ask_of_unusable(self, file: UnusableFileError, accounts: Sequence[str], *, can_map: bool) -> None:
        if file.fault in WHOSE and accounts:
            choices = tuple((name, name) for name in accounts)
            self.account = self._ask(_("Whose file is this?"), choices, self._given.account or "")
        elif file.fault is FileFault.AMBIGUOUS_DATES and self._given.mapping is None:
            self._ask_dates(self._given.date_order or "", "")
        if can_map and (file.fault in COLUMNS or self._given.mapping is not None):
            self._offer_mapping(_("Say what its columns are…"), primary=True)

    def _show(self, how: HowRead, accounts: Sequence[str]) -> None:
        source = _source_text(how.source)
        if how.what == "mapping":
            again = how.source is Source.LAST_TIME
            text = (
                _("Columns read as they were mapped last time")
                if again
                else _("Columns read as you mapped them")
            )
            self._lines.addWidget(label(text, "sub", wrap=True))
            self._offer_mapping(_("Change the columns…"), primary=False)
        elif how.source is Source.FILE or (how.what == "zone" and how.source is Source.ACCOUNT):
            return
        elif how.what == "account":
            choices = tuple((name, name) for name in dict.fromkeys([*accounts, how.value]))
            self.account = self._ask(_("Whose file is this?"), choices, how.value, source)
        elif how.what == "zone":
            choices = tuple((name, formats.zone_name(name)) for name in dict.fromkeys([how.value, *ZONES]))
            self.zone = self._ask(_("Time zone of its times"), choices, how.value, source)
        elif how.what == "currency":
            choices = tuple((code, code) for code in dict.fromkeys([how.value, *_CURRENCIES]))
            self.currency = self._ask(_("Currency of its amounts"), choices, how.value, source)
        elif how.what == "date_order":
            self._ask_dates(how.value, source)

    def _ask_dates(self, chosen: str, source: str) -> None:
        choices = (("dmy", _("Day first: 31/12/2026")), ("mdy", _("Month first: 12/31/2026")))
        self.date_order = self._ask(_("How its dates read"), choices, chosen, source)

    def _ask_words(self, words: Sequence[UnknownWord]) -> None:
        for each in words[:_MOST_WORDS]:
            text = ngettext(
                "{heading}: “{word}” means ({count} row)",
                "{heading}: “{word}” means ({count} rows)",
                each.rows,
            )
            name = text.format(heading=each.heading, word=each.word, count=formats.count(each.rows))
            choices = tuple((code, _meaning(each.field, code, text)) for code, text in each.choices)
            self.words[each.field, each.word] = self._ask(name, choices, "")

    def _offer_mapping(self, text: str, *, primary: bool) -> None:
        self.map = QPushButton(text)
        self.map.setProperty("kind", "primary" if primary else "plain")
        self.map.clicked.connect(self.mapping_wanted)
        self._lines.addWidget(self.map)

    def _offer_forgetting(self) -> None:
        self.forget = QPushButton(_("Forget how it reads"))
        self.forget.clicked.connect(self._forget)
        self._lines.addWidget(self.forget)

    def _forget(self) -> None:
        self.forgotten.emit(self._shape)

    def _ask(self, name: str, choices: Sequence[tuple[str, str]], chosen: str, source: str = "") -> QComboBox:
        field = Choice()
        field.setAccessibleName(name)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if not chosen:
            field.addItem(_("– choose –"), "")
        for code, text in choices:
            field.addItem(text, code)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        field.activated.connect(self._changed)
        self._lines.addWidget(label(name, "sub", wrap=True))
        self._lines.addWidget(field)
        if source:
            self._lines.addWidget(label(source, "caption", wrap=True))
        return field

    def _changed(self, _at: int) -> None:
        said, changed = self._given, self.sender()
        # What stands unchanged as the account or the last time had it was not said now.
        if self.account is not None and changed is self.account:
            said = replace(said, account=_chosen(self.account))
        elif self.zone is not None and changed is self.zone:
            said = replace(said, zone=_chosen(self.zone))
        elif self.currency is not None and changed is self.currency:
            said = replace(said, currency=_chosen(self.currency))
        elif self.date_order is not None and changed is self.date_order:
            said = replace(said, date_order=_chosen(self.date_order))
        words = {name: dict(known) for name, known in said.words.items()}
        for (field_name, word), choice in self.words.items():
            if choice.currentData():
                words.setdefault(field_name, {})[word_key(word)] = str(choice.currentData())
        self.answered.emit(replace(said, words=words))

    def _clear(self) -> None:
        self.account = self.zone = self.currency = self.date_order = None
        self.map = self.forget = None
        self.words = {}
        self._shape = ""
        empty_layout(self._lines)


def _chosen(field: QComboBox) -> str | None:
    return str(field.currentData()) if field.currentData() else None


def _source_text(source: Source) -> str:
    return {
        Source.LAST_TIME: _("as last time"),
        Source.ACCOUNT: _("as the account is kept; the file does not say"),
        Source.BOOK: _("assumed; neither file nor account says"),
    }.get(source, "")


def _meaning(field: str, code: str, known: str) -> str:
    """What a code of a format is called: our own word for a state of orders, else a word that means it."""
    if field == "status":
        for state in WORDS["OrderStatus"]:
            if state.value == code:
                return word_of("OrderStatus", state, i18n.language())
        return {"returned": _("sent back by the buyer"), "failed": _("could not be delivered")}.get(
            code, known
        )
    return known
