"""Carriers' price lists: one band of weight for each row, countries written once and left empty below."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.refusals import ReasonCode, Refusal, reason
from desktop_app.domain.tariffs import Tariff
from desktop_app.importers.cell_text import clean, is_blank, word_key
from desktop_app.importers.sheet_values import SheetValues, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from desktop_app.importers.formats import Column, CommonWords, Format
    from desktop_app.importers.sheet_values import ValueRow

KIND: Final = "tariffs"
_MG_PER_KG: Final = 10**6
_GRAM: Final = 1000
_E8: Final = 10**8
_MOST_KG: Final = 10_000
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SEVERAL: Final = re.compile(r"[、,;/\n]")
_WORDS: Final = re.compile(r"[\s()]+")
_DASHES: Final = re.compile(r"[-~～—–至]")


class _UnreadError(Exception):
    """A cell of a price list that does not read."""

    def __init__(self, field: str, code: ReasonCode, **data: str | int) -> None:
        super().__init__(field)
        self.field = field
        self.why = reason(code, **data)


def read_tariffs(
    values: SheetValues, form: Format, words: CommonWords, labels: Mapping[str, Any], from_on: date
) -> tuple[list[tuple[int, Tariff]], list[Refusal]]:
    """Return each band with the number of its row; a row whose price is left out is not offered.

    `from_on` is the day the list begins, `labels` may name the product that the sheet is for.
    """
    found: list[tuple[int, Tariff]] = []
    refusals = list(values.refusals)
    code = clean(labels.get("service"))
    service = " ".join(part for part in (values.sheet, code) if part) or str(form.options["carrier"])
    country, transit = "", None
    for row in values.rows:
        if row["country"]:
            country, transit = row["country"], None
        transit = row["transit"] or transit
        if row["per_kg"] is None:
            continue
        try:
            bands = list(_bands(row, form, words, country, [one for _number, one in found]))
        except _UnreadError as unread:
            column: Column = form.main.columns[unread.field]
            refusals.append(refuse(values, row, column, unread.why, KIND))
            continue
        found += [
            (row.number, replace(band, service=service, from_on=from_on, transit=transit)) for band in bands
        ]
    return found, refusals


def _bands(
    row: ValueRow, form: Format, words: CommonWords, country: str, before: list[Tariff]
) -> Iterator[Tariff]:
    per_kg = row["per_kg"] * _E8
    if per_kg != int(per_kg) or not 0 <= per_kg < _MOST_KG * _E8:
        raise _UnreadError("per_kg", ReasonCode.NOT_A_NUMBER)
    codes = [market_in(part, words) for part in _SEVERAL.split(country) if part.strip()]
    if not codes or None in codes:
        raise _UnreadError("country", ReasonCode.UNKNOWN_MARKET)
    low, high = _band(row["band"], before, codes[0])
    for code in codes:
        yield Tariff(
            carrier=str(form.options["carrier"]),
            service="",
            market=str(code),
            from_on=None,  # type: ignore[arg-type]  # the list says it once, for all of its rows
            above_mg=low,
            up_to_mg=high,
            step_mg=row["step"] or None,
            minimum_mg=row["minimum"] or None,
            per_kg_e8=int(per_kg),
            per_parcel_minor=row["per_parcel"] or 0,
            insured_minor=row["insured"],
            signed_minor=row["signed"],
            currency=str(form.options["currency"]),
        )


def _band(text: str, before: list[Tariff], market: str | None) -> tuple[int, int]:
    """Read `0.2＜W≤0.45`, `W≤2` or `0.201 - 0.45` (kilograms) as above and up to, in mg.

    Where a dash stands, the first weight is in the band: it begins where the one before it ended.
    """
    plain = unicodedata.normalize("NFKC", text)
    weights = [_mg(number) for number in _NUMBER.findall(plain)]
    if len(weights) == 1 and any(sign in plain for sign in "<≤"):
        weights.insert(0, 0)
    two = 2
    if len(weights) != two or weights[0] >= weights[1]:
        raise _UnreadError("band", ReasonCode.NOT_A_NUMBER)
    low, high = weights
    if _DASHES.search(plain) and not any(sign in plain for sign in "<≤"):
        ends = [one.up_to_mg for one in before if one.market == market and low - _GRAM <= one.up_to_mg <= low]
        low = max(ends) if ends else max(low - _GRAM, 0) if low <= _GRAM else low
    return low, high


def _mg(kilograms: str) -> int:
    weight = Decimal(kilograms) * _MG_PER_KG
    if weight != int(weight) or weight > _MOST_KG * _MG_PER_KG:
        raise _UnreadError("band", ReasonCode.NOT_A_NUMBER)
    return int(weight)


def market_in(text: str, words: CommonWords) -> str | None:
    """Return the market (ISO 3166) whose name or code stands in a text, None where none does."""
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = [part for part in _WORDS.split(plain) if part and not is_blank(part)]
    names = [plain, *parts, " ".join(part for part in parts if part.isascii())]
    for name in names:
        code = words.market_names.get(word_key(name)) or _territories().get(word_key(name))
        if code is not None:
            return code
    return None


@cache
def _territories() -> dict[str, str]:
    """Return countries by their names in Chinese and English."""
    from babel import Locale  # noqa: PLC0415 - a quarter of a command's start, and price lists are rare

    return {
        word_key(name): code
        for language in ("en", "zh_Hant", "zh")
        for code, name in Locale.parse(language).territories.items()
        if code.isalpha()
    }
