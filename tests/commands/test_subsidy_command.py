"""`bozhang subsidy` and `bozhang scheme`: what they print, and what they refuse in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.store import database
from tests.domain.subsidy_schemes import FLAT, STEP, scheme, tiers
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

EXAMPLES = ROOT / "resources" / "schemes"
JINGNING = EXAMPLES / "jingning-2025-cross-border.json"
SHANXI = EXAMPLES / "shanxi-2023-parcels.json"
UNCLEAR = scheme(
    tiers("tiers_unclear", ("[100,200]", "0.1"), ("[200,300)", "0.2")),
    caps=[{"per": "year", "rate_of_base": "0.5"}],
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Any], Path]:
    """Return a function that writes a scheme file."""

    def write(value: Any) -> Path:
        path = tmp_path / "scheme.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return write


def test_json_has_exactly_this_shape(run: Run) -> None:
    ran = run("subsidy", JINGNING, "--base", "1000000", "--json", "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert list(found) == ["amount", "tier", "steps", "warnings", "readings", "next"]
    assert found["amount"] == "10000.00"
    assert found["tier"] == 1
    assert found["steps"] == [
        "Base: net sales, ¥1,000,000.00.",
        "¥1,000,000.00 falls in tier 1 (from ¥500,000.00; up to ¥1,000,000.00): {product}.".format(
            product="¥1,000,000.00 × 1% = ¥10,000.00"
        ),
        "Rounded half up to multiples of ¥0.01: ¥10,000.00 stays.",
        "Amount: ¥10,000.00.",
    ]
    assert [list(one) for one in found["warnings"]] == [["code", "text"]] * 2
    assert [one["code"] for one in found["warnings"]] == ["not_checked", "example"]
    assert found["readings"] == []
    assert found["next"] == {"from": "1000000.00", "short_by": "0.01"}


def test_json_of_readings(run: Run, written: Callable[[Any], Path]) -> None:
    ran = run("subsidy", written(UNCLEAR), "--base", "200", "--json")
    found = json.loads(ran.out)
    assert found["readings"] == [{"kind": "slab", "amount": "20.00"}, {"kind": "marginal", "amount": "10.00"}]
    assert (found["amount"], found["tier"], found["next"]) == ("10.00", 1, None)
    assert [one["code"] for one in found["warnings"]] == [
        *("not_checked", "shared_point", "received_missing", "reading_not_chosen"),
    ]


def test_keys_codes_and_figures_do_not_depend_on_the_language(
    run: Run, written: Callable[[Any], Path]
) -> None:
    def bare(language: str) -> Any:
        ran = run("subsidy", written(UNCLEAR), "--base", "250.5", "--json", "--language", language)
        found = json.loads(ran.out)
        texts = [*found.pop("steps"), *(one.pop("text") for one in found["warnings"])]
        return found, texts

    (zh, zh_texts), (en, en_texts) = bare("zh"), bare("en")
    assert zh == en
    assert len(zh_texts) == len(en_texts)
    assert not set(zh_texts) & set(en_texts)


def test_counts_have_no_needless_decimals(run: Run, written: Callable[[Any], Path]) -> None:
    value = scheme(tiers("slab_flat", ("(500,)", "5")), "orders")
    ran = run("subsidy", written(value), "--base", "480", "--json")
    assert json.loads(ran.out)["next"] == {"from": "500", "short_by": "21"}


def test_steps_can_be_followed_with_a_pocket_calculator(run: Run) -> None:
    figures = ("--base", "1100", "--measure", "net=150000", "--units", "200@0.80", "--units", "900@4")
    ran = run("subsidy", SHANXI, *figures, "--language", "zh")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "示例 山西 2023 寄递补贴",
        "  1. 计算基数：包裹数 1,100。",
        "  2. 门槛：净成交额 ¥150,000.00，要求不低于 ¥100,000.00：达到。",
        "  3. 门槛：包裹数 1,100，要求不低于 1,000：达到。",
        "  4. 200 件每件实际花费 ¥0.80：¥1.00 与 ¥0.80 取小为 ¥0.80；200 × ¥0.80 = ¥160.00。",
        "  5. 900 件每件实际花费 ¥4.00：¥1.00 与 ¥4.00 取小为 ¥1.00；900 × ¥1.00 = ¥900.00。",
        "  6. 合计：¥160.00 + ¥900.00 = ¥1,060.00。",
        "  7. 每次申报封顶 ¥1,000,000.00：¥1,060.00 不变。",
        "  8. 不超过实际支付的 ¥3,760.00：¥1,060.00 不变。",
        "  9. 四舍五入到 ¥0.01 的倍数：¥1,060.00 不变。",
        " 10. 金额：¥1,060.00。",
        "",
        "• 没有核对申报主体类型，也没有核对方案是否在有效期内。",
        "• 这个方案是示例，不是任何地方现行的政策。",
    ]


def test_lines_of_readings_and_of_the_next_tier(run: Run, written: Callable[[Any], Path]) -> None:
    lines = run("subsidy", written(UNCLEAR), "--base", "150", "--language", "en").out.splitlines()
    assert "the tier's rate on the whole base: ¥15.00" in lines
    assert "each tier's rate on the part inside it: ¥5.00" in lines
    assert "To the next tier, from ¥200.00, ¥50.00 is missing." in lines


def test_a_negative_base_is_no_option(run: Run) -> None:
    for figures in (("--base", "-5.50"), ("--base=-5.50",)):
        ran = run("subsidy", JINGNING, *figures, "--json")
        assert ran.status == 0
        assert json.loads(ran.out)["amount"] == "0.00"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base", "1,000"), "base: 1,000 is no figure"),
        (("--base", "5"), "net: the scheme needs this measure; add --measure net=FIGURE."),
        (("--base", "5", "--measure", "net=x"), "net: x is no figure"),
        (("--base", "5", "--measure", "net=1", "--measure", "net=1"), "net: it is given twice"),
        (
            ("--base", "5", "--measure", "sales=1"),
            "sales: the scheme names no such measure; it knows: parcels, net",
        ),
        (
            ("--base", "5", "--measure", "net=1", "--measure", "parcels=6"),
            "parcels: this is the base's own measure",
        ),
        (("--base", "5", "--measure", "net=1", "--measure", "received=-1"), "received: -1 is negative"),
        (("--base", "2000", "--measure", "net=200000"), "units: the scheme needs what each unit cost"),
        (
            ("--base", "2000", "--measure", "net=200000", "--units", "1@1"),
            "units: the units add up to 1, and the base is 2000.",
        ),
        (
            ("--base", "2000", "--measure", "net=200000", "--units", "x"),
            "units: x is not written like 200@0.80",
        ),
        ((), "--base"),
    ],
)
def test_figures_that_cannot_be_used(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("subsidy", SHANXI, *arguments, "--language", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"id": "a", "id": "b"}', "id: this key stands there twice"),
        ("{", "The scheme file cannot be used: it is no JSON at line 1, column 2"),
        (
            scheme(tiers("slab", ("[1,5]", "0.1"), ("[4,)", "0.2"))),
            "rule.tiers[1].from: the tier before ends at 5,",
        ),
        (scheme(tiers("slab", ("[1,)", "1.5"))), "rule.tiers[0].rate: a rate above 1"),
        (scheme(STEP | {"every": "-5"}), "rule.every: -5 is negative"),
        (scheme(STEP | {"every": 1 << 70}), "rule.every: 1180591620717411303424 is no figure"),
        (scheme(FLAT), "rule.kind: a flat sum needs a threshold"),
        (scheme(STEP, colour="\x1b[31m"), "colour: there is no such key; known here: id, name,"),
        (scheme(STEP, base={"day": "\x1b[31m" + "x" * 200}), "base.day: \\x1b[31mxxx"),
        (scheme(STEP) | {"a\nb": 1}, '"a\\nb": there is no such key'),
        (scheme(STEP) | {"k" * 500: 1}, "kkk…: there is no such key"),
    ],
)
def test_files_that_cannot_be_used(run: Run, written: Callable[[Any], Path], value: Any, said: str) -> None:
    ran = run("subsidy", written(value), "--base", "1", "--language", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_no_file_and_a_folder(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        ran = run("subsidy", path, "--base", "1")
        assert (ran.status, len(ran.err.splitlines())) == (2, 1)


# Schemes of a book --------------------------------------------------------------------------------------


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "家.bozhang"
    assert run("new", path).status == 0
    return path


def test_a_book_keeps_schemes(run: Run, book: Path, tmp_path: Path) -> None:
    ran = run("scheme", book, "list", "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    assert "no scheme yet" in ran.out
    for path in sorted(EXAMPLES.glob("*.json")):
        assert run("scheme", book, "add", path).status == 0
    lines = run("scheme", book, "list", "--language", "zh").out.splitlines()
    assert len(lines) == 7
    assert all("（示例）" in line for line in lines)
    ran = run("scheme", book, "show", "example-jingning-2025-cross-border")
    assert json.loads(ran.out) == json.loads(JINGNING.read_text(encoding="utf-8"))
    shown = tmp_path / "shown.json"
    shown.write_text(ran.out, encoding="utf-8")
    assert run("subsidy", shown, "--base", "5").status == 0


def test_adding_again_changes_nothing_and_another_text_replaces(
    run: Run, book: Path, written: Callable[[Any], Path]
) -> None:
    def add(value: Any) -> str:
        return run("scheme", book, "add", written(value), "--language", "en").out

    assert add(scheme(STEP)) == "Scheme s is added.\n"
    assert add(scheme(STEP)) == "Scheme s was there already, just as it is.\n"
    later = scheme(STEP, name="later", document_number="2 号", valid_from="2025-01-01")
    assert add(later) == "Scheme s is replaced by this file.\n"
    assert run("scheme", book, "list").out == "s  later  2 号  2025-01-01 – …\n"
    with database.Book.open(book) as opened:
        assert [entry.title for entry in opened.history()] == ["add_scheme", "add_scheme"]
        opened.undo()
    assert run("scheme", book, "list").out == "s  方案\n"
    assert run("check", book).status == 0


def test_what_a_terminal_cannot_show_stays_json(run: Run, book: Path, written: Callable[[Any], Path]) -> None:
    value = scheme(STEP, clause="a\u202e\u3000b\U000e0001", name="全\u3000名")
    path = written(json.dumps(value, ensure_ascii=False, indent="\t"))
    assert run("scheme", book, "add", path).status == 0
    out = run("scheme", book, "show", "s").out
    assert "\u202e" not in out
    assert json.loads(out) == value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add",), "add needs FILE.json"),
        (("show",), "show needs ID"),
        (("show", "other"), "The book has no scheme other"),
        (("list", "x"), "x"),
        (("drop", "x"), "drop"),
        (("add", "none.json"), "none.json"),
    ],
)
def test_what_scheme_refuses(run: Run, book: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run("scheme", book, *arguments, "--language", "en")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_refused_scheme_is_not_kept(run: Run, book: Path, written: Callable[[Any], Path]) -> None:
    ran = run("scheme", book, "add", written(scheme(FLAT)), "--language", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "rule.kind: " in ran.err
    assert "还没有" in run("scheme", book, "list", "--language", "zh").out
