"""What a command of the history is called, from the code that is kept there."""

from __future__ import annotations

from typing import Final

from desktop_app.i18n import N_, _

_NAMES: Final = {
    "import": N_("Import files"),
    "demo": N_("Make the demo book"),
    "edit_session": N_("Change a session"),
    "add_scheme": N_("Add a subsidy scheme"),
    "record_added": N_("Add a record"),
    "record_changed": N_("Change a record"),
    "records_changed": N_("Change many records"),
    "records_pasted": N_("Paste records"),
    "records_voided": N_("Delete records"),
    "records_restored": N_("Bring back from the bin"),
    "taken_back": N_("Take a change back"),
    "month_closed": N_("Close a month"),
    "month_reopened": N_("Reopen a month"),
    "session_planned": N_("Plan a session"),
    "session_opened": N_("Begin a session"),
    "session_closed": N_("End a session"),
    "orders_shipped": N_("Bring in tracking numbers"),
    "stock_spoiled": N_("Book spoilage"),
    "stock_sampled": N_("Book a sample"),
    "stock_given": N_("Book a gift"),
    "stock_counted": N_("Book a count"),
    "stock_moved": N_("Move goods"),
    "skus_matched": N_("Match SKUs"),
    "product_named": N_("Name a product for buyers"),
    "differences_decided": N_("Decide differences"),
    "differences_reopened": N_("Reopen differences"),
    "skus_new": N_("Keep SKUs as new products"),
    "shapes_remembered": N_("Remember how files read"),
    "shape_forgotten": N_("Forget how a file reads"),
}


def command_name(title: str) -> str:
    """Return the name of a command, in the language spoken; an unknown code is shown as it is."""
    return _(_NAMES[title]) if title in _NAMES else title
