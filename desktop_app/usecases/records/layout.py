"""What a record's columns are: those of its sheet in the ledger, and those computed beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_app.domain.facts import KIND
from desktop_app.i18n import language
from desktop_app.reports.code_words import WORDS, YES_NO, shown_word_of
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.record_words import computed_guide, computed_heading, heading_of

if TYPE_CHECKING:
    from desktop_app.reports.ledger_sheets import Column

FIGURES: Final = frozenset(
    {"quantity", "int", "decimal", "rate", "fx", "g", "kg", "km", "hours", "hours_s", "amount"}
)
"""Values that are figures: they stand at the right."""

REFERENCES: Final = {
    ("products", "components"): "products",
    ("product_names", "sku"): "products",
    ("fee_rates", "account"): "accounts",
    ("lots", "sku"): "products",
    ("sessions", "account"): "accounts",
    ("sales", "account"): "accounts",
    ("sales", "session"): "sessions",
    ("sales", "sku"): "products",
    ("sales", "lot"): "lots",
    ("promotions", "account"): "accounts",
    ("promotions", "sessions"): "sessions",
    ("shipping", "account"): "accounts",
    ("shipping", "orders"): "orders",
    ("shipping", "sessions"): "sessions",
    ("returns", "account"): "accounts",
    ("returns", "order_id"): "orders",
    ("returns", "sku"): "products",
    ("stock", "lot"): "lots",
    ("stock", "session"): "sessions",
    ("repacks", "from_lot"): "lots",
    ("repacks", "sku"): "products",
    ("settlements", "account"): "accounts",
    ("settlements", "order_id"): "orders",
    ("payouts", "account"): "accounts",
    ("payouts", "settlements"): "settlements",
}
"""The kind whose key a column names."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that is not typed in: its key, its value, and after which column of the sheet it stands."""

    key: str
    value: str
    after: str


COMPUTED: Final[dict[str, tuple[Computed, ...]]] = {
    "products": (
        Computed("other_names", "text", "name_en"),
        Computed("on_hand", "quantity", "unit"),
        Computed("value", "amount", "on_hand"),
    ),
    "product_names": (Computed("product_name", "text", "sku"),),
    "lots": (
        Computed("product_name", "text", "sku"),
        Computed("on_hand", "quantity", "quantity"),
        Computed("value", "amount", "total_cost"),
        Computed("unit_cost", "amount", "value"),
        Computed("place", "text", "location"),
    ),
    "sales": (
        Computed("product_name", "text", "sku"),
        Computed("list_amount", "amount", "unit_price"),
        Computed("net_amount", "amount", "currency"),
        Computed("attributed_session", "text", "session"),
    ),
    "promotions": (
        Computed("fell_on", "text", "sessions"),
        Computed("amount_cny", "amount", "currency"),
    ),
    "shipping": (
        Computed("fell_on", "text", "sessions"),
        Computed("amount_cny", "amount", "currency"),
    ),
    "returns": (
        Computed("product_name", "text", "sku"),
        Computed("attributed_session", "text", "line"),
    ),
    "stock": (Computed("product_name", "text", "lot"), Computed("value", "amount", "quantity")),
    "repacks": (Computed("product_name", "text", "sku"),),
    "rates": (Computed("source", "code", "cny"),),
    "overheads": (Computed("amount_cny", "amount", "currency"),),
}
"""The computed columns of each kind."""

_HIDDEN: Final[dict[str, str]] = {
    "products": (
        "name_en other_names packaging_cost kg_per_unit reference_price origin shelf_life_days hs_code"
    ),
    "tariffs": "minimum_g insurance signature",
    "lots": "supplier unit_cost location",
    "accounts": "fee_refund_rate attribution_hours return_days",
    "sessions": (
        "trial viewers peak_viewers new_followers product_clicks platform_gmv host_pay other_cost note"
    ),
    "sales": (
        "line session list_amount seller_discount platform_discount shipping_charged platform_fee tax country"
        " lot delivered_on settled_on customs_code declaration payment_ref invoice excluded"
    ),
    "promotions": "sessions impressions clicks platform_roi supplier invoice paid_on",
    "shipping": (
        "account sessions billed_weight_g split from_place to_place distance_km invoice paid_on payment_ref"
    ),
    "returns": (
        "line platform_reversed fee_refunded return_shipping return_shipping_currency compensation"
        " compensation_currency"
    ),
    "overheads": "invoice paid_on",
    "repacks": "split note",
    "settlements": "line",
    "rates": "source",
}
"""Columns that a table does not show until it is asked to."""

_ENUMS: Final = {"source": "RateSource"}
"""Whose codes a computed column holds."""

_UNSORTED: Final = frozenset({"ids", "shares", "components"})
_SORTED_COMPUTED: Final = {
    "products": frozenset({"on_hand", "value"}),
    "lots": frozenset({"product_name", "on_hand", "value", "unit_cost"}),
    "stock": frozenset({"product_name"}),
    "repacks": frozenset({"product_name"}),
    "product_names": frozenset({"product_name"}),
    "returns": frozenset({"product_name"}),
    "overheads": frozenset({"amount_cny"}),
}
"""Computed columns that a table can be sorted by: those of kinds that never grow long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a kind of record.

    `key` is the ledger's column, or a computed one's; `value` says how its texts read (the words of
    reports.ledger_sheets); `argument` is an amount's currency rule or a code's list; `refers_to` the kind
    whose key it names; `choices` the codes with their words; `guide` one sentence of help.
    """

    key: str
    heading: str
    value: str
    argument: str
    required: bool
    is_key: bool
    is_figure: bool
    editable: bool
    refers_to: str | None
    choices: tuple[tuple[str, str], ...]
    guide: str
    sortable: bool
    shown: bool


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields of a kind of record in order, worded in the language spoken; KeyError for another."""
    return _fields(kind, language())


def field_of(kind: str, key: str) -> Field:
    """Return one field of a kind; KeyError for another."""
    return _by_key(kind, language())[key]


def place_of(kind: str, key: str) -> int:
    """Return where a field stands among those of its kind."""
    return next(at for at, field in enumerate(fields_of(kind)) if field.key == key)


@cache
def _by_key(kind: str, spoken: str) -> dict[str, Field]:
    return {field.key: field for field in _fields(kind, spoken)}


@cache
def _fields(kind: str, spoken: str) -> tuple[Field, ...]:
    hidden = frozenset(_HIDDEN.get(kind, "").split())
    found: list[Field] = []
    for column in sheet_of(kind).columns:
        found.append(_stated(kind, column, hidden, spoken))
        found += _after(kind, column.key, hidden, spoken)
    return tuple(found)


def _after(kind: str, key: str, hidden: frozenset[str], spoken: str) -> list[Field]:
    found = []
    for computed in COMPUTED.get(kind, ()):
        if computed.after == key:
            found += [_computed(kind, computed, hidden, spoken), *_after(kind, computed.key, hidden, spoken)]
    return found


def _stated(kind: str, column: Column, hidden: frozenset[str], spoken: str) -> Field:
    choices: tuple[tuple[str, str], ...] = ()
    if column.value == "code":
        choices = _choices(column.argument, spoken)
    elif column.value == "yes_no":
        choices = tuple(zip(("yes", "no"), YES_NO[spoken], strict=True))
    return Field(
        key=column.key,
        heading=heading_of(column),
        value=column.value,
        argument=column.argument,
        required=column.required,
        is_key=not set(column.fields).isdisjoint(KIND[kind].key),
        is_figure=column.value in FIGURES,
        editable=True,
        refers_to=REFERENCES.get((kind, column.key)),
        choices=choices,
        guide=column.guide(spoken),
        sortable=column.value not in _UNSORTED,
        shown=column.key not in hidden,
    )


def _choices(enum: str, spoken: str) -> tuple[tuple[str, str], ...]:
    return tuple((code.value, shown_word_of(enum, code, spoken)) for code in WORDS[enum])


def _computed(kind: str, computed: Computed, hidden: frozenset[str], spoken: str) -> Field:
    argument = "currency" if computed.key in {"list_amount", "net_amount"} else "book"
    enum = _ENUMS.get(computed.key)
    return Field(
        key=computed.key,
        heading=computed_heading(computed.key),
        value=computed.value,
        argument=enum or argument,
        required=False,
        is_key=False,
        is_figure=computed.value in FIGURES,
        editable=False,
        refers_to=None,
        choices=_choices(enum, spoken) if enum else (),
        guide=computed_guide(computed.key),
        sortable=computed.key in _SORTED_COMPUTED.get(kind, ()),
        shown=computed.key not in hidden,
    )
