"""The lock files: what they pin, and that they say nothing of where packages come from."""

from __future__ import annotations

import re

import pytest

from tests.tools import ROOT

LOCKS = ("requirements.lock", "requirements-tests.lock")


def requirements(lock: str) -> dict[str, tuple[str, str]]:
    """Return version and hashes of each package."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    pinned = (re.match(r"([\w.-]+)==(\S+)(.*)", line) for line in text.splitlines())
    return {match[1]: (match[2], match[3]) for match in pinned if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes(lock: str) -> None:
    packages = requirements(lock)
    assert "pyside6-essentials" in packages
    assert [name for name, (_, rest) in packages.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_names_no_place(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    kinds = ("    --hash=sha256:", "    # ", "#", *requirements(lock))
    assert [line for line in lines if line.strip() and not line.startswith(kinds)] == []
    assert not [line for line in lines if "://" in line]


def test_tests_hold_the_program() -> None:
    """An environment with the packages of the tests is one with those of the program."""
    program, tests = (requirements(lock) for lock in LOCKS)
    assert {name: tests.get(name) for name in program} == program
