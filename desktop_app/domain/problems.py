"""What is wrong or odd about a record that is being typed in: codes with data, worded in reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """What only a record being typed in can meet; what a file's row meets too is a ReasonCode."""

    KEY_TAKEN = "key_taken"
    """Another record has this key; `name`."""
    UNIT_DIFFERS = "unit_differs"
    """A quantity in another unit than the product's; `stated`, `expected`."""
    ABOVE_HELD = "above_held"
    """More than the lot holds at that moment; `quantity`, `held`, `unit`. Blocks an entry by hand."""
    ABOVE_ON_HAND = "above_on_hand"
    """More than is on hand of the product; `quantity`, `held`, `unit`. A warning: a sale may be owed."""
    PAST_DATE = "past_date"
    """The lot is past its date; `day`. A warning."""
    IN_FUTURE = "in_future"
    """A day after today; `day`. A warning."""
    RATE_MISSING = "rate_missing"
    """No rate is known for the currency on that day; `currency`, `day`. A warning."""
    CURRENCY_NOT_ACCOUNTS = "currency_not_accounts"
    """Not the account's currency; `stated`, `expected`. A warning."""
    BUNDLE_LOT = "bundle_lot"
    """A bundle has no lots; `name`."""
    KEY_OF_ONE = "key_of_one"
    """A number names one record and cannot be given to many."""
    NO_RATE_STATED = "no_rate_stated"
    """A dated fee rate that states no rate changes nothing."""
    CLOSED_MONTH = "closed_month"
    """The record falls in a closed month; `month`. A warning: saving asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing about one field (empty: the whole record); a warning does not keep it from being saved.

    `code` is a ProblemCode or a ReasonCode, `data` the figures and names that its sentence needs.
    """

    field: str
    code: str
    data: tuple[tuple[str, str | int], ...] = ()
    is_warning: bool = False


def problem(field: str, code: str, *, is_warning: bool = False, **data: str | int) -> Problem:
    """Make a Problem from keyword data."""
    return Problem(field=field, code=code, data=tuple(data.items()), is_warning=is_warning)
