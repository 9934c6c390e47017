"""The life of a claim: blocked, frozen, approved with less, paid, returned, withdrawn; never undone."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from desktop_app.domain.claims.checks import BlockCode, Finding, NoteCode
from desktop_app.domain.claims.claim import (
    ClaimBlockedError,
    ClaimMeasureError,
    ClaimSetupError,
    LineApproval,
)
from desktop_app.domain.claims.states import (
    ClaimAmountError,
    ClaimState,
    ClaimStepError,
    UnknownClaimError,
    number_text,
    read_number,
)
from desktop_app.store.check import check
from desktop_app.store.database import Book
from desktop_app.store.errors import NothingToUndoError
from desktop_app.store.queries.claim_books import rows_of_claim
from desktop_app.usecases import claims, claims_life, evidence
from desktop_app.usecases.applicant import applicant, erase_applicant, set_applicant
from desktop_app.usecases.claims_differences import differences_of
from desktop_app.usecases.claims_document import document_of
from tests.usecases.claims_book import FROM, PERCENT, TO, TODAY, back, full_book, keep, line, put, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 5, 6)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "b.bozhang"
    with full_book(path) as book:
        keep(
            book,
            scheme("net", {"measure": "net"}, PERCENT),
            scheme("orders", {"measure": "orders"}, {**_EACH, "amount": "2"}),
        )
        set_applicant(book, {"name": "王倩", "kind": "自然人", "phone": "13812345678"})
        book.refresh()
    return path


_EACH = {"kind": "per_unit", "amount": "1", "or_actual_if_less": False}


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    shutil.copyfile(made, tmp_path / "b.bozhang")
    with Book.open(tmp_path / "b.bozhang") as opened:
        yield opened


def begin(book: Book, *schemes: str, **more: Any) -> str:
    return claims.begin_claim(book, schemes or ("net",), FROM, TO, **more).number


def frozen(book: Book, *schemes: str) -> str:
    number = begin(book, *schemes)
    claims_life.freeze(book, number, today=TODAY)
    return number


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [str(one.code) for one in findings]


def blocked(book: Book, *schemes: str) -> list[str]:
    with pytest.raises(ClaimBlockedError) as caught:
        claims_life.freeze(book, begin(book, *schemes), today=TODAY)
    assert claims.read_claim(book, caught.value.claim).state is ClaimState.DRAFT
    return codes(caught.value.findings)


def test_a_claim_goes_from_draft_to_paid(book: Book) -> None:
    number = begin(book, "net", "orders")
    assert number == "SB-2026-001"
    worked = claims.work_claim(book, number, today=TODAY)
    claims_life.freeze(book, number, today=TODAY)
    claims_life.submit(book, number, on=DAY)
    with pytest.raises(ClaimAmountError):
        claims_life.approve(book, number, {"net": 1_000}, on=DAY)
    with pytest.raises(ClaimAmountError):
        claims_life.approve(book, number, {"net": 9_999_999}, on=DAY)
    lines = [
        LineApproval(scheme="net", account="CN", order_id="A1", line=1, approved_minor=0, reason="无面单")
    ]
    claim = claims_life.approve(book, number, {"net": 1_000}, on=DAY, lines=lines)
    assert claim.approved_fen == 1_000 + 1_000
    row = next(one for one in rows_of_claim(book, "claim_lines", number, 1) if one["order_id"] == "A1")
    assert (row["approved_minor"], row["reason"]) == (0, "无面单")
    document = document_of(book, claims.work_claim(book, number, today=DAY), today=DAY).document
    said = {one.difference for one in document.ledgers[0].lines if one.order_id == "A1"}
    assert said == {"核定 0.00：无面单"}
    with pytest.raises(ClaimAmountError):
        claims_life.pay(book, number, 2_001, on=DAY)
    claims_life.pay(book, number, 2_000, on=DAY)
    claim = claims_life.recover(book, number, 500, on=DAY, note="多拨")
    assert (claim.state, claim.paid_fen, claim.recovered_fen) == (ClaimState.PAID, 2_000, 500)
    document = document_of(book, claims.work_claim(book, number, today=DAY), today=DAY).document
    assert [(one.approved_fen, one.paid_fen, one.recovered_fen) for one in document.items] == [
        (1_000, 1_000, 250),
        (1_000, 1_000, 250),
    ]
    assert [(step.event.value, step.amount_fen) for step in claim.steps] == [
        ("freeze", worked.asked_fen),
        ("submit", None),
        ("approve", 2_000),
        ("pay", 2_000),
        ("recover", 500),
    ]
    assert check(book) == []


def test_what_the_year_gave_counts_against_the_next_claim(book: Book) -> None:
    keep(book, scheme("net", {"measure": "net"}, PERCENT, caps=[{"per": "year", "amount": "200"}]))
    number = frozen(book)
    asked = claims.read_claim(book, number).amount_fen
    assert asked == 17_210
    claims_life.submit(book, number, on=DAY)
    claims_life.approve(book, number, {}, on=DAY)
    claims_life.pay(book, number, 17_000, on=DAY)
    claims_life.recover(book, number, 1_000, on=DAY)
    put(book, line("B1", 100_000_00, ordered_at=back("x", 0, date(2026, 4, 2)).returned_at))
    following = claims.begin_claim(book, ["net"], date(2026, 4, 1), date(2026, 4, 30)).number
    worked = claims.work_claim(book, following, today=TODAY)
    assert worked.received == {"net": 16_000}
    assert worked.asked_fen == 4_000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"example": True}, BlockCode.EXAMPLE),
        ({"document_number": None}, BlockCode.INCOMPLETE_SCHEME),
        ({"source_url": None}, BlockCode.INCOMPLETE_SCHEME),
        ({"valid_from": None, "valid_to": None}, BlockCode.INCOMPLETE_SCHEME),
        ({"valid_from": "2026-03-02"}, BlockCode.OUTSIDE_PERIOD),
        ({"valid_to": "2026-03-30"}, BlockCode.OUTSIDE_PERIOD),
        ({"apply_to": "2026-04-19"}, BlockCode.APPLY_CLOSED),
        ({"legal_forms": ["企业法人"]}, BlockCode.FORM_NOT_ADMITTED),
        ({"thresholds": [{"measure": "net", "above": "1721"}]}, BlockCode.BELOW_THRESHOLD),
        ({"rule": {**PERCENT, "kind": "tiers_unclear"}}, BlockCode.READING_NOT_CHOSEN),
        ({"evidence": [{"kind": "waybill", "per": "line"}]}, BlockCode.EVIDENCE_MISSING),
    ],
)
def test_what_stands_in_the_way(book: Book, changes: dict[str, Any], code: BlockCode) -> None:
    keep(book, {**scheme("net", {"measure": "net"}, PERCENT), **changes})
    assert blocked(book) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": "2026-03-01", "valid_to": "2026-03-31"},
        {"apply_to": "2026-04-20"},
        {"legal_forms": ["企业法人", "自然人"]},
        {"thresholds": [{"measure": "net", "at_least": "1721"}]},
        {"evidence": [{"kind": "waybill", "per": "line", "required": False}]},
    ],
)
def test_the_other_side_of_each_limit_is_free(book: Book, changes: dict[str, Any]) -> None:
    keep(book, {**scheme("net", {"measure": "net"}, PERCENT), **changes})
    assert claims.read_claim(book, frozen(book)).state is ClaimState.FROZEN


def test_a_reading_that_was_chosen_is_frozen(book: Book) -> None:
    keep(book, scheme("net", {"measure": "net"}, {**PERCENT, "kind": "tiers_unclear"}))
    number = begin(book, readings={"net": "marginal"})
    assert claims_life.freeze(book, number, today=TODAY).state is ClaimState.FROZEN
    with pytest.raises(ClaimSetupError):
        begin(book, readings={"net": "both"})


def test_evidence_of_each_kind_opens_the_way(book: Book) -> None:
    wanted = [
        {"kind": "waybill", "per": "line"},
        {"kind": "list", "per": "month"},
        {"kind": "vow", "per": "claim"},
    ]
    base = {"measure": "net", "filters": {"skus": ["HAT"]}}
    keep(book, scheme("net", base, PERCENT, evidence=wanted))
    assert blocked(book) == [BlockCode.EVIDENCE_MISSING] * 3
    number = begin(book)
    evidence.attach(book, b"%PDF-1.4 a", "a.pdf", "orders", ("US", "U1"), kind="waybill")
    evidence.attach(book, b"%PDF-1.4 b", "b.pdf", "months", ("2026-03",), kind="list")
    evidence.attach(book, b"%PDF-1.4 c", "c.pdf", "claims", (number,), kind="waybill")
    assert blocked(book) == [BlockCode.EVIDENCE_MISSING]
    evidence.attach(book, b"%PDF-1.4 d", "d.pdf", "claims", (number,), kind="vow")
    claims_life.freeze(book, number, today=TODAY)
    worked = claims.work_claim(book, number, today=TODAY)
    written = document_of(book, worked, today=TODAY)
    assert [proof.evidence.name for proof in written.proofs] == ["c.pdf", "d.pdf", "b.pdf", "a.pdf"]
    assert [one.evidence for one in written.document.ledgers[0].lines if one.order_id == "U1"] == ["004"]


def test_a_line_is_claimed_once_under_a_scheme_or_its_group(book: Book) -> None:
    keep(book, scheme("net", {"measure": "net"}, PERCENT, exclusion_group="g"))
    keep(book, scheme("paid", {"measure": "paid"}, PERCENT, exclusion_group="g"))
    number = frozen(book)
    assert blocked(book, "net") == [BlockCode.LINE_CLAIMED]
    assert blocked(book, "paid") == [BlockCode.LINE_CLAIMED]
    other = claims.begin_claim(book, ["orders"], FROM, TO).number
    assert claims_life.freeze(book, other, today=TODAY).state is ClaimState.FROZEN
    claims_life.withdraw(book, number, on=DAY)
    assert claims_life.freeze(book, begin(book, "paid"), today=TODAY).state is ClaimState.FROZEN


def test_of_exclusive_schemes_the_highest_is_kept_and_the_others_offered(book: Book) -> None:
    keep(book, scheme("net", {"measure": "net"}, PERCENT, exclusion_group="g"))
    keep(book, scheme("paid", {"measure": "paid"}, PERCENT, exclusion_group="g"))
    worked = claims.work_claim(book, begin(book, "net", "paid"), today=TODAY)
    assert [(item.kept_by, item.amount_fen, item.asked_fen) for item in worked.items] == [
        ("paid", 17_210, 0),
        (None, 23_210, 23_210),
    ]
    assert worked.asked_fen == 23_210
    assert "beaten" in codes(worked.notes)
    number = frozen(book, "net", "paid")
    assert claims.read_claim(book, number).amount_fen == 23_210


def test_warnings_say_what_to_know(book: Book) -> None:
    rule = {
        "kind": "slab",
        "tiers": [{"from": "1000", "to": "2000", "rate": "0.1"}, {"from": "2000", "to": None, "rate": "0.2"}],
    }
    keep(
        book,
        scheme("net", {"measure": "net"}, rule, evidence=[{"kind": "p", "per": "line", "required": False}]),
    )
    first = io.BytesIO()
    Image.linear_gradient("L").save(first, "PNG")
    again = io.BytesIO()
    Image.linear_gradient("L").save(again, "JPEG")
    evidence.attach(book, first.getvalue(), "a.png", "orders", ("CN", "A1"))
    evidence.attach(book, first.getvalue(), "a.png", "orders", ("CN", "A2"))
    evidence.attach(book, again.getvalue(), "b.jpg", "orders", ("TH", "T1"))
    found = codes(claims.work_claim(book, begin(book), today=date(2026, 3, 31)).notes)
    # The period is not over yet; T1 was refunded after the cut-off and shares its parcel with A2.
    for code in ("no_tracking", "shared_tracking", "same_file", "photos_alike", "next_tier", "later_refunds"):
        assert code in found, code
    closed = codes(claims.work_claim(book, begin(book), today=TODAY).notes)
    assert NoteCode.NEXT_TIER not in closed
    small = {"kind": "slab", "tiers": [{"from": "10", "to": None, "rate": "0.1"}]}
    keep(book, scheme("net", {"measure": "net"}, small))
    assert NoteCode.OTHER_UNIT in codes(claims.work_claim(book, begin(book), today=TODAY).notes)


def test_a_frozen_claim_never_changes_and_the_book_is_compared(book: Book) -> None:
    evidence.attach(book, b"%PDF-1.4 a", "a.pdf", "orders", ("CN", "A1"))
    number = frozen(book, "net", "orders")
    worked = claims.work_claim(book, number, today=TODAY)
    before = document_of(book, worked, today=TODAY).document
    assert [one.what for one in differences_of(book, worked)] == ["T1 第1行"]
    put(
        book,
        line("A1", 90_000, tracking="YT1", shipped_on=date(2026, 3, 6)),
        line("A2", 50_000, excluded="刷单"),
        line("NEW", 1_000),
        back("U1", 100, DAY, account="US"),
    )
    keep(book, scheme("net", {"measure": "net"}, {**PERCENT, "kind": "marginal"}, clause="改了"))
    set_applicant(book, {"name": "别人"})
    evidence.attach(book, b"%PDF-1.4 b", "b.pdf", "orders", ("CN", "A1"))
    worked = claims.work_claim(book, number, today=DAY)
    assert document_of(book, worked, today=DAY).document == before
    said = {(one.what, one.note): (one.frozen_fen, one.now_fen) for one in differences_of(book, worked)}
    assert said["A1 第1行", ""] == (100_000, 90_000)
    assert said["A2 第1行", "刷单"] == (40_000, 40_000)
    assert said["NEW 第1行", "账上新增"] == (None, 1_000)
    assert said["U1 第1行", "截止日后退款，应退回"] == (7_100, 6_390)
    assert said["方案net 测算金额", ""] == (17_210, 17_210 - 1_000 - 4_000 + 100)


def test_a_returned_claim_leads_to_a_new_version(book: Book) -> None:
    number = frozen(book)
    claims_life.submit(book, number, on=DAY)
    with pytest.raises(ClaimStepError):
        claims_life.new_version(book, number)
    claims_life.send_back(book, number, on=DAY, note="缺面单")
    following = claims_life.new_version(book, number)
    assert (following.number, following.state) == ("SB-2026-001-2", ClaimState.DRAFT)
    assert claims_life.new_version(book, number).number == following.number
    assert claims_life.freeze(book, following.number, today=DAY).state is ClaimState.FROZEN
    assert claims.read_claim(book, number).state is ClaimState.RETURNED
    assert [one.number for one in claims.list_claims(book)] == ["SB-2026-001-2", "SB-2026-001"]


@pytest.mark.parametrize("step", ["refuse", "withdraw"])
def test_refused_and_withdrawn_end_and_free_the_lines(book: Book, step: str) -> None:
    number = frozen(book)
    claims_life.submit(book, number, on=DAY)
    getattr(claims_life, step)(book, number, on=DAY)
    for again in (claims_life.submit, claims_life.refuse, claims_life.withdraw):
        with pytest.raises(ClaimStepError):
            again(book, number, on=DAY)
    assert claims_life.freeze(book, begin(book), today=TODAY).number == "SB-2026-002"


def test_no_step_of_a_claim_is_undone(book: Book) -> None:
    steps = book.can_undo
    number = frozen(book)
    claims_life.submit(book, number, on=DAY)
    assert book.can_undo == steps
    while book.can_undo:
        book.undo()
    with pytest.raises(NothingToUndoError):
        book.undo()
    assert claims.read_claim(book, number).state is ClaimState.SUBMITTED
    assert claims.work_claim(book, number, today=TODAY).asked_fen == 17_210
    assert check(book) == []


def test_personal_data_stand_apart_and_can_be_erased(book: Book) -> None:
    number = frozen(book)
    claim = claims.read_claim(book, number)
    set_applicant(book, {"phone": "13900000000"})
    assert applicant(book, claim.applicant_version)["phone"] == "13812345678"
    row = book.row("claims", claim.claim, 1)
    assert row is not None
    assert b"138" not in str(row).encode()
    erase_applicant(book)
    assert set(applicant(book).values()) == {""}
    assert set(applicant(book, claim.applicant_version).values()) == {""}
    book.close()
    content = book.path.read_bytes()
    assert b"13812345678" not in content
    assert b"13900000000" not in content


def test_drafts_are_taken_up_again_changed_and_dropped(book: Book) -> None:
    keep(book, scheme("hand", {"measure": "trade"}, PERCENT | {"kind": "slab_flat", "tiers": [
        {"from": "10", "to": None, "amount": "7"}]}, inputs={"trade": "海关出口额"}))  # fmt: skip
    number = begin(book, "hand")
    with pytest.raises(ClaimMeasureError):
        claims_life.freeze(book, number, today=TODAY)
    assert begin(book, "hand", measures=["trade=12.5"]) == number
    assert claims.work_claim(book, number, today=TODAY).asked_fen == 700
    claim = claims.read_claim(book, number)
    claims.change_inputs(book, number, replace(claim.inputs, same_kind="否"))
    assert claims.read_claim(book, number).inputs.same_kind == "否"
    claims.drop_draft(book, number)
    with pytest.raises(UnknownClaimError):
        claims.read_claim(book, number)


@pytest.mark.parametrize(
    ("measures", "period", "schemes", "reason"),
    [
        (["x=1"], (FROM, TO), ["net"], "measure"),
        (["received=-1"], (FROM, TO), ["net"], "figure"),
        ([], (TO, FROM), ["net"], "period"),
        ([], (FROM, TO), ["net", "elsewhere"], "issuers"),
        ([], (FROM, TO), [], "no_scheme"),
    ],
)
def test_what_cannot_be_begun(
    book: Book, measures: list[str], period: tuple[date, date], schemes: list[str], reason: str
) -> None:
    keep(book, {**scheme("elsewhere", {"measure": "net"}, PERCENT), "issuer": "邻县"})
    with pytest.raises(ClaimSetupError) as caught:
        claims.begin_claim(book, schemes, *period, measures=measures)
    assert caught.value.reason == reason
    assert claims.list_claims(book) == []


def test_numbers_are_read_as_they_are_written() -> None:
    for claim, version in (("SB-2026-001", 1), ("SB-2026-001", 2), ("SB-2026-1000", 12)):
        assert read_number(number_text(claim, version)) == (claim, version)
