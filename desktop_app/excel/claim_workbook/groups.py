"""A long ledger on few pages: its lines added up by day or by stream, the full list staying in the file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook.listing import (
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
    total_of,
)
from desktop_app.excel.claim_workbook.names import items_about
from desktop_app.excel.claim_workbook.sales import YES
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.words import title_of
from desktop_app.reports.claim.rows import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.excel.claim_workbook.listing import Listed, Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.reports.claim.rows import SalesLedger, SalesLine


class LedgerBy(StrEnum):
    """What a ledger is added up by for print."""

    DAY = "day"
    SESSION = "session"


_EMPTY: Final = '""'
_OFF: Final = (Standing.CANCELLED, Standing.EXCLUDED)


def add_groups(making: Making, listed: Listed, ledger: SalesLedger, by: LedgerBy, unit: str) -> None:
    """Add the sheet of a ledger's sums; lines outside the period or the filters are in none of them."""
    groups: dict[date | str, list[SalesLine]] = {}
    for line in ledger.lines:
        key = line.sold_on if by is LedgerBy.DAY else line.session
        groups.setdefault(key, []).append(line)
    found = sorted(groups.items())
    keys = listed.area("sold_on" if by is LedgerBy.DAY else "session")

    def row(index: int, place: Place) -> dict[str, Value]:
        return {
            "index": index + 1,
            "group": found[index][0] or "(无场次)",
            **_sums(listed, found[index], keys, place),
        }

    kind = f"by_{by}"
    plan = Plan(kind, title_of(kind), items_about(making.document, ledger.items), len(found), row, unit=unit)
    added = add_list(making, plan)
    sums = {key: Fraction(0) for key in ("lines", "counted", "paid", "off", "refunds", "net")}
    for _key, lines in found:
        for name, value in _figures(lines).items():
            sums[name] += value
    add_totals(added, "合计", {name: total_of(added, name, value) for name, value in sums.items()})
    if unit == "元":
        add_total_capitals(added, "净额合计(大写)", "net")
    add_signers(added.sheet, ("制表人", "审核人", "日期"))


def _figures(lines: Sequence[SalesLine]) -> dict[str, Fraction]:
    counted = [line for line in lines if line.standing is Standing.COUNTED]
    off = [line for line in lines if line.standing in _OFF]
    return {
        "lines": Fraction(len(lines)),
        "counted": Fraction(len(counted)),
        "paid": Fraction(sum(line.amount_base or 0 for line in (*counted, *off)), 100),
        "off": Fraction(sum(line.amount_base or 0 for line in off), 100),
        "refunds": Fraction(sum(line.refund_base or 0 for line in counted), 100),
        "net": Fraction(sum(line.net_base or 0 for line in counted), 100),
    }


def _sums(
    listed: Listed, group: tuple[date | str, Sequence[SalesLine]], keys: str, place: Place
) -> dict[str, Value]:
    """Return live sums over the ledger; EXACT compares as it is, for a stream's name may hold a star."""
    key, lines = group
    figures = _figures(lines)
    same = f"--EXACT({keys},{place('group') if key else _EMPTY})"
    if isinstance(key, date):
        same = f"--({keys}={place('group')})"
    counted = f'--({listed.area("counted")}="{YES}")'
    off = f'(({listed.area("class")}="取消")+({listed.area("class")}="剔除"))'
    sold = f"({counted}+{off})"
    amounts, refunds, net = (listed.area(f"{name}_base") for name in ("amount", "refund", "net"))
    formulas = {
        "lines": f"SUMPRODUCT({same})",
        "counted": f"SUMPRODUCT({same},{counted})",
        "paid": f"ROUND(SUMPRODUCT({same},{sold},{amounts}),2)",
        "off": f"ROUND(SUMPRODUCT({same},{off},{amounts}),2)",
        "refunds": f"ROUND(SUMPRODUCT({same},{counted},{refunds}),2)",
        "net": f"ROUND(SUMPRODUCT({same},{counted},{net}),2)",
    }
    return {name: Formula(text, figures[name]) for name, text in formulas.items()}
