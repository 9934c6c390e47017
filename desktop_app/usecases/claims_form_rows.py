"""The repeated rows of a county's form: each list of a claim with the ledger's columns as fields."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.words import YUAN
from desktop_app.excel.claim_workbook.names import country_name, platform_name
from desktop_app.reports.claim.rows import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop_app.excel.forms.fields import Value
    from desktop_app.reports.claim.document import ClaimDocument
    from desktop_app.reports.claim.rows import (
        CostRow,
        EvidenceFile,
        RateUsed,
        SalesLine,
        SessionRow,
        ShippingRow,
    )

Row = dict[str, "Value"]
_T = TypeVar("_T")


def rows_of(document: ClaimDocument) -> Mapping[str, list[Row]]:
    """Return the rows of each list: of sales, the lines that count, each once."""
    shipping = _together([row for row in one.rows if row.counted] for one in document.shipping)
    costs = _together([row for row in one.rows if row.counted_fen] for one in document.costs)
    return {
        "sales": _numbered(_sales(document)),
        "shipping": _numbered(list(map(_parcel, shipping))),
        "costs": _numbered(list(map(_cost, costs))),
        "sessions": _numbered(list(map(_session, document.sessions))),
        "evidence": _numbered(list(map(_file, document.evidence))),
    }


def _numbered(found: list[Row]) -> list[Row]:
    return [{"index": number, **row} for number, row in enumerate(found, start=1)]


def _together(lists: Iterable[Sequence[_T]]) -> list[_T]:
    """Return the rows of several items' lists: one of two items once, several alike in one list each."""
    most: Counter[_T] = Counter()
    for rows in lists:
        most |= Counter(rows)
    return list(most.elements())


def _sales(document: ClaimDocument) -> list[Row]:
    """Return the lines that count, in order of day and id; as a scheme in yuan has them, where one does."""
    in_dollars = {item.number for item in document.items if item.scheme.base.currency != YUAN}
    found: dict[tuple[str, str, int], tuple[SalesLine, int | None]] = {}
    for dollars in (False, True):
        for ledger in document.ledgers:
            if in_dollars.isdisjoint(ledger.items) is dollars:
                continue
            for line in ledger.lines:
                if line.standing is Standing.COUNTED:
                    key = (line.account, line.order_id, line.line)
                    found.setdefault(key, (line, _net_yuan(line, in_dollars=dollars)))
    in_order = sorted(found, key=lambda key: (found[key][0].sold_on, key[1], key[0], key[2]))
    return [_sale(*found[key]) for key in in_order]


def _net_yuan(line: SalesLine, *, in_dollars: bool) -> int | None:
    """Return what is left of a line in fen; None where its scheme counts dollars and no rate was needed."""
    if not in_dollars:
        return line.net_base
    net = line.amount_minor - line.refund_minor
    if line.currency == YUAN:
        return net
    if line.rate is None:
        return None
    yuan = Fraction(line.rate.cny) / line.rate.units * net / 10**line.decimals
    return round_half_up((yuan * 100).numerator, (yuan * 100).denominator)


def _sale(line: SalesLine, net_fen: int | None) -> Row:
    return {
        "date": line.sold_on,
        "platform": platform_name(line.platform),
        "account": line.account,
        "session": line.session or None,
        "order_id": line.order_id,
        "product": line.product,
        "quantity": _decimal(line.quantity),
        "unit": line.unit,
        "net_weight_kg": _decimal(line.net_weight_kg),
        "country": country_name(line.country),
        "currency": line.currency,
        "amount": _money(line.amount_minor, line.decimals),
        "refund": _money(line.refund_minor, line.decimals),
        "net": _money(line.amount_minor - line.refund_minor, line.decimals),
        **_rate(line.rate),
        "net_cny": None if net_fen is None else _money(net_fen, 2),
        "customs_code": line.customs_code or None,
        "declaration": line.declaration or None,
        "tracking": line.tracking or None,
        "receipt": line.receipt or None,
        "invoice": line.invoice or None,
        "evidence": line.evidence or None,
    }


def _parcel(row: ShippingRow) -> Row:
    return {
        "date": row.sent_on,
        "order_id": row.order_id,
        "carrier": row.carrier or None,
        "tracking": row.tracking or None,
        "country": country_name(row.country) or None,
        "product": row.product or None,
        "quantity": row.pieces,
        "weight_kg": _decimal(row.weight_kg),
        "cost": None if row.cost_fen is None else _money(row.cost_fen, 2),
        "invoice": row.invoice or None,
        "evidence": row.evidence or None,
    }


def _cost(row: CostRow) -> Row:
    return {
        "date": row.paid_on,
        "kind": row.kind,
        "supplier": row.supplier or None,
        "invoice": row.invoice or None,
        "currency": row.currency,
        "amount": _money(row.amount_minor, row.decimals),
        **_rate(row.rate),
        "net_cny": None if row.cny_fen is None else _money(row.cny_fen, 2),
        "cost": _money(row.counted_fen, 2),
        "receipt": row.receipt or None,
        "evidence": row.evidence or None,
    }


def _session(row: SessionRow) -> Row:
    return {
        "session": row.session,
        "platform": platform_name(row.platform),
        "account": row.account,
        "date": row.started_at.date(),
        "views": row.views,
        "amount": None if row.sales_fen is None else _money(row.sales_fen, 2),
        "refund": None if row.refunds_fen is None else _money(row.refunds_fen, 2),
        "cost": None if row.promotion_fen is None else _money(row.promotion_fen, 2),
        "profit": None if row.profit_fen is None else _money(row.profit_fen, 2),
        "evidence": row.recording or None,
    }


def _file(row: EvidenceFile) -> Row:
    return {"evidence": row.number, "kind": row.kind or None, "product": row.file_name}


def _rate(rate: RateUsed | None) -> Row:
    if rate is None:
        return {"rate": None, "rate_date": None}
    return {"rate": rate.cny if rate.units == 1 else rate.cny / rate.units, "rate_date": rate.on}


def _money(minor: int, decimals: int) -> Decimal:
    return Decimal(minor).scaleb(-decimals)


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
