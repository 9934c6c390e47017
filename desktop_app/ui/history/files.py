"""What an import brought in, file by file, as it stands at its step of the history."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from desktop_app.i18n import _, language, ngettext
from desktop_app.reports.format_names import format_name
from desktop_app.reports.refusal_text import refusal_text
from desktop_app.ui import formats
from desktop_app.ui.import_words import totals_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.domain.refusals import Refusal
    from desktop_app.usecases.importing.kept_report import KeptFile

FILES: Final = 20
"""Files of one import that are told of; the title of the step counts them all."""
PLACES: Final = 8
HEADINGS: Final = 12
_LONGEST: Final = 40


def files_html(files: Sequence[KeptFile]) -> Iterator[str]:
    """Give what each file brought: counts, control totals, the first refused rows, headings not kept."""
    for file in files[:FILES]:
        yield from _file(file)
    if len(files) > FILES:
        more = len(files) - FILES
        text = ngettext("… and {count} more file", "… and {count} more files", more)
        yield _muted(text.format(count=formats.count(more)))


def _file(file: KeptFile) -> Iterator[str]:
    said = " · ".join(part for part in (format_name(file.format), file.account) if part)
    yield f"<h4>{_breaking(file.name)}<br><span class='m'>{escape(said)}</span></h4><table width='100%'>"
    counts = (
        (_("new"), file.added),
        (_("changed"), file.updated),
        (_("unchanged"), file.unchanged),
        (_("rows refused"), file.refused),
    )
    for name, count in counts:
        if count or name == counts[0][0]:
            yield _line(name, formats.count(count))
    for name, figure in totals_rows(file.totals, file.decimals):
        yield _line(name, figure)
    odd = sum(file.suspicions.values())
    if odd:
        yield _line(_("to look at"), formats.count(odd))
    yield "</table>"
    yield from _refused(file)
    yield from _left_out(_("Columns not kept"), file.headings)
    yield from _left_out(_("Sheets not read"), file.sheets)


def _refused(file: KeptFile) -> Iterator[str]:
    if not file.refusals:
        return
    yield f"<p class='m'>{escape(_('Refused'))}</p><table width='100%'>"
    for refusal in file.refusals[:PLACES]:
        yield f"<tr><td width='36%' class='m'>{escape(_place(refusal))}</td>"
        yield f"<td>{escape(refusal_text(refusal))}</td></tr>"
    yield "</table>"
    more = file.refused - min(len(file.refusals), PLACES)
    if more > 0:
        yield _muted(_("{count} more").format(count=formats.count(more)))


def _place(refusal: Refusal) -> str:
    where = _("Row {row}").format(row=refusal.row)
    return f"{_cut(refusal.sheet)} · {where}" if refusal.sheet else where


def _left_out(title: str, names: Sequence[str]) -> Iterator[str]:
    """Name what a file had and the book has not, the first of them."""
    if not names:
        return
    shown = ("、" if language() == "zh" else ", ").join(_cut(name) for name in names[:HEADINGS])
    more = len(names) - HEADINGS
    rest = " · " + _("{count} more").format(count=formats.count(more)) if more > 0 else ""
    colon = "：" if language() == "zh" else ": "
    yield _muted(f"{title}{colon}{shown}{rest}")


def _line(name: str, text: str) -> str:
    return f"<tr><td class='m'>{escape(name)}</td><td align='right'>{escape(text)}</td></tr>"


def _muted(text: str) -> str:
    return f"<p class='m'>{escape(text)}</p>"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _breaking(name: str) -> str:
    """Give a file's name with places where it may be broken: it has no spaces."""
    return "".join(f"{escape(char)}&#8203;" if char in "/_-." else escape(char) for char in name)
