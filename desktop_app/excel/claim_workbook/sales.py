"""销售明细台账: every order line with its conversion, whether it counts, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop_app.domain.money import round_half_up
from desktop_app.excel.claim_workbook.listing import (
    Listed,
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
)
from desktop_app.excel.claim_workbook.making import in_units, local
from desktop_app.excel.claim_workbook.names import country_name, items_about, platform_name
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.words import title_of
from desktop_app.reports.claim.rows import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop_app.excel.claim_workbook.listing import Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.document import ClaimDocument, ClaimItem
    from desktop_app.reports.claim.rows import RateUsed, SalesLedger, SalesLine

YES, NO = "是", "否"
CLASSES: Final = {
    Standing.COUNTED: "计入",
    Standing.CANCELLED: "取消",
    Standing.EXCLUDED: "剔除",
    Standing.UNPAID: "未付款",
    Standing.LEFT_OUT: "不计",
}
_SOLD: Final = (Standing.COUNTED, Standing.CANCELLED, Standing.EXCLUDED)
"""What 成交额 is made of."""
_CURRENCIES: Final = {"CNY": "元", "USD": "美元"}


def add_ledger(making: Making, ledger: SalesLedger, sources: Sources) -> None:
    """Add the ledger of some items with its totals."""
    items = [item for item in making.document.items if item.number in ledger.items]
    unit = currency_word(making.document, ledger)
    rows = _Rows(ledger)
    plan = Plan(
        kind="sales",
        title=title_of("sales"),
        about=items_about(making.document, ledger.items),
        count=len(ledger.lines),
        row=rows.row,
        unit=unit,
        wanted=frozenset().union(*map(_wanted, items)),
    )
    listed = add_list(making, plan)
    _add_foot(listed, ledger, rows, sources, unit)
    for item in ledger.items:
        sources.ledgers[item] = (listed, ledger)


def currency_word(document: ClaimDocument, ledger: SalesLedger) -> str:
    """Return the currency that a ledger's lines are converted into."""
    found = (item.scheme.base.currency for item in document.items if item.number in ledger.items)
    return _CURRENCIES[next(found, "CNY")]


def _wanted(item: ClaimItem) -> frozenset[str]:
    """Return the columns that a scheme cannot be checked without."""
    scheme = item.scheme
    filters = scheme.base.filters
    measures = {scheme.base.measure, *scheme.needed_measures}
    kinds = {one.kind for one in scheme.evidence}
    asked = {
        "sessions": "sessions" in measures or any(one.per == "session" for one in scheme.evidence),
        "kilograms": "kilograms" in measures,
        "country": filters.cross_border is not None or bool(filters.markets),
        "customs": bool(filters.customs_codes) or bool(kinds & {"customs", "declaration", "customs_list"}),
        "tracking": "parcels" in measures or bool(filters.carriers) or "waybill" in kinds,
        "settled": "settled" in measures or bool(kinds & {"receipt", "bank_receipt", "settlement"}),
        "invoice": "invoice" in kinds,
    }
    return frozenset(name for name, is_asked in asked.items() if is_asked)


@dataclass(slots=True)
class _Rows:
    """Makes the rows, and knows which line is the first of its order, parcel and stream."""

    ledger: SalesLedger
    firsts: Mapping[str, bytearray]

    def __init__(self, ledger: SalesLedger) -> None:
        self.ledger = ledger
        self.firsts = {
            "order_once": self._first_of(lambda line: (line.account, line.order_id)),
            "parcel_once": self._first_of(lambda line: line.tracking),
            "session_once": self._first_of(lambda line: line.session),
        }

    def _first_of(self, key_of: Callable[[SalesLine], object]) -> bytearray:
        seen: set[object] = set()
        marks = bytearray(len(self.ledger.lines))
        for index, line in enumerate(self.ledger.lines):
            key = key_of(line)
            if line.standing is Standing.COUNTED and key and key not in seen:
                seen.add(key)
                marks[index] = 1
        return marks

    def row(self, index: int, place: Place) -> dict[str, Value]:
        """Return the cells of a line."""
        line = self.ledger.lines[index]
        decimals = line.decimals
        counted = line.standing is Standing.COUNTED
        return {
            "index": index + 1,
            "sold_on": line.sold_on,
            "platform": platform_name(line.platform),
            "account": line.account,
            "session": line.session,
            "order_id": line.order_id,
            "product": line.product,
            "quantity": line.quantity,
            "unit": line.unit,
            "net_weight_kg": line.net_weight_kg,
            "country": country_name(line.country),
            "currency": line.currency,
            "amount": in_units(line.amount_minor, decimals),
            "refund": in_units(line.refund_minor, decimals),
            "net": Formula(
                f"ROUND({place('amount')}-{place('refund')},2)",
                in_units(line.amount_minor - line.refund_minor, decimals),
            ),
            "rate": rate_value(line.rate),
            "rate_on": None if line.rate is None else line.rate.on,
            "base_rate": rate_value(line.base_rate),
            "customs_code": line.customs_code,
            "declaration": line.declaration,
            "tracking": line.tracking,
            "receipt": line.receipt,
            "invoice": line.invoice,
            "counted": YES if counted else NO,
            "reason": line.reason,
            "evidence": line.evidence,
            "line": line.line,
            "class": CLASSES[line.standing],
            **{name: marks[index] for name, marks in self.firsts.items()},
            **_converted(line, place),
        }


@lru_cache(maxsize=4096)
def rate_value(rate: RateUsed | None) -> Value:
    """Return a rate for one unit of its currency: a figure where it has an end, else a division."""
    if rate is None:
        return None
    exact = Fraction(rate.cny) / rate.units
    if 10**10 % rate.units == 0:
        return rate.cny / rate.units
    return Formula(f"{rate.cny}/{rate.units}", exact)


@lru_cache(maxsize=4096)
def _factor(rate: RateUsed | None, base_rate: RateUsed | None, decimals: int) -> tuple[int, int]:
    """Return what a minor unit is in hundredths of the scheme's currency, as numerator and denominator."""
    factor = Fraction(100, 10**decimals)
    if rate is not None:
        factor *= Fraction(rate.cny) / rate.units
    if base_rate is not None:
        factor /= Fraction(base_rate.cny) / base_rate.units
    return factor.numerator, factor.denominator


def _converted(line: SalesLine, place: Place) -> dict[str, Value]:
    """Return what is in the scheme's currency: a live conversion where that is how it came about."""
    times = "" if line.rate is None else f"*{place('rate')}"
    if line.base_rate is not None:
        times += f"/{place('base_rate')}"
    numerator, denominator = _factor(line.rate, line.base_rate, line.decimals)
    made: dict[str, Value] = {}
    figures = {"amount": line.amount_base, "refund": line.refund_base, "net": line.net_base}
    stated = {
        "amount": line.amount_minor,
        "refund": line.refund_minor,
        "net": line.amount_minor - line.refund_minor,
    }
    for name, base in figures.items():
        if base is None:
            continue
        if round_half_up(stated[name] * numerator, denominator) == base:
            formula = f"ROUND({place(name)}{times},2)"
        else:
            formula = _difference(name, figures, place)
        made[f"{name}_base"] = Formula(formula, in_units(base, 2)) if formula else in_units(base, 2)
    if line.settled_base is not None:
        made["settled_base"] = in_units(line.settled_base, 2)
    return made


def _difference(name: str, figures: Mapping[str, int | None], place: Place) -> str:
    """Return what is left of two converted figures, where one of three is reckoned so; else nothing."""
    sold, back, left = figures["amount"], figures["refund"], figures["net"]
    if name == "amount" or sold is None or back is None or left is None or sold - back != left:
        return ""
    other = "net" if name == "refund" else "refund"
    return f"ROUND({place('amount_base')}-{place(other + '_base')},2)"


def _add_foot(listed: Listed, ledger: SalesLedger, rows: _Rows, sources: Sources, unit: str) -> None:
    """Add the totals, and keep what they come to for the items."""
    sums = _sums(ledger)
    keys = {"net": "net_base", "sold": "amount_base", "refunds": "refund_base", "settled": "settled_base"}
    totals = {
        keys[name]: (
            f'ROUND(SUMIFS({local(listed.area(keys[name]))},{local(listed.area("counted"))},"{YES}"),2)',
            value,
        )
        for name, value in sums.items()
        if name in keys
    }
    for name, marks in rows.firsts.items():
        totals[name] = (f"SUM({local(listed.area(name))})", Fraction(sum(marks)))
    if any(column.key == "net_weight_kg" for column in listed.columns):
        weights = (
            line.net_weight_kg or Fraction(0) for line in ledger.lines if line.standing is Standing.COUNTED
        )
        areas = f'{local(listed.area("net_weight_kg"))},{local(listed.area("counted"))},"{YES}"'
        totals["net_weight_kg"] = (f"ROUND(SUMIFS({areas}),6)", sum(weights, Fraction(0)))
    add_totals(listed, "合计(计入部分)", totals)
    if unit == "元":
        add_total_capitals(listed, "净额合计(大写)", "net_base")
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))
    measures = {
        "net": "net_base",
        "settled": "settled_base",
        "orders": "order_once",
        "parcels": "parcel_once",
        "sessions": "session_once",
        "kilograms": "net_weight_kg",
    }
    for measure, key in measures.items():
        if key in listed.totals:
            ref = listed.totals[key]
            sources.add(ledger.items, measure, Formula(ref.address, ref.value))
    _keep_figures(listed, ledger, sums, sources)


def _sums(ledger: SalesLedger) -> dict[str, Fraction]:
    """Return what the lines come to, by what becomes of them."""
    names = ("net", "sold", "refunds", "settled", "paid", "placed", "cancelled", "excluded")
    fen = dict.fromkeys(names, 0)
    for line in ledger.lines:
        amount = line.amount_base or 0
        if line.standing is Standing.COUNTED:
            fen["net"] += line.net_base or 0
            fen["sold"] += amount
            fen["refunds"] += line.refund_base or 0
            fen["settled"] += line.settled_base or 0
        if line.standing in _SOLD:
            fen["paid"] += amount
        if line.standing is not Standing.LEFT_OUT:
            fen["placed"] += amount
        if line.standing is Standing.CANCELLED:
            fen["cancelled"] += amount
        if line.standing is Standing.EXCLUDED:
            fen["excluded"] += amount
    return {name: Fraction(value, 100) for name, value in fen.items()}


def _keep_figures(
    listed: Listed, ledger: SalesLedger, sums: Mapping[str, Fraction], sources: Sources
) -> None:
    """Keep the formulas of the five figures, and of what is placed and paid."""

    def summed(key: str, *standings: Standing) -> str:
        areas = f"{listed.area(key)},{listed.area('class')}"
        parts = ",".join(f'SUMIFS({areas},"{CLASSES[standing]}")' for standing in standings)
        return f"ROUND(SUM({parts}),2)" if len(standings) > 1 else f"ROUND({parts},2)"

    figures = {
        "paid": Formula(summed("amount_base", *_SOLD), sums["paid"]),
        "cancelled": Formula(summed("amount_base", Standing.CANCELLED), sums["cancelled"]),
        "excluded": Formula(summed("amount_base", Standing.EXCLUDED), sums["excluded"]),
        "refunds": Formula(summed("refund_base", Standing.COUNTED), sums["refunds"]),
    }
    placed = Formula(summed("amount_base", *_SOLD, Standing.UNPAID), sums["placed"])
    sources.add(ledger.items, "paid", figures["paid"])
    sources.add(ledger.items, "paid", Formula(listed.totals["amount_base"].address, sums["sold"]))
    sources.add(ledger.items, "placed", placed)
    for item in ledger.items:
        sources.figures[item] = figures
