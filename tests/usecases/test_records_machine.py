"""Random work through the use cases of records, with undo, redo and restarts: history and results agree."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desktop_app.store import Book
from desktop_app.store.check import check
from desktop_app.store.errors import (
    ClosedMonthError,
    KeyTakenError,
    NothingToRedoError,
    NothingToUndoError,
    RecordError,
    RecordMissingError,
)
from desktop_app.store.queries.conservation import conservation, rebuild_differences
from desktop_app.usecases.records.drafts import DraftRefusedError, draft_of, new_draft
from desktop_app.usecases.records.many import change_many
from desktop_app.usecases.records.months import close_month, reopen_month
from desktop_app.usecases.records.pasting import apply_paste, plan_paste
from desktop_app.usecases.records.rows import Query, list_rows, read_rows
from desktop_app.usecases.records.saving import save_draft
from desktop_app.usecases.records.stock_actions import spoil, transfer
from desktop_app.usecases.records.to_ship import apply_tracking, plan_tracking
from desktop_app.usecases.records.undoing import NotTakenBackError, command_detail, undo_command
from desktop_app.usecases.records.voiding import StillNamedError, bin_rows, restore_from_bin, void_records
from tests.store.making import contents
from tests.usecases.records_making import make

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = st.sampled_from(
    [
        *("sales", "lots", "products", "overheads", "sessions", "promotions", "stock"),
        *("accounts", "fee_rates", "product_names"),
    ]
)
PICK = st.integers(0, 30)
DAY = date(2026, 3, 20)
TEXTS: dict[str, list[tuple[str, str]]] = {
    "sales": [
        ("quantity", "2"), ("quantity", "3斤"), ("sku", "DRY"), ("lot", "L1"), ("session", "S1"),
        ("status", "cancelled"), ("order_id", "9"), ("unit_price", "1/3"),
    ],
    "lots": [("quantity", "4"), ("received_on", "2026-02-20"), ("lot", "L7"), ("best_before", "")],
    "products": [
        ("sku", "NEW"), ("name", "新"), ("packaging_cost", "0.5"), ("components", "KIWI×1"),
        ("components", ""),
    ],
    "overheads": [("amount", "12*3.5"), ("on", "2026-02-28")],
    "sessions": [("account", "US1"), ("ended_at", "2026-03-01 23:00"), ("session", "S7")],
    "promotions": [("sessions", "S1"), ("amount", "9"), ("account", "US1")],
    "stock": [("quantity", "1"), ("kind", "sample")],
    "accounts": [("commission_rate", "5%"), ("account", "MY1"), ("fee_refund_rate", "0.5")],
    "fee_rates": [
        ("from_on", "2026-02-20"), ("from_on", "2026-03-01"), ("payment_fee_rate", "2%"), ("account", "US1"),
        ("commission_rate", ""),
    ],
    "product_names": [("language", "ms"), ("sku", "DRY"), ("name", "ชื่อ")],
}  # fmt: skip
FILLED = {
    "sales": {"account": "TH1", "sku": "KIWI", "quantity": "1", "unit_price": "10", "currency": "THB"},
    "lots": {"sku": "KIWI", "quantity": "5", "total_cost": "7"},
    "products": {"name": "某", "unit": "件"},
    "overheads": {"amount": "3"},
    "sessions": {"account": "TH1", "started_at": "2026-03-02 20:00"},
    "promotions": {"account": "TH1", "amount": "5", "currency": "THB"},
    "stock": {"lot": "L1", "kind": "spoilage", "quantity": "1"},
    "accounts": {"account": "VN1", "platform": "shopee", "market": "VN", "currency": "VND"},
    "fee_rates": {"account": "TH1", "from_on": "2026-02-10", "commission_rate": "6%"},
    "product_names": {"sku": "KIWI", "language": "th", "name": "กีวี"},
}
REFUSED = (
    ClosedMonthError,
    DraftRefusedError,
    KeyTakenError,
    NotTakenBackError,
    RecordError,
    RecordMissingError,
    StillNamedError,
)


class Work(RuleBasedStateMachine):
    """One person at a table of records; what is refused leaves everything as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.book = make(self.folder)
        self.number = 0

    def teardown(self) -> None:
        self.book.refresh()
        assert check(self.book) == []
        assert conservation(self.book) == []
        assert rebuild_differences(self.book) == []
        self.all_the_way(self.book.redo)
        before = contents(self.book)
        self.all_the_way(self.book.undo)
        self.all_the_way(self.book.redo)
        assert contents(self.book) == before
        assert check(self.book) == []
        self.book.close()
        shutil.rmtree(self.folder)

    def all_the_way(self, step: Callable[[], object]) -> None:
        """Undo or redo whatever there is."""
        with suppress(NothingToUndoError, NothingToRedoError):
            while True:
                step()

    def trying(self, work: Any, *arguments: Any, **more: Any) -> None:
        """Do something; where it is refused, nothing has changed."""
        before = contents(self.book)
        try:
            work(self.book, *arguments, **more)
        except REFUSED:
            assert contents(self.book) == before

    def key(self, kind: str, pick: int) -> tuple[Any, ...] | None:
        rows = read_rows(self.book, kind, list_rows(self.book, Query(kind=kind)).ids)
        return rows[pick % len(rows)].key if rows else None

    @rule(kind=KINDS, pick=PICK, confirmed=st.booleans())
    def add(self, kind: str, pick: int, confirmed: bool) -> None:
        draft = {**new_draft(self.book, kind, today=DAY), **FILLED[kind]}
        draft.update([TEXTS[kind][pick % len(TEXTS[kind])]] if pick % 2 else [])
        self.trying(save_draft, kind, draft, key=None, command_id=uuid4().bytes, confirmed=confirmed)

    @rule(kind=KINDS, pick=PICK, text=PICK, confirmed=st.booleans())
    def change(self, kind: str, pick: int, text: int, confirmed: bool) -> None:
        key = self.key(kind, pick)
        if key is not None:
            draft = {**draft_of(self.book, kind, key), **dict([TEXTS[kind][text % len(TEXTS[kind])]])}
            self.trying(save_draft, kind, draft, key=key, command_id=uuid4().bytes, confirmed=confirmed)

    @rule(kind=KINDS, pick=PICK, text=PICK)
    def change_all(self, kind: str, pick: int, text: int) -> None:
        keys = [self.key(kind, pick), self.key(kind, pick + 1)]
        self.trying(change_many, kind, [key for key in keys if key], *TEXTS[kind][text % len(TEXTS[kind])])

    @rule(kind=KINDS, pick=PICK, confirmed=st.booleans())
    def void(self, kind: str, pick: int, confirmed: bool) -> None:
        key = self.key(kind, pick)
        self.trying(void_records, kind, [key] if key else [], confirmed=confirmed)

    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        rows = bin_rows(self.book)
        if rows:
            self.trying(restore_from_bin, [rows[pick % len(rows)].entry])

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        entries = self.book.history(30)
        entry = entries[pick % len(entries)]
        command_detail(self.book, entry.command_id)
        self.trying(undo_command, entry.command_id, confirmed=True)

    @rule(amounts=st.lists(st.sampled_from(["1", "2.5", "三", "x"]), min_size=1, max_size=4))
    def paste(self, amounts: list[str]) -> None:
        plan = plan_paste(
            self.book, "overheads", [["2026-03-02", text] for text in amounts], ["on", "amount"]
        )
        self.trying(apply_paste, plan, confirmed=True)

    @rule(order=st.sampled_from(["100", "101", "102", "9"]))
    def ship(self, order: str) -> None:
        plan = plan_tracking(self.book, [[order, f"YT{order}"]])
        self.trying(apply_tracking, plan, shipped_on=DAY, replacing=[order])

    @rule(quantity=st.integers(1, 12_000), moved=st.booleans())
    def stock(self, quantity: int, moved: bool) -> None:
        self.number += 1
        at = datetime(2026, 3, 5, 4, tzinfo=UTC) + timedelta(minutes=self.number)
        if moved:
            self.trying(transfer, "L1", quantity, "冷库", at=at)
        else:
            self.trying(spoil, "L1", quantity, at=at)

    @rule(closed=st.booleans())
    def month(self, closed: bool) -> None:
        if closed:
            close_month(self.book, "2026-02", today=DAY)
        else:
            self.trying(reopen_month, "2026-02")

    @rule()
    def undo(self) -> None:
        if self.book.can_undo != "furnish":
            self.book.undo()

    @rule()
    def redo(self) -> None:
        if self.book.can_redo:
            self.book.redo()

    @rule()
    def refresh(self) -> None:
        self.book.refresh()

    @rule()
    def restart(self) -> None:
        path = self.book.path
        self.book.close()
        self.book = Book.open(path)


def test_random_work_agrees_with_history_and_kept_results() -> None:
    run_state_machine_as_test(Work, settings=settings(max_examples=5, stateful_step_count=12))


@pytest.mark.slow
def test_long_random_work_agrees_with_history_and_kept_results() -> None:
    run_state_machine_as_test(Work, settings=settings(max_examples=200, stateful_step_count=30))
