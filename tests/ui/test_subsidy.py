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
from PySide6.QtWidgets import QLabel

from desktop_app.domain.capital_amount import capital_amount
from desktop_app.domain.claims.states import ClaimEvent
from desktop_app.domain.subsidy.scheme import Cap
from desktop_app.domain.subsidy.words import CapPer
from desktop_app.ui.pages.subsidy_more import NAMES
from desktop_app.usecases.applicant import applicant, set_applicant
from desktop_app.usecases.claim_desk import begin, paper_sheets, read_fen
from desktop_app.usecases.claims import begin_claim, read_claim, work_claim
from desktop_app.usecases.claims_document import document_of
from desktop_app.usecases.claims_form import fields_of
from desktop_app.usecases.form_desk import fill_copy
from desktop_app.usecases.needs_desk import Trial, attach_paper, write_trial
from desktop_app.usecases.scheme_editor import keep_values, values_to_edit
from desktop_app.usecases.schemes import save_scheme
from desktop_app.usecases.subsidy_desk import NoticeData, add_examples, make_own
from tests.screens.subsidy_scenes import (
    APPLICANT,
    EXAMPLES,
    do,
    draft,
    field_item,
    make_form,
    paid,
    ready,
    step,
    submitted,
)

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


def test_the_office_s_cuts_are_written_line_by_line_and_shown(stage: Stage) -> None:
    do(stage, add_examples)
    own = do(stage, partial(make_own, scheme="example-jiaokou-2024-online-sales", notice=NOTICE))
    do(stage, partial(set_applicant, values=APPLICANT))
    claim = do(
        stage, partial(begin_claim, schemes=[own.id], from_on=date(2026, 1, 1), to_on=date(2026, 10, 31))
    )
    step(stage, claim.number, ClaimEvent.FREEZE)
    step(stage, claim.number, ClaimEvent.SUBMIT)
    page = stage.go("subsidy_claim", claim.number)
    line = page._view.worked.items[0].figures.counted[3]

    def approve(dialog: Any) -> None:
        cut = dialog.lines
        QTest.keyClicks(cut.finder, f"{line.fact.order_id} 0000")
        QTest.keyClick(cut.finder, Qt.Key.Key_Return)
        assert "0000" in cut.wrong.text()
        (amount,) = dialog.amounts.values()
        amount.setText("100")
        dialog.keep.click()
        assert "原因" in dialog.wrong.text()
        for at in range(cut.table.rowCount()):
            cut.table.item(at, 4).setText("无法核实")
        cut.table.item(0, 3).setText("99999999")
        dialog.keep.click()
        assert cut.table.currentRow() == 0
        cut.table.item(0, 3).setText("0.50")
        dialog.keep.click()

    stage.modal(page.step.click, approve)
    stage.settle()
    assert page._view.claim.approved_fen == 10_000
    first = page._view.cut[0]
    assert (first.order_id, first.approved_minor, first.reason) == (line.fact.order_id, 50, "无法核实")
    page.parts.choose("history")
    rows = page.parts.history.cut.shown_table().rows
    assert rows[0][2:] == (first_net(page, first), 50, "无法核实")
    made = do(
        stage,
        partial(
            paper_sheets,
            number=claim.number,
            reader="file",
            ledger_by="",
            today=date(2026, 11, 1),
            progress=lambda _done: None,
        ),
    )
    less = next(sheet for sheet in made if sheet.name == "逐笔核减说明")
    assert any("核定 0.50：无法核实" in cell.text for row in less.rows for cell in row.cells)


def first_net(page: Any, one: Any) -> int:
    """What a cut line had been claimed with."""
    lines = page._view.worked.items[0].figures.lines
    return int(next(line.net for line in lines if line.fact.key == (one.account, one.order_id, one.line)))


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
    (shown,) = page.seen_table().rows
    assert (shown[0], shown[4], shown[6]) == ("TH-1", 600_000, "缺")
    page._chips.button(NAMES.index("paper")).click()
    (paper,) = page.seen_table().rows
    assert (paper[0], paper[2], paper[4], paper[5]) == ("TH-1", date(2026, 10, 31), 30, 600_000)


def test_a_trial_is_changed_its_paper_attached_and_it_is_deleted(stage: Stage, tmp_path: Path) -> None:
    page = stage.go("subsidy_more")
    do(stage, partial(write_trial, trial=Trial(name="A", first_on=date(2026, 9, 1), days=30, target_fen=100)))
    page.enter("trials")
    stage.settle()

    def change(dialog: Any) -> None:
        assert dialog.name.isReadOnly()
        dialog.account.setCurrentIndex(1)
        dialog.target.selectAll()
        QTest.keyClicks(dialog.target, "900")
        dialog.keep.click()

    stage.modal(page.trials.edit.click, change)
    stage.settle()
    (one,) = page._view.trials
    assert (one.fact.account, one.fact.target_minor) == (page._view.accounts[0], 90_000)
    assert len(one.days) == 30
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(b"%PDF-1.4 signed")
    do(stage, partial(attach_paper, trial="A", file=signed))
    page.reload()
    stage.settle()
    assert page.seen_table().rows[0][6].endswith("起有")
    stage.modal(page.trials.delete.click, confirm)
    stage.settle()
    assert page._view.trials == ()
    assert page.nothing.isVisible()


def test_a_loss_without_its_signed_paper_leads_to_the_trials(stage: Stage) -> None:
    trial = Trial(name="试播", first_on=date(2026, 9, 1), days=30, target_fen=900_000_00)
    do(stage, partial(write_trial, trial=trial))
    own = do(stage, partial(make_own_loss))
    claim = do(stage, partial(begin_claim, schemes=[own], from_on=date(2026, 9, 1), to_on=date(2026, 9, 30)))
    page = stage.go("subsidy_claim", claim.number)
    todos = [todo for todo in page._todos(page._view, page._view.worked.blocking) if "试播" in todo.text]
    assert (todos[0].page, todos[0].what) == ("subsidy_more", "trials")
    page._mend(todos[0].page, todos[0].what)
    stage.settle()
    assert stage.page.trials.isVisible()


def make_own_loss(book: Any) -> str:
    """Keep a scheme that shares the loss of a trial period; return its id."""
    values = values_to_edit(book, scheme="")
    values |= {"id": "loss", "name": "试播期风险补偿", "rule": {"kind": "loss", "rate": "0.3"}}
    values |= {"document_number": "1号", "source_url": "https://example.org", "valid_from": "2026-01-01"}
    values |= {"valid_to": "2026-12-31", "base": {"measure": "loss"}}
    return keep_values(book, values=values).id


def test_what_stands_in_a_claim_already_is_not_counted_as_to_be_had(stage: Stage) -> None:
    paid(stage)
    page = stage.go("subsidy")
    assert page._view.has_own
    assert page._view.total_fen == 0
    own = next(one for one in page._rows() if not one.scheme.example)
    assert own.item.asked_fen > 0
    assert "已在申报中" in page.cards[own.scheme.id].accessibleName()


def test_the_share_of_a_pool_is_floored_remembered_and_called_expected(stage: Stage) -> None:
    do(stage, add_examples)
    page = stage.go("subsidy")
    part, own = page.side.pool, page._rows()[0].item.asked_fen
    QTest.keyClicks(part.pool, "1000")
    QTest.keyClicks(part.all, "3000000")
    assert part.share.text().startswith("预计可得")
    expected = f"{100_000 * own // 300_000_000 / 100:,.2f}"
    assert expected in part.share.text()
    other = next(name for name in page.cards if name != page._chosen)
    first = page._chosen
    page._choose(other)
    assert part.pool.text() == ""
    page._choose(first)
    assert (part.pool.text(), part.all.text()) == ("1000", "3000000")
    QTest.keyClicks(part.all, "x")
    assert part.all.property("wrong") == "true"
    assert not part.share.isVisible()


def test_capitals_end_with_whole_after_jiao_where_it_is_chosen_and_later_drafts_follow(stage: Stage) -> None:
    draft(stage)
    page = stage.page
    page._write_whole(True)
    stage.settle()
    assert page._view.claim.inputs.whole_after_jiao
    asked = page._view.worked.asked_fen
    expected = capital_amount(asked, whole_after_jiao=True)
    assert f"人民币{expected}" in [label.text() for label in page.parts.asked.findChildren(QLabel)]
    begun = partial(
        begin,
        schemes=[EXAMPLES[1]],
        from_on=date(2026, 1, 1),
        to_on=date(2026, 10, 31),
        whole_after_jiao=True,
    )
    claim = do(stage, begun)
    values = do(stage, partial(form_values, number=claim.number))
    fen = do(stage, partial(work_claim, number=claim.number, today=date(2026, 10, 31))).asked_fen
    assert values["claim.amount_capital"] == f"人民币{capital_amount(fen, whole_after_jiao=True)}"


def form_values(book: Any, *, number: str) -> Any:
    """What a county's form is filled with."""
    worked = work_claim(book, number, today=date(2026, 10, 31))
    return fields_of(book, worked, document_of(book, worked, today=date(2026, 10, 31)).document)
