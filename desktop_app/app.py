"""The composition root: sets up language, log and settings, then runs a command or opens the window."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import __version__, i18n, logs, settings
from desktop_app.commands.arguments import CommandParser
from desktop_app.commands.catalogue import COMMANDS, find
from desktop_app.commands.errors import NoScreenError, UnknownCommandError
from desktop_app.commands.runner import DONE, PROGRAM, guarded, run_command
from desktop_app.commands.terminal import say
from desktop_app.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def run(argv: Sequence[str]) -> int:
    """Run the program and return its exit status: 0 done, 1 done in part, 2 nothing done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A name that the terminal cannot show is shown in escapes, not answered with a traceback.
            stream.reconfigure(errors="backslashreplace")
    i18n.set_language(i18n.choose_language(_asked_language(argv)))
    logs.set_up()
    try:
        return guarded(lambda: _dispatch(list(argv)))
    finally:
        logs.shut_down()


def _asked_language(argv: Sequence[str]) -> str | None:
    """Return what `--language` says, wherever it stands: help and errors are in that language too."""
    for index, argument in enumerate(argv):
        if argument == "--language" and index + 1 < len(argv):
            return argv[index + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    return None


def _dispatch(argv: list[str]) -> int:
    """Run the command that the first word names, else open the window."""
    language = _take_language(argv)
    if argv and (command := find(argv[0])) is not None:
        return run_command(command, [*language, *argv[1:]])
    if argv and argv[0] == "--version":
        say(f"{PROGRAM} {__version__}")
        return DONE
    if "-h" in argv or "--help" in argv:
        _say_help()
        return DONE
    if argv and not argv[0].startswith("-") and not _may_be_book(argv[0]):
        from difflib import get_close_matches  # noqa: PLC0415 - costs every start, and few mistype

        similar = get_close_matches(argv[0], [command.name for command in COMMANDS], n=1)
        raise UnknownCommandError(argv[0], similar[0] if similar else None)
    parser = CommandParser(PROGRAM, "")
    parser.add_argument("book", metavar="BOOK", nargs="?")
    book = parser.parse_args([*language, *argv]).book
    kept = i18n.choose_language(settings.load().language)
    if not language and kept != i18n.language():
        i18n.set_language(kept)
    return _open_window(Path(book) if book else None)


def _take_language(argv: list[str]) -> list[str]:
    """Take a `--language` that stands before the command out of `argv` and return it."""
    if argv and argv[0] == "--language":
        taken, argv[:2] = argv[:2], []
        return taken
    if argv and argv[0].startswith("--language="):
        return [argv.pop(0)]
    return []


def _may_be_book(word: str) -> bool:
    """Return whether a first word is a book rather than a mistyped command."""
    return word.lower().endswith(".bozhang") or len(Path(word).parts) > 1 or Path(word).exists()


def _say_help() -> None:
    say(_("usage: ") + f"{PROGRAM} [BOOK] | {PROGRAM} COMMAND …")
    say()
    entries = [("[BOOK]", _("open the window, on BOOK or the last book"))]
    entries += [(f"{command.name} {command.usage}", _(command.summary)) for command in COMMANDS]
    for usage, summary in entries:
        say(f"  {PROGRAM} {usage}")
        say(f"      {summary}")
    say()
    say(_("Every command takes --language zh|en and --help."))
    say(_("Exit status: 0 done; 1 done in part; 2 nothing done."))


def _load_use_cases() -> None:
    """Import what the window asks before its first paint."""
    from desktop_app.usecases import desk, home  # noqa: F401, PLC0415 - as said


def _open_window(book: Path | None) -> int:
    """Open the window; without a screen, say so, and show what the program does on the demo book."""
    if has_screen():
        # First what needs no Qt: once there, it reads the source of every module imported after it.
        _load_use_cases()
        from desktop_app.ui.start import run_window  # noqa: PLC0415 - no command loads Qt

        return run_window(book)
    if book is not None:
        raise NoScreenError(str(book))
    from desktop_app.commands.first_look import show_demo_profit  # noqa: PLC0415

    return show_demo_profit()


def has_screen(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Return whether a window can be shown here, or Qt was told to draw one that nobody sees."""
    if platform in {"win32", "darwin"}:
        return True
    return any(environ.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"))
