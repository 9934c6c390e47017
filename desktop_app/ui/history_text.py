"""What a command did, in words, for history, undo and toasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.reports.history_words import command_name
from desktop_app.reports.kind_text import kind_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.changes import HistoryEntry, KindChanges

_SHOWN_KINDS = 4
_SHOWN_FILES = 2


def command_title(title: str) -> str:
    """The name of a command, from the code kept in the history; an unknown code is shown as it is."""
    known = {
        "import": _("Import files"),
        "demo": _("Make the demo book"),
        "add_account": _("Add an account"),
        "edit_session": _("Change a session"),
        "add_scheme": _("Add a subsidy scheme"),
    }
    if title in known:
        return known[title]
    # All that claims can be wrong about comes with it: too much for the program's start.
    from desktop_app.reports.claim_text import claim_command_name  # noqa: PLC0415

    return claim_command_name(title) or command_name(title)


def entry_title(entry: HistoryEntry) -> str:
    """What an entry of the history is called."""
    name = command_title(entry.title)
    files = entry.detail.get("files") if entry.action == "do" else None
    if isinstance(files, list) and files:
        more = " …" if len(files) > _SHOWN_FILES else ""
        named = _(", ").join(str(file) for file in files[:_SHOWN_FILES])
        name = f"{_(': ').join([name, named])}{more}"
    if entry.action == "undo":
        return _("Undone: {what}").format(what=name)
    if entry.action == "redo":
        return _("Done again: {what}").format(what=name)
    return name


def changes_text(by_kind: Mapping[str, KindChanges]) -> str:
    """How many records of which kinds were touched."""
    parts = []
    for kind, changes in by_kind.items():
        number = changes.added + changes.updated + changes.deleted
        parts.append(_("{kind} {count}").format(count=number, kind=kind_name(kind)))
    more = len(parts) - _SHOWN_KINDS
    if more > 0:
        parts = [*parts[:_SHOWN_KINDS], _("{count} more").format(count=more)]
    return " · ".join(parts)
