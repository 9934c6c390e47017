"""Plans one platform file: recognised by its headings, read as its account's, joined to the book."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.advertising_file import read_adverts
from desktop_app.importers.carrier_file import read_charges
from desktop_app.importers.cell_text import clean, word_key
from desktop_app.importers.column_readers import Reading
from desktop_app.importers.doubled import refuse_doubled
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.figures import CurrencyDiffersError, FigureReader
from desktop_app.importers.formats import load_formats, load_words
from desktop_app.importers.income_file import read_income, read_movements_out, read_withdrawals
from desktop_app.importers.labels import period_of, read_labels
from desktop_app.importers.live_file import read_live
from desktop_app.importers.long_income_file import read_long_income
from desktop_app.importers.mapped_sheet import Hints, MappedSheet, collect, hints_of
from desktop_app.importers.orders_file import read_orders
from desktop_app.importers.rates_file import read_rates
from desktop_app.importers.recognise import HEADER_ROWS, Recognised, find_header, near_misses, recognise
from desktop_app.importers.returns_file import read_returns
from desktop_app.importers.row_shapes import arrange
from desktop_app.importers.sheet_values import SheetValues, read_values
from desktop_app.importers.table_shape import first_headings
from desktop_app.importers.tabular import open_table
from desktop_app.usecases.importing.accounts import choose_account, is_currency, note_other_account
from desktop_app.usecases.importing.advertising import plan_advertising
from desktop_app.usecases.importing.answers import NOTHING, Source
from desktop_app.usecases.importing.asking import Asked, unknown_words, with_words
from desktop_app.usecases.importing.carrier import plan_charges
from desktop_app.usecases.importing.income import plan_income
from desktop_app.usecases.importing.live import plan_live
from desktop_app.usecases.importing.orders import plan_orders
from desktop_app.usecases.importing.platform_plan import PlatformPlan
from desktop_app.usecases.importing.rates import plan_rates
from desktop_app.usecases.importing.returns import plan_returns
from desktop_app.usecases.importing.tariffs import plan_tariffs
from desktop_app.usecases.importing.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from desktop_app.domain.channel import Account
    from desktop_app.importers.formats import CommonWords, Format
    from desktop_app.usecases.importing.answers import Answers, Shape
    from desktop_app.usecases.importing.plan import ImportPlan
    from desktop_app.usecases.importing.platform_view import PlatformView

ORDER_OF_KINDS: Final = (
    "rates", "tariffs", "orders", "returns", "live", "advertising", "income", "carrier",
)  # fmt: skip
"""In which order files that come together are brought in: each kind after those it joins."""

_FACTS: Final = {
    "rates": "rates",
    "orders": "sales",
    "returns": "returns",
    "live": "sessions",
    "income": "settlements",
    "advertising": "promotions",
    "carrier": "shipping",
    "tariffs": "tariffs",
}
_PERIOD: Final = "账单周期"
_WITHOUT_ACCOUNT: Final = frozenset({"rates", "carrier", "tariffs"})
_NO_SHAPES: Final[dict[str, Any]] = {}


def recognise_file(path: Path, name: str = "auto") -> Recognised:
    """Open a file and say what it is; `name` asks for one format alone.

    Raises UnusableFileError where it cannot be opened, where no format fits, or several do.
    """
    formats = load_formats()
    words = load_words()
    if name != "auto":
        names = ", ".join(form.name for form in formats)
        formats = tuple(form for form in formats if form.name == name)
        if not formats:
            raise UnusableFileError(path, FileFault.UNKNOWN_FORMAT_NAME, format=name, formats=names)
    table = open_table(path)
    found = recognise(table, formats, words)
    if len(found) > 1:
        raise UnusableFileError(
            path, FileFault.SEVERAL_FORMATS, formats=", ".join(one.format.name for one in found)
        )
    if found:
        return found[0]
    near = near_misses(table, formats, words)
    if near:
        sheet = near[0].sheet or path.name
        raise UnusableFileError(
            path, FileFault.MISSING_COLUMNS, sheet=sheet, columns=", ".join(near[0].missing)
        )
    if name != "auto":
        raise UnusableFileError(path, FileFault.OTHER_FORMAT, format=name)
    raise UnusableFileError(path, FileFault.UNKNOWN_FORMAT, headings=first_headings(table))


def plan_platform(
    view: PlatformView,
    recognised: Recognised,
    *,
    account: str | None,
    given: Answers = NOTHING,
    shapes: Mapping[str, Shape] = _NO_SHAPES,
) -> ImportPlan:
    """Plan a recognised file against the book.

    `given` is what was answered now, `shapes` what was remembered; `account` is whose the files are that do
    not say and of which nothing was answered.
    Raises UnusableFileError where its account is not clear or nothing of it can be trusted.
    """
    words = load_words()
    form = recognised.format
    path = recognised.table.path
    if "refused" in form.options:
        raise UnusableFileError(path, FileFault(form.options["refused"]))
    sheet = collect(recognised.match, form.main, words, narrow=recognised.table.kind == "text")
    refuse_doubled(sheet, path)
    arrange(sheet, form)
    hints = hints_of(sheet, words)
    asked = Asked(form, recognised.match, hints, given, shapes)
    form = with_words(form, asked.answers)
    sheet.layout = form.main
    owner = None
    if form.kind not in _WITHOUT_ACCOUNT:
        orders = {
            clean(cell) for name in ("order_id", "related_order", "entry") for cell in sheet.column(name)
        }
        named, last_time = given.account or account, asked.before.account
        owner, source = choose_account(view, path, form, hints, orders, named=named, last_time=last_time)
        asked.note_account(owner.account, source)
    elif form.options.get("book_currency") not in {None, view.settings.currency}:
        raise UnusableFileError(path, FileFault.OTHER_BOOK_CURRENCY, currency=view.settings.currency)
    how = reading_of(view, path, form, words, hints, owner, asked)
    if form.kind == "carrier":
        how = _of_period(recognised, how)
    plan = PlatformPlan(view, path, form, words, sheet=sheet.match.sheet.name, account=owner)
    note_other_account(plan, given.account or account, hints)
    if not asked.note_zone(sheet, owner, words, str(how.zone)):
        plan.suspect("zone_assumed", zone=str(how.zone))
    values = read_values(sheet, how)
    if not (values.rows or values.refusals):
        raise UnusableFileError(path, FileFault.EMPTY)
    _plan_kind(plan, recognised, values, how)
    _note_reading(plan, sheet, values)
    plan.plan.shape, plan.plan.how, plan.plan.unknown_words = asked.shape, asked.how, unknown_words(sheet)
    return plan.finish()


def _of_period(recognised: Recognised, how: Reading) -> Reading:
    """Return how a bill reads: with its period, which a bill without dates cannot do without."""
    period = period_of(read_labels(recognised))
    if period is None and "on" not in recognised.match.columns:
        sheet = recognised.match.sheet.name
        raise UnusableFileError(how.path, FileFault.MISSING_COLUMNS, sheet=sheet, columns=_PERIOD)
    return replace(how, period=period)


def reading_of(
    view: PlatformView,
    path: Path,
    form: Format,
    words: CommonWords,
    hints: Hints,
    owner: Account | None,
    asked: Asked,
) -> Reading:
    """Return how the cells of a file read: with its account's clock, else its market's, else the book's.

    What was answered of it goes before.
    """
    market = words.markets.get(owner.market) if owner else None
    currency = owner.currency if owner else form.options.get("currency", view.settings.currency)
    stated = [code for code in hints.currencies if is_currency(view, code)]
    answers = asked.answers
    if form.kind == "advertising":
        if len(stated) == 1:
            currency = stated[0]
        elif answers.currency and not stated:
            currency = answers.currency
        asked.say("currency", currency, Source.FILE if stated else Source.ACCOUNT)
    zone = answers.zone or (owner.timezone if owner else None) or (market.zone if market else None)
    order = answers.date_order or (market.dates if market and market.dates != "ymd" else None)
    if answers.date_order:
        asked.say("date_order", answers.date_order, Source.ASKED)
    return Reading(
        path=path,
        kind=_FACTS[form.kind],
        zone=zone_of(zone) or view.settings.timezone,
        words=words,
        currency=currency,
        decimals=view.decimals(currency),
        decimal_sign=market.decimal if market else ".",
        date_order=order,
    )


def _plan_kind(plan: PlatformPlan, recognised: Recognised, values: SheetValues, how: Reading) -> None:
    form = recognised.format
    kinds: dict[str, Callable[[], None]] = {
        "orders": lambda: _orders(plan, values),
        "returns": lambda: _returns(plan, values),
        "income": lambda: _income(plan, recognised, values, how),
        "live": lambda: plan_live(plan, read_live(values)),
        "advertising": lambda: _adverts(plan, values, how),
        "carrier": lambda: _charges(plan, recognised, values, how),
        "rates": lambda: _rates(plan, values, form),
        "tariffs": lambda: plan_tariffs(plan, recognised, how),
    }
    plan.plan.refusals.extend(values.refusals)
    kinds[form.kind]()


def _orders(plan: PlatformPlan, values: SheetValues) -> None:
    file = read_orders(values, plan.format)
    plan.plan.refusals[:] = file.refusals
    plan_orders(plan, file)


def _returns(plan: PlatformPlan, values: SheetValues) -> None:
    file = read_returns(values, plan.format.main)
    plan.plan.refusals[:] = file.refusals
    plan_returns(plan, file)


def _income(plan: PlatformPlan, recognised: Recognised, values: SheetValues, how: Reading) -> None:
    withdrawals = _further_sheet(recognised, "withdrawals", how)
    labels = read_labels(recognised)
    stated = {
        name: amount
        for name in ("total", "revenue", "adjustments")
        if (amount := _amount(labels.get(name), how)) is not None
    }
    currency = plan.account.currency
    if plan.format.options.get("one_amount_a_row"):
        long = read_long_income(values, plan.format.main, currency)
        plan.plan.refusals[:] = long.file.refusals
        plan_income(plan, long.file, long.payouts, long.stated)
        return
    for total in values.totals:
        if total["total"] is not None:
            stated["total"] = total["total"]
    file = read_income(values, plan.format.main, currency)
    payouts = read_movements_out(values) + (read_withdrawals(withdrawals) if withdrawals else [])
    plan_income(plan, file, payouts, stated)


def _adverts(plan: PlatformPlan, values: SheetValues, how: Reading) -> None:
    account = plan.account
    rows = read_adverts(values, plan.format, account.account, how.currency or account.currency)
    for total in values.totals:
        summed = sum(row.cost_minor for row in rows)
        if total["cost"] not in {None, summed}:
            plan.suspect("total_differs", total.number, total="cost", stated=total["cost"], sum=summed)
    plan_advertising(plan, rows)


def _charges(plan: PlatformPlan, recognised: Recognised, values: SheetValues, how: Reading) -> None:
    labels = read_labels(recognised)
    in_rows = [total["cost"] for total in values.totals if total["cost"] is not None]
    stated = in_rows[-1] if in_rows else _amount(labels.get("total"), how)
    last_day = how.period[1] if how.period else None
    plan_charges(plan, read_charges(values, recognised.format, labels, last_day), stated)


def _rates(plan: PlatformPlan, values: SheetValues, form: Format) -> None:
    rates, plan.plan.refusals[:] = read_rates(values, form, plan.view.settings.currency)
    plan_rates(plan, rates)


def _further_sheet(recognised: Recognised, name: str, how: Reading) -> SheetValues | None:
    """Read another sheet of the file, found by its headings; None where it is not there or has no rows."""
    layout = recognised.format.sheets.get(name)
    if layout is None:
        return None
    for sheet in recognised.table.sheets:
        match = find_header(sheet, sheet.head(HEADER_ROWS), layout, how.words)
        if match is not None and not match.missing and sheet is not recognised.match.sheet:
            further = collect(match, layout, how.words, narrow=False)
            refuse_doubled(further, how.path)
            return read_values(further, how)
    return None


def _amount(cell: Any, how: Reading) -> int | None:
    reader = FigureReader(decimals=how.decimals, sign=".", tokens=how.words.currencies, currency=how.currency)
    try:
        return reader.read(cell)
    except (InvalidFigureError, CurrencyDiffersError):
        return None


def _note_reading(plan: PlatformPlan, sheet: MappedSheet, values: SheetValues) -> None:
    """Name what the format does not know: columns, and words that were let pass."""
    name = sheet.match.sheet.name
    plan.plan.other_headings = list(sheet.match.others)
    plan.plan.kept = sheet.packed
    plan.plan.ignored_columns = [f"{name}: {heading}" if name else heading for heading in sheet.match.unknown]
    for (column, word), rows in values.unknown_words.items():
        if word_key(word):
            plan.suspect("word_not_known", column=column, word=word, rows=rows)
