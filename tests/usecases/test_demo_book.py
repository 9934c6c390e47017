"""The demo year as records: the same everywhere, whole, believable, and of any size."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.facts import KIND, KIND_OF, KINDS
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.session import SessionStatus
from desktop_app.domain.stock import StockKind
from desktop_app.usecases.demo_book.year import Year
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Records = dict[str, list[Any]]

FIRST = date(2025, 11, 1)
LAST = date(2026, 10, 31)


def year_of(orders: int) -> Records:
    found: Records = {kind.name: [] for kind in KINDS}
    for batch in Year(orders).batches():
        found[KIND_OF[type(batch[0])].name] += batch
    return found


def digest(records: Records) -> str:
    """Say in one figure what all records are, by texts that no version of Python writes otherwise."""
    found = hashlib.sha256()
    for name, rows in records.items():
        columns = [column.name for column in fields(KIND[name].record)]
        for row in rows:
            found.update("\x1f".join(str(getattr(row, column)) for column in columns).encode())
    return found.hexdigest()


def beijing(moment: datetime) -> date:
    return (moment + timedelta(hours=8)).date()


@pytest.fixture(scope="module")
def year() -> Records:
    return year_of(6_000)


def lines_by_key(year: Records) -> dict[tuple[str, str, int], Any]:
    return {(line.account, line.order_id, line.line): line for line in year["sales"]}


# The same everywhere


def test_another_process_with_other_hashes_makes_the_same_records(year: Records) -> None:
    program = "from tests.usecases.test_demo_book import digest, year_of; print(digest(year_of(6_000)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest(year)


def test_the_records_are_those_that_every_earlier_version_made(year: Records) -> None:
    """A change of the demo book is meant, or it is a mistake: this figure is changed by hand."""
    assert digest(year)[:16] == "e0a2724f2706a09e"


# What was promised


def test_counts(year: Records) -> None:
    assert len({(line.account, line.order_id) for line in year["sales"]}) == 6_000
    assert len(year["sessions"]) == 140
    assert len([session for session in year["sessions"] if session.status is SessionStatus.PLANNED]) == 2
    assert len([product for product in year["products"] if not product.is_unmatched]) == 12
    assert len([product for product in year["products"] if product.is_bundle]) == 1
    assert len(year["accounts"]) == 3
    assert 35 <= len(year["lots"]) <= 45
    assert {session.trial for session in year["sessions"]} == {True, False}


def test_every_kind_of_record_and_every_status_occurs(year: Records) -> None:
    unused = {kind for kind, records in year.items() if not records}
    assert unused == {"product_names", "fee_rates", "tariffs"}
    assert {line.status for line in year["sales"]} == set(OrderStatus)
    assert {entry.kind for entry in year["stock"]} == set(StockKind)
    assert any(line.cancelled_after_dispatch for line in year["sales"])
    assert any(len(promotion.sessions) > 1 for promotion in year["promotions"])
    assert any(not promotion.sessions and promotion.started_at for promotion in year["promotions"])
    assert any(not promotion.sessions and promotion.started_on for promotion in year["promotions"])
    assert any(leg.sessions for leg in year["shipping"])
    assert any(not leg.sessions and not leg.orders for leg in year["shipping"])
    assert {leg.kind for leg in year["shipping"]} >= {"county_pickup", "hub", "line_haul", "last_mile"}


def test_platform_fees_are_stated_where_settled_and_blank_for_the_last_weeks(year: Records) -> None:
    for line in year["sales"]:
        assert (line.platform_fee_minor is None) == (line.settled_on is None)
    recent = [line for line in year["sales"] if beijing(line.ordered_at) > LAST - timedelta(days=10)]
    assert recent
    assert all(line.platform_fee_minor is None for line in recent)


def test_the_program_has_something_to_point_out(year: Records) -> None:
    unmatched = {product.sku for product in year["products"] if product.is_unmatched}
    assert any(line.sku in unmatched for line in year["sales"])
    sent = [line for line in year["sales"] if line.shipped_on is not None]
    assert 5 <= sum(1 for line in sent if line.tracking is None) <= 60
    planned = {s.session for s in year["sessions"] if s.status is SessionStatus.PLANNED}
    assert any(share.session in planned for p in year["promotions"] for share in p.sessions)
    assert any(
        lot.best_before is not None and lot.best_before < LAST and lot.grade == "临期" for lot in year["lots"]
    )
    assert any(session.ended_at is None for session in held(year))
    assert any(session.views is None for session in held(year))


def held(year: Records) -> list[Any]:
    return [session for session in year["sessions"] if session.status is SessionStatus.CLOSED]


# Whole


@pytest.mark.parametrize("orders", [1, 7, 60, 9_000])
def test_keys_are_unique_and_references_hold(orders: int) -> None:
    records = year_of(orders)
    for name, rows in records.items():
        keys = [KIND[name].key_of(row) for row in rows]
        assert len(set(keys)) == len(keys), name
    skus = {product.sku for product in records["products"]}
    accounts = {account.account for account in records["accounts"]}
    sessions = {session.session for session in records["sessions"]}
    lots = {row.lot for row in (*records["lots"], *records["repacks"])}
    order_ids = {line.order_id for line in records["sales"]}
    lines = lines_by_key(records)
    for line in records["sales"]:
        assert line.sku in skus
        assert line.account in accounts
        assert line.session is None or line.session in sessions
        assert line.lot is None or line.lot in lots
    for promotion in records["promotions"]:
        assert {share.session for share in promotion.sessions} <= sessions
    for leg in records["shipping"]:
        assert set(leg.orders) <= order_ids
        assert set(leg.sessions) <= sessions
    for item in records["returns"]:
        assert lines[item.account, item.order_id, item.line].sku == item.sku
    for entry in records["stock"]:
        assert entry.lot in lots
        assert entry.session is None or entry.session in sessions
    settled = {row.settlement for row in records["settlements"]}
    for payout in records["payouts"]:
        assert set(payout.settlements) <= settled


def test_records_come_after_what_they_name() -> None:
    """The store's foreign keys hold at every moment of the writing."""
    known: dict[str, set[str]] = {"products": set(), "accounts": set(), "sessions": set()}
    for batch in Year(12_000).batches():
        kind = KIND_OF[type(batch[0])]
        assert {type(record) for record in batch} == {kind.record}
        if kind.name in known:
            known[kind.name] |= {kind.key_of(record)[0] for record in batch}
        for record in batch:
            assert getattr(record, "account", None) in {None, *known["accounts"]}
            if kind.name in {"sales", "stock"}:
                assert getattr(record, "session", None) in {None, *known["sessions"]}


def test_no_return_gives_back_or_restocks_more_than_was_sold(year: Records) -> None:
    lines = lines_by_key(year)
    restocked: Counter[tuple[str, str, int]] = Counter()
    for item in year["returns"]:
        line = lines[item.account, item.order_id, item.line]
        listed = line.unit_price_minor * line.quantity_milli // 1000
        assert 0 <= item.refund_minor <= listed - line.seller_discount_minor
        assert item.quantity_milli <= line.quantity_milli
        assert line.shipped_on is not None
        assert item.returned_at > line.ordered_at
        restocked[item.account, item.order_id, item.line] += item.restocked_quantity_milli
    assert all(restocked[key] <= lines[key].quantity_milli for key in restocked)


def test_lines_are_in_whole_units_and_amounts_that_add_up(year: Records) -> None:
    currency = {account.account: account.currency for account in year["accounts"]}
    for line in year["sales"]:
        assert line.currency == currency[line.account]
        assert line.quantity_milli > 0
        assert line.quantity_milli % 1000 == 0
        assert line.unit_price_minor > 0
        assert 0 <= line.seller_discount_minor < line.unit_price_minor * line.quantity_milli // 1000
        if line.delivered_on is not None:
            assert line.shipped_on < line.delivered_on <= LAST
        if line.shipped_on is not None:
            assert beijing(line.ordered_at) <= line.shipped_on <= LAST


def test_nothing_but_the_planned_streams_lies_outside_the_year(year: Records) -> None:
    for line in year["sales"]:
        assert FIRST <= beijing(line.ordered_at) <= LAST
    for name, field in (
        ("shipping", "on"),
        ("settlements", "settled_on"),
        ("payouts", "on"),
        ("overheads", "on"),
    ):
        assert all(FIRST <= getattr(row, field) <= LAST for row in year[name])
    assert all(beijing(item.returned_at) <= LAST for item in year["returns"])
    assert all(FIRST <= beijing(session.started_at) <= LAST for session in held(year))
    assert all(row.paid_on is None or row.paid_on <= LAST for row in (*year["shipping"], *year["overheads"]))


def test_streams_start_in_the_evening_of_their_market_and_do_not_overlap(year: Records) -> None:
    zones = {account.account: ZoneInfo(account.timezone) for account in year["accounts"]}
    ends: dict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
    for session in held(year):
        assert 18 <= session.started_at.astimezone(zones[session.account]).hour <= 21
        assert session.started_at >= ends[session.account]
        ends[session.account] = session.ended_at or session.started_at


def test_live_figures_agree_with_each_other(year: Records) -> None:
    orders: dict[str, set[str]] = defaultdict(set)
    for line in year["sales"]:
        if line.session is not None:
            orders[line.session].add(line.order_id)
    for session in held(year):
        if session.views is None:
            continue
        assert session.views >= session.viewers >= session.peak_viewers
        assert session.views >= session.product_clicks
        assert session.new_followers <= session.viewers
        assert session.platform_gmv_minor > 0


# Stock: what the rules of the book would make of it


RECEIPT, REPACK, SALE = 0, 7, 8
RANKS = {
    StockKind.SPOILAGE: 2,
    StockKind.SAMPLE: 3,
    StockKind.GIFT: 4,
    StockKind.ADJUSTMENT: 5,
    StockKind.TRANSFER: 6,
}


def stock_events(year: Records) -> Iterator[tuple[datetime, int, Any]]:
    """Receipts, then entries, then repacks, then sales of one moment, as the model orders them."""
    for lot in year["lots"]:
        midnight = datetime(lot.received_on.year, lot.received_on.month, lot.received_on.day, tzinfo=UTC)
        yield midnight - timedelta(hours=8), RECEIPT, lot
    for entry in year["stock"]:
        yield entry.occurred_at, RANKS[entry.kind], entry
    for repack in year["repacks"]:
        yield repack.occurred_at, REPACK, repack
    for line in year["sales"]:
        if line.takes_stock:
            yield line.ordered_at, SALE, line


def parts_of(year: Records, line: Any) -> Iterable[tuple[str, int]]:
    product = next(product for product in year["products"] if product.sku == line.sku)
    if not product.is_bundle:
        return [(line.sku, line.quantity_milli)]
    return [(part.sku, line.quantity_milli * part.quantity_milli // 1000) for part in product.components]


class Replay:
    """The plainest first-expired-first-out there is, of quantities alone and without restocks."""

    def __init__(self, year: Records) -> None:
        self.year = year
        self.lots: dict[str, list[Any]] = {}
        self.by_sku: dict[str, list[list[Any]]] = defaultdict(list)
        self.owed: Counter[str] = Counter()
        self.repacked: set[str] = set()

    def play(self, moment: datetime, rank: int, row: Any) -> None:
        if rank == RECEIPT:
            self.receive(row, row.best_before, row.received_on)
        elif rank == REPACK:
            self.repack(row, beijing(moment))
        elif rank == SALE:
            for sku, wanted in parts_of(self.year, row):
                self.draw(sku, wanted, row.lot)
        elif row.kind is StockKind.ADJUSTMENT:
            self.lots[row.lot][3] += row.quantity_milli
        else:
            assert 0 < row.quantity_milli <= self.lots[row.lot][3]
            self.lots[row.lot][3] -= 0 if row.kind is StockKind.TRANSFER else row.quantity_milli

    def receive(self, row: Any, best_before: date | None, on: date) -> None:
        filled = min(self.owed[row.sku], row.quantity_milli)
        self.owed[row.sku] -= filled
        shelf = [best_before or date.max, on, row.lot, row.quantity_milli - filled]
        self.lots[row.lot] = shelf
        self.by_sku[row.sku] = sorted([*self.by_sku[row.sku], shelf], key=lambda each: each[:3])

    def repack(self, row: Any, on: date) -> None:
        source = self.lots[row.from_lot]
        if row.repack not in self.repacked:
            assert row.from_quantity_milli <= source[3]
            source[3] -= row.from_quantity_milli
            self.repacked.add(row.repack)
        self.receive(row, source[0], on)

    def draw(self, sku: str, wanted: int, named: str | None) -> None:
        for shelf in (*([self.lots[named]] if named else []), *self.by_sku[sku]):
            drawn = min(shelf[3], wanted)
            shelf[3] -= drawn
            wanted -= drawn
        self.owed[sku] += wanted


def place_of(event: tuple[datetime, int, Any]) -> tuple[Any, ...]:
    moment, rank, row = event
    if rank == SALE:
        return (moment, rank, row.order_id, row.line)
    return (moment, rank, getattr(row, "entry", row.lot), 0)


def test_no_entry_takes_more_out_of_a_lot_than_it_holds(year: Records) -> None:
    replay = Replay(year)
    for event in sorted(stock_events(year), key=place_of):
        replay.play(*event)
        assert all(shelf[3] >= 0 for shelf in replay.lots.values())
    # At the end of the book the baskets ordered ahead are owed, and what nobody has matched yet.
    assert set(+replay.owed) == {"BM-BSK", "MY-NEW-09"}
    assert replay.owed["BM-BSK"] >= 12_000


# Other sizes


def test_a_larger_trade_has_more_of_everything() -> None:
    small, large = year_of(600), year_of(10_000)
    for name in ("sessions", "sales", "shipping", "returns", "settlements", "promotions"):
        assert len(large[name]) > len(small[name]), name
    for records, orders in ((small, 600), (large, 10_000)):
        assert len({(line.account, line.order_id) for line in records["sales"]}) == orders


def test_records_are_handed_out_while_the_year_goes_on() -> None:
    """Memory holds some weeks of trade, however many orders there are."""
    largest = max(len(batch) for batch in Year(15_000).batches())
    assert largest < 5_000
