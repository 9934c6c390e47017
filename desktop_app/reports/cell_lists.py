"""Lists in one cell: `A; B`, `S1=2; S2=1`, `A×2; B×1`, with quotes round a name that holds their signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEM: Final = re.compile(r'((?:"(?:[^"]|"")*"|[^;；\n"]|(?<=[^;；\n\s])")*)(?:[;；\n]|$)')
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')
_NEEDS_QUOTES: Final = re.compile(r'[;；\n"=＝×✕✖*]|\s[xX]\s*\d')
_SPACED_X: Final = re.compile(r"(.*\S)\s+[xX]\s*(\d+(?:\.\d+)?)")


class BrokenListError(ValueError):
    """A list whose quotes do not close."""


def split_list(text: str) -> list[str]:
    """Return the items of a list as written, quotes included, without blank ones.

    Raises BrokenListError where a quotation mark opens an item and does not close it.
    """
    items = []
    at = 0
    while at < len(text):
        found = _ITEM.match(text, at)
        if found is None:
            raise BrokenListError(text)
        items.append(found[1].strip())
        at = found.end()
    return [item for item in items if item]


def unquote(item: str) -> str:
    """Return the name that an item stands for."""
    found = _QUOTED.fullmatch(item)
    return found[1].replace('""', '"') if found else item


def split_pair(item: str, marks: str) -> tuple[str, str | None]:
    """Return the name of an item and the figure after one of `marks`, None where it has none."""
    found = _QUOTED.match(item)
    if found:
        rest = item[found.end() :].strip()
        if rest and rest[0] not in marks:
            raise BrokenListError(item)
        return unquote(found[0]), rest[1:].strip() or None
    spaced = _SPACED_X.fullmatch(item) if "×" in marks else None
    if spaced:
        return spaced[1], spaced[2]
    at = max(item.rfind(mark) for mark in marks)
    return (item, None) if at < 0 else (item[:at].strip(), item[at + 1 :].strip() or None)


def join_list(names: Iterable[str]) -> str:
    """Write names as a list that reads back as the same names."""
    return "; ".join(quote(name) for name in names)


def quote(name: str) -> str:
    """Put quotes round a name that would not read back as it is."""
    if _NEEDS_QUOTES.search(name) or name != name.strip():
        return '"' + name.replace('"', '""') + '"'
    return name
