"""The table of formats is made by trying them, and takes its place in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.formats import BEGIN, END, TRIED, main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_table_counts_what_came_of_each_dress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert main(["--seeds", "1", "--only", "chinapost", "--readme", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert f"| China Post bill | chinapost-bill.csv | {len(TRIED)} | {len(TRIED)} | 0 | 0 |" in text
    assert "TikTok Shop orders not settled yet (refused in words" in text
    assert text.partition(BEGIN)[2].partition(END)[0].strip() == capsys.readouterr().out.strip()
