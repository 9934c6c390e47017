"""Reads a field as it is typed into a form: what a ledger's cell may hold, and what only people write."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.money import round_half_up
from desktop_app.domain.problems import ProblemCode
from desktop_app.domain.refusals import ReasonCode
from desktop_app.i18n import territory_name
from desktop_app.importers import values
from desktop_app.importers.cell_readers import MAX_AMOUNT, reader_of
from desktop_app.importers.ledger_lookups import Lookups
from desktop_app.importers.values import CellFaultError, fault
from desktop_app.reports.ledger_sheets import markets
from desktop_app.usecases.records.typed_days import tidy_day
from desktop_app.usecases.records.typed_figures import MASS_G, Typed, read_typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desktop_app.importers.cell_readers import Read
    from desktop_app.importers.context import ReadContext
    from desktop_app.importers.workbook import Cell
    from desktop_app.reports.ledger_sheets import Column

_DECIMALS: Final = {
    "quantity": 3,
    "rate": 8,
    "fx": 8,
    "g": 3,
    "kg": 6,
    "km": 3,
    "hours": 3,
    "hours_s": 6,
    "int": 0,
}
_TIMES: Final = frozenset({"day", "moment", "event", "day_or_moment"})
_PLAIN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:$|[ T][0-9])")
_MONEY_UNITS: Final = frozenset({"", "元", "块", "圆", "块钱", "元钱", "人民币"})
_KM: Final = {
    "公里": Fraction(1),
    "千米": Fraction(1),
    "km": Fraction(1),
    "里": Fraction(1, 2),
    "米": Fraction(1, 1000),
}


class UnitFaultError(Exception):
    """A quantity typed in a unit that is not the one it is counted in. Caught by the reader of its draft."""

    def __init__(self, stated: str, expected: str) -> None:
        super().__init__(stated, expected)
        self.code = ProblemCode.UNIT_DIFFERS
        self.stated = stated
        self.expected = expected


class TypedLookups(Lookups):
    """What a draft needs of the book; an amount that was worked out is rounded half up to its minor unit."""

    def minor_units(self, number: Any, currency: str) -> int:
        """Return an amount in its currency's minor units. Raises CellFaultError."""
        if not isinstance(number, Fraction):
            return super().minor_units(number, currency)
        if abs(number) >= MAX_AMOUNT:
            raise fault(ReasonCode.TOO_LARGE, limit=MAX_AMOUNT)
        places = 10 ** self.context.decimals(currency)
        return round_half_up(number.numerator * places, number.denominator)


def typed_reader(column: Column, context: ReadContext, today: date, unit: Callable[[], str | None]) -> Read:
    """Return the function that reads what is typed into a column; `unit` says what its quantities count.

    The function raises CellFaultError or UnitFaultError.
    """
    plain = reader_of(column, context)
    if column.value in _TIMES:
        return lambda cell: plain(cell if _ISO.match(str(cell)) else tidy_day(str(cell), today))
    if column.value in {"amount", "decimal"}:
        return lambda cell: _amount(cell, column, plain)
    if column.value in _DECIMALS:
        return lambda cell: _scaled(cell, column, plain, unit)
    if column.value == "market":
        return lambda cell: plain(_market(str(cell)))
    return plain


def _amount(cell: Cell, column: Column, plain: Read) -> Any:
    typed = None if _PLAIN.fullmatch(str(cell)) else read_typed(str(cell))
    if typed is None or typed.unit not in _MONEY_UNITS:
        return plain(cell)
    values.check_sign(_sign(typed.value), column.sign)
    return typed.value if column.value == "amount" else plain(_exact(typed.value, 8))


def _scaled(cell: Cell, column: Column, plain: Read, unit: Callable[[], str | None]) -> Any:
    typed = None if _PLAIN.fullmatch(str(cell)) else read_typed(str(cell))
    if typed is None:
        return plain(cell)
    value = _in_unit(typed, column.value, unit)
    if column.value == "int" and value.denominator != 1:
        raise fault(ReasonCode.NOT_WHOLE)
    return plain(_exact(value, _DECIMALS[column.value]))


def _in_unit(typed: Typed, value: str, unit: Callable[[], str | None]) -> Fraction:
    """Return a figure in the unit its column counts."""
    stated = typed.unit.casefold()
    if not stated:
        return typed.value
    match value:
        case "g" | "kg" if stated in MASS_G:
            return typed.value * MASS_G[stated] / (1000 if value == "kg" else 1)
        case "km" if stated in _KM:
            return typed.value * _KM[stated]
        case "int" | "hours" | "hours_s" if not stated.isascii():
            return typed.value
        case "rate" if stated == "%":
            return typed.value / 100
        case "quantity":
            return _quantity(typed, stated, unit())
    raise fault(ReasonCode.NOT_A_NUMBER)


def _quantity(typed: Typed, stated: str, expected: str | None) -> Fraction:
    own = (expected or "").casefold()
    if stated == own or not own:
        return typed.value
    if stated in MASS_G and own in MASS_G:
        return typed.value * MASS_G[stated] / MASS_G[own]
    raise UnitFaultError(typed.unit, expected or "")


def _exact(value: Fraction, decimals: int) -> str:
    """Write a value with so many decimals, rounded half up where it has more."""
    count = round_half_up(value.numerator * 10**decimals, value.denominator)
    sign, digits = ("-" if count < 0 else ""), str(abs(count)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _market(text: str) -> str:
    """Return a market's code for its name in the language spoken; another text as it is."""
    wanted = text.strip().casefold()
    return next((code for code in markets() if territory_name(code).casefold() == wanted), text)


__all__ = ["CellFaultError", "TypedLookups", "UnitFaultError", "typed_reader"]
