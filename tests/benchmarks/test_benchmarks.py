"""The benchmark command runs, and its table takes its place in a page without touching the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import claims, imports
from tests.benchmarks.__main__ import main
from tests.benchmarks.table import BEGIN, END
from tests.readme_tables import put_between

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_without_markers_gets_the_table_at_its_end(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("# Title\n\ntext\n", encoding="utf-8")
    put_between(page, BEGIN, END, "| a |\n")
    assert page.read_text(encoding="utf-8") == f"# Title\n\ntext\n\n{BEGIN}\n| a |\n{END}\n"


def test_a_page_with_markers_keeps_what_stands_around_them(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    put_between(page, BEGIN, END, "new\n")
    put_between(page, BEGIN, END, "newer\n")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\nnewer\n{END}\nafter\n"


@pytest.mark.slow
def test_every_measure_runs(tmp_path: Path) -> None:
    out = tmp_path / "table.md"
    assert main(["--lines", "300", "--out", str(out), "--folder", str(tmp_path)]) == 0
    table = out.read_text(encoding="utf-8")
    assert "÷" in table
    assert "–" not in table
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.slow
def test_a_large_file_of_orders_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert imports.main(["--orders", "300"]) == 0
    assert "300 orders × 57 columns" in capsys.readouterr().out


@pytest.mark.slow
def test_a_claim_of_many_lines_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert claims.main(["--lines", "600"]) == 0
    assert "600 lines" in capsys.readouterr().out
