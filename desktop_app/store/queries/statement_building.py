"""From kept figures to one statement."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.issues import Issue, IssueCode, merge_issues
from desktop_app.domain.statement import BASE_KEYS, Measures, StatementRow, complete, state_of
from desktop_app.store.queries.kept import ANY_MISSING, AT, MISSING, Reading, Unit, read_issues
from desktop_app.store.results.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.domain.statement import Amounts

NOTHING: Final = (0,) * len(FIELDS)
"""Kept figures of nothing at all."""


def build_statement(
    reading: Reading,
    key: str,
    units: Sequence[Unit],
    *,
    live: dict[str, Any] | None = None,
    shown: dict[str, Any] | None = None,
    more: Iterable[Issue] = (),
) -> StatementRow:
    """Put one statement together from kept figures."""
    values = units[0].values if len(units) == 1 else sum_up([unit.values for unit in units])
    expected = reading.expect(units)
    open_until = [
        until
        for unit in units
        if (until := reading.returns_until(unit.account, unit.last_on)) is not None and reading.today < until
    ]
    issues = list(merge_issues([*read_issues(unit.issues for unit in units), *more]))
    if open_until:
        issues.append(Issue(IssueCode.RETURNS_MAY_COME, (("until", max(open_until).isoformat()),)))
    return StatementRow(
        key=key,
        amounts=amounts_of(values),
        **(shown or {}),
        measures=_measures(values, live or {}),
        expected_shipping=expected.shipping,
        expected_refunds=expected.refunds,
        reasons=expected.reasons,
        state=state_of(
            incomplete=bool(values[AT["missing"]] & ANY_MISSING or values[AT["incomplete"]]),
            covered=not values[AT["unsettled"]],
            estimated=bool(values[AT["estimated"]]),
            returns_may_come=bool(open_until),
        ),
        issues=tuple(issues),
        recomputing=any(unit.recomputing for unit in units),
    )


def _measures(values: Sequence[int], live: dict[str, Any]) -> Measures:
    return Measures(
        orders=values[AT["orders"]],
        lines=values[AT["lines"]],
        quantity_milli=values[AT["quantity"]],
        returned_orders=values[AT["returned_orders"]],
        returned_quantity_milli=values[AT["returned_quantity"]],
        weight_mg=None if values[AT["weightless"]] else values[AT["weight_mg"]],
        **live,
    )


def amounts_of(values: Sequence[int]) -> Amounts:
    """Give the rows of a statement from kept figures."""
    bits = values[AT["missing"]]
    base: dict[str, int | None] = dict(zip(BASE_KEYS, values, strict=False))
    if bits:
        base |= {key: None for key, bit in MISSING.items() if bits & bit}
    return complete(base)


def sum_up(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    """Add up kept figures; the bits of what is missing are joined."""
    if not rows:
        return NOTHING
    columns = list(zip(*rows, strict=True))
    sums = [sum(column) for column in columns]
    sums[AT["missing"]] = reduce(or_, columns[AT["missing"]])
    return sums
