"""The formats that the program reads, as declared in resources/formats: headings, readings, words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from desktop_app import paths
from desktop_app.importers.cell_text import exact_key, word_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

READINGS: Final = frozenset(
    {
        "id",
        "text",
        "code",
        "word",
        "money",
        "count",
        "decimal",
        "date",
        "moment",
        "duration",
        "currency",
        "weight_kg",
        "weight_g",
    }
)
WORDS_FILE: Final = "words.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column that a format maps to `field`.

    `reading` says how its cells read; `required` that the format is not itself without the column,
    `filled` that no row is a row without the cell; `words` names the list its words stand in,
    `keep_unknown` that a word outside it may pass as it is; `options` holds what only one kind of format
    has (a fee's bucket, a rate's direction).
    """

    field: str
    reading: str
    headings: tuple[str, ...]
    required: bool = False
    filled: bool = False
    words: str | None = None
    keep_unknown: bool = False
    options: Mapping[str, str | int] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of one sheet of a format; `known` are headings that are expected and not wanted."""

    name: str
    columns: Mapping[str, Column]
    known: frozenset[str]
    words: Mapping[str, Mapping[str, str]]
    beginnings: Mapping[str, Mapping[str, str]]
    by_exact: Mapping[str, str]
    by_key: Mapping[str, str]

    @property
    def required(self) -> frozenset[str]:
        """Fields without which a sheet is not of this layout."""
        return frozenset(name for name, column in self.columns.items() if column.required)

    def field_of(self, heading: str, *, exact: bool) -> str | None:
        """Return the field a heading stands for; `exact` compares with case."""
        return self.by_exact.get(exact_key(heading)) if exact else self.by_key.get(word_key(heading))

    def meaning(self, column: str, text: str) -> str | None:
        """Return the code of a word in a column, None where nobody knows it."""
        words = self.columns[column].words
        if not words:
            return None
        key = word_key(text)
        for start, code in self.beginnings[words].items():
            if key.startswith(start):
                return code
        return self.words[words].get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file of one platform, carrier or bank.

    `kind` is orders, income, returns, live, advertising, carrier, rates or tariffs; `sheets` are further
    sheets by name, `labels` what stands beside single figures on summary sheets; `options` what only one
    kind has.
    """

    name: str
    kind: str
    platform: str | None
    main: Layout
    sheets: Mapping[str, Layout] = dataclass_field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = dataclass_field(default_factory=dict)
    options: Mapping[str, Any] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What a market writes: its currency, clock, order of day and month, decimal sign."""

    code: str
    currency: str
    zone: str
    dates: str
    decimal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonWords:
    """Words that no single format owns: currency signs, markets, total rows, footers."""

    currencies: Mapping[str, str | None]
    without_decimals: frozenset[str]
    markets: Mapping[str, Market]
    market_names: Mapping[str, str]
    totals: frozenset[str]
    total_starts: tuple[str, ...]
    footers: tuple[str, ...]

    def is_total(self, text: str) -> bool:
        """Tell whether a row that begins with `text` is a total."""
        return word_key(text) in self.totals or text.startswith(self.total_starts)


@cache
def load_formats(folder: Path | None = None) -> tuple[Format, ...]:
    """Return every format declared in `folder` (resources/formats), by name."""
    files = sorted((folder or paths.resources_dir() / "formats").glob("*.json"))
    declared = {file.stem: _json(file) for file in files if file.name != WORDS_FILE}
    return tuple(parse_format(_like(raw, declared)) for raw in declared.values())


def _like(raw: Mapping[str, Any], declared: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Complete a declaration that is `like` another; a column that is null there is left out."""
    if "like" not in raw:
        return raw
    other = declared[raw["like"]]
    columns = {**other["columns"], **raw["columns"]}
    return {
        **other,
        **{name: value for name, value in raw.items() if name != "like"},
        "columns": {name: column for name, column in columns.items() if column is not None},
        "known": [*other.get("known", ()), *raw.get("known", ())],
        "words": {**other.get("words", {}), **raw.get("words", {})},
    }


@cache
def load_words(folder: Path | None = None) -> CommonWords:
    """Return the words common to all formats."""
    raw = _json((folder or paths.resources_dir() / "formats") / WORDS_FILE)
    markets = {
        code: Market(
            code=code,
            currency=entry["currency"],
            zone=entry["zone"],
            dates=entry["dates"],
            decimal=entry.get("decimal", "."),
        )
        for code, entry in raw["markets"].items()
    }
    names = {
        word_key(name): code for code, entry in raw["markets"].items() for name in (code, *entry["names"])
    }
    return CommonWords(
        currencies=raw["currencies"],
        without_decimals=frozenset(raw["without_decimals"]),
        markets=markets,
        market_names=names,
        totals=frozenset(map(word_key, raw["totals"])),
        total_starts=tuple(raw["total_starts"]),
        footers=tuple(raw["footers"]),
    )


def parse_format(raw: Mapping[str, Any]) -> Format:
    """Make a Format from its declaration.

    Raises ValueError where it declares a reading that no reader knows, or one heading for two fields.
    """
    own = {"name", "kind", "platform", "columns", "known", "words", "sheets", "labels"}
    return Format(
        name=raw["name"],
        kind=raw["kind"],
        platform=raw.get("platform"),
        main=_layout(raw["name"], raw),
        sheets={name: _layout(name, part) for name, part in raw.get("sheets", {}).items()},
        labels={name: frozenset(map(word_key, words)) for name, words in raw.get("labels", {}).items()},
        options={name: value for name, value in raw.items() if name not in own},
    )


def _layout(name: str, raw: Mapping[str, Any]) -> Layout:
    columns = {field_name: _column(field_name, entry) for field_name, entry in raw["columns"].items()}
    by_exact: dict[str, str] = {}
    by_key: dict[str, str] = {}
    for column in columns.values():
        for heading in column.headings:
            if by_exact.setdefault(exact_key(heading), column.field) != column.field:
                raise ValueError(f"{name}: {heading} stands for two fields")
            by_key.setdefault(word_key(heading), column.field)
    words = {
        group: {word_key(word): code for code, entries in codes.items() for word in entries}
        for group, codes in raw.get("words", {}).items()
    }
    # A word that ends in an asterisk stands for all that begin with it: some statuses are sentences.
    beginnings = {
        group: {word.removesuffix("*"): code for word, code in found.items() if word.endswith("*")}
        for group, found in words.items()
    }
    return Layout(
        name=name,
        columns=columns,
        known=frozenset(map(word_key, raw.get("known", ()))),
        words=words,
        beginnings=beginnings,
        by_exact=by_exact,
        by_key=by_key,
    )


def _column(name: str, raw: Mapping[str, Any]) -> Column:
    if raw["as"] not in READINGS:
        raise ValueError(f"{name}: {raw['as']} is no reading")
    own = {"as", "headings", "required", "words", "unknown"}
    return Column(
        field=name,
        reading=raw["as"],
        headings=tuple(raw["headings"]),
        required="required" in raw,
        filled=raw.get("required") is True,
        words=raw.get("words"),
        keep_unknown=raw.get("unknown") == "kept",
        options={key: value for key, value in raw.items() if key not in own},
    )


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
