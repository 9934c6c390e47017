"""The entries of a book's journal: every fact that moves money or goods, with the statement's own amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from desktop_app.domain.fx import RateTable
from desktop_app.domain.stock import StockKind
from desktop_app.reports.journal import Account, Entry, Posting, account_names
from desktop_app.store.queries import postings as rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop_app.domain.ledger import Payout
    from desktop_app.store.database import Book

SALES: Final = ("Income", "Sales")
DISCOUNTS: Final = ("Income", "SellerDiscounts")
REFUNDS: Final = ("Income", "Refunds")
FREIGHT_CHARGED: Final = ("Income", "FreightCharged")
TAXES: Final = ("Expenses", "Taxes")
FEES: Final = ("Expenses", "PlatformFees")
GOODS: Final = ("Expenses", "CostOfGoods")
PACKING: Final = ("Expenses", "Packing")
FREIGHT: Final = ("Expenses", "Freight")
RETURN_COSTS: Final = ("Expenses", "ReturnCosts")
PROMOTION: Final = ("Expenses", "Promotion")
SAMPLES: Final = ("Expenses", "Samples")
HOSTS: Final = ("Expenses", "HostAndOther")
SPOILAGE: Final = ("Expenses", "Spoilage")
DIFFERENCES: Final = ("Expenses", "CountDifferences")
OVERHEADS: Final = ("Expenses", "Overheads")
PAYOUT_FEES: Final = ("Expenses", "PayoutFees")
EXCHANGE: Final = ("Income", "ExchangeDifferences")
TAXES_OWED: Final = ("Liabilities", "Taxes")
SUPPLIERS: Final = ("Liabilities", "Suppliers")
GOODS_OWED: Final = ("Liabilities", "GoodsOwed")
PACKING_USED: Final = ("Liabilities", "Packing")
CARRIERS: Final = ("Liabilities", "Carriers")
PROMOTERS: Final = ("Liabilities", "Promotion")
HOSTS_OWED: Final = ("Liabilities", "HostAndOther")
OTHERS: Final = ("Liabilities", "Overheads")
BANK: Final = ("Assets", "Bank")

_STOCK_COSTS: Final = {
    StockKind.SPOILAGE: SPOILAGE,
    StockKind.SAMPLE: SAMPLES,
    StockKind.GIFT: SAMPLES,
    StockKind.ADJUSTMENT: DIFFERENCES,
}


class JournalMaker:
    """Makes a book's entries, one stream for each kind of fact, each in order of day."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._zone = book.settings.timezone
        self._inventory = account_names(product.sku for product in book.iterate("products"))
        self._accounts = account_names(account.account for account in book.iterate("accounts"))
        self._sku_of = rows.product_of_lots(book)

    def streams(self) -> list[Iterator[Entry]]:
        """Give all streams; of two entries of one day, that of the earlier stream comes first."""
        return [
            self._lots(),
            self._repacks(),
            self._sales(),
            self._moves(),
            self._returns(),
            self._parts(rows.leg_parts(self._book), "freight", FREIGHT, CARRIERS),
            self._parts(rows.promotion_parts(self._book), "promotion", PROMOTION, PROMOTERS),
            self._session_costs(),
            self._overheads(),
            self._payments(),
            self._payouts(),
        ]

    def _stock(self, sku: str) -> Account:
        return ("Assets", "Inventory", self._inventory[sku])

    def _receivable(self, account: str) -> Account:
        return ("Assets", "Receivable", self._accounts[account])

    def _day(self, moment: int) -> date:
        return datetime.fromtimestamp(moment, UTC).astimezone(self._zone).date()

    def _lots(self) -> Iterator[Entry]:
        for lot in rows.lots(self._book):
            text = f"lot {lot.lot} {lot.supplier or ''}".rstrip()
            tags = (("lot", lot.lot),)
            yield entry(_date(lot.day), text, [(self._stock(lot.sku), lot.total_cost)], SUPPLIERS, tags=tags)

    def _repacks(self) -> Iterator[Entry]:
        for (moment, code, source), new in groupby(rows.repacks(self._book), key=lambda row: row[:3]):
            parts = [(self._stock(row.sku), row.total_cost) for row in new]
            sku = self._sku_of.get(source)
            if sku is not None:
                tags = (("repack", code), ("lot", source))
                yield entry(self._day(moment), f"repack {code}", parts, self._stock(sku), tags=tags)

    def _sales(self) -> Iterator[Entry]:
        for sale in rows.sales(self._book):
            receivable = self._receivable(sale.account)
            found = [
                ("list", sale.gross, SALES, -1, receivable),
                ("seller_discount", sale.discount, DISCOUNTS, 1, receivable),
                ("shipping_charged", sale.shipping_income, FREIGHT_CHARGED, -1, receivable),
                ("tax", sale.tax, TAXES, 1, TAXES_OWED),
                ("platform_fee", sale.fee, FEES, 1, receivable),
                ("packaging", sale.packaging, PACKING, 1, PACKING_USED),
                ("estimated cost of goods", sale.estimated_goods, GOODS, 1, GOODS_OWED),
            ]
            text = f"order {sale.order_id} {sale.line} {sale.sku}"
            tags = (("order", sale.order_id), ("account", sale.account))
            yield _amounts(_date(sale.day), text, found, sale.session, sale.currency, _date(sale.day), tags)

    def _returns(self) -> Iterator[Entry]:
        for back in rows.returns(self._book):
            receivable = self._receivable(back.account)
            on = self._day(back.moment)
            refunds = [
                ("refund", back.refunds, REFUNDS, 1, receivable),
                ("fee_refunded", back.fee_refunded, FEES, -1, receivable),
            ]
            costs = [("return_shipping less compensation", back.return_costs, RETURN_COSTS, 1, CARRIERS)]
            text = f"return {back.return_id}"
            tags = (("return", back.return_id), ("account", back.account))
            rate_day = _date(back.order_day)
            yield _amounts(on, text, refunds, back.session, back.currency, rate_day, tags)
            yield _amounts(on, f"{text} costs", costs, back.session, "", on, tags)

    def _moves(self) -> Iterator[Entry]:
        for move in rows.moves(self._book):
            on = self._day(move.moment)
            stock = self._stock(move.sku)
            if move.kind is not None and move.entry is not None:
                cost = _STOCK_COSTS[StockKind(move.kind)]
                session = move.entry_session if cost is SAMPLES else None
                tags = (("entry", move.entry), ("lot", move.lot))
                yield entry(on, f"{move.kind} {move.entry}", [(cost, move.cost)], stock, session, tags)
            else:
                tags = (("order", move.order_id or ""), ("lot", move.lot))
                text = f"goods of order {move.order_id} {move.line}"
                yield entry(on, text, [(GOODS, move.cost)], stock, move.session, tags)

    def _parts(
        self, parts: Iterable[rows.PartPosting], what: str, cost: Account, owed: Account
    ) -> Iterator[Entry]:
        for (day, code, currency), shares in groupby(
            parts, key=lambda part: (part.day, part.code, part.currency)
        ):
            found = list(shares)
            lines = [Posting(cost, part.amount, part.session) for part in found if part.amount]
            missing = (
                (no_rate("amount", currency, _date(day)),) if any(p.amount is None for p in found) else ()
            )
            total = sum(line.minor for line in lines)
            yield Entry(
                on=_date(day),
                text=f"{what} {code} {found[0].name or ''}".rstrip(),
                postings=(*lines, Posting(owed, -total)) if lines else (),
                tags=((what, code),),
                missing=missing,
            )

    def _session_costs(self) -> Iterator[Entry]:
        for cost in rows.session_costs(self._book):
            text = f"session {cost.session} {cost.host or ''}".rstrip()
            yield entry(self._day(cost.started_at), text, [(HOSTS, cost.amount)], HOSTS_OWED, cost.session)

    def _overheads(self) -> Iterator[Entry]:
        for cost in rows.overheads(self._book):
            on = _date(cost.day)
            found = [("amount", cost.amount, OVERHEADS, 1, OTHERS)]
            text = f"overhead {cost.entry} {cost.kind or ''}".rstrip()
            yield _amounts(on, text, found, None, cost.currency or "", on, (("entry", cost.entry),))

    def _payments(self) -> Iterator[Entry]:
        """Give what was paid to carriers, platforms and others, on the day it was."""
        book = self._book
        paid: list[Entry] = []
        for what, owed, parts in (
            ("freight", CARRIERS, rows.leg_parts(book)),
            ("promotion", PROMOTERS, rows.promotion_parts(book)),
        ):
            for (code, day), shares in groupby(parts, key=lambda part: (part.code, part.paid_on)):
                amount = sum(share.amount or 0 for share in shares)
                if day is not None:
                    paid.append(entry(_date(day), f"paid {what} {code}", [(owed, amount)], BANK))
        paid += [
            entry(_date(cost.paid_on), f"paid overhead {cost.entry}", [(OTHERS, cost.amount or 0)], BANK)
            for cost in rows.overheads(book)
            if cost.paid_on is not None
        ]
        return iter(sorted(paid, key=lambda one: one.on))

    def _payouts(self) -> Iterator[Entry]:
        table = RateTable(self._book.settings.currency, self._book.decimals, self._rates_of)
        payouts: list[Payout] = sorted(self._book.iterate("payouts"), key=lambda payout: payout.on)
        return (self._payout(payout, table) for payout in payouts)

    def _payout(self, payout: Payout, table: RateTable) -> Entry:
        """Give one payout: what arrived, what it cost, what is no longer owed, and the difference."""
        day = payout.on.isoformat()
        gone = table.convert(payout.amount_minor, payout.currency, day)
        fee = table.convert(payout.fee_minor or 0, payout.currency, day)
        text = f"payout {payout.payout} {payout.bank_ref or ''}".rstrip()
        tags = (("payout", payout.payout), ("account", payout.account))
        if gone is None or fee is None:
            missing = (no_rate("amount", payout.currency, payout.on),)
            return Entry(on=payout.on, text=text, postings=(), tags=tags, missing=missing)
        arrived = payout.received_cny_minor
        if arrived is None:
            arrived = gone - fee
        parts = [(BANK, arrived), (PAYOUT_FEES, fee), (EXCHANGE, gone - arrived - fee)]
        return entry(payout.on, text, parts, self._receivable(payout.account), tags=tags)

    def _rates_of(self, currency: str) -> list[tuple[str, int, int]]:
        rates = [rate for rate in self._book.iterate("rates") if rate.currency == currency]
        return sorted((rate.on.isoformat(), rate.units, rate.cny_e8) for rate in rates)


def entry(
    on: date,
    text: str,
    parts: Iterable[tuple[Account, int]],
    other: Account,
    session: str | None = None,
    tags: tuple[tuple[str, str], ...] = (),
) -> Entry:
    """Make an entry of `parts` against one other account; parts of 0 are left out.

    Only Income and Expenses bear the session's tag: they alone enter its profit.
    """
    lines = [Posting(account, minor, _session_of(account, session)) for account, minor in parts if minor]
    total = sum(line.minor for line in lines)
    if total:
        lines.append(Posting(other, -total, _session_of(other, session)))
    return Entry(on=on, text=text, postings=tuple(lines), tags=tags)


Found = tuple[str, int | None, Account, int, Account]
"""A field's name, amount (None: missing), account, the sign it is posted with, the account against it."""


def _amounts(
    on: date,
    text: str,
    found: Iterable[Found],
    session: str | None,
    currency: str,
    rate_day: date,
    tags: tuple[tuple[str, str], ...],
) -> Entry:
    """Make an entry of several fields, each against its own account; missing ones are named, not posted."""
    lines: list[Posting] = []
    against: dict[Account, int] = {}
    missing: list[str] = []
    for name, amount, account, sign, other in found:
        if amount is None:
            missing.append(no_rate(name, currency, rate_day))
        elif amount:
            lines.append(Posting(account, sign * amount, _session_of(account, session)))
            against[other] = against.get(other, 0) - sign * amount
    lines += [Posting(account, minor) for account, minor in against.items() if minor]
    return Entry(on=on, text=text, postings=tuple(lines), tags=tags, missing=tuple(missing))


def no_rate(what: str, currency: str, day: date) -> str:
    """Say which amount is left out, and which rate it wants."""
    return f"{what} left out, no {currency or 'exchange'} rate on or before {day.isoformat()}"


def _session_of(account: Account, session: str | None) -> str | None:
    return session if account[0] in {"Income", "Expenses"} else None


def _date(day: str | None) -> date:
    return date.fromisoformat(day or "")
