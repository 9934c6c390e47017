"""The form beside every table: one record is typed in, checked while it is typed, and kept once."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app.i18n import _
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.record_text import problem_text
from desktop_app.ui.widgets.drafts import Drafts, Kept, new_name, words_of
from desktop_app.ui.widgets.fields.groups import KEPT
from desktop_app.ui.widgets.form_frame import FormFrame
from desktop_app.usecases.form import Entry, Looked, Opened, Stored, look_at_form, open_form, store_form
from desktop_app.usecases.records.saving import ClosedMonthError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QHideEvent, QKeyEvent

    from desktop_app.ui.context import Context
    from desktop_app.usecases.form import Key
    from desktop_app.usecases.records.drafts import Problem

CHECK_MS: Final = 150
"""How long typing rests before it is checked."""
KEEP_MS: Final = 400
"""How long typing rests before it is kept as a draft."""
_COMMAND_BYTES: Final = 16
_ENTER: Final = frozenset([Qt.Key.Key_Return, Qt.Key.Key_Enter])


class RecordForm(FormFrame):
    """Takes one record after another.

    `saved` gives the key of a record that was kept. `left` follows where the form has done: after Save, not
    after Save-then-the-next, and when it is left by Esc; what was typed is then kept as a draft.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__(context, kind)
        self._context = context
        self.kind = kind
        self._key: Key | None = None
        self._first: dict[str, str] = {}
        self._left_fields: set[str] = set()
        self._problems: tuple[Problem, ...] = ()
        self._turn = 0
        self._ready = False
        self._saving = False
        self._tried = False
        self._confirmed = False
        self._needs_typing = False
        self._following = False
        self._defaults: Mapping[str, str] = {}
        self._command = b""
        self._draft = ""
        self._drafts: Drafts | None = None
        self._check_timer = _timer(self, CHECK_MS, self._check)
        self._keep_timer = _timer(self, KEEP_MS, self._keep)
        self.sheet.changed.connect(self._typed)
        self.sheet.entered.connect(self._entered)
        self.sheet.left.connect(self._field_left)
        self.save_button.clicked.connect(self.save)
        self.another_button.clicked.connect(self.save_and_add)
        self.close_button.clicked.connect(self.leave)
        self.offer.taken.connect(self._take_up)
        self.offer.dropped.connect(self._drop)
        self.closed.agreed.connect(self._change_closed)
        context.book_changed.connect(self._book_changed)
        self.retranslate()

    # What pages ask ------------------------------------------------------------------------------------

    def add(self, like: Key | None = None, defaults: Mapping[str, str] | None = None) -> None:
        """Begin a new record, as a duplicate of `like`, with `defaults` in their fields."""
        self._open(None, like, defaults or {})

    def edit(self, key: Key) -> None:
        """Change the record `key`."""
        self._open(key, None, {})

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not kept in the book."""
        return self._ready and self.sheet.texts() != self._first

    @property
    def key(self) -> Key | None:
        """The key of the record that is being changed; None while a new one is typed."""
        return self._key

    def save(self) -> None:
        """Keep the record; then the form has done."""
        self._save(following=False)

    def save_and_add(self) -> None:
        """Keep the record and begin the next, with what usually stays the same."""
        self._save(following=True)

    def leave(self) -> None:
        """Leave; what was typed is kept as a draft."""
        self._keep()
        self._ready = False
        self.left.emit()

    def retranslate(self) -> None:
        """Say everything anew in the language in force."""
        self.say_words()
        self._say_title()
        self._say_problems()

    # Opening -------------------------------------------------------------------------------------------

    def _open(self, key: Key | None, like: Key | None, defaults: Mapping[str, str]) -> None:
        self._keep()
        self._turn += 1
        self._ready = False
        self._key = key
        self._needs_typing = False
        self._defaults = defaults
        self._find_drafts()
        question = partial(
            open_form, kind=self.kind, turn=self._turn, today=self._context.today(), key=key, like=like
        )
        self._context.ask(question, self._opened, self._not_opened)

    def _opened(self, answer: Opened) -> None:
        if answer.turn == self._turn:
            self._fill({**answer.texts, **self._defaults})
            self._offer_draft()

    def _not_opened(self, error: BaseException) -> None:
        self._fill({})
        self._ready = False
        self.say_wrong(" · ".join(self._context.words_of(error)))

    def _fill(self, texts: Mapping[str, str]) -> None:
        """Put a record's texts in as the state from which typing begins."""
        self._ready = False
        self._tried = False
        self._confirmed = False
        self._left_fields.clear()
        self._problems = ()
        self.say_wrong("")
        self.closed.hide()
        self.foot.show_for(self._key)
        self.sheet.set_texts(texts)
        self._first = self.sheet.texts()
        self._command = os.urandom(_COMMAND_BYTES)
        self._draft = new_name()
        self._ready = True
        self._say_title()
        self.sheet.go_to(self.sheet.first_empty())
        self._check()

    # Drafts --------------------------------------------------------------------------------------------

    def _find_drafts(self) -> None:
        desk = self._context.desk
        if self._drafts is None and desk is not None:
            self._drafts = Drafts(desk.path, self.kind)

    def _offer_draft(self) -> None:
        others = self._drafts.of(_key_texts(self._key)) if self._drafts is not None else []
        kept = next((one for one in others if one.name != self._draft), None)
        self.offer.say(kept, words_of(kept, self._first) if kept is not None else "")

    def _take_up(self, kept: Kept) -> None:
        """Go on with a draft; what stands in the form goes where the draft was, should it be one."""
        self._keep()
        first = dict(self._first)
        self._fill({**first, **kept.texts})
        self._first = first
        self._draft = kept.name
        self._offer_draft()

    def _drop(self, kept: Kept) -> None:
        if self._drafts is not None:
            self._drafts.drop(kept.name)
        self._offer_draft()

    def _keep(self) -> None:
        """Keep as a draft what is typed; nothing where it is as it was at first."""
        self._keep_timer.stop()
        if not self._ready or self._drafts is None:
            return
        if self.is_dirty:
            self._drafts.keep(self._draft, _key_texts(self._key), self.sheet.texts(), self._context.clock())
        else:
            self._drafts.drop(self._draft)

    # Checking ------------------------------------------------------------------------------------------

    def _typed(self, _key: str) -> None:
        if self._ready:
            self._check_timer.start()
            self._keep_timer.start()

    def _entered(self, key: str) -> None:
        self.help.setText(self.sheet.blocks[key].field.guide)

    def _field_left(self, key: str) -> None:
        if self._ready and self.sheet.blocks[key].editor.text() != self._first.get(key, ""):
            self._left_fields.add(key)
            self._say_problems()

    def _check(self) -> None:
        self._check_timer.stop()
        if not self._ready:
            return
        self._turn += 1
        question = partial(
            look_at_form, kind=self.kind, texts=self.sheet.texts(), key=self._key, turn=self._turn
        )
        self._context.ask(question, self._looked)

    def _looked(self, looked: Looked) -> None:
        if looked.turn == self._turn and self._ready:
            self._show(looked)

    def _show(self, looked: Looked) -> None:
        self._problems = looked.checked.problems
        for key, block in self.sheet.blocks.items():
            block.say_read(looked.checked.texts.get(key, ""), looked.tails.get(key, ""))
        self._say_problems()

    def _say_problems(self) -> None:
        """Show problems where they may be shown: beside fields that were left, or all once saving failed."""
        shown: dict[str, Problem] = {}
        for problem in self._problems:
            if self._tried or problem.field in self._left_fields:
                shown.setdefault(problem.field, problem)
        for key, block in self.sheet.blocks.items():
            if key in shown:
                block.say_problem(problem_text(shown[key]), warning=shown[key].is_warning)
            else:
                block.say_problem("")
        whole = [problem for problem in self._problems if problem.field not in self.sheet.blocks]
        if self._tried:
            self.say_wrong(problem_text(whole[0]) if whole else "")

    # Saving --------------------------------------------------------------------------------------------

    def _save(self, *, following: bool) -> None:
        if not self._ready or self._saving or (self._needs_typing and not self.is_dirty):
            return
        self._lock(locked=True)
        self._check_timer.stop()
        self._turn += 1
        entry = Entry(
            kind=self.kind,
            texts=self.sheet.texts(),
            key=self._key,
            command_id=self._command,
            confirmed=self._confirmed,
        )
        command = partial(
            store_form, entry=entry, following=following, today=self._context.today(), kept=KEPT
        )
        self._following = following
        self._context.do(command, self._answered, self._not_saved)

    def _answered(self, answer: Stored | Looked) -> None:
        self._lock(locked=False)
        if isinstance(answer, Looked):
            self._refused(answer)
        else:
            self._stored(answer)

    def _refused(self, looked: Looked) -> None:
        self._tried = True
        self._show(looked)
        wrong = {problem.field for problem in self._problems if not problem.is_warning}
        first = next((key for key in self.sheet.blocks if key in wrong), None)
        if first is not None:
            self.sheet.go_to(first)

    def _stored(self, stored: Stored) -> None:
        self._ready = False
        self._keep_timer.stop()
        if self._drafts is not None:
            self._drafts.drop(self._draft)
        self._context.book_changed.emit(stored.changes)
        if stored.changes:
            self._say_stored(stored)
        self.foot.record_kept(stored.key)
        self.saved.emit(stored.key)
        if stored.following is None:
            self.left.emit()
            return
        self._key = None
        self._needs_typing = True
        self._fill(stored.following)
        self._offer_draft()

    def _say_stored(self, stored: Stored) -> None:
        text = _("Kept: {what}").format(what=f"{kind_name(self.kind)} {_key_words(stored.key)}")
        self._context.say(text, _("Undo"), self._context.actions["undo"].trigger)

    def _not_saved(self, error: BaseException) -> None:
        self._lock(locked=False)
        sentence = " · ".join(self._context.words_of(error))
        if isinstance(error, ClosedMonthError):
            self.closed.ask(self._context.words_of(error)[1])
        else:
            self.say_wrong(sentence)

    def _change_closed(self) -> None:
        """Save what the person, asked, wants to change in a closed month."""
        self._confirmed = True
        self._save(following=self._following)

    def _lock(self, *, locked: bool) -> None:
        self._saving = locked
        self.sheet.set_locked(locked=locked)
        self.save_button.setEnabled(not locked)
        self.another_button.setEnabled(not locked)

    # Keys and the rest ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Ctrl+Enter goes on to the next, Ctrl+D duplicates, Esc leaves; each once if held."""
        control = (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
        )
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and (plain or control):
            if not event.isAutoRepeat():
                self._enter(following=control)
        elif event.key() == Qt.Key.Key_Escape and plain:
            self.leave()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.evidence.take_pasted()
        elif event.key() == Qt.Key.Key_D and control and self._key is not None:
            self.add(like=self._key)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when the form goes out of sight."""
        self._keep()
        super().hideEvent(event)

    def _enter(self, *, following: bool) -> None:
        at = QApplication.focusWidget()
        if isinstance(at, QAbstractButton) and not following:
            at.click()
        else:
            self._save(following=following)

    def _say_title(self) -> None:
        name = kind_name(self.kind)
        if self._key is None:
            self.title.say(_("New {kind}").format(kind=name))
        else:
            self.title.say(_("Change {kind} {key}").format(kind=name, key=_key_words(self._key)))
        self.setAccessibleName(self.title.whole)

    def _book_changed(self, changes: object) -> None:
        """Forget all of another book; what is shown of this one is read anew, unless it is being typed in."""
        if changes is None:
            self._keep()
            if self._drafts is not None:
                self._drafts.finish()
            self._drafts, self._ready = None, False
            self.offer.say(None)
        elif self.foot.is_all_of(changes):
            self.foot.look_again()
        elif self._ready and self.isVisible() and not self.is_dirty and self._key is not None:
            self.edit(self._key)
        elif self._ready and self.isVisible():
            self._check_timer.start()


def _timer(parent: QWidget, milliseconds: int, slot: Callable[[], object]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _key_texts(key: Key | None) -> tuple[str, ...] | None:
    return None if key is None else tuple(str(part) for part in key)


def _key_words(key: Key) -> str:
    return " · ".join(str(part) for part in key)
