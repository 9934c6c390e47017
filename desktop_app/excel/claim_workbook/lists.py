"""The lists beside sales, freight and costs: streams, money received, trial, training, evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.words import RuleKind
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.listing import (
    FIRST,
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
    total_of,
)
from desktop_app.excel.claim_workbook.making import fen, in_units, local
from desktop_app.excel.claim_workbook.names import items_about, platform_name
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.words import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from desktop_app.excel.claim_workbook.listing import Listed, MakeRow, Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.rows import ReconciliationRow, Trial


_SEVERAL: Final = 2


def _plan(making: Making, kind: str, count: int, row: MakeRow, *, unit: str = "元", landscape: bool) -> Plan:
    about = items_about(making.document, [item.number for item in making.document.items])
    return Plan(kind, title_of(kind), about, count, row, unit=unit, landscape=landscape)


# Streams ------------------------------------------------------------------------------------------------


def add_sessions(making: Making, sources: Sources) -> None:
    """Add the list of streams."""
    rows = making.document.sessions

    def row(index: int, _place: Place) -> dict[str, Value]:
        one = rows[index]
        return {
            "session": one.session,
            "platform": platform_name(one.platform),
            "account": one.account,
            "started_at": one.started_at,
            "minutes": one.minutes,
            "views": one.views,
            "orders": one.orders,
            "sales": fen(one.sales_fen),
            "refunds": fen(one.refunds_fen),
            "promotion": fen(one.promotion_fen),
            "profit": fen(one.profit_fen),
            "host": one.host,
            "recording": one.recording,
        }

    listed = add_list(making, _plan(making, "sessions", len(rows), row, landscape=True))
    sums = {
        "minutes": Fraction(sum(one.minutes or 0 for one in rows)),
        "views": Fraction(sum(one.views or 0 for one in rows)),
        "orders": Fraction(sum(one.orders or 0 for one in rows)),
        "sales": Fraction(sum(one.sales_fen or 0 for one in rows), 100),
        "refunds": Fraction(sum(one.refunds_fen or 0 for one in rows), 100),
        "promotion": Fraction(sum(one.promotion_fen or 0 for one in rows), 100),
        "profit": Fraction(sum(one.profit_fen or 0 for one in rows), 100),
    }
    add_totals(listed, "合计", {key: total_of(listed, key, value) for key, value in sums.items()})
    add_total_capitals(listed, "成交额合计(大写)", "sales")
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))
    count = Formula(f"COUNTA({listed.area('session')})", Fraction(len(rows)))
    sources.add((item.number for item in making.document.items), "sessions", count)


# Money received -----------------------------------------------------------------------------------------


def add_reconciliation(making: Making) -> None:
    """Add settlements, payouts, bank receipts and orders side by side."""
    rows = making.document.reconciliation

    def row(index: int, place: Place) -> dict[str, Value]:
        return _reconciliation_row(index, rows, place)

    listed = add_list(making, _plan(making, "reconciliation", len(rows), row, landscape=True))
    received = Fraction(sum(one.received_fen or 0 for one in rows), 100)
    add_totals(listed, "合计", {"received": total_of(listed, "received", received)})
    add_total_capitals(listed, "银行实收合计(大写)", "received")
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))


def _reconciliation_row(index: int, rows: Sequence[ReconciliationRow], place: Place) -> dict[str, Value]:
    row = rows[index]

    def own(minor: int | None) -> Decimal | None:
        return None if minor is None else in_units(minor, row.decimals)

    made: dict[str, Value] = {
        "index": index + 1,
        "platform": platform_name(row.platform),
        "account": row.account,
        "settlement": row.settlement,
        "settled_on": row.settled_on,
        "currency": row.currency,
        "orders": row.orders,
        "orders_amount": own(row.orders_minor),
        "settled": own(row.settled_minor),
        "payout": row.payout,
        "paid_out_on": row.paid_out_on,
        "payout_amount": own(row.payout_minor),
        "fee": own(row.payout_fee_minor),
        "received": fen(row.received_fen),
        "bank_ref": row.bank_ref,
        "note": row.note,
    }
    if row.settled_minor is not None and row.payout_minor is not None:
        alike = [one for one in rows if row.payout and (one.payout, one.account) == (row.payout, row.account)]
        settled = sum(one.settled_minor or 0 for one in alike) if alike else row.settled_minor
        # What was paid out still holds the fee, as the book's reconciling and its journal have it.
        left = settled + row.elsewhere_minor - row.payout_minor
        cells = place("settled") if len(alike) < _SEVERAL else _settled_together(len(rows), place)
        if row.elsewhere_minor:
            outside = in_units(row.elsewhere_minor, row.decimals)
            cells += f"+{outside}"
            made["note"] = f"{row.note} 到账另含未列结算 {outside:,}".strip()
        cells += f"-{place('payout_amount')}"
        made["difference"] = Formula(f"ROUND({cells},2)", in_units(left, row.decimals))
    return made


def _settled_together(count: int, place: Place) -> str:
    """Return the sum of the settlements that one payout paid: those with its number and account."""

    def column(key: str) -> str:
        name = place(key).rstrip("0123456789")
        return f"${name}${FIRST}:${name}${FIRST + count - 1}"

    same = (f"--EXACT({column(key)},{place(key)})" for key in ("payout", "account"))
    return f"SUMPRODUCT({','.join(same)},{column('settled')})"


# Trial --------------------------------------------------------------------------------------------------


def add_trial(making: Making, trial: Trial, sources: Sources) -> None:
    """Add the days of a trial: what has come together against the target that was set before it."""
    rows = trial.rows
    running: list[int] = []
    for one in rows:
        running.append((running[-1] if running else 0) + one.profit_fen)

    def row(index: int, place: Place) -> dict[str, Value]:
        one = rows[index]
        column = place("profit").rstrip("0123456789")
        target = Fraction(one.target_to_date_fen, 100)
        together = Fraction(running[index], 100)
        return {
            "index": index + 1,
            "on": one.on,
            "sessions": one.sessions,
            "net_sales": fen(one.net_sales_fen),
            "cost": fen(one.cost_fen),
            "profit": fen(one.profit_fen),
            "cumulative": Formula(f"ROUND(SUM({column}$4:{place('profit')}),2)", together),
            "target": target,
            "gap": Formula(f"ROUND({place('cumulative')}-{place('target')},2)", together - target),
        }

    listed = add_list(making, _plan(making, "trial", len(rows), row, landscape=False))
    sums = {
        "sessions": Fraction(sum(one.sessions for one in rows)),
        "net_sales": Fraction(sum(one.net_sales_fen for one in rows), 100),
        "cost": Fraction(sum(one.cost_fen for one in rows), 100),
        "profit": Fraction(sum(one.profit_fen for one in rows), 100),
    }
    add_totals(listed, "合计", {key: total_of(listed, key, value) for key, value in sums.items()})
    _add_loss(making, trial, listed, sources)


def _add_loss(making: Making, trial: Trial, listed: Listed, sources: Sources) -> None:
    """Add first broadcast, days, target and what is missing of it."""
    sheet, target = listed.sheet, Fraction(trial.target_fen, 100)
    profit = listed.totals["profit"]
    rest = len(listed.columns) - 5
    sheet.blank()

    def line(label: str, value: Value, look: looks.Look, said: str = "") -> int:
        return sheet.add([Put(label, looks.LABEL, 3), Put(value, look, 2), Put(said, looks.VALUE, rest)])

    line("首播日期", trial.first_on, looks.Look(looks.DAY, align="center"), f"试播期 {trial.days} 天")
    stamped = f"目标书佐证编号：{trial.target_evidence}" if trial.target_evidence else ""
    row = line("目标利润", target, looks.FIGURES, stamped)
    cell = f"'{sheet.name}'!$D${row}"
    missing = target - profit.value
    formula = Formula(f"ROUND({local(cell)}-{local(profit.address)},2)", missing)
    row = line("亏损额", formula, looks.TOTAL, "亏损额＝目标利润－累计利润")
    items = [item.number for item in making.document.items if item.scheme.rule.kind is RuleKind.LOSS]
    sources.add(items, "loss", Formula(f"'{sheet.name}'!$D${row}", missing))
    add_signers(sheet, ("申报人(签章)", "审核人", "日期"))


# Training and evidence ----------------------------------------------------------------------------------


def add_training(making: Making) -> None:
    """Add courses and what came of them."""
    rows = making.document.training

    def row(index: int, _place: Place) -> dict[str, Value]:
        one = rows[index]
        return {
            "index": index + 1,
            "person": one.person,
            "course": one.course,
            "on": one.on,
            "organiser": one.organiser,
            "hours": one.hours,
            "certificate": one.certificate,
            "first_broadcast_on": one.first_broadcast_on,
            "first_paid_order_on": one.first_paid_order_on,
            "net_sales_since": fen(one.net_sales_since_fen),
        }

    listed = add_list(making, _plan(making, "training", len(rows), row, landscape=False))
    hours = sum((one.hours or Fraction(0) for one in rows), Fraction(0))
    sales = Fraction(sum(one.net_sales_since_fen or 0 for one in rows), 100)
    totals = {
        "hours": total_of(listed, "hours", hours),
        "net_sales_since": total_of(listed, "net_sales_since", sales),
    }
    add_totals(listed, "合计", totals)
    add_signers(listed.sheet, ("制表人", "审核人", "日期"))


def add_evidence(making: Making) -> None:
    """Add the list of evidence; each file's hash shows that it is the one that was handed in."""
    document = making.document
    rows = document.evidence

    def row(index: int, _place: Place) -> dict[str, Value]:
        one = rows[index]
        return {
            "number": one.number,
            "kind": one.kind,
            "file_name": one.file_name,
            "of": one.of,
            "pages": one.pages,
            "copies": one.copies,
            "sha256": one.sha256,
        }

    listed = add_list(making, _plan(making, "evidence", len(rows), row, unit="", landscape=False))
    sheet = listed.sheet
    said = f"共 {len(rows)} 份材料。"
    if document.manifest_hash:
        said += f"材料清单文件校验码(SHA-256)：{document.manifest_hash}"
    sheet.blank()
    sheet.add([Put(said, looks.PLAIN_WRAPPED, sheet.printed)])
    add_signers(sheet, ("提交人", "接收人", "日期"))
