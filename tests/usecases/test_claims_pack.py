"""Every measure goes through to a workbook that reckons the same; a loss needs its stamped paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from desktop_app.domain.claims.claim import ClaimBlockedError
from desktop_app.domain.claims.facts import TrialFact
from desktop_app.store.check import check
from desktop_app.usecases import claims, claims_life, evidence
from desktop_app.usecases.claims_pack import write_workbook
from desktop_app.usecases.standing_trials import set_trial
from tests.usecases.claims_book import EACH, FROM, PERCENT, TO, TODAY, full_book, keep, scheme

if TYPE_CHECKING:
    from pathlib import Path

BOXES = {"skus": ["BOX"]}
ALL_COSTS = ["freight", "promotion", "platform_fee", "warehouse", "training", "other"]
SCHEMES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "placed": ({"measure": "placed"}, PERCENT),
    "paid": ({"measure": "paid"}, PERCENT),
    "net": ({"measure": "net"}, PERCENT),
    "settled": ({"measure": "settled"}, PERCENT),
    "cost": ({"measure": "cost", "cost_kinds": ALL_COSTS}, {"kind": "percent_cost", "rate": "0.5"}),
    "loss": ({"measure": "loss"}, {"kind": "loss", "rate": "0.5"}),
    "orders": ({"measure": "orders"}, {**EACH, "amount": "8", "or_actual_if_less": True}),
    "parcels": ({"measure": "parcels"}, {**EACH, "above": "1"}),
    "kg": ({"measure": "kilograms", "filters": BOXES}, {**EACH, "amount": "2", "or_actual_if_less": True}),
    "tkm": ({"measure": "tonne_km", "filters": BOXES}, EACH),
    "sessions": ({"measure": "sessions"}, EACH),
    "usd": ({"measure": "net", "currency": "USD"}, {"kind": "step", "every": "10", "amount": "1"}),
    "hand": (
        {"measure": "trade"},
        {"kind": "slab_flat", "tiers": [{"from": "10", "to": None, "amount": "7"}]},
    ),
    "dispatch": ({"measure": "net", "day": "dispatch"}, {**PERCENT, "kind": "marginal"}),
}
ASKED = {
    "placed": 24_210, "paid": 23_210, "net": 17_210, "settled": 2_000, "cost": 43_500, "loss": 421_000,
    "orders": 2_400, "parcels": 200, "kg": 1_800, "tkm": 60, "sessions": 200, "usd": 2_400, "hand": 700,
    "dispatch": 14_700,
}  # fmt: skip


def test_every_measure_has_a_workbook_that_reckons_the_same(tmp_path: Path) -> None:
    with full_book(tmp_path / "b.bozhang") as book:
        trial = TrialFact(trial="T", account="CN", first_on=FROM, days=30, target_minor=1_000_000)
        set_trial(book, trial)
        inputs = {"hand": {"inputs": {"trade": "海关统计出口额"}}}
        keep(book, *[scheme(name, *said, **inputs.get(name, {})) for name, said in SCHEMES.items()])
        number = claims.begin_claim(book, list(SCHEMES), FROM, TO, measures=["trade=12.5"]).number
        worked = claims.work_claim(book, number, today=TODAY)
        assert {item.scheme.id: item.asked_fen for item in worked.items} == ASKED
        # Writing raises where a formula would come to another figure than the program.
        path = write_workbook(book, number, tmp_path / "claim.xlsx", today=TODAY)
    sheets = load_workbook(path, read_only=True).sheetnames
    for name in (
        "申报表",
        "测算汇总表",
        "销售明细台账",
        "物流明细表",
        "费用明细表",
        "直播场次表",
        "收款对账表",
        "试播损益表",
        "培训成效表",
    ):
        assert name in sheets


def test_no_loss_is_frozen_without_the_paper_stamped_before_the_first_broadcast(tmp_path: Path) -> None:
    with full_book(tmp_path / "b.bozhang") as book:
        set_trial(
            book, TrialFact(trial="T", account=None, first_on=date(2026, 3, 1), days=9, target_minor=10**6)
        )
        keep(book, scheme("loss", *SCHEMES["loss"]))
        number = claims.begin_claim(book, ["loss"], FROM, TO).number
        with pytest.raises(ClaimBlockedError) as caught:
            claims_life.freeze(book, number, today=TODAY)
        assert [dict(one.data)["kind"] for one in caught.value.findings] == ["trial_target"]
        evidence.attach(book, b"%PDF-1.4 target", "target.pdf", "trials", ("T",))
        assert claims_life.freeze(book, number, today=TODAY).amount_fen
        assert check(book) == []
