"""The book as plain records: what the workbook states, with blanks filled as MODEL and WORKBOOK say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.oracle.arithmetic import round_half_up
from tests.oracle.workbook import Cell, Row, When, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


FEE_RATES = ("commission_rate", "payment_fee_rate", "fee_refund_rate")


@dataclass(frozen=True)
class Product:
    sku: str
    unit_weight_g: Fraction | None
    kg_per_unit: Fraction | None
    list_price: Fraction | None
    packaging_cost: int
    reference_cost: int | None
    components: list[tuple[str, int]]  # SKU, thousandths of its unit for one unit of the bundle


@dataclass(frozen=True)
class Account:
    code: str
    platform: str
    market: str
    zone: ZoneInfo
    rates: dict[str, Fraction | None]  # commission_rate, payment_fee_rate, fee_refund_rate
    attribution: timedelta
    return_days: int


@dataclass(frozen=True)
class FeeRate:
    account: str
    since: date
    rates: dict[str, Fraction | None]


@dataclass(frozen=True)
class Session:
    code: str
    account: str
    planned: bool
    start: When
    stated_end: datetime | None
    costs: int


@dataclass(frozen=True)
class Line:
    account: str
    order: str
    number: int
    session: str  # the session it names, "" where it names none
    when: When
    sku: str
    quantity: int
    currency: str
    unit_price: int
    seller_discount: int
    shipping_charged: int
    platform_fee: int | None
    tax: int
    status: str
    lot: str
    dispatched: bool
    delivered_on: date | None
    settled_on: date | None

    @property
    def key(self) -> tuple[str, str, int]:
        return self.account, self.order, self.number

    @property
    def counts(self) -> bool:  # MODEL 3: placed and cancelled lines do not
        return self.status not in ("placed", "cancelled")

    @property
    def lost(self) -> bool:
        """Cancelled after dispatch (MODEL 3)."""
        return self.status == "cancelled" and self.dispatched

    @property
    def moves(self) -> bool:
        """It takes stock, packing and freight: it counts or was cancelled after dispatch."""
        return self.counts or self.lost

    @property
    def list(self) -> int:  # MODEL 3: list = R(quantity × unit_price), in the line's currency
        return round_half_up(Fraction(self.quantity * self.unit_price, 1000))


@dataclass(frozen=True)
class Promotion:
    code: str
    account: str
    named: list[tuple[str, Fraction | None]]
    start: When
    end: When | None
    amount: int
    currency: str


@dataclass(frozen=True)
class Leg:
    shipment: str
    leg: str
    account: str
    orders: list[str]
    sessions: list[str]
    on: date
    cost: int
    currency: str
    split: str


@dataclass(frozen=True)
class Return:
    code: str
    line: tuple[str, str, int]
    restocked: int
    refund: int
    platform_reversed: int
    fee_refunded: int | None
    return_shipping: int
    return_shipping_currency: str
    compensation: int
    compensation_currency: str
    when: When


@dataclass(frozen=True)
class LotRow:
    code: str
    sku: str
    received: When
    quantity: int
    total_cost: int
    best_before: date | None


@dataclass(frozen=True)
class StockEntry:
    code: str
    lot: str
    when: When
    kind: str
    quantity: int
    session: str


@dataclass(frozen=True)
class RepackedLot:
    code: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class Repack:
    code: str
    when: When
    from_lot: str
    from_quantity: int
    split: str
    new_lots: list[RepackedLot]


@dataclass(frozen=True)
class Settlement:
    account: str
    order: str
    line: int | None
    states_fees: bool


@dataclass(frozen=True)
class Overhead:
    code: str
    on: date
    amount: int
    currency: str


@dataclass
class Book:
    currency: str
    zone: ZoneInfo
    stock_from: date | None
    today: date
    decimals: Callable[[str], int]
    products: dict[str, Product] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    lines: dict[tuple[str, str, int], Line] = field(default_factory=dict)
    lots: list[LotRow] = field(default_factory=list)
    promotions: list[Promotion] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)  # in the order written
    returns: list[Return] = field(default_factory=list)
    stock: list[StockEntry] = field(default_factory=list)
    repacks: list[Repack] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    overheads: list[Overhead] = field(default_factory=list)
    fee_rates: list[FeeRate] = field(default_factory=list)
    rates: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)  # the rules that this book has exercised

    def mark(self, rule: str) -> None:
        """Notes that a rule of MODEL was exercised (read by the coverage counter, by nothing else)."""
        self.seen[rule] += 1

    def convert(self, minor: int, currency: str, day: date) -> int | None:
        """MODEL 2: R(amount × cny ÷ units) in the book's minor unit, or None where no rate exists."""
        if currency == self.currency:
            return minor
        if minor == 0:  # an amount of 0 needs no rate
            if self._rate(currency, day) is None:
                self.mark("rate.zero_needs_none")
            return 0
        rate = self._rate(currency, day)
        if rate is None:
            self.mark("rate.missing")
            return None
        self.mark(f"rate.of_{self.decimals(currency)}_decimals")
        units = Fraction(minor, 10 ** self.decimals(currency))
        return round_half_up(units * rate * 10 ** self.decimals(self.currency))

    def fee_rate(self, line: Line, name: str) -> Fraction | None:
        """The account's rate for orders of the line's day: the last stated on or before it, else its own."""
        stated = [
            (row.since, row.rates[name])
            for row in self.fee_rates
            if row.account == line.account and row.since <= line.when.day and row.rates[name] is not None
        ]
        if stated:
            self.mark(f"fee.dated_{name}")
            return max(stated, key=lambda pair: pair[0])[1]
        return self.accounts[line.account].rates[name]

    def _rate(self, currency: str, day: date) -> Fraction | None:
        # the recorded rate with the latest date on or before that day
        known = [(on, rate) for on, rate in self.rates.get(currency, []) if on <= day]
        return max(known)[1] if known else None


class _Reader:
    """Builds the records of a book sheet by sheet."""

    def __init__(self, book: Book, rows: dict[str, list[dict[str, Cell]]]) -> None:
        self.book, self._rows = book, rows
        self.own = book.decimals(book.currency)

    def rows(self, sheet: str) -> list[Row]:
        return [Row(cells, self.book.zone) for cells in self._rows[sheet]]

    def products(self) -> None:
        for row in self.rows("Products"):
            components = []
            for item in row.items("components"):
                sku, quantity = item.replace("x", "×").rsplit("×", 1) if "×" in item else item.rsplit("x", 1)
                components.append((sku.strip(), round_half_up(Fraction(quantity.strip()) * 1000)))
            self.book.products[row.text("sku")] = Product(
                row.text("sku"), row.number("unit_weight_g"), row.number("kg_per_unit"),
                row.number("list_price"), row.minor("packaging_cost", self.own) or 0,
                row.minor("reference_cost", self.own), components,
            )  # fmt: skip

    def accounts(self) -> None:
        for row in self.rows("Accounts"):
            hours, days = row.number("attribution_hours"), row.number("return_days")
            self.book.accounts[row.text("account")] = Account(
                row.text("account"), row.code("platform"), row.text("market"),
                ZoneInfo(row.text("timezone")) if row.text("timezone") else self.book.zone,
                {rate: row.number(rate) for rate in FEE_RATES},
                timedelta(hours=float(24 if hours is None else hours)),
                int(30 if days is None else days),
            )  # fmt: skip

    def sessions(self) -> None:
        for row in self.rows("Sessions"):
            end = row.when("ended_at")
            costs = (row.minor("host_pay", self.own) or 0) + (row.minor("other_cost", self.own) or 0)
            self.book.sessions[row.text("session")] = Session(
                row.text("session"), row.text("account"), row.code("status", "closed") == "planned",
                row.must_when("started_at"), None if end is None else end.moment, costs,
            )  # fmt: skip

    def lines(self) -> None:
        highest: dict[tuple[str, str], int] = {}
        for row in self.rows("Sales"):
            order = row.text("account"), row.text("order_id")
            stated = row.number("line")
            # WORKBOOK: a row without `line` takes the next number within its order, in the order of the rows
            number = highest.get(order, 0) + 1 if stated is None else int(stated)
            highest[order] = max(highest.get(order, 0), number)
            if stated is None:
                self.book.mark("sale.blank_line_number")
            currency = row.text("currency")
            places = self.book.decimals(currency)
            if row.must_when("ordered_at").alone:
                self.book.mark("sale.date_alone")
            line = Line(
                *order, number, row.text("session"), row.must_when("ordered_at"), row.text("sku"),
                row.milli("quantity"), currency, row.minor("unit_price", places) or 0,
                row.minor("seller_discount", places) or 0, row.minor("shipping_charged", places) or 0,
                row.minor("platform_fee", places), row.minor("tax", places) or 0,
                row.code("status", "paid"), row.text("lot"), row.day("shipped_on") is not None,
                row.day("delivered_on"), row.day("settled_on"),
            )  # fmt: skip
            self.book.lines[line.key] = line

    def promotions(self) -> None:
        for row in self.rows("Promotions"):
            named: list[tuple[str, Fraction | None]] = []
            for item in row.items("sessions"):
                code, _, weight = item.partition("=")
                named.append((code.strip(), Fraction(weight.strip()) if weight.strip() else None))
            currency = row.text("currency")
            self.book.promotions.append(
                Promotion(
                    row.text("promotion"),
                    row.text("account"),
                    named,
                    row.must_when("started_at"),
                    row.when("ended_at"),
                    row.minor("amount", self.book.decimals(currency)) or 0,
                    currency,
                )
            )

    def legs(self) -> None:
        for row in self.rows("Shipping"):
            currency = row.text("currency")
            self.book.legs.append(
                Leg(
                    row.text("shipment"),
                    row.text("leg"),
                    row.text("account"),
                    row.items("orders"),
                    row.items("sessions"),
                    row.must_when("on").day,
                    row.minor("cost", self.book.decimals(currency)) or 0,
                    currency,
                    row.code("split", "weight"),
                )
            )

    def returns(self) -> None:
        for row in self.rows("Returns"):
            order = row.text("account"), row.text("order_id")
            line = self._line_of(order, row)
            places = self.book.decimals(line.currency)
            freight = row.text("return_shipping_currency") or self.book.currency
            payer = row.text("compensation_currency") or self.book.currency
            self.book.returns.append(
                Return(
                    row.text("return"),
                    line.key,
                    row.milli("restocked_quantity"),
                    row.minor("refund", places) or 0,
                    row.minor("platform_reversed", places) or 0,
                    row.minor("fee_refunded", places),
                    row.minor("return_shipping", self.book.decimals(freight)) or 0,
                    freight,
                    row.minor("compensation", self.book.decimals(payer)) or 0,
                    payer,
                    row.must_when("returned_on"),
                )
            )

    def _line_of(self, order: tuple[str, str], row: Row) -> Line:
        stated = row.number("line")
        if stated is not None:
            return self.book.lines[(*order, int(stated))]
        # MODEL 7: without `line`, the order's only line of that SKU
        self.book.mark("return.by_sku")
        found = [x for x in self.book.lines.values() if x.key[:2] == order and x.sku == row.text("sku")]
        if len(found) != 1:
            raise ValueError(f"return {row.text('return')}: {len(found)} lines of that SKU")
        return found[0]

    def stock(self) -> None:
        for row in self.rows("Lots"):
            self.book.lots.append(
                LotRow(
                    row.text("lot"),
                    row.text("sku"),
                    row.must_when("received_on"),
                    row.milli("quantity"),
                    row.minor("total_cost", self.own) or 0,
                    row.day("best_before"),
                )
            )
        for row in self.rows("Stock"):
            self.book.stock.append(
                StockEntry(
                    row.text("entry"),
                    row.text("lot"),
                    row.must_when("on"),
                    row.code("kind"),
                    row.milli("quantity"),
                    row.text("session"),
                )
            )
        self._repacks()

    def _repacks(self) -> None:
        known: dict[str, Repack] = {}
        for row in self.rows("Repacks"):
            code = row.text("repack")
            if code not in known:
                known[code] = Repack(
                    code,
                    row.must_when("on"),
                    row.text("from_lot"),
                    row.milli("from_quantity"),
                    row.code("split", "weight"),
                    [],
                )
            known[code].new_lots.append(RepackedLot(row.text("lot"), row.text("sku"), row.milli("quantity")))
        self.book.repacks.extend(known.values())

    def money(self) -> None:
        for row in self.rows("Rates"):
            rate = (row.number("cny") or Fraction(0)) / (row.number("units") or 1)
            self.book.rates.setdefault(row.text("currency"), []).append((row.must_when("on").day, rate))
        for row in self.rows("Fee rates"):
            stated = {rate: row.number(rate) for rate in FEE_RATES}
            self.book.fee_rates.append(FeeRate(row.text("account"), row.must_when("from_on").day, stated))
        for row in self.rows("Overheads"):
            currency = row.text("currency") or self.book.currency
            amount = row.minor("amount", self.book.decimals(currency)) or 0
            self.book.overheads.append(Overhead(row.text("entry"), row.must_when("on").day, amount, currency))
        for row in self.rows("Settlements"):
            number = row.number("line")
            self.book.settlements.append(
                Settlement(
                    row.text("account"),
                    row.text("order_id"),
                    None if number is None else int(number),
                    row.number("fees") is not None,
                )
            )


def read_book(
    path: Path | str,
    *,
    book_currency: str,
    timezone: str,
    stock_from: date | None,
    today: date,
    decimals: Callable[[str], int],
) -> Book:
    """The records of the workbook at `path`; it is taken to be valid."""
    book = Book(book_currency, ZoneInfo(timezone), stock_from, today, decimals)
    reader = _Reader(book, read_rows(path))
    reader.products()
    reader.accounts()
    reader.sessions()
    reader.lines()
    reader.promotions()
    reader.legs()
    reader.returns()
    reader.stock()
    reader.money()
    return book
