"""Trial periods, training and the report of needs, as tables for the screen, print and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.claims.facts import TrialFact
from desktop_app.i18n import _
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims_facts import gather
from desktop_app.usecases.standing_needs import needs_report
from desktop_app.usecases.standing_trials import list_trials, set_trial, trial_paper, trial_progress

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.store.database import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial period as it is written down; the target in fen."""

    name: str
    first_on: date
    days: int
    target_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsView:
    """What the page shows: needs, training, trials day by day, and the paper of the trials."""

    needs: ReportTable
    training: ReportTable
    trials: ReportTable
    paper: ReportTable


def needs_view(book: Book, *, from_on: date, to_on: date, today: date) -> NeedsView:
    """Return the tables over a period, both days included; trials are those of the whole book."""
    trials = list_trials(book)
    return NeedsView(
        needs=needs_report(book, from_on, to_on, today=today),
        training=_training(book, from_on, to_on, today),
        trials=_trials(book, today),
        paper=trial_paper(trials, applicant(book)["name"]),
    )


def write_trial(book: Book, *, trial: Trial) -> None:
    """Write a trial period down. Raises TrialRefusedError."""
    fact = TrialFact(
        trial=trial.name,
        account=None,
        first_on=trial.first_on,
        days=trial.days,
        target_minor=trial.target_fen,
    )
    set_trial(book, fact)


def _trials(book: Book, today: date) -> ReportTable:
    columns = (
        Column(key="trial", title=_("Trial period")),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="sessions", title=_("Streams")),
        Column(key="profit", title=_("Profit so far"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
        Column(key="target", title=_("Target so far"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
    )
    rows = tuple(
        (trial.trial, day.on, _("; ").join(day.sessions), day.profit_fen, day.target_fen)
        for trial in list_trials(book)
        for day in trial_progress(book, trial, today=today)
    )
    return ReportTable(title=_("Trial periods"), columns=columns, rows=rows)


def _training(book: Book, from_on: date, to_on: date, today: date) -> ReportTable:
    facts = gather(book, from_on, to_on, cut_off_on=today)
    currency = book.settings.currency
    columns = (
        Column(key="person", title=_("Person")),
        Column(key="course", title=_("Course")),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="hours", title=_("Hours"), kind=ColumnKind.QUANTITY),
        Column(key="broadcast", title=_("First broadcast since"), kind=ColumnKind.DAY),
        Column(key="order", title=_("First paid order since"), kind=ColumnKind.DAY),
        Column(
            key="net",
            title=_("Net sales since"),
            kind=ColumnKind.MONEY,
            unit=currency,
            decimals=book.decimals(currency),
        ),
    )
    rows = tuple(
        (
            one.person,
            one.course,
            one.on,
            one.hours_milli,
            one.first_broadcast_on,
            one.first_paid_order_on,
            one.net_sales_minor,
        )
        for one in facts.training
    )
    return ReportTable(title=_("Training and what came of it"), columns=columns, rows=rows)
