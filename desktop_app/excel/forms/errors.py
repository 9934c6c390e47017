"""What keeps a form from being filled in, as errors with data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.errors import BozhangError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class FormFault(StrEnum):
    """Why a file cannot be used as a form at all."""

    NOT_FOUND = "not_found"
    IS_DIRECTORY = "is_directory"
    NO_FILE = "no_file"
    """A pipe or a device."""
    NOT_READABLE = "not_readable"
    """No permission, or the disk fails; `error`."""
    EMPTY = "empty"
    DAMAGED = "damaged"
    OLD_FORMAT = "old_format"
    """.xls, .et, .doc, .wps: to be saved anew as .xlsx or .docx."""
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    """Programs in it (.xlsm, .docm): to be saved anew without them."""
    OTHER_FORMAT = "other_format"
    """Neither a workbook nor a text document in the formats of Office."""
    TOO_LARGE = "too_large"
    """Unpacks to far more than a form would."""
    HOSTILE = "hostile"
    """Its XML declares entities, is nested beyond reason, or its zip names a part twice."""
    SAME_FILE = "same_file"
    """The copy would be written over the form itself."""


class Trouble(StrEnum):
    """What is wrong at one place of a form."""

    UNKNOWN_FIELD = "unknown_field"
    """`field` is no field of the page."""
    COLUMN_OUTSIDE_ROW = "column_outside_row"
    """`field` belongs into a repeated row and stands outside of one."""
    UNKNOWN_LIST = "unknown_list"
    """`field` is no list of rows."""
    NOT_CLOSED = "not_closed"
    """`field` begins here, and no cell ends it."""
    NOT_BEGUN = "not_begun"
    """`field` ends here, and no cell begins it."""
    CROSSED = "crossed"
    """Two repeated rows lie in each other; `field` is the second."""
    IN_FORMULA = "in_formula"
    """A field inside a formula, which is never filled in."""
    IN_COMMENT = "in_comment"
    """A field inside a cell's comment, which is never filled in."""
    ARRAY_ACROSS = "array_across"
    """An array formula begins in a repeated row and goes on outside of it."""
    TOO_MANY_ROWS = "too_many_rows"
    """The repeated row `field` would push rows beyond the last one of a sheet."""
    NO_SUCH_PLACE = "no_such_place"
    """A place marked by the user is not in the form."""
    HALF_FIELD = "half_field"
    """Braces are opened and not closed, or the other way round."""
    ROW_AND_PAGE = "row_and_page"
    """A repeated row of a document does not begin and end in rows of one table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where (a cell with its sheet, or a paragraph), what, and in which words."""

    where: str
    trouble: Trouble
    field: str = ""


class UnusableFormError(BozhangError):
    """A file that cannot be used as a form; `fault` says why, `data` holds what the sentence needs."""

    def __init__(self, path: Path, fault: FormFault, **data: str) -> None:
        super().__init__(path.name, fault, data)
        self.path = path
        self.fault = fault
        self.data: Mapping[str, str] = data


class FormProblemsError(BozhangError):
    """A form with places that cannot be filled in; nothing was written."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        super().__init__(path.name, tuple(problems))
        self.path = path
        self.problems = tuple(problems)


class Note(StrEnum):
    """What a filled form's reader should know, without anything being wrong."""

    FIRST_LINE_ONLY = "first_line_only"
    """A formula looks at one cell of a repeated row: it sees the first line only."""
    ACROSS_SHEETS = "across_sheets"
    """A formula goes through several sheets at once and was left as it was."""
    SIGNED = "signed"
    """The form bore a digital signature, which is void now that it is filled in."""
    EMPTY_LIST = "empty_list"
    """No line for a list: one empty row stands."""
    CUT = "cut"
    """A text longer than a cell holds was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note with its place."""

    where: str
    note: Note
    field: str = ""


@dataclass(slots=True)
class Remarks:
    """Gathers notes while a form is filled in, each once."""

    seen: dict[Remark, None] = field(default_factory=dict)

    def add(self, where: str, note: Note, name: str = "") -> None:
        """Keep a note."""
        self.seen.setdefault(Remark(where=where, note=note, field=name))
