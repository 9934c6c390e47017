"""Programs that only tests need, such as LibreOffice and hledger: found, or the test skipped by name."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

OTHER_NAMES: dict[str, tuple[str, ...]] = {"soffice": ("libreoffice",)}


def require_tool(name: str) -> str:
    """Return the path of an outside program; skip the test, naming the program, where there is none.

    With BOZHANG_REQUIRE_TOOLS=1, which .ci/run sets, it fails instead: there the tools have been installed.
    """
    # What pip has installed, such as bean-check, stands beside the interpreter.
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    for candidate in (name, *OTHER_NAMES.get(name, ())):
        path = shutil.which(candidate, path=search)
        if path is not None:
            return path
    message = f"{name} is not installed"
    if os.environ.get("BOZHANG_REQUIRE_TOOLS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
