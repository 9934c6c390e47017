"""An item's calculation from base to amount, each step a live line that an official can follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.figure import plain
from desktop_app.domain.subsidy.rules import apply_rule
from desktop_app.domain.subsidy.scheme import TierRule
from desktop_app.domain.subsidy.words import MONEY, CapPer, RoundingMode, RuleKind
from desktop_app.domain.subsidy.working import in_force
from desktop_app.excel.claim_workbook.desk import Desk, digits_of
from desktop_app.excel.claim_workbook.phrases import (
    measure_means,
    measure_of,
    percent,
    rounding_text,
    rule_text,
    threshold_text,
    unit_of,
)
from desktop_app.excel.claim_workbook.rules import RuleWriter
from desktop_app.excel.claim_workbook.values import Formula, Ref, number
from desktop_app.excel.claim_workbook.words import rule_words
from desktop_app.excel.errors import ClaimFiguresError
from desktop_app.reports.subsidy_text import figure_text

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.scheme import Cap, Rule, Threshold
    from desktop_app.domain.subsidy.working import InForce
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.document import ClaimItem

_FEN: Final = 2
_OPERATORS: Final = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Where an item's figures stand; `cap` is the lowest sum that bounds it, None where nothing does."""

    base: Ref
    met: Ref | None
    computed: Ref
    cap: Ref | None
    amount: Ref
    rule: Rule


def reckon(desk: Desk, item: ClaimItem, sources: Sources) -> Reckoned:
    """Add an item's calculation. Raises ClaimFiguresError where it does not come to the program's amount."""
    writer = _Reckoning(desk, item, sources)
    base = writer.base()
    met = writer.thresholds(base)
    left = in_force(item.scheme, item.given)
    writer.overrides(left)
    is_met = met is None or met.value == 1
    desk.text(
        "适用规则", f"{rule_words(left.rule.kind)}：{rule_text(item.scheme, left.rule, item.outcome.tier)}"
    )
    if not is_met:
        computed = cap = None
        amount = desk.line("测算金额(元)", Fraction(0), "未达到门槛，不予补贴", bold=True)
    else:
        computed, cap, amount = writer.by_rule(left, base)
        if met is not None:
            shown = Formula(f'IF({met.address}="是",{amount.address},0)', amount.value)
            amount = desk.line("测算金额(元)", shown, "门槛全部达到方可计", bold=True)
    if amount.value != item.outcome.amount:
        raise ClaimFiguresError(item.scheme.id, plain(item.outcome.amount, _FEN), plain(amount.value, _FEN))
    written = number(item.outcome.amount)
    desk.verdict(
        "与系统测算核对",
        f"ROUND({amount.address},2)={written}",
        holds=True,
        said=f"系统测算 {of_yuan(item.outcome.amount)}",
    )
    return Reckoned(base=base, met=met, computed=computed or amount, cap=cap, amount=amount, rule=left.rule)


@dataclass(slots=True)
class _Reckoning:
    desk: Desk
    item: ClaimItem
    sources: Sources
    values: dict[str, Ref] = field(default_factory=dict)

    def _linked(self, measure: str, value: Fraction) -> Formula | Fraction:
        """Return the formula that a measure is linked by, or the bare figure where no list gives it."""
        return self.sources.find(self.item.number, measure, value) or value

    def base(self) -> Ref:
        scheme, stated = self.item.scheme, self.item.given.base
        name = f"{measure_of(scheme)}({unit_of(scheme)})"
        means = measure_means(scheme, scheme.base.measure)
        linked = self._linked(scheme.base.measure, stated)
        money = scheme.base.measure in MONEY
        if stated >= 0:
            return self.desk.line(f"计算基数：{name}", linked, means, bold=True, money=money)
        ref = self.desk.line(name, linked, means, money=money)
        return self.desk.line(
            "计算基数", Formula(f"MAX(0,{ref.address})", Fraction(0)), "负数按 0 计", bold=True
        )

    # Thresholds and overrides

    def thresholds(self, base: Ref) -> Ref | None:
        """Add what must be reached; None where nothing must."""
        scheme = self.item.scheme
        self.values = {scheme.base.measure: base}
        for name in scheme.needed_measures:
            value = self.item.given.measures[name]
            label = f"{measure_of(scheme, name)}({unit_of(scheme, name)})"
            means = measure_means(scheme, name)
            money = name in MONEY
            self.values[name] = self.desk.line(label, self._linked(name, value), means, money=money)
        checks = [
            self._check(f"门槛{number}", threshold)
            for number, threshold in enumerate(scheme.thresholds, start=1)
        ]
        if not checks:
            return None
        condition = ",".join(f'{check.address}="是"' for check in checks)
        holds = all(check.value == 1 for check in checks)
        return self.desk.verdict("门槛全部达到", f"AND({condition})", holds=holds, said="各项须同时达到")

    def _check(self, label: str, threshold: Threshold) -> Ref:
        alternatives, holds = [], False
        for condition in threshold.alternatives:
            ref = self.values[condition.measure]
            limits = ",".join(
                f"{ref.address}{_OPERATORS[limit.kind]}{number(limit.figure)}" for limit in condition.limits
            )
            alternatives.append(f"AND({limits})")
            holds = holds or all(limit.admits(ref.value) for limit in condition.limits)
        said = threshold_text(self.item.scheme, threshold)
        return self.desk.verdict(label, f"OR({','.join(alternatives)})", holds=holds, said=said)

    def overrides(self, left: InForce) -> None:
        """Add the special cases, and what they change."""
        scheme = self.item.scheme
        for number_, override in enumerate(scheme.overrides, start=1):
            self._check(f"特殊情形{number_}", override.when)
            said = []
            if override.cap is not None:
                said.append(f"每次封顶改为{of_yuan(override.cap)}")
            if override.rate is not None:
                said.append(f"比例改为{percent(override.rate)}")
            if override.rule is not None:
                said.append(f"改按{rule_words(override.rule.kind)}")
            self.desk.text("符合时", "，".join(said))
        if left.rule != scheme.rule or left.caps != scheme.caps:
            self.desk.text("特殊情形结果", "以下按改后的规则和封顶计算")

    # Rule, limits, rounding

    def by_rule(self, left: InForce, base: Ref) -> tuple[Ref, Ref | None, Ref]:
        """Add rule, limits and rounding; of unclear tiers both readings, of which the lower one counts."""
        if not isinstance(left.rule, TierRule) or left.rule.kind is not RuleKind.TIERS_UNCLEAR:
            return self._chain(left.rule, left.caps, base)
        readings = []
        for kind, said in (
            (RuleKind.SLAB, "口径一：按所在档次比例乘全额"),
            (RuleKind.MARGINAL, "口径二：分段累进"),
        ):
            self.desk.text("两种理解", said)
            readings.append(self._chain(TierRule(kind=kind, tiers=left.rule.tiers), left.caps, base))
        lower = min(amount.value for _computed, _cap, amount in readings)
        cells = ",".join(amount.address for _computed, _cap, amount in readings)
        amount = self.desk.line(
            "从低计(元)", Formula(f"MIN({cells})", lower), "文件口径不明，未选定前从低", bold=True
        )
        return amount, readings[0][1], amount

    def _chain(self, rule: Rule, caps: tuple[Cap, ...], base: Ref) -> tuple[Ref, Ref | None, Ref]:
        writer = RuleWriter(self.desk, self.item, base, self.sources)
        given = writer.write(rule, carry_exact=not self._is_plain(rule, caps, base))
        bounds = self._caps(caps, base)
        cap = min(bounds, key=lambda bound: bound.value, default=None)
        if given.paid is not None:
            bounds.append(given.paid)
        amount = given.amount
        if bounds:
            cells = ",".join([amount.address, *(bound.address for bound in bounds)])
            value = min(amount.value, *(bound.value for bound in bounds))
            amount = self.desk.line("限额后金额(元)", Formula(f"MIN({cells})", value), "不超过以上各项限额")
        return given.amount, cap, self._rounded(amount, bounds)

    def _is_plain(self, rule: Rule, caps: tuple[Cap, ...], base: Ref) -> bool:
        """Tell whether what a rule gives may be rounded to fen before it meets its limits.

        It may where every limit is a sum of whole fen and the amount is rounded half up to fen in the
        end: then both ways come to the same. Else the decimals are carried on.
        """
        rounding = self.item.scheme.rounding
        sums = [cap.amount or (cap.rate_of_base or 0) * base.value for cap in caps]
        sums.append(self.item.given.received or Fraction(0))
        sums.append(apply_rule(rule, base.value, self.item.given.units).paid or Fraction(0))
        return (
            rounding.mode is RoundingMode.HALF_UP
            and rounding.unit == Fraction(1, 100)
            and all(digits_of(one) == _FEN for one in sums)
        )

    def _caps(self, caps: tuple[Cap, ...], base: Ref) -> list[Ref]:
        bounds = []
        for cap in sorted(caps, key=lambda cap: cap.per is CapPer.YEAR):
            value = cap.amount if cap.rate_of_base is None else cap.rate_of_base * base.value
            value = value or Fraction(0)
            made: Formula | Fraction = value
            said = ""
            if cap.rate_of_base is not None:
                made = Formula(f"ROUND({base.address}*{number(cap.rate_of_base)},{digits_of(value)})", value)
                said = f"计算基数的{percent(cap.rate_of_base)}"
            if cap.per is CapPer.CLAIM:
                bounds.append(self.desk.line("每次申报封顶(元)", made, said))
                continue
            whole = self.desk.line("年度封顶(元)", made, said)
            received = self.item.given.received or Fraction(0)
            had = self.desk.line(
                "当年已享受(元)", received, "" if self.item.given.received is not None else "未填，按 0 计"
            )
            left = max(value - received, Fraction(0))
            formula = Formula(f"MAX(0,ROUND({whole.address}-{had.address},{digits_of(left)}))", left)
            bounds.append(self.desk.line("年度余额(元)", formula))
        return bounds

    def _rounded(self, amount: Ref, bounds: list[Ref]) -> Ref:
        """Add the rounding: down where rounding half up would pass a limit."""
        rounding = self.item.scheme.rounding
        unit = rounding.unit
        scale = 10 ** digits_of(amount.value)
        whole = f"INT(ROUND({amount.address}*{scale},0)/{number(unit * scale)})"
        down = f"ROUND({whole}*{number(unit)},2)"
        floored = amount.value // unit * unit
        nearest = (amount.value / unit + Fraction(1, 2)) // 1 * unit
        places = {Fraction(1, 100): 2, Fraction(1): 0, Fraction(100): -2, Fraction(10000): -4}[unit]
        up = f"ROUND({amount.address},{places})"
        if rounding.mode is RoundingMode.FLOOR:
            formula, value = down, floored
        elif bounds:
            limit = min(bound.value for bound in bounds)
            cells = ",".join(bound.address for bound in bounds)
            formula = f"IF({up}>MIN({cells}),{down},{up})"
            value = floored if nearest > limit else nearest
        else:
            formula, value = up, nearest
        return self.desk.line("取整后金额(元)", Formula(formula, value), rounding_text(rounding), bold=True)


def of_yuan(amount: Fraction) -> str:
    """Return a sum in yuan."""
    return f"{figure_text(amount, _FEN)}元"
