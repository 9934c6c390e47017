"""How alike two names of goods are, in Chinese, Thai and scripts that part their words."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MEASURES: Final = {
    "克": ("g", 1),
    "g": ("g", 1),
    "กรัม": ("g", 1),
    "千克": ("g", 1000),
    "公斤": ("g", 1000),
    "kg": ("g", 1000),
    "กก": ("g", 1000),
    "กิโลกรัม": ("g", 1000),
    "斤": ("g", 500),
    "毫升": ("ml", 1),
    "ml": ("ml", 1),
    "升": ("ml", 1000),
    "l": ("ml", 1000),
}
"""Words of weight and volume, with the unit they are told in and how many of it they are."""
_SIZE: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*(" + "|".join(sorted(_MEASURES, key=len, reverse=True)) + r")(?![a-z])"
)
_RUN: Final = re.compile(r"[\u0e00-\u0e7f]+|[\u3400-\u9fff]+|[^\W_\u0e00-\u0e7f\u3400-\u9fff]+")
_PAIRED: Final = re.compile(r"[\u0e00-\u0e7f\u3400-\u9fff]")


def tokens(name: str) -> frozenset[str]:
    """Return what a name is compared by: words, and pairs of signs where a script does not part its words.

    Sizes are brought to one unit: 2.5公斤, 2.5 kg and 2500克 are the same token.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    found = {_size(figure, unit) for figure, unit in _SIZE.findall(text)}
    for run in _RUN.findall(_SIZE.sub(" ", text)):
        if not _PAIRED.match(run):
            found.add(run[:-1] if len(run) > 3 and run.endswith("s") else run)  # noqa: PLR2004 - a plural
        elif len(run) == 1:
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


def likeness(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, Fraction]) -> Fraction:
    """Return how alike two sets of tokens are, from 0 to 1: what is in both, rare tokens weighing more.

    Goods of different sizes are not alike at all: each size is a product of its own.
    """
    sizes = [{token for token in side if token.startswith("=")} for side in (one, other)]
    if not one or not other or (all(sizes) and not sizes[0] & sizes[1]):
        return Fraction(0)
    whole = _weight(one, rarity) + _weight(other, rarity)
    return 2 * _weight(one & other, rarity) / whole


def rarity_of(names: Iterable[frozenset[str]]) -> dict[str, Fraction]:
    """Return a weight for each token: the fewer of the names hold it, the more it tells."""
    held: dict[str, int] = {}
    for name in names:
        for token in name:
            held[token] = held.get(token, 0) + 1
    return {token: Fraction(1, number) for token, number in held.items()}


def _size(figure: str, unit: str) -> str:
    kind, times = _MEASURES[unit]
    return f"={Fraction(figure) * times}{kind}"


def _weight(side: frozenset[str], rarity: Mapping[str, Fraction]) -> Fraction:
    return sum((rarity.get(token, Fraction(1, 2)) for token in side), Fraction(0))
