"""The words of records on the screen: headings of columns, names of ready-made views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.i18n import N_, _, language

if TYPE_CHECKING:
    from desktop_app.reports.ledger_sheets import Column

_ENGLISH: Final = {
    "sku": "SKU",
    "name_en": "English name",
    "hs_code": "HS code",
    "cny": "In the book's currency",
    "platform_roi": "Platform ROI",
    "platform_gmv": "Platform GMV",
    "on": "Day",
    "units": "For units",
    "unit_weight_g": "Unit weight (g)",
    "billed_weight_g": "Billed weight (g)",
    "kg_per_unit": "Kg per unit",
    "distance_km": "Distance (km)",
    "received_cny": "Received",
    "orders": "Orders",
    "from_on": "From day",
    "above_g": "Above (g)",
    "up_to_g": "Up to (g)",
    "step_g": "Step (g)",
    "minimum_g": "Least (g)",
}
"""English headings that are not their key with spaces: a sheet's heading is made for programs, too."""

COMPUTED: Final = {
    "other_names": N_("Names for buyers"),
    "product_name": N_("Product"),
    "list_amount": N_("List amount"),
    "net_amount": N_("After discount"),
    "attributed_session": N_("Counts in session"),
    "on_hand": N_("On hand"),
    "value": N_("Value on hand"),
    "unit_cost": N_("Cost per unit"),
    "place": N_("Place now"),
    "fell_on": N_("Fell on sessions"),
    "amount_cny": N_("In the book's currency"),
    "source": N_("Source"),
}
"""Headings of computed columns, by key."""

COMPUTED_GUIDES: Final = {
    "other_names": N_("What the product is called in the languages its buyers speak."),
    "product_name": N_("The product's name in the book."),
    "list_amount": N_("Quantity times unit price, in the order's currency."),
    "net_amount": N_("Quantity times unit price less the seller's discount, in the order's currency."),
    "attributed_session": N_("The session this line counts in: the one it names, or found by time."),
    "on_hand": N_("What is left, in the product's unit; below 0 where more was sold than came in."),
    "value": N_("What is left, at its cost, in the book's currency."),
    "unit_cost": N_("Total cost divided by quantity, in the book's currency."),
    "place": N_("Where it is now, after transfers."),
    "fell_on": N_("The sessions this cost was given to."),
    "amount_cny": N_("The amount at the day's rate, in the book's currency."),
    "source": N_("The file the rate came by, or that it was entered by hand."),
}
"""One sentence for each computed column."""

LEGS: Final = {
    "county_pickup": N_("county pickup"),
    "hub": N_("gathering hub"),
    "port": N_("port"),
    "line_haul": N_("line haul"),
    "customs": N_("customs"),
    "last_mile": N_("last mile"),
    "border_warehouse": N_("border warehouse"),
}
"""What a leg's kind is called, where it is one that the program writes; others are people's own words."""

SCOPES: Final = {
    "to_ship": N_("To ship"),
    "no_tracking": N_("Without tracking number"),
    "unpaid": N_("Not paid"),
    "cancelled": N_("Cancelled"),
    "unattributed": N_("In no session"),
    "unsettled": N_("Not settled"),
    "unmatched": N_("To be matched"),
    "bundles": N_("Bundles"),
    "low": N_("To be filled up"),
    "in_stock": N_("In stock"),
    "near_date": N_("Near their date"),
    "planned": N_("Planned"),
    "live": N_("Live now"),
    "closed": N_("Closed"),
    "spoilage": N_("Spoilage"),
    "samples": N_("Samples and gifts"),
    "counts": N_("Counts"),
    "transfers": N_("Transfers"),
    "loose": N_("In no session"),
    "restocked": N_("Goods came back"),
    "unpaid_bills": N_("Not paid yet"),
}
"""Names of ready-made views, by their name in a query."""


def heading_of(column: Column) -> str:
    """Return a column's heading on the screen, in the language spoken."""
    if language() == "zh":
        return column.heading_zh
    return _ENGLISH.get(column.key) or column.key.replace("_", " ").capitalize()


def leg_word(kind: str) -> str:
    """Return what a leg's kind is called on the screen."""
    return _(LEGS[kind]) if kind in LEGS else kind


def computed_heading(key: str) -> str:
    """Return the heading of a computed column."""
    return _(COMPUTED[key])


def computed_guide(key: str) -> str:
    """Return the sentence that says what a computed column is."""
    return _(COMPUTED_GUIDES[key])
