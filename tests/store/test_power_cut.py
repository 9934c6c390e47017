"""The power fails at any moment: what was acknowledged is in the book, and the book is whole.

What a writer asked of the disk is recorded once by strace; then power cuts are played on the record,
with writes that came before the last sync lost, torn or out of order.
"""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.errors import BozhangError
from desktop_app.store import Book
from desktop_app.store.check import check
from tests.store.making import furnish
from tests.store.power import CALLS, Disk, Said, steps_of
from tests.tools import ROOT, require_tool

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.power import Step

WRITE = """
import os, sys
from desktop_app.store import Book
from tests.store.making import product, sale
with Book.open(sys.argv[1]) as book:
    for number in range(12):
        if number % 4 == 2:
            with book.write("import", bulk=True) as writer:
                writer.put_many(sale(f"{number}", line) for line in range(1, 61))
        elif number % 4 == 3:
            with book.write("scratch") as writer:
                writer.put(product("SCRATCH", name=str(number)))
            book.undo()
            with book.write("one") as writer:
                writer.put(sale(f"{number}"))
        else:
            with book.write("one") as writer:
                writer.put(sale(f"{number}"))
        book.refresh()
        os.write(1, f"{number}\\n".encode())
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[Step]]:
    """A book as it was before, all that was asked of the disk, and what was said while it was written."""
    strace = require_tool("strace")
    folder = tmp_path_factory.mktemp("power")
    path, trace = folder / "book.bozhang", folder.with_suffix(".trace")
    with Book.create(path) as book:
        furnish(book)
    before = path.read_bytes()
    recording = [strace, "-f", "-y", "-xx", "-s", "100000", "-qq", "-o", str(trace), "-e", f"trace={CALLS}"]
    subprocess.run(
        [*recording, sys.executable, "-c", WRITE, str(path)], check=True, cwd=ROOT, capture_output=True
    )
    steps = [s for s in steps_of(trace, folder) if isinstance(s, Said) or not s.file.endswith(".lock")]
    assert {s.text for s in steps if isinstance(s, Said)} == {str(number) for number in range(12)}
    whole = Disk({path.name: bytearray(before)})
    whole.run(steps)
    assert bytes(whole.certain[path.name]) == path.read_bytes()
    return before, steps


def after_a_cut(
    folder: Path, record: tuple[bytes, list[Step]], chance: random.Random, *, obeys: bool = True
) -> str:
    """Cut the power somewhere and open what is left; returns what is wrong with it, "" where nothing is."""
    before, steps = record
    disk = Disk({"book.bozhang": bytearray(before)})
    said = disk.run(steps[: chance.randrange(len(steps) + 1)], obeys=obeys)
    folder.mkdir()
    for name, content in disk.cut(chance).items():
        (folder / name).write_bytes(content)
    try:
        with Book.open(folder / "book.bozhang") as book:
            stored = {line.order_id for line in book.iterate("sales")}
            if said - stored:
                return f"lost {sorted(said - stored)}"
            return "".join(map(str, check(book)))
    except BozhangError as error:
        return repr(error)


@pytest.mark.parametrize("cuts", [40, pytest.param(500, marks=pytest.mark.slow)])
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, record: tuple[bytes, list[Step]], cuts: int
) -> None:
    chance = random.Random(20261122)
    wrong = [after_a_cut(tmp_path / str(number), record, chance) for number in range(cuts)]
    assert [one for one in wrong if one] == []


def test_the_same_cuts_on_a_disk_that_ignores_syncs_are_noticed(
    tmp_path: Path, record: tuple[bytes, list[Step]]
) -> None:
    """The control: were the record or the cuts of no consequence, this would find nothing either."""
    chance = random.Random(20261122)
    wrong = [after_a_cut(tmp_path / str(number), record, chance, obeys=False) for number in range(10)]
    assert any(wrong)
