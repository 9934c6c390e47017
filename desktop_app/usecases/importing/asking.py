"""What of a platform's file is asked where it does not say, and what of that is known from last time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_app.importers.cell_text import clean, is_blank
from desktop_app.importers.column_readers import heading_of
from desktop_app.importers.table_shape import heading_keys, shape_of
from desktop_app.usecases.importing.answers import NOTHING, Answers, HowRead, Shape, Source, renewed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.domain.channel import Account
    from desktop_app.importers.formats import CommonWords, Format
    from desktop_app.importers.mapped_sheet import Hints, MappedSheet
    from desktop_app.importers.recognise import HeaderMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownWord:
    """A word of a column that nobody knows, how many rows have it, and what it may mean.

    `choices` are the format's codes, each with a word that is known to mean it.
    """

    field: str
    heading: str
    word: str
    rows: int
    choices: tuple[tuple[str, str], ...]


class Asked:
    """The answers to what one file does not say: those given now, over those remembered for its shape."""

    def __init__(
        self, form: Format, match: HeaderMatch, hints: Hints, given: Answers, shapes: Mapping[str, Shape]
    ) -> None:
        headings = match.sheet.head(match.header_row)[match.header_row - 1]
        keys = heading_keys(headings)
        shape = shape_of(form.name, keys, *sorted(hints.currencies), *sorted(hints.markets))
        known = shapes.get(shape)
        blank = Shape(shape=shape, format=form.name, headings=tuple(map(clean, headings)), answers=NOTHING)
        self.given = given
        self.before = known.answers if known else NOTHING
        self.shape = renewed(known or blank, given)
        self.how: list[HowRead] = []

    @property
    def answers(self) -> Answers:
        """All that was answered."""
        return self.shape.answers

    def say(self, what: str, value: str, otherwise: Source) -> None:
        """Note how the file reads; who said so is known from the answers, else it is `otherwise`."""
        if value and value == getattr(self.given, what):
            source = Source.ASKED
        elif value and value == getattr(self.before, what) and not getattr(self.given, what):
            source = Source.LAST_TIME
        else:
            source = otherwise
        self.how.append(HowRead(what=what, value=value, source=source))

    def note_account(self, account: str, source: Source) -> None:
        """Note whose the file is; an account that the file itself tells is nothing to remember."""
        self.how.append(HowRead(what="account", value=account, source=source))
        kept = account if source in {Source.ASKED, Source.LAST_TIME} else None
        self.shape = replace(self.shape, answers=replace(self.shape.answers, account=kept))

    def note_zone(self, sheet: MappedSheet, owner: Account | None, words: CommonWords, zone: str) -> bool:
        """Note by which clock the file reads; False where that is merely assumed."""
        moments = [name for name in sheet.fields if sheet.layout.columns[name].reading == "moment"]
        if not moments:
            return True
        if all(sheet.match.brackets.get(name, "").startswith(("UTC", "GMT")) for name in moments):
            self.say("zone", sheet.match.brackets[moments[0]], Source.FILE)
            return True
        known = owner is not None and bool(owner.timezone or owner.market in words.markets)
        self.say("zone", zone, Source.ACCOUNT if known else Source.BOOK)
        return self.how[-1].source is not Source.BOOK


def with_words(form: Format, answers: Answers) -> Format:
    """Return a format that knows the words that were answered."""
    groups = {name: dict(words) for name, words in form.main.words.items()}
    for name, words in answers.words.items():
        column = form.main.columns.get(name)
        if column is not None and column.words in groups:
            known = set(groups[column.words].values())
            groups[column.words] |= {word: code for word, code in words.items() if code in known}
    return replace(form, main=replace(form.main, words=groups)) if answers.words else form


def unknown_words(sheet: MappedSheet) -> tuple[UnknownWord, ...]:
    """Return the words of a file whose meaning nobody knows, in the order of the columns."""
    found = []
    for name in sheet.fields:
        column = sheet.layout.columns[name]
        if column.reading != "word" or not column.words:
            continue
        choices: dict[str, str] = {}
        for word, code in sheet.layout.words[column.words].items():
            choices.setdefault(code, word)
        texts = Counter(map(clean, sheet.column(name)))
        found += [
            UnknownWord(
                field=name, heading=heading_of(column), word=word, rows=rows, choices=tuple(choices.items())
            )
            for word, rows in texts.items()
            if not is_blank(word) and sheet.layout.meaning(name, word) is None
        ]
    return tuple(found)
