"""The period's own rows: spoilage, adjustments and overheads, each by its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.issues import Issue, IssueCode
from desktop_app.domain.statement import PeriodTotals, total
from desktop_app.domain.stock_order import StockRank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.domain.statement import Amounts
    from desktop_app.store.queries.kept import Reading


def period_totals(reading: Reading, amounts: Amounts) -> PeriodTotals:
    """Give the period's own rows: spoilage, adjustments and overheads by their days."""
    execute = reading.book.connection.execute
    moved = (
        "SELECT coalesce(sum(cost), 0) FROM kept_moves"
        " WHERE line_id IS NULL AND rank = ? AND moment >= ? AND moment < ?"
    )
    span = (reading.period.start, reading.period.end)
    (spoilage,) = execute(moved, (int(StockRank.SPOILAGE), *span)).fetchone()
    (adjustments,) = execute(moved, (int(StockRank.ADJUSTMENT), *span)).fetchone()
    overheads = [
        amount
        for (amount,) in execute(
            "SELECT amount FROM kept_overheads WHERE day BETWEEN ? AND ?",
            (reading.period.first, reading.period.last),
        )
    ]
    return PeriodTotals(
        amounts=amounts,
        spoilage=spoilage,
        adjustments=adjustments,
        overheads=total(*overheads),
        issues=tuple(_period_issues(reading)),
    )


def _period_issues(reading: Reading) -> Iterator[Issue]:
    execute = reading.book.connection.execute
    for currency, day, count in execute(
        'SELECT o.currency, o."on", count(*) FROM kept_overheads k JOIN overheads o ON o.id = k.overhead_id'
        " WHERE k.amount IS NULL AND k.day BETWEEN ? AND ? GROUP BY 1, 2",
        (reading.period.first, reading.period.last),
    ):
        data = (("what", "overheads"), ("currency", currency), ("on", day), ("count", count))
        yield Issue(IssueCode.RATE_MISSING, data)
    span = (reading.period.start, reading.period.end)
    for entry, lot, short in execute(
        "SELECT e.entry, e.lot, k.quantity FROM kept_shorts k JOIN stock e ON e.id = k.source"  # noqa: S608
        f" WHERE k.rank BETWEEN {int(StockRank.SPOILAGE)} AND {int(StockRank.ADJUSTMENT)}"
        " AND k.moment >= ? AND k.moment < ?",
        span,
    ):
        yield Issue(IssueCode.ENTRY_EXCEEDS_LOT, (("entry", entry), ("lot", lot), ("short_milli", short)))
    for repack, lot, short in execute(
        "SELECT r.repack, r.from_lot, k.quantity FROM kept_shorts k JOIN repacks r ON r.id = k.source"  # noqa: S608
        f" WHERE k.rank = {int(StockRank.REPACK)} AND k.moment >= ? AND k.moment < ?",
        span,
    ):
        yield Issue(IssueCode.REPACK_EXCEEDS_LOT, (("repack", repack), ("lot", lot), ("short_milli", short)))
