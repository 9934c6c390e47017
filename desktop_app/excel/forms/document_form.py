"""Fills in a text document: fields in paragraphs wherever they stand, and rows of tables repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.document import Document
from desktop_app.excel.forms.errors import (
    FormFault,
    FormProblemsError,
    Note,
    Problem,
    Remarks,
    Trouble,
    UnusableFormError,
)
from desktop_app.excel.forms.fields import LISTS, MOST_BLOCKS, Line, lines, problems_of, tokens
from desktop_app.excel.forms.form import Form, Place, names_in
from desktop_app.excel.forms.runs import filled
from desktop_app.excel.forms.spans import Edits, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop_app.excel.forms.document import Paragraph
    from desktop_app.excel.forms.fields import Value
    from desktop_app.excel.forms.spans import Node, Part

_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ONCE_ONLY: Final = {
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
}  # fmt: skip
"""What may stand in a document but once, and so in the first copy of a row alone."""
_OWN_IDS: Final = (":paraId", ":textId")


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows of a table that are repeated for a list."""

    name: str
    part: Part
    rows: tuple[Node, ...]

    @property
    def start(self) -> int:
        return self.rows[0].start

    @property
    def end(self) -> int:
        return self.rows[-1].end

    def holds_rows_of(self, other: _Rows) -> bool:
        return self.part is other.part and self.start <= other.start < self.end

    def holds(self, paragraph: Paragraph) -> bool:
        return paragraph.part is self.part and self.start <= paragraph.node.start < self.end


def read_document_form(document: Document) -> Form:
    """Return a document's places with fields and what is wrong with them."""
    problems: list[Problem] = []
    blocks = _blocks(document, problems)
    shown = [paragraph for paragraph in document.paragraphs if paragraph.number]
    places = [_place(paragraph) for paragraph in shown if tokens(paragraph.text)]
    for paragraph in shown:
        inside = any(block.holds(paragraph) for block in blocks)
        problems.extend(problems_of(str(paragraph.number), paragraph.text, inside))
    return Form(
        kind="docx",
        paragraphs=tuple(paragraph.text for paragraph in shown),
        placeholders=tuple(places),
        problems=tuple(problems),
    )


def fill_document_form(
    document: Document,
    fields: Mapping[str, Value],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    placing: Mapping[str, str],
) -> tuple[list[Place], Remarks]:
    """Patch a document's parts. Raises FormProblemsError before any part is changed for good."""
    remarks = Remarks()
    problems = _put_placed(document, placing)
    if placing:
        document = Document(document.package, document.path)
    form = read_document_form(document)
    problems += form.problems
    if problems:
        raise FormProblemsError(document.package.path, problems)
    blocks = _blocks(document, [])
    for block in blocks:
        _repeat(document, block, lines(fields, rows.get(block.name, ())))
        if not rows.get(block.name):
            first = next(paragraph for paragraph in document.paragraphs if block.holds(paragraph))
            remarks.add(str(first.number), Note.EMPTY_LIST, block.name)
    for paragraph in document.paragraphs:
        if not any(block.holds(paragraph) for block in blocks):
            _fill(paragraph, paragraph.part.edits, Line(fields), None)
    return list(form.placeholders), remarks


def _place(paragraph: Paragraph) -> Place:
    number = str(paragraph.number)
    return Place(where=number, paragraph=number, text=paragraph.text, fields=names_in(paragraph.text))


def _blocks(document: Document, problems: list[Problem]) -> list[_Rows]:
    found: list[_Rows] = []
    begun: tuple[str, Paragraph] | None = None

    def wrong(paragraph: Paragraph, trouble: Trouble, name: str) -> None:
        problems.append(Problem(where=str(paragraph.number), trouble=trouble, field=name))

    for paragraph, mark, name in _marks(document):
        if mark == "#" and (begun is not None or any(block.holds(paragraph) for block in found)):
            wrong(paragraph, Trouble.CROSSED, name)
        elif mark == "#":
            begun = name, paragraph
        elif begun is None or begun[0] != name:
            wrong(paragraph, Trouble.NOT_BEGUN, name)
        else:
            made = _Rows(name, paragraph.part, _rows_of(begun[1], paragraph))
            if not made.rows:
                wrong(paragraph, Trouble.ROW_AND_PAGE, name)
            elif any(made.holds_rows_of(block) for block in found):
                wrong(paragraph, Trouble.CROSSED, name)
            else:
                found.append(made)
            begun = None
        if len(found) > MOST_BLOCKS:
            raise UnusableFormError(document.package.path, FormFault.TOO_LARGE)
    if begun is not None:
        wrong(begun[1], Trouble.NOT_CLOSED, begun[0])
    return found


def _marks(document: Document) -> Iterator[tuple[Paragraph, str, str]]:
    """Yield the ends of repeated rows with their paragraphs."""
    for paragraph in document.paragraphs:
        for token in tokens(paragraph.text) if paragraph.number else []:
            if token.mark and token.name in LISTS:
                yield paragraph, token.mark, token.name


def _rows_of(first: Paragraph, last: Paragraph) -> tuple[Node, ...]:
    """Return the rows from one paragraph to another, the innermost that are of one table."""
    for row in reversed(first.rows) if first.part is last.part else ():
        if row in last.rows:
            return (row,)
        siblings = first.ancestors[first.ancestors.index(row) - 1].children
        mate = next((other for other in last.rows if other in siblings), None)
        if mate is not None:
            return tuple(siblings[siblings.index(row) : siblings.index(mate) + 1])
    return ()


def _repeat(document: Document, block: _Rows, copies: Sequence[Line]) -> None:
    inside = [paragraph for paragraph in document.paragraphs if block.holds(paragraph)]
    holders = [node for row in block.rows for node in row.walk()]
    made = []
    for index, line in enumerate(copies):
        edits = Edits(block.part.data)
        for paragraph in inside:
            _fill(paragraph, edits, line, block)
        if index:
            for node in holders:
                _forget_identity(block.part, node, edits)
        made.append(edits.render(block.start, block.end))
    block.part.edits.replace(block.start, block.end, b"".join(made))


def _forget_identity(part: Part, node: Node, edits: Edits) -> None:
    """Take out of a copied row what names it, which may stand but once in a document."""
    if node.name in _ONCE_ONLY:
        edits.remove(node)
        return
    if node.name == "sdtPr":
        if (own := node.child("id")) is not None:
            edits.remove(own)
    elif node.name in {"p", "tr"}:
        for name in part.attributes(node):
            if name.endswith(_OWN_IDS):
                edits.set(node, name, None)


def _fill(paragraph: Paragraph, edits: Edits, line: Line, block: _Rows | None) -> None:
    texts = paragraph.texts
    if not tokens("".join(texts)):
        return
    for run, before, after in zip(paragraph.runs, texts, filled(texts, line), strict=True):
        if before == after:
            continue
        _set_letters(paragraph.part, edits, run, after)
        for control in _controls(paragraph, run):
            inside = block is None or control.start >= block.start
            _unbind(control, edits if inside else paragraph.part.edits)


def _controls(paragraph: Paragraph, run: Node) -> Iterator[Node]:
    """Yield the content controls around a run, outside of its paragraph and in it."""
    yield from (node for node in paragraph.ancestors if node.name == "sdt")
    yield from (node for node in paragraph.node.find("sdt") if node.start < run.start < node.end)


def _unbind(control: Node, edits: Edits) -> None:
    """Keep a filled control's text: Word would write its bound data, or its prompt, over it."""
    settings = control.child("sdtPr")
    for node in settings.children if settings is not None else []:
        if node.name in {"dataBinding", "showingPlcHdr"}:
            edits.remove(node)


def _set_letters(part: Part, edits: Edits, node: Node, text: str) -> None:
    name = f"{part.prefix(node)}t"
    prefix = part.prefix(node)
    inside = escape(_UNWANTED.sub("", text.replace("\r\n", "\n")))
    broken = f'</{name}><{prefix}br/><{name} xml:space="preserve">'
    inside = inside.replace("\n", broken).replace("\t", broken.replace("br/>", "tab/>"))
    if part.get(node, "xml:space") != "preserve":
        edits.set(node, "xml:space", "preserve")
    edits.replace(node.opened, node.closing, inside)


def _put_placed(document: Document, placing: Mapping[str, str]) -> list[Problem]:
    """Write the texts a user has placed into their paragraphs, as if they had been typed there."""
    known = {str(paragraph.number): paragraph for paragraph in document.paragraphs if paragraph.number}
    problems = []
    touched = {}
    for number, text in placing.items():
        paragraph = known.get(number)
        if paragraph is None:
            problems.append(Problem(where=number, trouble=Trouble.NO_SUCH_PLACE))
            continue
        touched[paragraph.part_name] = paragraph.part
        _place_text(paragraph, text)
    for name in touched:
        document.package.renew(name)
    return problems


def _place_text(paragraph: Paragraph, text: str) -> None:
    part, node = paragraph.part, paragraph.node
    if paragraph.runs and part.data[paragraph.runs[0].opened - 2 : paragraph.runs[0].opened] != b"/>":
        for at, run in enumerate(paragraph.runs):
            part.edits.replace(run.opened, run.closing, "" if at else escape(text))
        return
    prefix = part.prefix(node)
    look = node.child("pPr")
    mark = look.child("rPr") if look is not None else None
    shape = part.data[mark.start : mark.end].decode() if mark is not None else ""
    letters = f'<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t>'
    made = f"<{prefix}r>{shape}{letters}</{prefix}r>"
    if node.opened == node.end:
        part.edits.replace(node.opened - 2, node.opened, f">{made}</{prefix}p>")
    else:
        part.edits.replace(node.closing, node.closing, made)
