"""A thousand phone numbers in the files of several platforms, and none of them anywhere afterwards."""

from __future__ import annotations

import logging
import re
import sqlite3
import zipfile
import zlib
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest

from desktop_app import app, i18n, logs, paths
from desktop_app.domain.channel import Platform
from desktop_app.store import Book
from desktop_app.store.backup import backup
from desktop_app.ui.crash import describe
from desktop_app.usecases.records.undoing import command_detail
from tests.importers.bringing import add_account
from tests.importers.making_platform_files import grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHOPS: Final = {
    "th": (Platform.TIKTOK_SHOP, "TH", "THB"),
    "us": (Platform.TIKTOK_SHOP, "US", "USD"),
    "sp": (Platform.SHOPEE, "MY", "MYR"),
    "lz": (Platform.LAZADA, "TH", "THB"),
    "sf": (Platform.SHOPIFY, "US", "USD"),
    "dy": (Platform.DOUYIN, "CN", "CNY"),
}
_FILES: Final = {
    "tiktokshop-orders-th.csv": ("th", "Quantity"),
    "shopee-orders-en.xlsx": ("sp", "Quantity"),
    "lazada-orders.xlsx": ("lz", "paidPrice"),
    "shopify-orders.csv": ("sf", "Lineitem quantity"),
    "douyin-orders.csv": ("dy", "商品数量"),
    "tiktokshop-returns.csv": ("th", "Return Quantity"),
}
"""Whose each file is, and a column whose cell can be spoilt so that its row is refused."""
_PERSONAL: Final = re.compile(
    r"phone|recipient|receiver|buyer|address|message|note|email|shipping name|customer ?name"
    r"|手机|收件人|地址|留言|备注|买家|姓名",
    re.IGNORECASE,
)
_TIMES: Final = 12


def spread(name: str, spoilt: str, numbers: Iterator[int]) -> tuple[list[list[Any]], set[str]]:
    """Return a sample's rows many times over with a number of its own in each personal cell."""
    heading, *rows = grid(name)
    personal = [at for at, one in enumerate(map(str, heading)) if _PERSONAL.search(one) and "Fee" not in one]
    assert personal, name
    planted: set[str] = set()
    made: list[list[Any]] = []
    for time in range(_TIMES):
        for at, row in enumerate(rows):
            changed = list(row)
            for place in personal:
                number = f"+86138{next(numbers):08}"
                planted.add(number)
                changed[place] = f"李明 {number} 某村12号"
            if not (time + at) % 5 and spoilt in heading:
                changed[heading.index(spoilt)] = "坏"
            made.append(changed)
    return [heading, *made], planted


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give all bytes below a folder: of files, of zips' entries, and of the blobs in databases, unpacked."""
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        yield file.name, file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                yield from ((f"{file.name}/{name}", packed.read(name)) for name in packed.namelist())
        if file.suffix == ".bozhang":
            yield from blobs(file)


def blobs(file: Path) -> Iterator[tuple[str, bytes]]:
    """Give what a database's tables hold in bytes, unpacked where it is packed."""
    connection = sqlite3.connect(file)
    try:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    if isinstance(value, bytes):
                        yield table, unpacked(value)
    finally:
        connection.close()


def unpacked(value: bytes) -> bytes:
    """Return what a blob holds."""
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folders of one user, whose log keeps as much as it can."""
    spoken = i18n.language()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv(logs.LEVEL_VARIABLE, "DEBUG")
    yield tmp_path / "home"
    logs.shut_down()
    i18n.set_language(spoken)


def test_nothing_of_a_buyer_stays_anywhere(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, given = tmp_path / "kept", tmp_path / "given"
    kept.mkdir()
    given.mkdir()
    path = kept / "b.bozhang"
    with Book.create(path) as book:
        for account, (platform, market, currency) in _SHOPS.items():
            add_account(book, account, platform, market, currency)
    numbers = count(10_000_000)
    planted: set[str] = set()
    said = ""
    refused = 0
    for name, (account, spoilt) in _FILES.items():
        rows, more = spread(name, spoilt, numbers)
        planted |= more
        write = write_csv if name.endswith(".csv") else _write_xlsx
        file = write(given / name, rows)
        for options in (["--dry-run"], ["--json"], ["--rejected", str(kept / f"{name}.xlsx")]):
            assert app.run(["import", str(path), str(file), "--account", account, *options]) < 2
            said += "".join(capsys.readouterr())
        refused += "refused rows" in said or "被拒绝" in said
    assert len(planted) >= 1_000
    assert refused
    assert app.run(["export", str(path), str(kept / "out.xlsx")]) == 0
    with Book.open(path) as book:
        backup(book, kept / "backups")
        history = [
            repr(entry) + repr(command_detail(book, entry.command_id)) for entry in book.history(1_000)
        ]
    logs.set_up()
    number = min(planted)
    logging.getLogger("desktop_app.test").info("row %s", number, exc_info=ValueError(number))
    logs.shut_down()
    held = [
        *everything(kept),
        *everything(home),
        ("said", said.encode()),
        *(("history", one.encode()) for one in history),
    ]
    assert {"b.bozhang", logs.FILE_NAME, "said", "history"} <= {name for name, _content in held}
    pattern = re.compile(rb"138\d{8}|" + "李明".encode())
    assert [(name, found[0]) for name, content in held if (found := pattern.search(content))] == []


def _write_xlsx(target: Path, rows: list[list[Any]]) -> Path:
    return write_xlsx(target, Orders=rows)


def test_a_crash_report_carries_no_number() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int("+8613810000000 li@example.cn")
    error = caught.value
    text = describe(type(error), error, error.__traceback__)
    assert "ValueError" in text
    assert "13810000000" not in text
    assert "li@" not in text
