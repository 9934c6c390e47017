"""What a platform's file does not say is answered once, and remembered for files of its shape."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.refusals import FileFault
from desktop_app.store import Book
from desktop_app.usecases.import_desk import Preview, bring_in, look_at
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.answers import Answers, Source, remembered
from tests.fixtures import path as fixture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIVE = "tiktok-live-creator.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "book.bozhang") as made:
        with made.write("made by hand") as writer:
            for name, market, currency in (("TH", "TH", "THB"), ("TH-2", "TH", "THB"), ("KE", "KE", "KES")):
                account = Account(
                    account=name, platform=Platform.TIKTOK_SHOP, market=market, currency=currency
                )
                writer.put(account)
        yield made


def answer(book: Book, path: Path, **said: str) -> Preview:
    digest = look_at(book, [path]).hashes[path]
    return look_at(book, [path], answers={digest: Answers(**said)})  # type: ignore[arg-type]


def how(preview: Preview) -> dict[str, tuple[str, Source]]:
    return {each.what: (each.value, each.source) for each in preview.plans[0].how}


def test_whose_file_it_is_is_asked_once_and_can_be_said_otherwise(book: Book) -> None:
    path = fixture(LIVE)
    assert look_at(book, [path]).unusable[path].fault is FileFault.NEEDS_ACCOUNT
    preview = answer(book, path, account="TH")
    assert how(preview)["account"] == ("TH", Source.ASKED)
    bring_in(book, preview)
    again = look_at(book, [path])
    assert how(again)["account"] == ("TH", Source.LAST_TIME)
    assert not again.plans[0].changes_anything
    assert how(answer(book, path, account="TH-2"))["account"] == ("TH-2", Source.ASKED)
    # What was said at the terminal is remembered too, and outlives the step.
    book.undo()
    apply_import(book, plan_import(book, [path], account="TH-2"))
    assert how(look_at(book, [path]))["account"] == ("TH-2", Source.LAST_TIME)


def test_an_account_that_is_renamed_or_deleted_takes_its_files_along(book: Book) -> None:
    path = fixture(LIVE)
    apply_import(book, plan_import(book, [path], account="TH-2"))
    book.undo()
    with book.write("made by hand") as writer:
        writer.rename("accounts", ("TH-2",), ("TH-B",))
    assert how(look_at(book, [path]))["account"] == ("TH-B", Source.LAST_TIME)
    with book.write("made by hand") as writer:
        writer.delete("accounts", "TH-B")
        writer.put(Account(account="TH-3", platform=Platform.TIKTOK_SHOP, market="TH", currency="THB"))
    assert look_at(book, [path]).unusable[path].fault is FileFault.NEEDS_ACCOUNT


def test_an_account_that_the_file_tells_is_nothing_to_remember(book: Book) -> None:
    with book.write("made by hand") as writer:
        writer.delete("accounts", "TH-2")
    path = fixture("tiktokshop-orders-th.csv")
    bring_in(book, answer(book, path, account="TH"))
    assert remembered(book) == {}


def test_a_clock_that_nobody_states_is_shown_as_assumed_and_can_be_said(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "live.xlsx"
    shutil.copyfile(fixture(LIVE), path)
    assumed = answer(book, path, account="KE")
    assert how(assumed)["zone"] == ("Asia/Shanghai", Source.BOOK)
    assert "zone_assumed" in {each.code for each in assumed.plans[0].suspicions}
    said = answer(book, path, account="KE", zone="Africa/Nairobi")
    assert how(said)["zone"] == ("Africa/Nairobi", Source.ASKED)
    (first, *_rest), (other, *_others) = (each.plans[0].records["sessions"] for each in (said, assumed))
    assert (first.record.started_at - other.record.started_at).total_seconds() == 5 * 3600
    bring_in(book, said)
    assert how(look_at(book, [path]))["zone"] == ("Africa/Nairobi", Source.LAST_TIME)


def test_dates_that_read_either_way_are_asked_once(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    lines = fixture("chinapost-bill.csv").read_text(encoding="gbk").splitlines()
    head = lines[0].split(",")
    at = head.index("收寄时间")
    rows = []
    for number, line in enumerate(lines[1:3], start=1):
        cells = line.split(",")
        cells[at] = f"0{number + 2}/0{number + 3}/2026 10:00:00"
        rows.append(",".join(cells))
    path.write_text("\n".join([lines[0], *rows]) + "\n", encoding="gbk")
    assert look_at(book, [path]).unusable[path].fault is FileFault.AMBIGUOUS_DATES
    said = answer(book, path, date_order="mdy")
    assert how(said)["date_order"] == ("mdy", Source.ASKED)
    bring_in(book, said)
    assert how(look_at(book, [path]))["date_order"] == ("mdy", Source.LAST_TIME)
    assert {row["on"] for row in book.rows("waiting_charges")} == {"2026-03-04", "2026-04-05"}


def test_a_word_that_was_said_is_known_to_the_next_file_of_the_shape_alone(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    text = fixture("tiktokshop-orders-th.csv").read_text(encoding="utf-8-sig")
    path.write_text(text.replace("เสร็จสมบูรณ์", "冻结中"), encoding="utf-8-sig")
    (plan,) = answer(book, path, account="TH").plans
    refused = len(plan.refusals)
    assert refused
    (word,) = {each.word for each in plan.unknown_words if each.field == "status"}
    assert word == "冻结中"
    digest = plan.file_hash
    answers = Answers(account="TH", words={"status": {"冻结中": "delivered"}})
    preview = look_at(book, [path], answers={digest: answers})
    assert preview.plans[0].refusals == []
    bring_in(book, preview)
    assert look_at(book, [path]).plans[0].refusals == []
