"""What happens to computers rather than to files: clocks that jump, books closed in the middle."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

from desktop_app import app, i18n
from desktop_app.excel import placing
from desktop_app.store import Book, recording
from desktop_app.store import backup as backups
from desktop_app.store.check import check
from desktop_app.store.thinning import thin
from desktop_app.usecases.desk import Desk
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.records.pasting import apply_paste, plan_paste
from tests.fixtures import path as fixture
from tests.hostile.elsewhere import ELSEWHERE
from tests.hostile.trying import shop_book
from tests.usecases.records_making import make

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDERS: Final = fixture("tiktokshop-orders-th.csv")
_LINES: Final = 6
_WAIT_S: Final = 60
_IMPORT: Final = """
import sys
from pathlib import Path
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import

def told(done, whole=1.0, /):
    print("writing", flush=True)
    sys.stdin.readline()

with Book.open(Path(sys.argv[1])) as book:
    apply_import(book, plan_import(book, [Path(sys.argv[2])]), progress=told)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return shop_book(tmp_path / "shops.bozhang")


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


def at_year(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    """Turn the clock of the history and of the backups."""
    moment = datetime(year, 11, 22, 12, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    nanoseconds = int(moment.timestamp()) * 10**9
    monkeypatch.setattr(recording, "time", SimpleNamespace(time_ns=lambda: nanoseconds))
    monkeypatch.setattr(backups, "datetime", Clock)


def test_history_and_backups_keep_their_order_whatever_the_clock_says(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = path.parent / "backups"
    years = [2026, 2016, 2041, 2026, *[2016] * 11]
    with Book.open(path) as book:
        before = len(book.history(100))
        account = next(iter(book.iterate("accounts")))
        for number, year in enumerate(years):
            at_year(monkeypatch, year)
            with book.write(f"step {number}") as writer:
                writer.put(account.__class__(**{**_fields(account), "account": f"A{number}"}))
            backups.backup(book, folder)
        shown = book.history(100)[: len(years)]
        assert [entry.title for entry in shown] == [f"step {at}" for at in reversed(range(len(years)))]
        assert [entry.at.year for entry in shown] == years[::-1]
        assert len(book.history(100)) == before + len(years)
        book.undo()
        assert book.get("accounts", f"A{len(years) - 1}") is None
        assert book.get("accounts", f"A{len(years) - 2}") is not None
        book.redo()
        assert check(book) == []
    found = backups.list_backups(folder, path.stem)
    assert [one.counter for one in found] == list(range(1, len(years) + 1))
    thin(folder, path.stem)
    left = [one.counter for one in backups.list_backups(folder, path.stem)]
    assert left[-10:] == list(range(len(years) - 9, len(years) + 1)), "the last ten are the last ten made"
    newest = backups.list_backups(folder, path.stem)[-1]
    backups.restore(newest.path, path)
    with Book.open(path) as book:
        assert book.get("accounts", f"A{len(years) - 1}") is not None


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_a_book_closed_during_an_import_is_whole(path: Path) -> None:
    desk = Desk.open(path)
    done = desk.do(lambda book: apply_import(book, plan_import(book, [ORDERS])))
    desk.close()
    assert done.done()
    with Book.open(path) as book:
        assert book.count("sales") == _LINES
        assert check(book) == []
        book.undo()
        assert book.count("sales") == 0


def test_logging_off_during_an_import_writes_all_or_nothing(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path), str(ORDERS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        child.terminate()
        child.wait(_WAIT_S)
    with Book.open(path) as book:
        assert book.count("sales") == 0
        assert check(book) == []
        apply_import(book, plan_import(book, [ORDERS]))
        assert book.count("sales") == _LINES


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "正被另一个程序打开，请在那边关闭后再试。"),
        ("en", "is open in another program; close it there and try again."),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_target_that_is_open_elsewhere_is_said_and_stays(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    sentence: str,
) -> None:
    target = path.with_name("out.xlsx")
    target.write_bytes(b"open in Excel")

    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(placing, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(Path, "replace", refuse)
    assert app.run(["export", str(path), str(target), "--language", language]) == 2
    assert sentence in capsys.readouterr().err
    assert target.read_bytes() == b"open in Excel"
    assert not list(path.parent.glob("*.part"))


@pytest.mark.usefixtures("english")
def test_long_paths_and_any_name_of_the_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "王小明 👩‍🌾 %USERPROFILE% 'o' & co"
    home /= "很长的文件夹名" * 6
    home /= "a long name of a folder " * 6
    home.mkdir(parents=True)
    assert len(str(home)) > 260
    path = shop_book(home / "账 🥝.bozhang")
    orders = home / "订单 #1 100%.csv"
    orders.write_bytes(ORDERS.read_bytes())
    for command in (
        ["import", path, orders],
        ["check", path],
        ["backup", path, home / "备份"],
        ["export", path, home / "导出.xlsx"],
        ["profit", path, "--out", home / "利润.xlsx"],
    ):
        assert app.run([str(part) for part in command]) == 0, capsys.readouterr().err
    (kept,) = (home / "备份").glob("*.bozhang")
    assert app.run(["restore", str(kept), str(home / "回来.bozhang")]) == 0
    with Book.open(home / "回来.bozhang") as book:
        assert book.count("sales") == _LINES


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "路径太长，放不了账本；请换一个路径短一些的文件夹。"),
        ("en", "lies too deep for a book; choose a folder with a shorter path."),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_folder_too_deep_for_a_book_is_called_so(
    path: Path, capsys: pytest.CaptureFixture[str], language: str, sentence: str
) -> None:
    deep = path.parent.joinpath(*["很长的文件夹名" * 8] * 4)
    deep.mkdir(parents=True)
    (deep / "a.bozhang").write_bytes(path.read_bytes())
    for command in (["new", deep / "b.bozhang"], ["check", deep / "a.bozhang"]):
        assert app.run([*map(str, command), "--language", language]) == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.slow
def test_fifty_thousand_rows_are_pasted_and_taken_back(tmp_path: Path) -> None:
    columns = ["order_id", "account", "ordered_at", "sku", "quantity", "unit_price"]
    rows = [[f"N{at}", "US1", "2026-03-05 10:00", "KIWI", "1", "1"] for at in range(50_000)]
    with make(tmp_path) as book:
        before = book.count("sales")
        plan = plan_paste(book, "sales", rows, columns)
        assert not plan.refusals
        assert apply_paste(book, plan) is not None
        assert book.count("sales") == before + len(rows)
        book.undo()
        assert book.count("sales") == before


def test_what_is_shown_elsewhere_is_there() -> None:
    tests = Path(__file__).parents[1]
    named = {
        name
        for file in tests.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert {test for _item, test in ELSEWHERE} <= named
