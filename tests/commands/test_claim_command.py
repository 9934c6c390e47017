"""`bozhang claim`, `fill` and `applicant`: what they print, the pack they write, what they refuse."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop_app.domain.claims.facts import TrialFact
from desktop_app.store.database import Book
from desktop_app.usecases import evidence
from desktop_app.usecases.claims_document import EVIDENCE_FOLDER, MANIFEST
from desktop_app.usecases.standing_trials import set_trial
from tests.usecases.claims_book import PERCENT, full_book, keep, scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Ran

    Run = Callable[..., Ran]

PERIOD = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "b.bozhang"
    with full_book(path) as book:
        keep(
            book,
            scheme("net", {"measure": "net"}, PERCENT),
            scheme("hand", {"measure": "trade"}, {**PERCENT, "kind": "slab_flat", "tiers": [
                {"from": "10", "to": None, "amount": "7"}]}, inputs={"trade": "海关出口额"}),
            {**scheme("example", {"measure": "net"}, PERCENT), "example": True},
        )  # fmt: skip
        for name, order in (("面单 1.pdf", "A1"), ("=cmd|'x'!A1.pdf", "A2")):
            evidence.attach(book, b"%PDF-1.4 " + order.encode(), name, "orders", ("CN", order))
        book.refresh()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    shutil.copyfile(made, tmp_path / "b.bozhang")
    shutil.copytree(made.with_name("b.evidence"), tmp_path / "b.evidence")
    return tmp_path / "b.bozhang"


def test_json_has_this_shape_and_the_draft_is_taken_up_again(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    ran = run("claim", path, "net", *PERIOD, "--out", out, "--json", "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert list(found) == ["claim", "state", "amount", "items", "blocking", "warnings", "files"]
    assert (found["claim"], found["state"], found["amount"]) == ("SB-2026-001", "draft", "162.10")
    (item,) = found["items"]
    assert (item["scheme"], item["amount"], item["base"], item["tier"]) == ("net", "162.10", "1621.00", 1)
    assert item["figures"] == {
        "paid": "2321.00",
        "cancelled": "300.00",
        "excluded": "200.00",
        "refunds": "200.00",
        "net": "1621.00",
    }
    assert item["lines"]["reasons"] == {"测试单": 1}
    assert found["blocking"] == []
    assert {one["code"] for one in found["warnings"]} >= {
        "no_tracking",
        "shared_tracking",
        "applicant_fields",
    }
    assert all(one["text"] for one in found["warnings"])
    again = json.loads(run("claim", path, "net", *PERIOD, "--out", out, "--json", "--language", "zh").out)
    assert again["claim"] == found["claim"]
    assert sorted(again["files"]) == sorted(found["files"])


def test_a_pack_has_its_workbooks_its_evidence_and_the_manifest(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    out.mkdir()
    (out / "mine.txt").write_text("stays")
    ran = run("claim", path, "net", *PERIOD, "--out", out, "--freeze", "--json")
    found = json.loads(ran.out)
    assert found["state"] == "frozen"
    names = sorted(one.relative_to(out).as_posix() for one in out.rglob("*") if one.is_file())
    assert names == sorted(
        [
            "SB-2026-001_公示版.xlsx",
            "SB-2026-001_存档版.xlsx",
            "SB-2026-001_报送版.xlsx",
            f"{EVIDENCE_FOLDER}/001_面单_1.pdf",
            f"{EVIDENCE_FOLDER}/002__cmd__x__A1.pdf",
            MANIFEST,
            "mine.txt",
        ]
    )
    assert {str(out / name) for name in names} - {str(out / "mine.txt")} == set(found["files"])
    checked = subprocess.run(["sha256sum", "-c", MANIFEST], cwd=out, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    digest = hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()
    book = load_workbook(out / "SB-2026-001_报送版.xlsx", read_only=True)
    form = "\n".join(str(cell) for row in book.worksheets[0].values for cell in row if cell)
    assert digest in form
    book.close()
    zipped = tmp_path / "pack.zip"
    assert run("claim", path, "hand", *PERIOD, "--measure", "trade=12", "--out", zipped).status == 0
    with zipfile.ZipFile(zipped) as pack:
        assert pack.testzip() is None
        assert any(name.endswith("报送版.xlsx") for name in pack.namelist())


def test_what_cannot_be_frozen_stays_a_draft_and_says_why(run: Run, path: Path, tmp_path: Path) -> None:
    ran = run(
        "claim", path, "example", *PERIOD, "--out", tmp_path / "p", "--freeze", "--json", "--language", "en"
    )
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    found = json.loads(ran.out)
    assert (found["state"], [one["code"] for one in found["blocking"]]) == ("draft", ["example"])
    assert found["files"]


def test_a_pack_without_evidence_has_its_empty_manifest_and_its_hash(run: Run, tmp_path: Path) -> None:
    with full_book(tmp_path / "b.bozhang") as book:
        keep(book, scheme("net", {"measure": "net"}, PERCENT))
        book.refresh()
    ran = run("claim", tmp_path / "b.bozhang", "net", *PERIOD, "--out", tmp_path / "pack", "--json")
    assert MANIFEST in {one.rpartition("/")[2] for one in json.loads(ran.out)["files"]}
    assert (tmp_path / "pack" / MANIFEST).read_bytes() == b""
    (office,) = (tmp_path / "pack").glob("*报送版.xlsx")
    printed = [cell for row in load_workbook(office)["申报表"].iter_rows(values_only=True) for cell in row]
    assert any(hashlib.sha256(b"").hexdigest() in str(cell) for cell in printed)


def test_the_loss_of_a_trial_is_claimed_and_not_frozen_without_its_signed_paper(
    run: Run, path: Path, tmp_path: Path
) -> None:
    with Book.open(path) as book:
        keep(book, scheme("loss", {"measure": "loss"}, {"kind": "loss", "rate": "0.3"}))
        target = TrialFact(
            trial="试播", account="CN", first_on=date(2026, 3, 4), days=20, target_minor=90_000_00
        )
        set_trial(book, target)
    args = ("claim", path, "loss", *PERIOD, "--out", tmp_path / "pack", "--json", "--language", "en")
    ran = run(*args, "--freeze")
    found = json.loads(ran.out)
    assert found["state"] == "draft"
    assert [one["code"] for one in found["blocking"]] == ["evidence_missing"]
    assert float(found["items"][0]["base"]) > 80_000
    with Book.open(path) as book:
        evidence.attach(book, b"%PDF-1.4 signed", "目标.pdf", "trials", ("试播",), kind="trial_target")
    again = json.loads(run(*args, "--freeze").out)
    assert (again["state"], again["blocking"]) == ("frozen", [])
    assert again["amount"] == found["amount"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("none", *PERIOD),
        ("hand", *PERIOD),
        ("net", "--from", "2026-03-02", "--to", "2026-03-01"),
        ("net", *PERIOD, "--measure", "x=1"),
        ("net", *PERIOD, "--reading", "net=both"),
        ("net", "--from", "2026-03-01"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_claimed_gets_one_line_and_leaves_nothing(
    run: Run, path: Path, tmp_path: Path, arguments: tuple[str, ...], language: str
) -> None:
    out = tmp_path / "pack"
    ran = run("claim", path, *arguments, "--out", out, "--language", language)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "{" not in ran.err
    assert not out.exists()
    with Book.open(path) as book:
        assert book.count("claims") == 0


def test_a_place_that_cannot_be_written_to_keeps_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for out in (tmp_path / "file", tmp_path / "file" / "pack", tmp_path / "file" / "pack.zip"):
        ran = run("claim", path, "net", *PERIOD, "--out", out, "--freeze", "--language", "en")
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    with Book.open(path) as book:
        assert book.count("claims") == 0


def test_the_steps_are_printed_for_a_pocket_calculator(run: Run, path: Path, tmp_path: Path) -> None:
    ran = run("claim", path, "net", *PERIOD, "--out", tmp_path / "p", "--language", "en")
    assert "¥1,621.00 × 10% = ¥162.10" in ran.out
    assert "Lines: counted 5; cancelled 1; taken out by you 1; not paid 1" in ran.out


def test_a_form_is_filled_from_a_draft_and_a_frozen_claim(run: Run, path: Path, tmp_path: Path) -> None:
    run("applicant", path, "set", "name=王倩", "kind=自然人", "bank_account=6228480000000001234")
    form = tmp_path / "form.xlsx"
    _form(form)
    for number, more in (("SB-2026-001", ()), ("SB-2026-001", ("--freeze",))):
        run("claim", path, "net", *PERIOD, "--out", tmp_path / "p", *more)
        out = tmp_path / f"out{len(more)}.xlsx"
        ran = run("fill", path, number, form, out, "--language", "en")
        assert (ran.status, ran.err) == (0, "")
        sheet = load_workbook(out).active
        assert sheet is not None
        cells: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert cells[0][:3] == ["王倩", "6228480000000001234", "/"]
        assert cells[1][:3] == [162.1, "人民币壹佰陆拾贰元壹角", 5]
        assert [row[1] for row in cells[2:7]] == ["A1", "A2", "A6", "U1", "T1"]
        assert [row[2] for row in cells[2:7]] == [1000, 400, 50, 71, 100]


def _form(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["{{applicant.name}}", "{{applicant.bank_account}}", "{{applicant.credit_code}}"])
    sheet.append(["{{claim.amount}}", "{{claim.amount_capital}}", "{{claim.orders}}"])
    sheet.append(["{{#sales}}{{index}}", "{{order_id}}", "{{net_cny}}{{/sales}}"])
    workbook.save(path)


def test_fill_refuses_in_one_line(run: Run, path: Path, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    _form(form)
    for arguments in (
        ("SB-2026-009", form, tmp_path / "o.xlsx"),
        ("x", form, form),
        ("x", form, tmp_path / "o.docx"),
    ):
        ran = run("fill", path, *arguments, "--language", "en")
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_the_applicant_is_set_and_shown_masked(run: Run, path: Path) -> None:
    values = (
        "name=王倩",
        "applicant.phone=13812345678",
        "id_card=610326199001011234",
        "bank_account=6228480001234",
    )
    assert run("applicant", path, "set", *values).status == 0
    shown = run("applicant", path, "show").out
    for text in ("王倩", "138****5678", "610326********1234", "*********1234"):
        assert text in shown
    for text in ("13812345678", "19900101", "622848"):
        assert text not in shown
    assert run("applicant", path, "set", "phone=").status == 0
    assert "138" not in run("applicant", path, "show").out


@pytest.mark.parametrize(
    "arguments",
    [("set",), ("set", "13812345678"), ("set", "nothing=1"), ("set", "registered_on=x"), ("show", "name")],
)
def test_the_applicant_command_refuses_without_repeating_values(
    run: Run, path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run("applicant", path, *arguments, "--language", "en")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert "13812345678" not in ran.err
