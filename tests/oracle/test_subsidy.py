"""Random schemes, sound and broken: the command's figures are those of a second reading of the page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.domain.subsidy.errors import SchemeRefusedError, SubsidyFigureError
from desktop_app.reports.subsidy_text import outcome_json
from desktop_app.usecases.subsidy import compute_subsidy
from tests.oracle.subsidy_chance import Case, SchemeDice, broken
from tests.oracle.subsidy_file import Refused, read
from tests.oracle.subsidy_sums import Status2, answer
from tests.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONEY_TEXT = re.compile(r"[0-9]+\.[0-9]{2}")


def cases_of(seed: int, sound: int = 6, faulty: int = 4) -> Iterator[Case]:
    dice = SchemeDice(seed)
    cases = list(dice.cases(dice.scheme(), sound))
    yield from cases
    for _ in range(faulty):
        yield broken(dice, dice.pick(cases))


def expected(case: Case) -> dict[str, Any]:
    try:
        scheme = read(json.dumps(case.scheme))
    except Refused as refused:
        return {"status": 2, "places": refused.places}
    try:
        found = answer(scheme, case.base, case.measures, case.units)
    except Status2:
        return {"status": 2, "places": None}
    return {"status": 0, **found}


def programs(case: Case, path: Path) -> dict[str, Any]:
    """What the command's own use case and report say."""
    path.write_text(json.dumps(case.scheme), encoding="utf-8")
    try:
        found = compute_subsidy(path, case.base, measures=case.measures, units=case.units)
    except SchemeRefusedError as error:
        return {"status": 2, "place": error.place}
    except SubsidyFigureError:
        return {"status": 2, "place": None}
    return {"status": 0, **outcome_json(found.scheme, found.outcome)}


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """The JSON's figures as the second reading has them."""
    assert MONEY_TEXT.fullmatch(found["amount"])
    codes = [one["code"] for one in found["warnings"]]
    assert len(codes) == len(set(codes))
    further = found["next"]
    return {
        "status": 0,
        "amount": Fraction(found["amount"]),
        "tier": found["tier"],
        "warnings": set(codes),
        "readings": [(one["kind"], Fraction(one["amount"])) for one in found["readings"]],
        "next": further and (Fraction(further["from"]), Fraction(further["short_by"])),
    }


def check(case: Case, found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Compare; of several faults the program may name any, of one fault its place."""
    if wanted["status"] == 0 and found["status"] == 0:
        assert figures(found) == wanted, case
        return
    assert found["status"] == wanted["status"], (case, found, wanted)
    if case.faults < 2:
        named = found["place"]
        assert (named is None) == (wanted["places"] is None), (case, found, wanted)
        assert named is None or named in wanted["places"], (case, found, wanted)


RULES = ("flat", "slab", "slab_flat", "marginal", "tiers_unclear", "per_unit", "step", "percent_cost", "loss")
RARE = ("shared_point", "above_last_tier", "negative_base", "received_missing", "next", "figure", "file")


def marks(case: Case, wanted: dict[str, Any]) -> set[str]:
    """What a case shows."""
    found = {*wanted.get("warnings", ())} | ({"next"} if wanted.get("next") else set())
    if wanted["status"]:
        return found | {"file" if wanted["places"] else "figure"}
    return found | {case.scheme["rule"]["kind"]}


def compare_all(seeds: range, path: Path, sound: int, faulty: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        for case in cases_of(seed, sound, faulty):
            wanted = expected(case)
            check(case, programs(case, path), wanted)
            seen.update(marks(case, wanted))
    return seen


def test_random_schemes_give_what_the_page_says(tmp_path: Path) -> None:
    seen = compare_all(range(300), tmp_path / "scheme.json", 4, 2)
    # Else agreement would say little: every rule, warning and refusal is met often.
    assert min(seen[rule] for rule in RULES) > 30
    assert min(seen[mark] for mark in RARE) > 8


@pytest.mark.slow
def test_many_more_schemes_give_what_the_page_says(tmp_path: Path) -> None:
    compare_all(range(300, 6000), tmp_path / "scheme.json", 6, 4)


@pytest.mark.slow
def test_the_command_itself_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "scheme.json"
    for seed in range(20000, 20030):
        for case in cases_of(seed, 2, 1):
            path.write_text(json.dumps(case.scheme), encoding="utf-8")
            given = [
                *(f"--measure={one}" for one in case.measures),
                *(f"--units={one}" for one in case.units),
                f"--base={case.base}",
            ]
            ran = subprocess.run(
                [sys.executable, "-m", "desktop_app", "subsidy", path, "--json", "--language=en", *given],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            wanted = expected(case)
            assert ran.returncode == wanted["status"], (case, ran.stderr)
            if wanted["status"] == 0:
                assert (figures(json.loads(ran.stdout)), ran.stderr) == (wanted, "")
            else:
                assert (ran.stdout, len(ran.stderr.splitlines())) == ("", 1)
                assert (
                    case.faults > 1 or not wanted["places"] or any(p in ran.stderr for p in wanted["places"])
                )
