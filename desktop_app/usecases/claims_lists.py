"""The lists behind a claim's figures as its document holds them: sales, freight, costs, streams, money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.evidence import Target
from desktop_app.domain.subsidy.words import COUNTS, CostKind
from desktop_app.reports.claim import rows
from desktop_app.reports.claim.printed import cost_printed, reason_printed, source_printed, what_printed
from desktop_app.usecases.claims_freight import (
    FREIGHT_MEASURES,
    Freight,
    kilograms,
    proof_of,
    proof_of_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from desktop_app.domain.claims.facts import LineKey, SessionFact
    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.rates import UsedRate
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.usecases.claims_work import WorkedClaim

_MILLI: Final = 1000
_OF_LINES: Final = {"placed", "paid", "net", "settled", *COUNTS}
"""Measures that rest on order lines."""


def rate_used(used: UsedRate, sources: Mapping[tuple[str, date], str]) -> rows.RateUsed:
    """Return a rate as it is printed; `sources` are those of the claim's rates by currency and day."""
    rate = used.rate
    cny = Decimal(rate.cny_e8).scaleb(-8).normalize()
    return rows.RateUsed(
        currency=rate.currency,
        on=rate.on,
        cny=Decimal(f"{cny:f}"),
        units=rate.units,
        source=source_printed(sources.get((rate.currency, rate.on), ""), rate.currency),
    )


@dataclass(frozen=True, slots=True)
class Lists:
    """Makes the lists of one worked claim.

    `numbers` are those of the evidence tied to each thing; `remarks` say of lines why less was approved.
    """

    worked: WorkedClaim
    numbers: Mapping[Target, Sequence[str]]
    remarks: Mapping[LineKey, str]

    def ledgers(self) -> tuple[rows.SalesLedger, ...]:
        """The sales of each scheme; schemes that count alike share one ledger."""
        groups: dict[object, list[int]] = {}
        for number, item in self._numbered(lambda item: self._names(item) & _OF_LINES):
            base = item.scheme.base
            key = (base.day, base.filters, base.currency, item.scheme.exchange)
            groups.setdefault(key, []).append(number)
        as_sent = any("kilograms" in self._names(item) for item in self.worked.items)
        line = partial(self._line, as_sent=as_sent)
        return tuple(
            rows.SalesLedger(items=tuple(of), lines=tuple(map(line, self._item(of[0]).figures.lines)))
            for of in groups.values()
        )

    def shipping(self) -> tuple[rows.ShippingList, ...]:
        """The parcels, orders or legs of schemes that count them."""
        freight = Freight(self.worked.facts, self.numbers)
        return tuple(
            rows.ShippingList(items=(number,), rows=tuple(freight.listed(item)))
            for number, item in self._numbered(lambda item: item.scheme.base.measure in FREIGHT_MEASURES)
        )

    def costs(self) -> tuple[rows.CostList, ...]:
        """The costs of schemes that support them."""
        return tuple(
            rows.CostList(items=(number,), rows=tuple(self._costs(item)))
            for number, item in self._numbered(lambda item: item.scheme.base.measure == "cost")
        )

    def sessions(self) -> tuple[rows.SessionRow, ...]:
        """The broadcasts that counted lines come from, or that schemes count themselves."""
        wanted: dict[str, None] = {}
        for item in self.worked.items:
            wanted.update(dict.fromkeys(line.fact.session for line in item.figures.counted))
            if "sessions" in self._names(item):
                wanted.update(dict.fromkeys(one.session for one in item.figures.sessions))
            if item.figures.trial is not None:
                wanted.update(dict.fromkeys(one.session for one in item.figures.trial.sessions))
        return tuple(self._session(one) for one in self.worked.facts.sessions if one.session in wanted)

    def reconciliation(self) -> tuple[rows.ReconciliationRow, ...]:
        """The settlements of the period, where a scheme rests on sales."""
        if not any(self._names(item) & _OF_LINES for item in self.worked.items):
            return ()
        decimals = self.worked.facts.decimals
        return tuple(
            rows.ReconciliationRow(
                platform=one.platform,
                account=one.account,
                currency=one.currency,
                decimals=decimals.get(one.currency, 2),
                settlement=one.settlement,
                settled_on=one.settled_on,
                settled_minor=one.settled_minor,
                orders=one.orders,
                orders_minor=one.orders_minor,
                payout=one.payout,
                paid_out_on=one.paid_out_on,
                payout_minor=one.payout_minor,
                payout_fee_minor=one.payout_fee_minor,
                received_fen=one.received_minor,
                bank_ref=one.bank_ref,
                note=one.note,
                elsewhere_minor=one.elsewhere_minor,
            )
            for one in self.worked.facts.settlements
        )

    def trial(self) -> rows.Trial | None:
        """The trial period of a scheme that compensates one: each day with a broadcast."""
        result = next((item.figures.trial for item in self.worked.items if item.figures.trial), None)
        if result is None:
            return None
        trial = result.trial
        days = []
        for number in range(trial.days):
            day = trial.first_on + timedelta(days=number)
            held = [one for one in result.sessions if one.on == day]
            if held:
                net = sum(map(_net_sales, held))
                profit = sum(one.profit_minor or 0 for one in held)
                days.append(
                    rows.TrialDay(
                        on=day,
                        sessions=len(held),
                        net_sales_fen=net,
                        cost_fen=net - profit,
                        profit_fen=profit,
                        target_to_date_fen=trial.target_minor * (number + 1) // trial.days,
                    )
                )
        return rows.Trial(
            first_on=trial.first_on,
            days=trial.days,
            target_fen=trial.target_minor,
            target_evidence=proof_of(self.numbers, [Target("trials", (trial.trial,))]),
            rows=tuple(days),
        )

    def training(self) -> tuple[rows.TrainingRow, ...]:
        """The courses and what came of them, where a scheme asks for training."""
        if not any(_asks_for_training(item) for item in self.worked.items):
            return ()
        return tuple(
            rows.TrainingRow(
                person=one.person,
                course=one.course,
                on=one.on,
                organiser=one.organiser,
                hours=None if one.hours_milli is None else Fraction(one.hours_milli, _MILLI),
                certificate=one.certificate,
                first_broadcast_on=one.first_broadcast_on,
                first_paid_order_on=one.first_paid_order_on,
                net_sales_since_fen=one.net_sales_minor,
            )
            for one in self.worked.facts.training
        )

    # One row each -----------------------------------------------------------------------------------------

    def _line(self, line: JudgedLine, *, as_sent: bool) -> rows.SalesLine:
        """A line; `as_sent` weighs it as shipped, as kilograms are counted, else its goods alone."""
        fact = line.fact
        covered = fact.settled_on is not None and fact.settled_on <= self.worked.facts.cut_off_on
        return rows.SalesLine(
            sold_on=line.on,
            platform=fact.platform,
            account=fact.account,
            session=fact.session,
            order_id=fact.order_id,
            line=fact.line,
            product=fact.product,
            quantity=Fraction(fact.quantity_milli, _MILLI),
            unit=fact.unit,
            net_weight_kg=kilograms(fact.weight_mg if as_sent else fact.net_mg),
            country=fact.destination,
            currency=fact.currency,
            decimals=self.worked.facts.decimals.get(fact.currency, 2),
            amount_minor=fact.amount_minor,
            refund_minor=fact.refund_minor,
            rate=self._rate(line.used),
            base_rate=self._rate(line.base_used),
            amount_base=line.amount,
            refund_base=line.refund,
            net_base=line.net,
            settled_base=line.net if covered else None,
            customs_code=fact.customs_code,
            declaration=fact.declaration,
            tracking=fact.tracking,
            receipt=fact.payment_ref,
            invoice=fact.invoice,
            standing=rows.Standing(line.standing.value),
            reason=reason_printed(line),
            evidence=proof_of_lines(self.numbers, fact.key),
            difference=self.remarks.get(fact.key, ""),
        )

    def _costs(self, item: WorkedItem) -> Iterable[rows.CostRow]:
        for cost in item.figures.costs:
            yield rows.CostRow(
                kind=f"{cost_printed(cost.kind)} {what_printed(cost.what)}".strip(),
                supplier=cost.supplier,
                service_from=cost.service_from,
                service_to=cost.service_to,
                invoice=cost.invoice,
                currency=cost.currency,
                decimals=self.worked.facts.decimals.get(cost.currency, 2),
                amount_minor=cost.amount_minor,
                rate=self._rate(cost.used),
                cny_fen=cost.cost,
                counted_fen=cost.counted or 0,
                paid_on=cost.paid_on,
                receipt=cost.receipt,
                evidence=proof_of(self.numbers, [Target(cost.key[0], cost.key[1:])]),
            )

    def _session(self, one: SessionFact) -> rows.SessionRow:
        sales = None
        if one.gross_minor is not None and one.discount_minor is not None:
            sales = one.gross_minor - one.discount_minor
        return rows.SessionRow(
            session=one.session,
            platform=one.platform,
            account=one.account,
            started_at=one.started_at.replace(tzinfo=None),
            minutes=one.minutes,
            views=one.views,
            orders=one.orders,
            sales_fen=sales,
            refunds_fen=one.refunds_minor,
            promotion_fen=one.promotion_minor,
            profit_fen=one.profit_minor,
            host=one.host,
            recording=proof_of(self.numbers, [Target("sessions", (one.session,))]),
        )

    def _rate(self, used: UsedRate | None) -> rows.RateUsed | None:
        return None if used is None else rate_used(used, self.worked.rate_sources)

    # Helpers ----------------------------------------------------------------------------------------------

    def _numbered(self, wanted: Callable[[WorkedItem], object]) -> list[tuple[int, WorkedItem]]:
        return [(n, item) for n, item in enumerate(self.worked.items, start=1) if wanted(item)]

    def _item(self, number: int) -> WorkedItem:
        return self.worked.items[number - 1]

    @staticmethod
    def _names(item: WorkedItem) -> set[str]:
        return {item.scheme.base.measure, *item.scheme.needed_measures}


def _net_sales(session: SessionFact) -> int:
    return (session.gross_minor or 0) - (session.discount_minor or 0) - (session.refunds_minor or 0)


def _asks_for_training(item: WorkedItem) -> bool:
    kinds = {one.kind.casefold() for one in item.scheme.evidence}
    return CostKind.TRAINING in item.scheme.base.cost_kinds or any(
        "training" in kind or "培训" in kind for kind in kinds
    )
