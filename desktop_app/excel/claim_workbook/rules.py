"""Each rule's arithmetic as live formulas, with what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop_app.domain.subsidy.given import costs_of_counted
from desktop_app.domain.subsidy.rules import apply_rule
from desktop_app.domain.subsidy.scheme import FlatRule, PerUnitRule, RateRule, StepRule, TierRule
from desktop_app.domain.subsidy.tiers import find_tier, part_inside
from desktop_app.domain.subsidy.words import RuleKind
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.desk import EXACT, Desk, digits_of, rounded
from desktop_app.excel.claim_workbook.phrases import of, tier_text
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Ref, number

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.scheme import Rule, Tier
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.excel.claim_workbook.values import Value
    from desktop_app.reports.claim.document import ClaimItem


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule gives, and what was paid for what it counts, where that bounds it."""

    amount: Ref
    paid: Ref | None = None


@dataclass(slots=True)
class RuleWriter:
    """Writes the rule of one item as lines of its desk."""

    desk: Desk
    item: ClaimItem
    base: Ref
    sources: Sources

    def write(self, rule: Rule, *, carry_exact: bool) -> Given:
        """Add the lines of a rule; `carry_exact` keeps its amount to the last decimal, else to fen.

        Raises SubsidyFigureError where the units' own costs are missing.
        """
        exact = apply_rule(rule, self.base.value, self.item.given.units).amount
        digits = digits_of(exact) if carry_exact else 2
        match rule:
            case FlatRule():
                return Given(self._result(number(rule.amount), exact, digits))
            case PerUnitRule():
                return self._by_units(rule, exact, digits)
            case StepRule():
                return Given(self._by_steps(rule, exact, digits))
            case RateRule():
                amount = self._result(f"{self.base.address}*{number(rule.rate)}", exact, digits)
                return Given(amount, self.base if rule.kind is RuleKind.PERCENT_COST else None)
        if rule.kind is RuleKind.MARGINAL:
            return Given(self._by_parts(rule, exact, digits))
        return Given(self._by_tier(rule, exact, digits))

    def _result(self, formula: str, exact: Fraction, digits: int, said: str = "") -> Ref:
        made = Formula(f"ROUND({formula},{digits})", rounded(exact, digits))
        return self.desk.line("按规则计算(元)", made, said)

    # Tiers

    def _by_tier(self, rule: TierRule, exact: Fraction, digits: int) -> Ref:
        """Each tier's row gives something only where the base lies in it; of two, the lower one counts."""
        is_sum = rule.kind is RuleKind.SLAB_FLAT
        found = find_tier(rule, self.base.value)
        inside = set(found.shared or ()) | ({found.index} - {None})
        self.desk.table(("档次", "区间", "下限", "上限", "定额(元)" if is_sum else "比例", "本档金额(元)"))
        first = self.desk.sheet.rows + 1
        for index, tier in enumerate(rule.tiers):
            row = self.desk.sheet.rows + 1
            value = tier.value if is_sum else tier.value * self.base.value
            given = self.desk.address(4, row)
            if not is_sum:
                given = f"ROUND({self.base.address}*{given},{digits_of(value)})"
            holds = self._conditions(rule, index, row)
            formula = Formula(f'IF({holds},{given},"")', value if index in inside else "")
            self._tier_row(index, tier, tier.start, formula, is_sum=is_sum)
        area = self.desk.area(5, first, self.desk.sheet.rows)
        taken = Fraction(0 if found.index is None else found.index + 1)
        self.desk.line(
            "适用档次",
            Formula(f"IF(COUNT({area})=0,0,MATCH(MIN({area}),{area},0))", taken),
            "0 为不在各档之内",
            money=False,
        )
        return self._result(f"IF(COUNT({area})=0,0,MIN({area}))", exact, digits)

    def _conditions(self, rule: TierRule, index: int, row: int) -> str:
        tier = rule.tiers[index]
        base, said = self.base.address, []
        if tier.start is not None:
            said.append(f"{base}{'>=' if tier.start_included else '>'}{self.desk.address(2, row)}")
        following = rule.tiers[index + 1].start if index + 1 < len(rule.tiers) else None
        if tier.end is not None and following is not None and following > tier.end:
            # Counts whose limits lie one apart: what lies between belongs to the lower tier.
            said.append(f"{base}<{number(following)}")
        elif tier.end is not None:
            said.append(f"{base}{'<=' if tier.end_included else '<'}{self.desk.address(3, row)}")
        return f"AND({','.join(said) or 'TRUE'})"

    def _by_parts(self, rule: TierRule, exact: Fraction, digits: int) -> Ref:
        """Each tier's row gives its rate on the part of the base inside it."""
        self.desk.table(("档次", "区间", "起算", "上限", "比例", "本档金额(元)"))
        first = self.desk.sheet.rows + 1
        for index, tier in enumerate(rule.tiers):
            row = self.desk.sheet.rows + 1
            start, end = part_inside(tier, self.base.value)
            value = tier.value * (end - start)
            top = self.base.address
            if tier.end is not None:
                top = f"MIN({top},{self.desk.address(3, row)})"
            part = f"MAX(0,{top}-{self.desk.address(2, row)})"
            formula = f"ROUND({part}*{self.desk.address(4, row)},{digits_of(value)})"
            self._tier_row(index, tier, tier.part_from, Formula(formula, value), is_sum=False)
        return self._result(f"SUM({self.desk.area(5, first, self.desk.sheet.rows)})", exact, digits)

    def _tier_row(
        self, index: int, tier: Tier, start: Fraction | None, given: Value, *, is_sum: bool
    ) -> None:
        figure = looks.figures(EXACT)
        self.desk.sheet.add(
            [
                Put(index + 1, looks.Look(looks.COUNT, align="center")),
                Put(tier_text(self.item.scheme, tier), looks.VALUE),
                Put(start, figure),
                Put(tier.end, figure),
                Put(tier.value, figure if is_sum else looks.figures(looks.SHARE)),
                Put(given, figure),
            ]
        )

    # Units and steps

    def _by_units(self, rule: PerUnitRule, exact: Fraction, digits: int) -> Given:
        rows = self.sources.given_by_rows.get(self.item.number)
        if rule.or_actual_if_less:
            counted = costs_of_counted(self.item.given.units, self.base.value, rule.above)
            paid = sum((one.count * one.cost for one in counted), Fraction(0))
            if rows is not None and rows.value == exact:
                amount = self._result(rows.text, exact, digits, "见物流明细表“测算补贴”合计")
                by_rows = self.sources.paid_by_rows[self.item.number]
                value: Formula | Fraction = by_rows if by_rows.value == paid else paid
                return Given(amount, self.desk.line("计补件实际支付(元)", value))
            return self._by_groups(rule, exact, digits)
        units = max(self.base.value - rule.above, Fraction(0))
        beyond = Formula(f"MAX(0,{self.base.address}-{number(rule.above)})", units)
        ref = self.desk.line(
            "计补数量",
            beyond,
            f"超过 {of(self.item.scheme, rule.above)} 的部分" if rule.above else "",
            money=False,
        )
        return Given(self._result(f"{ref.address}*{number(rule.amount)}", exact, digits))

    def _by_groups(self, rule: PerUnitRule, exact: Fraction, digits: int) -> Given:
        """Units that cost the same stand in one row."""
        counts: dict[Fraction, Fraction] = {}
        for one in costs_of_counted(self.item.given.units, self.base.value, rule.above):
            counts[one.cost] = counts.get(one.cost, Fraction(0)) + one.count
        self.desk.table(("序号", "每件实际支付(元)", "件数", "每件标准(元)", "每件计补(元)", "金额(元)"))
        first = self.desk.sheet.rows + 1
        figure = looks.figures(EXACT)
        for index, (cost, count) in enumerate(sorted(counts.items()), start=1):
            row = self.desk.sheet.rows + 1
            each = min(rule.amount, cost)
            least = f"MIN({self.desk.address(1, row)},{self.desk.address(3, row)})"
            times = (
                f"ROUND({self.desk.address(2, row)}*{self.desk.address(4, row)},{digits_of(each * count)})"
            )
            self.desk.sheet.add(
                [
                    Put(index, looks.Look(looks.COUNT, align="center")),
                    Put(cost, figure),
                    Put(count, figure),
                    Put(rule.amount, figure),
                    Put(Formula(least, each), figure),
                    Put(Formula(times, each * count), figure),
                ]
            )
        last = max(self.desk.sheet.rows, first)
        amount = self._result(f"SUM({self.desk.area(5, first, last)})", exact, digits)
        paid = sum((cost * count for cost, count in counts.items()), Fraction(0))
        product = f"SUMPRODUCT({self.desk.area(1, first, last)},{self.desk.area(2, first, last)})"
        value = Formula(f"ROUND({product},{digits_of(paid)})", rounded(paid, digits_of(paid)))
        return Given(amount, self.desk.line("计补件实际支付(元)", value))

    def _by_steps(self, rule: StepRule, exact: Fraction, digits: int) -> Ref:
        """Whole numbers are divided: of decimals a spreadsheet may lose the last step."""
        scale = 10 ** max(digits_of(self.base.value), digits_of(rule.every), digits_of(rule.after))
        base = self.base.address
        steps = max((self.base.value - rule.after) // rule.every, 0)
        beyond = f"ROUND(({base}-{number(rule.after)})*{scale},0)"
        counted = f"MAX(0,INT({beyond}/{number(rule.every * scale)}))"
        ref = self.desk.line(
            "满档次数",
            Formula(counted, Fraction(steps)),
            f"每 {of(self.item.scheme, rule.every)} 为一次",
            money=False,
        )
        given = f"{number(rule.first_amount)}+{ref.address}*{number(rule.amount)}"
        return self._result(f"IF({base}<{number(rule.after)},0,{given})", exact, digits)
