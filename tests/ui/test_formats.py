"""Figures as the window writes them where space is short."""

from __future__ import annotations

import pytest

from desktop_app import i18n
from desktop_app.ui.formats import rounded


@pytest.mark.parametrize(
    ("minor", "zh", "en"),
    [
        (0, "0", "0"),
        (49, "0", "0"),
        (50, "1", "1"),
        (99_999_949, "999,999", "999,999"),
        (123_456_700, "123万", "1.2M"),
        (-123_456_700, "−123万", "−1.2M"),
        (12_345_678_900, "1.2亿", "123M"),
    ],
)
def test_long_figures_are_short_in_the_way_of_the_language(minor: int, zh: str, en: str) -> None:
    for language, text in (("zh", zh), ("en", en)):
        i18n.set_language(language)
        assert rounded(minor, 2) == text.replace("−", "\N{MINUS SIGN}")


def test_gains_have_their_sign_where_it_is_wanted() -> None:
    assert rounded(132_000, 2, signed=True) == "+1,320"
    assert rounded(0, 2, signed=True) == "0"
