"""A new account: where one sells, in which currency, by which clock; the market fills in the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app import i18n
from desktop_app.domain.channel import Platform
from desktop_app.domain.markets import MARKETS
from desktop_app.i18n import _
from desktop_app.reports.code_words import shown_word_of
from desktop_app.reports.record_text import problem_text
from desktop_app.ui import formats
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Paragraph, label, row, set_property
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.records.saving import DraftRefusedError, save_draft

if TYPE_CHECKING:
    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.saving import Saved

WIDTH: Final = 480
LONGEST: Final = 60
"""Signs of an account's name."""
_FIELD: Final = 300


class AccountDialog(QDialog):
    """Asks for an account and enters it; `entered` is its name once it is there."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._command = uuid4().bytes
        self.entered = ""
        self.changes: Changes | None = None
        self.setWindowTitle(_("New account"))
        self.setFixedWidth(context.look.px(WIDTH))
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.name.setPlaceholderText(_("TikTok Thailand"))
        self.platform, self.market = Choice(), Choice()
        self.currency, self.timezone = QLineEdit(), Choice()
        self.currency.setMaxLength(3)
        self.timezone.setEditable(True)
        for platform in Platform:
            self.platform.addItem(shown_word_of("Platform", platform, i18n.language()))
        for market in MARKETS:
            self.market.addItem(f"{formats.market_name(market.code)} · {market.code}")
        self._problems: dict[str, Paragraph] = {}
        self.add = QPushButton(_("Add the account"))
        self.add.setProperty("kind", "primary")
        self.add.setDefault(True)
        self.add.clicked.connect(self._enter)
        leave = QPushButton(_("Cancel"))
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(_("Where do you sell?"), "section"))
        lead = Paragraph("sub", context.look.px(WIDTH) - 2 * Space.XL)
        lead.say(
            _("One account is one shop or one live account on one platform. Its files are known by it later.")
        )
        layout.addWidget(lead)
        layout.addLayout(self._fields())
        layout.addSpacing(Space.S)
        layout.addLayout(row(None, leave, self.add))
        self.market.currentIndexChanged.connect(self._fill_in)
        self.name.textEdited.connect(self._calm)
        self.currency.textEdited.connect(self._calm)
        self.timezone.editTextChanged.connect(self._calm)
        self._fill_in()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("account", _("Its name"), self.name),
            ("platform", _("Platform"), self.platform),
            ("market", _("Market"), self.market),
            ("currency", _("Currency"), self.currency),
            ("timezone", _("Time zone"), self.timezone),
        )
        for at, (key, text, field) in enumerate(fields):
            field.setFixedWidth(self._context.look.px(_FIELD))
            field.setAccessibleName(text)
            problem = Paragraph("error", self._context.look.px(_FIELD))
            problem.hide()
            self._problems[key] = problem
            grid.addWidget(label(text), 3 * at, 0)
            grid.addWidget(field, 3 * at, 1)
            grid.addWidget(problem, 3 * at + 1, 1)
            grid.setRowMinimumHeight(3 * at + 2, Space.XS)
        return grid

    def _fill_in(self) -> None:
        """Take currency and clock from the market; both can be changed."""
        market = MARKETS[max(self.market.currentIndex(), 0)]
        self.currency.setText(market.currency)
        self.timezone.clear()
        self.timezone.addItems(list(market.timezones))
        self._calm()

    def _enter(self) -> None:
        market = MARKETS[max(self.market.currentIndex(), 0)]
        draft = {
            "account": self.name.text(),
            "platform": list(Platform)[max(self.platform.currentIndex(), 0)].value,
            "market": market.code,
            "currency": self.currency.text(),
            "timezone": self.timezone.currentText(),
        }
        self.add.setEnabled(False)
        enter = partial(save_draft, kind="accounts", draft=draft, key=None, command_id=self._command)
        self._context.do(enter, self._done, self._wrong)

    def _done(self, saved: Saved) -> None:
        self.entered, self.changes = str(saved.key[0]), saved.changes
        self.accept()

    def _wrong(self, error: BaseException) -> None:
        self.add.setEnabled(True)
        found = error.problems if isinstance(error, DraftRefusedError) else ()
        faults = {each.field: problem_text(each) for each in found if not each.is_warning}
        for key, problem in self._problems.items():
            problem.say(faults.get(key, ""))
        if not faults:
            headline, sentence = self._context.words_of(error)
            self._problems["timezone"].say(f"{headline} · {sentence}")
        fields = {"account": self.name, "currency": self.currency, "timezone": self.timezone}
        for key, field in fields.items():
            set_property(field, "wrong", "true" if key in faults else "false")
        first = next((field for key, field in fields.items() if key in faults), self.name)
        first.setFocus()
        self.adjustSize()

    def _calm(self) -> None:
        for problem in self._problems.values():
            problem.say("")
        for field in (self.name, self.currency, self.timezone):
            set_property(field, "wrong", "false")
