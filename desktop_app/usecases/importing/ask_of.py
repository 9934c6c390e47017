"""What the window asks of a file that cannot be read without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault

if TYPE_CHECKING:
    from desktop_app.importers.errors import UnusableFileError

WHOSE: Final = frozenset({FileFault.NEEDS_ACCOUNT, FileFault.ACCOUNT_DOES_NOT_FIT, FileFault.UNKNOWN_ACCOUNT})
"""Faults that naming an account mends."""
COLUMNS: Final = frozenset(
    {
        FileFault.UNKNOWN_FORMAT,
        FileFault.MISSING_COLUMNS,
        FileFault.SEVERAL_FORMATS,
        FileFault.AMBIGUOUS_FIGURES,
    }
)
"""Faults of tables that saying what their columns are mends."""


def is_asked(error: UnusableFileError) -> bool:
    """Tell whether an answer of a person lets a file be read."""
    return error.fault in WHOSE | COLUMNS | {FileFault.AMBIGUOUS_DATES}
