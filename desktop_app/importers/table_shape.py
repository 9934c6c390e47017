"""The shape of a table that no format knows: the set of its headings, in any order."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.cell_text import clean, word_key
from desktop_app.importers.recognise import HEADER_ROWS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from desktop_app.importers.tabular import Cell, RawSheet, RawTable

FEWEST: Final = 2
"""Headings that a table has at least."""
_MOST_SHOWN: Final = 12
_LONGEST_SHOWN: Final = 30
_LONGEST: Final = 120
"""Characters of a heading; longer texts are sentences that stand above a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """What a person said of a table: the kind of its rows, and where each field comes from.

    `columns` gives the ledger's column key by heading key; `constants` texts for columns that it lacks;
    `words` by column key what words of the table mean, as codes by `word_key`. `zone` is the clock of its
    moments (IANA, blank: the book's), `date_order` and `decimal` what the table itself does not tell (blank:
    nobody had to say). `equal_rows`: rows that look alike all count, where the table has no ids.
    """

    kind: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zone: str = ""
    date_order: str = ""
    decimal: str = ""
    equal_rows: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "kind": self.kind,
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "words": {name: dict(words) for name, words in self.words.items()},
            "zone": self.zone,
            "date_order": self.date_order,
            "decimal": self.decimal,
            "equal_rows": self.equal_rows,
        }

    def with_account(self, account: str | None) -> TableMapping:
        """Return it for another account, or for none."""
        constants = {name: text for name, text in self.constants.items() if name != "account"}
        return replace(self, constants=constants | ({"account": account} if account else {}))


def mapping_from(raw: Mapping[str, Any]) -> TableMapping:
    """Make a TableMapping of its JSON object. Raises KeyError, TypeError or ValueError where it is none."""
    return TableMapping(
        kind=str(raw["kind"]),
        columns=_texts(raw["columns"]),
        constants=_texts(raw["constants"]),
        words={str(name): _texts(words) for name, words in dict(raw["words"]).items()},
        zone=str(raw["zone"]),
        date_order=str(raw["date_order"]),
        decimal=str(raw["decimal"]),
        equal_rows=bool(raw["equal_rows"]),
    )


def _texts(raw: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in dict(raw).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeading:
    """The row of headings of a table: `row` counts from 1; `keys` are blank where no heading stands."""

    sheet: RawSheet
    row: int
    texts: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def shape(self) -> str:
        """What a table of these headings is known by."""
        return shape_of("table", self.keys)


def shape_of(form: str, keys: Sequence[str], *more: str) -> str:
    """Return what files of a format with these headings, in any order, are known by: a hash."""
    text = json.dumps([form, sorted(key for key in keys if key), *more], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def heading_keys(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return the form in which the headings of a row are compared; of equal ones, later ones are numbered."""
    keys: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        key = word_key(clean(cell))
        if key:
            seen[key] = seen.get(key, 0) + 1
            key = key if seen[key] == 1 else f"{key}#{seen[key]}"
        keys.append(key)
    while keys and not keys[-1]:
        keys.pop()
    return tuple(keys)


def heading_in(sheet: RawSheet, row: int, cells: Sequence[Cell]) -> TableHeading | None:
    """Return a row as headings; None where it cannot be any."""
    texts = tuple(clean(cell) for cell in cells)
    if any(len(text) > _LONGEST for text in texts):
        return None
    keys = heading_keys(cells)
    if sum(map(bool, keys)) < FEWEST:
        return None
    return TableHeading(sheet=sheet, row=row, texts=texts[: len(keys)], keys=keys)


def find_shape(table: RawTable, shapes: Container[str]) -> TableHeading | None:
    """Return the headings of a file whose shape is one of these; open sheets go before hidden ones."""
    for sheet in sorted(table.sheets, key=lambda sheet: sheet.hidden):
        for number, cells in enumerate(sheet.head(HEADER_ROWS), start=1):
            heading = heading_in(sheet, number, cells)
            if heading is not None and heading.shape in shapes:
                return heading
    return None


def find_mapped(table: RawTable, mapping: TableMapping) -> TableHeading | None:
    """Return the headings among which all that a mapping names stand; open sheets go before hidden ones."""
    for sheet in sorted(table.sheets, key=lambda sheet: sheet.hidden):
        for number, cells in enumerate(sheet.head(HEADER_ROWS), start=1):
            heading = heading_in(sheet, number, cells)
            if heading is not None and mapping.columns and mapping.columns.keys() <= set(heading.keys):
                return heading
    return None


def likely_heading(head: Sequence[Sequence[Cell]]) -> int:
    """Return which row, from 1, seems to hold the headings: the one with most words and fewest figures."""
    best, most = 1, 0
    for number, cells in enumerate(head[:HEADER_ROWS], start=1):
        words = figures = 0
        for cell in cells:
            text = clean(cell)
            if not text:
                continue
            if isinstance(cell, str) and len(text) <= _LONGEST and not text[:1].isdigit():
                words += 1
            else:
                figures += 1
        if words - 2 * figures > most:
            best, most = number, words - 2 * figures
    return best


def first_headings(table: RawTable) -> str:
    """Return the first headings that a file seems to have, for whoever is told that nobody knows them."""
    heads = [sheet.head(HEADER_ROWS) for sheet in table.sheets]
    rows = [head[likely_heading(head) - 1] for head in heads if head]
    texts = [text[:_LONGEST_SHOWN] for cell in max(rows, key=len, default=[]) if (text := clean(cell))]
    return ", ".join(texts[:_MOST_SHOWN]) + (" …" if len(texts) > _MOST_SHOWN else "")
