"""The help's topics, in the language spoken: which there are, what they say, which page asks for which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from desktop_app import i18n, paths

TOPICS: Final = ("start", "records", "profit", "states", "import", "reconcile", "subsidy", "keyboard")
"""Every topic, in the order of reading."""

_OF_PAGE: Final = {
    "welcome": "start",
    "home": "start",
    "session": "profit",
    "sessions": "states",
    "import": "import",
    "reconciling": "reconcile",
    "quotes": "reconcile",
    "tariffs": "reconcile",
    "subsidy": "subsidy",
    "settings": "start",
}
_USUAL: Final = "records"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its name, its title, its text in Markdown."""

    name: str
    title: str
    text: str


def topics() -> tuple[Topic, ...]:
    """Every topic in the language spoken."""
    return _topics(i18n.language())


def topic_of(page: str) -> str:
    """The topic that belongs to a page of the window."""
    return _OF_PAGE.get(page.partition("_")[0] if page.startswith("subsidy") else page, _USUAL)


def holding(words: str) -> tuple[Topic, ...]:
    """The topics that hold every one of the words, those that say them in the title first; all for none."""
    wanted = words.casefold().split()
    found = [one for one in topics() if all(word in one.text.casefold() for word in wanted)]
    if wanted:
        found.sort(key=lambda one: not all(word in one.title.casefold() for word in wanted))
    return tuple(found)


@cache
def _topics(language: str) -> tuple[Topic, ...]:
    folder = paths.resources_dir() / "help" / language
    texts = [(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in TOPICS]
    return tuple(Topic(name, text.splitlines()[0].removeprefix("# "), text) for name, text in texts)
