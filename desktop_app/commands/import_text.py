"""What an import did, as JSON and as readable lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.commands.terminal import shown
from desktop_app.domain.facts import KIND
from desktop_app.i18n import _, format_count, language
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.refusal_text import reason_text, refusal_text
from desktop_app.reports.suspicion_text import suspicion_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from desktop_app.domain.refusals import Refusal
    from desktop_app.usecases.importing.plan import ImportReport, Suspicion

REFUSALS_SHOWN = 20
"""Refused rows of one file that are listed on a terminal; --json and --rejected have them all."""

SUSPICIONS_SHOWN = 20
"""Rows of one file to look at that are listed on a terminal; the window shows them all."""


def reports_json(reports: Sequence[ImportReport], decimals: Callable[[str], int]) -> dict[str, Any]:
    """Return what `import --json` prints; sheets are named in English, figures are decimal strings."""
    return {"files": [_file_json(report, decimals) for report in reports]}


def _file_json(report: ImportReport, decimals: Callable[[str], int]) -> dict[str, Any]:
    from desktop_app.usecases.importing.kept_report import totals_json  # noqa: PLC0415 - no reader for `--help`

    return {
        "file": report.file,
        "format": report.format,
        "added": _by_sheet(report.added),
        "updated": _by_sheet(report.updated),
        "unchanged": _by_sheet(report.unchanged),
        "rejected": [_refusal_json(refusal) for refusal in report.refusals],
        "ignored_columns": [*report.ignored_columns, *(f"{sheet}: *" for sheet in report.ignored_sheets)],
        "totals": {KIND[kind].sheet: totals_json(one, decimals) for kind, one in report.totals.items()},
        "account": report.account,
    }


def _by_sheet(counts: Mapping[str, int]) -> dict[str, int]:
    return {KIND[kind].sheet: number for kind, number in counts.items()}


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "sheet": refusal.sheet,
        "row": refusal.row,
        "column": refusal.column,
        "value": refusal.value,
        "reason": reason_text(refusal.reason),
    }


def report_lines(report: ImportReport, decimals: Callable[[str], int]) -> Iterator[str]:
    """Yield one file's report as readable lines."""
    yield shown(f"{report.file} ({report.format})")
    kinds = dict.fromkeys([*report.added, *report.updated, *report.unchanged])
    for kind in kinds:
        text = _("  {sheet}: added {added}, updated {updated}, unchanged {unchanged}")
        yield text.format(
            sheet=sheet_of(kind).name(language()),
            added=format_count(report.added.get(kind, 0)),
            updated=format_count(report.updated.get(kind, 0)),
            unchanged=format_count(report.unchanged.get(kind, 0)),
        )
    if not kinds:
        yield _("  no row that goes in")
    ignored = [*report.ignored_sheets, *report.ignored_columns]
    if ignored:
        yield _("  kept out, not known here: {names}").format(names=shown(", ".join(ignored)))
    if report.suspicions:
        yield _("  rows to look at: {count}").format(count=len(report.suspicions))
    for suspicion in report.suspicions[:SUSPICIONS_SHOWN]:
        yield "    " + shown(_suspicion_line(suspicion, report, decimals))
    if len(report.suspicions) > SUSPICIONS_SHOWN:
        more = len(report.suspicions) - SUSPICIONS_SHOWN
        yield "    " + _("… and {count} more.").format(count=more)
    if report.refusals:
        yield _("  refused rows: {count}").format(count=len(report.refusals))
    for refusal in report.refusals[:REFUSALS_SHOWN]:
        yield "    " + shown(_place(refusal) + refusal_text(refusal))
    if len(report.refusals) > REFUSALS_SHOWN:
        more = len(report.refusals) - REFUSALS_SHOWN
        yield "    " + _("… and {count} more; --json or --rejected gives all of them.").format(count=more)


def _suspicion_line(suspicion: Suspicion, report: ImportReport, decimals: Callable[[str], int]) -> str:
    codes = {code for one in report.totals.values() for amounts in one.amounts.values() for code in amounts}
    currency = next(iter(sorted(codes)), "CNY")
    text = suspicion_text(suspicion.code, dict(suspicion.data), currency, decimals(currency))
    if not suspicion.row:
        return f"{suspicion.sheet}: {text}" if suspicion.sheet else text
    return _place(suspicion) + text


def _place(one: Refusal | Suspicion) -> str:
    """Return where a row stands; a text file has no sheets."""
    where = _("{sheet}, row {row}: ") if one.sheet else _("Row {row}: ")
    return where.format(sheet=one.sheet, row=one.row)
