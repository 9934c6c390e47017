"""Cells of a ledger: what each form of writing reads as, and what is refused."""

# ruff: noqa: DTZ001 - a cell's moment has no zone

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.importers import values
from desktop_app.importers.values import CellFaultError
from desktop_app.importers.workbook import CellError, NumberText
from desktop_app.reports.cell_lists import join_list, split_list, unquote
from tests.importers.making_ledgers import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable


def code_of(read: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(CellFaultError) as caught:
        read(*arguments)
    return caught.value.reason.code


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("12.50", "12.5"),
        ("１２．５", "12.5"),
        ("￥1,299.00", "1299"),
        ("¥ 88", "88"),
        ("$1,234,567.89", "1234567.89"),
        ("-$3.00", "-3"),
        ("THB 12", "12"),
        ("12元", "12"),
        ("(120.00)", "-120"),
        ("-0.00", "0"),
        ("1e3", "1000"),
        ("5%", "0.05"),
        ("'12", "12"),
        (NumberText("12.5"), "12.5"),
        (NumberText("0.30000000000000004"), "0.3"),
        (NumberText("1.2E-2"), "0.012"),
    ],
)
def test_figures_are_read_in_the_forms_people_write(cell: Any, figure: str) -> None:
    assert values.read_number(cell) == Decimal(figure)


@pytest.mark.parametrize(
    "cell", ["NaN", "inf", "1.299,00", "1,23", "1.2万", "abc", "--", "12,", True, NumberText("NaN")]
)
def test_what_is_no_figure_is_refused(cell: Any) -> None:
    assert code_of(values.read_number, cell) == "not_a_number"


def test_errors_and_formulas_without_result_are_refused_as_such() -> None:
    assert code_of(values.read_number, CellError("#DIV/0!")) == "cell_error"


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_every_exact_figure_reads_back(count: int, decimals: int) -> None:
    figure = Decimal(count).scaleb(-decimals)
    assert values.scaled(values.read_number(f"{figure:,f}"), decimals, 10**13) == count
    assert values.scaled(values.read_number(NumberText(f"{figure:f}")), decimals, 10**13) == count


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026.03.01", date(2026, 3, 1)),
        ("2026年3月1日", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        (NumberText("20260301"), date(2026, 3, 1)),
        ("２０２６－０３－０１", date(2026, 3, 1)),
        ("2026-03-01 20:00", datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        ("2026-03-01T20:00:05", datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)),
        ("2026-03-01 20:00+07:00", datetime(2026, 3, 1, 13, 0, tzinfo=UTC)),
        ("2026-03-01 20:00 Z", datetime(2026, 3, 1, 20, 0, tzinfo=UTC)),
        (datetime(2026, 3, 1, 0, 0), datetime(2026, 2, 28, 16, 0, tzinfo=UTC)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ],
)
def test_days_and_moments_are_read_in_plain_forms(cell: Any, expected: Any) -> None:
    assert values.read_day_or_moment(cell, SHANGHAI) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026/2/30", "bad_date"),
        ("26-03-01", "bad_date"),
        ("01/02/2026", "bad_date"),
        ("2026-03-01 25:00", "bad_date"),
        ("2026-03-01 20:00 +99:00", "bad_date"),
        ("soon", "bad_date"),
        ("45678", "number_as_date"),
        (NumberText("45678"), "number_as_date"),
        (date(1905, 7, 18), "year_unbelievable"),
        ("2926-03-01", "year_unbelievable"),
    ],
)
def test_bad_dates_are_refused(cell: Any, code: str) -> None:
    assert code_of(values.read_day_or_moment, cell, SHANGHAI) == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0012", "0012"),
        ("'0012", "0012"),
        (" KIWI-1\t", "KIWI-1"),
        ("ＫＩＷＩ１", "KIWI1"),
        ("12E5", "12E5"),
        (NumberText("583870900000000"), "583870900000000"),
        (NumberText("12.0"), "12"),
    ],
)
def test_ids_are_text(cell: Any, expected: Any) -> None:
    assert values.read_id(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "5.8387E+17",
        "5.8387e17",
        NumberText("5.83870900000000E+17"),
        NumberText("1000000000000000"),
        NumberText("1.5"),
    ],
)
def test_ids_that_went_through_a_number_are_refused_as_lost(cell: Any) -> None:
    assert code_of(values.read_id, cell) == "lost_id"


def test_text_loses_control_characters_and_halves_of_characters_only() -> None:
    assert values.read_text("a\x00b\ud800c\r\nd\u202e") == "ab\N{REPLACEMENT CHARACTER}c\nd\u202e"
    assert code_of(values.read_text, "长" * 40_000) == "text_too_long"


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), unique=True)
)
def test_lists_of_names_read_back(names: list[str]) -> None:
    assert [unquote(item) for item in split_list(join_list(names))] == names


def test_bundles_and_shares_say_their_figures() -> None:
    parts = values.read_components('A×2; "B×1"×0.5; C', 10**9)
    assert [(part.sku, part.quantity_milli) for part in parts] == [("A", 2000), ("B×1", 500), ("C", 1000)]
    shares = values.read_shares("S1=2; S2=0.5; S3")
    assert [(share.session, share.weight) for share in shares] == [
        ("S1", Decimal(2)),
        ("S2", Decimal("0.5")),
        ("S3", None),
    ]
    assert code_of(values.read_shares, "S1=-1") == "bad_list"
    assert code_of(values.read_components, "A×-1", 10**9) == "not_positive"
