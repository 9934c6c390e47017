"""What codes and parts of a claim are called on paper, in Chinese whatever language the window speaks."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from desktop_app.domain.channel import Platform
from desktop_app.reports.code_words import word_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.reports.claim.document import ClaimDocument


@cache
def platform_name(platform: str) -> str:
    """Return what a platform is called; a text that is no code stays as it is."""
    with suppress(ValueError):
        return word_of("Platform", Platform(platform), "zh")
    return platform


@cache
def country_name(country: str) -> str:
    """Return what a country (ISO 3166) is called; a text that is no code stays as it is."""
    return str(Locale.parse("zh_Hans_CN").territories.get(country, country))


def items_about(document: ClaimDocument, items: Sequence[int]) -> str:
    """Return the line that says whose list this is, of which days, and for which of several items."""
    said = f"申报单位：{document.applicant.name}    申报期间：{period(document)}"
    if items and len(document.items) > 1:
        said += f"    对应申报事项：{'、'.join(map(str, items))}"
    return said


def period(document: ClaimDocument) -> str:
    """Return the days of a claim."""
    return f"{document.from_on.isoformat()} 至 {document.to_on.isoformat()}"
