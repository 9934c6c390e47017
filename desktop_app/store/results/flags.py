"""What is estimated, missing or odd about a line, as bits of its `flags`."""

from __future__ import annotations

from typing import Final


class LineFlag:
    """Facts about one line's figures, as plain numbers: they are joined for every line of a book."""

    FEE_ESTIMATED: Final = 1
    FEE_REFUND_ESTIMATED: Final = 2
    BEFORE_STOCK: Final = 4
    OWED: Final = 8
    COST_MISSING: Final = 16
    PAST_DATE: Final = 32
    RESTOCKED_SPOILED: Final = 64


ESTIMATED = LineFlag.FEE_ESTIMATED | LineFlag.FEE_REFUND_ESTIMATED | LineFlag.BEFORE_STOCK | LineFlag.OWED
"""Any of these keeps a line from being settled."""
