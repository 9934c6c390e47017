"""`bozhang fill BOOK CLAIM FORM OUT`: a county's own form, filled from a claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.outputs import require_output
from desktop_app.commands.terminal import say, shown
from desktop_app.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("book", metavar="BOOK", type=Path, help=_("the book"))
    parser.add_argument("claim", metavar="CLAIM", help=_("the claim's number"))
    parser.add_argument("form", metavar="FORM", type=Path, help=_("the county's form, .xlsx or .docx"))
    parser.add_argument("out", metavar="OUT", type=Path, help=_("the filled copy to write"))


def run(arguments: argparse.Namespace) -> int:
    """Fill the form."""
    from desktop_app.usecases.claims_making import fill_form_of  # noqa: PLC0415 - `--help` needs no store

    form, out = arguments.form, arguments.out
    suffix = form.suffix.lower()
    require_output(out, (suffix,) if suffix in {".xlsx", ".docx"} else (), arguments.book, form)
    filled = fill_form_of(arguments.book, arguments.claim, form, out)
    said = ngettext(
        "{path} is written; {count} place filled.",
        "{path} is written; {count} places filled.",
        len(filled.places),
    )
    say(shown(said.format(path=out, count=len(filled.places))))
    if filled.left_empty:
        say(
            shown(_("Left empty, as nothing is known: {fields}.").format(fields=", ".join(filled.left_empty)))
        )
    return 0
