"""The fields that a form may name, templates made of them, and values as text.

The names are the claim's page: they are what users type into their county's form, in braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.errors import Problem, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Value = str | int | Decimal | date | None
"""What a field is filled with; None leaves its place empty."""

FIELDS: Final = frozenset(
    [f"applicant.{name}" for name in (
        "name", "kind", "credit_code", "legal_representative", "id_card", "address", "registered_on",
        "contact", "phone", "email", "shops", "shop_urls", "products", "category", "bank_account_name",
        "bank_name", "bank_account",
    )]
    + [f"claim.{name}" for name in (
        "number", "year", "scheme", "document_number", "issuer", "period_from", "period_to", "base_amount",
        "standard", "computed", "cap", "received", "amount", "amount_capital", "capital", "frozen_on",
        "orders", "parcels", "kilograms", "sessions",
    )]
)  # fmt: skip
"""Fields that stand anywhere; `claim.capital` is short for `claim.amount_capital`."""

COLUMNS: Final = frozenset({
    "index", "date", "platform", "account", "session", "order_id", "product", "quantity", "unit",
    "net_weight_kg", "country", "currency", "amount", "refund", "net", "rate", "rate_date", "net_cny",
    "customs_code", "declaration", "tracking", "receipt", "invoice", "evidence", "cost", "carrier",
    "weight_kg", "supplier", "kind", "views", "profit",
})  # fmt: skip
"""Fields of a repeated row."""

LISTS: Final = ("sales", "shipping", "costs", "sessions", "evidence")
"""What a row can be repeated for."""

MOST_BLOCKS: Final = 100
"""Repeated rows of a sheet or a document; a form has one to three."""
INDEX: Final = "index"
_SHORT: Final = {"claim.capital": "claim.amount_capital", "claim.amount_capital": "claim.capital"}
_BRACES: Final = re.compile(r"\{\{([^{}]*+)\}\}")
_FULL_WIDTH: Final = str.maketrans("｛｝＃／．。", "{}#/..")


@dataclass(frozen=True, slots=True)
class Token:
    """Something in braces: characters start:end of a text; `mark` is # or / at a repeated row's ends."""

    start: int
    end: int
    mark: str
    name: str


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Return what stands in double braces; braces typed by a Chinese keyboard count as well."""
    if "{" not in text and "｛" not in text:
        return ()
    plain = text.translate(_FULL_WIDTH)
    made = []
    for found in _BRACES.finditer(plain):
        name = found[1].strip()
        mark = name[0] if name[:1] in {"#", "/"} else ""
        made.append(Token(*found.span(), mark, name.removeprefix(mark).strip()))
    return tuple(made)


def has_half(text: str) -> bool:
    """Tell whether braces are left over that open or close nothing."""
    plain = _BRACES.sub("", text.translate(_FULL_WIDTH))
    return "{{" in plain or "}}" in plain


def problems_of(where: str, text: str, inside: bool) -> Iterator[Problem]:  # noqa: FBT001 - told by its place
    """Yield what is wrong with a text's fields; `inside` tells that it stands in a repeated row."""
    for token in tokens(text):
        if token.mark:
            if token.name not in LISTS:
                yield Problem(where=where, trouble=Trouble.UNKNOWN_LIST, field=token.name)
        elif token.name in COLUMNS:
            if not inside:
                yield Problem(where=where, trouble=Trouble.COLUMN_OUTSIDE_ROW, field=token.name)
        elif token.name not in FIELDS:
            yield Problem(where=where, trouble=Trouble.UNKNOWN_FIELD, field=token.name)
    if has_half(text):
        yield Problem(where=where, trouble=Trouble.HALF_FIELD, field=text.strip()[:60])


@dataclass(frozen=True, slots=True)
class Line:
    """What fields mean at one place: the form's fields, and those of a repeated row's line."""

    fields: Mapping[str, Value]
    row: Mapping[str, Value] | None = None

    def value(self, name: str) -> Value:
        """Return what a field is filled with; what was not given leaves its place empty."""
        if name in COLUMNS:
            return (self.row or {}).get(name)
        value = self.fields.get(name)
        return self.fields.get(_SHORT[name]) if value is None and name in _SHORT else value


def lines(fields: Mapping[str, Value], rows: Sequence[Mapping[str, Value]]) -> list[Line]:
    """Return what the copies of a repeated row are filled with: one empty copy where there is no line."""
    numbered = [{INDEX: at, **row} for at, row in enumerate(rows, start=1)]
    return [Line(fields, row) for row in numbered or [{}]]


def single(text: str) -> str | None:
    """Return the field's name where a text is one field and nothing else but ends of a repeated row."""
    found = tokens(text)
    names = [token.name for token in found if not token.mark]
    rest = text
    for token in reversed(found):
        rest = rest[: token.start] + rest[token.end :]
    return names[0] if len(names) == 1 and not rest.strip() else None


def is_bare(text: str) -> bool:
    """Tell whether a text is nothing but ends of a repeated row, so that its cell becomes empty."""
    rest = text
    for token in reversed(tokens(text)):
        if not token.mark:
            return False
        rest = rest[: token.start] + rest[token.end :]
    return not rest.strip()


def changes_of(text: str, line: Line) -> list[tuple[int, int, str]]:
    """Return which characters of a text are replaced by which; ends of a repeated row by nothing."""
    return [
        (token.start, token.end, "" if token.mark else as_text(line.value(token.name)))
        for token in tokens(text)
    ]


def as_text(value: Value) -> str:
    """Return a value as it reads inside a text: 2026-03-01, 1234.50; None as nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()  # noqa: PLR2004
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, str) else str(int(value))
