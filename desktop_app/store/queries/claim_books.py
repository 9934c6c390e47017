"""The claims of a book as rows: those there are, what live ones hold, what years received."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.claims.states import LIVE, ClaimState
from desktop_app.domain.money import split_largest_remainder
from desktop_app.store.tables.shapes import WORKINGS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop_app.store.database import Book

ClaimKey = tuple[str, str, int]

_LIGHT: Final = tuple(name for name in WORKINGS["claims"].columns if name != "frozen")


def claim_rows(book: Book) -> list[dict[str, Any]]:
    """Give all claims, newest first, without their frozen copies."""
    names = ", ".join(map(quoted, _LIGHT))
    rows = book.connection.execute(f"SELECT {names} FROM claims ORDER BY id DESC")  # noqa: S608
    return [dict(zip(_LIGHT, row, strict=True)) for row in rows]


def rows_of_claim(book: Book, table: str, claim: str, version: int) -> list[dict[str, Any]]:
    """Give the rows of one claim in a table of claims, in the order they were written."""
    shape = WORKINGS[table]
    rows = book.connection.execute(
        f"{shape.select} WHERE claim = ? AND version = ? ORDER BY id", (claim, version)
    )
    return [dict(zip(shape.columns, row[2:], strict=True)) for row in rows]


def taken(
    book: Book, groups: Mapping[str, str | None], but: tuple[str, int] | None
) -> dict[str, dict[ClaimKey, str]]:
    """Give, for each scheme, what live claims hold under it or under another scheme of its exclusion group.

    `groups` names each scheme's group; `but` is a claim whose own lines do not count.
    """
    states = ", ".join(f"'{state}'" for state in LIVE)
    rows = book.connection.execute(
        "SELECT l.claim, l.version, l.scheme, l.account, l.order_id, l.line, c.inputs FROM claim_lines l"  # noqa: S608
        " JOIN claims c ON c.claim = l.claim AND c.version = l.version"
        f" WHERE l.counted = 1 AND c.state IN ({states})"
    )
    found: dict[str, dict[ClaimKey, str]] = {scheme: {} for scheme in groups}
    group_of: dict[str, Mapping[str, str | None]] = {}
    for claim, version, scheme, account, order, line, inputs in rows:
        if (claim, version) == but:
            continue
        if inputs not in group_of:
            group_of[inputs] = json.loads(inputs).get("groups", {})
        group = group_of[inputs].get(scheme)
        for mine, my_group in groups.items():
            if mine == scheme or (group is not None and group == my_group):
                found[mine][account, order, line] = claim
    return found


def received_fen(book: Book, year: int, schemes: Iterable[str]) -> dict[str, int]:
    """Give what claims whose period ends in a year were paid under each scheme, less what was taken back.

    What a claim was paid is shared over its items as they were approved, else as they were asked for.
    """
    found = dict.fromkeys(schemes, 0)
    claims = book.connection.execute(
        "SELECT claim, version, paid_minor - coalesce(recovered_minor, 0) FROM claims"
        " WHERE state = ? AND substr(to_on, 1, 4) = ? AND paid_minor IS NOT NULL",
        (ClaimState.PAID.value, f"{year:04d}"),
    )
    for claim, version, paid in claims.fetchall():
        items = rows_of_claim(book, "claim_items", claim, version)
        weights = [
            item["amount_minor"] if item["approved_minor"] is None else item["approved_minor"]
            for item in items
        ]
        for item, part in zip(items, split_largest_remainder(paid, weights), strict=True):
            if item["scheme"] in found:
                found[item["scheme"]] += part
    return found
