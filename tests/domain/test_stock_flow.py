"""Goods through lots: worked examples of every rule, and what must hold for any stream."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.money import round_half_up
from desktop_app.domain.stock_flow import StockFlow, owed_cost, share_repack
from desktop_app.domain.stock_order import StockRank, plain_key, restock_key, sale_key
from desktop_app.domain.stock_states import Debt, LotState, Move, NewLot

DAY = "2026-03-05"


def lot(ref: int, quantity: int = 3000, cost: int = 1000, **more: object) -> LotState:
    plain = {
        "code": f"L{ref}", "product": 1, "received_at": 0, "received_on": "2026-03-01", "best_before": None,
        "quantity": quantity, "total_cost": cost, "received": True,
    }  # fmt: skip
    return LotState(ref=ref, **{**plain, **more})  # type: ignore[arg-type]


def flow(*lots: LotState, remembered: tuple[int, ...] = (), debts: tuple[Debt, ...] = ()) -> StockFlow:
    stock = StockFlow(remembered=frozenset(remembered), debts_of=lambda _: debts)
    for one in lots:
        stock.add_lot(one)
    return stock


def sell(
    stock: StockFlow, line: int, quantity: int, *, named: str | None = None, day: str = DAY
) -> list[tuple[int | None, int, int]]:
    before = len(stock.moves)
    stock.sell(1, line, day, line, 0, quantity, named)
    return drawn(stock.moves[before:])


def drawn(moves: list[Move]) -> list[tuple[int | None, int, int]]:
    return [(move.lot, move.quantity, move.cost) for move in moves]


def test_draws_telescope_and_a_used_up_lot_has_given_up_all_its_cost() -> None:
    stock = flow(lot(1))
    assert [sell(stock, line, 1000) for line in (1, 2, 3)] == [
        [(1, 1000, 333)],
        [(1, 1000, 334)],
        [(1, 1000, 333)],
    ]


def test_first_expired_first_out_then_first_received_then_by_code() -> None:
    stock = flow(
        lot(1),
        lot(2, best_before="2026-04-02"),
        lot(3, best_before="2026-04-01", received_on="2026-03-02"),
        lot(4, best_before="2026-04-01", received_on="2026-03-01"),
        lot(5, code="L10", received_on="2026-03-01"),
    )
    found = [sell(stock, line, 3000)[0][0] for line in range(5)]
    assert found == [4, 3, 2, 1, 5]


def test_the_named_lot_gives_what_it_holds_and_the_rest_comes_from_the_others() -> None:
    stock = flow(lot(1, best_before="2026-04-01"), lot(2, 1000, 500))
    assert sell(stock, 1, 2000, named="L2") == [(2, 1000, 500), (1, 1000, 333)]


@pytest.mark.parametrize("named", ["nowhere", "L2", "L3"])
def test_a_named_lot_that_is_not_here_gives_nothing(named: str) -> None:
    stock = flow(lot(1), lot(2, received=False), lot(3, product=2))
    assert sell(stock, 1, 1000, named=named) == [(1, 1000, 333)]


def test_a_lot_past_its_date_is_drawn_and_marked() -> None:
    stock = flow(lot(1, best_before="2026-03-04"), lot(2, best_before="2026-03-05"))
    sell(stock, 1, 4000)
    assert [move.past_date for move in stock.moves] == [1, 0]


def test_later_lots_fill_what_is_owed_oldest_debt_first_at_their_own_cost() -> None:
    late = lot(2, 2500, 1000, received=False, received_at=99)
    stock = flow(lot(1, 1000, 100), late)
    sell(stock, 1, 2000)
    sell(stock, 2, 1000, named="L1")
    sell(stock, 3, 1000)
    stock.moves.clear()
    stock.receive(late, 99, DAY)
    filled = [(move.line, move.lot, move.quantity, move.cost) for move in stock.moves if move.lot]
    assert filled == [(1, 2, 1000, 400), (2, 2, 1000, 400), (3, 2, 500, 200)]
    assert sum(move.quantity for move in stock.moves if move.lot is None) == -2500


def test_goods_found_fill_no_debt_but_the_next_sale() -> None:
    stock = flow(lot(1, 1000, 100))
    sell(stock, 1, 2000)
    stock.moves.clear()
    stock.enter(5, StockRank.ADJUSTMENT, 7, "L1", 500)
    assert drawn(stock.moves) == [(1, -500, -50)]
    assert sell(stock, 2, 500) == [(1, 500, 50)]


def test_a_count_may_find_more_than_the_lot_had() -> None:
    stock = flow(lot(1, 1000, 100))
    stock.enter(5, StockRank.ADJUSTMENT, 7, "L1", 500)
    assert drawn(stock.moves) == [(1, -500, -50)]
    assert sell(stock, 1, 1500) == [(1, 1500, 150)]


@pytest.mark.parametrize("rank", [StockRank.SPOILAGE, StockRank.SAMPLE, StockRank.GIFT])
def test_an_entry_takes_what_the_lot_holds_and_the_rest_is_listed(rank: StockRank) -> None:
    stock = flow(lot(1, 1000, 100))
    stock.enter(5, rank, 7, "L1", 1200)
    assert drawn(stock.moves) == [(1, 1000, 100)]
    assert [(short.rank, short.source, short.quantity) for short in stock.shorts] == [(rank, 7, 200)]


def test_a_transfer_moves_nothing_and_an_unknown_lot_gives_nothing() -> None:
    stock = flow(lot(1))
    stock.enter(5, StockRank.TRANSFER, 7, "L1", 1200)
    stock.enter(5, StockRank.SPOILAGE, 7, "nowhere", 1200)
    assert not stock.moves
    assert not stock.shorts


def test_a_restock_cancels_what_is_owed_then_goes_back_last_drawn_first() -> None:
    stock = flow(lot(1, 1000, 100, best_before="2026-04-01"), lot(2, 1000, 300), remembered=(1,))
    sell(stock, 1, 2500)
    stock.moves.clear()
    stock.restock(1, 9, 1, 0, 1800, 4)
    assert drawn(stock.moves) == [(None, -500, 0), (2, -1000, -300), (1, -300, -30)]
    # What came back can be sold again.
    assert sell(stock, 2, 1300) == [(1, 300, 30), (2, 1000, 300)]


def test_restocks_of_one_line_go_on_from_each_other_and_the_excess_is_listed() -> None:
    stock = flow(lot(1, 2000, 100), remembered=(1,))
    sell(stock, 1, 1000)
    stock.restock(1, 9, 1, 0, 600, 4)
    stock.restock(1, 9, 1, 0, 600, 5)
    assert drawn(stock.moves)[1:] == [(1, -600, -30), (1, -400, -20)]
    assert [(short.source, short.quantity) for short in stock.shorts] == [(5, 200)]


def test_what_was_drawn_and_owed_before_the_stream_began_is_remembered() -> None:
    stock = flow(lot(1, 2000, 100, drawn=1000), remembered=(1,), debts=(Debt(1, 0, 300),))
    stock.remember_draw(1, 0, 1, 1000)
    stock.restock(1, 9, 1, 0, 500, 4)
    assert drawn(stock.moves) == [(None, -300, 0), (1, -200, -10)]


def test_a_repack_carries_the_cost_drawn_and_fills_debts() -> None:
    stock = flow(lot(1, 10_000, 1000))
    stock.sell(2, 1, DAY, 1, 0, 500, None)
    stock.moves.clear()
    rows = [NewLot(11, "N1", 2, 2000, 1000, None, "2026-05-01"), NewLot(13, "N2", 3, 1000, 1000, None)]
    stock.repack(5, DAY, 7, "L1", 9000, rows, by_value=False)
    assert drawn(stock.moves) == [(1, 9000, 900), (None, -500, 0), (11, 500, 150)]
    assert [(stock.lots[ref].total_cost, stock.lots[ref].best_before) for ref in (11, 13)] == [
        (600, "2026-05-01"),
        (300, None),
    ]


def test_a_repack_of_more_than_is_there_keeps_its_quantities_and_splits_what_it_drew() -> None:
    stock = flow(lot(1, 1000, 100))
    stock.repack(5, DAY, 7, "L1", 3000, [NewLot(11, "N1", 2, 2000, None, None)], by_value=False)
    assert (stock.lots[11].quantity, stock.lots[11].total_cost) == (2000, 100)
    assert [(short.rank, short.quantity) for short in stock.shorts] == [(StockRank.REPACK, 2000)]
    stock.repack(5, DAY, 8, "nowhere", 3000, [NewLot(13, "N2", 2, 2000, None, None)], by_value=False)
    assert stock.lots[13].total_cost == 0


@pytest.mark.parametrize(
    ("by_value", "rows", "shares"),
    [
        (False, [(1000, 2, 9), (1000, 1, 1)], [67, 33]),
        (True, [(1000, 2, 9), (1000, 1, 1)], [90, 10]),
        (False, [(1000, None, 9), (3000, 1, 1)], [25, 75]),
        (True, [(1000, 2, 0), (3000, 1, 1)], [25, 75]),
        (True, [(1000, 2, None), (1000, 1, 1), (1000, 1, 1)], [34, 33, 33]),
    ],
)
def test_a_repacks_cost_goes_by_weight_or_value_else_by_quantity(
    by_value: bool, rows: list[tuple[int, int | None, int | None]], shares: list[int]
) -> None:
    lots = [NewLot(1, "N", 1, quantity, weight, value) for quantity, weight, value in rows]
    assert share_repack(100, lots, by_value=by_value) == shares


def test_what_is_owed_in_the_end_is_estimated() -> None:
    assert owed_cost(1500, (1000, 3000), 99) == 500
    assert owed_cost(1500, None, 99) == 149
    assert owed_cost(1500, None, 0) == 0
    assert owed_cost(1500, None, None) is None


def test_the_order_of_the_stream() -> None:
    sale = sale_key(100, "O1", 1, "A")
    expected = [
        plain_key(99, StockRank.SALE, "Z"),
        plain_key(100, StockRank.RECEIPT, "L1"),
        restock_key(100, "T3", sale_key(99, "O0", 1, "A")),
        plain_key(100, StockRank.SPOILAGE, "E1"),
        plain_key(100, StockRank.REPACK, "R1"),
        sale,
        restock_key(100, "T1", sale),
        restock_key(5, "T2", sale),
        sale_key(100, "O1", 2, "A"),
        sale_key(100, "O10", 1, "A"),
        sale_key(100, "O2", 1, "A"),
        restock_key(101, "T1", sale),
        restock_key(101, "T2", sale),
        restock_key(101, "T1", sale_key(100, "O1", 2, "A")),
    ]
    shuffled = expected[5:] + expected[:5]
    assert sorted(shuffled) == expected


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.integers(1, 4000), st.sampled_from([None, "L1", "L3"])),
        st.tuples(st.just("receive"), st.integers(1, 5000), st.integers(0, 9999)),
        st.tuples(st.just("restock"), st.integers(1, 3000), st.integers(0, 5)),
        st.tuples(st.just("adjust"), st.integers(-2000, 2000), st.sampled_from(["L1", "L2"])),
        st.tuples(st.just("spoil"), st.integers(1, 2000), st.sampled_from(["L1", "L2"])),
    ),
    max_size=25,
)


@given(EVENTS)
def test_whatever_happens_costs_add_up_and_nothing_is_sold_twice(
    events: list[tuple[str, int, object]],
) -> None:
    stock, sold, back = happen(events)
    by_lot: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    by_line: defaultdict[int, int] = defaultdict(int)
    for move in stock.moves:
        if move.lot is not None:
            by_lot[move.lot][0] += move.quantity
            by_lot[move.lot][1] += move.cost
        if move.line is not None:
            by_line[move.line] += move.quantity
    for ref, one in stock.lots.items():
        quantity, cost = by_lot[ref]
        assert one.drawn == quantity <= one.quantity
        assert cost == round_half_up(one.total_cost * quantity, one.quantity)
        if one.drawn == one.quantity:
            assert cost == one.total_cost
    for line, quantity in sold.items():
        # Filling a debt takes from a lot what it takes off the debt: only sales and restocks change the sum.
        assert by_line[line] == quantity - back[line]


def happen(events: list[tuple[str, int, object]]) -> tuple[StockFlow, dict[int, int], dict[int, int]]:
    """Work events through; gives the stream, what each line sold and what of it came back."""
    stock = flow(remembered=tuple(range(100)))
    sold: dict[int, int] = {}
    back: defaultdict[int, int] = defaultdict(int)
    for moment, (kind, number, what) in enumerate(events):
        if kind == "sell":
            sell(stock, moment, number, named=str(what) if what else None)
            sold[moment] = number
        elif kind == "receive":
            new = lot(len(stock.lots) + 1, number, int(str(what)), received=False)
            stock.add_lot(new)
            stock.receive(new, moment, DAY)
        elif kind == "restock" and sold:
            line = list(sold)[int(str(what)) % len(sold)]
            stock.restock(1, moment, line, 0, number, moment)
            back[line] = min(sold[line], back[line] + number)
        elif kind in {"adjust", "spoil"} and number:
            rank = StockRank.ADJUSTMENT if kind == "adjust" else StockRank.SPOILAGE
            stock.enter(moment, rank, moment, str(what), number)
    return stock, sold, back
