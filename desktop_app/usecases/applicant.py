"""The applicant's data: reading them, changing them, erasing them for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.applicant import FIELDS, checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.database import Book

SET: Final = "set_applicant"
ERASE: Final = "erase_applicant"


def applicant(book: Book, version: int | None = None) -> dict[str, str]:
    """Return the applicant's data, every field in the order of the form, unknown ones empty.

    `version` is that of a frozen claim; erased data are empty.
    """
    data = book.personal(version)
    return {field: data.get(field, "") for field in FIELDS}


def set_applicant(book: Book, values: Mapping[str, str]) -> dict[str, str]:
    """Change fields; a blank value empties one. Return all fields as they are then.

    Raises ApplicantFieldError, with nothing changed, and what writing raises.
    """
    wanted = dict(checked(field, value) for field, value in values.items())
    known = book.personal()
    changed = {field: value for field, value in wanted.items() if known.get(field, "") != value}
    if changed:
        with book.write(SET) as writer:
            for field, value in changed.items():
                writer.set_personal(field, value or None)
    return applicant(book)


def erase_applicant(book: Book) -> None:
    """Erase the applicant's data for good, those that frozen claims keep as well."""
    with book.write(ERASE) as writer:
        writer.erase_personal()
