"""Random ledger workbooks claimed under random schemes: the figures are the oracle's, to the fen."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app import app
from desktop_app.domain.claims.working import WorkedItem, work_item
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.store.database import Book
from desktop_app.usecases.claims_facts import gather
from tests.oracle import books, chance
from tests.oracle.claiming import Claimed, Ledger, Period, UnknownError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.books import LedgerBook

MEASURES = ("placed", "paid", "net", "settled", "orders", "parcels", "kilograms")
CODES = ("9610", "9710", "9810", "1210")


def drawn_book(seed: int) -> LedgerBook:
    """A random book with what claims look at: tracking, customs, origins, exclusions, payments."""
    dice = chance.Dice(f"claims/{seed}")
    drawn = books.random_book(seed, 30)
    numbers = [f"00{7 * number}" for number in range(15)]
    for row in drawn.sheets["Sales"]:
        row["tracking"] = dice.pick(numbers) if dice.chance(0.6) else None
        row["customs_code"] = dice.pick(CODES) if dice.chance(0.6) else None
        row["excluded"] = dice.pick(["刷单", "测试"]) if dice.chance(0.15) else None
        row["country"] = dice.pick([None, None, "TH", "US", "CN"])
    for row in drawn.sheets["Products"]:
        row["origin"] = dice.pick([None, "陕西省宝鸡市眉县", "陕西省汉中市城固县"])
    for sheet in ("Shipping", "Promotions"):
        for row in drawn.sheets.get(sheet, []):
            row["paid_on"] = dice.day(20, 100) if dice.chance(0.7) else None
    return drawn


def drawn_scheme(dice: chance.Dice, number: int) -> dict[str, Any]:
    """A scheme over one measure, with its day, filters and rule of exchange."""
    measure = dice.pick([*MEASURES, "cost"])
    filters: dict[str, Any] = {}
    if measure != "cost" and dice.chance(0.6):
        choices: dict[str, list[Any]] = {
            "cross_border": [True, False],
            "platforms": [["tiktok_shop"], ["shopee", "lazada", "douyin"]],
            "markets": [["TH"], ["US", "MY", "CN"]],
            "origins": [["宝鸡市"], ["汉中市", "眉县"]],
            "customs_codes": [["9610", "9810"], ["9710", "1210"]],
        }
        filters = {name: dice.pick(choices[name]) for name in dice.some(list(choices), 2)}
    counted = measure in ("orders", "parcels", "kilograms")
    base = {
        "measure": measure,
        "currency": "USD" if not counted and dice.chance(0.25) else "CNY",
        "day": dice.pick(["order", "order", "dispatch", "delivery", "settlement"]),
        "cost_kinds": [dice.pick(["freight", "promotion"])] if measure == "cost" else [],
        "filters": filters,
    }
    fixed = {"rule": "fixed_date", "date": dice.day(0, 60).isoformat()}
    exchange = dice.pick([{"rule": "order_day"}, {"rule": "month_first"}, {"rule": "customs"}, fixed])
    rule = {"kind": "step", "every": "100", "amount": "1"}
    return {"id": f"s{number}", "name": "甲", "base": base, "rule": rule, "exchange": exchange}


def drawn_period(dice: chance.Dice) -> Period:
    first = dice.day(0, 70)
    last = first + timedelta(days=dice.random.randint(0, 60))
    return Period(first, last, last + timedelta(days=dice.random.randint(0, 40)))


def fates(item: WorkedItem) -> dict[tuple[str, str, int], str]:
    return {line.fact.key: str(line.left_out or line.standing) for line in item.figures.lines}


def wanted_measure(claimed: Claimed, base: dict[str, Any]) -> Any:
    try:
        if base["measure"] == "cost":
            return claimed.cost(base["cost_kinds"][0])
        return claimed.measure(base["measure"])
    except UnknownError:
        return None


def wanted_five(claimed: Claimed) -> dict[str, int] | None:
    try:
        return claimed.five()
    except UnknownError:
        return None


def compare(item: WorkedItem, claimed: Claimed, base: dict[str, Any], seen: Counter[str]) -> None:
    assert fates(item) == claimed.fates
    five, found = wanted_five(claimed), item.figures.five
    names = ("paid", "cancelled", "excluded", "refunds", "net")
    assert five == (None if found is None else {name: getattr(found, name) for name in names})
    wanted = wanted_measure(claimed, base)
    assert item.figures.measures.get(base["measure"]) == wanted
    assert (item.outcome is None) == (wanted is None)
    seen.update(set(claimed.fates.values()))
    seen.update({base["measure"] + (" unknown" if wanted is None else " known" if wanted else " 0")})


def claims_agree(seed: int, folder: Path) -> Counter[str]:
    """Hold twenty schemes over one random book against the oracle; return what was met."""
    drawn, dice = drawn_book(seed), chance.Dice(f"schemes/{seed}")
    ledger, path = folder / "ledger.xlsx", folder / "b.bozhang"
    books.write(drawn, ledger, "zh" if seed % 2 else "en")
    started = [] if drawn.stock_from is None else ["--stock-from", drawn.stock_from.isoformat()]
    assert app.run(["new", str(path), *started]) == 0
    assert app.run(["import", str(path), str(ledger)]) == 0
    second, seen = Ledger(ledger, chance.decimals), Counter[str]()
    with Book.open(path) as book:
        for number in range(20):
            raw, period = drawn_scheme(dice, number), drawn_period(dice)
            facts = gather(book, period.first, period.last, cut_off_on=period.cut_off)
            item = work_item(read_scheme(json.dumps(raw).encode()), facts, 0)
            try:
                compare(item, Claimed(second, raw, period), raw["base"], seen)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {raw} over {period}") from error
    return seen


def test_random_claims_agree_with_the_oracle(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        seen += claims_agree(seed, folder)
    known = [f"{measure} known" for measure in (*MEASURES, "cost")]
    reasons = ["domestic", "cross_border", "platform", "market", "origin", "customs_code"]
    fates_met = ["counted", "cancelled", "excluded", "unpaid", "no_day", "other_day"]
    assert all(seen[mark] for mark in (*known, *reasons, *fates_met)), seen


@pytest.mark.slow
@pytest.mark.parametrize("start", range(100, 200, 10))
def test_many_more_random_claims_agree(tmp_path: Path, start: int) -> None:
    for seed in range(start, start + 10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        claims_agree(seed, folder)
