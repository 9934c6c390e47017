"""测算汇总表: every item with base, standard and amount, the five figures, and why lines were left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.words import MONEY
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.desk import format_of
from desktop_app.excel.claim_workbook.listing import (
    FIRST,
    HEADING_ROWS,
    Listed,
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
    total_of,
)
from desktop_app.excel.claim_workbook.names import items_about, period
from desktop_app.excel.claim_workbook.phrases import measure_of, rule_text, unit_of
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Ref, Value, letter, number
from desktop_app.excel.claim_workbook.words import rule_words, title_of
from desktop_app.reports.claim.rows import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.excel.claim_workbook.listing import Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.reckoning import Reckoned
    from desktop_app.excel.claim_workbook.sheet import Sheet
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.document import ClaimItem, FiveFigures
    from desktop_app.reports.claim.rows import SalesLine

_FIVE: Final = (
    ("paid", "成交额"),
    ("cancelled", "取消"),
    ("excluded", "剔除"),
    ("refunds", "退款"),
    ("net", "净成交额"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """Where each item's figures stand on the summary, and the total asked for."""

    listed: Listed
    computed: dict[int, Ref]
    asked: dict[int, Ref]
    total: Ref


def add_summary(making: Making, reckoned: Mapping[int, Reckoned], sources: Sources) -> Summary:
    """Add the summary of all items."""
    document = making.document
    items = document.items

    def row(index: int, _place: Place) -> dict[str, Value]:
        return _row(making, items[index], reckoned[items[index].number])

    plan = Plan(
        "summary",
        title_of("summary").format(title=document.title.removesuffix("申报表")),
        items_about(document, ()),
        len(items),
        row,
        looks={
            **{
                (index, "base"): looks.figures(format_of(reckoned[item.number].base.value))
                for index, item in enumerate(items)
                if item.scheme.base.measure not in MONEY
            },
            **{
                (index, "met"): looks.LIVE_TEXT
                for index, item in enumerate(items)
                if reckoned[item.number].met is not None
            },
        },
    )
    listed = add_list(making, plan)
    listed.sheet.filtered = ""
    if len(listed.sheet.page_tops()) == 1:
        # What follows are other tables: the headings of the items have no place above them.
        listed.sheet.title_rows = (HEADING_ROWS[0], HEADING_ROWS[0])
    asked = Fraction(document.asked_fen, 100)
    totals = {
        "computed": total_of(
            listed, "computed", sum((_computed(reckoned, one) for one in items), Fraction(0))
        ),
        "asked": total_of(listed, "asked", asked),
    }
    add_totals(listed, "合计", totals)
    add_total_capitals(listed, "申请金额(大写)", "asked")
    _add_figures(listed.sheet, items, sources)
    _add_reasons(listed.sheet, items, sources)
    add_signers(listed.sheet, ("填表人", "审核人", "负责人"))
    computed = {
        item.number: Ref(listed.cell("computed", FIRST + index), _computed(reckoned, item))
        for index, item in enumerate(items)
    }
    cells = {
        item.number: Ref(listed.cell("asked", FIRST + index), Fraction(item.asked_fen, 100))
        for index, item in enumerate(items)
    }
    return Summary(listed=listed, computed=computed, asked=cells, total=listed.totals["asked"])


def _computed(reckoned: Mapping[int, Reckoned], item: ClaimItem) -> Fraction:
    return fen_of(reckoned[item.number].computed.value)


def _row(making: Making, item: ClaimItem, found: Reckoned) -> dict[str, Value]:
    scheme = item.scheme
    asked = Fraction(item.asked_fen, 100)
    formula = f"ROUND({found.amount.address},2)"
    if asked != found.amount.value:
        formula = f"MIN({formula},{number(asked)})"
    met: Value = "无门槛"
    if found.met is not None:
        met = Formula(found.met.address, "是" if found.met.value == 1 else "否")
    clause = " ".join(part for part in (scheme.document_number, scheme.clause) if part)
    return {
        "index": item.number,
        "item": scheme.name,
        "clause": clause,
        "period": period(making.document),
        "base": Formula(found.base.address, found.base.value),
        "unit": unit_of(scheme),
        "met": met,
        "standard": rule_text(scheme, found.rule, item.outcome.tier),
        "way": f"{measure_of(scheme)}；{rule_words(found.rule.kind)}",
        "computed": Formula(f"ROUND({found.computed.address},2)", fen_of(found.computed.value)),
        "cap": None
        if found.cap is None
        else Formula(f"ROUND({found.cap.address},2)", fen_of(found.cap.value)),
        "received": item.given.received,
        "asked": Formula(formula, asked),
        "evidence": item.evidence,
        "note": item.note,
    }


def fen_of(value: Fraction) -> Fraction:
    """Return a figure of 0 or more rounded to fen."""
    return Fraction((value * 100 + Fraction(1, 2)) // 1, 100)


# The five figures and the reasons -----------------------------------------------------------------------


def _spread(sheet: Sheet, parts: int) -> list[int]:
    """Return how many columns each of so many equal parts takes."""
    whole, more = divmod(sheet.printed, parts)
    return [whole + (at < more) for at in range(parts)]


def _add_figures(sheet: Sheet, items: tuple[ClaimItem, ...], sources: Sources) -> None:
    shown = [item for item in items if item.figures is not None]
    if not shown:
        return
    start = sheet.rows + 1
    sheet.add([Put("五项数字", looks.SECTION, sheet.printed)], 28)
    spans = _spread(sheet, len(_FIVE) + 1)
    names = ("申报事项", *(name for _key, name in _FIVE))
    sheet.add([Put(name, looks.HEADING, span) for name, span in zip(names, spans, strict=True)])
    for item in shown:
        if item.figures is not None:
            values = _five(item, item.figures, sources, sheet, spans)
            first = Put(f"{item.number}（{unit_of(item.scheme, 'net')}）", looks.CENTRED, spans[0])
            puts = [Put(value, looks.FIGURES, span) for value, span in zip(values, spans[1:], strict=True)]
            sheet.add([first, *puts])
    sheet.keep_together(start)


def _five(
    item: ClaimItem, figures: FiveFigures, sources: Sources, sheet: Sheet, spans: list[int]
) -> list[Formula | Fraction]:
    """Return the five figures: sums over the ledger, the last one what the others leave."""
    known = sources.figures.get(item.number, {})
    values: list[Formula | Fraction] = []
    for key, _name in _FIVE[:-1]:
        value = Fraction(getattr(figures, key), 100)
        formula = known.get(key)
        values.append(formula if formula is not None and formula.value == value else value)
    net = Fraction(figures.net, 100)
    if figures.net != figures.paid - figures.cancelled - figures.excluded - figures.refunds:
        return [*values, net]
    row = sheet.rows + 1
    starts = [sum(spans[:at]) for at in range(1, len(spans))]
    cells = [f"{letter(at)}{row}" for at in starts[:-1]]
    return [*values, Formula(f"ROUND({'-'.join(cells)},2)", net)]


def _add_reasons(sheet: Sheet, items: tuple[ClaimItem, ...], sources: Sources) -> None:
    """Add how many lines each reason left out, and what they come to."""
    seen: set[str] = set()
    for item in items:
        if item.number not in sources.ledgers:
            continue
        listed, ledger = sources.ledgers[item.number]
        if listed.sheet.name in seen:
            continue
        seen.add(listed.sheet.name)
        found: dict[str, list[SalesLine]] = {}
        for line in ledger.lines:
            if line.standing is not Standing.COUNTED and line.reason:
                found.setdefault(line.reason, []).append(line)
        if found:
            _add_reason_rows(sheet, listed, found)


def _add_reason_rows(sheet: Sheet, listed: Listed, found: Mapping[str, list[SalesLine]]) -> None:
    start = sheet.rows + 1
    sheet.add([Put(f"剔除原因合计（{listed.sheet.name}）", looks.SECTION, sheet.printed)], 28)
    spans = _spread(sheet, 3)
    headings = ("原因", "明细行数", "金额")
    sheet.add([Put(name, looks.HEADING, span) for name, span in zip(headings, spans, strict=True)])
    reasons = listed.area("reason")
    for reason, lines in sorted(found.items()):
        cell = f"$A${sheet.rows + 1}"
        # EXACT, not a criterion: a reason with a star or a sign in it is compared as it is.
        same = f'--EXACT({reasons},{cell}),--({listed.area("counted")}="否")'
        count = Formula(f"SUMPRODUCT({same})", len(lines))
        amount = Fraction(sum(line.amount_base or 0 for line in lines), 100)
        total = Formula(f"ROUND(SUMPRODUCT({same},{listed.area('amount_base')}),2)", amount)
        sheet.add(
            [
                Put(reason, looks.TEXT, spans[0]),
                Put(count, looks.figures(looks.COUNT), spans[1]),
                Put(total, looks.FIGURES, spans[2]),
            ]
        )
    sheet.keep_together(start)
