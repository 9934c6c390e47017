"""What a form holds before it is filled in: its places with fields, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desktop_app.excel.forms.fields import tokens

if TYPE_CHECKING:
    from desktop_app.excel.forms.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell, a paragraph, a text box or a page header whose text names fields."""

    where: str
    """As `placing` names it and as people find it: 申请表!B3, or a paragraph's number."""
    sheet: str = ""
    cell: str = ""
    paragraph: str = ""
    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it was found."""

    kind: Literal["xlsx", "docx"]
    sheets: tuple[str, ...] = ()
    """The sheets' names, in order; hidden ones too."""
    paragraphs: tuple[str, ...] = ()
    """A document's paragraphs as text, in the order of their numbers."""
    placeholders: tuple[Place, ...]
    problems: tuple[Problem, ...]


def names_in(text: str) -> tuple[str, ...]:
    """Return what a text has in braces, repeated rows' ends with their mark."""
    return tuple(f"{token.mark}{token.name}" for token in tokens(text))
