"""Folders and zips that are brought in: each file in them recognised, nothing written outside."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, gathered, plan_import
from tests.fixtures import path
from tests.importers.bringing import add_account

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = "tiktokshop-orders-th.csv"
INCOME = "tiktokshop-income-sea.xlsx"


def packed(target: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target


def fault_of(file: Path) -> FileFault:
    with pytest.raises(UnusableFileError) as caught, gathered([file]):
        pass
    return caught.value.fault


def test_each_file_in_a_zip_and_a_folder_is_recognised(tmp_path: Path) -> None:
    folder = tmp_path / "九月"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "CON.csv").write_bytes(path(ORDERS).read_bytes())
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "~$lock.xlsx").write_bytes(b"x")
    (folder / "link.csv").symlink_to(path(ORDERS))
    archive = packed(
        tmp_path / "10.zip",
        **{
            "a/income.xlsx": path(INCOME).read_bytes(),
            "a/INCOME.xlsx": path(INCOME).read_bytes(),
            "CON": path("fx-safe.csv").read_bytes(),
            "__MACOSX/._x": b"x",
            "readme.txt": b"hello",
        },
    )
    with Book.create(tmp_path / "b.bozhang") as book:
        add_account(book, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        with gathered([archive, folder, path("fx-ecb-hist.csv")]) as found:
            assert [file.name for file in found.files] == [
                "_CON",
                "INCOME.xlsx",
                "income.xlsx",
                "CON.csv",
                "fx-ecb-hist.csv",
            ]
            left_out = {error.path.name: error.fault for error in found.left_out}
            plans = plan_import(book, found.files)
        # The unpacked files are gone by now: what is planned needs them no more.
        apply_import(book, plans)
        assert book.count("sales") == 6
        assert book.count("settlements") > 0
        again = plan_import(book, [path(ORDERS), path(INCOME)])
        assert not any(plan.changes_anything for plan in again), "twice in the zip counts once"
    assert left_out == {"photo.png": FileFault.NOT_A_WORKBOOK, "readme.txt": FileFault.UNKNOWN_FORMAT}


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "..\\x.csv", "C:\\x.csv"])
def test_names_that_lead_out_of_a_zip(tmp_path: Path, name: str) -> None:
    assert fault_of(packed(tmp_path / "a.zip", **{name: b"1,2"})) is FileFault.UNSAFE_ARCHIVE


def test_links_bombs_locks_and_crowds(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("orders.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert fault_of(tmp_path / "link.zip") is FileFault.UNSAFE_ARCHIVE
    assert fault_of(packed(tmp_path / "bomb.zip", a=bytes(30_000_000))) is FileFault.TOO_LARGE
    crowd = packed(tmp_path / "crowd.zip", **{str(number): b"1" for number in range(600)})
    assert fault_of(crowd) is FileFault.TOO_LARGE
    locked = packed(tmp_path / "locked.zip", a=b"1,2")
    raw = bytearray(locked.read_bytes())
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(raw)
    assert fault_of(locked) is FileFault.ENCRYPTED


def test_a_file_that_is_named_is_never_left_out(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello", encoding="utf-8")
    with gathered([file]) as found:
        assert found.files == (file,)
        assert found.left_out == ()
