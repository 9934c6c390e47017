"""Counts how many random books exercise each rule: `python -m tests.oracle.coverage --seeds 300`."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oracle.books import LedgerBook, random_book, write
from tests.oracle.chance import decimals
from tests.oracle.oracle import statements

if TYPE_CHECKING:
    from collections.abc import Callable

# Every rule that a random book can exercise; the names are those the oracle notes while it works.
RULES = """
adjustment.found adjustment.short attribution.at_start attribution.by_time attribution.in_window
attribution.latest_of_several attribution.named attribution.none attribution.planned_named attribution.tie
entry.adjustment entry.adjustment_takes_too_much entry.gift_in_session entry.gift_takes_too_much
entry.gift_unattributed entry.repack_takes_too_much entry.sample_in_session entry.sample_takes_too_much
entry.sample_unattributed entry.spoilage entry.spoilage_takes_too_much entry.transfer fee.computed
fee.dated_commission_rate fee.dated_fee_refund_rate fee.dated_payment_fee_rate
fee.stated fee.stated_zero freight.account_named freight.all_values_zero freight.borne_by_sessions
freight.by_parcel freight.by_quantity freight.by_value freight.by_weight freight.fallback_to_quantity
freight.names_inherited freight.names_nothing freight.names_orders freight.names_orders_and_sessions
freight.names_sessions freight.negative freight.on_lost_line freight.orders_without_line
freight.parcel_of_several_lines freight.value_missing freight.weight_of_components promotion.by_duration
promotion.by_weights promotion.date_alone promotion.end_date_alone promotion.negative promotion.no_end
promotion.one_session promotion.overlap_one promotion.overlap_several promotion.unattributed
promotion.weight_left_out rate.missing rate.of_0_decimals rate.of_2_decimals rate.of_3_decimals
rate.zero_needs_none repack.by_value repack.by_weight repack.chain repack.fallback_to_quantity
repack.same_product restock.any restock.bundle restock.cancels_debt restock.directly_after_sale
restock.lost_line restock.several_lots return.by_sku return.compensation return.fee_estimated
return.fee_estimated_on_nothing return.fee_not_refunded return.fee_stated return.on_lost_line
return.on_nothing return.refund_exceeds return.two_currencies sale.blank_line_number sale.bundle
sale.date_alone sale.lost_after_dispatch sale.named_lot sale.named_lot_exhausted sale.named_lot_not_received
sale.named_lot_of_component sale.no_stock_cancelled sale.no_stock_placed sale.several_lots session.end_24h
session.end_next state.estimated state.incomplete state.settled state.settled_without_lines
stock.debt_filled stock.debt_filled_by_repack stock.no_cost_at_all stock.owed stock.past_date
stock.still_owed_at_lot_cost stock.still_owed_at_reference_cost stock_from.before stream.tie_of_kinds
stream.tie_of_sales
""".split()  # noqa: SIM905  (a list of a hundred strings is not easier to read)


def _same(book: LedgerBook, sheet: str, *keys: str) -> bool:
    """Whether two rows of a sheet agree in these columns."""
    found = Counter(tuple(row.get(key) for key in keys) for row in book.sheets.get(sheet, []))
    return any(count > 1 for count in found.values())


def _shared_order(book: LedgerBook) -> bool:
    pairs = {(row["order_id"], row["account"]) for row in book.sheets["Sales"]}
    return len({order for order, _ in pairs}) < len(pairs)


def _matches(book: LedgerBook, sheet: str, key: str, pattern: str) -> bool:
    texts = (row.get(key) for row in book.sheets.get(sheet, []))
    return any(isinstance(text, str) and re.search(pattern, text) for text in texts)


def _alone(book: LedgerBook, sheet: str, key: str) -> bool:
    values = (row.get(key) for row in book.sheets.get(sheet, []))
    return any(isinstance(value, date) and not isinstance(value, datetime) for value in values)


# What the input shows and the oracle does not note.
INPUTS: dict[str, Callable[[LedgerBook], bool]] = {
    "input.moment_with_offset": lambda book: _matches(book, "Sales", "ordered_at", r"Z$|[+-]\d\d:\d\d$"),
    "input.session_start_date_alone": lambda book: _alone(book, "Sessions", "started_at"),
    "input.sessions_start_together": lambda book: _same(book, "Sessions", "account", "started_at"),
    "input.order_id_in_two_accounts": _shared_order,
    "input.order_id_like_a_number": lambda book: _matches(book, "Sales", "order_id", r"^[0-9E]+$"),
    "input.several_returns_of_a_line": lambda book: _same(book, "Returns", "account", "order_id", "line"),
    "input.rate_units_100": lambda book: any(row["units"] == 100 for row in book.sheets["Rates"]),
    "input.planned_session": lambda book: _matches(book, "Sessions", "status", "planned"),
    "input.live_session": lambda book: _matches(book, "Sessions", "status", "live"),
}


def seen(book: LedgerBook, path: Path) -> set[str]:
    """The rules that one book exercises."""
    write(book, path)
    today = date(2026, 1, 1)
    result = statements(path, stock_from=book.stock_from, today=today, decimals=decimals)
    return set(result["facts"]["rules"]) | {name for name, shows in INPUTS.items() if shows(book)}


def count(seeds: int, *, doubtful: bool = False) -> Counter[str]:
    """How many of the first `seeds` books exercise each rule."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(seeds):
            book = random_book(seed, size_of(seed), doubtful=doubtful)
            counts.update(seen(book, Path(folder) / "book.xlsx"))
    return counts


def size_of(seed: int) -> int:
    """The size used for a seed wherever books are drawn by number: 20 to 60 sales."""
    return 20 + seed % 41


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.coverage", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--doubtful", action="store_true")
    arguments = parser.parse_args()
    counts = count(arguments.seeds, doubtful=arguments.doubtful)
    for rule in sorted({*RULES, *INPUTS, *counts}):
        print(f"{counts[rule]:6d}  {rule}")
    never = [rule for rule in (*RULES, *INPUTS) if not counts[rule]]
    print(f"{arguments.seeds} books; never exercised: {', '.join(never) or 'none'}")
    return 1 if never else 0


if __name__ == "__main__":
    sys.exit(main())
