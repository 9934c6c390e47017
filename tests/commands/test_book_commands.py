"""Commands that make, fill and write out a book."""

from __future__ import annotations

import json
import os
import random
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from desktop_app.domain.channel import Account, Platform
from desktop_app.store import database
from desktop_app.store.database import Book
from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

LEDGER: dict[str, list[list[str | None]]] = {
    "Products": [
        ["sku", "name", "unit", "reference_cost", "colour"],
        ["KIWI", "猕猴桃", "box", "12.50", "green"],
        ["DRIED", "果干", "bag", "abc", None],
    ],
    "Accounts": [["account", "platform", "market", "currency"], ["TH", "tiktok_shop", "TH", "THB"]],
    "Sales": [
        ["order_id", "account", "ordered_at", "sku", "quantity", "unit_price", "currency"],
        ["1001", "TH", "2026-03-01 20:30", "KIWI", "2", "150", "THB"],
        ["1002", "TH", "2026-03-01 20:31", "DRIED", "1", "99", "THB"],
    ],
}


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "家.bozhang"
    assert run("new", path).status == 0
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with one bad figure, and a row that names the row with it."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in LEDGER.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "ledger.xlsx"
    workbook.save(path)
    return path


def test_new(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.bozhang"
    options = ("--currency", "USD", "--timezone", "Asia/Bangkok", "--stock-from", "2026-01-15")
    ran = run("new", path, *options)
    assert (ran.status, ran.err) == (0, "")
    with database.Book.open(path) as book:
        settings = book.settings
        assert (settings.currency, str(settings.timezone)) == ("USD", "Asia/Bangkok")
        assert str(settings.stock_from) == "2026-01-15"


def test_new_touches_no_file_that_is_there(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.bozhang"
    path.write_text("mine")
    ran = run("new", path, "--language", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "is there already" in ran.err
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    "options",
    [("--currency", "XYZ"), ("--currency", ""), ("--timezone", "Mars/Phobos"), ("--stock-from", "soon")],
)
def test_new_refuses_what_there_is_not(run: Run, tmp_path: Path, options: tuple[str, str]) -> None:
    ran = run("new", tmp_path / "a.bozhang", *options)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert not (tmp_path / "a.bozhang").exists()


def test_new_in_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("new", tmp_path / "no" / "a.bozhang", "--language", "en")
    assert ran.status == 2
    assert "no file or folder" in ran.err


@pytest.mark.parametrize("command", [["profit"], ["check"], ["export", "OUT.xlsx"], ["journal", "OUT"]])
@pytest.mark.parametrize("content", [None, b"", b"hello" * 100, "folder", b"SQLite format 3\0" + b"\0" * 50])
def test_what_is_no_book(run: Run, tmp_path: Path, command: list[str], content: object) -> None:
    path = tmp_path / "a.bozhang"
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    rest = [str(tmp_path / word) for word in command[1:]]
    ran = run(command[0], path, *rest)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert str(path) in ran.err
    assert not (tmp_path / "OUT").exists()


def test_a_book_in_use(run: Run, book: Path) -> None:
    with database.Book.open(book):
        ran = run("import", book, book.with_name("x.xlsx"), "--language", "en")
    assert ran.status == 2
    assert "is open in another program" in ran.err
    assert str(os.getpid()) in ran.err


@pytest.mark.parametrize(("language", "sheet"), [("zh", "商品"), ("en", "Products")])
def test_template(run: Run, tmp_path: Path, language: str, sheet: str) -> None:
    out = tmp_path / "ledger.xlsx"
    assert run("template", out, "--language", language).status == 0
    workbook = load_workbook(out)
    assert sheet in workbook.sheetnames
    assert len(workbook.sheetnames) == 16


def test_outputs_are_refused_before_any_work(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for arguments in (
        ["template", tmp_path / "out.csv"],
        ["template", tmp_path / "folder.xlsx"],
        ["template", tmp_path / "no" / "out.xlsx"],
        ["export", book, tmp_path / "out.txt"],
        ["export", book, tmp_path / "folder.xlsx"],
        ["profit", book, "--out", tmp_path / "out.pdf"],
        ["journal", book, book],
        ["journal", book, tmp_path / "folder.xlsx"],
        ["import", book, tmp_path / "a.xlsx", "--rejected", tmp_path / "a.xlsx"],
    ):
        ran = run(*arguments)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_import_in_part(run: Run, book: Path, ledger: Path, tmp_path: Path) -> None:
    rejected = tmp_path / "rejected.xlsx"
    ran = run("import", book, ledger, "--json", "--rejected", rejected, "--language", "en")
    assert (ran.status, ran.err) == (1, "")
    answer = json.loads(ran.out)
    assert list(answer) == ["files"]
    (file,) = answer["files"]
    assert list(file) == [
        "file",
        "format",
        "added",
        "updated",
        "unchanged",
        "rejected",
        "ignored_columns",
        "totals",
        "account",
    ]
    assert file["file"] == str(ledger)
    assert file["format"] == "ledger"
    assert file["added"] == {"Products": 1, "Accounts": 1, "Sales": 1}
    assert file["updated"] == file["unchanged"] == {}
    assert {one["sheet"] for one in file["rejected"]} == {"Products", "Sales"}
    assert all(list(one) == ["sheet", "row", "column", "value", "reason"] for one in file["rejected"])
    first = next(one for one in file["rejected"] if one["sheet"] == "Products")
    assert (first["row"], first["column"], first["value"]) == (3, "reference_cost", "abc")
    assert [column for column in file["ignored_columns"] if "colour" in column]
    assert file["totals"]["Sales"]["rows"] == 1
    again = run("import", book, ledger, "--json")
    assert json.loads(again.out)["files"][0]["unchanged"] == {"Products": 1, "Accounts": 1, "Sales": 1}
    assert load_workbook(rejected).sheetnames == ["Products", "Sales"]


def test_a_dry_run_writes_nothing(run: Run, book: Path, ledger: Path, tmp_path: Path) -> None:
    for _twice in range(2):
        ran = run("import", book, ledger, "--dry-run", "--json", "--rejected", tmp_path / "r.xlsx")
        assert ran.status == 1
        assert json.loads(ran.out)["files"][0]["added"] == {"Products": 1, "Accounts": 1, "Sales": 1}
    with database.Book.open(book) as opened:
        assert opened.count("products") == 0


@pytest.mark.parametrize(("language", "said"), [("zh", "新增 1"), ("en", "added 1")])
def test_import_in_words(run: Run, book: Path, ledger: Path, language: str, said: str) -> None:
    ran = run("import", book, ledger, "--language", language)
    assert ran.status == 1
    assert said in ran.out
    assert "abc" in ran.out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "第 2 行：TH-BSK-01 账上没有，先记成待匹配商品"),
        ("en", "Row 2: TH-BSK-01 is not in the book: entered as a product to match"),
    ],
)
def test_rows_to_look_at_are_said_in_words(run: Run, book: Path, language: str, said: str) -> None:
    with Book.open(book) as opened, opened.write("accounts") as writer:
        writer.put(Account(account="TH", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"))
    ran = run("import", book, fixture("tiktokshop-orders-th.csv"), "--language", language)
    assert (ran.status, ran.err) == (0, "")
    assert said in ran.out


def test_no_rejected_workbook_where_nothing_is_refused(run: Run, book: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    run("template", blank)
    ran = run("import", book, blank, "--rejected", tmp_path / "r.xlsx")
    assert (ran.status, ran.err) == (0, "")
    assert not (tmp_path / "r.xlsx").exists()


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04cut", b"a,b\n1,2\n", "folder"])
def test_files_that_cannot_be_used(run: Run, book: Path, tmp_path: Path, content: object) -> None:
    path = tmp_path / "in.xlsx"
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    ran = run("import", book, path)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "in.xlsx" in ran.err


def test_export_and_back(run: Run, book: Path, ledger: Path, tmp_path: Path) -> None:
    run("import", book, ledger)
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    assert run("export", book, first, "--language", "en").status == 0
    other = tmp_path / "other.bozhang"
    run("new", other)
    assert run("import", other, first).status == 0
    assert run("export", other, second, "--language", "en").status == 0
    assert cells(first) == cells(second)


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    workbook = load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}


def test_backup_and_restore(run: Run, book: Path, ledger: Path, tmp_path: Path) -> None:
    run("import", book, ledger)
    ran = run("backup", book, "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    (copy,) = book.with_name(f"{book.stem}-backups").glob("*.bozhang")
    assert str(copy) in ran.out
    elsewhere = tmp_path / "stick"
    assert run("backup", book, elsewhere).status == 0
    assert len(list(elsewhere.glob("*.bozhang"))) == 1
    new = tmp_path / "new.bozhang"
    assert run("restore", copy, new).status == 0
    with database.Book.open(new) as opened:
        assert opened.count("sales") == 1
    ran = run("restore", copy, book, "--language", "en")
    assert ran.status == 0
    assert "before-restore" in ran.out
    copy.write_bytes(copy.read_bytes()[:-1])
    ran = run("restore", copy, new, "--language", "en")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "take another backup" in ran.err
    assert run("restore", tmp_path / "none", new).status == 2


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_book_is_said_to_be_one(run: Run, tmp_path: Path, seed: int) -> None:
    book = tmp_path / "demo.bozhang"
    assert run("demo", book, "--orders", "20").status == 0
    content = bytearray(book.read_bytes())
    dice = random.Random(seed)
    for _each in range(8):
        at = dice.randrange(1, len(content) // 4096) * 4096
        content[at : at + 4096] = dice.choice([bytes(4096), dice.randbytes(4096), content[4096:8192]])
    book.write_bytes(content)
    for command in (
        ["profit", book],
        ["check", book],
        ["export", book, tmp_path / "o.xlsx"],
        ["journal", book, tmp_path / "o"],
    ):
        ran = run(*command, "--language", "en")
        assert ran.status in {0, 1, 2}
        assert len(ran.err.splitlines()) == (ran.status == 2)
        assert "A fault inside the program" not in ran.err
    assert run("check", book).status != 0
