"""Own tables at the terminal: read as they were mapped in the window, or named by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.importers.table_shape import TableMapping
from desktop_app.store import Book
from desktop_app.usecases.import_desk import bring_in, look_at
from desktop_app.usecases.importing.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

FIRST = "买了啥,几时,花掉\n纸箱,2026-03-01,12.50\n"
SECOND = "花掉,买了啥,几时\n8,胶带,2026-04-02\n"


def test_a_table_that_was_mapped_is_read_and_another_is_named_by_its_headings(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    book, first, second = tmp_path / "b.bozhang", tmp_path / "三月.csv", tmp_path / "四月.csv"
    first.write_text(FIRST, encoding="gb18030")
    second.write_text(SECOND, encoding="utf-8")
    assert run("new", book).status == 0
    said = run("import", book, first, "--language", "zh")
    assert said.status == 2
    assert "买了啥, 几时, 花掉" in said.err
    assert said.err.count("\n") == 1
    mapping = TableMapping(kind="overheads", columns={"买了啥": "kind", "几时": "on", "花掉": "amount"})
    with Book.open(book) as opened:
        seen = look_at(opened, [first])
        bring_in(opened, look_at(opened, [first], answers={seen.hashes[first]: Answers(mapping=mapping)}))
    said = run("import", book, second, "--language", "zh")
    assert (said.status, said.err) == (0, "")
    with Book.open(book) as opened:
        assert [(row.kind, row.amount_minor) for row in opened.iterate("overheads")] == [
            ("纸箱", 1250),
            ("胶带", 800),
        ]
