"""Counts what a scheme counts in the facts of a period: its sales, its measures, its units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.costs import counted_costs, freight_by_line, unpaid_legs
from desktop_app.domain.claims.figures import (
    Figures,
    FiveFigures,
    Missing,
    MissingCode,
    TrialResult,
    UnitCost,
    parcels_of,
    sessions_of_trial,
    trial_of,
)
from desktop_app.domain.claims.lines import JudgedLine, Standing, account_passes, judge_lines
from desktop_app.domain.claims.rates import Converter
from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.figure import FIGURE, SIGNED
from desktop_app.domain.subsidy.scheme import PerUnitRule
from desktop_app.domain.subsidy.words import COUNTS, YUAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from desktop_app.domain.claims.costs import CountedCost
    from desktop_app.domain.claims.facts import ClaimFacts, LegFact, LineKey, SessionFact
    from desktop_app.domain.subsidy.scheme import Scheme

_FEN: Final = 100
_MG_PER_KG: Final = 1_000_000
_KG_PER_TONNE: Final = 1000
_M_PER_KM: Final = 1000
_PAID: Final = (Standing.COUNTED, Standing.CANCELLED, Standing.EXCLUDED)
_PLACED: Final = (*_PAID, Standing.UNPAID)


def figures_of(scheme: Scheme, facts: ClaimFacts) -> Figures:
    """Return what a scheme counts in the facts of a period."""
    converter = Converter(scheme.exchange, scheme.base.currency, facts.rates, facts.decimals)
    return _Counting(scheme, facts, converter).figures()


class _Counting:
    """The measures of one scheme, each counted on first need."""

    def __init__(self, scheme: Scheme, facts: ClaimFacts, converter: Converter) -> None:
        self._scheme = scheme
        self._facts = facts
        self._converter = converter
        self._lines = judge_lines(scheme, facts, converter)
        self._counted = [line for line in self._lines if line.is_counted]
        self._missing: list[Missing] = []
        self._costs: list[CountedCost] = []
        self._trial: TrialResult | None = None

    def figures(self) -> Figures:
        """Count everything that the scheme names."""
        scheme = self._scheme
        five = self._five()
        measures = {}
        for name in (scheme.base.measure, *scheme.needed_measures):
            value = self._measure(name)
            if value is not None:
                measures[name] = value
        rules = (scheme.rule, *(one.rule for one in scheme.overrides if one.rule is not None))
        needs_units = any(isinstance(rule, PerUnitRule) and rule.or_actual_if_less for rule in rules)
        yuan = Converter(scheme.exchange, YUAN, self._facts.rates, self._facts.decimals)
        # What a unit cost is held against sums in yuan, whatever the base is counted in.
        freight = freight_by_line(scheme, self._facts, yuan) if scheme.base.measure in COUNTS else {}
        units = self._units(freight) if needs_units else None
        return Figures(
            scheme=scheme,
            lines=tuple(self._lines),
            five=five,
            measures=measures,
            missing=tuple(dict.fromkeys(self._missing)),
            costs=tuple(self._costs),
            units=units,
            sessions=tuple(self._sessions()),
            trial=self._trial,
            rates=tuple({**self._converter.used, **yuan.used}.values()),
            freight=freight,
            unpaid_legs=tuple(unpaid_legs(scheme, self._facts)),
        )

    def _measure(self, name: str) -> Fraction | None:
        ways: Mapping[str, Callable[[], Fraction | None]] = {
            "placed": lambda: self._money("placed", self._among(*_PLACED)),
            "paid": lambda: self._of_five("paid"),
            "net": lambda: self._of_five("net"),
            "settled": self._settled,
            "cost": self._cost,
            "loss": self._loss,
            "orders": lambda: Fraction(len({line.fact.order for line in self._counted})),
            "parcels": lambda: Fraction(len(parcels_of(self._counted))),
            "kilograms": lambda: self._kilograms("kilograms", self._counted),
            "tonne_km": self._tonne_km,
            "sessions": lambda: Fraction(len(self._sessions())),
        }
        return ways[name]() if name in ways else self._input(name)

    # Money ------------------------------------------------------------------------------------------------

    def _among(self, *standings: Standing) -> list[JudgedLine]:
        return [line for line in self._lines if line.standing in standings]

    def _five(self) -> FiveFigures | None:
        sold = self._among(*_PAID)
        paid = _sum(line.amount for line in sold)
        cancelled = _sum(line.amount for line in sold if line.standing is Standing.CANCELLED)
        excluded = _sum(line.amount for line in sold if line.standing is Standing.EXCLUDED)
        refunds = _sum(line.refund for line in self._counted)
        if paid is None or cancelled is None or excluded is None or refunds is None:
            return None
        return FiveFigures(paid=paid, cancelled=cancelled, excluded=excluded, refunds=refunds)

    def _of_five(self, name: str) -> Fraction | None:
        five = self._five()
        if five is None:
            self._lacks_rates(name)
            return None
        return Fraction(five.paid if name == "paid" else five.net, _FEN)

    def _settled(self) -> Fraction | None:
        cut_off = self._facts.cut_off_on
        covered = [
            line
            for line in self._counted
            if line.fact.settled_on is not None and line.fact.settled_on <= cut_off
        ]
        return self._money("settled", covered, net=True)

    def _money(self, name: str, lines: Sequence[JudgedLine], *, net: bool = False) -> Fraction | None:
        amount = _sum(line.net if net else line.amount for line in lines)
        if amount is None:
            self._lacks_rates(name)
            return None
        return Fraction(amount, _FEN)

    def _cost(self) -> Fraction | None:
        if not self._scheme.base.cost_kinds:
            self._missing.append(Missing("cost", MissingCode.COST_KINDS))
            return None
        self._costs = counted_costs(self._scheme, self._facts, self._converter)
        amount = _sum(one.counted for one in self._costs)
        if amount is None:
            self._lacks_rates("cost")
            return None
        return Fraction(amount, _FEN)

    def _loss(self) -> Fraction | None:
        trial = trial_of(self._facts)
        if trial is None or self._scheme.base.currency != YUAN:
            self._missing.append(Missing("loss", MissingCode.TRIAL))
            return None
        sessions = sessions_of_trial(trial, self._facts)
        unknown = [one for one in sessions if one.profit_minor is None]
        for one in unknown:
            self._missing.append(Missing("loss", MissingCode.PROFIT, (("session", one.session),)))
        if unknown:
            return None
        actual = sum(one.profit_minor or 0 for one in sessions)
        self._trial = TrialResult(trial=trial, sessions=tuple(sessions), actual=actual)
        return Fraction(self._trial.loss, _FEN)

    def _lacks_rates(self, name: str) -> None:
        for currency, day in self._converter.missing:
            data = (("currency", currency), ("on", day.isoformat()))
            self._missing.append(Missing(name, MissingCode.RATE, data))

    # Counts -----------------------------------------------------------------------------------------------

    def _kilograms(self, name: str, lines: Sequence[JudgedLine]) -> Fraction | None:
        weightless = dict.fromkeys(line.fact.sku for line in lines if not line.fact.weight_mg)
        for sku in weightless:
            self._missing.append(Missing(name, MissingCode.WEIGHT, (("sku", sku),)))
        if weightless:
            return None
        return Fraction(sum(line.fact.weight_mg or 0 for line in lines), _MG_PER_KG)

    def _tonne_km(self) -> Fraction | None:
        """Each leg's distance times the tonnes of the kept lines on it."""
        if self._kilograms("tonne_km", self._counted) is None:
            return None
        weights = {line.fact.key: line.fact.weight_mg or 0 for line in self._counted}
        total = Fraction(0)
        for leg in self._facts.legs:
            total += _leg_tonne_km(leg, weights)
        return total

    def _sessions(self) -> list[SessionFact]:
        """The broadcasts of the period that took place, of accounts and with lines that pass the filters."""
        filters = self._scheme.base.filters
        of_lines = any((filters.skus, filters.origins, filters.carriers, filters.customs_codes))
        sold_in = {line.fact.session for line in self._counted}
        return [
            session
            for session in self._facts.sessions
            if session.status != "planned"
            and self._facts.from_on <= session.on <= self._facts.to_on
            and account_passes(filters, session.platform, session.market)
            and (not of_lines or session.session in sold_in)
        ]

    def _input(self, name: str) -> Fraction | None:
        text = self._facts.inputs.get(self._scheme.id, {}).get(name, "")
        if FIGURE.fullmatch(text) or SIGNED.fullmatch(text):
            return Fraction(text)
        self._missing.append(Missing(name, MissingCode.INPUT))
        return None

    # Units ------------------------------------------------------------------------------------------------

    def _units(self, freight: Mapping[LineKey, int | None]) -> tuple[UnitCost, ...] | None:
        """The units with what each cost, in order of day and id."""
        measure = self._scheme.base.measure
        groups: dict[str, list[JudgedLine]] = {}
        if measure == "parcels":
            groups = parcels_of(self._counted)
        elif measure == "orders":
            for line in self._counted:
                groups.setdefault(" ".join(reversed(line.fact.order)), []).append(line)
        elif measure == "kilograms":
            groups = {f"{line.fact.order_id} {line.fact.line}": [line] for line in self._counted}
        else:
            self._missing.append(Missing(measure, MissingCode.UNITS))
            return None
        units = [self._unit(name, lines, freight) for name, lines in groups.items()]
        known = [unit for unit in units if unit is not None]
        if len(known) < len(units):
            return None
        return tuple(sorted(known, key=lambda unit: (unit.on, unit.id)))

    def _unit(
        self, name: str, lines: Sequence[JudgedLine], freight: Mapping[LineKey, int | None]
    ) -> UnitCost | None:
        measure = self._scheme.base.measure
        cost = _sum(freight.get(line.fact.key, 0) for line in lines)
        if cost is None:
            data = (("order_id", lines[0].fact.order_id),)
            self._missing.append(Missing(measure, MissingCode.FREIGHT, data))
            return None
        count = Fraction(1)
        if measure == "kilograms":
            mg = sum(line.fact.weight_mg or 0 for line in lines)
            count = Fraction(mg, _MG_PER_KG)
            cost = round_half_up(cost * _MG_PER_KG, mg) if mg else 0
        return UnitCost(on=min(line.on for line in lines), id=name, count=count, cost=max(cost, 0))


def _leg_tonne_km(leg: LegFact, weights: Mapping[LineKey, int]) -> Fraction:
    mg = sum(weights.get(key, 0) for key, _share in leg.shares)
    return Fraction(mg, _MG_PER_KG * _KG_PER_TONNE) * Fraction(leg.distance_m or 0, _M_PER_KM)


def _sum(amounts: Iterable[int | None]) -> int | None:
    """Add amounts; one that is not known makes the sum so."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
