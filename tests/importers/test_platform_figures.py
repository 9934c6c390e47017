"""Figures, dates, durations and ids as platforms write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import InvalidFigureError
from desktop_app.importers.cell_text import LostIdError, clean, clean_id
from desktop_app.importers.figures import (
    CurrencyDiffersError,
    FigureReader,
    decimal_sign,
    read_count,
    read_decimal,
)
from desktop_app.importers.formats import load_words
from desktop_app.importers.moments import (
    AmbiguousDatesError,
    BadDateError,
    day_month_order,
    read_seconds,
    read_stamp,
)

TOKENS = load_words().currencies


def reader(currency: str, decimals: int = 2, sign: str = ".") -> FigureReader:
    return FigureReader(decimals=decimals, sign=sign, tokens=TOKENS, currency=currency)


@pytest.mark.parametrize(
    ("text", "currency", "sign", "minor"),
    [
        ("$1,299.00", "USD", ".", 129900),
        ("THB 1,234.00", "THB", ".", 123400),
        ("THB 1,234.00\t", "THB", ".", 123400),
        ("RM0.00", "MYR", ".", 0),
        ("S$12.00", "SGD", ".", 1200),
        ("R$ 62,90", "BRL", ",", 6290),
        ("¥88.00", "CNY", ".", 8800),
        ("￥1,299.00", "CNY", ".", 129900),
        ("1.250,50", "EUR", ",", 125050),
        ("1 250,50 €", "EUR", ",", 125050),
        ("(120.00)", "USD", ".", -12000),
        ("-38.00", "THB", ".", -3800),
        ("$-38.00", "USD", ".", -3800),
        ("38.00-", "USD", ".", -3800),
        ("−38", "USD", ".", -3800),
        ("-0.00", "USD", ".", 0),
        ("１２．５", "CNY", ".", 1250),
        ("'12.5", "CNY", ".", 1250),
        (".5", "USD", ".", 50),
        (29.16, "CNY", ".", 2916),
        (0.1 + 0.2, "CNY", ".", 30),
        (19, "CNY", ",", 1900),
    ],
)
def test_amounts(text: object, currency: str, sign: str, minor: int) -> None:
    assert reader(currency, sign=sign).read(text) == minor  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "-", "--", "/", "N/A", "n/a", "#DIV/0!", "\t", None])
def test_blank_amounts(text: str | None) -> None:
    assert reader("USD").read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1.2.3",
        "1,2,3",
        "12,34.00",
        "1e3",
        "NaN",
        "12 abcd",
        "--5",
        "(-5)",
        "5 6x7",
        float("nan"),
        "1,299.001",
    ],
)
def test_what_is_no_amount(text: object) -> None:
    with pytest.raises(InvalidFigureError):
        reader("USD").read(text)  # type: ignore[arg-type]


def test_beyond_belief_and_another_currency() -> None:
    with pytest.raises(InvalidFigureError):
        reader("USD").read("100000000000000000000")
    with pytest.raises(CurrencyDiffersError):
        reader("THB").read("USD 5.00")
    assert reader("SGD").read("$5.00") == 500, "a dollar sign is the column's own dollar"


@pytest.mark.parametrize(
    ("column", "without", "usual", "sign"),
    [
        (["350.000", "0", "22.200"], True, ",", ","),
        (["1.250.000"], False, ".", ","),
        (["1,250,000"], False, ",", "."),
        (["1,234.00", "12.00"], False, ",", "."),
        (["62,90", "1.234"], False, ".", ","),
        (["1.234"], False, ".", "."),
        (["1.234"], False, ",", ","),
        (["1,234"], True, ".", "."),
        (["12.50"], True, ",", "."),
        ([], False, ",", ","),
    ],
)
def test_the_decimal_sign_is_a_columns(column: list[str], without: bool, usual: str, sign: str) -> None:
    assert decimal_sign(column, without_decimals=without, usual=usual) == sign


@given(
    minor=st.integers(min_value=-(10**13), max_value=10**13),
    sign=st.sampled_from([".", ","]),
    prefix=st.sampled_from(["", "THB ", "฿", "$"]),
    grouped=st.booleans(),
)
def test_written_amounts_read_back(minor: int, sign: str, prefix: str, grouped: bool) -> None:
    text = f"{abs(minor) / Decimal(100):,.2f}" if grouped else f"{abs(minor) / Decimal(100):.2f}"
    if sign == ",":
        text = text.translate({ord(","): ".", ord("."): ","})
    written = f"{'-' if minor < 0 else ''}{prefix}{text}"
    assert (
        reader("THB", sign=decimal_sign([written], without_decimals=False, usual=sign)).read(written) == minor
    )


@pytest.mark.parametrize(
    ("text", "count"), [("5,230", 5230), ("2.1K", 2100), ("1.2万", 12000), ("3", 3), (3.0, 3)]
)
def test_counts(text: object, count: int) -> None:
    assert read_count(text) == count  # type: ignore[arg-type]
    assert read_count("-") is None
    with pytest.raises(InvalidFigureError):
        read_count("2.5")


def test_percentages() -> None:
    assert read_decimal("115.12%") == Decimal("1.1512")
    assert read_decimal("3.94") == Decimal("3.94")
    assert read_decimal("7,02%", ",") == Decimal("0.0702")


BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("01/10/2026 19:05:43\t", "dmy", datetime(2026, 10, 1, 12, 5, 43, tzinfo=UTC)),
        ("10/01/2026 07:05:43 PM", "mdy", datetime(2026, 10, 1, 12, 5, 43, tzinfo=UTC)),
        ("10/01/2026 12:05:43 AM", "mdy", datetime(2026, 9, 30, 17, 5, 43, tzinfo=UTC)),
        ("2026/10/01", "dmy", datetime(2026, 9, 30, 17, tzinfo=UTC)),
        ("2026-10-01 19:05", "dmy", datetime(2026, 10, 1, 12, 5, tzinfo=UTC)),
        ("2026-10-01T19:05:00+08:00", "dmy", datetime(2026, 10, 1, 11, 5, tzinfo=UTC)),
        ("2026-09-04 07:00:00 UTC", "dmy", datetime(2026, 9, 4, 7, tzinfo=UTC)),
        ("2026-10-01 19:05:00 -0400", "dmy", datetime(2026, 10, 1, 23, 5, tzinfo=UTC)),
        ("2026/09/28/ 19:30", "dmy", datetime(2026, 9, 28, 12, 30, tzinfo=UTC)),
        ("01 Oct 2026 20:20", "dmy", datetime(2026, 10, 1, 13, 20, tzinfo=UTC)),
        ("26 September 2026", "dmy", datetime(2026, 9, 25, 17, tzinfo=UTC)),
        ("2026年10月1日 19:05", "dmy", datetime(2026, 10, 1, 12, 5, tzinfo=UTC)),
        ("15.07.2026 10:00:00 UTC", "dmy", datetime(2026, 7, 15, 10, tzinfo=UTC)),
        (20261001, "dmy", datetime(2026, 9, 30, 17, tzinfo=UTC)),
        ("20261001", "mdy", datetime(2026, 9, 30, 17, tzinfo=UTC)),
        (46296.5, "dmy", datetime(2026, 10, 1, 5, tzinfo=UTC)),
        ("46296", "dmy", datetime(2026, 9, 30, 17, tzinfo=UTC)),
        (datetime(2026, 10, 1, 19, 5, 43), "dmy", datetime(2026, 10, 1, 12, 5, 43, tzinfo=UTC)),  # noqa: DTZ001
        (date(2026, 10, 1), "dmy", datetime(2026, 9, 30, 17, tzinfo=UTC)),
    ],
)
def test_dates(text: object, order: str, moment: datetime) -> None:
    stamp = read_stamp(text, order)  # type: ignore[arg-type]
    assert stamp is not None
    assert stamp.moment(BANGKOK) == moment


@pytest.mark.parametrize(
    "text", ["2026/2/30", "26/03/01", "0026-01-01", "tomorrow", "99", "13/13/2026", time(3), True]
)
def test_what_is_no_date(text: object) -> None:
    with pytest.raises(BadDateError):
        read_stamp(text)  # type: ignore[arg-type]
    assert read_stamp("-") is None


def test_a_year_that_is_left_out_comes_from_the_bill() -> None:
    stamp = read_stamp("10-01", year=2026)
    assert stamp is not None
    assert stamp.day == date(2026, 10, 1)


def test_day_and_month_are_told_apart_for_a_whole_file() -> None:
    assert day_month_order(["01/02/2026", "13/02/2026"], None) == "dmy"
    assert day_month_order(["01/02/2026", "02/13/2026"], "dmy") == "mdy"
    assert day_month_order(["01/02/2026"], "mdy") == "mdy"
    assert day_month_order(["05/05/2026", "2026-01-02"], None) == "dmy"
    with pytest.raises(AmbiguousDatesError):
        day_month_order(["05/05/2026", "01/02/2026"], None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2h37m", 9420),
        ("1m12s", 72),
        ("38s", 38),
        ("9423", 9423),
        ("02:37:03", 9423),
        (timedelta(minutes=5), 300),
    ],
)
def test_durations(text: object, seconds: int) -> None:
    assert read_seconds(text) == seconds  # type: ignore[arg-type]
    assert read_seconds("-") is None
    with pytest.raises(BadDateError):
        read_seconds("long")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("583870900000000001\t", "583870900000000001"),
        ("'583870900000000001", "583870900000000001"),
        ('="583870900000000001"', "583870900000000001"),
        ("@YT123", "YT123"),
        ("００12", "0012"),
        (123456789012.0, "123456789012"),
        ("850000000000", "850000000000"),
        ("-", ""),
    ],
)
def test_ids(cell: object, text: str) -> None:
    assert clean_id(cell) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        "5.8387E+17",
        "5,84001E+17",
        "583870900000000001.0",
        5.838709e17,
        583870900000000001,
        1.5,
        "583870900000000000",
    ],
)
def test_lost_ids(cell: object) -> None:
    with pytest.raises(LostIdError):
        clean_id(cell)  # type: ignore[arg-type]


def test_text_is_cleaned() -> None:
    assert clean(" \ufeffHộp\u200b\x00 \t") == "Hộp"
    assert clean("a\u202eb") == "ab"
    assert clean(3.0) == "3"


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    clean(text)
    for read in (read_count, read_decimal, reader("USD").read):
        with suppress(InvalidFigureError, CurrencyDiffersError):
            read(text)
    with suppress(BadDateError):
        read_stamp(text)
    with suppress(BadDateError):
        read_seconds(text)


@pytest.mark.parametrize("cell", [float("inf"), float("-inf"), float("nan"), 1e308])
def test_numbers_that_are_no_date(cell: float) -> None:
    with pytest.raises(BadDateError):
        read_stamp(cell)
