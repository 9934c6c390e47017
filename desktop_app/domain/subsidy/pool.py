"""The share of a limited pool that amounts would get: information only, until the pool is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pool_shares(pool_fen: int, amounts_fen: Sequence[int]) -> list[int]:
    """Return what each amount gets of a pool, in fen: all of it where the pool suffices, else its share.

    Each share is rounded down to fen, so that together they never pass the pool. Raises ValueError for
    anything negative.
    """
    if pool_fen < 0 or any(amount < 0 for amount in amounts_fen):
        raise ValueError("neither a pool nor an amount is negative")
    total = sum(amounts_fen)
    if total <= pool_fen:
        return list(amounts_fen)
    return [pool_fen * amount // total for amount in amounts_fen]
