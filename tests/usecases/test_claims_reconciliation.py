"""收款对账表: a payout of several settlements is held against all of them, listed or not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from desktop_app.domain.ledger import Payout, Settlement
from desktop_app.usecases import claims
from desktop_app.usecases.claims_pack import write_workbook
from tests.usecases.claims_book import FROM, PERCENT, TO, TODAY, keep, line, make_book, put, scheme

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.store.database import Book

PAID = date(2026, 4, 8)


def settlement(code: str, day: date, minor: int, **more: Any) -> Settlement:
    said = {"order_id": "A1", "currency": "CNY", "kind": "order", **more}
    return Settlement(settlement=code, account="CN", settled_on=day, amount_minor=minor, **said)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    with make_book(tmp_path / "b.bozhang") as made:
        put(made, line("A1", 100_000))
        keep(made, scheme("net", {"measure": "net"}, PERCENT))
        yield made


def sheet(book: Book, folder: Path) -> list[dict[str, Any]]:
    number = claims.begin_claim(book, ["net"], FROM, TO).number
    path = write_workbook(book, number, folder / "c.xlsx", today=TODAY)
    # Writing raises where a formula would come to another figure than the program keeps beside it.
    page: Any = load_workbook(path, data_only=True)["收款对账表"]
    headings = [cell.value for cell in page[3]]
    rows = ([cell.value for cell in row] for row in page.iter_rows(min_row=4))
    return [dict(zip(headings, row, strict=True)) for row in rows if isinstance(row[0], int)]


def test_a_payout_is_held_against_every_settlement_it_names(book: Book, tmp_path: Path) -> None:
    put(
        book,
        settlement("S1", date(2026, 3, 5), 10_000),
        settlement("S2", date(2026, 3, 12), 20_000),
        settlement("S3", date(2026, 4, 2), 5_000),
        settlement("S4", date(2026, 3, 20), 7_000),
        Payout(
            payout="*", account="CN", on=PAID, currency="CNY", amount_minor=34_900, fee_minor=300,
            received_cny_minor=34_600, settlements=("S1", "S2", "S3"),
        ),
    )  # fmt: skip
    first, second, alone = sheet(book, tmp_path)
    # 100.00 + 200.00, and 50.00 settled after the period, less the 349.00 paid out: 1.00 never came.
    assert (first["差额(原币)"], first["到账单号"]) == (1, "*")
    assert "50.00" in first["备注"]
    assert (second["差额(原币)"], second["到账单号"], second["到账金额(原币)"]) == (None, "*", None)
    assert (alone["结算单号"], alone["到账单号"], alone["差额(原币)"]) == ("S4", None, None)


def test_a_payout_of_one_settlement_is_held_against_it(book: Book, tmp_path: Path) -> None:
    put(
        book,
        settlement("S1", date(2026, 3, 5), 10_000),
        Payout(payout="P", account="CN", on=PAID, currency="CNY", amount_minor=10_000, settlements=("S1",)),
    )
    (row,) = sheet(book, tmp_path)
    assert (row["差额(原币)"], row.get("备注")) == (0, None)
