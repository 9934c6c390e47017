"""A claim as `claim --json` prints it: keys, codes and figures in no language, sentences in the reader's."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from desktop_app.domain.claims.figures import plain_base
from desktop_app.domain.claims.lines import JudgedLine, Standing
from desktop_app.domain.subsidy.figure import plain
from desktop_app.domain.subsidy.words import MONEY
from desktop_app.reports.claim_text import finding_json
from desktop_app.reports.subsidy_text import outcome_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from desktop_app.domain.claims.checks import Finding
    from desktop_app.domain.claims.figures import FiveFigures
    from desktop_app.domain.claims.working import WorkedItem


def claim_json(
    number: str,
    state: str,
    items: Sequence[WorkedItem],
    *,
    blocking: Iterable[Finding],
    notes: Iterable[Finding],
    files: Iterable[Path],
) -> dict[str, Any]:
    """Return a claim for `--json`; amounts are yuan as decimal strings."""
    schemes = {item.scheme.id: item.scheme for item in items}
    return {
        "claim": number,
        "state": state,
        "amount": fen_plain(sum(item.asked_fen for item in items)),
        "items": [_item(item) for item in items],
        "blocking": [finding_json(one, schemes.get(one.scheme)) for one in blocking],
        "warnings": [finding_json(one, schemes.get(one.scheme)) for one in notes],
        "files": [str(path) for path in files],
    }


def fen_plain(fen: int) -> str:
    """Return fen as yuan with two decimals."""
    return plain(Fraction(fen, 100), 2)


def _item(item: WorkedItem) -> dict[str, Any]:
    figures, scheme = item.figures, item.scheme
    outcome = {} if item.outcome is None else outcome_json(scheme, item.outcome)
    # Said once for the whole claim; the distance to the next tier among the warnings, while there is time.
    for said in ("warnings", "next"):
        outcome.pop(said, None)
    return {
        "scheme": scheme.id,
        "name": scheme.name,
        **outcome,
        "amount": fen_plain(item.amount_fen),
        "asked": fen_plain(item.asked_fen),
        "kept_by": item.kept_by,
        "measure": scheme.base.measure,
        "currency": str(scheme.base.currency),
        "base": plain_base(figures),
        "measures": {
            name: plain(value, 2 if name in MONEY else 0) for name, value in figures.measures.items()
        },
        "figures": None if figures.five is None else _five(figures.five),
        "lines": _lines(figures.lines),
        "rates": [
            {
                "currency": used.rate.currency,
                "on": used.rate.on.isoformat(),
                "wanted": used.wanted.isoformat(),
            }
            for used in figures.rates
        ],
    }


def _five(five: FiveFigures) -> dict[str, str]:
    return {
        name: fen_plain(getattr(five, name)) for name in ("paid", "cancelled", "excluded", "refunds", "net")
    }


def _lines(lines: Sequence[JudgedLine]) -> dict[str, Any]:
    """How many lines became what, and how many were left out for which reason."""
    standings = Counter(line.standing for line in lines)
    reasons = Counter(line.left_out for line in lines if line.left_out is not None)
    excluded = Counter(line.fact.excluded for line in lines if line.standing is Standing.EXCLUDED)
    return {
        **{standing.value: standings.get(standing, 0) for standing in Standing},
        "reasons": {**{code.value: count for code, count in reasons.items()}, **excluded},
    }
