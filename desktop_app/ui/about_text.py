"""What this program is, in the language spoken: for the dialog and the settings."""

from __future__ import annotations

import platform

import PySide6

import desktop_app
from desktop_app.i18n import _


def version_text() -> str:
    """The program's version."""
    return _("Version {version}").format(version=desktop_app.__version__)


def purpose_text() -> str:
    """What it is for, and its licence."""
    return _(
        "Keeps the books of live streams on your own computer, without a network. Free software, MIT licence."
    )


def surroundings_text() -> str:
    """What it runs on: whoever helps asks for it."""
    return f"Python {platform.python_version()} · Qt {PySide6.__version__}"
