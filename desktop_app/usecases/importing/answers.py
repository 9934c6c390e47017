"""What is answered once about files of a shape, and remembered in the book for the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from desktop_app.importers.table_shape import TableMapping, mapping_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop_app.store.database import Book

REMEMBERED: Final = "shapes_remembered"
FORGOTTEN: Final = "shape_forgotten"
"""The titles in the history; whoever shows them words them."""
TABLE: Final = "file_shapes"


class Source(StrEnum):
    """Where it is known from how a file reads."""

    FILE = "file"
    ACCOUNT = "account"
    BOOK = "book"
    ASKED = "asked"
    LAST_TIME = "last_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person said of a file that does not say it itself; None and blank: was not asked.

    `words` gives, by field of the format, what its words mean: the format's codes by `word_key`. `mapping` is
    of a table that no format knows.
    """

    account: str | None = None
    zone: str | None = None
    currency: str | None = None
    date_order: str | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mapping: TableMapping | None = None

    def over(self, other: Answers) -> Answers:
        """Return these answers, and those of `other` to what these leave open.

        A table mapped anew says all of that itself.
        """
        if self.mapping is not None and self.mapping != other.mapping:
            return self
        names = self.words.keys() | other.words.keys()
        return Answers(
            account=self.account or other.account,
            zone=self.zone or other.zone,
            currency=self.currency or other.currency,
            date_order=self.date_order or other.date_order,
            words={name: {**other.words.get(name, {}), **self.words.get(name, {})} for name in names},
            mapping=self.mapping or other.mapping,
        )

    def about(self, mapping: TableMapping) -> TableMapping:
        """Return how a mapped table reads with what was said of this one beside it."""
        if self.account and "account" not in mapping.columns.values():
            mapping = mapping.with_account(self.account)
        return replace(mapping, date_order=self.date_order or mapping.date_order)

    @property
    def are_any(self) -> bool:
        """Whether anything was answered."""
        return self != Answers()


NOTHING: Final = Answers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Files that are alike: what they are known by, their format and headings, and what was answered."""

    shape: str
    format: str
    headings: tuple[str, ...]
    answers: Answers
    remembered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HowRead:
    """One thing about how a file was read (`account`, `zone`, `currency`, `date_order`), and who said so."""

    what: str
    value: str
    source: Source


def remembered(book: Book) -> dict[str, Shape]:
    """Return what the book remembers, by shape; what cannot be read any more is as if forgotten."""
    found = {}
    for row in book.rows(TABLE):
        try:
            known = row["account"] is None or book.get("accounts", row["account"]) is not None
            found[row["shape"]] = _shape(row if known else {**row, "account": None})
        except (KeyError, TypeError, ValueError):
            continue
    return found


def remember(book: Book, shapes: Iterable[Shape]) -> None:
    """Keep how files of these shapes read; what is remembered already is left as it is.

    It stands in the history but is no step: an import that is taken back is read the same the next time.
    Raises as `Book.write` does.
    """
    known = remembered(book)
    new = [
        shape
        for shape in shapes
        if shape.answers.are_any and (shape.shape not in known or known[shape.shape].answers != shape.answers)
    ]
    if not new:
        return
    now = int(datetime.now(UTC).timestamp())
    with book.write(REMEMBERED, {"number": len(new)}, undoable=False) as writer:
        writer.put_rows(TABLE, [_row(book, shape, now) for shape in new])


def forget(book: Book, shape: str) -> None:
    """Forget how files of a shape read; nothing where it is not remembered. Raises as `Book.write` does."""
    if book.row(TABLE, shape) is not None:
        with book.write(FORGOTTEN, undoable=False) as writer:
            writer.delete(TABLE, shape)


def _row(book: Book, shape: Shape, now: int) -> dict[str, Any]:
    answers = shape.answers
    account = answers.mapping.constants.get("account") if answers.mapping else answers.account
    mapping = answers.mapping.with_account(None).to_json() if answers.mapping else None
    body = {
        "zone": answers.zone,
        "currency": answers.currency,
        "date_order": answers.date_order,
        "words": {name: dict(words) for name, words in answers.words.items()},
        "mapping": mapping,
    }
    return {
        "shape": shape.shape,
        "format": shape.format,
        "headings": json.dumps(shape.headings, ensure_ascii=False),
        "account": account if account and book.get("accounts", account) is not None else None,
        "body": json.dumps(body, ensure_ascii=False),
        "remembered_at": now,
    }


def _shape(row: Mapping[str, Any]) -> Shape:
    body = json.loads(row["body"])
    mapping = mapping_from(body["mapping"]).with_account(row["account"]) if body["mapping"] else None
    answers = Answers(
        account=None if mapping else row["account"],
        zone=body["zone"],
        currency=body["currency"],
        date_order=body["date_order"],
        words={str(name): dict(words) for name, words in body["words"].items()},
        mapping=mapping,
    )
    return Shape(
        shape=row["shape"],
        format=row["format"],
        headings=tuple(json.loads(row["headings"])),
        answers=answers,
        remembered_at=datetime.fromtimestamp(row["remembered_at"], UTC),
    )


def renewed(shape: Shape, given: Answers) -> Shape:
    """Return a shape with answers given now over those remembered."""
    return replace(shape, answers=given.over(shape.answers))
