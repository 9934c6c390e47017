"""Gathers what claims over a period rest on out of the book, once for all schemes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.domain.claims.facts import ClaimFacts
from desktop_app.domain.subsidy.words import Currency
from desktop_app.store.queries.claim_costs import costs_paid
from desktop_app.store.queries.claim_facts import FactReader, rates_of, trial_span, trials_of
from desktop_app.store.queries.claim_money import settlements_of, training_of
from desktop_app.store.queries.statements import By, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from desktop_app.domain.claims.facts import LegFact, LineFact, LineKey
    from desktop_app.store.database import Book


def gather(
    book: Book,
    from_on: date,
    to_on: date,
    *,
    cut_off_on: date,
    inputs: Mapping[str, Mapping[str, str]] | None = None,
) -> ClaimFacts:
    """Read the facts of a period; refunds count up to `cut_off_on`; `inputs` are figures typed in, by scheme.

    Kept results are brought up to date first.
    """
    book.refresh()
    reader = FactReader(book, from_on, to_on, cut_off_on)
    lines = dict(reader.lines())
    legs, carried = reader.legs(reader.legs_of(lines))
    # Legs paid in the period may carry lines of another: their share counts where those pass the filters.
    lines.update(reader.lines_by_id(carried - lines.keys()))
    trials = trials_of(book)
    first, last = trial_span(trials, from_on, to_on)
    report = statements(book, by=By.SESSION, today=cut_off_on)
    # All there were: what a course led to may lie after the period.
    sessions = reader.sessions(report.rows)
    rates = rates_of(book)
    facts = tuple(_with_tracking(lines.values(), legs))
    codes = {*rates, *Currency, book.settings.currency, *(line.currency for line in facts)}
    codes.update(leg.currency for leg in legs)
    costs = costs_paid(book, from_on, to_on)
    codes.update(cost.currency for cost in costs)
    return ClaimFacts(
        from_on=from_on,
        to_on=to_on,
        cut_off_on=cut_off_on,
        decimals={str(code): book.decimals(str(code)) for code in codes},
        rates=rates,
        lines=facts,
        legs=tuple(legs),
        costs=tuple(costs),
        sessions=tuple(one for one in sessions if first <= one.on <= last),
        trials=tuple(trials),
        training=tuple(training_of(book, sessions)),
        settlements=tuple(settlements_of(book, from_on, to_on)),
        inputs=inputs or {},
    )


def _with_tracking(lines: Iterable[LineFact], legs: Iterable[LegFact]) -> Iterator[LineFact]:
    """Give lines the tracking number of a leg that carried their order alone, where they have none."""
    found: dict[LineKey, str] = {}
    for leg in legs:
        orders = {key[:2] for key, _share in leg.shares}
        if leg.tracking and len(orders) == 1:
            found.update(dict.fromkeys((key for key, _share in leg.shares), leg.tracking))
    for line in lines:
        tracking = line.tracking or found.get(line.key, "")
        yield line if tracking == line.tracking else replace(line, tracking=tracking)
