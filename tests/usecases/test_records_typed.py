"""What people type: sums, Chinese figures, weights, days; and names found by how they sound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.reports.pinyin import match_rank
from desktop_app.usecases.records.typed_days import read_span, tidy_day
from desktop_app.usecases.records.typed_figures import read_typed

SUNDAY = date(2026, 3, 1)
FIGURES = st.integers(0, 9999).map(str) | st.decimals(0, 999, places=2).map(str)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12*3.5", 42),
        ("(1+2)/3", 1),
        ("１２．５＋１", Fraction(27, 2)),
        ("10÷4×2", 5),
        ("-3--4", 1),
        ("2(3)", None),
        ("1,200*2", 2400),
        ("100*5%", 5),
        ("12x3", 36),
        ("=7-2", 5),
        ("1/0", None),
        ("1/", None),
        ("((1)", None),
        ("1+2abc", None),
        ("十二块五", Fraction(25, 2)),
        ("3块2毛5", Fraction(13, 4)),
        ("两块半", Fraction(5, 2)),
        ("五毛", Fraction(1, 2)),
        ("12块50", Fraction(25, 2)),
        ("十二块零五分", Fraction(241, 20)),
        ("一万二", 12000),
        ("一万零二", 10002),
        ("三千五", 3500),
        ("一百零五", 105),
        ("二十", 20),
        ("十五", 15),
        ("1.2万", 12000),
        ("三万五千", 35000),
        ("一亿二千万", 120_000_000),
        ("三点一四", Fraction(157, 50)),
        ("壹佰贰拾元", 120),
        ("负三", -3),
        ("一二三", 123),
        ("万", None),
        ("猕猴桃", None),
        ("", None),
    ],
)
def test_sums_and_chinese_figures(text: str, value: Fraction | None) -> None:
    typed = read_typed(text)
    assert (typed.value if typed is not None and not typed.unit else None) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三斤", 3, "斤"),
        ("１２．５斤", Fraction(25, 2), "斤"),
        ("三斤半", Fraction(7, 2), "斤"),
        ("三斤二两", Fraction(16, 5), "斤"),
        ("十二斤", 12, "斤"),
        ("5kg", 5, "kg"),
        ("两箱", 2, "箱"),
    ],
)
def test_quantities_with_their_unit(text: str, value: Fraction, unit: str) -> None:
    typed = read_typed(text)
    assert typed is not None
    assert (typed.value, typed.unit) == (value, unit)


@given(st.lists(FIGURES, min_size=2, max_size=6), st.data())
def test_sums_are_worked_out_as_python_does_with_fractions(figures: list[str], data: st.DataObject) -> None:
    text, exact = figures[0], f"Fraction('{figures[0]}')"
    for figure in figures[1:]:
        sign = data.draw(st.sampled_from("+-*/"))
        text += sign + figure
        exact += f"{sign}Fraction('{figure}')"
    try:
        expected = eval(exact, {"Fraction": Fraction})  # noqa: S307 - made of figures and signs above
    except ZeroDivisionError:
        expected = None
    typed = read_typed(text)
    assert (typed and typed.value) == expected if expected is not None else typed is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    read_typed(text)
    tidy_day(text, SUNDAY)
    read_span(text, SUNDAY)
    match_rank(text, "猕猴桃 KIWI")


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_read_as_the_number_they_write(number: int) -> None:
    typed = read_typed(_numerals(number) + "元")
    assert typed is not None
    assert typed.value == number


def _numerals(number: int) -> str:
    """Write a number below a hundred million in full, as banks do without their own characters."""
    high, low = divmod(number, 10_000)
    if high:
        gap = "零" if low and low < 1000 else ""
        return f"{_numerals(high)}万{gap}{_numerals(low) if low else ''}"
    text, pending = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            text += ("零" if pending and text else "") + "零一二三四五六七八九"[digit] + name
            pending = False
        else:
            pending = True
    return text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/1", "2026-03-01"),
        ("昨天", "2026-02-28"),
        ("今天", "2026-03-01"),
        ("2026-3-1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("26/3/1", "2026-03-01"),
        ("12/31", "2025-12-31"),
        ("3/31", "2026-03-31"),
        ("4/2", "2025-04-02"),
        ("3月5号", "2026-03-05"),
        ("上周五", "2026-02-20"),
        ("昨晚8点半", "2026-02-28 20:30"),
        ("3/1 20:30", "2026-03-01 20:30"),
        ("20:30", "2026-03-01 20:30"),
        ("2月30日", "2月30日"),
        ("5", "5"),
        ("soon", "soon"),
    ],
)
def test_days_and_moments(text: str, day: str) -> None:
    assert tidy_day(text, SUNDAY) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("二月", None, None),
        ("12月", date(2025, 12, 1), date(2025, 12, 31)),
        ("2/1~2/10", date(2026, 2, 1), date(2026, 2, 10)),
        ("前天到今天", date(2026, 2, 27), date(2026, 3, 1)),
        ("2026-13", None, None),
    ],
)
def test_spans_of_days(text: str, first: date | None, last: date | None) -> None:
    found = read_span(text, SUNDAY)
    assert found == (None if first is None else (first, last))


@pytest.mark.parametrize("typed", ["mht", "mihoutao", "猕猴", "mihou", "mhtao", "houtao", "MHT", "ht"])
def test_a_name_is_found_by_how_it_sounds(typed: str) -> None:
    assert match_rank(typed, "徐香猕猴桃") is not None


def test_better_fits_rank_better() -> None:
    names = ["猕猴桃", "猕猴桃干", "有机猕猴桃"]
    assert [match_rank("猕猴桃", name) for name in names] == [0, 1, 2]
    assert match_rank("mht", "猕猴桃干") == 3
    assert match_rank("mht", "有机猕猴桃") == 4
    assert match_rank("mhx", "猕猴桃") is None
    assert match_rank("zhong", "重庆") == match_rank("chong", "重庆") == 3


def test_a_figure_worked_out_is_exact() -> None:
    typed = read_typed("0.1+0.2")
    assert typed is not None
    assert typed.value == Fraction(Decimal("0.3"))
