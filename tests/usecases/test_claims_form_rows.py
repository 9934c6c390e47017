"""The repeated rows of a county's form: every line that counts once, and yuan where yuan are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.given import Given
from desktop_app.reports.claim.rows import CostList, CostRow, RateUsed, SalesLedger, SalesLine, Standing
from desktop_app.usecases.claims_form_rows import rows_of
from tests.excel.claims_made import claim_of, item_of, scheme_of

if TYPE_CHECKING:
    from desktop_app.reports.claim.document import ClaimDocument

STEP = {"kind": "step", "every": "100", "amount": "1"}
USD = RateUsed(currency="USD", on=date(2025, 3, 1), cny=Decimal("7.2"), units=1, source="")
THB = RateUsed(currency="THB", on=date(2025, 3, 1), cny=Decimal(20), units=100, source="")
FEE = CostRow(kind="推广费", supplier="甲公司", amount_minor=5000, cny_fen=5000, counted_fen=5000)


def sold(order: str, currency: str, minor: int, **more: object) -> SalesLine:
    line = SalesLine(
        sold_on=date(2025, 3, 5), platform="shopee", account="A", order_id=order, product="猕猴桃",
        quantity=Fraction(1), unit="箱", currency=currency, amount_minor=minor, amount_base=0, net_base=0,
    )  # fmt: skip
    return replace(line, **more)  # type: ignore[arg-type]


def claim(*ledgers: SalesLedger, **fields: object) -> ClaimDocument:
    yuan = scheme_of(base={"measure": "net"}, rule=STEP)
    dollars = scheme_of(base={"measure": "net", "currency": "USD"}, rule=STEP)
    items = [item_of(number, one, Given(base=Fraction(0))) for number, one in ((1, yuan), (2, dollars))]
    return claim_of(items, ledgers=ledgers, evidence=(), **fields)


def nets(document: ClaimDocument) -> dict[object, object]:
    return {row["order_id"]: row["net_cny"] for row in rows_of(document)["sales"]}


def test_net_cny_is_yuan_where_a_scheme_counts_dollars() -> None:
    dollars = SalesLedger(
        items=(2,),
        lines=(
            sold("baht", "THB", 100_050, refund_minor=50, rate=THB, base_rate=USD, net_base=2778),
            sold("yuan", "CNY", 7_200, base_rate=USD, net_base=1000),
            sold("own", "USD", 1_000, net_base=1000),
        ),
    )
    assert nets(claim(dollars)) == {"baht": Decimal("200.00"), "yuan": Decimal("72.00"), "own": None}


def test_a_line_of_two_schemes_stands_once_as_the_one_in_yuan_has_it() -> None:
    line = sold("own", "USD", 1_000, net_base=1000)
    dollars = SalesLedger(items=(2,), lines=(line,))
    yuan = SalesLedger(items=(1,), lines=(replace(line, rate=USD, net_base=7200),))
    assert nets(claim(dollars, yuan)) == {"own": Decimal("72.00")}


def test_lines_stand_in_order_of_day_whatever_scheme_counts_them() -> None:
    late, early = sold("b", "CNY", 1, sold_on=date(2025, 4, 1)), sold("a", "CNY", 1)
    left_out = sold("c", "CNY", 1, standing=Standing.CANCELLED)
    ledgers = (SalesLedger(items=(1,), lines=(late, left_out)), SalesLedger(items=(1,), lines=(early,)))
    rows = rows_of(claim(*ledgers))["sales"]
    assert [(row["index"], row["order_id"]) for row in rows] == [(1, "a"), (2, "b")]


def test_two_costs_alike_are_two_and_one_cost_of_two_schemes_is_one() -> None:
    other = replace(FEE, supplier="乙公司")
    lists = (CostList(items=(1,), rows=(FEE, FEE, other)), CostList(items=(2,), rows=(FEE, other)))
    rows = rows_of(claim(costs=lists))["costs"]
    assert sorted(str(row["supplier"]) for row in rows) == ["乙公司", "甲公司", "甲公司"]
    assert sum(Decimal(str(row["cost"])) for row in rows) == 150
