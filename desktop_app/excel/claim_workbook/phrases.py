"""What a scheme's limits, tiers and rules are, in the words of a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, StepRule
from desktop_app.domain.subsidy.words import MONEY, Currency, LimitKind, RoundingMode, RuleKind
from desktop_app.excel.claim_workbook.words import measure_words
from desktop_app.reports.subsidy_text import figure_text

if TYPE_CHECKING:
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Rounding, Rule, Scheme, Threshold, Tier, TierRule

_LIMITS: Final = {
    LimitKind.AT_LEAST: "{}以上(含)",
    LimitKind.ABOVE: "超过{}",
    LimitKind.AT_MOST: "{}以下(含)",
    LimitKind.BELOW: "不满{}",
}
_EXCHANGE: Final = {
    "order_day": "按成交当日汇率",
    "month_first": "按当月首日汇率(无牌价的用此前最近一日)",
    "fixed_date": "按指定日汇率",
    "customs": "按海关计征汇率(上月第三个星期三)",
}
_STATED: Final = {
    "placed": "全部下单金额",
    "paid": "已付款订单金额，未减取消、剔除和退款",
    "net": "成交额－取消－剔除－退款",
    "settled": "平台结算单覆盖的金额",
    "cost": "申报期内实际支付，减退回",
    "loss": "目标利润－累计利润",
}


def percent(rate: Fraction) -> str:
    """Return a rate: 2%."""
    return f"{figure_text(rate * 100)}%"


def unit_of(scheme: Scheme, measure: str | None = None) -> str:
    """Return the unit of a measure of a scheme, by default its base's."""
    name = measure or scheme.base.measure
    if name in MONEY and scheme.base.currency is Currency.USD:
        return "美元"
    return measure_words(name, dict(scheme.inputs))[1]


def measure_of(scheme: Scheme, measure: str | None = None) -> str:
    """Return what a measure of a scheme is called, by default its base's."""
    return measure_words(measure or scheme.base.measure, dict(scheme.inputs))[0]


def measure_means(scheme: Scheme, measure: str) -> str:
    """Return what a measure is made of."""
    return _STATED.get(measure, "手工填列，见佐证材料" if measure in dict(scheme.inputs) else "见明细表")


def of(scheme: Scheme, value: Fraction, measure: str | None = None) -> str:
    """Return a figure with its unit."""
    least = 2 if (measure or scheme.base.measure) in MONEY else 0
    return f"{figure_text(value, least)}{unit_of(scheme, measure)}"


def threshold_text(scheme: Scheme, threshold: Threshold) -> str:
    """Return what must be reached."""
    said = []
    for condition in threshold.alternatives:
        limits = "且".join(
            _LIMITS[limit.kind].format(of(scheme, limit.figure, condition.measure))
            for limit in condition.limits
        )
        said.append(f"{measure_of(scheme, condition.measure)}{limits}")
    return "，或".join(said)


def tier_text(scheme: Scheme, tier: Tier) -> str:
    """Return the range of a tier."""
    parts = []
    if tier.start is not None:
        kind = LimitKind.AT_LEAST if tier.start_included else LimitKind.ABOVE
        parts.append(_LIMITS[kind].format(of(scheme, tier.start)))
    if tier.end is not None:
        kind = LimitKind.AT_MOST if tier.end_included else LimitKind.BELOW
        parts.append(_LIMITS[kind].format(of(scheme, tier.end)))
    return "、".join(parts) or "不限"


def rule_text(scheme: Scheme, rule: Rule, tier: int | None) -> str:
    """Return what is given by a rule, for the tier a base falls in (from 1) where there are tiers."""
    match rule:
        case FlatRule():
            said = f"定额{figure_text(rule.amount, 2)}元"
        case PerUnitRule():
            above = f"超过{of(scheme, rule.above)}部分，" if rule.above else ""
            less = "，实际低于的按实际" if rule.or_actual_if_less else ""
            said = f"{above}每{unit_of(scheme)}{figure_text(rule.amount, 2)}元{less}"
        case StepRule():
            first = ""
            if rule.after or rule.first_amount:
                first = f"达到{of(scheme, rule.after)}给{figure_text(rule.first_amount, 2)}元，其后"
            said = f"{first}每满{of(scheme, rule.every)}给{figure_text(rule.amount, 2)}元"
        case RateRule():
            said = percent(rule.rate)
        case _:
            said = _tiers_text(scheme, rule, tier)
    return said


def _tiers_text(scheme: Scheme, rule: TierRule, tier: int | None) -> str:
    if rule.kind in {RuleKind.MARGINAL, RuleKind.TIERS_UNCLEAR}:
        return "；".join(f"{tier_text(scheme, one)}：{percent(one.value)}" for one in rule.tiers)
    if tier is None:
        return "不在各档之内"
    chosen = rule.tiers[tier - 1]
    given = f"{figure_text(chosen.value, 2)}元" if rule.kind is RuleKind.SLAB_FLAT else percent(chosen.value)
    return f"第{tier}档：{tier_text(scheme, chosen)}，{given}"


def rounding_text(rounding: Rounding) -> str:
    """Return how the amount is rounded."""
    way = "四舍五入" if rounding.mode is RoundingMode.HALF_UP else "舍去尾数"
    return f"取整到{figure_text(rounding.unit)}元，{way}"


def exchange_text(scheme: Scheme) -> str:
    """Return which day's rate converts a line."""
    said = _EXCHANGE[scheme.exchange.rule]
    if scheme.exchange.date is not None:
        said += f"({scheme.exchange.date.isoformat()})"
    return f"{said}，逐笔折算并四舍五入到分"
