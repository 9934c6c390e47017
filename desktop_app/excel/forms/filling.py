"""Reads a county's own form and fills in a copy of it; everything else in it stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.document import Document
from desktop_app.excel.forms.document_form import fill_document_form, read_document_form
from desktop_app.excel.forms.errors import FormFault, Note, Remark, UnusableFormError
from desktop_app.excel.forms.fields import FIELDS, as_text, tokens
from desktop_app.excel.forms.linked_parts import signatures
from desktop_app.excel.forms.package import open_package
from desktop_app.excel.forms.parts import relations
from desktop_app.excel.forms.workbook import Workbook
from desktop_app.excel.forms.workbook_form import fill_workbook_form, read_workbook_form
from desktop_app.excel.placing import placing as placing_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from desktop_app.excel.forms.fields import Value
    from desktop_app.excel.forms.form import Form, Place
    from desktop_app.excel.forms.package import Package

_TEMPLATE: Final = ".template.main+xml"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What became of a form."""

    path: Path
    places: tuple[Place, ...]
    """What was filled in, by the form's own places."""
    left_empty: tuple[str, ...]
    """Fields that the form names and that nothing is known for."""
    lines: Mapping[str, int]
    """Lines of each list that the form repeats a row for."""
    changed_parts: tuple[str, ...]
    """Parts of the file that differ from the form's; all others are the same bytes."""
    removed_parts: tuple[str, ...]
    remarks: tuple[Remark, ...]


def read_form(path: Path) -> Form:
    """Return a form's places with fields, and what is wrong with them. Raises UnusableFormError."""
    with open_package(path) as package:
        opened = open_form(package)
        return read_workbook_form(opened) if isinstance(opened, Workbook) else read_document_form(opened)


def fill_form(
    path: Path,
    out: Path,
    *,
    fields: Mapping[str, Value],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    placing: Mapping[str, str] = _NOTHING,
) -> Filled:
    """Write a copy of a form with its fields filled in.

    `placing` has texts with fields by place (申请表!B3; in a document a paragraph's number): they take the
    place of what stands there. Nothing is written unless every place can be filled in.

    Raises UnusableFormError, FormProblemsError, FileNotWrittenError.
    """
    if out.exists() and path.exists() and out.samefile(path):
        raise UnusableFormError(path, FormFault.SAME_FILE)
    with open_package(path) as package:
        opened = open_form(package)
        if isinstance(opened, Workbook):
            places, remarks = fill_workbook_form(opened, fields, rows, placing)
        else:
            places, remarks = fill_document_form(opened, fields, rows, placing)
        _no_template(package, opened.path, "sheet" if isinstance(opened, Workbook) else "document")
        if signatures(package):
            remarks.add(path.name, Note.SIGNED)
        changed = package.changed()
        with placing_file(out) as temporary:
            package.write(temporary, changed)
        return Filled(
            path=out,
            places=tuple(places),
            left_empty=_left_empty(places, fields),
            lines={name: len(rows.get(name, ())) for name in _lists(places)},
            changed_parts=tuple(sorted(changed.keys() - package.removed)),
            removed_parts=tuple(sorted(package.removed)),
            remarks=tuple(remarks.seen),
        )


def open_form(package: Package) -> Workbook | Document:
    """Return what a form is, by its content and not by its name. Raises UnusableFormError."""
    main = [relation for relation in relations(package, "") if relation.kind == "officeDocument"]
    target = main[0].target if main else ""
    if target.endswith(".bin"):
        raise UnusableFormError(package.path, FormFault.OLD_FORMAT)
    if not target.endswith(".xml") or target not in package:
        raise UnusableFormError(package.path, FormFault.OTHER_FORMAT)
    match package.part(target).root.name:
        case "workbook":
            return Workbook(package, target)
        case "document":
            return Document(package, target)
        case _other:
            raise UnusableFormError(package.path, FormFault.OTHER_FORMAT)


def _no_template(package: Package, main: str, kind: str) -> None:
    """Make a copy of a template (.xltx, .dotx) a workbook or a document, as which it can be opened."""
    types = package.part("[Content_Types].xml")
    for node in types.root.children:
        said = types.get(node, "ContentType") or ""
        if (types.get(node, "PartName") or "").lstrip("/") == main and said.endswith(_TEMPLATE):
            types.edits.set(node, "ContentType", f"{said.removesuffix(_TEMPLATE)}.{kind}.main+xml")


def _left_empty(places: Iterable[Place], fields: Mapping[str, Value]) -> tuple[str, ...]:
    named = {token.name for place in places for token in tokens(place.text) if token.name in FIELDS}
    return tuple(sorted(name for name in named if not as_text(fields.get(name))))


def _lists(places: Iterable[Place]) -> list[str]:
    marks = [token.name for place in places for token in tokens(place.text) if token.mark == "#"]
    return list(dict.fromkeys(marks))
