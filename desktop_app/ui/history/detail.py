"""What one step of the history did, field by field, with the button that takes it back."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QPushButton, QTextBrowser

from desktop_app.i18n import _, format_moment, ngettext
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.history.files import files_html
from desktop_app.ui.history.words import record_words
from desktop_app.ui.history_text import entry_title
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Card, Elided, label, row
from desktop_app.usecases.records.undoing import command_detail, undo_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from desktop_app.store.changes import Changes, HistoryEntry
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.undoing import CommandDetail, RecordChange

WIDTH: Final = 400
LOOK_MS: Final = 60
"""How long the keys rest on a step before it is looked up."""


class StepDetail(Card):
    """Shows a step; `taken_back` follows once it was taken back, with the changes."""

    taken_back = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=Space.M)
        self._context = context
        self._zone: tzinfo | None = None
        self._entry: HistoryEntry | None = None
        self._detail: CommandDetail | None = None
        self.title = Elided("section")
        self.when = label("", "sub", wrap=True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        # A long number or name without spaces is broken too: nothing is wider than the card.
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.viewport().setAutoFillBackground(False)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.button = QPushButton()
        self.button.clicked.connect(self.take_back)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(LOOK_MS)
        self._wait.timeout.connect(self._look)
        self.body.addWidget(self.title)
        self.body.addWidget(self.when)
        self.body.addWidget(self.text, 1)
        self.body.addWidget(self.wrong)
        self.body.addLayout(row(None, self.button))
        context.look.changed.connect(self._draw)
        self._scale()

    @property
    def is_calm(self) -> bool:
        """Whether nothing is about to be looked up."""
        return not self._wait.isActive()

    def show_entry(self, entry: HistoryEntry | None, zone: tzinfo) -> None:
        """Show a step of the history; None where none is chosen."""
        self._entry, self._zone = entry, zone
        self._wait.start()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.text.setAccessibleName(_("What this step did"))
        self.button.setText(_("Take this step back"))
        if self._entry is not None:
            self._wait.start()

    def take_back(self) -> None:
        """Take the step back, whatever was done since, unless that stands in the way."""
        self._undo(confirmed=False)

    def _look(self) -> None:
        if self._entry is not None:
            self._context.ask(partial(_detail_of, self._entry.command_id), self._fill, self._say_wrong)

    def _fill(self, detail: CommandDetail) -> None:
        if self._entry is None or detail.entry.number != self._entry.number:
            return
        self._detail = detail
        self._say_wrong(None)
        self._draw()

    def _draw(self) -> None:
        self._scale()
        detail = self._detail
        if detail is None or self._zone is None:
            return
        self.title.say(entry_title(detail.entry))
        laptop = _("this laptop") if detail.is_this_laptop else _("laptop {name}").format(name=detail.laptop)
        parts = [format_moment(detail.at, self._zone), detail.person, laptop]
        if detail.undone:
            parts.append(_("undone"))
        self.when.setText(" · ".join(part for part in parts if part))
        tokens = self._context.look.tokens
        self.text.document().setDefaultFont(font(Size.TABLE, scale=self._context.look.scale))
        self.text.document().setDefaultStyleSheet(
            f"td {{ padding: 3px 8px 3px 0; }} .m {{ color: {tokens.muted}; }} h4 {{ margin: 10px 0 2px 0; }}"
        )
        self.text.setHtml("".join(_html(detail)))
        self.button.setEnabled(detail.entry.action == "do" and not detail.undone)

    def _undo(self, *, confirmed: bool) -> None:
        if self._entry is None:
            return
        self.button.setEnabled(False)
        command = partial(undo_command, command_id=self._entry.command_id, confirmed=confirmed)
        self._context.do(command, self._undone, self._not_undone)

    def _undone(self, changes: Changes) -> None:
        self._context.book_changed.emit(changes)
        self.taken_back.emit(changes)
        text = _("Taken back: {what}").format(what=self.title.whole)
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)

    def _not_undone(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if not isinstance(error, ClosedMonthError):
            self._say_wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._undo(confirmed=True)

    def _say_wrong(self, error: BaseException | None) -> None:
        self.wrong.setText("" if error is None else self._context.words_of(error)[1])
        self.wrong.setVisible(error is not None)

    def _scale(self) -> None:
        self.setFixedWidth(self._context.look.px(WIDTH))


def _detail_of(command_id: bytes, book: Book) -> CommandDetail:
    return command_detail(book, command_id)


def _html(detail: CommandDetail) -> Iterator[str]:
    yield from files_html(detail.files)
    if not detail.records:
        nothing = _("No record was changed.")
        yield f"<p class='m'>{escape(nothing)}</p>"
    for record in detail.records:
        yield from _record(record)
    if detail.more:
        more = ngettext("… and {count} more record", "… and {count} more records", detail.more)
        yield f"<p class='m'>{escape(more.format(count=formats.count(detail.more)))}</p>"


def _record(record: RecordChange) -> Iterator[str]:
    effects = {"added": _("new"), "changed": _("changed"), "deleted": _("deleted")}
    head = f"{record.kind_name} · {effects[record.effect]}"
    name = record_words(record.key, record.label)
    yield f"<h4>{escape(name)}<br><span class='m'>{escape(head)}</span></h4><table width='100%'>"
    for field in record.fields:
        heading = f"<td width='36%' class='m'>{escape(field.heading)}</td>"
        if record.effect == "changed":
            before, after = escape(field.before) or "–", escape(field.after) or "–"
            yield f"<tr>{heading}<td width='32%'><s>{before}</s></td><td width='32%'>{after}</td></tr>"
        else:
            text = field.after if record.effect == "added" else field.before
            yield f"<tr>{heading}<td>{escape(text) or '–'}</td></tr>"
    yield "</table>"
