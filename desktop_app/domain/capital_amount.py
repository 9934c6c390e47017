"""Amounts in capitals (大写), as the central bank's rules for bills and settlement vouchers write them."""

from __future__ import annotations

import re
from typing import Final

from desktop_app.domain.errors import InvalidFigureError

PREFIX: Final = "人民币"
LIMIT_FEN: Final = 10**18
"""10¹⁶ yuan: from here on, either sign, an amount has no capitals."""

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_SECTION: Final = 4
_FIGURE: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def fen_from_text(text: str) -> int:
    """Read an amount in yuan, `1409.5` or `1,409.50`, as fen, half up on the absolute figure.

    Raises InvalidFigureError: `not_a_number`, or `too_large` for 10¹⁶ yuan and more.
    """
    match = _FIGURE.fullmatch(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    if match is None:
        raise InvalidFigureError(text, "not_a_number")
    sign, whole, fraction = match[1], match[2].lstrip("0"), (match[3] or "").ljust(3, "0")
    if len(whole) > len(str(LIMIT_FEN)):
        raise InvalidFigureError(text, "too_large")
    fen = int(whole + fraction[:2]) + (fraction[2] >= "5")
    if fen >= LIMIT_FEN:
        raise InvalidFigureError(text, "too_large")
    return -fen if sign else fen


def capital_amount(fen: int, *, whole_after_jiao: bool = False) -> str:
    """Return an amount in capitals, without 人民币: 32504 is 叁佰贰拾伍元零肆分.

    `whole_after_jiao` writes 整 after 角 too. Raises InvalidFigureError (`too_large`) for 10¹⁶ yuan
    and more, either sign.
    """
    if abs(fen) >= LIMIT_FEN:
        raise InvalidFigureError(str(fen), "too_large")
    yuan, cents = divmod(abs(fen), 100)
    jiao, last = divmod(cents, 10)
    text = "负" if fen < 0 else ""
    if yuan or not cents:
        text += _whole_number(yuan) + "元"
    if not cents:
        return text + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif yuan:
        text += _DIGITS[0]
    if last:
        return text + _DIGITS[last] + "分"
    return text + "整" if whole_after_jiao else text


def _whole_number(number: int) -> str:
    """Write 0 … 10¹⁶ − 1 in capitals; 亿 once, after the whole number of 亿."""
    if number == 0:
        return _DIGITS[0]
    figures = str(number)
    text, zero, section = "", False, False
    for index, figure in enumerate(figures):
        place = len(figures) - 1 - index
        if figure == "0":
            zero = True
        else:
            text += (_DIGITS[0] if zero else "") + _DIGITS[int(figure)] + _PLACES[place % _SECTION]
            zero, section = False, True
        if place % (2 * _SECTION) == _SECTION and section:
            text += "万"
        elif place == 2 * _SECTION:
            text += "亿"
        if place % _SECTION == 0:
            section = False
    return text
