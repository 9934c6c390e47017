"""What only some readers get: 公示表 for everyone, approval and differences for the file copy."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.listing import (
    Plan,
    add_list,
    add_signers,
    add_total_capitals,
    add_totals,
    total_of,
)
from desktop_app.excel.claim_workbook.making import fen
from desktop_app.excel.claim_workbook.names import items_about, period
from desktop_app.excel.claim_workbook.phrases import of
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Value
from desktop_app.excel.claim_workbook.words import title_of

if TYPE_CHECKING:
    from desktop_app.excel.claim_workbook.listing import Place
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.reports.claim.rows import SalesLine


def add_public(making: Making) -> None:
    """Add name, item, base and amount, and nothing else of the claim."""
    document = making.document
    items = document.items

    def row(index: int, _place: Place) -> dict[str, Value]:
        item = items[index]
        return {
            "index": item.number,
            "name": document.applicant.name,
            "item": item.scheme.name,
            "base": of(item.scheme, item.given.base),
            "amount": fen(item.asked_fen),
        }

    title = title_of("public").format(title=document.title.removesuffix("申报表"))
    plan = Plan("public", title, f"申报期间：{period(document)}", len(items), row)
    listed = add_list(making, plan)
    asked = Fraction(document.asked_fen, 100)
    add_totals(listed, "合计", {"amount": total_of(listed, "amount", asked)})
    add_total_capitals(listed, "合计(大写)", "amount")


def add_approval(making: Making) -> None:
    """Add what was approved, paid and recovered, with the reasons for less."""
    document = making.document
    items = document.items

    def row(index: int, place: Place) -> dict[str, Value]:
        item = items[index]
        made: dict[str, Value] = {
            "index": item.number,
            "item": item.scheme.name,
            "asked": fen(item.asked_fen),
            "approved": fen(item.approved_fen),
            "paid": fen(item.paid_fen),
            "recovered": fen(item.recovered_fen),
            "note": item.approval_note,
        }
        if item.approved_fen is not None:
            less = Fraction(item.asked_fen - item.approved_fen, 100)
            made["less"] = Formula(f"ROUND({place('asked')}-{place('approved')},2)", less)
            open_ = Fraction(item.approved_fen - (item.paid_fen or 0), 100)
            made["unpaid"] = Formula(f"ROUND({place('approved')}-N({place('paid')}),2)", open_)
        return made

    about = items_about(document, ())
    listed = add_list(making, Plan("approval", title_of("approval"), about, len(items), row))
    sums = {
        "asked": sum(item.asked_fen for item in items),
        "approved": sum(item.approved_fen or 0 for item in items),
        "paid": sum(item.paid_fen or 0 for item in items),
        "recovered": sum(item.recovered_fen or 0 for item in items),
    }
    add_totals(
        listed, "合计", {key: total_of(listed, key, Fraction(value, 100)) for key, value in sums.items()}
    )
    add_total_capitals(listed, "核定合计(大写)", "approved")
    if document.state:
        said = Put(f"办理状态：{document.state}", looks.PLAIN, listed.sheet.printed)
        listed.sheet.add([said], 26)
    add_signers(listed.sheet, ("填表人", "审核人", "日期"))
    _add_less(making)


def _add_less(making: Making) -> None:
    """Add the lines of which less was approved, each with its reason."""
    lines: list[SalesLine] = [
        line for ledger in making.document.ledgers for line in ledger.lines if line.difference
    ]
    if not lines:
        return

    def row(index: int, _place: Place) -> dict[str, Value]:
        line = lines[index]
        return {
            "index": index + 1,
            "order_id": line.order_id,
            "product": line.product,
            "net": fen(line.net_base),
            "note": line.difference,
        }

    add_list(making, Plan("less", title_of("less"), items_about(making.document, ()), len(lines), row))


def add_differences(making: Making) -> None:
    """Add what the book says otherwise since the claim was frozen."""
    rows = making.document.differences

    def row(index: int, place: Place) -> dict[str, Value]:
        one = rows[index]
        made: dict[str, Value] = {
            "index": index + 1,
            "what": one.what,
            "frozen": fen(one.frozen_fen),
            "now": fen(one.now_fen),
            "note": one.note,
        }
        if one.frozen_fen is not None and one.now_fen is not None:
            change = Fraction(one.now_fen - one.frozen_fen, 100)
            made["difference"] = Formula(f"ROUND({place('now')}-{place('frozen')},2)", change)
        return made

    add_list(
        making, Plan("differences", title_of("differences"), items_about(making.document, ()), len(rows), row)
    )
