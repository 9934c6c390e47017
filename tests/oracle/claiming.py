"""What a scheme counts in a ledger workbook, from the page alone: five figures, measures, each line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.oracle.arithmetic import round_half_up
from tests.oracle.workbook import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


SHANGHAI = ZoneInfo("Asia/Shanghai")
Key = tuple[str, str, int]


class UnknownError(Exception):
    """A rate or a weight is missing: the measure is not known."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a claim, and the last day whose refunds count."""

    first: date
    last: date
    cut_off: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Ledger:
    """The rows of a ledger workbook, as claims need them."""

    def __init__(self, path: Path, decimals: Callable[[str], int]) -> None:
        rows = read_rows(path)
        self.decimals = decimals
        self.sheets = {name: [Row(cells, SHANGHAI) for cells in found] for name, found in rows.items()}
        self.accounts = {row.text("account"): row for row in self.sheets["Accounts"]}
        self.products = {row.text("sku"): row for row in self.sheets["Products"]}
        self.lines: dict[Key, Row] = _numbered(self.sheets["Sales"])
        self.rates: dict[str, dict[date, Fraction]] = {}
        for row in self.sheets["Rates"]:
            units = row.number("units") or Fraction(1)
            rate = (row.number("cny") or Fraction(0)) / units
            self.rates.setdefault(row.text("currency"), {})[row.must_when("on").day] = rate

    def currency(self, row: Row) -> str:
        return row.text("currency") or self.accounts[row.text("account")].text("currency")

    def minor(self, row: Row, key: str, currency: str) -> int:
        return row.minor(key, self.decimals(currency)) or 0

    def amount(self, row: Row) -> int:
        """List − seller discount, in the line's own currency."""
        currency = self.currency(row)
        exact = Fraction(row.milli("quantity") * self.minor(row, "unit_price", currency), 1000)
        return round_half_up(exact) - self.minor(row, "seller_discount", currency)

    def refunds(self, cut_off: date) -> Counter[Key]:
        """What was given back of each line by the cut-off, platform coupons taken back with it."""
        found: Counter[Key] = Counter()
        for row in self.sheets["Returns"]:
            key = self._line_of(row)
            if row.must_when("returned_on").day <= cut_off:
                currency = self.currency(self.lines[key])
                found[key] += self.minor(row, "refund", currency)
                found[key] += self.minor(row, "platform_reversed", currency)
        return found

    def _line_of(self, row: Row) -> Key:
        order = (row.text("account"), row.text("order_id"))
        number = row.number("line")
        if number is not None:
            return (*order, int(number))
        (found,) = (
            key
            for key, line in self.lines.items()
            if key[:2] == order and line.text("sku") == row.text("sku")
        )
        return found

    def settled_on(self, key: Key) -> date | None:
        """What the line says, else the first settlement that covers it."""
        own = self.lines[key].day("settled_on")
        days = [
            row.must_when("settled_on").day
            for row in self.sheets["Settlements"]
            if (row.text("account"), row.text("order_id")) == key[:2]
            and row.number("line") in (None, Fraction(key[2]))
        ]
        return own or min(days, default=None)

    def weight_mg(self, key: Key) -> int:
        """Quantity × weight per unit; a bundle weighs its components."""
        each = self._each(self.lines[key].text("sku"))
        if not each:
            raise UnknownError(key)
        return round_half_up(self.lines[key].milli("quantity") * each)

    def _each(self, sku: str) -> Fraction | None:
        """Milligrams of a thousandth of a unit."""
        row = self.products[sku]
        grams = row.number("unit_weight_g")
        if grams is None and (kilograms := row.number("kg_per_unit")) is not None:
            grams = kilograms * 1000
        if grams is not None:
            return grams
        parts = [item.split("×") for item in row.items("components")]
        weights = [(self._each(name.strip()), Fraction(count)) for name, count in parts]
        if not parts or any(weight is None for weight, _count in weights):
            return None
        return sum(((weight or 0) * count for weight, count in weights), Fraction(0))


def _numbered(rows: Iterable[Row]) -> dict[Key, Row]:
    found: dict[Key, Row] = {}
    highest: Counter[tuple[str, str]] = Counter()
    for row in rows:
        order = (row.text("account"), row.text("order_id"))
        number = row.number("line")
        line = highest[order] + 1 if number is None else int(number)
        highest[order] = max(highest[order], line)
        found[(*order, line)] = row
    return found


class Claimed:
    """What one scheme counts in a ledger and a period."""

    def __init__(self, ledger: Ledger, scheme: dict[str, Any], period: Period) -> None:
        self._ledger, self._period = ledger, period
        self._base = scheme["base"]
        self._exchange = scheme.get("exchange") or {"rule": "order_day"}
        self._refunds = ledger.refunds(period.cut_off)
        self.fates = {key: fate for key in ledger.lines if (fate := self._fate(key)) is not None}
        self.kept = [key for key, fate in self.fates.items() if fate == "counted"]

    def _fate(self, key: Key) -> str | None:
        """Counted, cancelled, excluded, unpaid, or the reason why it is left out; None: not of the period."""
        row = self._ledger.lines[key]
        ordered = row.must_when("ordered_at").day
        days = {
            "order": ordered,
            "dispatch": row.day("shipped_on"),
            "delivery": row.day("delivered_on"),
            "settlement": self._ledger.settled_on(key),
        }
        day = days[self._base.get("day") or "order"]
        if day is None or not self._period.holds(day):
            return None if not self._period.holds(ordered) else "no_day" if day is None else "other_day"
        reason = self._filtered(key)
        if reason:
            return reason
        status = row.code("status", "paid")
        if status in ("placed", "cancelled"):
            return "unpaid" if status == "placed" else "cancelled"
        return "excluded" if row.text("excluded") else "counted"

    def _filtered(self, key: Key) -> str | None:
        row = self._ledger.lines[key]
        account = self._ledger.accounts[row.text("account")]
        wanted = self._base.get("filters") or {}
        to = row.text("country") or account.text("market")
        abroad = to != "CN"
        if wanted.get("cross_border") is not None and wanted["cross_border"] != abroad:
            return "cross_border" if abroad else "domestic"
        reasons = (
            ("platforms", "platform", account.text("platform")),
            ("markets", "market", to),
            ("skus", "sku", row.text("sku")),
        )
        for name, reason, value in reasons:
            if wanted.get(name) and value not in wanted[name]:
                return reason
        origins, origin = wanted.get("origins"), self._ledger.products[row.text("sku")].text("origin")
        if origins and not any(one in origin for one in origins):
            return "origin"
        codes = wanted.get("customs_codes")
        return "customs_code" if codes and row.text("customs_code") not in codes else None

    # -- money -----------------------------------------------------------------------------------------------

    def _rate(self, currency: str, ordered: date) -> Fraction:
        if currency == "CNY":
            return Fraction(1)
        known = self._ledger.rates.get(currency, {})
        rule = self._exchange["rule"]
        if rule == "customs":
            before = ordered.replace(day=1) - timedelta(days=1)
            wednesdays = [
                day for number in range(1, 32)
                if (day := before.replace(day=1) + timedelta(days=number - 1)).month == before.month
                and day.isoweekday() == 3
            ]  # fmt: skip
            for day in wednesdays[2:4]:
                if day in known:
                    return known[day]
            ordered = wednesdays[2]
        elif rule == "month_first":
            ordered = ordered.replace(day=1)
        elif rule == "fixed_date":
            ordered = date.fromisoformat(self._exchange["date"])
        days = [day for day in known if day <= ordered]
        if not days:
            raise UnknownError(currency, ordered)
        return known[max(days)]

    def _converted(self, amount: int, currency: str, ordered: date) -> int:
        """In fen (or cents of a USD base): each line rounded once."""
        base = self._base.get("currency") or "CNY"
        if currency == base or not amount:
            return amount
        exact = Fraction(amount, 10 ** self._ledger.decimals(currency)) * self._rate(currency, ordered)
        return round_half_up(exact / self._rate(base, ordered) * 100)

    def _own(self, key: Key, back: int) -> int:
        """The line's amount less what was given back, in the base's currency."""
        row = self._ledger.lines[key]
        currency, ordered = self._ledger.currency(row), row.must_when("ordered_at").day
        return self._converted(self._ledger.amount(row) - back, currency, ordered)

    def _net(self, key: Key) -> int:
        return self._own(key, self._refunds[key])

    def _sum(self, *fates: str) -> int:
        return sum(self._own(key, 0) for key, fate in self.fates.items() if fate in fates)

    def five(self) -> dict[str, int]:
        """成交额, 取消, 剔除, 退款, 净成交额."""
        cancelled, excluded = self._sum("cancelled"), self._sum("excluded")
        paid = self._sum("counted", "cancelled", "excluded")
        refunds = sum(self._own(key, 0) - self._net(key) for key in self.kept)
        net = paid - cancelled - excluded - refunds
        return {"paid": paid, "cancelled": cancelled, "excluded": excluded, "refunds": refunds, "net": net}

    def measure(self, name: str) -> Fraction:
        if name in ("paid", "net"):
            return Fraction(self.five()[name], 100)
        if name == "placed":
            return Fraction(self._sum("counted", "cancelled", "excluded", "unpaid"), 100)
        if name == "settled":
            days = {key: self._ledger.settled_on(key) for key in self.kept}
            covered = [key for key, day in days.items() if day is not None and day <= self._period.cut_off]
            return Fraction(sum(map(self._net, covered)), 100)
        if name == "orders":
            return Fraction(len({key[:2] for key in self.kept}))
        if name == "parcels":
            numbers = {self._ledger.lines[key].text("tracking") for key in self.kept}
            return Fraction(len(numbers - {""}))
        if name == "kilograms":
            return Fraction(sum(self._ledger.weight_mg(key) for key in self.kept), 1_000_000)
        raise ValueError(name)

    def cost(self, kind: str) -> Fraction:
        """Freight or promotion paid in the period, each converted at its own day; no filter set."""
        sheet, day = {"freight": ("Shipping", "on"), "promotion": ("Promotions", "started_at")}[kind]
        total = 0
        for row in self._ledger.sheets[sheet]:
            paid = row.day("paid_on")
            if paid is not None and self._period.holds(paid):
                currency = row.text("currency") or "CNY"
                own = self._ledger.minor(row, "cost" if kind == "freight" else "amount", currency)
                total += self._converted(own, currency, row.must_when(day).day)
        return Fraction(total, 100)
