"""The words of the workbook and the columns of its lists, from the program's own template."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from desktop_app import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS: Final = "always"
USED: Final = "used"
"""Columns printed in any case; where something stands in them. Others are when a scheme asks for them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: what its cells are, how many digits wide at least, when it is printed."""

    key: str
    heading: str
    kind: str
    least: float
    use: str


@cache
def template() -> Mapping[str, Any]:
    """Return the template."""
    source = paths.resources_dir() / "claim" / "workbook.json"
    words: Mapping[str, Any] = json.loads(source.read_text("utf-8"))
    return words


def sheet_name(kind: str) -> str:
    """Return what a sheet is called."""
    return str(template()[kind]["sheet"])


def title_of(kind: str) -> str:
    """Return what stands above a list."""
    return str(template()[kind]["title"])


def columns_of(kind: str, unit: str = "元") -> tuple[Column, ...]:
    """Return the columns of a list, in the order of the page."""
    return tuple(
        Column(key, heading.format(unit=unit), cells, least, use)
        for key, heading, cells, least, use in template()[kind]["columns"]
    )


def measure_words(measure: str, inputs: Mapping[str, str]) -> tuple[str, str]:
    """Return what a measure is called and its unit; an input is called by what its scheme says."""
    known = template()["measures"].get(measure)
    return (known[0], known[1]) if known else (inputs.get(measure, measure), "")


def rule_words(kind: str) -> str:
    """Return how a rule reckons."""
    return str(template()["rules"][kind])
