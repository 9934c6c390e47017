"""How a book is kept, in words and as a table: its backups, newest first, and what a check found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _, ngettext
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo


def backups_table(backups: Iterable[tuple[datetime, str, int]], zone: tzinfo) -> ReportTable:
    """Return backups as a table; each is given as when it was made, its file's name, pieces of evidence."""
    return ReportTable(
        title=_("Backups"),
        columns=(
            Column(key="made_at", title=_("Made"), kind=ColumnKind.MOMENT),
            Column(key="name", title=_("File")),
            Column(key="evidence", title=_("Evidence files"), kind=ColumnKind.COUNT),
        ),
        rows=tuple((made_at, name, evidence) for made_at, name, evidence in backups),
        zone=zone,
    )


def age_text(made_on: date | None, today: date, *, changed: bool) -> str:
    """Say how good the newest backup is: when it was made, and whether the book has changed since."""
    if made_on is None:
        return _("No backup yet") if changed else _("Nothing to back up yet")
    days = (today - made_on).days
    when = (
        _("Last backup today")
        if days <= 0
        else ngettext("Last backup {count} day ago", "Last backup {count} days ago", days).format(count=days)
    )
    return _("{when}; the book has changed since").format(when=when) if changed else when
