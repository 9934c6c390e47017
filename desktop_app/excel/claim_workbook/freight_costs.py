"""物流明细表 and 费用明细表: what was sent and what was paid, with what each row gives."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.scheme import PerUnitRule, RateRule
from desktop_app.domain.subsidy.working import in_force
from desktop_app.excel.claim_workbook.desk import digits_of, rounded
from desktop_app.excel.claim_workbook.listing import (
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
    total_of,
)
from desktop_app.excel.claim_workbook.making import fen, local
from desktop_app.excel.claim_workbook.names import country_name, items_about
from desktop_app.excel.claim_workbook.sales import NO, YES, rate_value
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.words import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.subsidy.scheme import Rule
    from desktop_app.excel.claim_workbook.listing import Listed, Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.document import ClaimDocument
    from desktop_app.reports.claim.rows import CostList, CostRow, ShippingList, ShippingRow


def _rules(document: ClaimDocument, items: Sequence[int]) -> list[tuple[int, Rule]]:
    """Return the rules in force of some items with their numbers."""
    chosen = [item for item in document.items if item.number in items]
    return [(item.number, in_force(item.scheme, item.given).rule) for item in chosen]


def _yes_no(told: bool | None) -> str:  # noqa: FBT001 - a cell's value, not a switch
    return "" if told is None else YES if told else NO


# Freight ------------------------------------------------------------------------------------------------


def add_shipping(making: Making, shipping: ShippingList, sources: Sources) -> None:
    """Add the list of what was sent, with what each parcel gives under a rule by units."""
    per_unit = [
        (number, rule)
        for number, rule in _rules(making.document, shipping.items)
        if isinstance(rule, PerUnitRule)
    ]
    # Two rules would need two columns each: then the sheet with the calculation alone shows them.
    item, rule = per_unit[0] if len(per_unit) == 1 else (0, None)
    units = _units_given(shipping.rows, rule)
    rows = shipping.rows

    def row(index: int, place: Place) -> dict[str, Value]:
        return _shipping_row(index, rows[index], place, rule, units)

    plan = Plan(
        "shipping",
        title_of("shipping"),
        items_about(making.document, shipping.items),
        len(rows),
        row,
        wanted=frozenset(("delivered", "within_county")),
    )
    listed = add_list(making, plan)
    given = None
    if rule is not None and units:
        given = sum((_gives(one, rule, count) for one, count in zip(rows, units, strict=True)), Fraction(0))
    _add_shipping_foot(listed, shipping, sources, given)
    if given is not None:
        sources.given_by_rows[item] = Formula(listed.totals["subsidy"].address, given)
        paid = sum((count * (one.cost_fen or 0) for one, count in zip(rows, units, strict=True)), 0)
        product = f"ROUND(SUMPRODUCT({listed.area('units')},{listed.area('cost')}),2)"
        sources.paid_by_rows[item] = Formula(product, Fraction(paid, 100))


def _units_given(rows: Sequence[ShippingRow], rule: PerUnitRule | None) -> list[int]:
    """Return how many pieces of each row give something: the first `above` of them do not.

    Nothing where a row cannot be reckoned by itself: several pieces that each give their own cost.
    """
    if rule is None or (
        rule.or_actual_if_less and any(one.pieces != 1 or one.cost_fen is None for one in rows if one.counted)
    ):
        return []
    left = int(rule.above)
    given = []
    for one in rows:
        pieces = one.pieces if one.counted else 0
        skipped = min(left, pieces)
        left -= skipped
        given.append(pieces - skipped)
    return given


def _gives(row: ShippingRow, rule: PerUnitRule, units: int) -> Fraction:
    each = rule.amount
    if rule.or_actual_if_less and units:
        each = min(each, Fraction(row.cost_fen or 0, 100))
    return each * units


def _shipping_row(
    index: int, row: ShippingRow, place: Place, rule: PerUnitRule | None, units: Sequence[int]
) -> dict[str, Value]:
    made: dict[str, Value] = {
        "index": index + 1,
        "sent_on": row.sent_on,
        "order_id": row.order_id,
        "carrier": row.carrier,
        "tracking": row.tracking,
        "from_place": row.from_place,
        "country": country_name(row.country),
        "product": row.product,
        "pieces": row.pieces,
        "weight_kg": row.weight_kg,
        "cost": fen(row.cost_fen),
        "invoice": row.invoice,
        "within_county": _yes_no(row.within_county),
        "delivered": _yes_no(row.delivered),
        "evidence": row.evidence,
        "note": row.note,
        "counted": _yes_no(row.counted),
        "distance_km": row.distance_km,
    }
    if row.weight_kg is not None and row.distance_km is not None:
        work = row.weight_kg * row.distance_km / 1000
        places = f"{place('weight_kg')}*{place('distance_km')}"
        made["tonne_km"] = Formula(f"ROUND({places}/1000,{digits_of(work)})", work)
    if rule is not None and units:
        each = place("standard")
        if rule.or_actual_if_less:
            each = f"MIN({each},{place('cost')})"
        given = _gives(row, rule, units[index])
        made["units"] = units[index]
        made["standard"] = rule.amount
        made["subsidy"] = Formula(f"ROUND({each}*{place('units')},{digits_of(rule.amount)})", given)
    return made


def _add_shipping_foot(
    listed: Listed, shipping: ShippingList, sources: Sources, given: Fraction | None
) -> None:
    counted = [row for row in shipping.rows if row.counted]
    sums = {
        "pieces": Fraction(sum(row.pieces for row in counted)),
        "weight_kg": sum((row.weight_kg or Fraction(0) for row in counted), Fraction(0)),
        "cost": Fraction(sum(row.cost_fen or 0 for row in counted), 100),
        "tonne_km": sum(
            ((row.weight_kg or Fraction(0)) * (row.distance_km or 0) / 1000 for row in counted), Fraction(0)
        ),
    }
    present = {column.key for column in listed.columns}
    counted_area = local(listed.area("counted"))
    totals = {
        key: (
            f'ROUND(SUMIFS({local(listed.area(key))},{counted_area},"{YES}"),{digits_of(value)})',
            value,
        )
        for key, value in sums.items()
        if key in present
    }
    if given is not None:
        totals["subsidy"] = total_of(listed, "subsidy", given, digits_of(given))
    add_totals(listed, "合计(计入部分)", totals)
    add_total_capitals(listed, "运费合计(大写)", "cost")
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))
    measures = {"parcels": "pieces", "orders": "pieces", "kilograms": "weight_kg", "tonne_km": "tonne_km"}
    for measure, key in {**measures, "cost": "cost"}.items():
        if key in listed.totals:
            ref = listed.totals[key]
            sources.add(shipping.items, measure, Formula(ref.address, ref.value))


# Costs --------------------------------------------------------------------------------------------------


def add_costs(making: Making, costs: CostList, sources: Sources) -> None:
    """Add the list of what was paid, with the share that is supported."""
    rates = [
        rule.rate for _number, rule in _rules(making.document, costs.items) if isinstance(rule, RateRule)
    ]
    rate = rates[0] if len(set(rates)) == 1 else None
    rows = costs.rows

    def row(index: int, place: Place) -> dict[str, Value]:
        return _cost_row(index, rows[index], place, rate)

    plan = Plan("costs", title_of("costs"), items_about(making.document, costs.items), len(rows), row)
    listed = add_list(making, plan)
    counted = Fraction(sum(one.counted_fen for one in rows), 100)
    totals = {
        "cny": total_of(listed, "cny", Fraction(sum(one.cny_fen or 0 for one in rows), 100)),
        "counted": total_of(listed, "counted", counted),
    }
    if rate is not None:
        given = counted * rate
        # Halves of a fen in the rows are kept until the sum, as the program keeps them.
        totals["subsidy"] = total_of(listed, "subsidy", rounded(given, 2))
    add_totals(listed, "合计", totals)
    add_total_capitals(listed, "可计入合计(大写)", "counted")
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))
    ref = listed.totals["counted"]
    sources.add(costs.items, "cost", Formula(ref.address, ref.value))


def _cost_row(index: int, row: CostRow, place: Place, rate: Fraction | None) -> dict[str, Value]:
    exact = Fraction(row.amount_minor * 100, 10**row.decimals)
    times = ""
    if row.rate is not None:
        exact *= Fraction(row.rate.cny) / row.rate.units
        times = f"*{place('rate')}"
    cny: Value = fen(row.cny_fen)
    if row.cny_fen is not None and round_half_up(exact.numerator, exact.denominator) == row.cny_fen:
        cny = Formula(f"ROUND({place('amount')}{times},2)", Fraction(row.cny_fen, 100))
    days = [day.isoformat() for day in (row.service_from, row.service_to) if day is not None]
    made: dict[str, Value] = {
        "index": index + 1,
        "kind": row.kind,
        "supplier": row.supplier,
        "service": " 至 ".join(days),
        "invoice": row.invoice,
        "invoiced_on": row.invoiced_on,
        "currency": row.currency,
        "amount": Fraction(row.amount_minor, 10**row.decimals),
        "rate": rate_value(row.rate),
        "cny": cny,
        "paid_on": row.paid_on,
        "paid_by": row.paid_by,
        "receipt": row.receipt,
        "counted": Fraction(row.counted_fen, 100),
        "evidence": row.evidence,
    }
    if rate is not None:
        given = Fraction(row.counted_fen, 100) * rate
        made["share"] = rate
        made["subsidy"] = Formula(f"ROUND({place('counted')}*{place('share')},{digits_of(given)})", given)
    return made
