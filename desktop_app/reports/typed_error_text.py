"""What was typed and cannot be taken, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import _
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.record_text import problem_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.reports.store_error_text import Words


def _draft(error: Any) -> str:
    """Say the first thing that stands in the way; each is shown beside its field as well."""
    return _("{kind}: {problem}").format(kind=kind_name(error.kind), problem=problem_text(error.problems[0]))


SENTENCES: Final[Mapping[str, Words]] = {
    "FilterTextError": lambda e: _(
        "{text} cannot be looked for in this column; write it as the column shows it."
    ).format(text=e.text[:60]),
    "DraftRefusedError": _draft,
}
"""How each of these errors says itself, by its class's name."""
