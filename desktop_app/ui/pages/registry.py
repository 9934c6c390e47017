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


SUBSIDY: Final = (
    "subsidy",
    "subsidy_claims",
    "subsidy_claim",
    "subsidy_applicant",
    "subsidy_form",
    "subsidy_paper",
    "subsidy_scheme",
    "subsidy_more",
)
"""The pages of the subsidy place."""

PLACES: Final = (
    PlaceSpec("home", N_("Home"), "home", ("home",)),
    PlaceSpec("sessions", N_("Sessions"), "sessions", ("sessions", "session", "session_records")),
    PlaceSpec("orders", N_("Sales orders"), "orders", ("orders", "to_ship")),
    PlaceSpec("products", N_("Products"), "products", ("products", "product_names")),
    PlaceSpec("stock", N_("Stock"), "stock", ("stock", "lots", "stock_entries", "repacks")),
    PlaceSpec("promotion", N_("Promotion"), "promotion", ("promotion",)),
    PlaceSpec("freight", N_("Freight"), "freight", ("freight", "quotes", "tariffs")),
    PlaceSpec("returns", N_("Returns"), "returns", ("returns",)),
    PlaceSpec("rates", N_("Rates"), "rates", ("rates",)),
    PlaceSpec("overheads", N_("Overheads"), "reports", ("overheads", "training")),
    PlaceSpec("accounts", N_("Accounts"), "folder", ("accounts", "fee_rates", "settlements", "payouts")),
    PlaceSpec("subsidy", N_("Subsidy"), "subsidy", SUBSIDY),
    PlaceSpec("import", N_("Import"), "import", ("import", "matching", "reconciling"), at_foot=True),
    PlaceSpec("history", N_("History"), "history", ("history",), at_foot=True),
    PlaceSpec("settings", N_("Settings"), "settings", ("settings", "trouble"), at_foot=True),
)


def make_page(name: str, context: Context) -> QWidget:
    """The page of a name, made when it is first shown: what is not looked at costs no start.

    Raises KeyError for a name that no page has.
    """
    module, maker, *given = _MAKERS[name]
    return getattr(import_module(f"desktop_app.ui.pages.{module}"), maker)(context, *given)  # type: ignore[no-any-return]


_RECORDS: Final = (
    "orders",
    "products",
    "product_names",
    "lots",
    "stock_entries",
    "repacks",
    "promotion",
    "freight",
    "returns",
    "rates",
    "tariffs",
    "overheads",
    "training",
    "accounts",
    "fee_rates",
    "settlements",
    "payouts",
    "session_records",
)
"""Pages that are the table of one kind of record."""
_MAKERS: Final[dict[str, tuple[str, ...]]] = {
    **{name: ("records", "RecordsPage", name) for name in _RECORDS},
    "welcome": ("welcome", "WelcomePage"),
    "home": ("home", "HomePage"),
    "to_ship": ("to_ship", "ToShipPage"),
    "stock": ("stock", "StockPage"),
    "sessions": ("sessions", "SessionsPage"),
    "session": ("session", "SessionPage"),
    "quotes": ("quotes", "QuotesPage"),
    "import": ("import_files", "ImportPage"),
    "matching": ("matching", "MatchingPage"),
    "reconciling": ("reconciling", "ReconcilingPage"),
    "subsidy": ("subsidy", "SubsidyPage"),
    "subsidy_claims": ("subsidy_claims", "ClaimsPage"),
    "subsidy_claim": ("subsidy_claim", "ClaimPage"),
    "subsidy_more": ("subsidy_more", "MorePage"),
    "subsidy_scheme": ("subsidy_scheme", "SchemePage"),
    "subsidy_form": ("subsidy_form", "FormPage"),
    "subsidy_paper": ("subsidy_paper", "PaperPage"),
    "subsidy_applicant": ("subsidy_applicant", "ApplicantPage"),
    "history": ("history", "HistoryPage"),
    "settings": ("settings", "SettingsPage"),
    "help": ("help", "HelpPage"),
    "trouble": ("trouble", "TroublePage"),
}


def load_pages() -> None:
    """Load the code of every page, in the background: none makes the window wait when it is opened."""
    for module, *_maker in _MAKERS.values():
        import_module(f"desktop_app.ui.pages.{module}")
