"""Which fields of a record belong together, and which are asked for rarely and stand under More."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.usecases.records.layout import Field

_GROUPS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "products": (
        ("name", "sku", "unit"),
        ("unit_weight_g", "list_price", "list_currency", "reference_cost", "packaging_cost"),
    ),
    "product_names": (("sku", "language", "name"),),
    "fee_rates": (
        ("account", "from_on"),
        ("commission_rate", "payment_fee_rate", "fee_refund_rate"),
        ("note",),
    ),
    "lots": (("sku", "lot", "received_on"), ("quantity", "total_cost"), ("best_before", "location")),
    "accounts": (("account", "platform", "market", "currency"), ("commission_rate", "payment_fee_rate")),
    "sessions": (
        ("title", "session", "account", "status", "started_at", "ended_at"),
        ("host", "host_pay", "other_cost"),
    ),
    "sales": (
        ("account", "order_id", "ordered_at"),
        ("sku", "quantity", "unit_price", "currency", "seller_discount"),
        ("session", "status", "shipping_charged"),
    ),
    "promotions": (
        ("promotion", "account", "sessions"),
        ("amount", "currency", "started_at", "ended_at", "kind"),
    ),
    "shipping": (
        ("shipment", "leg", "on", "carrier", "tracking"),
        ("cost", "currency", "billed_weight_g", "split"),
        ("orders", "sessions"),
    ),
    "returns": (
        ("return", "account", "order_id", "sku"),
        ("quantity", "restocked_quantity", "reason", "returned_on"),
        ("refund", "return_shipping", "compensation"),
    ),
    "stock": (("kind", "lot", "quantity", "on"), ("entry", "session", "to_location", "note")),
    "rates": (("currency", "on", "units", "cny"),),
    "tariffs": (
        ("carrier", "service", "market", "from_on"),
        ("above_g", "up_to_g", "step_g", "minimum_g"),
        ("per_kg", "per_parcel", "currency"),
    ),
    "overheads": (("kind", "amount", "currency", "on"), ("entry", "supplier", "note")),
    "repacks": (
        ("repack", "on", "from_lot", "from_quantity"),
        ("lot", "sku", "quantity", "grade", "split"),
    ),
    "settlements": (
        ("settlement", "account", "kind", "settled_on"),
        ("amount", "currency", "fees", "refunds"),
        ("order_id", "line"),
    ),
    "payouts": (
        ("payout", "account", "on"),
        ("amount", "currency", "fee", "received_cny"),
        ("settlements",),
    ),
    "training": (("person", "course", "on"), ("entry", "organiser", "hours", "certificate")),
}
"""What is asked for usually, by kind; what is in no group stands under More, in the workbook's order."""

KEPT: Final = frozenset(
    [
        "account",
        "brand",
        "carrier",
        "category",
        "country",
        "course",
        "currency",
        "from_lot",
        "from_place",
        "from_quantity",
        "list_currency",
        "location",
        "on",
        "ordered_at",
        "organiser",
        "origin",
        "received_on",
        "returned_on",
        "session",
        "settled_on",
        "settlement",
        "status",
        "supplier",
        "to_place",
        "unit",
    ]
)
"""What stays when one record after another is entered."""

WIDE: Final = frozenset(["text", "id", "ids", "shares", "components", "zone", "moment", "day_or_moment"])
"""Kinds of value that take a whole line of a narrow form."""


def grouped(kind: str, fields: Sequence[Field]) -> tuple[list[list[Field]], list[Field]]:
    """The editable fields of a kind in their groups, and those under More."""
    by_key = {field.key: field for field in fields if field.editable}
    groups = [[by_key[key] for key in group if key in by_key] for group in _GROUPS.get(kind, ())]
    named = {field.key for group in groups for field in group}
    rest = [field for field in by_key.values() if field.key not in named]
    needed = [field for field in rest if field.required]
    if needed:
        groups.insert(0, needed)
    return [group for group in groups if group], [field for field in rest if not field.required]
