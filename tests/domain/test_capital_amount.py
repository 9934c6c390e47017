"""Amounts in capitals: the central bank's own examples, the rules, and a reader of its own as judge."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.capital_amount import LIMIT_FEN, capital_amount, fen_from_text
from desktop_app.domain.errors import InvalidFigureError

DIGITS = {name: value for value, name in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"仟": 1000, "佰": 100, "拾": 10}


def read_section(text: str) -> int:
    """Read up to four places, by the words alone."""
    total = 0
    for digit, place in re.findall(r"([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)", text):
        total += DIGITS[digit] * PLACES.get(place, 1)
    return total


def read_upto_wan(text: str) -> int:
    high, separator, low = text.rpartition("万")
    return read_section(high) * 10_000 + read_section(low) if separator else read_section(text)


def read_capitals(text: str) -> int:
    """Read capitals back into fen: shares nothing with the writer but the ten digits."""
    sign = -1 if text.startswith("负") else 1
    yuan, _, rest = text.removeprefix("负").rpartition("元")
    high, _, low = yuan.rpartition("亿")
    fen = (read_upto_wan(high) * 10**8 + read_upto_wan(low)) * 100
    for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        fen += DIGITS[digit] * {"角": 10, "分": 1}[unit]
    return sign * fen


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1,409.50", "壹仟肆佰零玖元伍角"),
        ("1,680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("6,007.14", "陆仟零柒元壹角肆分"),
        ("16,409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107,000.53", "壹拾万零柒仟元伍角叁分"),
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("0.04", "肆分"),
        ("0.50", "伍角"),
        ("0.57", "伍角柒分"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000100000001", "壹万零壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("10000000", "壹仟万元整"),
        ("10001000", "壹仟万零壹仟元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-3", "负叁元整"),
        ("-0.004", "零元整"),
        ("-0.005", "负壹分"),
        ("0.995", "壹元整"),
        ("0007.10", "柒元壹角"),
    ],
)
def test_examples(amount: str, capitals: str) -> None:
    assert capital_amount(fen_from_text(amount)) == capitals


def test_whole_after_jiao_only_where_it_is_set() -> None:
    assert capital_amount(140950, whole_after_jiao=True) == "壹仟肆佰零玖元伍角整"
    assert capital_amount(140952, whole_after_jiao=True) == "壹仟肆佰零玖元伍角贰分"


@pytest.mark.parametrize(
    "text", ["", "abc", "1e3", "NaN", "1,23", "1.", ".5", "+5", "１２", " 1", "--1", "1.2.3"]
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(InvalidFigureError) as caught:
        fen_from_text(text)
    assert caught.value.reason == "not_a_number"


@pytest.mark.parametrize(
    "text", ["10000000000000000", "-10000000000000000", "9999999999999999.995", "9" * 9999]
)
def test_ten_to_the_sixteenth_is_refused(text: str) -> None:
    with pytest.raises(InvalidFigureError) as caught:
        fen_from_text(text)
    assert caught.value.reason == "too_large"


def test_the_writer_refuses_what_has_no_capitals() -> None:
    for fen in (LIMIT_FEN, -LIMIT_FEN):
        with pytest.raises(InvalidFigureError):
            capital_amount(fen)


SPARSE = st.lists(st.sampled_from("0000000123456789"), min_size=1, max_size=18).map(lambda f: int("".join(f)))


@given(fen=st.one_of(st.integers(-LIMIT_FEN + 1, LIMIT_FEN - 1), SPARSE, SPARSE.map(lambda fen: -fen)))
def test_reading_back_gives_the_same_amount(fen: int) -> None:
    text = capital_amount(fen)
    assert read_capitals(text) == fen
    assert "零零" not in text
    assert not re.search("零[元万亿角分]", text.replace("零元整", ""))
    assert text.count("亿") <= 1
    assert text[-1] == ("分" if fen % 10 else "角" if fen % 100 else "整")


@given(fen=SPARSE)
def test_one_zero_stands_for_each_run_between_digits(fen: int) -> None:
    yuan = str(fen // 100)
    text = capital_amount(fen)
    runs = len(re.findall(r"(?<=[1-9])0+(?=[1-9])", yuan)) if fen >= 100 else 0
    before_fen = int(fen >= 100 and fen % 100 // 10 == 0 and fen % 10 != 0)
    assert text.replace("零元整", "元整").count("零") == runs + before_fen if fen else text == "零元整"
