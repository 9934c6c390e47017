"""Every error that a user can meet has a sentence of its own, in both languages."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import desktop_app
from desktop_app import i18n
from desktop_app.commands.error_text import OWN_SENTENCES, error_text
from desktop_app.domain.claims.checks import BlockCode, Finding
from desktop_app.domain.claims.evidence import EvidenceFault
from desktop_app.domain.claims.states import ClaimEvent, ClaimState
from desktop_app.domain.errors import BozhangError
from desktop_app.domain.problems import ProblemCode, problem
from desktop_app.domain.refusals import FileFault
from desktop_app.domain.subsidy.errors import FigureFault, SchemeFault
from desktop_app.excel.errors import WriteFault
from desktop_app.excel.forms.errors import FormFault, Problem, Trouble
from desktop_app.reports.error_text import sentences
from desktop_app.store.changes import HistoryEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES: dict[str, list[Any]] = {
    "path": [Path("book.bozhang")],
    "data": [{}],
    "text": ["12x", "9" * 500],
    "reason": ["other"],
    "version": [9],
    "known": [1],
    "pid": [None, 4711],
    "since": [datetime(2026, 3, 1, tzinfo=UTC)],
    "needed": [None, 5_000_000],
    "free": [None, 1_000_000],
    "command_id": [b"\0" * 16],
    "kind": ["lots"],
    "by": ["sales"],
    "key": [("L1",), ("A", None, 3)],
    "similar": [None, "profit"],
    "number": [28],
    "state": list(ClaimState),
    "event": list(ClaimEvent),
    "sha256": [b"\0" * 32],
    "most_fen": [100],
    "findings": [[Finding(code=BlockCode.EXAMPLE, scheme="s")]],
    "NotTakenBackError.by": [
        HistoryEntry(
            number=1,
            command_id=b"",
            action="do",
            of=None,
            title="add_account",
            detail={},
            at=datetime(2026, 3, 1, tzinfo=UTC),
            person="",
            by_kind={},
        )
    ],
    "DraftRefusedError.problems": [(problem("sku", ProblemCode.KEY_TAKEN, name="A1"),)],
    "count": [1, 3],
    "counts": [{"2026-03": 2}],
    "by_kind": ["sales"],
    "by_key": [("A", "1", 2)],
    "problems": [[Problem(where="Sheet!B3", trouble=Trouble.UNKNOWN_FIELD, field="name")] * 9],
}
"""What a constructor's parameter of this name may be given; other names get a text."""

REASONS: dict[str, list[Any]] = {
    "UnusableFileError": list(FileFault),
    "FileNotWrittenError": list(WriteFault),
    "UnusableFormError": list(FormFault),
    "InvalidFigureError": ["not_a_number", "too_fine", "too_large", "negative"],
    "SchemeRefusedError": list(SchemeFault),
    "SubsidyFigureError": list(FigureFault),
    "OutputRefusedError": ["suffix", "folder", "input"],
    "NotABookError": ["directory", "empty", "cut_short", "not_sqlite", "foreign", "foreign_schema"],
    "BookReadOnlyError": ["view", "failed", "needs_upgrade"],
    "EvidenceRefusedError": list(EvidenceFault),
    "ClaimAmountError": ["above", "negative", "no_reason"],
    "ClaimSetupError": [
        *("period", "no_scheme", "issuers", "measure", "figure", "reading", "not_draft"),
    ],
    "ApplicantFieldError": ["unknown", "not_date", "too_long"],
    "TrialRefusedError": ["name", "days", "target"],
    "NotTakenBackError": ["touched", "named", "taken", "gone", "undone", "nothing"],
    "BackupRefusedError": ["no_manifest", "hash", "damaged", "evidence", "sums"],
}


def all_errors() -> list[type[BozhangError]]:
    """Load the whole program without its window, and return every class of error in it."""
    for module in pkgutil.walk_packages(desktop_app.__path__, "desktop_app."):
        if not module.name.startswith(("desktop_app.ui", "desktop_app.__main__")):
            importlib.import_module(module.name)
    found: list[type[BozhangError]] = []
    waiting = [BozhangError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("desktop_app.")]


def examples(kind: type[BozhangError]) -> Iterator[BozhangError]:
    """Give errors of a class, one for each value that a parameter may have."""
    own = kind.__init__ is not Exception.__init__
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:] if own else []
    names = [p.name for p in parameters if p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}]
    values = {name: VALUES.get(f"{kind.__name__}.{name}", VALUES.get(name, [name])) for name in names}
    usual = {name: values[name][0] for name in names}
    if reasons := REASONS.get(kind.__name__):
        usual |= {name: reasons[0] for name in names if name in {"reason", "fault"}}
    if any(p.kind is p.VAR_KEYWORD for p in parameters) and "fault" in names:
        usual |= {name: f"«{name}»" for name in ("sheet", "sheets", "column", "columns", "error", "account")}
    yield kind(**usual)
    for name in names:
        for value in REASONS.get(kind.__name__, []) if name in {"reason", "fault"} else values[name]:
            yield kind(**{**usual, name: value})


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(before)


def test_every_error_has_its_sentence(language: str) -> None:
    kinds = all_errors()
    assert len(kinds) > 20
    names = [kind.__name__ for kind in kinds]
    assert [name for name in names if name not in {*sentences(), *OWN_SENTENCES}] == []
    assert [name for name in {*sentences(), *OWN_SENTENCES} if name not in names] == []
    assert len(set(names)) == len(names), "sentences are found by the name of a class"
    for kind in kinds:
        for error in examples(kind):
            text = error_text(error)
            assert text
            assert "{" not in text.replace("{}", "")
            assert "\n" not in text
            assert any("一" <= character <= "鿿" for character in text) == (language == "zh"), text


def test_every_reason_has_a_sentence_of_its_own(language: str) -> None:
    for kind in all_errors():
        said = [error_text(error) for error in examples(kind)]
        assert len(set(said)) >= len(REASONS.get(kind.__name__, []))
