"""The applicant's data: the fields that forms know, how they are checked, and how they are shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Final = (
    "name",
    "kind",
    "credit_code",
    "legal_representative",
    "id_card",
    "address",
    "registered_on",
    "contact",
    "phone",
    "email",
    "shops",
    "shop_urls",
    "products",
    "category",
    "bank_account_name",
    "bank_name",
    "bank_account",
)
"""The fields, as forms name them behind `applicant.`, in the order of the form."""

PERSON: Final = "自然人"
_OF_PERSON: Final = frozenset({"id_card"})
_OF_FIRM: Final = frozenset({"credit_code", "registered_on", "legal_representative"})
_OPTIONAL: Final = frozenset({"email", "shop_urls", "category"})
_LONGEST: Final = 500


class ApplicantFieldError(BozhangError):
    """A field of the applicant's data that cannot be kept.

    `reason` is `unknown` (no such field), `not_date`, or `too_long`.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


def checked(field: str, value: str) -> tuple[str, str]:
    """Return a field and its value as they are kept, `applicant.` before the field or not; blank erases.

    Raises ApplicantFieldError, which never holds the value.
    """
    key = field.strip().removeprefix("applicant.")
    if key not in FIELDS:
        raise ApplicantFieldError(field, "unknown")
    text = " ".join(value.split())
    if len(text) > _LONGEST:
        raise ApplicantFieldError(key, "too_long")
    if key == "registered_on" and text:
        try:
            text = date.fromisoformat(text).isoformat()
        except ValueError:
            raise ApplicantFieldError(key, "not_date") from None
    return key, text


def not_applicable(data: Mapping[str, str]) -> frozenset[str]:
    """Return the fields that are printed as "/": those of a firm for a person, and the other way round."""
    kind = data.get("kind", "")
    if not kind:
        return frozenset()
    fields = _OF_FIRM if kind == PERSON else _OF_PERSON - {"id_card"}
    return frozenset(field for field in fields if not data.get(field))


def empty_fields(data: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that a form will want and that are empty, in order."""
    beside = _OPTIONAL | not_applicable(data)
    return tuple(field for field in FIELDS if not data.get(field) and field not in beside)


def shown(field: str, value: str) -> str:
    """Return a value as the screen may show it: phone, id card and account number masked."""
    if field == "phone":
        return _masked(value, 3, 4)
    if field == "id_card":
        return _masked(value, 6, 4)
    if field == "bank_account":
        return _masked(value, 0, 4)
    return value


def _masked(value: str, first: int, last: int) -> str:
    """Return a value of which only the ends can be read; one too short for that is not shown at all."""
    hidden = len(value) - first - last
    if hidden <= 0:
        return "*" * len(value)
    return value[:first] + "*" * hidden + value[-last:]
