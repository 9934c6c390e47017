"""`journal` and `profit` side by side: what hledger says of each session is what the statement says."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from desktop_app.app import run as run_program
from tests.tools import require_tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

OF_NO_SESSION = ("Spoilage", "CountDifferences", "Overheads", "PayoutFees", "ExchangeDifferences")
"""Accounts of the period itself, or of none of the statement's rows."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.bozhang"
    assert run_program(["demo", str(path), "--orders", "250"]) == 0
    return path


def hledger(journal: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [require_tool("hledger"), "-f", str(journal), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"LANG": "C.UTF-8"},
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def balances(journal: Path, *query: str) -> dict[str, Decimal]:
    """Return the sum of what a query finds for each session's tag, in the book's currency."""
    table = hledger(journal, "balance", *query, "--pivot", "session", "--no-total", "-O", "csv")
    return {row["account"]: amount(row["balance"]) for row in csv.DictReader(io.StringIO(table))}


def balance(journal: Path, *query: str) -> Decimal:
    """Return the sum of what a query finds, in the book's currency."""
    return sum(balances(journal, *query).values(), Decimal())


def amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.-]", "", text) or "0")


def with_a_rate_missing(run: Run, demo: Path, folder: Path) -> Path:
    """A copy of the demo book with a promotion in a currency that has no rate."""
    copy, ledger = folder / "copy.bozhang", folder / "promotion.xlsx"
    shutil.copy(demo, copy)
    workbook = Workbook()
    page = workbook.create_sheet("Promotions", 0)
    account = json.loads(run("profit", copy, "--by", "account", "--json").out)["rows"][0]["account"]
    page.append(["promotion", "account", "started_at", "amount", "currency"])
    page.append(["P-SGD", account, "2026-03-01", 120, "SGD"])
    workbook.save(ledger)
    assert run("import", copy, ledger).status == 0
    return copy


def test_both_programs_accept_it(run: Run, demo: Path, tmp_path: Path) -> None:
    journal, beancount = tmp_path / "demo.journal", tmp_path / "demo.beancount"
    demo = with_a_rate_missing(run, demo, tmp_path)
    ran = run("journal", demo, journal, "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    assert "left out" in ran.out
    assert run("journal", demo, beancount).status == 0
    hledger(journal, "check", "accounts", "commodities", "ordereddates", "balancednoautoconversion")
    checked = subprocess.run(
        [require_tool("bean-check"), str(beancount)], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert "; MISSING " in journal.read_text("utf-8")
    assert beancount.read_text("utf-8").count("; MISSING ") == journal.read_text("utf-8").count("; MISSING ")


ROWS = (
    ("gross_sales", "Income:Sales", -1),
    ("seller_discount", "Income:SellerDiscounts", 1),
    ("refunds", "Income:Refunds", 1),
    ("shipping_income", "Income:FreightCharged", -1),
    ("taxes", "Expenses:Taxes", 1),
    ("platform_fees", "Expenses:PlatformFees", 1),
    ("cost_of_goods", "Expenses:CostOfGoods", 1),
    ("packaging", "Expenses:Packing", 1),
    ("shipping", "Expenses:Freight", 1),
    ("return_costs", "Expenses:ReturnCosts", 1),
    ("promotion", "Expenses:Promotion", 1),
    ("samples", "Expenses:Samples", 1),
    ("session_costs", "Expenses:HostAndOther", 1),
)


def figures(rows: list[dict[str, str]], key: str) -> dict[str, Decimal]:
    return {row["session"]: Decimal(row[key]) for row in rows}


def test_each_sessions_profit_can_be_read_by_tag(run: Run, demo: Path, tmp_path: Path) -> None:
    journal = tmp_path / "book"
    assert run("journal", demo, journal, "--format", "hledger").status == 0
    answer = json.loads(run("profit", demo, "--json").out)
    known = [row for row in answer["rows"] if row["profit"] is not None]
    assert len(known) > 5
    profits = balances(journal, "^Income", "^Expenses")
    assert {r["session"]: -profits.get(r["session"], Decimal()) for r in known} == figures(known, "profit")
    for key, account, sign in ROWS:
        found = balances(journal, f"^{account}$")
        assert {r["session"]: sign * found.get(r["session"], Decimal()) for r in known} == figures(known, key)
    one = known[0]
    tag = f"tag:session=^{re.escape(one['session'])}$"
    assert -balance(journal, "^Income", "^Expenses", tag) == Decimal(one["profit"])
    others = [f"not:acct:{name}$" for name in OF_NO_SESSION]
    unattributed = -balance(journal, "^Income", "^Expenses", "not:tag:session", *others)
    assert unattributed == Decimal(answer["unattributed"]["profit"])
    for name, account in (
        ("spoilage", "Spoilage"),
        ("adjustments", "CountDifferences"),
        ("overheads", "Overheads"),
    ):
        assert balance(journal, f"^Expenses:{account}$") == Decimal(answer["period"][name])


def test_a_full_disk_leaves_the_journal_that_was_there(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "book.journal"
    ran = run("journal", demo, out)
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)


@pytest.mark.parametrize("by", ["session", "product", "market", "platform", "account", "month"])
def test_profit_by_each(run: Run, demo: Path, by: str) -> None:
    answer = json.loads(run("profit", demo, "--by", by, "--json").out)
    assert all(by in row for row in answer["rows"])
    text = run("profit", demo, "--by", by, "--language", "en").out
    assert all(row[by] in text for row in answer["rows"])


def test_profit_in_files(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "profit.csv"
    ran = run("profit", demo, "--out", out, "--language", "en")
    assert (ran.status, ran.out, ran.err) == (0, f"{out} is written.\n", "")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    answer = json.loads(run("profit", demo, "--json").out)
    assert [row["Session"] for row in rows][: len(answer["rows"])] == [r["session"] for r in answer["rows"]]
    assert rows[0]["Net sales (CNY)"] == answer["rows"][0]["net_sales"]
    out = tmp_path / "profit.xlsx"
    assert run("profit", demo, "--out", out, "--language", "en").status == 0
    cells = [cell for row in load_workbook(out).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert float(answer["rows"][0]["net_sales"]) in [float(c) for c in cells if isinstance(c, int | float)]


def test_profit_of_some_days(run: Run, demo: Path) -> None:
    answer = json.loads(run("profit", demo, "--json", "--from", "2026-01-01", "--to", "2026-06-30").out)
    whole = json.loads(run("profit", demo, "--json").out)
    assert 0 < len(answer["rows"]) < len(whole["rows"])
    assert [row for row in whole["rows"] if row["session"] in {r["session"] for r in answer["rows"]}]


def test_json_says_the_same_in_both_languages_but_for_sentences(run: Run, demo: Path) -> None:
    answers = [
        json.loads(run("profit", demo, "--json", "--language", language).out) for language in ("zh", "en")
    ]
    for answer in answers:
        for row in [*answer["rows"], answer["unattributed"]]:
            row["issues"] = len(row["issues"])
    assert answers[0] == answers[1]
