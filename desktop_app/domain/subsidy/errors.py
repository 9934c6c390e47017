"""What can be wrong with a scheme file and with the figures given to it, as codes with data."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Mapping


class SchemeFault(StrEnum):
    """Why a scheme file is refused; the docstring beside each names its data."""

    TOO_LONG = "too_long"
    """More bytes than a scheme can have; `limit`."""
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    """No JSON; `line` and `column` where it stops being any."""
    TOO_DEEP = "too_deep"
    """Objects in objects beyond sense."""
    KEY_TWICE = "key_twice"
    UNKNOWN_KEY = "unknown_key"
    """A key that has no meaning there; `known` lists those that have."""
    MISSING = "missing"
    """A key that must be given, and is absent or null."""
    NOT_OBJECT = "not_object"
    NOT_LIST = "not_list"
    NOT_TEXT = "not_text"
    EMPTY_TEXT = "empty_text"
    BAD_TEXT = "bad_text"
    """A text with characters that no text has."""
    NOT_BOOLEAN = "not_boolean"
    NOT_FIGURE = "not_figure"
    """No decimal string; `text`."""
    NEGATIVE = "negative"
    """A negative figure; `text`."""
    TOO_LARGE = "too_large"
    """More digits than any figure has; `limit`."""
    NOT_DATE = "not_date"
    """No day; `text`."""
    UNKNOWN_WORD = "unknown_word"
    """None of the words known there; `text`, `allowed`."""
    ZERO = "zero"
    RATE_ABOVE_ONE = "rate_above_one"
    ENDS_BEFORE_START = "ends_before_start"
    """A last day before the first; `start`, `end`."""
    DATE_NEEDED = "date_needed"
    """`fixed_date` without a date."""
    CAP_KEYS = "cap_keys"
    """A cap with none or both of `amount` and `rate_of_base`."""
    EMPTY_LIST = "empty_list"
    NO_LIMIT = "no_limit"
    """A threshold without a limit."""
    TO_NOT_ABOVE_FROM = "to_not_above_from"
    OPEN_INSIDE = "open_inside"
    """A null end elsewhere than at the bottom of the first or the top of the last tier."""
    TIERS_OVERLAP = "tiers_overlap"
    """A tier that begins below the end of the one before it; `end`."""
    TIERS_APART = "tiers_apart"
    """A tier that does not begin where the one before it ends; `end`."""
    POINT_LEFT_OUT = "point_left_out"
    """Neither of two tiers includes the point where they meet; `end`."""
    RESERVED_NAME = "reserved_name"
    """An input named like a measure or `received`; `name`."""
    UNKNOWN_MEASURE = "unknown_measure"
    """Neither a measure nor a declared input; `name`."""
    NOTHING_OVERRIDDEN = "nothing_overridden"
    """An override without cap, rate or rule."""
    RATE_WITHOUT_RULE = "rate_without_rule"
    """An override's rate where the file has no `percent_cost` or `loss`."""
    BOTH_OR_NEITHER = "both_or_neither"
    """`after` without `first_amount`, or the other way round; `other`."""
    FLAT_WITHOUT_THRESHOLD = "flat_without_threshold"
    COST_KINDS_NEEDED = "cost_kinds_needed"
    RULE_NEEDS_YUAN = "rule_needs_yuan"
    """A rule that gives no sums, over a base in another currency; `kind`, `currency`."""
    RULE_NEEDS_MONEY = "rule_needs_money"
    """Rates by tier of what is no money; `kind`, `measure`."""
    RULE_NEEDS_COUNT = "rule_needs_count"
    """`per_unit` of what is no count; `kind`, `measure`."""
    RULE_NEEDS_MEASURE = "rule_needs_measure"
    """A rule for another measure than the base's; `kind`, `measure`, `needed`."""
    CAP_NEEDS_YUAN = "cap_needs_yuan"
    """`rate_of_base` of a base that is no money in CNY; `measure`, `currency`."""


class SchemeRefusedError(BozhangError):
    """A scheme that cannot be used: `place` is the path of the fault, such as `rule.tiers[1].from`.

    `place` is empty where the file as a whole is at fault.
    """

    def __init__(self, place: str, reason: SchemeFault, data: Mapping[str, object] | None = None) -> None:
        super().__init__(place, reason, data)
        self.place = place
        self.reason = reason
        self.data = dict(data or {})


class FigureFault(StrEnum):
    """Why the figures given to a scheme cannot be used; the docstring beside each names its data."""

    NOT_FIGURE = "not_figure"
    """No figure; `text`."""
    NEGATIVE = "negative"
    """Negative where only 0 and more make sense; `text`."""
    TOO_LARGE = "too_large"
    """More digits than any figure has; `limit`."""
    NOT_NAMED = "not_named"
    """Not of the form NAME=FIGURE; `text`."""
    NOT_UNITS = "not_units"
    """Not of the form COUNT@COST; `text`."""
    TWICE = "twice"
    UNKNOWN = "unknown"
    """A name that the scheme does not know; `known` lists those it does."""
    OTHER_BASE = "other_base"
    """The base's own measure with another figure than the base; `text`, `base`."""
    MISSING = "missing"
    """A measure that the scheme names was not given."""
    UNITS_MISSING = "units_missing"
    """The units' own costs are needed and were not given."""
    UNITS_DIFFER = "units_differ"
    """The units do not add up to the base; `sum`, `base`."""


class SubsidyFigureError(BozhangError):
    """A figure that a scheme cannot use; `name` is the measure's, `base` or `units`."""

    def __init__(self, name: str, reason: FigureFault, data: Mapping[str, object] | None = None) -> None:
        super().__init__(name, reason, data)
        self.name = name
        self.reason = reason
        self.data = dict(data or {})


class UnknownSchemeError(BozhangError):
    """The book has no scheme of this id."""

    def __init__(self, scheme: str) -> None:
        super().__init__(scheme)
        self.scheme = scheme


class SchemeInUseError(BozhangError):
    """A scheme that cannot be deleted: the draft `claim` is begun under it."""

    def __init__(self, scheme: str, claim: str) -> None:
        super().__init__(scheme, claim)
        self.scheme = scheme
        self.claim = claim
