"""What is wrong with a county's form, and what to know of a filled one, in sentences with their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.i18n import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.reports.store_error_text import Words

_LONGEST: Final = 60
"""Characters of a form's own text that a sentence repeats."""
_MOST: Final = 5
"""Problems that one sentence names; the others are counted."""

_FAULTS: Final[Mapping[str, str]] = {
    "not_found": N_("there is no such file; check the name."),
    "is_directory": N_("this is a folder; name the form's file."),
    "no_file": N_("this is a pipe or a device, not a file; name the form's file."),
    "not_readable": N_("it cannot be read ({error}); close the program that holds it, or copy it elsewhere."),
    "empty": N_("the file is empty; ask for the form again."),
    "damaged": N_("the file is damaged; open it in Excel, Word or WPS and save it anew."),
    "old_format": N_("this is an older format; open it in Excel, Word or WPS and save it as .xlsx or .docx."),
    "encrypted": N_("it opens with a password; save a copy without one."),
    "macros": N_("there are macros in it; save a copy as .xlsx or .docx, which has none."),
    "other_format": N_("this is neither a workbook (.xlsx) nor a document (.docx); choose another file."),
    "too_large": N_("it unpacks to far more than a form holds; ask for a clean copy."),
    "hostile": N_("it is built like no form that Excel, Word or WPS writes, and is not opened."),
    "same_file": N_("the form itself stays as it is; choose another name for the filled copy."),
}

_TROUBLES: Final[Mapping[str, str]] = {
    "unknown_field": N_("there is no field {field}; check how it is written."),
    "column_outside_row": N_(
        "the field {field} belongs into a repeated row, between {{{{#…}}}} and {{{{/…}}}}."
    ),
    "unknown_list": N_(
        "no row can be repeated for {field}; there are sales, shipping, costs, sessions and evidence."
    ),
    "not_closed": N_("a repeated row {field} begins here, and nothing ends it; add {{{{/{field}}}}}."),
    "not_begun": N_("a repeated row {field} ends here, and nothing begins it; add {{{{#{field}}}}}."),
    "crossed": N_("the repeated row {field} lies in or beside another one; one row holds one list."),
    "in_formula": N_("the field {field} stands inside a formula; give it a cell of its own."),
    "in_comment": N_(
        "the field {field} stands in the cell's comment, which is not filled in; put it into a cell."
    ),
    "array_across": N_("an array formula begins in the repeated row and goes on outside; split it."),
    "too_many_rows": N_("the lines of {field} do not fit on the sheet."),
    "no_such_place": N_("the form has no such place any more; mark it anew."),
    "half_field": N_("braces are left open in “{field}”; a field is written {{{{claim.amount}}}}."),
    "row_and_page": N_("the row for {field} must begin and end in rows of one table."),
}

_NOTES: Final[Mapping[str, str]] = {
    "first_line_only": N_("the formula looks at {field} alone, so at the first line only; check it."),
    "across_sheets": N_("{field} goes through several sheets and was left as it was; check it."),
    "signed": N_("the form's digital signature no longer holds, since the copy is filled in."),
    "empty_list": N_("there are no lines for {field}; one empty row stands there."),
    "cut": N_("the text was longer than a cell holds, and was cut."),
}


class _Given(dict[str, str]):
    """What a sentence is filled with; a name that was not given reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def form_problem_text(problem: Any) -> str:
    """Return what is wrong at one place of a form, with the place, in the language spoken."""
    return _at(problem.where, _TROUBLES[problem.trouble], problem.field)


def form_note_text(remark: Any) -> str:
    """Return what to know of one place of a filled form, in the language spoken."""
    return _at(remark.where, _NOTES[remark.note], remark.field)


def _at(where: str, sentence: str, field: str) -> str:
    if where.isdigit():
        where = _("paragraph {number}").format(number=where)
    return _("{place}: {sentence}").format(
        place=_short(where), sentence=_(sentence).format_map(_Given(field=_short(field)))
    )


def _short(text: str) -> str:
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _unusable(error: Any) -> str:
    sentence = _(_FAULTS[error.fault]).format_map(_Given(error.data))
    return _("{file}: {sentence}").format(file=error.path.name, sentence=sentence)


def _problems(error: Any) -> str:
    shown = [form_problem_text(problem) for problem in error.problems[:_MOST]]
    if (left := len(error.problems) - len(shown)) > 0:
        shown.append(_("and {count} more").format(count=left))
    text = ("" if language() == "zh" else " ").join(shown)
    return _("{file} was not filled in. {problems}").format(file=error.path.name, problems=text)


SENTENCES: Final[Mapping[str, Words]] = {
    "UnusableFormError": _unusable,
    "FormProblemsError": _problems,
}
"""How errors of forms say themselves, by the name of their class."""
