"""Figures as people type them: sums to work out, Chinese numerals, amounts in 块 and 毛, quantities in 斤.

A plain figure is left to the reader of ledgers: here is what only a person writes. Results are exact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LONGEST: Final = 200
"""Characters of a sum that are read."""

MASS_G: Final = {
    "mg": Fraction(1, 1000),
    "毫克": Fraction(1, 1000),
    "g": Fraction(1),
    "克": Fraction(1),
    "两": Fraction(50),
    "斤": Fraction(500),
    "市斤": Fraction(500),
    "kg": Fraction(1000),
    "公斤": Fraction(1000),
    "千克": Fraction(1000),
    "t": Fraction(1_000_000),
    "吨": Fraction(1_000_000),
}
"""Grams in a unit of weight."""

_DIGITS: Final = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_STEPS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_FINANCIAL: Final = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸點圓塊兩斤錢", "一二三四五六七八九十百千万亿二三六点元块两斤钱"
)
_CHINESE: Final = frozenset([*_DIGITS, *_STEPS, *"半负块元圆角毛分点"])
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
_TOKEN: Final = re.compile(rf"({_NUMBER})(?:[元块圆]|[A-Z]{{3}})?(%?)|([-+*/()])")
_OPERATOR_INSIDE: Final = re.compile(r"[\d)%元块]\s*[-+*/]")
_MONEY: Final = re.compile(r"(?:(.+)[块元圆])?(?:(.+)[角毛])?(?:(.+)分)?(.*)钱?")
_WITH_UNIT: Final = re.compile(
    rf"((?:负|[-+])?(?:{_NUMBER}(?:[十百千万亿]+)?|[零〇一二三四五六七八九两十百千万亿点半]+))(\D*)"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that was typed: its exact value, and the unit behind it, if any."""

    value: Fraction
    unit: str = ""


def read_typed(text: str) -> Typed | None:
    """Read a sum or Chinese figure and its unit; None for a plain figure, or for none at all."""
    plain = normal(text)
    if not plain or len(plain) > LONGEST:
        return None
    if _OPERATOR_INSIDE.search(plain):
        value = _Sum(plain).result()
        return None if value is None else Typed(value)
    if not _CHINESE.isdisjoint(plain):
        money = _money(plain)
        if money is not None:
            return Typed(money)
    return _with_unit(plain)


def normal(text: str) -> str:
    """Return a typed text without differences of width, signs and financial numerals."""
    plain = unicodedata.normalize("NFKC", text).translate(_FINANCIAL)
    for sign, meant in (("−", "-"), ("×", "*"), ("✕", "*"), ("÷", "/"), ("x", "*"), ("X", "*")):
        plain = plain.replace(sign, meant) if sign not in "xX" else _times(plain, sign, meant)
    return "".join(plain.split()).removeprefix("=")


def _times(text: str, sign: str, meant: str) -> str:
    return re.sub(rf"(?<=[\d)])\s*{sign}\s*(?=[\d(.])", meant, text)


class _Sum:
    """A sum with + − × ÷ and brackets, worked out exactly."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str | Fraction] = []
        at = 0
        self._whole = True
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                self._whole = False
                return
            at = found.end()
            if found[1] is not None:
                value = Fraction(found[1].replace(",", "").rstrip(".") or "0")
                self._tokens.append(value / 100 if found[2] else value)
            else:
                self._tokens.append(found[3])
        self._at = 0

    def result(self) -> Fraction | None:
        """Return the value; None where the text is no sum, or divides by 0."""
        if not self._whole:
            return None
        try:
            value = self._add()
        except (IndexError, ValueError, ZeroDivisionError, RecursionError):
            return None
        return value if self._at == len(self._tokens) else None

    def _next(self, *signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return str(self._tokens[self._at - 1])
        return None

    def _add(self) -> Fraction:
        value = self._multiply()
        while sign := self._next("+", "-"):
            other = self._multiply()
            value = value + other if sign == "+" else value - other
        return value

    def _multiply(self) -> Fraction:
        value = self._one()
        while sign := self._next("*", "/"):
            other = self._one()
            value = value * other if sign == "*" else value / other
        return value

    def _one(self) -> Fraction:
        if self._next("-"):
            return -self._one()
        if self._next("+"):
            return self._one()
        if self._next("("):
            value = self._add()
            if not self._next(")"):
                raise ValueError
            return value
        token = self._tokens[self._at]
        if isinstance(token, str):
            raise ValueError(token)  # noqa: TRY004 - a sign where a figure belongs
        self._at += 1
        return token


def _money(text: str) -> Fraction | None:
    """Read 十二块五, 3块2毛5, 五毛, 两块半, 一万二; None for anything else."""
    negative = text.startswith(("负", "-"))
    text = text.removeprefix("负").removeprefix("-").removeprefix("¥")
    found = _MONEY.fullmatch(text)
    if found is None:
        return None
    yuan, jiao, fen, rest = found.groups()
    if yuan is None and jiao is None and fen is None:
        value = _number(rest)
    else:
        parts = [_number(part) if part else Fraction(0) for part in (yuan, jiao, fen)]
        tail = _tail(rest, 1 if jiao is None else 2) if fen is None else (Fraction(0) if not rest else None)
        if None in parts or tail is None:
            return None
        whole, tenths, hundredths = (part or Fraction(0) for part in parts)
        value = whole + tenths / 10 + hundredths / 100 + tail
    return None if value is None else -value if negative else value


def _tail(rest: str, place: int) -> Fraction | None:
    """Read what follows 块 or 毛: one digit counts the next smaller coin, 半 a half of the coin before."""
    if not rest:
        return Fraction(0)
    if rest == "半":
        return Fraction(1, 2 * int(10 ** (place - 1)))
    digits = "".join(str(_DIGITS[char]) if char in _DIGITS else char for char in rest)
    if not digits.isdecimal() or len(digits) > 3 - place:
        return None
    return Fraction(int(digits), int(10 ** (place - 1 + len(digits))))


def _number(text: str) -> Fraction | None:
    """Read a number in Chinese or mixed numerals: 一百零五, 一万二, 1.2万, 三点五, 半, 二〇二六."""
    if text == "半":
        return Fraction(1, 2)
    if "点" in text:
        whole, _, behind = text.partition("点")
        left = _number(whole)
        if left is None or not behind or any(char not in _DIGITS for char in behind):
            return None
        return left + Fraction(int("".join(str(_DIGITS[char]) for char in behind)), 10 ** len(behind))
    if text.endswith("半"):
        left = _number(text[:-1].removesuffix("个"))
        return None if left is None else left + Fraction(1, 2)
    if text and all(char in _DIGITS for char in text):
        return Fraction(int("".join(str(_DIGITS[char]) for char in text)))
    return _stepped(text)


def _stepped(text: str) -> Fraction | None:
    """Read numerals with 十百千万亿; a last digit alone counts the step below the last: 一万二 is 12000."""
    total = section = Fraction(0)
    digit: Fraction | None = None
    last_step = 0
    zero = False
    for token in re.findall(rf"{_NUMBER}|.", text):
        if token in _STEPS:
            step = _STEPS[token]
            if digit is None and not section and not total and step != _STEPS["十"]:
                return None
            if step >= _STEPS["万"]:
                section += digit or 0
                total = (total + section) * step if step > _STEPS["万"] else total + section * step
                section = Fraction(0)
            else:
                section += (1 if digit is None and not section else digit or 0) * step
            digit, last_step, zero = None, step, False
        elif token in _DIGITS or token[0].isdecimal() or token[0] == ".":
            if digit is not None:
                return None
            value = (
                Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", "").rstrip("."))
            )
            if token in {"零", "〇"}:
                zero = True
                continue
            digit = value
        else:
            return None
    if digit is not None:
        below = last_step // 10 if last_step > 10 and not zero else 1  # noqa: PLR2004
        section += digit * below
    return total + section if text else None


def _with_unit(text: str) -> Typed | None:
    """Read a figure with a unit behind it: 3斤, 三斤半, 5kg, 两箱, 三斤二两."""
    weight = _jin_and_liang(text)
    if weight is not None:
        return weight
    found = _WITH_UNIT.fullmatch(text)
    if found is None or not found[2]:
        return None
    digits = found[1]
    negative = digits.startswith(("负", "-"))
    bare = digits.lstrip("负+-")
    value = _number(bare) if not _is_plain(bare) else Fraction(bare.replace(",", "").rstrip("."))
    if value is None:
        return None
    unit = found[2]
    if unit.endswith("半") and len(unit) > 1:
        value, unit = value + Fraction(1, 2), unit[:-1]
    return Typed(-value if negative else value, unit=unit)


def _jin_and_liang(text: str) -> Typed | None:
    found = re.fullmatch(r"(.+?)(斤)(.+?)两?", text)
    if found is None or found[3] == "半":
        return None
    parts = [Fraction(part) if _is_plain(part) else _number(part) for part in (found[1], found[3])]
    if parts[0] is None or parts[1] is None or not parts[1] < 10:  # noqa: PLR2004
        return None
    return Typed(parts[0] + parts[1] / 10, unit="斤")


def _is_plain(text: str) -> bool:
    return re.fullmatch(_NUMBER, text) is not None
