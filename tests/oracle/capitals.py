"""Amounts in capitals a second time, from the page alone: a number is said as its parts are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def capitals(amount: str, *, whole_after_jiao: bool = False) -> str:
    """A figure in yuan, in capitals, without 人民币."""
    exact = Decimal(amount)
    fen = int((abs(exact) * 100).to_integral_value(ROUND_HALF_UP))
    yuan, jiao, last = fen // 100, fen // 10 % 10, fen % 10
    said = f"{_said(yuan)}元" if yuan or not fen else ""
    said += f"{_DIGITS[jiao]}角" if jiao else "零" if yuan and last else ""
    said += f"{_DIGITS[last]}分" if last else ""
    if not last and (not jiao or whole_after_jiao):
        said += "整"
    return ("负" if exact < 0 and fen else "") + said


def _said(number: int) -> str:
    for unit, name in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            # A zero stands where any digit between the last of the upper part and the first below is 0.
            gap = "零" if low and (low * 10 < unit or high % 10 == 0) else ""
            return f"{_said(high)}{name}{gap}{_said(low) if low else ''}"
    return _DIGITS[number]
