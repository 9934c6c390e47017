"""What a file is, by its headings alone: never by its name, its suffix or where a sheet stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop_app.importers.cell_text import clean, exact_key, word_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.importers.formats import Column, CommonWords, Format, Layout
    from desktop_app.importers.tabular import Cell, RawSheet, RawTable

HEADER_ROWS: Final = 20
"""Rows of a sheet among which its headings are looked for."""

NEAR: Final = 60
"""Per cent of a format's required columns that make a file one of its kind with columns missing."""

_LONGEST: Final = 300

_BRACKET: Final = re.compile(r"^(.*?)\s*[(（]([^()（）]*)[)）]\s*$", re.DOTALL)
_ZONE: Final = re.compile(r"^(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMatch:
    """Headings found in a row: `columns` is each field's place, `brackets` what stood in brackets after it.

    `header_row` counts from 1. `unknown` are headings that the format does not know; `missing` required
    fields that are not there; `doubled` the places of each field whose heading stands more than once.
    """

    sheet: RawSheet
    header_row: int
    columns: Mapping[str, int]
    width: int
    unknown: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    brackets: Mapping[str, str] = field(default_factory=dict)
    doubled: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A file with the format its headings fit, and how surely.

    `confidence` is the share of its headings that the format knows; `reason` says in figures why (fields
    found, headings, sheet and row).
    """

    table: RawTable
    format: Format
    match: HeaderMatch
    confidence: float
    reason: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A format that most required columns are there for, and the headings of those that are not."""

    format: Format
    sheet: str
    missing: tuple[str, ...]


def recognise(table: RawTable, formats: Sequence[Format], words: CommonWords) -> list[Recognised]:
    """Return the formats that a file fits, best first; more than one only where none is clearly better."""
    found: list[Recognised] = []
    heads = [(sheet, _texts(sheet.head(HEADER_ROWS))) for sheet in table.sheets]
    for form in formats:
        matches = [match for sheet, head in heads if (match := _best_row(sheet, head, form.main, words))]
        complete = [match for match in matches if not match.missing]
        if complete:
            # A hidden sheet counts only where no open one fits.
            best = max(
                complete, key=lambda match: (not match.sheet.hidden, len(match.columns), -match.header_row)
            )
            found.append(_recognised(table, form, best))
    if not found:
        return []
    found.sort(key=lambda one: (-len(one.match.columns), -one.confidence))
    most = len(found[0].match.columns)
    return [one for one in found if len(one.match.columns) == most and one.confidence == found[0].confidence]


def near_misses(table: RawTable, formats: Sequence[Format], words: CommonWords) -> list[NearMiss]:
    """Return formats that a file almost fits, best first, with the headings it lacks."""
    found: list[tuple[float, NearMiss]] = []
    for form in formats:
        required = form.main.required
        for sheet in table.sheets:
            match = find_header(sheet, sheet.head(HEADER_ROWS), form.main, words)
            if match is None or not match.missing or not required:
                continue
            share = 100 * (len(required) - len(match.missing)) / len(required)
            if share >= NEAR:
                headings = tuple(form.main.columns[name].headings[0] for name in match.missing)
                found.append((share, NearMiss(format=form, sheet=sheet.name, missing=headings)))
    return [miss for _, miss in sorted(found, key=lambda pair: -pair[0])]


def find_header(
    sheet: RawSheet, head: Sequence[Sequence[Cell]], layout: Layout, words: CommonWords
) -> HeaderMatch | None:
    """Return the row among `head` whose headings fit `layout` best, None where none has two of them."""
    return _best_row(sheet, _texts(head), layout, words)


def _texts(head: Sequence[Sequence[Cell]]) -> list[tuple[str, ...]]:
    """Return the first rows as headings: once for all formats that look at them."""
    return [tuple(_heading_text(cell) for cell in row) for row in head]


def _best_row(
    sheet: RawSheet, head: Sequence[tuple[str, ...]], layout: Layout, words: CommonWords
) -> HeaderMatch | None:
    best: HeaderMatch | None = None
    most = 1
    for number, headings in enumerate(head, start=1):
        # Most rows have nothing of most formats: only one that can have more than the best is looked into.
        possible = sum(not layout.by_key.keys().isdisjoint(keys) for keys in _keys_of(headings))
        if possible > most:
            match = match_headings(sheet, number, headings, layout, words)
            if len(match.columns) > most:
                best, most = match, len(match.columns)
    return best


@lru_cache(maxsize=256)
def _keys_of(headings: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the keys under which a format may know each heading: with and without its last brackets."""
    return tuple(
        (word_key(heading), word_key(bracket[1]))
        if (bracket := _BRACKET.match(heading)) is not None
        else (word_key(heading),)
        for heading in headings
        if heading
    )


def _heading_text(cell: Cell) -> str:
    """Return a cell as a heading; what is longer than any heading is none, whatever it holds."""
    return "" if isinstance(cell, str) and len(cell) > _LONGEST else clean(cell)


def match_headings(
    sheet: RawSheet, number: int, headings: Sequence[str], layout: Layout, words: CommonWords
) -> HeaderMatch:
    """Map the headings of one row to the fields of a layout.

    Of two for one field, the one that the format names first counts, wherever it stands.
    """
    columns: dict[str, int] = {}
    ranks: dict[str, int] = {}
    brackets: dict[str, str] = {}
    doubled: dict[str, list[int]] = {}
    unknown: list[str] = []
    others: list[str] = []
    exact = _case_matters(headings)
    for place, heading in enumerate(headings):
        if not heading:
            continue
        name, inside = _field(heading, layout, words, exact=exact)
        if name is not None:
            rank = _rank(heading, layout.columns[name])
            if name not in columns or rank < ranks[name]:
                doubled[name] = [place]
                if name in columns:
                    others.append(headings[columns[name]])
                columns[name], ranks[name] = place, rank
                brackets.pop(name, None)
                if inside:
                    brackets[name] = inside
                continue
            if rank == ranks[name]:
                doubled[name].append(place)
        others.append(heading)
        if name is None and not _is_known(heading, layout, words):
            unknown.append(heading)
    missing = tuple(name for name in layout.columns if layout.columns[name].required and name not in columns)
    return HeaderMatch(
        sheet=sheet,
        header_row=number,
        columns=columns,
        width=max((place + 1 for place, heading in enumerate(headings) if heading), default=0),
        unknown=tuple(unknown),
        others=tuple(others),
        missing=missing,
        brackets=brackets,
        doubled={name: places for name, places in doubled.items() if len(places) > 1},
    )


def _rank(heading: str, column: Column) -> int:
    """Return the place of a heading among those of its column, without what stands in brackets behind it."""
    key = word_key(heading)
    keys = [word_key(one) for one in column.headings]
    if key not in keys and (bracket := _BRACKET.match(heading)) is not None:
        key = word_key(bracket[1])
    return keys.index(key) if key in keys else len(keys)


def _is_known(heading: str, layout: Layout, words: CommonWords) -> bool:
    """Tell whether a format expects a heading, with or without the currency in brackets behind it."""
    if word_key(heading) in layout.known:
        return True
    bracket = _BRACKET.match(heading)
    if bracket is None or _currency_in(bracket[2], words) is None:
        return False
    return word_key(bracket[1]) in layout.known


def _currency_in(inside: str, words: CommonWords) -> str | None:
    """Return the currency that stands in brackets behind a heading, None where something else does."""
    code = inside.strip().rstrip(".").upper()
    if code in words.currencies or (len(code) == 3 and code.isascii() and code.isalpha()):  # noqa: PLR2004
        return words.currencies.get(code) or code
    return None


def _case_matters(headings: Sequence[str]) -> bool:
    """Tell whether two different headings of a row become one when case is ignored."""
    exact = {exact_key(heading) for heading in headings if heading}
    return len({key.casefold() for key in exact}) < len(exact)


def _field(heading: str, layout: Layout, words: CommonWords, *, exact: bool) -> tuple[str | None, str]:
    """Return the field of a heading, and what its last brackets say where they are a currency or a zone."""
    if name := layout.field_of(heading, exact=exact):
        return name, ""
    bracket = _BRACKET.match(heading)
    # "Clicks (all)" is a column of its own, whatever the lek's code is.
    if bracket is None or word_key(heading) in layout.known:
        return None, ""
    inside = bracket[2].strip()
    if _ZONE.match(inside):
        return layout.field_of(bracket[1], exact=exact), inside.upper()
    currency = _currency_in(inside, words)
    return (None, "") if currency is None else (layout.field_of(bracket[1], exact=exact), currency)


def _recognised(table: RawTable, form: Format, match: HeaderMatch) -> Recognised:
    headings = len(match.columns) + len(match.others)
    known = headings - len(match.unknown)
    return Recognised(
        table=table,
        format=form,
        match=match,
        confidence=known / headings,
        reason={
            "fields": len(match.columns),
            "headings": headings,
            "unknown": len(match.unknown),
            "sheet": match.sheet.name,
            "row": match.header_row,
        },
    )
