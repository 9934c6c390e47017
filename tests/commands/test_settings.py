"""Settings: written whole, read whatever the file has become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app import paths, settings
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path / "a" / "b")


def test_what_is_saved_is_there_again() -> None:
    assert settings.load() == Settings()
    mine = Settings(
        last_book="/home/老王/账本.bozhang",
        recent_books=("a", "b"),
        language="en",
        look="dark",
        font_scale=120,
        pages={"orders": {"hidden": ["note"]}},
    )
    settings.save(mine)
    assert settings.load() == mine
    assert [path.name for path in settings.settings_path().parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '"x"', "[" * 100_000, '{"language": 3, "recent_books": "x", "pages": []}', "\0"],
)
def test_a_damaged_file_gives_the_usual_settings(content: str) -> None:
    settings.settings_path().parent.mkdir(parents=True)
    settings.settings_path().write_text(content)
    assert settings.load() == Settings()


def test_what_is_known_is_kept_beside_what_is_not() -> None:
    settings.settings_path().parent.mkdir(parents=True)
    text = '{"language": "en", "of_tomorrow": 1, "font_scale": 9999, "recent_books": ["a", 1]}'
    settings.settings_path().write_text(text)
    assert settings.load() == Settings(language="en", font_scale=300, recent_books=("a",))


def test_failing_to_write_leaves_the_old_file() -> None:
    settings.save(Settings(language="en"))
    with pytest.raises(TypeError):
        settings.save(Settings(language="zh", pages={"x": object()}))
    assert settings.load() == Settings(language="en")
    assert [path.name for path in settings.settings_path().parent.iterdir()] == ["settings.json"]
