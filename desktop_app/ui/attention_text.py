"""What needs attention, in words, each with the page on which it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.i18n import _, format_quantity, ngettext
from desktop_app.ui.widgets.todo import Todo

if TYPE_CHECKING:
    from desktop_app.store.queries.attention import Attention


def todo_of(item: Attention) -> Todo:
    """Word one item.

    Raises KeyError for a code that has no words.
    """
    text, detail, page = _WORDS[item.code](item)
    data: dict[str, str | int] = dict(item.data)
    if "quantity_milli" in data:
        data["quantity"] = format_quantity(int(data["quantity_milli"]))
    what = item.session if page == "session" else None
    if page == "session" and what is None:
        page = "sessions"
    return Todo(text.format(**data), detail.format(**data), page, what)


def _rate(item: Attention) -> tuple[str, str, str]:
    one_day = item.get("first") == item.get("last")
    text = _("No {what} rate for {first}") if one_day else _("No {what} rate from {first} to {last}")
    number = int(item.get("sessions") or 0)
    touched = ngettext(
        "Touches {sessions} stream · import the day's rates",
        "Touches {sessions} streams · import the day's rates",
        number,
    )
    return text, touched, "import"


def _cost(item: Attention) -> tuple[str, str, str]:
    touched = ngettext(
        "Touches {sessions} stream · bring in its lots",
        "Touches {sessions} streams · bring in its lots",
        int(item.get("sessions") or 0),
    )
    return _("{what} has no cost"), touched, "session"


def _owed(_item: Attention) -> tuple[str, str, str]:
    return _("{what} is sold beyond stock"), _("Its cost is estimated until a lot comes in"), "session"


def _unattributed(_item: Attention) -> tuple[str, str, str]:
    return _("Orders outside every stream"), _("They stand under unattributed"), "sessions"


def _unmatched(item: Attention) -> tuple[str, str, str]:
    number = int(item.get("count") or 0)
    text = ngettext("{count} platform SKU is not matched", "{count} platform SKUs are not matched", number)
    return text, _("Sales count, the cost is missing"), "matching"


def _untracked(item: Attention) -> tuple[str, str, str]:
    number = int(item.get("count") or 0)
    text = ngettext("{count} order has no tracking number", "{count} orders have no tracking number", number)
    return text, _("The carrier's bill fills them in at once"), "import"


def _to_ship(item: Attention) -> tuple[str, str, str]:
    number = int(item.get("count") or 0)
    text = ngettext("{count} order waits to be sent", "{count} orders wait to be sent", number)
    return text, _("Pick list and tracking numbers"), "to_ship"


def _differences(item: Attention) -> tuple[str, str, str]:
    number = int(item.get("count") or 0)
    text = ngettext("{count} amount does not agree", "{count} amounts do not agree", number)
    return text, _("Settlements, payouts and bills against the book"), "reconciling"


def _near_date(item: Attention) -> tuple[str, str, str]:
    days = item.get("days")
    text = _("{product}: {quantity} {unit} left, {days} days to their date")
    if isinstance(days, int) and days < 0:
        text = _("{product}: {quantity} {unit} left past their date")
    return text, _("Lot {lot}") if not item.get("location") else _("Lot {lot} · {location}"), ""


_WORDS = {
    "rate_missing": _rate,
    "cost_missing": _cost,
    "stock_owed": _owed,
    "lines_unattributed": _unattributed,
    "unmatched": _unmatched,
    "untracked": _untracked,
    "to_ship": _to_ship,
    "lot_near_date": _near_date,
    "open_differences": _differences,
}
