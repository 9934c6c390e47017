"""The scheme editor: all that a file can say goes through its fields unchanged, faults stand at theirs."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.writing import scheme_values, write_scheme
from desktop_app.reports.scheme_text import read_back
from desktop_app.ui.subsidy.scheme_form import SchemeForm
from desktop_app.usecases.scheme_editor import Standing, curve_of, scheme_from, versions_of
from desktop_app.usecases.schemes import example_schemes, export_scheme, keep_scheme, schemes_of
from desktop_app.usecases.subsidy_desk import add_examples, bring_in_scheme
from tests.screens.subsidy_scenes import do

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.screens.stage import Stage

FULL: Final[dict[str, Any]] = {
    "id": "full",
    "name": "跨境电商出口奖励 2026", "issuer": "某县商务局",
    "document_number": "某商发〔2026〕1号",
    "source_url": "https://example.cn/1", "example": False, "clause": "第一款：按档奖励。\n第二款：封顶。",
    "valid_from": "2026-01-01", "valid_to": "2026-12-31", "apply_from": "2026-11-01",
    "apply_to": "2026-12-15", "legal_forms": ["合作社", "村集体", "自然人"],
    "base": {
        "measure": "net", "currency": "CNY", "day": "dispatch", "cost_kinds": [],
        "filters": {
            "cross_border": None, "platforms": ["tiktok_shop", "shopee"], "markets": ["TH"],
            "skus": ["A", "B"],
            "origins": ["陕西省"], "carriers": ["云途"], "customs_codes": ["9710"], "status": "delivered",
        },
    },
    "thresholds": [
        {"measure": "net", "at_least": "100000", "below": "9000000"},
        {"any": [{"measure": "parcels", "above": "1000"}, {"measure": "trade", "at_least": "5"}]},
        {"measure": "orders", "at_least": "1", "above": "0"},
    ],
    "rule": {"kind": "marginal", "tiers": [
        {"from": None, "from_included": True, "to": "500000", "to_included": True, "rate": "0.01"},
        {"from": "500000", "from_included": False, "to": None, "to_included": True, "rate": "0.0235"},
    ]},
    "overrides": [
        {"when": {"measure": "net", "at_least": "800000"}, "cap": "30000"},
        {"when": {"any": [{"measure": "net", "at_least": "1"}, {"measure": "orders", "below": "9"}]},
         "rule": {"kind": "percent_cost", "rate": "0.5"}, "rate": "0.4"},
    ],
    "caps": [
        {"per": "claim", "amount": "20000"}, {"per": "claim", "amount": "18000.5"},
        {"per": "year", "amount": "50000"}, {"per": "claim", "rate_of_base": "0.3"},
        {"per": "year", "rate_of_base": "0.25"},
    ],
    "inputs": {"trade": "海关统计出口额(美元)", "staff": "用工人数"},
    "rounding": {"unit": "100", "mode": "floor"}, "exchange": {"rule": "fixed_date", "date": "2026-06-30"},
    "exclusion_group": "出口", "evidence": [
        {"kind": "waybill", "per": "line", "required": True},
        {"kind": "村委会证明", "per": "claim", "required": False},
        {"kind": "recording", "per": "session", "required": True},
    ],
}  # fmt: skip


def full() -> dict[str, Any]:
    """A scheme with something under every key; a rule over costs in a special case needs none here."""
    values: dict[str, Any] = json.loads(json.dumps(FULL))
    values["overrides"][1]["rule"] = {"kind": "flat", "amount": "500"}
    del values["overrides"][1]["rate"]
    return values


@pytest.mark.parametrize(
    "values", [full(), *map(scheme_values, example_schemes())], ids=lambda one: one["id"]
)
def test_whatever_a_file_says_goes_through_the_fields_unchanged(qtbot: QtBot, values: dict[str, Any]) -> None:
    form = SchemeForm()
    qtbot.addWidget(form)
    form.show_values(values)
    assert write_scheme(scheme_from(form.values())) == write_scheme(scheme_from(values))


def test_every_part_of_a_file_is_read_back() -> None:
    said = "\n".join(read_back(scheme_from(full()), {"waybill": "运单"}))
    for word in (
        "100,000", "9,000,000", "1,000", "海关统计出口额", "500,000", "2.35%", "800,000", "30,000",
        "18,000.5",
        "50,000", "30%", "25%", "2026-06-30", "出口", "运单", "村委会证明", "合作社", "tiktok_shop", "陕西省",
        "9710", "云途", "2026-11-01", "2026-12-15", "2026-12-31", "500.00", "TH",
    ):  # fmt: skip
        assert word in said, word


def test_a_fault_stands_at_its_field_and_one_gets_there(stage: Stage) -> None:
    do(stage, partial(keep_scheme, scheme=read_scheme(bytes_of(full())), content=bytes_of(full())))
    page = stage.go("subsidy_scheme", "full")
    row = page.form.thresholds.rows[1].conditions.rows[1]
    row.low.setFocus()
    row.low.selectAll()
    QTest.keyClicks(row.low, "many")
    page._read_back()
    assert row.low.property("wrong") == "true"
    assert not page.keep.isEnabled()
    assert page.wrong.text().startswith("门槛")
    assert "第 2 · 2 条" in page.wrong.text()
    page.keep.setFocus()
    page.there.click()
    assert row.low.hasFocus()
    row.low.selectAll()
    QTest.keyClicks(row.low, "7")
    page._read_back()
    assert row.low.property("wrong") == "false"
    assert page.keep.isEnabled()


def bytes_of(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()


def test_rows_are_added_filled_and_removed_by_keys(stage: Stage) -> None:
    page = stage.go("subsidy_scheme", "")
    form = page.form
    QTest.keyClicks(form.texts["name"], "X")
    form.caps.more.setFocus()
    QTest.keyClick(form.caps.more, Qt.Key.Key_Space)
    assert form.caps.rows[0].figure.hasFocus()
    QTest.keyClicks(form.caps.rows[0].figure, "20000")
    QTest.keyClick(form.inputs.more, Qt.Key.Key_Space)
    QTest.keyClicks(form.inputs.rows[0].name, "trade")
    QTest.keyClicks(form.inputs.rows[0].meaning, "exports")
    QTest.keyClick(form.overrides.more, Qt.Key.Key_Space)
    case = form.overrides.rows[0]
    QTest.keyClicks(case.when.conditions.rows[0].low, "800000")
    QTest.keyClicks(case.cap, "30000")
    assert case.when.conditions.rows[0].measure.findData("trade") >= 0
    values = form.values()
    assert values["caps"] == [{"per": "claim", "amount": "20000"}]
    assert values["overrides"] == [{"when": {"measure": "placed", "at_least": "800000"}, "cap": "30000"}]
    form.caps.show_values([*values["caps"], {"per": "year", "amount": "50000"}])
    first = form.caps.rows[0]
    form.caps._remove(first)
    assert form.values()["caps"] == [{"per": "year", "amount": "50000"}]


def test_what_the_editor_keeps_is_the_same_file_in_another_book(stage: Stage, tmp_path: Path) -> None:
    page = stage.go("subsidy_scheme", "")
    page.form.show_values(full())
    page._read_back()
    page.keep.click()
    stage.settle()
    first = do(stage, partial(export_scheme, scheme="full", target=tmp_path / "a.json"))
    do(stage, partial(bring_in_scheme, file=first))
    again = do(stage, partial(export_scheme, scheme="full", target=tmp_path / "b.json"))
    assert first.read_bytes() == again.read_bytes() == write_scheme(scheme_from(full()))


def test_the_curve_follows_special_cases_of_the_base() -> None:
    values = full()
    values["thresholds"], values["caps"], values["rounding"] = [], [], {"unit": "0.01", "mode": "half_up"}
    values["overrides"] = [{"when": {"measure": "net", "at_least": "800000"}, "cap": "100"}]
    points = curve_of(scheme_from(values)).points
    assert max(amount for base, amount in points if base >= 800_000) == 100
    assert max(amount for base, amount in points if base < 800_000) > 5000


def test_a_new_version_takes_over_all_but_the_notice_and_both_are_listed(stage: Stage) -> None:
    do(stage, partial(keep_scheme, scheme=read_scheme(bytes_of(full())), content=bytes_of(full())))
    page = stage.go("subsidy_scheme", "full")
    page.version.click()
    stage.settle()
    values = page.form.values()
    assert (values["valid_from"], values["valid_to"]) == ("2027-01-01", "2027-12-31")
    assert values["document_number"] is None
    assert values["rule"] == full()["rule"]
    page.keep.click()
    stage.settle()
    found = do(stage, partial(versions_of, values=full(), today=date(2026, 10, 31)))
    assert [one.standing for one in found] == [Standing.COMING, Standing.STANDS]
    assert len(do(stage, schemes_of)) == 2
    page = stage.go("subsidy_scheme", "full")
    (other,) = page.versions.buttons
    page.versions.buttons[other].click()
    stage.settle()
    assert page.form.texts["valid_from"].text() == "2027-01-01"


def test_examples_stand_as_versions_of_themselves_alone(stage: Stage) -> None:
    do(stage, add_examples)
    for scheme in do(stage, schemes_of):
        found = do(stage, partial(versions_of, values=scheme_values(scheme), today=date(2026, 10, 31)))
        assert [one.scheme.id for one in found] == [scheme.id]
