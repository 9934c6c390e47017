"""Undo, redo and the history, against a plain model and against the facts rebuilt."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop_app.store import Book
from desktop_app.store.check import check
from desktop_app.store.errors import (
    CommandAlreadyDoneError,
    DamagedBookError,
    NothingToRedoError,
    NothingToUndoError,
    RecordError,
)
from desktop_app.store.history import STEPS
from desktop_app.store.rebuilding import differing_tables, facts_from_history
from tests.store.making import account, contents, many_sales, product, sale, session

SKUS = st.sampled_from(["A", "B", "C"])
ORDERS = st.sampled_from(["1", "2", "3", "4"])
SALES = st.builds(sale, ORDERS, st.integers(1, 2), sku=SKUS, quantity_milli=st.integers(1, 4))


class EditsUndoRedo(RuleBasedStateMachine):
    """Random commands, undo, redo and restarts; the model is a dict, its history two lists of dicts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "book.bozhang"
        self.book = Book.create(self.path)
        with self.book.write("begin") as writer:
            writer.put(account())
        self.model: dict[tuple[str, Any], Any] = {}
        self.past: list[dict[tuple[str, Any], Any]] = []
        self.future: list[dict[tuple[str, Any], Any]] = []

    def teardown(self) -> None:
        with facts_from_history(self.book.connection) as rebuilt:
            assert differing_tables(self.book.connection, rebuilt) == []
        assert check(self.book) == []
        self.book.close()
        shutil.rmtree(self.folder)

    def did(self, before: dict[tuple[str, Any], Any]) -> None:
        if before != self.model:
            self.past.append(before)
            self.future.clear()

    @rule(skus=st.lists(SKUS, min_size=1, max_size=3), name=st.sampled_from(["x", "y"]))
    def put_products(self, skus: list[str], name: str) -> None:
        before = dict(self.model)
        with self.book.write("products") as writer:
            for sku in skus:
                writer.put(product(sku, name=name))
                self.model["products", sku] = product(sku, name=name)
        self.did(before)

    @rule(lines=st.lists(SALES, max_size=6))
    def put_sales(self, lines: list[Any]) -> None:
        before = dict(self.model)
        possible = all(("products", line.sku) in self.model for line in lines)
        try:
            with self.book.write("sales") as writer:
                writer.put_many(lines)
        except RecordError:
            assert not possible
        else:
            assert possible
            for line in lines:
                self.model["sales", (line.order_id, line.line)] = line
        self.did(before)

    @precondition(lambda self: any(kind == "sales" for kind, _ in self.model))
    @rule(data=st.data())
    def delete_sale(self, data: st.DataObject) -> None:
        before = dict(self.model)
        keys = sorted(key for kind, key in self.model if kind == "sales")
        key = data.draw(st.sampled_from(keys))
        with self.book.write("delete") as writer:
            writer.delete("sales", "TH1", *key)
        del self.model["sales", key]
        self.did(before)

    @rule(old=SKUS, new=st.sampled_from(["A", "B", "C", "D"]))
    def rename_product(self, old: str, new: str) -> None:
        before = dict(self.model)
        possible = ("products", old) in self.model and (old == new or ("products", new) not in self.model)
        try:
            with self.book.write("rename") as writer:
                writer.rename("products", [old], [new])
        except RecordError:
            assert not possible
        else:
            assert possible
            was = self.model.pop(("products", old))
            self.model["products", new] = product(new, name=was.name)
            for key, record in before.items():
                if key[0] == "sales" and record.sku == old:
                    self.model[key] = sale(*key[1], sku=new, quantity_milli=record.quantity_milli)
        self.did(before)

    @rule()
    def fail(self) -> None:
        try:
            with self.book.write("fail") as writer:
                writer.put(product("A", name="never"))
                raise ZeroDivisionError  # noqa: TRY301 - it is the command that fails
        except ZeroDivisionError:
            pass

    @rule()
    def undo(self) -> None:
        if self.past:
            self.book.undo()
            self.future.append(self.model)
            self.model = self.past.pop()

    @rule()
    def redo(self) -> None:
        if not self.future:
            with pytest.raises(NothingToRedoError):
                self.book.redo()
            return
        self.book.redo()
        self.past.append(self.model)
        self.model = self.future.pop()

    @rule()
    def restart(self) -> None:
        self.book.close()
        self.book = Book.open(self.path)

    @invariant()
    def same_as_the_model(self) -> None:
        stored = {("products", record.sku): record for record in self.book.iterate("products")}
        stored |= {("sales", (record.order_id, record.line)): record for record in self.book.iterate("sales")}
        assert stored == self.model


EditsUndoRedo.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestEditsUndoRedo = EditsUndoRedo.TestCase


@pytest.mark.slow
def test_long_random_histories() -> None:
    run_state_machine_as_test(
        EditsUndoRedo, settings=settings(max_examples=200, stateful_step_count=30, deadline=None)
    )


def test_a_hundred_steps_are_undone_one_for_each_command_across_restarts(path: Path) -> None:
    with Book.create(path) as book:
        for index in range(STEPS + 5):
            with book.write(f"step {index}") as writer:
                writer.put_many([product(f"{index}-{part}") for part in range(3)])
    with Book.open(path) as book:
        assert book.can_undo == f"step {STEPS + 4}"
        for _ in range(STEPS):
            book.undo()
        with pytest.raises(NothingToUndoError):
            book.undo()
        assert book.count("products") == 15
        assert book.can_redo == "step 5"
    with Book.open(path) as book:
        for _ in range(STEPS):
            book.redo()
        assert book.count("products") == 3 * (STEPS + 5)
        assert [entry.action for entry in book.history(2)] == ["redo", "redo"]
        assert check(book) == []


def test_an_import_is_one_step_and_undone_whole(book: Book) -> None:
    before = contents(book)
    with book.write("import", {"file": "orders.csv"}, bulk=True) as writer:
        writer.put_many(many_sales(9_000))
        writer.put(session("S2"))
    operations = book.connection.execute("SELECT count(*) FROM operations").fetchone()[0]
    assert operations < 20
    entry = book.history(1)[0]
    assert (entry.title, entry.detail, entry.by_kind["sales"].added) == (
        "import",
        {"file": "orders.csv"},
        9_000,
    )
    after = contents(book)
    changes = book.undo()
    assert changes.by_kind["sales"].deleted == 9_000
    assert contents(book) == before
    book.redo()
    assert contents(book) == after


def test_a_command_that_was_saved_is_not_done_again(book: Book) -> None:
    command = bytes(range(16))
    with book.write("sell", command_id=command) as writer:
        writer.put(sale())
    assert book.was_saved(command)
    with pytest.raises(CommandAlreadyDoneError), book.write("sell", command_id=command) as writer:
        writer.put(sale("2"))
    assert book.count("sales") == 1


def test_a_command_that_changes_nothing_leaves_no_trace(book: Book) -> None:
    before = book.history()
    with book.write("again") as writer:
        writer.put(product())
    assert book.history() == before


def test_the_history_cannot_be_changed(book: Book) -> None:
    with book.upkeep() as connection:
        for statement in ("UPDATE operations SET person = 'x'", "DELETE FROM operations"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_the_same_order_on_two_laptops_has_one_id(tmp_path: Path) -> None:
    uids = []
    for name in ("one", "two"):
        with Book.create(tmp_path / f"{name}.bozhang") as book:
            with book.write("sell") as writer:
                writer.put_many([account(), account("TH2")])
                writer.put(product())
                writer.put_many([sale("1"), sale("1", 2), sale("1", account="TH2")])
            uids.append([uid for (uid,) in book.connection.execute("SELECT uid FROM sales ORDER BY id")])
            uids.append([uid for (uid,) in book.connection.execute("SELECT uid FROM products ORDER BY id")])
    assert uids[0] == uids[2]
    assert len(set(uids[0])) == 3
    assert uids[1] != uids[3]


def test_personal_data_is_not_in_the_history_and_can_be_erased(path: Path) -> None:
    with Book.create(path) as book:
        with book.write("applicant") as writer:
            writer.set_personal("id_number", "522125199001011234")
        assert book.personal() == {"id_number": "522125199001011234"}
        with book.write("erase") as writer:
            writer.set_personal("id_number", None)
        assert book.personal() == {}
        assert [entry.title for entry in book.history()] == ["erase", "applicant"]
        assert check(book) == []
    assert b"522125199001011234" not in path.read_bytes()


def test_a_history_that_does_not_fit_the_facts_is_not_undone_halfway(book: Book) -> None:
    with book.write("sell") as writer:
        writer.put_many(many_sales(10))
    with book.upkeep() as connection:
        connection.execute("DELETE FROM sales WHERE order_id = '000003'")
    with pytest.raises(DamagedBookError):
        book.undo()
    assert book.count("sales") == 9
    assert [fault.code for fault in check(book)] == ["history_differs"]
