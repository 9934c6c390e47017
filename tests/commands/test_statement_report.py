"""Statements as JSON, as a table, as CSV: every key, null where something is missing, no formulas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop_app import i18n
from desktop_app.commands.terminal import table_lines, width
from desktop_app.domain.issues import Issue, IssueCode
from desktop_app.domain.statement import (
    BASE_KEYS,
    STATEMENT_KEYS,
    PeriodTotals,
    State,
    StatementReport,
    StatementRow,
    complete,
)
from desktop_app.reports.csv_text import csv_text, guarded
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.reports.statement_report import margin_text, shown_keys, statement_json, statement_table

if TYPE_CHECKING:
    from collections.abc import Iterator

ZONE = ZoneInfo("Asia/Shanghai")
FIGURES = dict(zip(BASE_KEYS, range(100, 100 + len(BASE_KEYS)), strict=True))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


def row(key: str, **changes: int | None) -> StatementRow:
    return StatementRow(
        key=key,
        title="=cmd|' /C calc'!A0",
        account="TH",
        started_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        amounts=complete({**FIGURES, "gross_sales": 1_234_567, **changes}),
        expected_shipping=5_00,
        state=State.ESTIMATED,
        issues=(Issue(IssueCode.UNSETTLED, (("count", 3),)),),
    )


def report(*rows: StatementRow) -> StatementReport:
    nothing = StatementRow(key="", amounts=complete(dict.fromkeys(BASE_KEYS, 0)))
    return StatementReport(
        currency="CNY",
        by="session",
        start=date(2026, 3, 1),
        end=None,
        rows=rows,
        unattributed=nothing,
        period=PeriodTotals(amounts=rows[0].amounts, spoilage=300, adjustments=-100, overheads=None),
    )


def test_json_has_every_key_in_units() -> None:
    answer = statement_json(report(row("S1")), 2)
    assert list(answer) == ["currency", "rows", "unattributed", "period"]
    (first,) = answer["rows"]
    expected = ["expected_profit", "expected_shipping", "expected_refunds"]
    assert sorted(first) == sorted(["session", *STATEMENT_KEYS, "margin", *expected, "state", "issues"])
    assert first["session"] == "S1"
    assert first["gross_sales"] == "12345.67"
    assert first["seller_discount"] == "1.01"
    assert first["net_sales"] == "12343.64"
    assert first["expected_profit"] == "12329.95"
    assert first["expected_shipping"] == "5.00"
    assert first["state"] == "estimated"
    assert first["issues"] == ["No settlement covers these order lines yet: 3."]
    assert answer["unattributed"]["session"] is None
    assert answer["unattributed"]["margin"] is None
    assert answer["period"] == {
        "profit": first["profit"],
        "spoilage": "3.00",
        "adjustments": "-1.00",
        "overheads": None,
        "net_profit": None,
    }


def test_a_missing_amount_makes_its_key_and_what_it_enters_null() -> None:
    (first,) = statement_json(report(row("S1", taxes=None)), 2)["rows"]
    nulls = [key for key, value in first.items() if value is None]
    assert nulls == ["taxes", "profit", "margin", "expected_profit"]


def test_currencies_without_decimals() -> None:
    (first,) = statement_json(report(row("S1")), 0)["rows"]
    assert first["gross_sales"] == "1234567"


def test_margins_are_half_up() -> None:
    assert margin_text(None) is None
    low = row("S1", gross_sales=100_00, refunds=0, seller_discount=0)
    assert low.margin is not None
    assert margin_text(low.margin) == f"{float(low.margin):.6f}"


def test_table_holds_rows_totals_and_the_periods_own() -> None:
    table = statement_table(report(row("S1"), row("S2")), 2, ZONE)
    assert [line[0] for line in table.rows] == ["S1", "S2"]
    names = [
        "Unattributed",
        "Total",
        "Spoilage",
        "Count differences",
        "Overheads",
        "Net profit of the period",
    ]
    assert [line[0] for line in table.totals] == names
    profit = [column.key for column in table.columns].index("profit")
    assert [line[profit] for line in table.totals[2:]] == [300, -100, None, None]


def test_csv_is_for_excel_and_harmless() -> None:
    text = csv_text(statement_table(report(row("S1")), 2, ZONE))
    assert text.startswith("\ufeff")
    heading, first, *_rest = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    cells = dict(zip(heading, first, strict=True))
    assert cells["Title"] == "'=cmd|' /C calc'!A0"
    assert cells["Gross sales (CNY)"] == "12345.67"
    assert cells["Start"] == "2026-03-01 20:00"
    assert text.count("\r\n") == 8


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
def test_formulas_are_guarded(text: str) -> None:
    assert guarded(text) == "'" + text
    assert guarded("a" + text) == "a" + text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_terminal_tables_align(language: str) -> None:
    i18n.set_language(language)
    one = report(row("S1"), row("猕猴桃专场" * 9), row("\x1b[31mred\u202e"))
    table = statement_table(one, 2, ZONE).select(shown_keys(one))
    lines = list(table_lines(table, limit=28))
    rule = lines[1]
    assert len(lines) == 2 + 3 + 1 + 6
    assert all(width(line) <= width(rule) for line in lines)
    ends = [len(rule[:at]) for at, character in enumerate(rule) if character == " " and rule[at - 1] == "─"]
    for line in lines[2:5]:
        # Every column begins where its rule does, counted in columns of the terminal.
        assert width(line[: line.index("12,343.64") + len("12,343.64")]) == ends[1]
    assert "\x1b" not in "".join(lines)
    assert "…" in lines[3]


def test_blank_cells_and_all_kinds_of_cell() -> None:
    columns = (
        Column(key="n", title="n", kind=ColumnKind.QUANTITY, unit="kg"),
        Column(key="c", title="c", kind=ColumnKind.COUNT),
        Column(key="d", title="d", kind=ColumnKind.DAY),
    )
    rows = ((12_500, 1234, date(2026, 3, 1)), (None, None, None))
    table = ReportTable(title="t", columns=columns, rows=rows)
    assert [line.split() for line in table_lines(table)][2:] == [
        ["12.5", "1,234", "2026-03-01"],
        ["–", "–", "–"],
    ]
    assert csv_text(table).splitlines()[1:] == ["12.500,1234,2026-03-01", ",,"]
    assert columns[0].heading == "n (kg)"
