"""Chinese names found by how they sound: full pinyin, initials, or both mixed (`mihoutao`, `mht`, `mihout`).

The readings stand in `resources/ledger/pinyin.tsv`, from pypinyin (MIT, `pinyin-license.txt`), without tones.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

from desktop_app import paths

_LONGEST: Final = 64
"""Characters of a name that are looked at."""


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    text = (paths.resources_dir() / "ledger" / "pinyin.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        sound, _, characters = line.partition("\t")
        for character in characters:
            found.setdefault(character, []).append(sound)
    return {character: tuple(sounds) for character, sounds in found.items()}


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text as it is compared: width and case made one, spaces left out."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=8192)
def sounds_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return, for each character of a name, how it may be typed: itself, or a Chinese one's sounds."""
    known = _readings()
    return tuple((char, *known.get(char, ())) for char in plain(name)[:_LONGEST])


def match_rank(typed: str, name: str) -> int | None:
    """Return how well a typed text fits a name, 0 best; None where it does not.

    0 the whole name, 1 its beginning, 2 a part of it; 3 pinyin from its beginning, 4 pinyin of a part.
    """
    wanted, whole = plain(typed), plain(name)
    if not wanted or not whole:
        return None
    if wanted == whole:
        return 0
    if wanted in whole:
        return 1 if whole.startswith(wanted) else 2
    if not wanted.isascii() or whole.isascii():
        return None
    sounds = sounds_of(name)
    for start in range(len(sounds)):
        if _fits(wanted, sounds, start):
            return 3 if start == 0 else 4
    return None


def _fits(wanted: str, sounds: tuple[tuple[str, ...], ...], start: int) -> bool:
    """Whether a typed text can be read off the characters from `start` on, each by initial, part or whole."""
    places = {0}
    for at in range(start, len(sounds)):
        reached = set()
        for place in places:
            for sound in sounds[at]:
                longest = _common(wanted, place, sound)
                if longest == len(wanted) - place:
                    return True
                if longest == len(sound):
                    reached.add(place + longest)
                if longest and sound.isascii():
                    reached.add(place + 1)
        if not reached:
            return False
        places = reached
    return False


def _common(wanted: str, place: int, sound: str) -> int:
    """How many characters of a sound stand in the typed text at a place."""
    count = 0
    while count < len(sound) and place + count < len(wanted) and wanted[place + count] == sound[count]:
        count += 1
    return count
