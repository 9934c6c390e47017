"""Fields that know what may be meant: codes with their words, and names of other records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop_app.i18n import _
from desktop_app.reports.cell_lists import BrokenListError, quote, split_list, split_pair, unquote
from desktop_app.reports.pinyin import match_rank
from desktop_app.ui.widgets.fields.editor import Editor
from desktop_app.ui.widgets.fields.popup import Choice, ChoicePopup
from desktop_app.usecases.records.suggesting import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.ui.theme.look import LookInForce

SHOWN: Final = 12
_TAKE: Final = frozenset([Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])


class SuggestEditor(Editor):
    """A field with a list under it.

    Typing opens the list, Enter or Tab takes what is marked, Esc closes it; Down or the button at the right
    opens the whole list. What is typed in full needs no taking: Enter then goes to the form.
    """

    picking = Signal()

    def __init__(self, look: LookInForce) -> None:
        super().__init__(look)
        self._popup: ChoicePopup | None = None
        self.button = self.line.make_button()
        self.button.setIcon(look.icon("down"))
        self.button.clicked.connect(self._pressed)
        self.line.textEdited.connect(self._typed)
        self.line.stepped.connect(self._step)
        self.line.left.connect(self.close_list)
        self.line.installEventFilter(self)
        look.changed.connect(self._tint)
        self._name = ""

    def set_name(self, name: str) -> None:
        """What screen readers call field and button."""
        super().set_name(name)
        self._name = name
        self.button.setAccessibleName(_("Choose: {field}").format(field=name))

    def retranslate(self) -> None:
        """Say everything anew."""
        self.set_name(self._name)

    def set_locked(self, *, locked: bool) -> None:
        """Take no typing and no choosing."""
        super().set_locked(locked=locked)
        self.button.setEnabled(not locked)

    def close_list(self) -> None:
        """Put the list away."""
        if self._popup is not None:
            self._popup.hide()

    @property
    def offered(self) -> ChoicePopup | None:
        """The list, while it is open."""
        return self._popup if self._popup is not None and self._popup.isVisible() else None

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show a list, where the field still has the focus."""
        if not self.line.hasFocus() or self.line.isReadOnly():
            return
        if self._popup is None:
            self._popup = ChoicePopup(self.look, self.window())
            self._popup.chosen.connect(self.put)
        self._popup.offer(self.line, choices)

    def put(self, choice: Choice) -> None:
        """Put a choice into the field."""
        self.line.setText(self.with_choice(self.text(), choice.key))
        self.close_list()

    def with_choice(self, text: str, key: str) -> str:
        """The field's text once `key` was chosen."""
        return key

    def typed_part(self) -> str:
        """What the list is sought by."""
        return self.text().strip()

    def seek(self, typed: str) -> None:
        """Find what may be meant by `typed` and `offer` it."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter, Tab and Esc work on the open list."""
        if watched is self.line and isinstance(event, QKeyEvent) and not self.line.composing:
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if self.offered is not None and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key does with the list; returns whether that is all it does."""
        if event.key() == Qt.Key.Key_F4:
            self.picking.emit()
            return True
        popup = self.offered
        if popup is None:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_list()
            return True
        choice = popup.current
        if choice is None or event.key() not in _TAKE or event.modifiers():
            return False
        typed_in_full = choice.key == self.typed_part()
        self.put(choice)
        return event.key() != Qt.Key.Key_Tab and not typed_in_full

    def _typed(self, _text: str) -> None:
        if self.typed_part():
            self.seek(self.typed_part())
        else:
            self.close_list()

    def _step(self, by: int) -> None:
        if self.offered is not None:
            self.offered.step(by)
        elif by > 0:
            self.seek("")

    def _pressed(self) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.offered is not None:
            self.close_list()
        else:
            self.seek("")

    def _tint(self) -> None:
        self.button.setIcon(self.look.icon("down"))


@dataclass(frozen=True, slots=True)
class Word:
    """A code's word in the language in force, with what else it is found by."""

    key: str
    label: str
    note: str = ""
    words: tuple[str, ...] = ()


class WordEditor(SuggestEditor):
    """One of a few words: typed in Chinese, pinyin or English."""

    def __init__(self, look: LookInForce, words: Sequence[Word]) -> None:
        super().__init__(look)
        self._words = tuple(words)

    def set_words(self, words: Sequence[Word]) -> None:
        """Take other words, as in another language."""
        self._words = tuple(words)

    def seek(self, typed: str) -> None:
        """Offer the words that begin with or hold what is typed."""
        ranked = [(rank, word) for word in self._words if (rank := _rank(typed, word)) is not None]
        ranked.sort(key=itemgetter(0))
        self.offer([word for _rank, word in ranked] if typed else list(self._words))


_ORDER: Final = (0, 1, 3, 2, 4)
"""Places of the five ranks of a match: among a few words, initials tell more than letters in the middle."""


def _rank(typed: str, word: Word) -> int | None:
    """How well a word fits what is typed, 0 best; None where it does not."""
    ranks = [match_rank(typed, name) for name in (word.key, word.label, word.note, *word.words)]
    return min((_ORDER[rank] for rank in ranks if rank is not None), default=None)


class ReferenceEditor(SuggestEditor):
    """The key of another record, found by its name, its pinyin or its code; last used first."""

    def __init__(self, context: Context, refers_to: str) -> None:
        super().__init__(context.look)
        self._context = context
        self.refers_to = refers_to

    def seek(self, typed: str) -> None:
        """Ask the book what may be meant."""
        self._context.ask(partial(_suggest, refers_to=self.refers_to, typed=typed), self._found)

    def keys(self) -> tuple[str, ...]:
        """The keys that are named."""
        return (self.typed_part(),) if self.typed_part() else ()

    def text_with(self, keys: Sequence[str]) -> str:
        """The field's text with just these keys named."""
        return keys[0] if keys else ""

    def _found(self, answer: tuple[str, list[Choice]]) -> None:
        typed, choices = answer
        if typed in {self.typed_part(), ""}:
            self.offer(choices)


def _suggest(book: Book, *, refers_to: str, typed: str) -> tuple[str, list[Choice]]:
    return typed, list(suggest(book, refers_to, typed, SHOWN))


class SeveralEditor(ReferenceEditor):
    """Several keys in one text, `A; B`: the list is sought by the one being typed.

    `marks` are the signs before the figure that may follow a key: `=` of a weight, `×` of a number.
    """

    def __init__(self, context: Context, refers_to: str, marks: str) -> None:
        super().__init__(context, refers_to)
        self._marks = marks

    def keys(self) -> tuple[str, ...]:
        """The keys that are named, without their weights or numbers."""
        return tuple(self._parts())

    def text_with(self, keys: Sequence[str]) -> str:
        """The text with just these keys named; what is named already keeps its weight or number."""
        parts = self._parts()
        return "; ".join(parts.get(key, quote(key)) for key in keys)

    def _parts(self) -> dict[str, str]:
        try:
            items = split_list(self.text())
            return {(split_pair(i, self._marks)[0] if self._marks else unquote(i)): i for i in items}
        except BrokenListError:
            return {}

    def typed_part(self) -> str:
        """What stands after the last separator before the cursor."""
        before = self.text()[: self.line.cursorPosition()].replace("；", ";")
        return before.rpartition(";")[2].strip()

    def with_choice(self, text: str, key: str) -> str:
        """The text with the item being typed made `key`."""
        at = self.line.cursorPosition()
        before, after = text[:at].replace("；", ";"), text[at:].replace("；", ";")
        kept = before.rpartition(";")[0].strip()
        rest = after.partition(";")[2].strip()
        return "; ".join(part for part in (kept, quote(key), rest) if part)
