"""Garbage into each reader: a plan, refused rows or one error in words; no crash, no hang, no memory lost."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.channel import Platform
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.formats import Format, load_formats
from desktop_app.reports.refusal_text import file_fault_text, refusal_text
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import FOLDER
from tests.importers.bringing import add_account
from tests.importers.making_platform_files import write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHOPS: Final = {
    Platform.TIKTOK_SHOP: ("th", "TH", "THB"),
    Platform.SHOPEE: ("sp", "MY", "MYR"),
    Platform.LAZADA: ("lz", "TH", "THB"),
    Platform.AMAZON: ("az", "US", "USD"),
    Platform.SHOPIFY: ("sf", "US", "USD"),
    Platform.DOUYIN: ("dy", "CN", "CNY"),
    Platform.KUAISHOU: ("ks", "CN", "CNY"),
}
NASTY: Final = (
    *(
        "",
        "-",
        "/",
        "N/A",
        "#DIV/0!",
        "NaN",
        "Infinity",
        "1e3",
        "1e999",
        "-0.00",
        "0",
        "1",
        "-1",
        "999999999999",
    ),
    *(
        "5.84001E+17",
        "583870900000000001",
        "583870900000000001.0",
        "576900000000001000",
        '="1234567890123456"',
    ),
    *("￥1,299.00", "1.299,00", "(120.00)", "THB 1,234.00", "$-5", "1.2万", "12.50%", "１２．５", "10" * 12),
    *(
        "2026/2/30",
        "45678",
        "31/12/2026 23:59:59",
        "12/31/2026 11:59:59 PM",
        "26 September 2026",
        "0000-00-00",
    ),
    *("2026-10-01 25:00:00", "01/02/26", "2h37m", "99:99:99", "2026-10-01T20:00:00+99:00"),
    *(
        "Completed",
        "Order",
        "To ship",
        "出账",
        "已发货",
        "Total",
        "合计",
        "=cmd|' /C calc'!A0",
        "'); DROP TABLE",
    ),
    *(
        "\u202eabc",
        "\x00",
        "a\nb",
        "x" * 40_000,
        "😀",
        "é",
        "ก" * 300,
        "\ufeff",
        "'",
        '"',
        ",",
        ";",
    ),
)
CELLS: Final = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
TYPED: Final = st.one_of(
    CELLS.map(lambda text: "".join(one for one in text if one >= " ")[:32_000]),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
)
FORMATS: Final = {form.name: form for form in load_formats() if "refused" not in form.options}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with Book.create(tmp_path_factory.mktemp("garbage") / "garbage.bozhang") as made:
        for platform, (account, market, currency) in SHOPS.items():
            add_account(made, account, platform, market, currency)
        yield made


def _account(form: Format) -> str | None:
    return None if form.platform is None else SHOPS[Platform(form.platform)][0]


def _headings(form: Format) -> list[str]:
    return [column.headings[0] for column in form.main.columns.values()]


def take(book: Book, form: Format, file: Path) -> None:
    """Plan a file, and word all that is refused of it."""
    account = _account(form) or ("th" if form.kind == "advertising" else None)
    sentences = _sentences(book, file, account)
    assert all(sentences)


def _sentences(book: Book, file: Path, account: str | None) -> list[str]:
    try:
        (plan,) = plan_import(book, [file], account=account)
    except UnusableFileError as error:
        return [file_fault_text(error.path, error.fault, error.data)]
    return [refusal_text(refusal) for refusal in plan.refusals]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_garbage_as_text(data: st.DataObject, book: Book, tmp_path: Path) -> None:
    form = FORMATS[data.draw(st.sampled_from(list(FORMATS)))]
    names = _headings(form)
    width = st.lists(CELLS, min_size=len(names), max_size=len(names))
    rows: list[list[Any]] = data.draw(st.lists(width, min_size=1, max_size=4))
    take(book, form, write_csv(tmp_path / "garbage.csv", [names, *rows]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_garbage_in_typed_cells(data: st.DataObject, book: Book, tmp_path: Path) -> None:
    form = FORMATS[data.draw(st.sampled_from(list(FORMATS)))]
    names = _headings(form)
    width = st.lists(TYPED, min_size=len(names), max_size=len(names))
    rows: list[list[Any]] = data.draw(st.lists(width, min_size=1, max_size=3))
    take(book, form, write_xlsx(tmp_path / "garbage.xlsx", Sheet1=[names, *map(_writable, rows)]))


BOOKED: Final = sorted(name for name, form in FORMATS.items() if form.kind in {"orders", "income", "returns"})


@pytest.mark.parametrize("name", BOOKED)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_garbage_in_some_columns_of_any_language(
    name: str, data: st.DataObject, book: Book, tmp_path: Path
) -> None:
    """Columns that must be there and any others, under any of their names and in any order."""
    columns = list(FORMATS[name].main.columns.values())
    kept = [column for column in columns if column.required or data.draw(st.booleans())]
    names = data.draw(st.permutations([data.draw(st.sampled_from(column.headings)) for column in kept]))
    cells = st.one_of(TYPED, st.sampled_from(_words_of(FORMATS[name])))
    width = st.lists(cells, min_size=len(names), max_size=len(names))
    rows: list[list[Any]] = data.draw(st.lists(width, min_size=1, max_size=3))
    # The same row twice, and one that agrees with another in its ids alone.
    rows += [rows[0], [*rows[0][: len(names) // 2], *rows[-1][len(names) // 2 :]]]
    take(book, FORMATS[name], write_xlsx(tmp_path / "garbage.xlsx", Sheet1=[names, *map(_writable, rows)]))


def _words_of(form: Format) -> list[str]:
    return [word for group in form.main.words.values() for word in group] or ["-"]


def _writable(row: list[Any]) -> list[Any]:
    """A workbook holds no moments before 1900, no noncharacters and no formula that is none."""
    return [
        str(cell) if getattr(cell, "year", 1901) < 1901 or not str(cell).isprintable() else cell
        for cell in row
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_turned_over_in_real_files(data: st.DataObject, book: Book, tmp_path: Path) -> None:
    name = data.draw(st.sampled_from(sorted(file.name for file in FOLDER.iterdir())))
    content = bytearray((FOLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    file = tmp_path / "turned.dat"
    file.write_bytes(bytes(content[: cut or None]))
    take(book, FORMATS["tiktokshop-orders"], file)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=2_000))
def test_any_bytes_at_all(content: bytes, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(content)
    take(book, FORMATS["tiktokshop-orders"], file)


def test_a_field_of_ten_megabytes_costs_no_more_than_some_copies(book: Book, tmp_path: Path) -> None:
    form = FORMATS["tiktokshop-orders"]
    names = _headings(form)
    file = write_csv(tmp_path / "long.csv", [names, ["x" * 10_000_000, *names[1:]]])
    tracemalloc.start()
    take(book, form, file)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 200_000_000
