"""What every module of the program has in common."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 400
LONGER: dict[str, str] = {}
"""Modules that may be longer, by their path, with the reason."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*modules("desktop_app"), *modules("tests")], ids=name)
def test_begins_with_one_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "no docstring"
    first = docstring.splitlines()[0]
    assert first.endswith((".", "。")), f"not a sentence on one line: {first}"


@pytest.mark.parametrize("path", modules("desktop_app"), ids=name)
def test_is_not_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST or name(path) in LONGER, f"{lines} lines"
