"""Any record at all, for hypothesis."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st


def records_of(record: type[Any]) -> st.SearchStrategy[Any]:
    """Give any record of a class, by its annotations."""
    hints = get_type_hints(record)
    return st.builds(record, **{field.name: _values(hints[field.name]) for field in fields(record)})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of(*map(_values, get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(_values(get_args(hint)[0]), max_size=3).map(tuple)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        type(None): st.none(),
        str: st.text(max_size=12),
        int: st.integers(-(2**63), 2**63 - 1),
        bool: st.booleans(),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
        Decimal: st.decimals(
            allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
        ),
    }
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        return records_of(hint)  # type: ignore[arg-type]
    assert issubclass(hint, StrEnum)
    return st.sampled_from(list(hint))
