"""Which editor a field has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.ui.widgets.fields.days import DayEditor
from desktop_app.ui.widgets.fields.editor import Editor, TextEditor
from desktop_app.ui.widgets.fields.suggesting import ReferenceEditor, SeveralEditor, Word, WordEditor
from desktop_app.ui.widgets.fields.usual import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.layout import Field

_DAYS: Final = frozenset(["day", "moment", "event", "day_or_moment"])
_LISTS: Final = {"ids": "", "shares": "=＝", "components": "×✕✖*"}
"""Lists, with the signs that may stand between a key and its figure."""


def make_editor(context: Context, field: Field) -> Editor:
    """The editor for a field's kind of value."""
    if field.refers_to and field.value in _LISTS:
        return SeveralEditor(context, field.refers_to, _LISTS[field.value])
    if field.refers_to:
        return ReferenceEditor(context, field.refers_to)
    if field.choices or field.value in WORDS:
        return WordEditor(context.look, words_of(field))
    if field.value in _DAYS:
        editor = DayEditor(context.look)
        editor.today = context.today()
        return editor
    return TextEditor(context.look)


def words_of(field: Field) -> Sequence[Word]:
    """What a field with few words may say, in the language in force."""
    if field.value in WORDS:
        return WORDS[field.value]()
    return [Word(key=word, label=word, words=(code,)) for code, word in field.choices]
