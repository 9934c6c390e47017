"""Who opens a book: the store itself, use cases, and app; a screen or a command is handed one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = ROOT / "desktop_app"
MAY_OPEN = ("store", "usecases", "app.py")


def others() -> list[Path]:
    return [
        path for path in sorted(PROGRAM.rglob("*.py")) if path.relative_to(PROGRAM).parts[0] not in MAY_OPEN
    ]


@pytest.mark.parametrize("path", others(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_room_opens_a_book(path: Path) -> None:
    calls = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    )
    opened = [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in calls
        if ast.unparse(call.func).rpartition(".")[0].endswith("Book")
        and ast.unparse(call.func).endswith((".open", ".create"))
    ]
    assert opened == []
