"""Which rows of a sheet are repeated for what, and what is wrong with its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.excel.forms.errors import FormFault, Problem, Trouble, UnusableFormError
from desktop_app.excel.forms.fields import LISTS, MOST_BLOCKS, problems_of, tokens
from desktop_app.excel.forms.form import Place, names_in
from desktop_app.excel.forms.linked_parts import comments, text_boxes
from desktop_app.excel.forms.references import LAST_ROW, first_area
from desktop_app.excel.forms.shifting import Block, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop_app.excel.forms.workbook import Cell, Sheet, Workbook


@dataclass(slots=True)
class SheetPlan:
    """A sheet's fields and repeated rows."""

    sheet: Sheet
    layout: Layout = field(default_factory=Layout)
    places: list[Place] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fills_cells: bool = False
    """Whether any cell has a field; a text box or a page header does not make results stale."""


def plan_sheet(book: Workbook, sheet: Sheet, copies: Mapping[str, int]) -> SheetPlan:
    """Look at a sheet; `copies` says how often a row is repeated for each list."""
    plan = SheetPlan(sheet)
    cells = [cell for cell in sheet.cells() if cell.text_part is not None and _braces("".join(cell.texts))]
    plan.layout = Layout(tuple(_blocks(plan, cells, copies)))
    if len(plan.layout.blocks) > MOST_BLOCKS:
        raise UnusableFormError(book.package.path, FormFault.TOO_LARGE)
    for cell in cells:
        text, where = "".join(cell.texts), f"{sheet.name}!{cell.name}"
        inside = plan.layout.block(cell.row) is not None
        plan.problems.extend(problems_of(where, text, inside))
        if tokens(text):
            plan.fills_cells = True
            plan.places.append(
                Place(where=where, sheet=sheet.name, cell=cell.name, text=text, fields=names_in(text))
            )
    plan.problems.extend(_formula_problems(plan))
    plan.problems.extend(_length_problems(plan))
    plan.problems.extend(_comment_problems(book, plan))
    _look_outside_cells(book, plan)
    return plan


def _braces(text: str) -> bool:
    return "{{" in text or "}}" in text or "｛｛" in text or "｝｝" in text


def _blocks(plan: SheetPlan, cells: list[Cell], copies: Mapping[str, int]) -> Iterator[Block]:
    begun: tuple[str, Cell] | None = None
    last_row = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        where = f"{plan.sheet.name}!{cell.name}"
        for token in tokens("".join(cell.texts)):
            if not token.mark or token.name not in LISTS:
                continue
            if token.mark == "#":
                if begun is not None or cell.row <= last_row:
                    plan.problems.append(Problem(where=where, trouble=Trouble.CROSSED, field=token.name))
                    continue
                begun = token.name, cell
            elif begun is None or begun[0] != token.name:
                plan.problems.append(Problem(where=where, trouble=Trouble.NOT_BEGUN, field=token.name))
            else:
                last_row = cell.row
                yield Block(token.name, begun[1].row, cell.row, max(copies.get(token.name, 1), 1))
                begun = None
    if begun is not None:
        where = f"{plan.sheet.name}!{begun[1].name}"
        plan.problems.append(Problem(where=where, trouble=Trouble.NOT_CLOSED, field=begun[0]))


def _formula_problems(plan: SheetPlan) -> Iterator[Problem]:
    part, layout = plan.sheet.part, plan.layout
    for cell in plan.sheet.cells():
        if cell.formula is None:
            continue
        where = f"{plan.sheet.name}!{cell.name}"
        text = part.text(cell.formula)
        if tokens(text):
            yield Problem(where=where, trouble=Trouble.IN_FORMULA, field=names_in(text)[0])
        block = layout.block(cell.row)
        if block is not None and (ref := part.attributes(cell.formula).get("ref")):
            shared = part.get(cell.formula, "t") == "shared"
            first, last = first_area(ref)
            end = (last or first).row or 0
            if not shared and layout.block(end) is not block:
                yield Problem(where=where, trouble=Trouble.ARRAY_ACROSS)


def _comment_problems(book: Workbook, plan: SheetPlan) -> Iterator[Problem]:
    # A thread is kept twice, for older programs as one comment: it is named once.
    found = {
        (cell, name): None for cell, text in comments(book.package, plan.sheet) for name in names_in(text)
    }
    for cell, name in found:
        yield Problem(where=f"{plan.sheet.name}!{cell}", trouble=Trouble.IN_COMMENT, field=name)


def _length_problems(plan: SheetPlan) -> Iterator[Problem]:
    added = sum(block.added for block in plan.layout.blocks)
    used = max((row.number for row in plan.sheet.rows), default=0)
    if added and used + added > LAST_ROW:
        largest = max(plan.layout.blocks, key=lambda block: block.added)
        where = f"{plan.sheet.name}!{largest.first}:{largest.last}"
        yield Problem(where=where, trouble=Trouble.TOO_MANY_ROWS, field=largest.name)


def _look_outside_cells(book: Workbook, plan: SheetPlan) -> None:
    texts = ["".join(part.text(run) for run in runs) for part, runs in text_boxes(book.package, plan.sheet)]
    for holder in plan.sheet.part.root.find("headerFooter"):
        texts += [plan.sheet.part.text(node) for node in holder.children]
    for text in texts:
        if not _braces(text):
            continue
        plan.problems.extend(problems_of(plan.sheet.name, text, inside=False))
        marks = [token.name for token in tokens(text) if token.mark and token.name in LISTS]
        plan.problems.extend(
            Problem(where=plan.sheet.name, trouble=Trouble.ROW_AND_PAGE, field=name) for name in marks
        )
        if tokens(text):
            plan.places.append(
                Place(where=plan.sheet.name, sheet=plan.sheet.name, text=text, fields=names_in(text))
            )
