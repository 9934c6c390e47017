"""What the book keeps of each file that it took in: what came of it, in codes and figures alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.facts import KIND
from desktop_app.domain.money import from_scaled
from desktop_app.domain.refusals import Reason, ReasonCode, Refusal
from desktop_app.usecases.importing.plan import Effect, SheetTotals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from desktop_app.store.net_changes import Net
    from desktop_app.usecases.importing.plan import ImportPlan

TABLE: Final = "import_files"
MOST_REFUSED: Final = 1_000
"""Refused rows of one file that are kept with their reasons; how many there were is kept of all."""
WITHHELD: Final = "…"
"""Stands for a text of the file's own cells, which may be anybody's name and is not kept."""

_OUR_OWN: Final = frozenset({"allowed", "decimals", "expected", "form", "kind", "limit", "sheet"})
"""Data of reasons that are the program's words, or the name of a sheet."""
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One file as it was brought in: how many rows did what, its control totals, and what was left out.

    `refusals` are the first of the `refused` rows, without their cells; `headings` those of the columns that
    were not kept; `decimals` those of the totals' currencies; `suspicions` count what was odd, by code.
    """

    name: str
    format: str
    account: str | None
    added: int
    updated: int
    unchanged: int
    refused: int
    headings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    totals: Mapping[str, SheetTotals] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    suspicions: Mapping[str, int] = field(default_factory=dict)


def report_of_plan(plan: ImportPlan, decimals: Callable[[str], int]) -> str:
    """Return what a file's import did, as the JSON that is kept; `decimals` by currency.

    It holds no text of a cell: buyers' names, phones and addresses can stand in any of them.
    """
    effects = (("added", Effect.NEW), ("updated", Effect.CHANGED), ("unchanged", Effect.UNCHANGED))
    report = {
        **{name: plan.counts(effect) for name, effect in effects},
        "totals": {kind: totals_json(totals, decimals) for kind, totals in plan.totals.items()},
        "refused": [_refusal_json(refusal) for refusal in plan.refusals[:MOST_REFUSED]],
        "suspicions": _counted(suspicion.code for suspicion in plan.suspicions),
        "ignored_sheets": plan.ignored_sheets,
    }
    return json.dumps(report, ensure_ascii=False, separators=(",", ":"))


def totals_json(totals: SheetTotals, decimals: Callable[[str], int]) -> dict[str, Any]:
    """Return control totals as a JSON object: figures are decimal strings in units."""
    found: dict[str, Any] = {"rows": totals.rows}
    if totals.quantity_milli is not None:
        found["quantity"] = from_scaled(totals.quantity_milli, 3)
    found["amounts"] = {
        column: {currency: from_scaled(minor, decimals(currency)) for currency, minor in amounts.items()}
        for column, amounts in totals.amounts.items()
    }
    return found


def files_of(net: Net | None) -> tuple[KeptFile, ...]:
    """Return the files that a command brought in, in the order they were written; none where it is no import.

    `net` is what the command made of the table `import_files`.
    """
    if net is None:
        return ()
    rows = (after or before for before, after in net.states.values())
    return tuple(kept_file(row) for row in rows if row is not None)


def kept_file(row: Mapping[str, Any]) -> KeptFile:
    """Return a row of `import_files`; a report that an older program kept, or none, says only the counts."""
    try:
        said = _read(json.loads(row["report"]))
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError):
        said = {}
    return KeptFile(
        name=row["file_name"],
        format=row["format"],
        account=row["account"],
        added=row["added"],
        updated=row["updated"],
        unchanged=row["unchanged"],
        refused=row["refused"],
        headings=tuple(map(str, json.loads(row["headings"]))),
        **said,
    )


def _read(report: Mapping[str, Any]) -> dict[str, Any]:
    totals = {kind: _totals(raw) for kind, raw in report["totals"].items() if kind in KIND}
    figures = [
        (code, text)
        for raw in report["totals"].values()
        for amounts in raw["amounts"].values()
        for code, text in amounts.items()
    ]
    return {
        "totals": totals,
        "decimals": {code: _places(text) for code, text in figures},
        "refusals": tuple(_refusal(raw) for raw in report["refused"]),
        "suspicions": {str(code): int(count) for code, count in report["suspicions"].items()},
        "sheets": tuple(map(str, report["ignored_sheets"])),
    }


def _totals(raw: Mapping[str, Any]) -> SheetTotals:
    quantity = raw.get("quantity")
    return SheetTotals(
        rows=raw["rows"],
        quantity_milli=None if quantity is None else int(Decimal(quantity).scaleb(3)),
        amounts={
            column: {code: int(Decimal(text).scaleb(_places(text))) for code, text in amounts.items()}
            for column, amounts in raw["amounts"].items()
        },
    )


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    faults = [(refusal.column, refusal.reason), *((column, why) for column, _value, why in refusal.also)]
    return {
        "sheet": refusal.sheet,
        "row": refusal.row,
        "kind": refusal.kind,
        "faults": [
            {
                "column": column,
                "reason": why.code,
                "data": {name: _told(name, each) for name, each in why.data},
            }
            for column, why in faults
        ],
    }


def _told(name: str, value: str | int) -> str | int:
    """Return a reason's figure or word; what may be the text of a cell is withheld."""
    ours = isinstance(value, int) or name in _OUR_OWN or (name == "stated" and _CURRENCY.fullmatch(value))
    return value if ours else WITHHELD


def _refusal(raw: Mapping[str, Any]) -> Refusal:
    faults = [
        (fault["column"], "", Reason(ReasonCode(fault["reason"]), tuple(fault["data"].items())))
        for fault in raw["faults"]
    ]
    (column, value, why), *also = faults
    return Refusal(
        sheet=raw["sheet"],
        row=raw["row"],
        column=column,
        value=value,
        reason=why,
        kind=raw["kind"] if raw["kind"] in KIND else None,
        also=tuple(also),
    )


def _counted(codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found
