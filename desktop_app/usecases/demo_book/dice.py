"""Chance that falls the same on every machine: all draws come from one documented, stable generator."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice:
    """Draws of one purpose, named by `labels`; another purpose's draws never shift them.

    Only `Random.random()` is used: its sequence for a seed is promised by Python, unlike `choice`'s
    or `randint`'s, and no draw goes through a floating function that differs between C libraries.
    """

    __slots__ = ("random",)

    def __init__(self, *labels: str | int) -> None:
        seed = crc32("|".join(map(str, labels)).encode())
        self.random = Random(seed).random  # noqa: S311 - invented trade, no secrets

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def chance(self, per_mille: int) -> bool:
        """Whether something that happens `per_mille` times in a thousand happens now."""
        return int(self.random() * 1000) < per_mille

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`, all equally likely."""
        return items[int(self.random() * len(items))]
