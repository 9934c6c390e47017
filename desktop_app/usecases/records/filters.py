"""Turns what is typed into filters into conditions on columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.days import Days
from desktop_app.importers import values
from desktop_app.importers.values import CellFaultError
from desktop_app.reports.code_words import WORDS, normalise, read_yes_no
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.store.page_columns import DEFAULT_ORDER, SCOPES
from desktop_app.store.pages import AMOUNT_DECIMALS, ColumnTest, Listing, Word
from desktop_app.usecases.records.layout import FIGURES, Field, field_of
from desktop_app.usecases.records.names import matching_accounts, matching_products
from desktop_app.usecases.records.queries import Condition, FilterTextError, Operator, Query
from desktop_app.usecases.records.typed_days import read_span
from desktop_app.usecases.records.typed_figures import read_typed

if TYPE_CHECKING:
    from desktop_app.store.database import Book

NEAR_DAYS: Final = 14
"""A lot this close to its best-before date is near it."""

_DECIMALS: Final = {
    "quantity": 3, "rate": 8, "fx": 8, "g": 3, "kg": 6, "km": 3, "hours": 3, "int": 0, "decimal": 0,
    "amount": AMOUNT_DECIMALS,
}  # fmt: skip
_TIMES: Final = frozenset({"day", "moment", "event", "day_or_moment"})
_BY_NAME: Final = frozenset({"products", "lots", "sales", "repacks"})
"""Kinds with a column `sku`, which is found by the product's name too."""
_BOUND: Final = re.compile(r"(>=|<=|=|>|<|≥|≤)\s*(.+)")
_RANGE: Final = re.compile(r"(.+?)\s*(?:~|到|至|\.\.)\s*(.+)")
_MOST_WORDS: Final = 8
_Ends = tuple[Any, Any]
_Read = Callable[[Field, str], "_Ends | None"]


def listing_of(book: Book, query: Query) -> Listing:
    """Read a query. Raises FilterTextError; KeyError for a column or view that the kind does not have."""
    today = datetime.now(book.settings.timezone).date()
    if query.scope:
        SCOPES[query.kind][query.scope]
    reading = _Reading(book, query.kind, today)
    words = unicodedata.normalize("NFKC", query.words).split()[:_MOST_WORDS]
    return Listing(
        kind=query.kind,
        tests=tuple(reading.test(condition) for condition in query.conditions),
        words=tuple(reading.word(word) for word in words),
        scope=query.scope,
        order=tuple((sort.field, sort.descending) for sort in query.sort),
        near=today + timedelta(days=NEAR_DAYS),
    )


class _Reading:
    """Reads the texts of one query."""

    def __init__(self, book: Book, kind: str, today: date) -> None:
        self._book = book
        self._kind = kind
        self._today = today
        self._days = Days(book.settings.timezone)

    def word(self, text: str) -> Word:
        """Read a word that may stand in any column."""
        others = []
        for column in sheet_of(self._kind).columns:
            if column.value == "code":
                codes = _codes(column.argument, text, whole=False)
                if codes:
                    others.append(ColumnTest(column=column.key, how="among", values=codes))
        if self._kind in _BY_NAME and (skus := matching_products(self._book, text)):
            others.append(ColumnTest(column="sku", how="among", values=skus))
        if self._kind == "accounts" and (codes := matching_accounts(self._book, text)):
            others.append(ColumnTest(column="account", how="among", values=codes))
        if not text.isdecimal() and any(not char.isalpha() for char in text):
            span = read_span(text, self._today)
            if span is not None:
                others.append(
                    self._between_days(field_of(self._kind, DEFAULT_ORDER[self._kind][0][0]), *span)
                )
        return Word(text=text, others=tuple(other for other in others if other.how))

    def test(self, condition: Condition) -> ColumnTest:
        """Read one condition."""
        field = field_of(self._kind, condition.field)
        operator = condition.operator
        if operator in {Operator.BLANK, Operator.NOT_BLANK}:
            return ColumnTest(column=field.key, how="blank", negated=operator is Operator.NOT_BLANK)
        text = unicodedata.normalize("NFKC", condition.text).strip()
        if not text:
            return ColumnTest(column=field.key, how="between")
        found = self._read(field, operator, text)
        if found is None:
            raise FilterTextError(self._kind, field.key, condition.text)
        return found

    def _read(self, field: Field, operator: Operator, text: str) -> ColumnTest | None:
        if field.value in FIGURES:
            return self._with_signs(field, operator, text, self._figure)
        if field.value in _TIMES:
            return self._with_signs(field, operator, text, self._time)
        negated = operator is Operator.NOT_EQUAL
        whole = operator in {Operator.EQUALS, Operator.NOT_EQUAL}
        if field.value == "code":
            codes = _codes(field.argument, text, whole=whole)
            return (
                ColumnTest(column=field.key, how="among", values=codes, negated=negated)
                if codes or not whole
                else None
            )
        if field.value == "yes_no":
            answer = read_yes_no(text)
            low = None if answer is None else int(answer)
            return (
                None
                if low is None
                else ColumnTest(column=field.key, how="between", low=low, high=low, negated=negated)
            )
        return self._text(field, operator, text)

    def _text(self, field: Field, operator: Operator, text: str) -> ColumnTest:
        match operator:
            case Operator.AT_LEAST:
                return ColumnTest(column=field.key, how="between", low=text)
            case Operator.AT_MOST:
                return ColumnTest(column=field.key, how="between", high=text)
            case Operator.CONTAINS:
                if self._kind in _BY_NAME and field.key in {"sku", "product_name"}:
                    return ColumnTest(column="sku", how="among", values=matching_products(self._book, text))
                return ColumnTest(column=field.key, how="contains", text=text)
        if field.value in {"ids", "shares", "components"}:
            return ColumnTest(
                column=field.key, how="contains", text=text, negated=operator is Operator.NOT_EQUAL
            )
        return ColumnTest(
            column=field.key, how="among", values=(text,), negated=operator is Operator.NOT_EQUAL
        )

    def _with_signs(self, field: Field, operator: Operator, text: str, read: _Read) -> ColumnTest | None:
        """Read a figure or time, with a sign before it or a range where it is only to be found."""
        if operator is Operator.CONTAINS:
            if found := _BOUND.fullmatch(text):
                sign = found[1]
                operator = (
                    Operator.AT_LEAST if sign in {">=", ">", "≥"}
                    else Operator.AT_MOST if sign in {"<=", "<", "≤"}
                    else Operator.EQUALS
                )  # fmt: skip
                test = self._with_signs(field, operator, found[2], read)
                return None if test is None else _open(test, sign)
            if (
                (found := _RANGE.fullmatch(text))
                and (low := read(field, found[1]))
                and (high := read(field, found[2]))
            ):
                return ColumnTest(column=field.key, how="between", low=low[0], high=high[1])
        ends = read(field, text)
        if ends is None:
            return None
        match operator:
            case Operator.AT_LEAST:
                return ColumnTest(column=field.key, how="between", low=ends[0])
            case Operator.AT_MOST:
                return ColumnTest(column=field.key, how="between", high=ends[1])
        return ColumnTest(
            column=field.key, how="between", low=ends[0], high=ends[1], negated=operator is Operator.NOT_EQUAL
        )

    def _figure(self, field: Field, text: str) -> _Ends | None:
        """Read a figure as the lowest and highest count that equal it: the same, unless it is too fine."""
        typed = read_typed(text)
        if typed is not None and typed.unit:
            # Of many products, each counts its own unit.
            return None
        try:
            number = (
                values.read_number(text)
                if typed is None
                else Decimal(typed.value.numerator) / Decimal(typed.value.denominator)
            )
        except CellFaultError:
            return None
        if field.value == "decimal":
            return float(number), float(number)
        if field.value == "hours_s":
            number *= 3600
        exact = number.scaleb(_DECIMALS.get(field.value, 0))
        if abs(exact) >= 2**62:
            return None
        return int(exact.to_integral_value(ROUND_CEILING)), int(exact.to_integral_value(ROUND_FLOOR))

    def _time(self, field: Field, text: str) -> _Ends | None:
        span = read_span(text, self._today)
        if span is not None:
            test = self._between_days(field, *span)
            return test.low, test.high
        if field.value == "day":
            return None
        try:
            moment = values.read_moment(text, self._book.settings.timezone)
        except CellFaultError:
            return None
        seconds = int(moment.timestamp())
        return seconds, seconds + 59 if not seconds % 60 else seconds

    def _between_days(self, field: Field, first: date, last: date) -> ColumnTest:
        if field.value == "day":
            return ColumnTest(column=field.key, how="between", low=first.isoformat(), high=last.isoformat())
        if field.value not in _TIMES:
            return ColumnTest(column=field.key, how="")
        return ColumnTest(
            column=field.key, how="between", low=self._days.start(first), high=self._days.end(last) - 1
        )


def _open(test: ColumnTest, sign: str) -> ColumnTest:
    """Leave the bound itself out where the sign is a strict one."""
    if sign == ">" and isinstance(test.low, int):
        return ColumnTest(column=test.column, how=test.how, low=test.low + 1)
    if sign == "<" and isinstance(test.high, int):
        return ColumnTest(column=test.column, how=test.how, high=test.high - 1)
    return test


def _codes(enum: str, text: str, *, whole: bool) -> tuple[str, ...]:
    """Return the codes of which a word is, or contains, a text."""
    wanted = normalise(text)
    found = []
    for code, words in WORDS[enum].items():
        known = [normalise(word) for word in (code.value, *words)]
        if wanted in known or (not whole and wanted and any(wanted in word for word in known)):
            found.append(code.value)
    return tuple(found)
