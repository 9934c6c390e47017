"""What the walker knows of languages: sentences of each, and one that is made up to be long."""

from __future__ import annotations

import gettext
import re
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app import i18n
from tests.translations import known_messages
from tests.ui.walker import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIELD: Final = re.compile(r"(\{[^{}]*\}|%\([^)]*\)\w|%\w|\*\.\w+)")
_LONGER: Final = 0.35
_SIGNS: Final = str.maketrans("aeiouAEIOUncCsS", "áéíóúÁÉÍÓÚñçÇšŠ")


@cache
def _messages() -> tuple[frozenset[str], frozenset[str]]:
    """English sentences whose Chinese differs, and those Chinese sentences."""
    english: set[str] = set()
    chinese: set[str] = set()
    for (_context, text), entries in known_messages().items():
        for _file, message in entries:
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if text not in strings and "{" not in text:
                english.add(text)
                chinese.update(strings)
    return frozenset(english), frozenset(chinese)


def words_of(language: str, data: Callable[[str], bool], names: frozenset[str] = frozenset()) -> Words:
    """What may be said in `language`, beside what is data."""
    english, chinese = _messages()
    return Words(language, english if language == "zh" else chinese, data, names)


class Pseudo(gettext.NullTranslations):
    """English with accents, a third longer, in brackets: shows what a longer language would break."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return stretched(message)


def stretched(message: str) -> str:
    """A message made longer, its open fields kept."""
    parts = _FIELD.split(message)
    text = "".join(part if at % 2 else part.translate(_SIGNS) for at, part in enumerate(parts))
    return f"{text}{'·~' * round(len(message) * _LONGER / 2)}"


@contextmanager
def pseudo() -> Iterator[None]:
    """Speak the made-up language while this holds."""
    before, i18n._current.translations = i18n._current.translations, Pseudo()
    try:
        yield
    finally:
        i18n._current.translations = before
