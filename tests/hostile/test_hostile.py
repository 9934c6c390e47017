"""Each hostile file gets its sentence, in both languages; what it was brought into stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from desktop_app import i18n
from desktop_app.store import Book
from tests.hostile import child
from tests.hostile.attacks import ALL
from tests.hostile.trying import set_up, shop_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hostile.attack import Attack

_UNTOUCHED: Final = 2
_QUICK: Final = [
    pytest.param(attack, id=f"{attack.file} {attack.item}") for attack in ALL if not attack.heavy
]
_HEAVY: Final = [pytest.param(attack, id=f"{attack.file} {attack.item}") for attack in ALL if attack.heavy]


@pytest.fixture(scope="module")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_book(tmp_path_factory.mktemp("hostile") / "empty.bozhang")


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


def try_it(attack: Attack, folder: Path, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Try an attack in both languages: what refuses it leaves the book and the folder as they were."""
    stage = set_up(attack, folder / "first", book)
    for language, sentence in (("zh", attack.zh), ("en", attack.en)):
        for command in attack.before:
            child.run(stage.arguments(command, language))
        capsys.readouterr()
        there = sorted(stage.file.parent.iterdir())
        status = child.run(stage.arguments(attack.command, language))
        assert sentence in "".join(capsys.readouterr())
        assert status == attack.status
        if status == _UNTOUCHED:
            assert sorted(stage.file.parent.iterdir()) == there
        elif language == "zh":
            stage = set_up(attack, folder / "second", book)
    if attack.status == _UNTOUCHED:
        with Book.open(stage.book) as opened:
            assert (opened.count("sales"), opened.count("evidence"), len(opened.history(9))) == (0, 0, 3)


@pytest.mark.parametrize("attack", _QUICK)
def test_each_gets_its_sentence(
    attack: Attack, tmp_path: Path, empty_book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try_it(attack, tmp_path, empty_book, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("attack", _HEAVY)
def test_those_that_take_long_to_make(
    attack: Attack, tmp_path: Path, empty_book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try_it(attack, tmp_path, empty_book, capsys)
