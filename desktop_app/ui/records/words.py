"""What the pages of records say: their titles, what to do first, what a new one is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.i18n import N_


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words of one kind's page, as msgids: title, button of a new one, the empty page's two lines."""

    title: str
    new: str
    empty: str
    advice: str


WORDS: Final = {
    "sales": PageWords(
        N_("Sales orders"),
        N_("New order line"),
        N_("No order yet"),
        N_("Import the platform's orders, paste them from Excel, or write the first one down."),
    ),
    "products": PageWords(
        N_("Products"),
        N_("New product"),
        N_("No product yet"),
        N_("Write down what is sold, with its unit and weight; orders and lots then refer to it."),
    ),
    "product_names": PageWords(
        N_("Names for buyers"),
        N_("New name"),
        N_("No name in another language yet"),
        N_("Write down what a product is called where it is sold: it is found by any of its names."),
    ),
    "lots": PageWords(
        N_("Lots"),
        N_("New lot"),
        N_("No lot yet"),
        N_("Write down what came in, when, and what it cost in all: profit is computed from it."),
    ),
    "stock": PageWords(
        N_("Stock entries"),
        N_("New stock entry"),
        N_("No stock entry yet"),
        N_("Spoilage, samples, gifts, counts and transfers stand here; sales leave stock by themselves."),
    ),
    "repacks": PageWords(
        N_("Repacks"),
        N_("New repack"),
        N_("No repack yet"),
        N_("Where one lot becomes several by grading or repacking, its cost goes along."),
    ),
    "promotions": PageWords(
        N_("Promotion"),
        N_("New promotion"),
        N_("No promotion yet"),
        N_("Import the advertising report, or write down what was spent on which stream."),
    ),
    "shipping": PageWords(
        N_("Freight"),
        N_("New freight leg"),
        N_("No freight yet"),
        N_("Import the carrier's bill, or write down each leg with its cost and its orders."),
    ),
    "returns": PageWords(
        N_("Returns"),
        N_("New return"),
        N_("No return yet"),
        N_("Import the platform's returns, or write down what came back and what was refunded."),
    ),
    "rates": PageWords(
        N_("Rates"),
        N_("New rate"),
        N_("No exchange rate yet"),
        N_("Import the rates of the central bank, or write one down: the latest on or before a day counts."),
    ),
    "tariffs": PageWords(
        N_("Price lists"),
        N_("New price"),
        N_("No price list yet"),
        N_("Import a carrier's price list: then a parcel can be quoted, and bills are held against it."),
    ),
    "overheads": PageWords(
        N_("Overheads"),
        N_("New overhead"),
        N_("No overhead yet"),
        N_("Rent, power, packing bought for the house: what belongs to no single stream."),
    ),
    "accounts": PageWords(
        N_("Accounts"),
        N_("New account"),
        N_("No account yet"),
        N_("Write down each shop or live account, with its market, currency and fees."),
    ),
    "fee_rates": PageWords(
        N_("Fees by date"),
        N_("New rates"),
        N_("No rates by date yet"),
        N_("When a platform changes its commission, say from which day on: earlier orders keep theirs."),
    ),
    "sessions": PageWords(
        N_("Sessions as entered"),
        N_("New session"),
        N_("No stream yet"),
        N_("Plan the next stream, or import the platform's live report."),
    ),
    "settlements": PageWords(
        N_("Settlements"),
        N_("New settlement"),
        N_("No settlement yet"),
        N_("Import the platform's income statement: it says what was really charged and paid."),
    ),
    "payouts": PageWords(
        N_("Payouts"),
        N_("New payout"),
        N_("No payout yet"),
        N_("Write down what arrived at the bank, and for which settlements."),
    ),
    "training": PageWords(
        N_("Training"),
        N_("New training"),
        N_("No training yet"),
        N_("Courses that were taken, so that they can be seen beside the streams that followed."),
    ),
}
"""Words by fact kind."""

PAGES: Final = {
    "orders": "sales",
    "products": "products",
    "product_names": "product_names",
    "lots": "lots",
    "stock_entries": "stock",
    "repacks": "repacks",
    "promotion": "promotions",
    "freight": "shipping",
    "returns": "returns",
    "tariffs": "tariffs",
    "rates": "rates",
    "overheads": "overheads",
    "accounts": "accounts",
    "fee_rates": "fee_rates",
    "session_records": "sessions",
    "settlements": "settlements",
    "payouts": "payouts",
    "training": "training",
}
"""Pages of the window that show records, with the kind they show."""

TITLES: Final = {"quotes": N_("Quotes"), "to_ship": N_("To ship"), "stock": N_("On hand")}
"""Titles of the pages that are more than the table of one kind."""

FAMILIES: Final = (
    ("orders", "to_ship"),
    ("stock", "lots", "stock_entries", "repacks"),
    ("products", "product_names"),
    ("freight", "quotes", "tariffs"),
    ("accounts", "fee_rates", "settlements", "payouts"),
    ("overheads", "training"),
)
"""Pages that stand side by side, under one entry of the rail."""


def title_of(page: str) -> str:
    """What a page is called, as msgid."""
    return TITLES[page] if page in TITLES else WORDS[PAGES[page]].title
