"""Formulas that follow repeated rows: what is a reference, where it goes, and that sums stay right."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.excel.forms.references import Reference, letters, number, pieces, translated
from desktop_app.excel.forms.shifting import Block, Copy, Layout, Shifter

LEFT_ALONE = [
    '"A5 and B6"',
    '"say ""A5"" twice"&"\'A5\'"',
    "Table1[[#This Row],[A5]]",
    "Table1[A'[5'']]",
    "LOG10(2)",
    "ATAN2(1,2)",
    "XFE5",
    "A1048577",
    "A5.x",
    "_A5",
    "价A5",
    "A5_",
    "\\A5",
    "A0",
    "1E5",
    "#REF!",
    "[1]Sheet1!A5",
    "'[1]明细 1'!$A$5:$B$5",
    "'C:\\账\\[表.xlsx]A5'!A5",
    "TRUE",
    "{1,2;3,4}",
]


@pytest.mark.parametrize("formula", LEFT_ALONE)
def test_what_is_no_reference_of_this_workbook_is_left_alone(formula: str) -> None:
    shifter = Shifter({"表": Layout((Block("sales", 5, 5, 4),))})
    assert shifter.formula(formula, "表") == formula
    assert shifter.formula(f"1+({formula})", "表") == f"1+({formula})"


MOVED = [
    ("A6", "A9"),
    ("SUM(E5:E6)", "SUM(E5:E9)"),
    ("SUM(E5)", "SUM(E5:E8)"),
    ("SUM( E5 , $E$7 )", "SUM( E5:E8 , $E$10 )"),
    ("sum(E5:E5)", "sum(E5:E8)"),
    ("SUM($E$6:$E$5)", "SUM($E$9:$E$5)"),
    ("SUM(5:5)", "SUM(5:8)"),
    ("SUM($6:7)", "SUM($9:10)"),
    ("SUM(A:A)", "SUM(A:A)"),
    ("表!A6+'表'!A6+别!A6", "表!A9+'表'!A9+别!A6"),
    ("表!A4:表!B6", "表!A4:表!B9"),
    ("SUMIF(D5:D5,D6,E5)", "SUMIF(D5:D8,D9,E5:E8)"),
    ("SUBTOTAL(9,E5)", "SUBTOTAL(9,E5:E8)"),
    ("_xlfn.CONCAT(E5)", "_xlfn.CONCAT(E5:E8)"),
    ("SUMPRODUCT((D5>0)*E5,$E$7)", "SUMPRODUCT((D5:D8>0)*E5:E8,$E$10)"),
    ("E5*2", "E5*2"),
    ("SUM(E5*2)", "SUM(E5*2)"),
    ("ROUND(E5,2)", "ROUND(E5,2)"),
    ("SUM(一:三!E6)", "SUM(一:三!E6)"),
    ("OFFSET(E7,-1,0):E6", "OFFSET(E10,-1,0):E9"),
    ("A1048576", "A1048576"),
    ("E1:E1048576", "E1:E1048576"),
    ("@E6+E6#", "@E9+E9#"),
    ("E6%", "E9%"),
    ("-E6^2", "-E9^2"),
]


@pytest.mark.parametrize(("before", "after"), MOVED)
def test_from_elsewhere_an_area_covers_all_copies(before: str, after: str) -> None:
    shifter = Shifter({"表": Layout((Block("sales", 5, 5, 4),))})
    assert shifter.formula(before, "表") == after


IN_COPIES = [
    ("E5*F5", "E7*F7"),
    ("E5*$B$2", "E7*$B$2"),
    ("E5*B2", "E7*B2"),
    ("H4+G5", "H6+G7"),
    ("SUM(G$5:G5)", "SUM(G$5:G7)"),
    ("G5/SUM(G$5:G$5)", "G7/SUM(G$5:G$8)"),
    ("G5/SUM($G$5)", "G7/SUM($G$5:$G$8)"),
    ("G5/G6", "G7/G9"),
    ("SUM(E5:F5)", "SUM(E7:F7)"),
    ("别!B5+另!B3", "别!B5+另!B5"),
]


@pytest.mark.parametrize(("before", "after"), IN_COPIES)
def test_inside_the_row_formulas_follow_each_copy(before: str, after: str) -> None:
    block = Block("sales", 5, 5, 4)
    shifter = Shifter({"表": Layout((block,)), "另": Layout((Block("sales", 3, 3, 4),))})
    assert shifter.formula(before, "表", Copy("表", block, 2)) == after


def test_a_formula_that_sees_but_the_first_line_is_told() -> None:
    shifter = Shifter({"表": Layout((Block("sales", 5, 5, 4),))})
    shifter.formula("E5*2+SUM(E5)", "表")
    assert shifter.first_only == ["E5"]
    shifter.formula("SUM(一:三!E6)", "表")
    assert (shifter.first_only, shifter.across) == ([], ["一:三!E6"])


def test_shared_formulas_are_written_out_for_their_cells() -> None:
    assert translated("E7*$B$2+SUM(F$1:F7)", 3, 1) == "F10*$B$2+SUM(G$1:G10)"
    assert translated("A1+表!B2", -1, 0) == "#REF!+表!B1"
    assert translated('"A1"&A1', 1, 1) == '"A1"&B2'


columns = st.integers(1, 16_384)
rows = st.integers(1, 1_048_576)


@given(columns)
def test_columns_have_the_names_that_are_read(column: int) -> None:
    assert number(letters(column)) == column


texts = st.lists(
    st.sampled_from(
        [
            "A1",
            "$B$2",
            "C3:D4",
            "SUM(",
            ")",
            "+",
            '"',
            "'",
            "!",
            "表",
            "[",
            "]",
            " ",
            ":",
            "1",
            "#",
            "x",
            ",",
            "$",
        ]
    ),
    max_size=12,
).map("".join)


@given(texts)
def test_a_formula_taken_apart_gives_itself(formula: str) -> None:
    assert "".join(map(str, pieces(formula))) == formula


@given(texts)
def test_with_one_line_nothing_moves(formula: str) -> None:
    block = Block("sales", 2, 2, 1)
    shifter = Shifter({"表": Layout((block,))})
    assert shifter.formula(formula, "表") == formula
    assert shifter.formula(formula, "表", Copy("表", block, 0)) == formula


@given(columns, rows, st.booleans(), st.booleans(), st.sampled_from(["", "表!", "'一 二'!", "'it''s'!"]))
def test_every_reference_is_found_whole(column: int, row: int, one: bool, two: bool, prefix: str) -> None:
    text = f"{prefix}{'$' * one}{letters(column)}{'$' * two}{row}"
    [found] = pieces(text)
    assert isinstance(found, Reference)
    assert (found.first.column, found.first.row) == (column, row)
    assert str(replace(found, text="")) == text


REFERENCE = re.compile(r"\$?([A-Z])\$?(\d+)(?::\$?([A-Z])\$?(\d+))?")


def total(formula: str, grid: dict[int, int]) -> int:
    """Add up what a formula made of sums of column A names; a second reader of references."""
    found = [(int(one), int(two or one)) for _, one, _, two in REFERENCE.findall(formula)]
    return sum(grid.get(row, 0) for one, two in found for row in range(min(one, two), max(one, two) + 1))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[int, int], list[tuple[Block, list[int]]]]:
    """Draw rows 1 to 20 of numbers, and up to three of them that are repeated for so many parts."""
    grid = {row: draw(st.integers(-50, 50)) for row in range(1, 21)}
    repeated = draw(st.lists(st.integers(1, 20), max_size=3, unique=True).map(sorted))
    blocks = []
    for at, row in enumerate(repeated):
        parts = draw(st.lists(st.integers(-50, 50), min_size=1, max_size=6))
        grid[row] = sum(parts)
        blocks.append((Block(f"list{at}", row, row, len(parts)), parts))
    return grid, blocks


@given(sheets(), st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20), st.booleans()), min_size=1))
def test_sums_are_the_same_after_a_row_became_many(
    sheet: tuple[dict[int, int], list[tuple[Block, list[int]]]], ranges: list[tuple[int, int, bool]]
) -> None:
    grid, blocks = sheet
    layout = Layout(tuple(block for block, _ in blocks))
    spread: dict[int, int] = {}
    for row, value in grid.items():
        parts = next((parts for block, parts in blocks if block.first == row), [value])
        for at, part in enumerate(parts):
            assert layout.start(row, at) not in spread
            spread[layout.start(row, at)] = part
            assert layout.source(layout.start(row, at)) == row
    dollar = ["$" * fixed for *_, fixed in ranges]
    sums = [f"SUM(A{d}{one}:A{d}{two})" for (one, two, _), d in zip(ranges, dollar, strict=True)]
    sums += [f"SUM(A{one})" for one, *_ in ranges]
    before = "+".join(sums)
    after = Shifter({"表": layout}).formula(before, "表")
    assert total(after, spread) == total(before, grid)
    assert list(spread) == list(range(1, len(spread) + 1))


@given(sheets(), st.integers(1, 20))
def test_a_copy_sums_itself_and_what_is_before_it(
    sheet: tuple[dict[int, int], list[tuple[Block, list[int]]]], row: int
) -> None:
    _grid, blocks = sheet
    layout = Layout(tuple(block for block, _ in blocks))
    block = layout.block(row)
    if block is None:
        return
    for index in range(block.copies):
        own = layout.start(row, index)
        made = Shifter({"表": layout}).formula(f"SUM(A$1:A{row})+A{row}", "表", Copy("表", block, index))
        assert made == f"SUM(A$1:A{own})+A{own}"
