"""Argument parsers in the reader's language, which raise an error of ours instead of leaving the program."""

from __future__ import annotations

import argparse
from datetime import date
from typing import NoReturn

from desktop_app.commands.errors import BadArgumentsError
from desktop_app.i18n import LANGUAGES, N_, _, ngettext

_PARSER_MESSAGES = (
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
)
"""The standard library's own sentences, which it looks up at the moment it says them."""


class _Formatter(argparse.HelpFormatter):
    """Help whose first word is in the reader's language."""

    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        """Add the line of usage."""
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class CommandParser(argparse.ArgumentParser):
    """A parser that knows `--help` and `--language`, and says what is wrong by raising BadArgumentsError."""

    def __init__(self, program: str, description: str) -> None:
        super().__init__(
            prog=program,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        # argparse says its sentences through its module's `_`; ours knows them.
        vars(argparse).update(_=_, ngettext=ngettext)
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="store_true", help=_("show this help"))
        self.add_argument("--language", choices=LANGUAGES, help=_("language of sentences and sheets"))

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print; several lines become one."""
        raise BadArgumentsError(self.prog, " ".join(message.split()))


def day(text: str) -> date:
    """Read a day, `2026-03-01`, of an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("{text} is no day; write it as 2026-03-01").format(text=text)
        raise argparse.ArgumentTypeError(message) from None


def positive(text: str) -> int:
    """Read a whole number above 0 of an argument."""
    if text.isascii() and text.isdigit() and len(text) <= len("1000000000") and int(text) > 0:
        return int(text)
    message = _("{text} is no whole number above 0").format(text=text)
    raise argparse.ArgumentTypeError(message)
