"""What the import page says of a file: what it is, what it brings, what was refused and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.refusals import FileFault
from desktop_app.i18n import _, format_quantity, language, ngettext
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.error_text import error_text
from desktop_app.reports.format_names import format_name
from desktop_app.reports.kind_text import kind_name
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.reports.refusal_text import refusal_text
from desktop_app.reports.suspicion_text import suspicion_text
from desktop_app.ui import formats
from desktop_app.ui.widgets.todo import Todo
from desktop_app.usecases.importing.answers import Source
from desktop_app.usecases.importing.ask_of import WHOSE, is_asked
from desktop_app.usecases.importing.plan import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.refusals import Refusal
    from desktop_app.usecases.importing.plan import ImportPlan, SheetTotals, Suspicion

MOST_TODOS: Final = 200
"""Refused and odd rows that are listed; the workbook of refused rows has all."""


def file_line(plan: ImportPlan) -> str:
    """What a file was recognised as, and what of it is not used."""
    ignored = len(plan.ignored_columns)
    name = format_name(plan.format)
    if any(how.what == "mapping" and how.source is Source.LAST_TIME for how in plan.how):
        name = _("{name}, mapped this way last time").format(name=name)
    if plan.unknown_words:
        count = len(plan.unknown_words)
        words = ngettext("{count} word not known", "{count} words not known", count)
        name = f"{name} · {words.format(count=count)}"
    if not ignored:
        return name
    more = ngettext("{count} column not used", "{count} columns not used", ignored).format(count=ignored)
    return f"{name} · {more}"


def file_counts(plan: ImportPlan, counts: Mapping[Effect, int]) -> str:
    """What a file brings, in one line; `counts` are its rows by what they do."""
    new, changed, unchanged = (counts.get(effect, 0) for effect in Effect)
    parts = [
        _("new {count}").format(count=formats.count(new)),
        _("changed {count}").format(count=formats.count(changed)),
        _("unchanged {count}").format(count=formats.count(unchanged)),
    ]
    if plan.refusals:
        parts.append(_("refused {count}").format(count=formats.count(len(plan.refusals))))
    if plan.suspicions:
        parts.append(_("to look at {count}").format(count=formats.count(len(plan.suspicions))))
    return " · ".join(parts)


def file_todos(plan: ImportPlan, decimals: Mapping[str, int]) -> list[Todo]:
    """What is to be looked at in a file: refused rows, then odd ones, the first of each."""
    todos: list[Todo] = []
    refused = [refusal_todo(refusal) for refusal in plan.refusals[:MOST_TODOS]]
    odd = [suspicion_todo(one, plan, decimals) for one in plan.suspicions[:MOST_TODOS]]
    for found, whole in ((refused, len(plan.refusals)), (odd, len(plan.suspicions))):
        todos += found
        if whole > len(found):
            todos.append(Todo(_("{count} more").format(count=formats.count(whole - len(found)))))
    return todos or [Todo(_("Every row can be brought in"), settled=True)]


def needs(file: ImportPlan | UnusableFileError) -> int:
    """Where a file stands among others: what asks first, then what cannot be used, then the others."""
    if isinstance(file, UnusableFileError):
        return 0 if is_asked(file) else 1
    return 0 if file.unknown_words else 2


def asked_line(files: Sequence[ImportPlan | UnusableFileError]) -> str:
    """How many files ask something, and how many cannot be used; nothing where none does."""
    asked = sum(needs(file) == 0 for file in files)
    useless = sum(needs(file) == 1 for file in files)
    parts = []
    if asked:
        parts.append(ngettext("{count} asks something", "{count} ask something", asked).format(count=asked))
    if useless:
        text = ngettext("{count} cannot be used", "{count} cannot be used", useless)
        parts.append(text.format(count=useless))
    return " · ".join(parts)


def kind_chips(plan: ImportPlan, kinds: Sequence[str]) -> list[str]:
    """What the chips of a file's kinds say: the kind, and how many rows of it there are."""
    return [f"{sheet_of(kind).name(language())} {formats.count(len(plan.records[kind]))}" for kind in kinds]


def refusal_todo(refusal: Refusal) -> Todo:
    """One refused row: why, and where it stands."""
    where = _("Row {row}").format(row=refusal.row)
    return Todo(refusal_text(refusal), f"{refusal.sheet} · {where}" if refusal.sheet else where)


def fault_headline(error: UnusableFileError) -> str:
    """What a file that cannot be used asks for, or that it is of no use."""
    if error.fault in WHOSE:
        return _("Whose file is this?")
    if error.fault is FileFault.UNKNOWN_FORMAT:
        return _("What is this table?")
    if error.fault in {FileFault.AMBIGUOUS_DATES, FileFault.AMBIGUOUS_FIGURES}:
        return _("How does it read?")
    return _("Nothing of this file can be brought in")


def fault_text(error: UnusableFileError) -> str:
    """Why a file cannot be used, as the window says it: what is to be chosen is chosen beside it."""
    if error.fault is FileFault.NEEDS_ACCOUNT:
        return _("The file does not say whose it is: choose the account at the right")
    if error.fault is FileFault.UNKNOWN_FORMAT:
        return _(
            "No known format has its headings: say at the right what its columns are; that is remembered"
        )
    if error.fault in {FileFault.AMBIGUOUS_DATES, FileFault.AMBIGUOUS_FIGURES}:
        text = _("{value} in column {column} reads in two ways: say which at the right; that is remembered")
        return text.format(value=error.data.get("value", ""), column=error.data.get("column", ""))
    return error_text(error)


def suspicion_todo(suspicion: Suspicion, plan: ImportPlan, decimals: Mapping[str, int]) -> Todo:
    """One row that goes in but wants a look: what is odd about it, and where it stands."""
    where = _("Row {row}").format(row=suspicion.row) if suspicion.row else ""
    place = " · ".join(part for part in (suspicion.sheet, where) if part)
    codes = {
        code for totals in plan.totals.values() for amounts in totals.amounts.values() for code in amounts
    }
    currency = next(iter(sorted(codes)), "CNY")
    text = suspicion_text(suspicion.code, dict(suspicion.data), currency, decimals.get(currency, 2))
    return Todo(text, place)


def totals_rows(by_kind: Mapping[str, SheetTotals], decimals: Mapping[str, int]) -> list[tuple[str, str]]:
    """Control totals of a file as (name, figure): rows, quantity and amounts by kind and currency."""
    lines = []
    for kind, totals in by_kind.items():
        name = kind_name(kind)
        lines.append((_("{kind}: rows").format(kind=name), formats.count(totals.rows)))
        if totals.quantity_milli is not None:
            lines.append((_("{kind}: quantity").format(kind=name), format_quantity(totals.quantity_milli)))
        for column, amounts in totals.amounts.items():
            for code, minor in amounts.items():
                lines.append(
                    (f"{total_name(kind, column)} {code}", formats.amount(minor, decimals.get(code, 2)))
                )
    return lines


def total_name(kind: str, column: str) -> str:
    """What a control total adds up, in the language in force: our word, else the ledger's heading."""
    known = {
        "amount": _("amount"),
        "seller_discount": _("your discounts"),
        "shipping_charged": _("freight charged"),
        "order_amount": _("paid by buyers"),
        "refunds": _("refunds"),
        "refund": _("refunds"),
        "fees": _("fees"),
        "cost": _("cost"),
        "platform_fee": _("platform fees"),
        "unit_price": _("price"),
    }
    if column in known:
        return known[column]
    headings = {each.key: each.heading(language()) for each in sheet_of(kind).columns}
    return headings.get(column, column)
