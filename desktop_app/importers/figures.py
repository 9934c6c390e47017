"""Figures in foreign files: the decimal sign is decided for a whole column, and every amount is exact."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.domain.money import to_scaled
from desktop_app.importers.cell_text import clean, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop_app.importers.tabular import Cell

_BODY: Final = re.compile(r"\d[\d.,' \u00a0\u202f]*|[.,]\d+")
_SPACES: Final = str.maketrans("", "", " '\u00a0\u202f")
_MULTIPLES: Final = {"万": 10_000, "w": 10_000, "k": 1_000, "m": 1_000_000, "亿": 100_000_000}
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-"})
_GROUP: Final = 3
NUMBER_CELL: Final = "#"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell taken apart: what stands before the digits, the digits with their signs, whether it is negative.

    `before` is NUMBER_CELL for a number cell; `after` is what follows the digits.
    """

    before: str
    body: str
    negative: bool
    after: str = ""


def dissect(cell: Cell) -> Figure | None:
    """Take a cell with a figure apart; None where it is blank.

    Raises InvalidFigureError (`not_a_number`).
    """
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return _from_number(cell)
    text = unicodedata.normalize("NFKC", clean(cell)).translate(_MINUS).strip()
    if is_blank(text):
        return None
    negative = text.startswith("(") and text.endswith(")")
    inner = text[1:-1].strip() if negative else text.lstrip("'")
    match = _BODY.search(inner)
    if match is None:
        raise InvalidFigureError(text, "not_a_number")
    before, after = inner[: match.start()].strip(), inner[match.end() :].strip()
    body = match[0].strip()
    if "-" in before or after.endswith("-"):
        if negative or before.count("-") + after.count("-") > 1:
            raise InvalidFigureError(text, "not_a_number")
        negative = True
        before, after = before.replace("-", "").strip(), after.removesuffix("-").strip()
    if before.startswith("+"):
        before = before[1:].strip()
    if any(character.isdigit() for character in after):
        raise InvalidFigureError(text, "not_a_number")
    return Figure(before=before, body=body, negative=negative, after=after)


def _from_number(cell: float | Decimal) -> Figure:
    value = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
    if not value.is_finite():
        raise InvalidFigureError(str(cell), "not_a_number")
    # A number cell keeps 15 digits: what stands behind them is the noise of binary fractions.
    if isinstance(cell, float) and len(value.as_tuple().digits) > 15:  # noqa: PLR2004
        value = Decimal(f"{cell:.15g}")
    # An exponent of ten million digits is written out nowhere.
    if value and abs(value.adjusted()) > 40:  # noqa: PLR2004
        raise InvalidFigureError(str(cell), "too_large")
    return Figure(before=NUMBER_CELL, body=format(abs(value), "f"), negative=value < 0)


def decimal_sign(cells: Iterable[Cell], *, without_decimals: bool, usual: str = ".") -> str:
    """Decide which sign separates decimals in a column.

    `without_decimals`: the currency has none, so that a sign before three digits groups thousands;
    `usual` is what the market writes, for a column that does not show it.
    """
    found: set[str] = set()
    grouping: set[str] = set()
    for cell in cells:
        if not isinstance(cell, str):
            continue
        try:
            figure = dissect(cell)
        except InvalidFigureError:
            continue
        if figure is not None:
            decimal, group = evidence_of(figure.body.translate(_SPACES))
            found |= decimal
            grouping |= group
    if len(found) == 1:
        return found.pop()
    if not found and without_decimals and len(grouping) == 1:
        return "," if grouping == {"."} else "."
    return usual


def evidence_of(body: str) -> tuple[set[str], set[str]]:
    """Return the signs that must separate decimals in one figure, and those that may group thousands."""
    points, commas = body.count("."), body.count(",")
    if points and commas:
        return {"." if body.rfind(".") > body.rfind(",") else ","}, set()
    sign = "." if points else ","
    if points + commas > 1:
        return {"," if sign == "." else "."}, set()
    if points + commas == 1:
        whole, _, rest = body.partition(sign)
        if len(rest) != _GROUP or not 1 <= len(whole) <= _GROUP or whole == "0":
            return {sign}, set()
        return set(), {sign}
    return set(), set()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureReader:
    """Reads the figures of one column into whole counts of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.

    `tokens` gives the currency of what may stand before or after the digits (None: any dollar or yuan
    sign, taken as the column's own currency); with `rounded`, `1.2万` is 12,000.
    """

    decimals: int
    sign: str = "."
    tokens: Mapping[str, str | None]
    currency: str | None = None
    rounded: bool = False

    def read(self, cell: Cell) -> int | None:
        """Return the amount, None where the cell is blank.

        Raises InvalidFigureError for what is no figure of this column, CurrencyDiffersError for one in
        another currency.
        """
        figure = dissect(cell)
        if figure is None:
            return None
        factor = _MULTIPLES.get(figure.after.lower(), 1) if self.rounded else 1
        for token in (figure.before, figure.after if factor == 1 else ""):
            if token not in {"", NUMBER_CELL}:
                self._check_token(token, str(cell))
        sign = "." if figure.before == NUMBER_CELL or factor > 1 else self.sign
        body = plain(figure.body, sign)
        scaled = to_scaled(body if factor == 1 else Decimal(body) * factor, self.decimals)
        return -scaled if figure.negative else scaled

    def _check_token(self, token: str, text: str) -> None:
        stated = currency_of(token, self.tokens)
        if stated is None:
            raise InvalidFigureError(text, "not_a_number")
        if stated not in {"?", self.currency} and self.currency is not None:
            raise CurrencyDiffersError(stated, self.currency)


class CurrencyDiffersError(Exception):
    """An amount in another currency than the one its column is to have."""

    def __init__(self, stated: str, expected: str) -> None:
        super().__init__(stated, expected)
        self.stated = stated
        self.expected = expected


def currency_of(token: str, tokens: Mapping[str, str | None]) -> str | None:
    """Return the currency a sign or code stands for, "?" for a sign of several, None for no currency."""
    bare = token.strip().rstrip(".").upper()
    if bare in tokens:
        return tokens[bare] or "?"
    return bare if len(bare) == 3 and bare.isascii() and bare.isalpha() else None  # noqa: PLR2004


def plain(body: str, sign: str) -> str:
    """Write digits with grouping and a decimal `sign` plainly: "1.250,50" with "," is "1250.50".

    Raises InvalidFigureError where the groups are no thousands.
    """
    bare = body.translate(_SPACES)
    whole, found, rest = bare.partition(sign)
    group = "," if sign == "." else "."
    if sign in rest or group in rest:
        raise InvalidFigureError(body, "not_a_number")
    parts = whole.split(group)
    if len(parts) > 1 and (
        not 1 <= len(parts[0]) <= _GROUP or any(len(part) != _GROUP for part in parts[1:])
    ):
        raise InvalidFigureError(body, "not_a_number")
    digits = "".join(parts)
    return f"{digits or '0'}.{rest}" if found and rest else digits


def read_count(cell: Cell) -> int | None:
    """Return a count such as `5230`, `5,230`, `2.1K` or `1.2万`, None where the cell is blank.

    Raises InvalidFigureError (`not_a_number`; `too_fine` for a fraction).
    """
    figure = dissect(cell)
    if figure is None:
        return None
    factor = _MULTIPLES.get(figure.after.lower(), 0) if figure.after else 1
    if not factor or figure.before not in {"", NUMBER_CELL}:
        raise InvalidFigureError(str(cell), "not_a_number")
    sign = (
        "."
        if factor > 1 or figure.before == NUMBER_CELL
        else decimal_sign([str(cell)], without_decimals=True)
    )
    value = Decimal(plain(figure.body, sign)) * factor
    return to_scaled(-value if figure.negative else value, 0)


def read_decimal(cell: Cell, sign: str = ".") -> Decimal | None:
    """Return a number or a percentage (`12.50%` is 0.125), None where the cell is blank.

    Raises InvalidFigureError (`not_a_number`).
    """
    figure = dissect(cell)
    if figure is None:
        return None
    if figure.before not in {"", NUMBER_CELL} or figure.after not in {"", "%"}:
        raise InvalidFigureError(str(cell), "not_a_number")
    value = Decimal(plain(figure.body, "." if figure.before == NUMBER_CELL else sign))
    value = value / 100 if figure.after else value
    return -value if figure.negative else value
