"""What holds for every test: no unexpected warning or log line, no file of the user's touched."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from desktop_app import i18n

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile(
    "quick", max_examples=50, deadline=None, derandomize="CI" in os.environ, print_blob=True
)
hypothesis.settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("BOZHANG_HYPOTHESIS", "quick"))


class Records(logging.Handler):
    """Keeps what is logged during a test, and which of it the test has said to expect."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.records.append(record)

    def unexpected(self) -> list[str]:
        """Return the lines that no pattern expects."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        return [line for line in lines if not any(pattern.search(line) for pattern in self.expected)]

    def missing(self) -> list[str]:
        """Return the patterns that nothing matched."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self.records]
        return [pattern.pattern for pattern in self.expected if not any(map(pattern.search, lines))]


RECORDS = pytest.StashKey[Records]()
HOME = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a home of its own, and no language but the program's usual one."""
    config.stash[HOME] = Path(tempfile.mkdtemp(prefix="bozhang-tests-"))
    os.environ["BOZHANG_HOME"] = str(config.stash[HOME])
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        os.environ.pop(variable, None)
    os.environ["LANG"] = "C.UTF-8"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the run's home away again."""
    shutil.rmtree(config.stash[HOME], ignore_errors=True)


@pytest.fixture(autouse=True)
def no_language_is_left_over() -> Iterator[None]:
    """Speak after each test as before it, so that none hangs on which one ran first."""
    spoken = replace(i18n._current)
    yield
    i18n._current.language, i18n._current.translations = spoken.language, spoken.translations


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that logs a warning or worse without having said so."""
    records = item.stash[RECORDS] = Records()
    logging.getLogger().addHandler(records)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(records)
    if unexpected := records.unexpected():
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)
    if missing := records.missing():
        pytest.fail("expected in the log, but not there: " + ", ".join(missing), pytrace=False)


@pytest.fixture
def expect_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a function that says which log line (a regular expression) the test is to produce.

    The line reads "LEVEL logger: message"; a line that is expected and does not come fails the test too.
    """

    def expect(pattern: str) -> None:
        request.node.stash[RECORDS].expected.append(re.compile(pattern))

    return expect
