"""`bozhang scheme BOOK list|add FILE.json|show ID`: the subsidy schemes that a book keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import paths
from desktop_app.commands.errors import BadArgumentsError
from desktop_app.commands.terminal import say, shown
from desktop_app.i18n import _

if TYPE_CHECKING:
    import argparse

    from desktop_app.domain.subsidy.scheme import Scheme

_NEEDS = {"add": "FILE.json", "show": "ID"}
"""What each action wants after it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("action", choices=("list", "add", "show"), help=_("list, add a file, or show one"))
    parser.add_argument(
        "target", metavar="FILE.json|ID", nargs="?", help=_("the scheme file to add, the id of one to show")
    )


def run(arguments: argparse.Namespace) -> int:
    """List, add or show."""
    needed = _NEEDS.get(arguments.action)
    if needed is not None and arguments.target is None:
        message = _("{action} needs {needed}").format(action=arguments.action, needed=needed)
        raise BadArgumentsError("bozhang scheme", message)
    if needed is None and arguments.target is not None:
        message = _("unrecognized arguments: %s") % arguments.target
        raise BadArgumentsError("bozhang scheme", message)
    {"list": _list, "add": _add, "show": _show}[arguments.action](arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    from desktop_app.usecases.schemes import list_schemes  # noqa: PLC0415 - `--help` needs no store

    schemes = list_schemes(arguments.book)
    for scheme in schemes:
        say("  ".join(shown(part) for part in _parts(scheme)))
    if not schemes:
        folder = paths.resources_dir() / "schemes"
        say(_("The book keeps no scheme yet; examples to copy are in {folder}.").format(folder=folder))


def _parts(scheme: Scheme) -> list[str]:
    """Return what a line of the list says: id, name, document, days, and whether it is an example."""
    parts = [scheme.id, scheme.name]
    if scheme.document_number:
        parts.append(scheme.document_number)
    if scheme.valid_from or scheme.valid_to:
        parts.append(f"{scheme.valid_from or '…'} – {scheme.valid_to or '…'}")
    if scheme.example:
        parts.append(_("(example)"))
    return parts


def _add(arguments: argparse.Namespace) -> None:
    from desktop_app.store.changes import Put  # noqa: PLC0415
    from desktop_app.usecases.schemes import add_scheme  # noqa: PLC0415

    scheme, put = add_scheme(arguments.book, Path(arguments.target))
    done = {
        Put.ADDED: _("Scheme {scheme} is added."),
        Put.UPDATED: _("Scheme {scheme} is replaced by this file."),
        Put.UNCHANGED: _("Scheme {scheme} was there already, just as it is."),
    }
    say(shown(done[put].format(scheme=scheme.id)))


def _show(arguments: argparse.Namespace) -> None:
    from desktop_app.usecases.schemes import show_scheme  # noqa: PLC0415

    for line in show_scheme(arguments.book, arguments.target).split("\n"):
        text = line.strip("\r").replace("\t", "    ")
        # What a terminal cannot show is escaped as JSON escapes it: the lines stay a scheme file.
        say("".join(c if c.isprintable() or c == "\u3000" else json.dumps(c)[1:-1] for c in text))
