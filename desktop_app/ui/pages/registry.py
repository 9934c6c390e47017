"""Which pages there are, and where each stands in the rail."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from desktop_app.i18n import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.context import Context


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """One entry of the rail: the page it opens, its title as msgid, all pages that belong to it."""

    name: str
    title: str
    icon: str
    pages: tuple[str, ...]
    at_foot: bool = False


PLACES: Final = (
    PlaceSpec("home", N_("Home"), "home", ("home",)),
    PlaceSpec("sessions", N_("Sessions"), "sessions", ("sessions", "session")),
    PlaceSpec("import", N_("Import"), "import", ("import",), at_foot=True),
    PlaceSpec("history", N_("History"), "history", ("history",), at_foot=True),
    PlaceSpec("settings", N_("Settings"), "settings", ("settings",), at_foot=True),
)


def make_page(name: str, context: Context) -> QWidget:
    """The page of a name, made when it is first shown: what is not looked at costs no start.

    Raises KeyError for a name that no page has.
    """
    module, maker = _MAKERS[name]
    return getattr(import_module(f"desktop_app.ui.pages.{module}"), maker)(context)  # type: ignore[no-any-return]


_MAKERS: Final = {
    "welcome": ("welcome", "WelcomePage"),
    "home": ("home", "HomePage"),
    "sessions": ("sessions", "SessionsPage"),
    "session": ("session", "SessionPage"),
    "import": ("import_files", "ImportPage"),
    "history": ("history", "HistoryPage"),
    "settings": ("settings", "SettingsPage"),
}
