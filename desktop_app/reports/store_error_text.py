"""What can be wrong with a book and with a record, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from desktop_app.i18n import _, ngettext
from desktop_app.reports.history_words import command_name
from desktop_app.reports.kind_text import kind_name

Words = Callable[[Any], str]


def _not_a_book(error: Any) -> str:
    reasons = {
        "directory": _("{path} is a folder, not a book; name the .bozhang file in it."),
        "device": _("{path} is a pipe or a device, not a book; name a .bozhang file."),
        "path_too_long": _("{path} lies too deep for a book; choose a folder with a shorter path."),
        "empty": _("{path} is empty (0 bytes), so it is no book; bring back a backup."),
        "cut_short": _("{path} is cut short, so it cannot be opened; bring back a backup."),
        "not_sqlite": _("{path} is no book of this program; name a .bozhang file."),
        "foreign": _("{path} is another program's database, not a book; name a .bozhang file."),
        "foreign_schema": _("{path} holds something that no book has ({detail}); it is not opened."),
    }
    text = reasons.get(error.reason, reasons["not_sqlite"])
    return text.format(path=error.path, detail=error.detail)


def _in_use(error: Any) -> str:
    if error.pid is None:
        return _("{path} is open in another program; close it there and try again.").format(path=error.path)
    return _("{path} is open in another program (process {pid} on {host}); close it there first.").format(
        path=error.path, pid=error.pid, host=error.host or "?"
    )


def _read_only(error: Any) -> str:
    reasons = {
        "view": _("{path} can only be read here; copy it to a folder of your own and use that."),
        "failed": _(
            "{path} could not be written to and is closed to changes; check the disk, then open it anew."
        ),
        "needs_upgrade": _(
            "{path} is of an older version and can only be read here; copy it to your own disk first."
        ),
    }
    return reasons.get(error.reason, reasons["view"]).format(path=error.path)


def _no_room(error: Any) -> str:
    if error.needed is None or error.free is None:
        return _("The disk of {path} is full; make room and try again. Nothing was lost.").format(
            path=error.path
        )
    megabyte = 1_000_000
    text = _("The disk of {path} has {free} MB left and {needed} MB are needed; make room and try again.")
    return text.format(path=error.path, free=error.free // megabyte, needed=-(-error.needed // megabyte))


def _backup_refused(error: Any) -> str:
    reasons = {
        "no_manifest": _("{path} has no manifest beside it, so it cannot be trusted; take another backup."),
        "hash": _("{path} is not what was backed up (its hash differs); take another backup."),
        "damaged": _("{path} is damaged; take another backup."),
        "evidence": _("{path} lacks evidence files that belong to it; take another backup."),
        "sums": _("{path} does not add up to the sums of its manifest; take another backup."),
    }
    return reasons.get(error.reason, reasons["damaged"]).format(path=error.path)


def _unknown_reference(error: Any) -> str:
    text = _("{kind} {key}: {field} names {value}, which the book does not have; enter that first.")
    return text.format(kind=kind_name(error.kind), key=_key(error), field=error.field, value=error.value)


def _not_taken_back(error: Any) -> str:
    reasons = {
        "touched": _("“{by}” ({at}) changed the same record later; take that back first."),
        "named": _("“{by}” ({at}) wrote something that names it; take that back first."),
        "taken": _("“{by}” ({at}) gave its number to another record; change that first."),
        "gone": _("What it would bring back names something that is gone; bring that back first."),
        "undone": _("It is taken back already."),
        "nothing": _("It changed no record, so there is nothing to take back."),
    }
    loose = {
        "named": _("Something that came in later names it; change that first."),
        "taken": _("Its number belongs to another record by now; change that first."),
    }
    if error.by is None:
        return loose.get(error.reason) or reasons[error.reason]
    at = f"{error.by.at.astimezone():%Y-%m-%d %H:%M}"
    return reasons[error.reason].format(by=command_name(error.by.title), at=at)


def _record(text: str, error: Any) -> str:
    return text.format(kind=kind_name(error.kind), key=_key(error))


def _key(error: Any) -> str:
    return _joined(error.key)


def _joined(key: tuple[Any, ...]) -> str:
    return " · ".join(str(part) for part in key if part is not None)


def _path(text: str, error: Any) -> str:
    return text.format(path=error.path)


SENTENCES: Final[dict[str, Words]] = {
    "StoreError": lambda _e: _("The book could not do that; open it anew and try again."),
    "BookFileError": lambda e: _path(_("{path} cannot be used as a book."), e),
    "BookMissingError": lambda e: _path(_("There is no book {path}; check the name, or make a new book."), e),
    "BookExistsError": lambda e: _path(
        _("{path} is there already and is not touched; choose another name."), e
    ),
    "NotABookError": _not_a_book,
    "NewerBookError": lambda e: _path(
        _("{path} was written by a newer version of this program; update the program to open it."), e
    ),
    "BookInUseError": _in_use,
    "DamagedBookError": lambda e: _path(_("{path} is damaged; keep it as it is and bring back a backup."), e),
    "BookUnreadableError": lambda e: _("{path} cannot be opened ({detail}); check who may read it.").format(
        path=e.path, detail=e.detail
    ),
    "BookReadOnlyError": _read_only,
    "BookWriteError": lambda e: _path(
        _("Writing to {path} failed; check the disk, then open it anew to see what was saved."), e
    ),
    "NotEnoughRoomError": _no_room,
    "UpgradeFailedError": lambda e: _path(
        _("{path} could not be brought to this version and is as it was; make a copy and ask for help."), e
    ),
    "BackupRefusedError": _backup_refused,
    "CommandAlreadyDoneError": lambda _e: _("That was saved already and is not done twice."),
    "ClosedMonthError": lambda e: _("{month} is closed; reopen it, or say that it is to be changed.").format(
        month=e.month
    ),
    "NothingToUndoError": lambda _e: _("There is nothing to undo."),
    "NothingToRedoError": lambda _e: _("There is nothing to do again."),
    "WriterClosedError": lambda _e: _("The change came after its command had ended; nothing was changed."),
    "WriterOpenError": lambda _e: _("Another change is still being written; try again."),
    "UnknownZoneError": lambda e: _(
        "{name} is no time zone; write one like Asia/Shanghai or Asia/Bangkok."
    ).format(name=e.name),
    "RecordError": lambda e: _record(_("{kind} {key} cannot be used."), e),
    "RecordMissingError": lambda e: _record(_("There is no {kind} {key} in the book."), e),
    "KeyTakenError": lambda e: _record(_("{kind} {key} is there already; choose another name."), e),
    "UnknownReferenceError": _unknown_reference,
    "StillReferencedError": lambda e: _("{kind} {key} is still named under {by}; change that first.").format(
        kind=kind_name(e.kind), key=_key(e), by=kind_name(e.by)
    ),
    "NotTakenBackError": _not_taken_back,
    "MonthNotOverError": lambda e: _("{month} is not over yet; close it next month.").format(month=e.month),
    "StillNamedError": lambda e: ngettext(
        "{kind} {key} cannot be deleted: {by} {name} names it; change or delete that first.",
        "{kind} {key} cannot be deleted: {count} records name it, such as {by} {name}; change or delete them"
        " first.",
        e.count,
    ).format(
        kind=kind_name(e.kind), key=_key(e), by=kind_name(e.by_kind), name=_joined(e.by_key), count=e.count
    ),
    "UnstorableValueError": lambda e: _("{kind} {key}: {field} holds what no book can keep.").format(
        kind=kind_name(e.kind), key=_key(e), field=e.field
    ),
}
"""How each of the store's errors says itself, by its class's name: reports do not know the store."""
