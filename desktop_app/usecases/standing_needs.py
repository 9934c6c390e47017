"""A report of needs (需求反馈) for the county office: anonymous figures by the five difficulties."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.i18n import _, format_count, format_money, format_percent, format_ratio
from desktop_app.reports.report_table import Column, ReportTable
from desktop_app.store.queries.claim_needs import brands_of, goods_of, legs_per_order, median_of
from desktop_app.usecases.claims_facts import gather

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desktop_app.domain.claims.facts import ClaimFacts, SessionFact
    from desktop_app.store.database import Book

_MG_PER_KG = 1_000_000
_E4 = 10_000


class _Need(NamedTuple):
    """One row: the difficulty, what was measured, how it came out."""

    difficulty: str
    what: str
    figure: str


def needs_report(book: Book, from_on: date, to_on: date, *, today: date) -> ReportTable:
    """Return figures by the five difficulties: no name, account, order or place stands in it.

    What cannot be known from the book is left out.
    """
    facts = gather(book, from_on, to_on, cut_off_on=today)
    money = _Money(book.settings.currency, book.decimals(book.settings.currency))
    held = [one for one in facts.sessions if one.status != "planned" and from_on <= one.on <= to_on]
    rows = [
        *_traffic(held, money),
        *_freight(book, from_on, to_on, money),
        *_talent(facts),
        *_culture(book, held, from_on, to_on),
        *_brand(book, from_on, to_on),
    ]
    columns = (
        Column(key="difficulty", title=_("Difficulty")),
        Column(key="what", title=_("What was measured")),
        Column(key="figure", title=_("Figure")),
    )
    title = _("Report of needs {start} to {end}").format(start=from_on.isoformat(), end=to_on.isoformat())
    note = _("Figures of one trade, without names, accounts, orders or places.")
    return ReportTable(title=title, columns=columns, rows=tuple(tuple(row) for row in rows), notes=(note,))


class _Money(NamedTuple):
    currency: str
    decimals: int

    def text(self, minor: int) -> str:
        """An amount with its currency."""
        return format_money(minor, self.currency, self.decimals)


def _traffic(held: Sequence[SessionFact], money: _Money) -> list[_Need]:
    name = _("Traffic")
    paid = [one for one in held if one.promotion_minor]
    free = [one for one in held if not one.promotion_minor]
    rows = [_Need(name, _("Streams, of them with paid promotion"), f"{len(held)} / {len(paid)}")]
    net = sum(_net(one) for one in held)
    spent = sum(one.promotion_minor or 0 for one in held)
    if net > 0:
        rows.append(_Need(name, _("Promotion in net sales"), format_percent(Fraction(spent, net))))
    for what, streams in (
        (_("Viewers' visits of a stream with promotion, median"), paid),
        (_("Viewers' visits of a stream without promotion, median"), free),
    ):
        views = median_of(one.views for one in streams if one.views is not None)
        if views is not None:
            rows.append(_Need(name, what, format_count(views)))
    orders = sum(one.orders or 0 for one in held)
    if orders and spent:
        rows.append(_Need(name, _("Promotion for each order"), money.text(spent // orders)))
    return rows


def _freight(book: Book, from_on: date, to_on: date, money: _Money) -> list[_Need]:
    name = _("Freight")
    goods = goods_of(book, from_on, to_on)
    rows = []
    if goods.weight_mg:
        per_kg = goods.freight * _MG_PER_KG // goods.weight_mg
        rows.append(_Need(name, _("Freight for a kilogram"), money.text(per_kg)))
    carried, legs = legs_per_order(book, from_on, to_on)
    if carried:
        rows.append(_Need(name, _("Legs on the way of a line"), format_ratio(Fraction(legs, carried))))
    if goods.orders:
        broken = format_percent(Fraction(goods.broken, goods.orders))
        rows.append(_Need(name, _("Orders damaged, lost, spoiled or late"), broken))
    return rows


def _talent(facts: ClaimFacts) -> list[_Need]:
    name = _("Talent")
    people = {one.person for one in facts.training}
    began = {one.person for one in facts.training if one.first_broadcast_on is not None}
    sold = {one.person for one in facts.training if one.first_paid_order_on is not None}
    if not people:
        return []
    hours = sum(one.hours_milli or 0 for one in facts.training) // 1000
    return [
        _Need(name, _("People trained, hours of courses"), f"{len(people)} / {hours}"),
        _Need(name, _("Of them on air since"), str(len(began))),
        _Need(name, _("Of them with a paid order since"), str(len(sold))),
    ]


def _culture(book: Book, held: Sequence[SessionFact], from_on: date, to_on: date) -> list[_Need]:
    name = _("Culture")
    goods = goods_of(book, from_on, to_on)
    rows = []
    views = sum(one.views or 0 for one in held)
    orders = sum(one.orders or 0 for one in held if one.views)
    if views:
        rows.append(_Need(name, _("Orders for a thousand visits"), str(orders * 1000 // views)))
    if goods.returned:
        share = format_percent(Fraction(goods.unlike, goods.returned))
        rows.append(_Need(name, _("Returns because goods were unlike what was said"), share))
    return rows


def _brand(book: Book, from_on: date, to_on: date) -> list[_Need]:
    name = _("Brand")
    brands = brands_of(book, from_on, to_on)
    rows = []
    if brands.gross:
        rows.append(
            _Need(name, _("Sales under a brand"), format_percent(Fraction(brands.branded, brands.gross)))
        )
    if brands.priced:
        above = format_percent(Fraction(brands.above, brands.priced))
        rows.append(_Need(name, _("Lines sold above the reference price"), above))
        premium = format_percent(Fraction(brands.premium_e4, _E4))
        rows.append(_Need(name, _("Price against the reference price, mean"), premium))
    return rows


def _net(session: SessionFact) -> int:
    return (session.gross_minor or 0) - (session.discount_minor or 0) - (session.refunds_minor or 0)
