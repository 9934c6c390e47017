"""Plans price lists: every sheet of one that fits, each with the day from which it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.domain.refusals import FileFault
from desktop_app.importers.cell_text import clean
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.labels import day_in, read_labels
from desktop_app.importers.mapped_sheet import collect
from desktop_app.importers.recognise import HEADER_ROWS, Recognised, find_header
from desktop_app.importers.sheet_values import SheetValues, read_values
from desktop_app.importers.tariffs_file import KIND, read_tariffs
from desktop_app.usecases.importing.plan import SheetTotals

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.domain.tariffs import Tariff
    from desktop_app.importers.column_readers import Reading
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

_FROM = "生效时间"


def plan_tariffs(plan: PlatformPlan, recognised: Recognised, how: Reading) -> None:
    """Plan a price list: its bands take the place of those of the same service, market and day.

    Raises UnusableFileError where a sheet does not say from which day on it holds.
    """
    count = 0
    found: dict[tuple[object, ...], Tariff] = {}
    plan.plan.refusals.clear()
    for one, values in _sheets(recognised, how):
        labels = read_labels(one)
        on = _first_day(one, clean(labels.get("from")))
        bands, refusals = read_tariffs(values, plan.format, plan.words, labels, on)
        plan.plan.refusals.extend(refusals)
        for number, tariff in bands:
            plan.put(tariff, number)
            found[_key(tariff)] = tariff
        count += len(bands)
    lists = {_list(tariff) for tariff in found.values()}
    for tariff in plan.view.book.iterate(KIND):
        if _list(tariff) in lists and _key(tariff) not in found:
            plan.remove(KIND, *_key(tariff))
    plan.plan.totals[KIND] = SheetTotals(rows=count)


def _sheets(recognised: Recognised, how: Reading) -> list[tuple[Recognised, SheetValues]]:
    """Give every sheet that has the headings: a list has one for each service."""
    found = []
    # Nothing adds up in a price list: a word for a total in it stands for none.
    words = replace(how.words, totals=frozenset(), total_starts=())
    for sheet in recognised.table.sheets:
        match = find_header(sheet, sheet.head(HEADER_ROWS), recognised.format.main, how.words)
        if match is None or match.missing or sheet.hidden:
            continue
        narrow = recognised.table.kind == "text"
        values = read_values(collect(match, recognised.format.main, words, narrow=narrow), how)
        alone = replace(recognised, match=match, table=replace(recognised.table, sheets=(sheet,)))
        found.append((alone, values))
    return found


def _first_day(one: Recognised, stated: str) -> date:
    day = day_in(stated)
    if day is None:
        sheet = one.match.sheet.name or one.table.path.name
        raise UnusableFileError(one.table.path, FileFault.MISSING_COLUMNS, sheet=sheet, columns=_FROM)
    return day


def _list(tariff: Tariff) -> tuple[object, ...]:
    return tariff.carrier, tariff.service, tariff.market, tariff.from_on


def _key(tariff: Tariff) -> tuple[object, ...]:
    return *_list(tariff), tariff.above_mg
