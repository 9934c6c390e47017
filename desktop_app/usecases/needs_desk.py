"""Trial periods, training and the report of needs, as tables for the screen, print and export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_app.domain.claims.checklist import TRIAL_PAPER
from desktop_app.domain.claims.facts import TrialFact
from desktop_app.i18n import _, format_money
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims_facts import gather
from desktop_app.usecases.evidence import attach, list_evidence
from desktop_app.usecases.standing_needs import needs_report
from desktop_app.usecases.standing_trials import list_trials, set_trial, trial_paper, trial_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from desktop_app.domain.claims.evidence import Evidence
    from desktop_app.domain.claims.facts import TrainingFact
    from desktop_app.store.database import Book
    from desktop_app.usecases.standing_trials import TrialDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial period as it is written down; the target in fen, an empty account is all of them."""

    name: str
    first_on: date
    days: int
    target_fen: int
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A trial period with its days so far, and its signed paper where there is one."""

    fact: TrialFact
    days: tuple[TrialDay, ...]
    paper: Evidence | None

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.fact.first_on + timedelta(days=self.fact.days - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsView:
    """What the page shows: needs, training, trials, these day by day, and the paper of the trials."""

    needs: ReportTable
    training: ReportTable
    trials: tuple[TrialView, ...]
    days: ReportTable
    paper: ReportTable
    accounts: tuple[str, ...]


def needs_view(book: Book, *, from_on: date, to_on: date, today: date) -> NeedsView:
    """Return the tables over a period, both days included; trials are those of the whole book."""
    views = tuple(_trial_view(book, one, today) for one in list_trials(book))
    return NeedsView(
        needs=needs_report(book, from_on, to_on, today=today),
        training=_training(book, from_on, to_on, today),
        trials=views,
        days=_days(views),
        paper=trial_paper([one.fact for one in views], applicant(book)["name"]),
        accounts=tuple(one.account for one in book.iterate("accounts")),
    )


def write_trial(book: Book, *, trial: Trial) -> None:
    """Write a trial period down. Raises TrialRefusedError."""
    fact = TrialFact(
        trial=trial.name,
        account=trial.account or None,
        first_on=trial.first_on,
        days=trial.days,
        target_minor=trial.target_fen,
    )
    set_trial(book, fact)


def attach_paper(book: Book, *, trial: str, file: Path) -> None:
    """Tie the signed paper to a trial. Raises EvidenceRefusedError, OSError, and what writing raises."""
    attach(book, file, file.name, "trials", (trial,), kind=TRIAL_PAPER)


def _trial_view(book: Book, trial: TrialFact, today: date) -> TrialView:
    papers = [one for one in list_evidence(book, "trials", (trial.trial,)) if one.kind == TRIAL_PAPER]
    return TrialView(
        fact=trial,
        days=tuple(trial_progress(book, trial, today=today)),
        paper=papers[0] if papers else None,
    )


def _days(trials: Sequence[TrialView]) -> ReportTable:
    columns = (
        Column(key="trial", title=_("Trial period")),
        Column(key="on", title=_("Day"), kind=ColumnKind.DAY),
        Column(key="sessions", title=_("Streams")),
        Column(key="profit", title=_("Profit so far"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
        Column(key="target", title=_("Target so far"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
    )
    rows = tuple(
        (one.fact.trial, day.on, _("; ").join(day.sessions), day.profit_fen, day.target_fen)
        for one in trials
        for day in one.days
    )
    return ReportTable(title=_("Trial periods, day by day"), columns=columns, rows=rows)


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
    notes = (_came_of(facts.training, currency, book.decimals(currency)),) if rows else ()
    return ReportTable(title=_("Training and what came of it"), columns=columns, rows=rows, notes=notes)


def _came_of(training: Sequence[TrainingFact], currency: str, decimals: int) -> str:
    """What courses came to, each person counted once; sales since are those since the first course."""
    people = {one.person for one in training}
    began = {one.person for one in training if one.first_broadcast_on is not None}
    sold = {one.person for one in training if one.first_paid_order_on is not None}
    first: dict[str, TrainingFact] = {}
    for one in sorted(training, key=lambda fact: fact.on):
        first.setdefault(one.person, one)
    sums = [one.net_sales_minor for one in first.values()]
    known = [net for net in sums if net is not None]
    # One that is not known makes the sum unknown: part of it would read as the whole.
    net = format_money(sum(known), currency, decimals) if len(known) == len(sums) else _("not known")
    text = _("{people} trained, {began} on air since, {sold} with a paid order; net sales since: {net}")
    return text.format(people=len(people), began=len(began), sold=len(sold), net=net)
