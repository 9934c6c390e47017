"""Runs one command: reads its arguments, gives its status, and turns whatever goes wrong into one line."""

from __future__ import annotations

import errno
import importlib
import logging
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from desktop_app.commands.arguments import CommandParser
from desktop_app.commands.terminal import complain, say
from desktop_app.domain.errors import BozhangError
from desktop_app.i18n import _
from desktop_app.logs import QuietRotatingFileHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.commands.catalogue import Command

PROGRAM: Final = "bozhang"
DONE: Final = 0
DONE_IN_PART: Final = 1
NOTHING_DONE: Final = 2

_log = logging.getLogger(__name__)


def run_command(command: Command, argv: Sequence[str]) -> int:
    """Run a command with its arguments and return its exit status. Raises what `guarded` turns into words."""
    module = importlib.import_module(f"desktop_app.commands.{command.module}")
    parser = CommandParser(f"{PROGRAM} {command.name}", _(command.summary))
    module.add_arguments(parser)
    if "-h" in argv or "--help" in argv:
        say(parser.format_help().rstrip())
        return DONE
    return int(module.run(parser.parse_args(list(argv))))


def guarded(action: Callable[[], int]) -> int:
    """Return what `action` returns; where it fails, say why in one line on standard error and return 2."""
    try:
        status = action()
        sys.stdout.flush()
    except BozhangError as error:
        from desktop_app.commands.error_text import error_text  # noqa: PLC0415 - only when there is one

        complain(f"{PROGRAM}: {error_text(error)}")
    except BrokenPipeError:
        # Whoever reads our results has seen enough: `bozhang profit … | head`.
        _close_output()
        return DONE
    except OSError as error:
        from desktop_app.reports.error_text import os_error_text  # noqa: PLC0415

        if error.errno == errno.ENOSPC:
            _close_output()
        complain(f"{PROGRAM}: {os_error_text(error)}")
    except KeyboardInterrupt:
        complain(_("Stopped."))
    except Exception:  # noqa: BLE001 - the last line of defence
        # Ours, not the user's: the log has the whole story, without anybody's data.
        _log.exception("a command failed")
        complain(f"{PROGRAM}: {_internal_fault()}")
    else:
        return status
    return NOTHING_DONE


def _internal_fault() -> str:
    handlers = logging.getLogger().handlers
    place = next((h.baseFilename for h in handlers if isinstance(h, QuietRotatingFileHandler)), None)
    if place is None:
        return _("A fault inside the program; nothing more could be done.")
    return _("A fault inside the program; please pass on the file {path}.").format(path=place)


def _close_output() -> None:
    """Let what is still to be printed go nowhere, so that leaving the program does not fail over it."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
