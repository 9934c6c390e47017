"""What is asked of a table of records: words, conditions as typed, sorting, a ready-made view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.domain.errors import BozhangError


class FilterTextError(BozhangError):
    """A filter's `text` that cannot be read as what the column `field` of `kind` holds."""

    def __init__(self, kind: str, field: str, text: str) -> None:
        super().__init__(kind, field, text)
        self.kind = kind
        self.field = field
        self.text = text


class Operator(StrEnum):
    """How a column is held against a text."""

    CONTAINS = "contains"
    EQUALS = "equals"
    NOT_EQUAL = "not_equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BLANK = "blank"
    NOT_BLANK = "not_blank"


@dataclass(frozen=True, slots=True)
class Condition:
    """One column held against a text as a person types it.

    Where a figure, day or moment is to contain a text, signs in it count: `>=12`, `<5`, `10~20`, `2026-03`.
    """

    field: str
    operator: Operator
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """Sorting by one column."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Records of a kind: words anywhere, conditions, sorting (none: newest first), a ready-made view."""

    kind: str
    words: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: tuple[Sort, ...] = ()
    scope: str = ""
