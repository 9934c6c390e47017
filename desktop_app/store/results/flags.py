"""What is estimated, missing or odd about a line, as bits of its `flags`."""

from __future__ import annotations

from enum import IntFlag


class LineFlag(IntFlag):
    """Facts about one line's figures."""

    FEE_ESTIMATED = 1
    FEE_REFUND_ESTIMATED = 2
    BEFORE_STOCK = 4
    OWED = 8
    COST_MISSING = 16
    PAST_DATE = 32
    RESTOCKED_SPOILED = 64


ESTIMATED = LineFlag.FEE_ESTIMATED | LineFlag.FEE_REFUND_ESTIMATED | LineFlag.BEFORE_STOCK | LineFlag.OWED
"""Any of these keeps a line from being settled."""
