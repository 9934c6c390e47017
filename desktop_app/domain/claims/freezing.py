"""The facts of a claim as plain JSON values and back: what a frozen claim keeps of the book."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from desktop_app.domain.claims import facts as facts_module
from desktop_app.domain.claims.facts import (
    ClaimFacts,
    CostFact,
    LegFact,
    LineFact,
    SessionFact,
    SettlementFact,
    TrainingFact,
    TrialFact,
)
from desktop_app.domain.fx import Rate

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = Any

_LISTS: dict[str, type[Any]] = {
    "lines": LineFact,
    "legs": LegFact,
    "costs": CostFact,
    "sessions": SessionFact,
    "trials": TrialFact,
    "training": TrainingFact,
    "settlements": SettlementFact,
}


def pack_facts(facts: ClaimFacts) -> dict[str, Json]:
    """Return facts as JSON values; of the rates, those of currencies that occur."""
    currencies = {line.currency for line in facts.lines} | {leg.currency for leg in facts.legs}
    currencies |= {cost.currency for cost in facts.costs} | {"USD"}
    rates = [rate for code, known in facts.rates.items() if code in currencies for rate in known]
    return {
        "from_on": facts.from_on.isoformat(),
        "to_on": facts.to_on.isoformat(),
        "cut_off_on": facts.cut_off_on.isoformat(),
        "decimals": dict(facts.decimals),
        "inputs": {scheme: dict(given) for scheme, given in facts.inputs.items()},
        "rates": _pack(Rate, rates),
        **{name: _pack(kind, getattr(facts, name)) for name, kind in _LISTS.items()},
    }


def unpack_facts(said: dict[str, Json]) -> ClaimFacts:
    """Return the facts of JSON values. Raises KeyError, ValueError or TypeError where they are none."""
    rates: dict[str, list[Rate]] = {}
    for rate in _unpack(Rate, said["rates"]):
        rates.setdefault(rate.currency, []).append(rate)
    return ClaimFacts(
        from_on=date.fromisoformat(said["from_on"]),
        to_on=date.fromisoformat(said["to_on"]),
        cut_off_on=date.fromisoformat(said["cut_off_on"]),
        decimals=said["decimals"],
        rates=rates,
        inputs=said["inputs"],
        **{name: tuple(_unpack(kind, said[name])) for name, kind in _LISTS.items()},
    )


def _pack(kind: type[Any], records: Sequence[Any]) -> dict[str, Json]:
    """Return records as one list of names and a list of values for each: names once, not for every row."""
    names = [field.name for field in fields(kind)]
    return {"names": names, "rows": [[_plain(getattr(one, name)) for name in names] for one in records]}


def _unpack(kind: type[Any], said: dict[str, Json]) -> list[Any]:
    """Return the records; a field that was not known when they were packed keeps its default."""
    readers = _READERS[kind]
    names = [name for name in said["names"] if name in readers]
    places = [said["names"].index(name) for name in names]
    return [
        kind(**{name: _read(readers[name], row[place]) for name, place in zip(names, places, strict=True)})
        for row in said["rows"]
    ]


def _plain(value: Any) -> Json:
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def _read(reader: Callable[[Any], Any] | None, value: Json) -> Any:
    return value if value is None or reader is None else reader(value)


def _readers(kind: type[Any]) -> dict[str, Callable[[Any], Any] | None]:
    if not is_dataclass(kind):
        raise TypeError(kind)
    # Names of types that the facts' module imports for the checker alone.
    known = {**vars(facts_module), "Callable": Callable}
    hints = get_type_hints(kind, localns=known)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """Return what turns a JSON value into one of an annotation, None where it is one already."""
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        return _tuple
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return None


def _tuple(value: Json) -> Any:
    return tuple(_tuple(part) if isinstance(part, list) else part for part in value)


_KINDS: tuple[type[Any], ...] = (Rate, *_LISTS.values())
_READERS = {kind: _readers(kind) for kind in _KINDS}
