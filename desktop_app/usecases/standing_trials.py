"""Trial periods (试播期): writing one down with its target, its paper to be stamped, profit day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.figures import sessions_of_trial
from desktop_app.domain.errors import BozhangError
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.store.queries.claim_facts import trials_of
from desktop_app.usecases.claims_facts import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.facts import SessionFact, TrialFact
    from desktop_app.store.database import Book

SET: Final = "set_trial"
DROP: Final = "drop_trial"
_LONGEST: Final = 366


class TrialRefusedError(BozhangError):
    """A trial period that cannot be: `reason` is `days` (none, or more than a year), `target`, or `name`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDay:
    """One day of a trial: cumulated profit up to and with it, and the target up to it, in fen.

    `profit_fen` is None from the first day on whose broadcasts are incomplete.
    """

    on: date
    sessions: tuple[str, ...]
    profit_fen: int | None
    target_fen: int


def set_trial(book: Book, trial: TrialFact) -> None:
    """Write a trial period down, or change the one of its name. Raises TrialRefusedError."""
    if not trial.trial.strip():
        raise TrialRefusedError("name")
    if not 0 < trial.days <= _LONGEST:
        raise TrialRefusedError("days")
    if trial.target_minor < 0:
        raise TrialRefusedError("target")
    row = {
        "trial": trial.trial.strip(),
        "account": trial.account,
        "first_on": trial.first_on.isoformat(),
        "days": trial.days,
        "target_minor": trial.target_minor,
        "note": trial.note or None,
    }
    with book.write(SET, {"trial": trial.trial}) as writer:
        writer.put_row("trials", row)


def drop_trial(book: Book, trial: str) -> None:
    """Take a trial period out again. Raises RecordMissingError."""
    with book.write(DROP, {"trial": trial}) as writer:
        writer.delete("trials", trial)


def list_trials(book: Book) -> list[TrialFact]:
    """Return the trial periods, in order of their first day."""
    return trials_of(book)


def trial_progress(book: Book, trial: TrialFact, *, today: date) -> list[TrialDay]:
    """Return each day of a trial up to today: what its broadcasts earned so far, and the target so far."""
    last = trial.first_on + timedelta(days=trial.days - 1)
    facts = gather(book, trial.first_on, last, cut_off_on=today)
    held: dict[date, list[SessionFact]] = {}
    for session in sessions_of_trial(trial, facts):
        held.setdefault(session.on, []).append(session)
    found, profit = [], 0
    is_known = True
    for number in range(min(trial.days, (today - trial.first_on).days + 1)):
        day = trial.first_on + timedelta(days=number)
        sessions = held.get(day, [])
        is_known = is_known and all(one.profit_minor is not None for one in sessions)
        profit += sum(one.profit_minor or 0 for one in sessions)
        found.append(
            TrialDay(
                on=day,
                sessions=tuple(one.session for one in sessions),
                profit_fen=profit if is_known else None,
                target_fen=trial.target_minor * (number + 1) // trial.days,
            )
        )
    return found


def trial_paper(trials: Sequence[TrialFact], applicant: str) -> ReportTable:
    """Return the paper with the target, to be printed, signed and stamped before the first broadcast.

    It is in Chinese, for the office: that paper is the evidence without which no loss is claimed.
    """
    columns = (
        Column(key="trial", title="试播期"),
        Column(key="account", title="账号"),
        Column(key="first_on", title="首播日期", kind=ColumnKind.DAY),
        Column(key="last_on", title="结束日期", kind=ColumnKind.DAY),
        Column(key="days", title="天数", kind=ColumnKind.COUNT),
        Column(key="target", title="预期利润", kind=ColumnKind.MONEY, unit="CNY", decimals=2),
    )
    rows = tuple(
        (
            one.trial,
            one.account or "全部账号",
            one.first_on,
            one.first_on + timedelta(days=one.days - 1),
            one.days,
            one.target_minor,
        )
        for one in trials
    )
    notes = (f"申报单位：{applicant}", "以上目标在首次开播前填报。", "签字（盖章）：　　　　　　日期：")
    return ReportTable(title="试播期预期利润备案表", columns=columns, rows=rows, notes=notes)
