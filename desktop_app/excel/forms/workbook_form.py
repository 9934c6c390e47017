"""Fills in a workbook: plans every sheet first, then patches only the parts that have to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.cell_content import Writer
from desktop_app.excel.forms.errors import FormProblemsError, Note, Remarks
from desktop_app.excel.forms.fields import LISTS, Line, lines
from desktop_app.excel.forms.form import Form
from desktop_app.excel.forms.linked_parts import fill_text_boxes, patch_linked, patch_workbook
from desktop_app.excel.forms.parts import remove_part
from desktop_app.excel.forms.placed_cells import find_placed, put_placed
from desktop_app.excel.forms.sheet_plan import plan_sheet
from desktop_app.excel.forms.sheet_rest import fill_page_texts, patch_rest
from desktop_app.excel.forms.sheet_rows import RowPatcher, Work
from desktop_app.excel.forms.shifting import Shifter
from desktop_app.excel.forms.staleness import stale_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.excel.forms.fields import Value
    from desktop_app.excel.forms.form import Place
    from desktop_app.excel.forms.sheet_plan import SheetPlan
    from desktop_app.excel.forms.workbook import Workbook

_BEFORE_CALC: Final = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
)  # fmt: skip
"""ECMA-376 18.2.27: what stands before calcPr."""


def read_workbook_form(book: Workbook) -> Form:
    """Return a workbook's places with fields and what is wrong with them."""
    plans = [plan_sheet(book, sheet, {}) for sheet in book.sheets]
    return Form(
        kind="xlsx",
        sheets=tuple(book.sheet_names),
        placeholders=tuple(place for plan in plans for place in plan.places),
        problems=tuple(problem for plan in plans for problem in plan.problems),
    )


def fill_workbook_form(
    book: Workbook,
    fields: Mapping[str, Value],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    placing: Mapping[str, str],
) -> tuple[list[Place], Remarks]:
    """Patch a workbook's parts. Raises FormProblemsError before any part is changed for good."""
    package, remarks = book.package, Remarks()
    placed, problems = find_placed(book, placing)
    formulas_lost = False
    for name, texts in placed.items():
        if (sheet := book.sheet(name)) is not None:
            formulas_lost |= put_placed(book, sheet, texts)
    filled = {name: lines(fields, rows.get(name, ())) for name in LISTS}
    plans = [
        plan_sheet(book, sheet, {name: len(made) for name, made in filled.items()}) for sheet in book.sheets
    ]
    problems += [problem for plan in plans for problem in plan.problems]
    if problems:
        raise FormProblemsError(package.path, problems)
    shifter = Shifter({plan.sheet.name.casefold(): plan.layout for plan in plans})
    work = Work(Line(fields), filled, shifter, Writer(book, remarks), remarks)
    _patch(book, plans, work, bool(placed))
    if formulas_lost or any(plan.layout.moves for plan in plans):
        _drop_chain(book)
    for plan in plans:
        for block in plan.layout.blocks:
            if not rows.get(block.name):
                where = f"{plan.sheet.name}!{block.first}:{block.last}"
                remarks.add(where, Note.EMPTY_LIST, block.name)
    return [place for plan in plans for place in plan.places], remarks


def _patch(book: Workbook, plans: Sequence[SheetPlan], work: Work, placed: bool) -> None:  # noqa: FBT001
    shifter, package = work.shifter, book.package
    changed = [plan.sheet.name for plan in plans if plan.fills_cells]
    stale = stale_sheets(book, changed)
    for plan in plans:
        sheet = plan.sheet
        RowPatcher(sheet, work, stale=sheet.name in stale).patch()
        fill_page_texts(sheet, work.plain)
        fill_text_boxes(package, sheet, work.plain)
        if any(layout.moves for layout in shifter.layouts.values()):
            patch_rest(sheet, shifter)
            patch_linked(book, sheet, shifter)
    if any(layout.moves for layout in shifter.layouts.values()):
        patch_workbook(book, shifter)
    if changed or placed:
        _recalculate(book)


def _recalculate(book: Workbook) -> None:
    """Have the workbook calculated anew when it is opened, where it calculates anything."""
    if not any(cell.formula is not None for sheet in book.sheets for cell in sheet.cells()):
        return
    part, root = book.part, book.part.root
    settings = root.child("calcPr")
    if settings is not None:
        part.edits.set(settings, "fullCalcOnLoad", "1")
        return
    before = [node for node in root.children if node.name in _BEFORE_CALC]
    at = before[-1].end if before else root.opened
    part.edits.replace(at, at, f'<{part.prefix(root)}calcPr fullCalcOnLoad="1"/>')


def _drop_chain(book: Workbook) -> None:
    """Take out the order of calculation, which names cells by their old places; it is made anew."""
    name = book.target("calcChain")
    if name is not None:
        remove_part(book.package, book.path, name)
