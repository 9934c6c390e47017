"""What a refresh works with: settings, products and accounts on first need, and what it touches."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from desktop_app.domain.attribution import SessionFinder, SessionTimes, Span, spans_of_account
from desktop_app.domain.channel import DEFAULT_ATTRIBUTION_SECONDS
from desktop_app.domain.days import Days
from desktop_app.domain.fx import RateTable
from desktop_app.domain.pricing import FeeRates, FeeSchedule
from desktop_app.domain.weights import bundle_weight_ug, own_weight_ug

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


_FEW: Final = 100
"""Lines of an account that are looked up one by one before all its sessions are read."""


class ProductCard(NamedTuple):
    """What results need of a product; `unit_ug` is the weight of one unit in micrograms, None: missing.

    `components` are (product id, thousandths of its unit) of a bundle's components that the book has.
    """

    product_id: int
    sku: str
    unit_ug: int | None
    packaging: int | None
    reference: int | None
    list_price: int | None
    list_currency: str | None
    components: tuple[tuple[int, int], ...]
    is_bundle: bool


class AccountCard(NamedTuple):
    """What results need of an account."""

    account_id: int
    code: str
    timezone: str | None
    fees: FeeSchedule
    window_seconds: int


@dataclass(slots=True)
class Dirty:
    """Totals that a refresh has to sum up again: sessions, and days of what is unattributed.

    `changed` are sessions whose totals were changed by difference; `past_date` those whose lines drew from
    other lots past their date; `starts` moments at which sessions start, or did before they changed.
    """

    sessions: set[int] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    past_date: set[int] = field(default_factory=set)
    starts: set[int] = field(default_factory=set)

    def clear(self) -> None:
        """Forget what has been summed up."""
        for marks in (self.sessions, self.days, self.changed, self.past_date, self.starts):
            marks.clear()

    def add(self, session: int, day: str) -> None:
        """Mark a session, or where it is 0 the day of something unattributed."""
        if session:
            self.sessions.add(session)
        else:
            self.days.add(day)


class Workspace:
    """One refresh: facts are looked up on first need and kept, so that a small change reads little."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        currency: str,
        zone: ZoneInfo,
        stock_from: str | None,
        decimals_of: Callable[[str], int],
        whole: bool,
    ) -> None:
        """Take an open transaction; `whole` says that everything is stale."""
        self.connection = connection
        self.currency = currency
        self.stock_from = stock_from
        self.whole = whole
        self.days = Days(zone)
        self.rates = RateTable(currency, decimals_of, self._rates_of)
        self.dirty = Dirty()
        self._zone = zone
        self._products: dict[int, ProductCard] = {}
        self._skus: dict[str, ProductCard | None] = {}
        self._accounts: dict[str, AccountCard] = {}
        self._account_days: dict[str | None, Days] = {None: self.days}
        self._spans: dict[str, list[Span]] = {}
        self._finders: dict[str, SessionFinder] = {}
        self._asked: Counter[str] = Counter()
        self._sessions: dict[str, int | None] = {}
        self._restocks: dict[str, list[tuple[Any, ...]]] | None = None

    def product(self, product_id: int) -> ProductCard | None:
        """Give a product by id, None where it is gone."""
        card = self._products.get(product_id)
        if card is None:
            row = self.connection.execute("SELECT sku FROM products WHERE id = ?", (product_id,)).fetchone()
            card = row and self.product_of(row[0])
        return card

    def product_of(self, sku: str) -> ProductCard | None:
        """Give a product by SKU, None where the book has none."""
        try:
            return self._skus[sku]
        except KeyError:
            # A bundle that contains itself would be read for ever: within its own reading it is unknown.
            self._skus[sku] = None
            card = self._skus[sku] = self._read_product(sku)
            if card is not None:
                self._products[card.product_id] = card
            return card

    def account(self, code: str) -> AccountCard:
        """Give an account by code."""
        card = self._accounts.get(code)
        if card is None:
            row = self.connection.execute(
                "SELECT id, timezone, commission_rate_e8, payment_fee_rate_e8,"
                " fee_refund_rate_e8, attribution_seconds"
                " FROM accounts WHERE account = ?",
                (code,),
            ).fetchone()
            window = DEFAULT_ATTRIBUTION_SECONDS if row[5] is None else row[5]
            fees = FeeSchedule(FeeRates(*row[2:5]), self._dated_fees(code))
            card = self._accounts[code] = AccountCard(row[0], code, row[1], fees, window)
        return card

    def days_of(self, timezone: str | None) -> Days:
        """Give the days of an account's time zone; None is the book's."""
        days = self._account_days.get(timezone)
        if days is None:
            days = self._account_days[timezone] = Days(ZoneInfo(timezone or ""))
        return days

    def spans(self, account: str) -> list[Span]:
        """Give the sessions of an account with their ends."""
        spans = self._spans.get(account)
        if spans is None:
            rows = self.connection.execute(
                "SELECT id, session, started_at, ended_at, status = 'planned' FROM sessions"
                " WHERE account = ?",
                (account,),
            )
            spans = self._spans[account] = spans_of_account(map(SessionTimes._make, rows))
        return spans

    def session_at(self, account: str, moment: int) -> int | None:
        """Find the session of an account that a moment belongs to."""
        finder = self._finders.get(account)
        if finder is None:
            card = self.account(account)
            self._asked[account] += 1
            if not self.whole and self._asked[account] <= _FEW:
                return self._kept_session_at(card, moment)
            finder = self._finders[account] = SessionFinder(self.spans(account), card.window_seconds)
        return finder.find(moment)

    def _kept_session_at(self, account: AccountCard, moment: int) -> int | None:
        """Find it among the kept sessions, without reading all of an account for one new line."""
        row = self.connection.execute(
            "SELECT session_id FROM kept_sessions WHERE account_id = ?1 AND NOT planned AND started_at <= ?2"
            " AND ended_at > ?2 - ?3 ORDER BY started_at DESC, code DESC LIMIT 1",
            (account.account_id, moment, account.window_seconds),
        ).fetchone()
        return row and int(row[0])

    def session_id(self, code: str) -> int | None:
        """Give the id of a session by code, None where the book has none."""
        try:
            return self._sessions[code]
        except KeyError:
            row = self.connection.execute("SELECT id FROM sessions WHERE session = ?", (code,)).fetchone()
            number: int | None = row[0] if row else None
            self._sessions[code] = number
            return number

    @cached_property
    def bundles(self) -> dict[int, list[tuple[ProductCard, int, int]]]:
        """Give by product id the bundles it is a component of: bundle, place in it, thousandths."""
        found: dict[int, list[tuple[ProductCard, int, int]]] = {}
        rows = self.connection.execute("SELECT sku FROM products WHERE components <> '[]'").fetchall()
        for (sku,) in rows:
            card = self.product_of(sku)
            if card is not None:
                for part, (component, quantity) in enumerate(card.components):
                    found.setdefault(component, []).append((card, part, quantity))
        return found

    def restocks(self, query: str) -> dict[str, list[tuple[Any, ...]]]:
        """Give all restocks of the book by SKU (the last column): on a rebuild they are read once."""
        if self._restocks is None:
            self._restocks = {}
            for row in self.connection.execute(query):
                self._restocks.setdefault(row[-1], []).append(row[:-1])
        return self._restocks

    def _dated_fees(self, account: str) -> list[tuple[str, FeeRates]]:
        rows = self.connection.execute(
            "SELECT from_on, commission_rate_e8, payment_fee_rate_e8, fee_refund_rate_e8 FROM fee_rates"
            " WHERE account = ? ORDER BY from_on",
            (account,),
        )
        return [(day, FeeRates(*stated)) for day, *stated in rows]

    def _rates_of(self, currency: str) -> list[tuple[str, int, int]]:
        return self.connection.execute(
            'SELECT "on", units, cny_e8 FROM rates WHERE currency = ? ORDER BY "on"', (currency,)
        ).fetchall()

    def _read_product(self, sku: str) -> ProductCard | None:
        row = self.connection.execute(
            "SELECT id, unit_weight_mg, kg_per_unit_mg, packaging_cost_minor,"
            " reference_cost_minor, list_price_minor,"
            " list_currency, components FROM products WHERE sku = ?",
            (sku,),
        ).fetchone()
        if row is None:
            return None
        number, unit_mg, kg_mg, packaging, reference, price, currency, text = row
        weight = own_weight_ug(unit_mg, kg_mg)
        components: list[tuple[int, int]] = []
        if text != "[]":
            parts = [(item["sku"], item["quantity_milli"]) for item in json.loads(text)]
            cards = [(self.product_of(code), quantity) for code, quantity in parts]
            components = [(card.product_id, quantity) for card, quantity in cards if card is not None]
            if weight is None:
                weight = bundle_weight_ug((quantity, card and card.unit_ug) for card, quantity in cards)
        return ProductCard(
            number, sku, weight, packaging, reference, price, currency, tuple(components), text != "[]"
        )


def share_weights(text: str) -> list[tuple[str, Decimal | None]]:
    """Read the sessions that a promotion names, with their weights, as its column holds them."""
    return [
        (item["session"], Decimal(item["weight"]) if item.get("weight") is not None else None)
        for item in json.loads(text)
    ]
