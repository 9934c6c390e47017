"""The language chosen, its catalogue kept and renewed, and figures as they are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desktop_app import i18n, paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _language_afterwards() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.set_language(before)


@pytest.mark.parametrize(
    ("explicit", "environ", "expected"),
    [
        (None, {}, "zh"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "C.UTF-8"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "zh"),
        (None, {"LANG": "en_GB", "LC_MESSAGES": "zh_TW"}, "zh"),
        (None, {"LANG": "zh_CN", "LC_ALL": "en"}, "en"),
        (None, {"LC_ALL": "", "LANG": "en-GB"}, "en"),
        ("zh", {"LC_ALL": "en_US"}, "zh"),
        ("en", {"LANG": "zh_CN"}, "en"),
        ("fr", {"LANG": "en_US"}, "en"),
    ],
)
def test_which_language(explicit: str | None, environ: dict[str, str], expected: str) -> None:
    assert i18n.choose_language(explicit, environ) == expected


def test_sentences_in_both_languages() -> None:
    i18n.set_language("zh")
    assert i18n._("Net sales") == "净销售额"
    i18n.set_language("en")
    assert i18n._("Net sales") == "Net sales"
    assert i18n._("") == ""


def po(tmp_path: Path, name: str, entries: str) -> None:
    folder = tmp_path / "resources" / "locale" / "zh"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n{entries}'
    )


def test_rooms_make_one_catalogue_which_is_renewed_when_one_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path / "resources")
    monkeypatch.setattr(paths, "cache_dir", lambda: tmp_path / "cache")
    po(tmp_path, "one.po", 'msgid "a"\nmsgstr "甲"\n')
    po(tmp_path, "two.po", 'msgid "b"\nmsgstr "乙"\n\nmsgctxt "verb"\nmsgid "order"\nmsgstr "下单"\n')
    i18n.set_language("zh")
    assert (i18n._("a"), i18n._("b"), i18n._("c"), i18n.pgettext("verb", "order")) == (
        "甲",
        "乙",
        "c",
        "下单",
    )
    first = list((tmp_path / "cache" / "locale").iterdir())
    po(tmp_path, "one.po", 'msgid "a"\nmsgstr "丙"\n')
    i18n.set_language("zh")
    assert i18n._("a") == "丙"
    second = list((tmp_path / "cache" / "locale").iterdir())
    assert len(first) == len(second) == 1
    assert first != second


def test_kept_catalogue_needs_no_compiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "cache_dir", lambda: tmp_path)
    i18n.set_language("zh")

    def refuse(code: str, sources: list[bytes]) -> bytes:
        raise AssertionError(code, len(sources))

    monkeypatch.setattr(i18n, "compile_catalogue", refuse)
    i18n.set_language("zh")
    assert i18n._("Net sales") == "净销售额"


def test_a_damaged_cache_and_a_place_that_cannot_be_written_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "cache_dir", lambda: tmp_path)
    i18n.set_language("zh")
    kept = next((tmp_path / "locale").iterdir())
    for damage in (b"", b"\xde\x12\x04\x95", b"nonsense" * 20, kept.read_bytes()[:200]):
        kept.write_bytes(damage)
        i18n.set_language("zh")
        assert i18n._("Net sales") == "净销售额"
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(paths, "cache_dir", lambda: tmp_path / "file")
    i18n.set_language("zh")
    assert i18n._("Net sales") == "净销售额"


def test_figures_and_days() -> None:
    i18n.set_language("zh")
    assert i18n.format_amount(-123456789, 2) == "-1,234,567.89"
    assert i18n.format_amount(1234, 0) == "1,234"
    assert i18n.format_amount(0, 3) == "0.000"
    assert i18n.format_amount(10**17 + 1, 2) == "1,000,000,000,000,000.01"
    assert i18n.format_money(-300, "CNY", 2) == "-¥3.00"
    assert i18n.format_money(123450, "USD", 2) == "US$1,234.50"
    assert i18n.format_money(500, "THB", 2) == "THB\N{NO-BREAK SPACE}5.00"
    assert i18n.format_quantity(12_500) == "12.5"
    assert i18n.format_quantity(-3_000) == "-3"
    assert i18n.format_count(12345) == "12,345"
    assert i18n.format_percent(Fraction(1, 3)) == "33.3%"
    assert i18n.format_percent(Fraction(-1, 8), 0) == "-13%"
    assert i18n.format_ratio(Fraction(5, 2)) == "2.50"
    assert i18n.format_day(date(2026, 3, 1)) == "2026-03-01"
    moment = datetime(2026, 2, 28, 16, 30, tzinfo=UTC)
    assert i18n.format_moment(moment, ZoneInfo("Asia/Shanghai")) == "2026-03-01 00:30"
    i18n.set_language("en")


def test_a_language_that_there_is_not_is_a_fault() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")
