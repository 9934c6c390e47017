"""What the subsidy screens ask of a book in one turn, and what they change in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.working import total_fen
from desktop_app.domain.subsidy.errors import UnknownSchemeError
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claims import (
    list_claims,
)
from desktop_app.usecases.schemes import (
    copy_scheme,
    example_schemes,
    keep_scheme,
    save_scheme,
    schemes_of,
)
from desktop_app.usecases.standing import calendar, standing, years_given
from desktop_app.usecases.subsidy import read_scheme_file

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.claims.claim import Claim
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.store.database import Book
    from desktop_app.usecases.standing import Deadline, Standing, YearGiven

_OWN: Final = "own"
_FEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """Every scheme over a period, with the claims there are and what years gave; `form` is who applies."""

    standing: Standing
    claims: tuple[Claim, ...]
    years: tuple[YearGiven, ...]
    deadlines: tuple[Deadline, ...]
    form: str

    @property
    def has_own(self) -> bool:
        """Whether there is a scheme that is no example."""
        return any(not row.scheme.example for row in self.standing.rows)

    @property
    def total_fen(self) -> int:
        """What one's own schemes give together; where there are none yet, what the examples would.

        What stands in a live claim already is left out.
        """
        rows = (row for row in self.standing.rows if not row.is_claimed)
        return total_fen(row.item for row in rows if not (self.has_own and row.scheme.example))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeData:
    """What a county's notice says of itself: who issued it, its number and address, the year it holds for."""

    issuer: str
    document_number: str
    source_url: str
    year: int


def standing_view(book: Book, *, from_on: date, to_on: date, today: date) -> StandingView:
    """Return where one stands over a period, both days included."""
    return StandingView(
        standing=standing(book, from_on, to_on, today=today),
        claims=tuple(list_claims(book)),
        years=tuple(years_given(book)),
        deadlines=tuple(calendar(book, today=today)),
        form=applicant(book)["kind"],
    )


def add_examples(book: Book) -> int:
    """Keep the examples that the program brings and the book has not; return how many."""
    known = {scheme.id for scheme in schemes_of(book)}
    new = [scheme for scheme in example_schemes() if scheme.id not in known]
    for scheme in new:
        save_scheme(book, scheme)
    return len(new)


def bring_in_scheme(book: Book, *, file: Path) -> Scheme:
    """Keep a scheme's file; one of the same id is replaced. Raises SchemeRefusedError, OSError."""
    scheme, content = read_scheme_file(file)
    keep_scheme(book, scheme, content)
    return scheme


def scheme_of(book: Book, *, scheme: str) -> Scheme:
    """Return a scheme of the book. Raises UnknownSchemeError."""
    for one in schemes_of(book):
        if one.id == scheme:
            return one
    raise UnknownSchemeError(scheme)


def free_id(book: Book, stem: str) -> str:
    """Return an id that no scheme of the book has yet, made of a stem: own-1, own-2."""
    known = {scheme.id for scheme in schemes_of(book)}
    number = 1
    while f"{stem}-{number}" in known:
        number += 1
    return f"{stem}-{number}"


def make_own(book: Book, *, scheme: str, notice: NoticeData) -> Scheme:
    """Keep a scheme as that of one's own county: an example as a copy, any other under its own id.

    Raises UnknownSchemeError, SchemeRefusedError.
    """
    source = scheme_of(book, scheme=scheme)
    if source.example:
        copied = copy_scheme(source, free_id(book, source.id.replace("example", _OWN, 1)))
    else:
        copied = source
    own = replace(
        copied,
        issuer=notice.issuer.strip() or None,
        document_number=notice.document_number.strip() or None,
        source_url=notice.source_url.strip() or None,
        valid_from=date(notice.year, 1, 1),
        valid_to=date(notice.year, 12, 31),
    )
    save_scheme(book, own)
    return own
