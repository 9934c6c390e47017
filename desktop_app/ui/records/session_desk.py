"""A stream's life from the list: planned, begun, ended, changed, deleted; each one step of undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.session import SessionStatus
from desktop_app.i18n import _
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import row
from desktop_app.usecases.records.many import void_records
from desktop_app.usecases.records.session_actions import close_session, open_session

if TYPE_CHECKING:
    from desktop_app.domain.statement import StatementRow
    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context


class SessionDesk(QWidget):
    """Buttons for the chosen stream; `edit_asked` with its code where its record is to be changed."""

    edit_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._code, self._status = "", ""
        self._wish = ""
        self.begin, self.end, self.edit, self.delete = (QPushButton() for _at in range(4))
        self.setLayout(row(self.begin, self.end, self.edit, self.delete, None, spacing=Space.S))
        self.begin.clicked.connect(self.begin_stream)
        self.end.clicked.connect(self.end_stream)
        self.edit.clicked.connect(self.change)
        self.delete.clicked.connect(self.bin_it)
        self.show_stream(None)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.begin.setText(_("Go live"))
        self.end.setText(_("End it"))
        self.edit.setText(_("Change…"))
        self.delete.setText(_("Delete"))

    def show_stream(self, stream: StatementRow | None) -> None:
        """Offer what can be done with a stream; nothing where none is chosen."""
        is_one = stream is not None and stream.status is not None
        self._code = stream.key if stream is not None and is_one else ""
        self._status = (stream.status or "") if stream is not None else ""
        self.begin.setEnabled(self._status == SessionStatus.PLANNED)
        self.end.setEnabled(self._status in {SessionStatus.PLANNED, SessionStatus.LIVE})
        self.edit.setEnabled(is_one)
        self.delete.setEnabled(is_one)

    def begin_stream(self) -> None:
        """Go live: it starts now."""
        self._do("begin")

    def end_stream(self) -> None:
        """It ends now, or at the end that was stated."""
        self._do("end")

    def change(self) -> None:
        """Change what was entered about it."""
        if self._code:
            self.edit_asked.emit(self._code)

    def bin_it(self) -> None:
        """Put it into the bin."""
        self._do("delete")

    def _do(self, wish: str) -> None:
        if self._code:
            self._wish = wish
            self._carry_out(confirmed=False)

    def _carry_out(self, *, confirmed: bool) -> None:
        command = partial(_carried_out, wish=self._wish, code=self._code, confirmed=confirmed)
        self._context.do(command, self._done, self._not_done)

    def _done(self, changes: Changes) -> None:
        texts = {
            "begin": _("On air: {stream}"),
            "end": _("Ended: {stream}"),
            "delete": _("Deleted: {stream}"),
        }
        text = texts[self._wish].format(stream=self._code)
        self._context.book_changed.emit(changes)
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)

    def _not_done(self, error: BaseException) -> None:
        if not isinstance(error, ClosedMonthError):
            self._context.say(" · ".join(self._context.words_of(error)))
        elif ask_closed(self._context, self.window(), error):
            self._carry_out(confirmed=True)


def _carried_out(book: Book, *, wish: str, code: str, confirmed: bool) -> Changes:
    if wish == "begin":
        return open_session(book, code)
    if wish == "end":
        return close_session(book, code, confirmed=confirmed)
    return void_records(book, "sessions", [(code,)], confirmed=confirmed)
