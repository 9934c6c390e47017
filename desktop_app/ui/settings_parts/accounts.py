"""The accounts of the book with what they pay: their own rates, and those that hold from a day on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.facts import KIND
from desktop_app.domain.pricing import rates_of
from desktop_app.i18n import _, language
from desktop_app.reports.code_words import shown_word_of
from desktop_app.reports.fee_text import fee_change_words, fee_words
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.settings_parts.part import SettingsPart
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, empty_layout, hairline, label, row
from desktop_app.ui.widgets.record_form import RecordForm
from desktop_app.usecases.accounts import AccountRates, accounts_with_rates
from desktop_app.usecases.records.many import void_records
from desktop_app.usecases.records.saving import ClosedMonthError

if TYPE_CHECKING:
    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context

KINDS: Final = frozenset({"accounts", "fee_rates"})
"""Kinds whose changes are seen here."""
_FORM: Final = 396

Key = tuple[object, ...]


class AccountSettings(SettingsPart):
    """Each account with its rates by date; a row is added and changed in the form beside."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._known: tuple[AccountRates, ...] = ()
        self.form: RecordForm | None = None
        self.new = QPushButton()
        self.new.setProperty("kind", "primary")
        self.new.clicked.connect(context.actions["account_new"].trigger)
        self._lead = label("", "sub", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.L)
        self.buttons: dict[tuple[str, Key], QPushButton] = {}
        self.card.body.addWidget(self._lead)
        self.card.body.addLayout(self._list)
        self.card.body.addLayout(row(self.new, None))
        context.book_changed.connect(self._book_changed)

    def outline(self) -> QLayout:
        """The card scrolls by itself, so that the form beside it stays in sight."""
        inside = QWidget()
        inside.setProperty("ground", "none")
        inside.setLayout(column(self.card, None))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.beside = row(self.area, spacing=Space.L)
        return self.beside

    def enter(self) -> None:
        """Read the accounts."""
        self.context.ask(partial(accounts_with_rates, today=self.context.today()), self._fill)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.new.setText(_("New account…"))
        self._lead.setText(
            _(
                "Where the platform's file states a fee, that counts. Where it does not, the fee is computed"
                " with these rates, as they stood on the day of the order."
            )
        )
        if self.form is not None:
            self.form.retranslate()
        self._fill(self._known)

    # The list -------------------------------------------------------------------------------------------

    def _fill(self, known: tuple[AccountRates, ...]) -> None:
        self._known = known
        self.buttons = {}
        empty_layout(self._list)
        for at, each in enumerate(known):
            if at:
                self._list.addWidget(hairline())
            self._list.addWidget(self._account(each))

    def _account(self, each: AccountRates) -> QWidget:
        """One account: what it is, what it paid at first, what changes from which day on, what holds now."""
        account = each.account
        code: Key = (account.account,)
        parts = (
            shown_word_of("Platform", account.platform, language()),
            formats.market_name(account.market),
            account.currency,
        )
        holder = QWidget()
        holder.setProperty("ground", "none")
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(Space.XS)
        lines.addWidget(label(account.account, "strong", wrap=True))
        lines.addWidget(label(" · ".join(parts), "sub", wrap=True))
        lines.addSpacing(Space.XS)
        own = fee_words(rates_of(account)) or _("no rates")
        first = _("At first: {rates}") if each.dated else _("Rates: {rates}")
        change = self._link("account", code, _("Change…"), _("Change account {name}"))
        lines.addLayout(_line(first.format(rates=own), change))
        for dated in each.dated:
            key = KIND["fee_rates"].key_of(dated)
            name = f"{account.account} {dated.from_on.isoformat()}"
            edit = self._link("edit", key, _("Change…"), _("Change rates of {name}"), name)
            remove = self._link("remove", key, _("Remove"), _("Remove rates of {name}"), name)
            lines.addLayout(_line(fee_change_words(dated), edit, remove))
            if dated.note:
                lines.addWidget(label(dated.note, "caption", wrap=True))
        if each.dated:
            now = _("Today: {rates}").format(rates=fee_words(each.now) or _("no rates"))
            lines.addWidget(label(now, "sub", wrap=True))
        add = self._link("add", code, _("Other rates from a day on…"), _("Add rates by date to {name}"))
        lines.addLayout(row(add, None))
        return holder

    def _link(self, what: str, key: Key, text: str, name: str, of: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "link")
        button.setProperty("what", what)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(name.format(name=of or str(key[0])))
        button.clicked.connect(self._clicked)
        self.buttons[what, key] = button
        return button

    def _clicked(self) -> None:
        found = next((at for at, button in self.buttons.items() if button is self.sender()), None)
        if found is None:
            return
        what, key = found
        match what:
            case "account":
                self.context.go("accounts", key)
            case "add":
                self._open_form().add(defaults={"account": str(key[0])})
            case "edit":
                self._open_form().edit(key)
            case "remove":
                self._remove(key, confirmed=False)

    # The form -------------------------------------------------------------------------------------------

    def _open_form(self) -> RecordForm:
        if self.form is None:
            self.form = RecordForm(self.context, "fee_rates")
            self.form.setFixedWidth(self.context.look.px(_FORM))
            self.form.left.connect(self._form_left)
            self.beside.addWidget(self.form)
        self.form.show()
        return self.form

    def _form_left(self) -> None:
        if self.form is not None:
            self.form.hide()

    # What is done ---------------------------------------------------------------------------------------

    def _remove(self, key: Key, *, confirmed: bool) -> None:
        command = partial(void_records, kind="fee_rates", keys=[key], confirmed=confirmed)
        self.context.do(command, self._removed, partial(self._not_removed, key))

    def _removed(self, changes: Changes) -> None:
        self.context.book_changed.emit(changes)
        self.context.say(_("Rates removed"), _("Undo"), self.context.actions["undo"].trigger)

    def _not_removed(self, key: Key, error: BaseException) -> None:
        if isinstance(error, ClosedMonthError):
            if ask_closed(self.context, self.window(), error):
                self._remove(key, confirmed=True)
        else:
            self.context.say(self.context.words_of(error)[1])

    def _book_changed(self, changes: Changes | None) -> None:
        if changes is None:
            self._form_left()
        by_kind = getattr(changes, "by_kind", None)
        if self.isVisible() and (by_kind is None or not KINDS.isdisjoint(by_kind)):
            self.enter()


def _line(text: str, *links: QPushButton) -> QHBoxLayout:
    """A sentence, and what can be done about it at its end."""
    result = row(label(text, "body", wrap=True), *links, spacing=Space.L)
    result.setStretch(0, 1)
    for link in links:
        result.setAlignment(link, Qt.AlignmentFlag.AlignTop)
    return result
