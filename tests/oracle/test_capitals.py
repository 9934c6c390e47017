"""Random amounts in capitals: the program's words are those of a second writer."""

from __future__ import annotations

from random import Random

import pytest

from desktop_app.domain.capital_amount import capital_amount, fen_from_text
from tests.oracle.capitals import capitals


def amounts(count: int, seed: int) -> list[str]:
    """Figures below 10¹⁶, rich in zeros, of either sign, with up to four decimals."""
    dice = Random(seed)
    found = []
    for _ in range(count):
        whole = "".join(dice.choices("0000123456789", k=dice.randint(1, 15))).lstrip("0") or "0"
        decimals = "".join(dice.choices("00512349", k=dice.randint(0, 4)))
        sign = "-" if dice.random() < 0.2 else ""
        found.append(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")
    return found


def differing(count: int, seed: int) -> list[str]:
    return [
        one
        for number, one in enumerate(amounts(count, seed))
        if capital_amount(fen_from_text(one), whole_after_jiao=number % 3 == 0)
        != capitals(one, whole_after_jiao=number % 3 == 0)
    ]


def test_random_amounts() -> None:
    assert differing(5000, 1) == []


@pytest.mark.parametrize(
    "amount",
    ["0", "-0", "0.004", "-0.005", "0.995", "-0.045", "9999999999999999.994", "-9999999999999999.99"],
)
def test_amounts_at_the_limits(amount: str) -> None:
    assert capital_amount(fen_from_text(amount)) == capitals(amount)


@pytest.mark.slow
def test_two_hundred_thousand_random_amounts() -> None:
    assert differing(200_000, 2) == []
