"""A value of a scheme file with its place: typed access, and refusals that name where."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from desktop_app.domain.subsidy.errors import SchemeFault, SchemeRefusedError
from desktop_app.domain.subsidy.figure import FIGURE, LONGEST, SIGNED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_FILE: Final = 1 << 20
"""Bytes of the longest scheme file that is read."""
DEEPEST: Final = 40
"""Levels of objects and lists; a scheme needs seven."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_KEY: Final = re.compile(r"\w+")

Word = TypeVar("Word", bound=StrEnum)


class _Number:
    """A JSON number, which is never right in a scheme: figures are texts."""

    def __init__(self, token: str) -> None:
        self.token = token


class _Object(dict[str, Any]):
    """A JSON object that remembers which key stood in it twice."""

    twice: str | None = None


class Node:
    """One value of a scheme file; `place` is its path, such as `rule.tiers[1].from`."""

    def __init__(self, value: Any, place: str = "") -> None:
        self.value = value
        self.place = place

    def refuse(self, reason: SchemeFault, **data: object) -> NoReturn:
        """Raise SchemeRefusedError for this place."""
        raise SchemeRefusedError(self.place, reason, data)

    # Objects and lists ------------------------------------------------------------------------------------

    def object(self, known: Iterable[str]) -> Node:
        """Return this node, an object with no key but the `known` ones."""
        self.entries()
        known = tuple(known)
        for key in self.value:
            if key not in known:
                self.child(key).refuse(SchemeFault.UNKNOWN_KEY, known=", ".join(known))
        return self

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Give the keys and values of an object."""
        if not isinstance(self.value, dict):
            self.refuse(SchemeFault.NOT_OBJECT)
        return ((key, self.child(key)) for key in self.value)

    def child(self, key: str) -> Node:
        """Return the value of a key, of value None where it is absent."""
        return Node(self.value.get(key), _join(self.place, key))

    def need(self, key: str) -> Node:
        """Return the value of a key that must be there."""
        found = self.child(key)
        if found.value is None:
            found.refuse(SchemeFault.MISSING)
        return found

    def maybe(self, key: str) -> Node | None:
        """Return the value of a key, None where it is absent or null."""
        found = self.child(key)
        return None if found.value is None else found

    def items(self) -> list[Node]:
        """Return the values of a list."""
        if not isinstance(self.value, list):
            self.refuse(SchemeFault.NOT_LIST)
        return [Node(value, f"{self.place}[{index}]") for index, value in enumerate(self.value)]

    def listed(self, key: str) -> list[Node]:
        """Return the values of the list under a key, none where it is absent or null."""
        found = self.maybe(key)
        return [] if found is None else found.items()

    # Single values ----------------------------------------------------------------------------------------

    def text(self, *, one_line: bool = False) -> str:
        """Return a text, not empty; `one_line` takes no control characters either."""
        if not isinstance(self.value, str):
            self.refuse(SchemeFault.NOT_TEXT)
        if not self.value.strip():
            self.refuse(SchemeFault.EMPTY_TEXT)
        if not is_sound(self.value, one_line=one_line):
            self.refuse(SchemeFault.BAD_TEXT)
        return self.value

    def boolean(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            self.refuse(SchemeFault.NOT_BOOLEAN)
        return self.value

    def figure(self) -> Fraction:
        """Return a decimal string as an exact figure, 0 or more."""
        text = self.value
        if not isinstance(text, str):
            self.refuse(SchemeFault.NOT_FIGURE, text=_shown(text))
        if len(text) > LONGEST:
            self.refuse(SchemeFault.TOO_LARGE, limit=LONGEST)
        if SIGNED.fullmatch(text):
            self.refuse(SchemeFault.NEGATIVE, text=text)
        if not FIGURE.fullmatch(text):
            self.refuse(SchemeFault.NOT_FIGURE, text=text)
        return Fraction(text)

    def rate(self) -> Fraction:
        """Return a share, 0 to 1."""
        share = self.figure()
        if share > 1:
            self.refuse(SchemeFault.RATE_ABOVE_ONE)
        return share

    def date(self) -> date:
        """Return a day, written 2025-01-31."""
        text = self.value
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            self.refuse(SchemeFault.NOT_DATE, text=_shown(text))
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(SchemeFault.NOT_DATE, text=text)

    def word(self, kind: type[Word]) -> Word:
        """Return one of the words of an enumeration."""
        if not isinstance(self.value, str):
            self.refuse(SchemeFault.NOT_TEXT)
        try:
            return kind(self.value)
        except ValueError:
            self.refuse(SchemeFault.UNKNOWN_WORD, text=self.value, allowed=", ".join(kind))


def is_sound(text: str, *, one_line: bool = False) -> bool:
    """Whether a terminal and a book can hold a text: no halves of characters, no controls but line ends."""
    harmful = {"Cs", "Cc", "Zl", "Zp"} if one_line else {"Cs"}
    return "\0" not in text and not any(unicodedata.category(character) in harmful for character in text)


def _shown(value: Any) -> str:
    """Say what stands where a text belongs."""
    if isinstance(value, _Number):
        return value.token
    return "{}" if isinstance(value, dict) else "[]" if isinstance(value, list) else json.dumps(value)


def read_json(content: bytes) -> Node:
    """Read a file as JSON; a key that stands twice in one object is refused.

    Raises SchemeRefusedError.
    """
    if len(content) > LONGEST_FILE:
        raise SchemeRefusedError("", SchemeFault.TOO_LONG, {"limit": LONGEST_FILE})
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
        _check_keys(value)
    except UnicodeDecodeError:
        raise SchemeRefusedError("", SchemeFault.NOT_UTF8) from None
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise SchemeRefusedError("", SchemeFault.NOT_JSON, where) from None
    except RecursionError:
        raise SchemeRefusedError("", SchemeFault.TOO_DEEP) from None
    return Node(value)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        found.twice = next(key for index, key in enumerate(keys) if key in keys[:index])
    return found


def _check_keys(value: Any, place: str = "", depth: int = 0) -> None:
    """Refuse a key that stands twice in an object, and more levels than a scheme has a use for."""
    if depth > DEEPEST:
        raise SchemeRefusedError("", SchemeFault.TOO_DEEP)
    if isinstance(value, _Object):
        if value.twice is not None:
            raise SchemeRefusedError(_join(place, value.twice), SchemeFault.KEY_TWICE)
        for key, inner in value.items():
            _check_keys(inner, _join(place, key), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_keys(inner, f"{place}[{index}]", depth + 1)


def _join(place: str, key: str) -> str:
    shown = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key)
    return f"{place}.{shown}" if place else shown
