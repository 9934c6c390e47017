"""The one order of everything that takes stock: moment, kind, code, line, return."""

from __future__ import annotations

from enum import IntEnum


class StockRank(IntEnum):
    """Kinds of stock event in the order they happen at one moment."""

    RECEIPT = 0
    RESTOCK = 1
    SPOILAGE = 2
    SAMPLE = 3
    GIFT = 4
    ADJUSTMENT = 5
    TRANSFER = 6
    REPACK = 7
    SALE = 8


EventKey = tuple[int, int, str, int, str, int, str]
"""Moment, rank, code (order, entry, lot, repack), line, account or return, after its sale, return."""


def plain_key(moment: int, rank: StockRank, code: str) -> EventKey:
    """Give the place of a receipt, an entry or a repack."""
    return (moment, rank, code, 0, "", 0, "")


def sale_key(moment: int, order_id: str, line: int, account: str) -> EventKey:
    """Give the place of a sale; the account decides where an order id stands in two."""
    return (moment, StockRank.SALE, order_id, line, account, 0, "")


def restock_key(moment: int, return_id: str, sale: EventKey) -> EventKey:
    """Give the place of a restocked return: directly after its sale where it is not later than that."""
    if moment <= sale[0]:
        return (*sale[:5], 1, return_id)
    return (moment, StockRank.RESTOCK, sale[2], sale[3], return_id, 0, "")
