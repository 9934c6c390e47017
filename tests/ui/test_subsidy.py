"""The subsidy pages: what is missing leads to its mending, what is typed counts, states have their money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from desktop_app.domain.claims.states import ClaimEvent
from desktop_app.domain.subsidy.scheme import Cap
from desktop_app.domain.subsidy.words import CapPer
from desktop_app.usecases.applicant import applicant
from desktop_app.usecases.claim_desk import read_fen
from desktop_app.usecases.claims import begin_claim, read_claim
from desktop_app.usecases.form_desk import fill_copy
from desktop_app.usecases.schemes import save_scheme
from desktop_app.usecases.subsidy_desk import NoticeData, add_examples, make_own
from tests.screens.subsidy_scenes import do, draft, field_item, make_form, paid, ready, submitted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.stage import Stage

NOTICE = NoticeData(issuer="县商务局", document_number="1号", source_url="https://example.org", year=2026)


def test_one_s_own_scheme_counts_alone_once_there_is_one(stage: Stage) -> None:
    page = stage.go("subsidy")
    page.empty.button.click()
    stage.settle()
    assert len(page.cards) == 7
    examples = page._view.total_fen
    own = do(stage, partial(make_own, scheme="example-jiaokou-2024-online-sales", notice=NOTICE))
    page.reload()
    stage.settle()
    assert next(iter(page.cards)) == own.id
    assert 0 < page._view.total_fen < examples


def test_a_closed_period_says_nothing_of_the_next_tier(stage: Stage) -> None:
    do(stage, add_examples)
    page = stage.go("subsidy")
    table = page.seen_table()
    assert any(row[-1] for row in table.rows)
    page.periods.chips[-1].click()
    stage.settle()
    assert page._view.standing.to_on == date(2025, 12, 31)
    assert not any(row[-1] for row in page.seen_table().rows)


def test_every_part_of_a_claim_but_the_form_is_printed_as_it_is_seen(stage: Stage) -> None:
    draft(stage)
    page = stage.page
    items = page.seen_table()
    assert items.totals[0][-1] == page._view.worked.asked_fen == items.rows[0][-1]
    assert items.notes
    page.parts.choose("lines")
    counted = [row for row in page.seen_table().rows if row[8] is not None]
    assert len(counted) == len(page._view.worked.items[0].figures.counted)


def test_freezing_what_is_blocked_changes_nothing(stage: Stage) -> None:
    draft(stage)
    stage.page.step.click()
    stage.settle()
    assert stage.application.activeModalWidget() is None
    assert do(stage, partial(read_claim, number=stage.page._number)).is_draft


def test_phone_and_account_are_masked_until_one_writes_in_them(stage: Stage) -> None:
    page = stage.go("subsidy_applicant")
    phone = page.form.fields["phone"]
    phone.setFocus()
    QTest.keyClicks(phone, "13812341234")
    page.form.fields["email"].setFocus()
    stage.settle()
    assert phone.text() == "138****1234"
    assert do(stage, applicant)["phone"] == "13812341234"
    phone.setFocus()
    assert phone.text() == "13812341234"


def test_a_day_that_is_none_is_refused_beside_the_form(stage: Stage) -> None:
    form = stage.go("subsidy_applicant").form
    field = form.fields["registered_on"]
    field.setFocus()
    QTest.keyClicks(field, "2021-13-40")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert "2025-01-31" in form.wrong.text()
    assert form.wrong.isVisible()
    assert do(stage, applicant)["registered_on"] == ""


def test_dropped_files_are_tied_to_the_claim(stage: Stage, tmp_path: Path) -> None:
    draft(stage)
    stage.page.parts.choose("evidence")
    paper = tmp_path / "notice.pdf"
    paper.write_bytes(b"%PDF-1.4 paper")
    program = tmp_path / "virus.pdf"
    program.write_bytes(b"MZ")
    part = stage.page.parts.evidence
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (paper, program)])
    none = Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    at, copy = QPointF(9, 9), Qt.DropAction.CopyAction
    stage.application.sendEvent(part, QDragEnterEvent(at.toPoint(), copy, data, left, none))
    stage.application.sendEvent(part, QDropEvent(at, copy, data, left, none, QEvent.Type.Drop))
    stage.settle()
    assert part.seen_table().rows[-1][-1] == "notice.pdf"
    assert "virus.pdf" in part.wrong.text()


def test_what_the_year_gave_elsewhere_is_taken_off_the_cap(stage: Stage) -> None:
    do(stage, add_examples)
    scheme = yearly(stage)
    claim = do(
        stage, partial(begin_claim, schemes=[scheme], from_on=date(2026, 1, 1), to_on=date(2026, 10, 31))
    )
    page = stage.go("subsidy_claim", claim.number)
    before = page._view.worked.asked_fen
    field = page.parts.items.fields[scheme, "received"]
    field.setFocus()
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert before == 10_000
    assert page._view.worked.asked_fen == 100


def yearly(stage: Stage) -> str:
    """A scheme with a cap of 100 yuan a year."""
    own = do(stage, partial(make_own, scheme="example-jiaokou-2024-online-sales", notice=NOTICE))
    capped = replace(own, caps=(Cap(per=CapPer.YEAR, amount=Fraction(100)),))
    do(stage, partial(save_scheme, scheme=capped))
    return str(own.id)


def confirm(dialog: Any) -> None:
    dialog.do.click()


def keep(dialog: Any) -> None:
    dialog.keep.click()


def test_a_claim_goes_from_draft_to_money_and_its_dialogs_ask_for_it(stage: Stage) -> None:
    ready(stage)
    number = stage.page._number
    stage.modal(stage.page.step.click, confirm)
    stage.settle()
    assert do(stage, partial(read_claim, number=number)).state == "frozen"
    submitted(stage)

    def less(dialog: Any) -> None:
        (field,) = dialog.amounts.values()
        field.setText("12x")
        dialog.keep.click()
        assert dialog.wrong.isVisible()
        field.setText("1,000.00")
        dialog.note.setText("发票不全")
        dialog.keep.click()

    stage.modal(stage.page.step.click, less)
    stage.settle()
    claim = do(stage, partial(read_claim, number=number))
    assert (claim.state, claim.approved_fen) == ("approved", 100_000)
    assert claim.steps[-1].event is ClaimEvent.APPROVE
    stage.modal(stage.page.step.click, keep)
    stage.settle()
    assert do(stage, partial(read_claim, number=number)).paid_fen == 100_000
    assert stage.go("subsidy_claims").seen_table().rows[0][0] == number


def test_fields_put_into_a_form_are_remembered_and_filled(stage: Stage, tmp_path: Path) -> None:
    paid(stage)
    number = stage.page._number
    page = stage.go("subsidy_form", number)
    form = make_form(tmp_path / "form.xlsx")
    page._look(form)
    stage.settle()
    page.grid.setCurrentCell(5, 3)
    page._put(field_item(page, "claim.amount"))
    page._look(form)
    stage.settle()
    assert page._placing == {"申报表!D6": "{{claim.amount}}"}
    out = tmp_path / "filled.xlsx"
    day = date(2026, 10, 31)
    do(stage, partial(fill_copy, number=number, form=form, out=out, placing=page._placing, today=day))
    claim = do(stage, partial(read_claim, number=number))
    assert round(openpyxl.load_workbook(out)["申报表"]["D6"].value * 100) == claim.amount_fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1409.50", 140_950), ("1,000", 100_000), ("¥0.01", 1), ("0.001", None), ("", None), ("-5", None)],
)
def test_amounts_are_read_to_the_fen_or_not_at_all(text: str, fen: int | None) -> None:
    assert read_fen(text) == fen


def test_a_scheme_is_written_from_a_notice_and_counts_at_once(stage: Stage) -> None:
    page = stage.go("subsidy_scheme", "")
    assert not page.keep.isEnabled()
    form = page.form
    QTest.keyClicks(form.texts["name"], "Online sales 2026")
    line = form.rule.tiers.lines[0]
    line.start.clear()
    QTest.keyClicks(line.start, "10000")
    line.value.clear()
    QTest.keyClicks(line.value, "2.5")
    stage.settle()
    page._read_back()
    assert "2.5%" in page.said.text()
    assert page.keep.isEnabled()
    line.value.clear()
    QTest.keyClicks(line.value, "250")
    page._read_back()
    assert page.wrong.isVisible()
    assert not page.keep.isEnabled()
    line.value.clear()
    QTest.keyClicks(line.value, "2.5")
    page._read_back()
    page.keep.click()
    stage.settle()
    standing = stage.page
    (row,) = standing._view.standing.rows
    assert row.scheme.name == "Online sales 2026"
    base = row.item.given.base
    assert abs(row.item.outcome.amount - base * Fraction(25, 1000)) <= Fraction(1, 100)
    assert row.item.amount_fen > 0


def test_a_trial_is_planned_and_its_paper_is_there_to_be_stamped(stage: Stage) -> None:
    page = stage.go("subsidy_more")
    needs = page.seen_table()
    assert needs.rows
    assert "TTS" not in str(needs.rows)

    def fill_in(dialog: Any) -> None:
        assert not dialog.keep.isEnabled()
        QTest.keyClicks(dialog.name, "TH-1")
        QTest.keyClicks(dialog.target, "6000")
        dialog.keep.click()

    stage.modal(page.trial.click, fill_in)
    stage.settle()
    (paper,) = page.seen_table().rows
    assert (paper[0], paper[2], paper[4], paper[5]) == ("TH-1", date(2026, 10, 31), 30, 600_000)
