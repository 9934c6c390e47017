"""The whole way in one go, as the command goes it: figures, draft, freezing, pack."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop_app.store.queries.claim_costs import SHANGHAI
from desktop_app.usecases.books import open_book
from desktop_app.usecases.claims import keep_draft, plan_claim
from desktop_app.usecases.claims_form import fill
from desktop_app.usecases.claims_life import freeze
from desktop_app.usecases.claims_pack import made_folder, write_pack
from desktop_app.usecases.claims_work import work_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop_app.excel.forms.filling import Filled
    from desktop_app.usecases.claims_work import WorkedClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """What is to be claimed: schemes by id, the period, figures typed in, and readings of unclear tiers."""

    schemes: Sequence[str]
    from_on: date
    to_on: date
    measures: Sequence[str] = ()
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeClaim:
    """A claim with its pack; `was_blocked`: it was to be frozen and could not be."""

    worked: WorkedClaim
    files: tuple[Path, ...]
    was_blocked: bool


def today_there() -> date:
    """Return today's day where claims are made."""
    return datetime.now(SHANGHAI).date()


def make_claim(
    path: Path,
    request: ClaimRequest,
    *,
    out: Path,
    is_to_freeze: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> MadeClaim:
    """Work a claim out, keep it as a draft, freeze it where that is wished and possible, write its pack.

    Nothing is kept where a measure is not known. Raises what opening a book, planning a claim and writing
    its pack raise.
    """
    today = today_there()
    with open_book(path) as book:
        claim = plan_claim(
            book,
            request.schemes,
            request.from_on,
            request.to_on,
            measures=request.measures,
            readings=request.readings,
        )
        worked = work_draft(book, claim, today=today)
        worked.require_figures()
        # A place that cannot be written to shows before anything is kept, and long before it is frozen.
        with tempfile.TemporaryDirectory(prefix=".bozhang-", dir=made_folder(out)):
            claim = keep_draft(book, claim)
        was_blocked = is_to_freeze and bool(worked.blocking)
        if is_to_freeze and not was_blocked:
            freeze(book, claim.number, today=today)
        pack = write_pack(book, claim.number, out, today=today, progress=progress)
        # What was found before freezing is said of the claim just frozen, too.
        shown = replace(pack.worked, blocking=worked.blocking, notes=worked.notes)
        return MadeClaim(worked=shown, files=pack.files, was_blocked=was_blocked)


def fill_form_of(path: Path, number: str, form: Path, out: Path) -> Filled:
    """Fill a county's form from a claim of a book. Raises what opening a book and `fill` raise."""
    with open_book(path) as book:
        return fill(book, number, form, out, today=today_there())
