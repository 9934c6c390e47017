"""`bozhang applicant BOOK show|set KEY=VALUE…`: who applies, as forms ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.errors import BadArgumentsError
from desktop_app.commands.terminal import pad, say, shown
from desktop_app.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

_ROOM = 22


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("action", choices=("show", "set"), help=_("show the data, or set fields of it"))
    parser.add_argument(
        "values", metavar="KEY=VALUE", nargs="*", help=_("a field and its value; empty erases")
    )


def run(arguments: argparse.Namespace) -> int:
    """Show or set."""
    if arguments.action == "show" and arguments.values:
        message = _("unrecognized arguments: %s") % " ".join(arguments.values)
        raise BadArgumentsError("bozhang applicant", message)
    if arguments.action == "set":
        _set(arguments)
    else:
        _show(arguments.book)
    return 0


def _set(arguments: argparse.Namespace) -> None:
    from desktop_app.usecases.applicant import set_applicant  # noqa: PLC0415 - `--help` needs no store
    from desktop_app.usecases.books import open_book  # noqa: PLC0415

    values = {}
    for text in arguments.values:
        key, equals, value = text.partition("=")
        if not equals:
            # The text may be a value: only where it stands is said.
            message = _("write each field as KEY=VALUE")
            raise BadArgumentsError("bozhang applicant", message)
        values[key] = value
    if not values:
        message = _("{action} needs {needed}").format(action="set", needed="KEY=VALUE")
        raise BadArgumentsError("bozhang applicant", message)
    with open_book(arguments.book) as book:
        set_applicant(book, values)
    said = ngettext("{count} field is set.", "{count} fields are set.", len(values))
    say(said.format(count=len(values)))


def _show(path: Path) -> None:
    from desktop_app.domain.claims.applicant import shown as masked  # noqa: PLC0415
    from desktop_app.usecases.applicant import applicant  # noqa: PLC0415
    from desktop_app.usecases.books import open_book  # noqa: PLC0415

    with open_book(path) as book:
        data = applicant(book)
    for field, value in data.items():
        say(shown(f"{pad(field, _ROOM)}{masked(field, value) or '–'}"))
