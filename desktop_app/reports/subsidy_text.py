"""What a scheme gives, told step by step so that it can be followed with a pocket calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.subsidy.figure import plain, scaled
from desktop_app.domain.subsidy.steps import StepCode, WarningCode
from desktop_app.domain.subsidy.words import MONEY, Currency, LimitKind, RuleKind
from desktop_app.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from desktop_app.domain.subsidy.scheme import Scheme, Tier
    from desktop_app.domain.subsidy.steps import Check, Step, SubsidyWarning
    from desktop_app.domain.subsidy.tiers import NextTier
    from desktop_app.domain.subsidy.working import Outcome, Reading

_MEASURES: Final = {
    "placed": N_("all orders placed"),
    "paid": N_("sales paid"),
    "net": N_("net sales"),
    "settled": N_("sales settled by the platform"),
    "cost": N_("costs paid"),
    "loss": N_("expected less actual profit"),
    "orders": N_("orders"),
    "parcels": N_("parcels"),
    "kilograms": N_("kilograms"),
    "tonne_km": N_("tonne-kilometres"),
    "sessions": N_("live sessions"),
}
_RULES: Final = {
    RuleKind.FLAT: N_("one fixed sum"),
    RuleKind.SLAB: N_("the tier's rate on the whole base"),
    RuleKind.SLAB_FLAT: N_("the tier's fixed sum"),
    RuleKind.MARGINAL: N_("each tier's rate on the part inside it"),
    RuleKind.TIERS_UNCLEAR: N_("tiers whose reading is unclear"),
    RuleKind.PER_UNIT: N_("a sum for each unit"),
    RuleKind.STEP: N_("a sum for each whole step"),
    RuleKind.PERCENT_COST: N_("a share of the costs"),
    RuleKind.LOSS: N_("a share of the loss"),
}
_LIMITS: Final = {
    LimitKind.AT_LEAST: N_("at least {figure}"),
    LimitKind.ABOVE: N_("more than {figure}"),
    LimitKind.AT_MOST: N_("at most {figure}"),
    LimitKind.BELOW: N_("less than {figure}"),
}
_STEPS: Final[Mapping[StepCode, str]] = {
    StepCode.BASE: N_("Base: {measure}, {base}."),
    StepCode.BASE_NEGATIVE: N_("The base is negative and counts as 0."),
    StepCode.NOT_MET: N_("A threshold is not met, so nothing is given."),
    StepCode.OVERRIDE_CAP: N_("From here on the cap per claim is {cap}."),
    StepCode.OVERRIDE_RULE: N_("From here on the rule is: {kind}."),
    StepCode.OVERRIDE_RATE: N_("From here on the rate is {rate}."),
    StepCode.OVERRIDE_RATE_IDLE: N_("The rule now in force has no such rate, so {rate} changes nothing."),
    StepCode.FLAT: N_("A fixed sum: {amount}."),
    StepCode.SLAB: N_("{base} falls in tier {number} ({tier}): {base} × {rate} = {amount}."),
    StepCode.SLAB_FLAT: N_("{base} falls in tier {number} ({tier}): {amount}."),
    StepCode.BELOW_TIERS: N_("{base} does not reach the first tier, which begins at {start}: ¥0.00."),
    StepCode.ABOVE_TIERS: N_("{base} lies above the last tier, which ends at {end}: ¥0.00."),
    StepCode.ABOVE_PARTS: N_("{base} lies above the last tier; what is beyond {end} adds nothing."),
    StepCode.SHARED_POINT: N_(
        "Tiers {lower} and {upper} both include {base}: tier {taken} is taken, which gives less."
    ),
    StepCode.PART: N_("Tier {number} ({tier}): {end} − {start} = {part}; {part} × {rate} = {amount}."),
    StepCode.SUM: N_("Together: {sum} = {amount}."),
    StepCode.UNITS: N_("Units: {units} beyond {above} of {base}; {units} × {each} = {amount}."),
    StepCode.UNITS_LEFT_OUT: N_("The first {above} units give nothing."),
    StepCode.UNITS_AT_COST: N_(
        "{count} units that cost {cost} each: the smaller of {limit} and {cost} is {each};"
        " {count} × {each} = {amount}."
    ),
    StepCode.UNITS_AT_LIMIT: N_("{count} units cost {limit} or more each: {count} × {limit} = {amount}."),
    StepCode.UNITS_BELOW: N_("{count} units cost less than {limit} each, together {amount}."),
    StepCode.STEP_BELOW: N_("{base} does not reach {after}: ¥0.00."),
    StepCode.STEPS: N_(
        "({base} − {after}) ÷ {every} = {steps} whole steps; {first} + {steps} × {each} = {amount}."
    ),
    StepCode.RATE: N_("{base} × {rate} = {amount}."),
    StepCode.READING_SLAB: N_("Read as the whole base at the tier's rate:"),
    StepCode.READING_MARGINAL: N_("Read as each part at its own tier's rate:"),
    StepCode.LOWER_READING: N_("The notice is unclear, so the lower of the two counts: {amount}."),
    StepCode.CAP: N_("Cap per claim {cap}: {change}."),
    StepCode.CAP_RATE: N_("Cap per claim {base} × {rate} = {cap}: {change}."),
    StepCode.CAP_YEAR: N_("Cap per year {cap}, less {received} already received, leaves {left}: {change}."),
    StepCode.ACTUAL: N_("Not above the {paid} actually paid: {change}."),
    StepCode.ROUNDED_DOWN: N_(
        "Rounded down to multiples of {unit}, as rounding up would pass {limit}: {change}."
    ),
    StepCode.RESULT: N_("Amount: {amount}."),
}
_ROUNDED: Final = {
    False: N_("Rounded half up to multiples of {unit}: {change}."),
    True: N_("Rounded down to multiples of {unit}: {change}."),
}
_CHECKED: Final = {
    (StepCode.THRESHOLD, True): N_("Threshold: {checks}: met."),
    (StepCode.THRESHOLD, False): N_("Threshold: {checks}: not met."),
    (StepCode.OVERRIDE, True): N_("Special case {number}: {checks}: it applies."),
    (StepCode.OVERRIDE, False): N_("Special case {number}: {checks}: it does not apply."),
}
_WARNINGS: Final[Mapping[WarningCode, str]] = {
    WarningCode.NOT_CHECKED: N_("Neither the applicant's legal form nor the scheme's validity was checked."),
    WarningCode.EXAMPLE: N_("This scheme is an example; it is no policy in force anywhere."),
    WarningCode.NEGATIVE_BASE: N_("The base {base} is negative and counts as 0."),
    WarningCode.SHARED_POINT: N_(
        "The notice puts {base} into both tier {lower} and tier {upper}; tier {taken}, which gives less,"
        " was taken. Ask the office."
    ),
    WarningCode.ABOVE_LAST_TIER: N_(
        "{base} lies above the end of the last tier, {end}; the notice gives nothing for what is beyond."
    ),
    WarningCode.RECEIVED_MISSING: N_(
        "The scheme has a cap per year; what the year already gave was not said and counts as 0"
        " (--measure received=FIGURE)."
    ),
    WarningCode.READING_NOT_CHOSEN: N_(
        "The notice does not say whether a tier's rate is for the whole base or for the part inside it;"
        " ask the office."
    ),
}
_SYMBOLS: Final = {Currency.CNY: "¥", Currency.USD: "US$"}
_OF_BASE: Final = {"base", "start", "end", "part", "after", "every", "above", "units", "count"}
_OF_YUAN: Final = {
    *("amount", "cap", "each", "first", "before", "received", "left", "paid", "unit", "limit", "cost"),
}
_BASE_AFTER: Final = {StepCode.STEP_BELOW, StepCode.STEPS}
"""Steps whose `after` is a figure of the base; elsewhere it is what an amount has become."""


def measure_name(measure: str, inputs: Mapping[str, str]) -> str:
    """Return how a measure is called; an input by what its scheme says that it means."""
    if measure in inputs or measure not in _MEASURES:
        return inputs.get(measure, measure)
    return _(_MEASURES[measure])


def figure_text(value: Fraction, least: int = 0) -> str:
    """Return an exact figure with groups and at least so many decimals: `1,234.50`."""
    number, decimals = scaled(value, least)
    digits = str(abs(number)).rjust(decimals + 1, "0")
    whole = f"{int(digits[: len(digits) - decimals]):,}"
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{digits[-decimals:]}" if decimals else f"{sign}{whole}"


def yuan_text(value: Fraction) -> str:
    """Return an amount in yuan, exact: `¥1,234.50`, `¥0.005`."""
    return _money(value, Currency.CNY)


def _money(value: Fraction, currency: Currency) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{_SYMBOLS[currency]}{figure_text(abs(value), 2)}"


class SubsidyWords:
    """Says steps and warnings of one scheme, in the language spoken."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._inputs = dict(scheme.inputs)

    def measure(self, measure: str) -> str:
        """Return how a measure of the scheme is called."""
        return measure_name(measure, self._inputs)

    def of(self, measure: str, value: Fraction) -> str:
        """Return a measure's figure: money with the base's currency, all else bare."""
        return _money(value, self._scheme.base.currency) if measure in MONEY else figure_text(value)

    def of_base(self, value: Fraction) -> str:
        """Return a figure of the base's measure."""
        return self.of(self._scheme.base.measure, value)

    def step(self, one: Step) -> str:
        """Return a step as a sentence."""
        if one.code in {StepCode.THRESHOLD, StepCode.OVERRIDE}:
            sentence = _CHECKED[one.code, bool(one.data["met"])]
        elif one.code is StepCode.ROUNDED:
            sentence = _ROUNDED[bool(one.data["floor"])]
        elif one.code is StepCode.CAP_YEAR and "rate" in one.data:
            sentence = N_(
                "Cap per year {base} × {rate} = {cap}, less {received} already received, leaves {left}:"
                " {change}."
            )
        else:
            sentence = _STEPS[one.code]
        return _(sentence).format_map(self._filled(one.data, of_base=one.code in _BASE_AFTER))

    def warning(self, one: SubsidyWarning) -> str:
        """Return a warning as a sentence."""
        return _(_WARNINGS[one.code]).format_map(self._filled(one.data, of_base=True))

    def tier(self, tier: Tier) -> str:
        """Return the range of a tier, each end with whether it belongs to it."""
        parts = []
        if tier.start is not None:
            text = _("from {figure}") if tier.start_included else _("above {figure}")
            parts.append(text.format(figure=self.of_base(tier.start)))
        if tier.end is not None:
            text = _("up to {figure}") if tier.end_included else _("below {figure}")
            parts.append(text.format(figure=self.of_base(tier.end)))
        return (_("; ") if len(parts) > 1 else "").join(parts) or _("any figure")

    def _filled(self, data: Mapping[str, Any], *, of_base: bool) -> dict[str, str]:
        """Return the texts that a sentence is filled with."""
        texts = {"measure": self.measure(self._scheme.base.measure)}
        for name, value in data.items():
            if name in _OF_BASE and (name != "after" or of_base):
                texts[name] = "" if value is None else self.of_base(value)
            elif name in _OF_YUAN or name == "after":
                texts[name] = yuan_text(value)
            else:
                texts.update(self._special(name, value))
        if "before" in data:
            changed = _("{before} becomes {after}") if data["before"] != data["after"] else _("{after} stays")
            texts["change"] = changed.format(before=texts["before"], after=texts["after"])
        return texts

    def _special(self, name: str, value: Any) -> dict[str, str]:
        """Return the texts of what is neither a figure of the base nor a sum."""
        writers: Mapping[str, Callable[[Any], dict[str, str]]] = {
            "rate": lambda rate: {"rate": _percent(rate)},
            "tier": lambda tier: {"tier": self.tier(tier), "rate": _percent(tier.value)},
            "kind": lambda kind: {"kind": _(_RULES[kind])},
            "checks": lambda checks: {"checks": self._checks(checks)},
            "parts": lambda parts: {"sum": " + ".join(map(yuan_text, parts)) or "0"},
            "steps": lambda steps: {"steps": str(steps)},
            "number": lambda number: {"number": str(number), "taken": str(number)},
        }
        return writers[name](value) if name in writers else {name: str(value)}

    def _checks(self, checks: Sequence[Check]) -> str:
        said = []
        for check in checks:
            measure = check.condition.measure
            limits = [
                _(_LIMITS[limit.kind]).format(figure=self.of(measure, limit.figure))
                for limit in check.condition.limits
            ]
            text = _("{measure} {value}, wanted {limits}")
            said.append(
                text.format(
                    measure=self.measure(measure),
                    value=self.of(measure, check.value),
                    limits=_(" and ").join(limits),
                )
            )
        return _(", or ").join(said)


def _percent(rate: Fraction) -> str:
    return f"{figure_text(rate * 100)}%"


def reading_text(reading: Reading) -> str:
    """Return what one reading of unclear tiers gives."""
    return f"{_(_RULES[reading.kind])}: {yuan_text(reading.amount)}"


def next_text(words: SubsidyWords, following: NextTier) -> str:
    """Return how far the next tier is."""
    text = _("To the next tier, from {start}, {short_by} is missing.")
    return text.format(start=words.of_base(following.start), short_by=words.of_base(following.short_by))


def outcome_json(scheme: Scheme, outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as `subsidy --json` prints it; figures are decimal strings."""
    words = SubsidyWords(scheme)
    least = 2 if scheme.base.measure in MONEY else 0
    following = outcome.next
    return {
        "amount": plain(outcome.amount, 2),
        "tier": outcome.tier,
        "steps": [words.step(one) for one in outcome.steps],
        "warnings": [{"code": str(one.code), "text": words.warning(one)} for one in outcome.warnings],
        "readings": [{"kind": str(one.kind), "amount": plain(one.amount, 2)} for one in outcome.readings],
        "next": following
        and {"from": plain(following.start, least), "short_by": plain(following.short_by, least)},
    }
