"""The stock events of a group of products, read from the facts in the one order of the stream."""

from __future__ import annotations

from fractions import Fraction
from itertools import count, groupby
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_app.domain.money import round_half_up
from desktop_app.domain.stock_order import StockRank, plain_key, restock_key, sale_key
from desktop_app.domain.stock_states import LotState, NewLot
from desktop_app.store.results.marking import END

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop_app.store.results.workspace import ProductCard, Workspace

_TAKES = "(s.status NOT IN ('placed', 'cancelled') OR (s.status = 'cancelled' AND s.shipped_on IS NOT NULL))"

_RANKS = {
    "spoilage": StockRank.SPOILAGE,
    "sample": StockRank.SAMPLE,
    "gift": StockRank.GIFT,
    "adjustment": StockRank.ADJUSTMENT,
    "transfer": StockRank.TRANSFER,
}


class Restock(NamedTuple):
    """Goods of one component that come back: product, line, part, quantity and the return's id."""

    product: int
    line: int
    part: int
    quantity: int
    source: int


class Entry(NamedTuple):
    """A stock entry: its id, lot code and quantity."""

    source: int
    code: str
    quantity: int


class Repacking(NamedTuple):
    """A repack: the id of its first row, source lot, quantity taken, and the lots it makes."""

    source: int
    code: str
    quantity: int
    rows: tuple[NewLot, ...]
    by_value: bool


class GroupSource:
    """Reads what happens to the stock of one group of products from a moment on."""

    def __init__(
        self, work: Workspace, products: Sequence[ProductCard], since: int, *, is_long: bool = False
    ) -> None:
        """Take products and the moment; `is_long` says that many sales follow it."""
        self._work = work
        self._since = since
        self._is_long = is_long
        self._products = list(products)
        self._plain = [card for card in products if not card.is_bundle]
        self._number = count()
        first = 0 if work.stock_from is None else work.days.start(work.stock_from)
        self._first = first if work.stock_from is not None else -(2**62)
        self._sold = self._skus()
        self.restocks = self._read_restocks() if self._plain else []
        self.remembered = frozenset(event[-1].line for event in self.restocks)

    def lots(self) -> list[LotState]:
        """Give the lots that come in from the moment on, repacks' lots left out."""
        found = []
        day = self._work.days.of(max(self._since, 0)) if self._since > 0 else ""
        for card in self._products:
            rows = self._work.connection.execute(
                "SELECT id, lot, received_on, best_before, quantity_milli, total_cost_minor FROM lots"
                " WHERE sku = ? AND received_on >= ?",
                (card.sku, day),
            )
            for number, code, on, best_before, quantity, cost in rows:
                moment = self._work.days.start(on)
                if moment >= self._since:
                    found.append(
                        LotState(2 * number, code, card.product_id, moment, on, best_before, quantity, cost)
                    )
        return found

    def others(self, lots: Iterable[LotState]) -> list[tuple[Any, ...]]:
        """Give all that happens but sales, in order: key, a number, payload."""
        others: list[tuple[Any, ...]] = [
            (*plain_key(lot.received_at, StockRank.RECEIPT, lot.code), next(self._number), lot)
            for lot in lots
        ]
        others += self._entries()
        others += self._repacks()
        others += self.restocks
        others.sort()
        return others

    def sales(self, since: int, until: int) -> list[tuple[Any, ...]]:
        """Give the sales from one moment to another in order: key, part, line, product, quantity, lot."""
        found: list[tuple[Any, ...]] = []
        for sku, product, part, factor in self._sold:
            # A bundle's quantity times its component's, rounded half up to thousandths.
            quantity = (
                "s.quantity_milli" if factor is None else f"(2 * s.quantity_milli * {factor} + 1000) / 2000"
            )
            found += self._work.connection.execute(
                f"SELECT s.ordered_at, {int(StockRank.SALE)}, s.order_id, s.line, s.account, 0, '', {part},"  # noqa: S608
                f" s.id, {product}, {quantity}, s.lot FROM sales s"
                f" WHERE s.sku = ? AND s.ordered_at >= ? AND s.ordered_at < ? AND {_TAKES}"
                " ORDER BY s.ordered_at",
                (sku, max(since, self._first), until),
            )
        found.sort()
        return found

    def stretch(self, since: int, sales: int) -> int:
        """Give a moment after `since` before which about so many sales lie; END where fewer are left."""
        ends = []
        for sku, *_ in self._sold:
            row = self._work.connection.execute(
                "SELECT ordered_at FROM sales WHERE sku = ? AND ordered_at >= ?"
                " ORDER BY ordered_at LIMIT 1 OFFSET ?",
                (sku, max(since, self._first), sales),
            ).fetchone()
            if row:
                ends.append(max(row[0], since + 1))
        return min(ends, default=END)

    def _skus(self) -> list[tuple[str, int, int, int | None]]:
        """Give what sells each product: SKU, product, and of a bundle the part and its thousandths."""
        found: list[tuple[str, int, int, int | None]] = []
        for card in self._plain:
            found.append((card.sku, card.product_id, 0, None))
            for bundle, part, factor in self._work.bundles.get(card.product_id, ()):
                found.append((bundle.sku, card.product_id, part, factor))
        return found

    def _read_restocks(self) -> list[tuple[Any, ...]]:
        events: list[tuple[Any, ...]] = []
        for sku, product, part, factor in self._sold:
            events += self._restocks_of(sku, product, part, factor)
        return events

    def _restocks_of(
        self, sku: str, product: int, part: int, factor: int | None
    ) -> Iterator[tuple[Any, ...]]:
        for row in restock_rows(self._work, sku, self._since, is_long=self._is_long):
            return_id, number, returned_at, restocked, line_id, ordered_at, order_id, line, account = row
            if ordered_at < self._first:
                # Before the first day of stock: the line has drawn nothing that could come back.
                continue
            key = restock_key(returned_at, return_id, sale_key(ordered_at, order_id, line, account))
            quantity = restocked if factor is None else round_half_up(restocked * factor, 1000)
            yield (*key, next(self._number), Restock(product, line_id, part, quantity, number))

    def _entries(self) -> Iterator[tuple[Any, ...]]:
        for card in self._products:
            rows = self._work.connection.execute(
                "SELECT id, entry, occurred_at, kind, lot, quantity_milli FROM stock WHERE lot IN"
                " (SELECT lot FROM lots WHERE sku = ?1 UNION SELECT lot FROM repacks WHERE sku = ?1)"
                " AND occurred_at >= ?2",
                (card.sku, self._since),
            )
            for number, entry, moment, kind, lot, quantity in rows:
                key = plain_key(moment, _RANKS[kind], entry)
                yield (*key, next(self._number), Entry(number, lot, quantity))

    def _repacks(self) -> Iterator[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for card in self._products:
            rows += self._work.connection.execute(
                "SELECT repack, id, occurred_at, from_lot, from_quantity_milli, split, lot, quantity_milli, ?"
                " FROM repacks WHERE sku = ? AND occurred_at >= ?",
                (card.product_id, card.sku, self._since),
            )
        rows.sort(key=lambda row: row[:2])
        for repack, group in groupby(rows, key=lambda row: row[0]):
            yield self._repack(repack, list(group))

    def _repack(self, repack: str, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
        _, source, moment, from_lot, taken, split = rows[0][:6]
        cards = [self._work.product(row[8]) for row in rows]
        values = self._values(cards, self._work.days.of(moment)) if split == "value" else [None] * len(rows)
        best_before = self._best_before(from_lot)
        lots = tuple(
            NewLot(2 * row[1] + 1, row[6], row[8], row[7], card and card.unit_ug, value, best_before)
            for row, card, value in zip(rows, cards, values, strict=True)
        )
        key = plain_key(moment, StockRank.REPACK, repack)
        payload = Repacking(source, from_lot, taken, lots, split == "value")
        return (*key, next(self._number), payload)

    def _best_before(self, code: str) -> str | None:
        """Give a lot's best-before, a repack's lot having its source's, through any chain of repacks."""
        seen: set[str] = set()
        while code not in seen:
            seen.add(code)
            execute = self._work.connection.execute
            row = execute("SELECT best_before FROM lots WHERE lot = ?", (code,)).fetchone()
            if row is not None:
                return None if row[0] is None else str(row[0])
            row = execute("SELECT from_lot FROM repacks WHERE lot = ?", (code,)).fetchone()
            if row is None:
                return None
            code = row[0]
        return None

    def _values(self, cards: Sequence[ProductCard | None], day: str) -> list[int | None]:
        """Give list prices that can be compared: as stated in one currency, else at the day's exact rates."""
        known = [card for card in cards if card is not None and card.list_price is not None]
        if len({card.list_currency or self._work.currency for card in known}) <= 1:
            return [card and card.list_price for card in cards]
        exact: list[Fraction | None] = []
        for card in cards:
            factor = card and self._work.rates.factor(card.list_currency, day)
            price = None if card is None else card.list_price
            exact.append(Fraction(*factor) * price if factor is not None and price is not None else None)
        scale = lcm(*(value.denominator for value in exact if value is not None))
        return [None if value is None else int(value * scale) for value in exact]


def restock_rows(work: Workspace, sku: str, since: int, *, is_long: bool) -> Sequence[tuple[Any, ...]]:
    """Give the restocks of a product's lines that take effect at a moment or later."""
    columns = (
        "SELECT r.return_id, r.id, r.returned_at, r.restocked_quantity_milli, s.id,"
        " s.ordered_at, s.order_id, s.line,"
        " s.account"
    )
    match = "r.account = s.account AND r.order_id = s.order_id AND r.line = s.line"
    if work.whole:
        return work.restocks(
            f"{columns}, s.sku FROM returns r JOIN sales s ON {match}"
            f" WHERE r.restocked_quantity_milli > 0 AND {_TAKES}"
        ).get(sku, ())
    if is_long:
        # Restocks are few: looking at all of them is quicker than at all the sales.
        return work.connection.execute(
            f"{columns} FROM returns r INDEXED BY kept_restocks CROSS JOIN sales s ON {match}"
            f" WHERE r.restocked_quantity_milli > 0 AND s.sku = ? AND {_TAKES}"
            " AND max(r.returned_at, s.ordered_at) >= ?",
            (sku, since),
        ).fetchall()
    return work.connection.execute(
        f"{columns} FROM sales s JOIN returns r ON {match} WHERE s.sku = ?1 AND s.ordered_at >= ?2"
        f" AND r.restocked_quantity_milli > 0 AND {_TAKES}"
        f" UNION {columns} FROM returns r CROSS JOIN sales s ON {match}"
        f" WHERE r.restocked_quantity_milli > 0 AND r.returned_at >= ?2 AND s.sku = ?1 AND {_TAKES}",
        (sku, since),
    ).fetchall()
