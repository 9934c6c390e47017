"""Records to rows and back, column by column, derived once from the record classes' annotations."""

from __future__ import annotations

import json
import types
from collections import deque
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.domain.facts import FactKind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Codec:
    """Turns records of one kind into rows of their table and back; the columns are the record's fields."""

    def __init__(self, kind: FactKind) -> None:
        record = kind.record
        names = [field.name for field in fields(record)]
        hints = get_type_hints(record)
        converters = [_converters(hints[name]) for name in names]
        self.kind = kind
        self._record = record
        self._read = attrgetter(*names)
        self._encoders = [(index, pair[0]) for index, pair in enumerate(converters) if pair[0] is not None]
        self._decoders = [(index, pair[1]) for index, pair in enumerate(converters) if pair[1] is not None]
        self._key_encoders = [converters[names.index(name)][0] for name in kind.key]
        # A record is frozen and made of slots: filled by column it takes a sixth of its constructor's time.
        self._setters = [getattr(record, name).__set__ for name in names]

    def encode(self, records: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Give the rows of `records`.

        Raises AttributeError or TypeError for a record of another class.
        """
        if not records:
            return []
        columns: list[Any] = list(zip(*map(self._read, records), strict=True))
        for index, encode in self._encoders:
            columns[index] = [None if value is None else encode(value) for value in columns[index]]
        return list(zip(*columns, strict=True))

    def encode_key(self, key: Sequence[Any]) -> tuple[Any, ...]:
        """Give a natural key as its columns hold it."""
        return tuple(
            value if value is None or encode is None else encode(value)
            for value, encode in zip(key, self._key_encoders, strict=True)
        )

    def decode(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Give the records of `rows`, whose columns are the record's fields in order.

        Raises ValueError, TypeError or KeyError for values that no record has.
        """
        if not rows:
            return []
        columns: list[Any] = list(zip(*rows, strict=True))
        for index, decode in self._decoders:
            columns[index] = [None if value is None else decode(value) for value in columns[index]]
        records: list[Any] = [object.__new__(self._record) for _ in rows]
        for setter, column in zip(self._setters, columns, strict=True):
            deque(map(setter, records, column), maxlen=0)
        return records


def _converters(hint: Any) -> tuple[Any, Any]:
    """Give the functions that encode and decode values of an annotation, None where nothing is to be done."""
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (option for option in get_args(hint) if option is not type(None))
    if get_origin(hint) is tuple:
        return _tuple_converters(get_args(hint)[0])
    if hint in _PLAIN:
        return _PLAIN[hint]
    if issubclass(hint, StrEnum):
        return attrgetter("value"), {member.value: member for member in hint}.__getitem__
    raise TypeError(hint)


def _to_epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC; a moment without a zone is a fault of the program."""
    if moment.tzinfo is None:
        raise TypeError(moment)
    # Not timestamp(): that goes through a float.
    return (moment - _EPOCH) // timedelta(seconds=1)


def _from_epoch(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


@cache
def _day_from_text(text: str) -> date:
    return date.fromisoformat(text)


@cache
def _day_to_text(day: date) -> str:
    if isinstance(day, datetime):
        raise TypeError(day)
    return day.isoformat()


def _decimal_to_text(value: Decimal) -> str:
    return format(value, "f")


_PLAIN: Final[dict[Any, tuple[Any, Any]]] = {
    str: (None, None),
    int: (None, None),
    bool: (int, bool),
    datetime: (_to_epoch, _from_epoch),
    date: (_day_to_text, _day_from_text),
    Decimal: (_decimal_to_text, Decimal),
}


def _tuple_converters(item: type[Any]) -> tuple[Any, Any]:
    """Encode a tuple of texts as a JSON list, one of small records as a list of objects without nulls."""
    if item is str:
        return _to_json, _texts_from_json
    if not is_dataclass(item):
        raise TypeError(item)
    hints = get_type_hints(item)
    parts = [(field.name, *_converters(hints[field.name])) for field in fields(item)]

    def encode(values: Iterable[Any]) -> str:
        return _to_json([_object(value, parts) for value in values])

    def decode(text: str) -> tuple[Any, ...]:
        decoders = {name: decoder for name, _, decoder in parts}
        return tuple(
            item(**{name: decoders[name](part) if decoders[name] else part for name, part in found.items()})
            for found in json.loads(text)
        )

    return encode, cache(decode)


def _object(value: Any, parts: Iterable[tuple[str, Any, Any]]) -> dict[str, Any]:
    """Give a small record's fields, those that are None left out."""
    stated = ((name, encode, getattr(value, name)) for name, encode, _ in parts)
    return {name: encode(part) if encode else part for name, encode, part in stated if part is not None}


def _to_json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def _texts_from_json(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text != "[]" else ()


@cache
def codec_for(kind: FactKind) -> Codec:
    """Give the codec of a kind, made once."""
    return Codec(kind)


def can_be_kept(key: Sequence[Any]) -> bool:
    """Whether a key may stand in a book: half of a sign outside the basic plane is no text."""
    try:
        "".join(part for part in key if isinstance(part, str)).encode()
    except UnicodeEncodeError:
        return False
    return True
