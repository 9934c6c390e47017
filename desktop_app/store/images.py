"""Rows as the history keeps them: by column, as JSON, compressed where there are many."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.store.identity import UID_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

# Beyond this many rows the image is compressed.
_FEW: Final = 4
# No honest operation unpacks to more: a book from outside must not fill the memory.
_MOST_BYTES: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class Image:
    """Some columns of some rows of one table: `rows` holds id, uid and the values of `columns` of each."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]

    def pack(self) -> bytes:
        """Write the image as bytes; a column that is the same in all rows is written once."""
        ids, uids, *values = zip(*self.rows, strict=True)
        whole = {
            "columns": self.columns,
            "ids": ids,
            "uids": b"".join(uids).hex(),
            "values": [
                {"all": column[0]} if column.count(column[0]) == len(column) else column for column in values
            ],
        }
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=_bytes_to_json).encode()
        return text if len(self.rows) <= _FEW else zlib.compress(text, 1)

    @classmethod
    def unpack(cls, data: bytes) -> Image:
        """Read what `pack` wrote.

        Raises ValueError for anything else.
        """
        if not data.startswith(b"{"):
            unpacker = zlib.decompressobj()
            try:
                data = unpacker.decompress(data, _MOST_BYTES)
            except zlib.error as error:
                raise ValueError(str(error)) from error
            if not unpacker.eof:
                raise ValueError("an operation is cut short or unbelievably large")
        try:
            whole = json.loads(data, object_hook=_from_json)
            ids, uids, columns = whole["ids"], bytes.fromhex(whole["uids"]), tuple(whole["columns"])
            values = [v.value * len(ids) if isinstance(v, _Same) else v for v in whole["values"]]
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error
        split = [uids[start : start + UID_BYTES] for start in range(0, len(uids), UID_BYTES)]
        return cls(columns, list(zip(ids, split, *values, strict=True)))


@dataclass(frozen=True, slots=True)
class _Same:
    """The one value of a column, in a list."""

    value: list[Any]


def _bytes_to_json(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"bytes": b64encode(value).decode()}
    raise TypeError(value)


def _from_json(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        if "bytes" in found:
            return b64decode(found["bytes"])
        if "all" in found:
            return _Same([found["all"]])
    return found
