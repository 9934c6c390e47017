"""What the book keeps of each file it took in, and by which name it calls the file."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault, ReasonCode
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.error_text import error_text
from desktop_app.reports.refusal_text import refusal_text
from desktop_app.store import Book
from desktop_app.usecases.history import history_view
from desktop_app.usecases.importing import apply_import, gathered, plan_import
from desktop_app.usecases.importing.kept_report import kept_file
from desktop_app.usecases.records.undoing import command_detail
from tests.fixtures import path
from tests.importers.bringing import add_account
from tests.importers.making_ledgers import PRODUCTS, SALE, SALES_HEADING, write
from tests.importers.making_platform_files import change, grid, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.usecases.importing.kept_report import KeptFile
    from desktop_app.usecases.importing.plan import ImportPlan

ORDERS = "tiktokshop-orders-th.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "b.bozhang") as made:
        add_account(made, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        yield made


def brought(book: Book, *files: Path, account: str | None = None) -> list[ImportPlan]:
    with gathered(files) as found:
        plans = plan_import(book, found.named, account=account)
    apply_import(book, plans)
    return plans


def kept_of_last_step(book: Book) -> tuple[KeptFile, ...]:
    last = history_view(book, limit=1).entries[0]
    return command_detail(book, last.command_id).files


def test_the_report_of_a_file_is_kept_and_seen_at_its_step(book: Book, tmp_path: Path) -> None:
    rows = grid(ORDERS)
    change(rows, "Quantity", "王小明 +66812345679", 2)
    (plan,) = brought(book, write_csv(tmp_path / "九月.csv", rows))
    (kept,) = kept_of_last_step(book)
    assert (kept.name, kept.format, kept.account, kept.refused) == ("九月.csv", "tiktokshop-orders", "th", 1)
    assert (kept.added, kept.updated, kept.unchanged) == (sum(map(len, plan.records.values())), 0, 0)
    assert kept.totals == plan.totals
    assert kept.decimals == {"THB": 2}
    assert "Recipient" in kept.headings
    (refused,) = kept.refusals
    assert (refused.row, refused.reason.code) == (plan.refusals[0].row, ReasonCode.NOT_A_NUMBER)
    assert "number" in refusal_text(refused)
    assert kept.suspicions == {"unknown_sku": sum(one.code == "unknown_sku" for one in plan.suspicions)}
    (row,) = book.rows("import_files")
    assert "王小明" not in row["report"]
    assert "812345679" not in row["report"]


def test_what_a_reason_quotes_of_a_cell_is_withheld(book: Book, tmp_path: Path) -> None:
    sheets = {"products": PRODUCTS, "sales": [SALES_HEADING, ["O1", 1, "王小明", *SALE[3:]]]}
    (plan,) = brought(book, write(tmp_path / "a.xlsx", sheets))
    assert "王小明" in refusal_text(plan.refusals[0])
    ((refused,),) = (kept.refusals for kept in kept_of_last_step(book))
    assert "王小明" not in refusal_text(refused)
    assert refusal_text(refused).partition("：")[2].startswith("… is neither")


def test_an_older_report_says_the_counts(book: Book) -> None:
    brought(book, path(ORDERS))
    (row,) = book.rows("import_files")
    for report in ("{}", "[]", '{"totals": 1}', "?"):
        kept = kept_file({**row, "report": report})
        assert (kept.added, kept.totals, kept.refusals) == (9, {}, ())


def test_files_are_called_as_they_were_named(book: Book, tmp_path: Path) -> None:
    archive, folder = tmp_path / "a.zip", tmp_path / "十月"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("三月/orders.csv", path(ORDERS).read_bytes())
        packed.writestr("三月/readme.txt", b"hello")
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "again.csv").write_bytes(path(ORDERS).read_bytes())
    with gathered([archive, folder, path(ORDERS)]) as found:
        plans = plan_import(book, found.named)
        assert [error_text(error).partition(":")[0] for error in found.left_out] == ["a.zip/三月/readme.txt"]
    assert [plan.file for plan in plans] == [
        f"{archive}/三月/orders.csv",
        str(folder / "sub" / "again.csv"),
        str(path(ORDERS)),
    ]
    same = [dict(one.data)["other"] for plan in plans for one in plan.suspicions if one.code == "same_file"]
    assert same == ["a.zip/三月/orders.csv"] * 2
    apply_import(book, plans)
    assert [kept.name for kept in kept_of_last_step(book)] == ["a.zip/三月/orders.csv"]


def test_a_file_of_a_zip_that_cannot_be_used_is_called_by_the_zip(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("orders.csv", path(ORDERS).read_bytes())
    with (
        Book.create(tmp_path / "c.bozhang") as empty,
        gathered([archive]) as found,
        pytest.raises(UnusableFileError) as caught,
    ):
        plan_import(empty, found.named)
    assert caught.value.fault is FileFault.NEEDS_ACCOUNT
    assert error_text(caught.value).startswith("a.zip/orders.csv: ")


def test_names_packed_on_a_chinese_windows_are_read(book: Book, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        entry = zipfile.ZipInfo("X" * len("三月.csv".encode("gb18030")))
        packed.writestr(entry, path(ORDERS).read_bytes())
    raw = archive.read_bytes().replace(entry.filename.encode(), "三月.csv".encode("gb18030"))
    archive.write_bytes(raw)
    (plan,) = brought(book, archive)
    assert plan.file == f"{archive}/三月.csv"


def test_the_report_is_json_with_figures_as_import_prints_them(book: Book) -> None:
    (plan,) = brought(book, path(ORDERS))
    (row,) = book.rows("import_files")
    report = json.loads(row["report"])
    assert report["added"] == {kind: len(rows) for kind, rows in plan.records.items()}
    assert report["totals"]["sales"]["rows"] == plan.totals["sales"].rows
    assert all("." in text for text in report["totals"]["sales"]["amounts"]["amount"].values())
