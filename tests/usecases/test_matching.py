"""Unknown SKUs are suggested a product, matched once for good, and their streams' figures follow."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.catalogue import UNMATCHED, Product
from desktop_app.domain.channel import Platform
from desktop_app.domain.likeness import likeness, rarity_of, tokens
from desktop_app.domain.session import StreamSession
from desktop_app.domain.stock import Lot
from desktop_app.store import Book
from desktop_app.usecases.matching import CannotMatchError, Why, keep_as_new, match_skus, unmatched
from desktop_app.usecases.sessions import sessions_view
from tests.fixtures import path, table
from tests.importers.bringing import add_account, bring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.domain.facts import Record

ORDERS = "tiktokshop-orders-th.csv"
SELLER = "Seller SKU"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "b.bozhang") as made:
        add_account(made, "th", Platform.TIKTOK_SHOP, "TH", "THB")
        add_account(made, "th2", Platform.TIKTOK_SHOP, "TH", "THB")
        yield made


def put(book: Book, *records: Record) -> None:
    with book.write("made by hand") as writer:
        for record in records:
            writer.put(record)


def product(sku: str, name: str, name_en: str | None = None) -> Product:
    return Product(sku=sku, name=name, name_en=name_en, unit="盒")


def skus_of_file() -> set[str]:
    return {row[SELLER].strip() for row in table(ORDERS) if row["Order ID"].strip().isdigit()}


def test_what_waits_on_each_sku_is_its_lines_and_their_money(book: Book) -> None:
    bring(book, path(ORDERS), account="th")
    waiting = {row.sku: row for row in unmatched(book)}
    assert set(waiting) == skus_of_file()
    for sku, row in waiting.items():
        lines = [line for line in book.iterate("sales") if line.sku == sku]
        sold = sum(
            line.quantity_milli * line.unit_price_minor // 1000 - line.seller_discount_minor
            for line in lines
            if line.counts
        )
        assert (row.lines, row.accounts, dict(row.amounts)) == (len(lines), ("th",), {"THB": sold})


def test_a_match_moves_the_sales_is_remembered_and_one_step(book: Book) -> None:
    plans = bring(book, path(ORDERS), account="th")
    sku = unmatched(book)[0].sku
    put(book, product("OWN-1", "红心猕猴桃礼盒"))
    lines = [line for line in book.iterate("sales") if line.sku == sku]
    before = list(book.iterate("sales"))

    match_skus(book, {sku: "OWN-1"})
    assert book.get("products", sku) is None
    assert [line for line in book.iterate("sales") if line.sku == "OWN-1"] != []
    assert sum(line.sku == "OWN-1" for line in book.iterate("sales")) == len(lines)
    again = bring(book, path(ORDERS), account="th")
    asked = [dict(each.data)["sku"] for each in again[0].suspicions if each.code == "unknown_sku"]
    assert sku not in asked
    assert sku not in {row.sku for row in unmatched(book)}
    assert plans[0].format == again[0].format

    book.undo()
    assert list(book.iterate("sales")) == before
    assert sku in {row.sku for row in unmatched(book)}
    assert list(book.rows("sku_matches")) == []


def test_another_account_learns_from_an_earlier_match(book: Book, tmp_path: Path) -> None:
    bring(book, path(ORDERS), account="th")
    sku = unmatched(book)[0].sku
    put(book, product("OWN-1", "礼盒"))
    match_skus(book, {sku: "OWN-1"})
    other = tmp_path / "second-shop.csv"
    with path(ORDERS).open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    order, seller = rows[0].index("Order ID"), rows[0].index(SELLER)
    for row in rows[1:]:
        if row[order].strip().isdigit():
            row[order] = row[order].replace("5838", "5839", 1)
            row[seller] = f"{row[seller]}-B"
    with other.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows(rows)
    bring(book, other, account="th2")
    found = {row.sku: row for row in unmatched(book)}[f"{sku}-B"]
    assert found.suggestion is not None
    assert (found.suggestion.sku, found.suggestion.why) == ("OWN-1", Why.EARLIER)


def test_figures_of_the_stream_follow(book: Book) -> None:
    bring(book, path(ORDERS), account="th")
    lines = list(book.iterate("sales"))
    session = StreamSession(session="S1", account="th", started_at=min(line.ordered_at for line in lines))
    goods = Lot(
        lot="L1",
        sku="OWN-1",
        received_on=date(2020, 1, 1),
        quantity_milli=1_000_000,
        total_cost_minor=1_000 * 321,
    )
    put(book, session, product("OWN-1", "礼盒"), goods)
    put(book, *(replace(line, session="S1") for line in lines))

    def cost_of_goods() -> int | None:
        book.refresh()
        (row,) = sessions_view(book, today=date(2026, 12, 31)).rows
        return row.amounts["cost_of_goods"]

    assert not cost_of_goods()
    match_skus(book, {row.sku: "OWN-1" for row in unmatched(book)})
    taken = sum(line.quantity_milli for line in lines if line.takes_stock)
    assert taken > 0
    assert cost_of_goods() == taken * 321 // 1000
    book.undo()
    assert not cost_of_goods()


@pytest.mark.parametrize(
    ("name", "sku", "expected", "why"),
    [
        ("Dried kiwi slices 250 g", "9000001", "KD-250", Why.NAME),
        ("原切猕猴桃果干 250克 袋装", "9000001", "KD-250", Why.NAME),
        ("กีวีอบแห้ง 250 กรัม", "9000001", "TH-D", Why.NAME),
        ("Anything at all", "kd 250", "KD-250", Why.SELLER_SKU),
        ("Anything at all", "TH-KD-250-NEW", "KD-250", Why.SELLER_SKU),
        ("Dried kiwi slices 500 g", "9000001", None, None),
        ("Anything at all", "KD-2500", None, None),
        ("Bamboo basket", "9000001", None, None),
    ],
)
def test_suggestions(book: Book, name: str, sku: str, expected: str | None, why: Why | None) -> None:
    put(
        book,
        product("KD-250", "原切猕猴桃干 250克", "Dried kiwi slices, 250 g"),
        product("KW-5", "徐香猕猴桃 5斤", "Xuxiang kiwi, 2.5 kg"),
        product("TH-D", "泰国专供 250克", "กีวีอบแห้งออร์แกนิก 250 กรัม"),
        Product(sku=sku, name=name, category=UNMATCHED, unit="件"),
    )
    suggestion = unmatched(book)[0].suggestion
    assert (suggestion and suggestion.sku, suggestion and suggestion.why) == (expected, why)


def test_a_new_product_waits_no_longer_and_what_has_lots_is_not_moved(book: Book) -> None:
    put(
        book,
        product("OWN-1", "礼盒"),
        Product(sku="A", name="甲", category=UNMATCHED, unit="件"),
        Product(sku="B", name="乙", category=UNMATCHED, unit="件"),
        Lot(lot="L", sku="B", received_on=date(2026, 1, 1), quantity_milli=1000, total_cost_minor=1),
    )
    for pairs in ({"B": "OWN-1"}, {"A": "B"}, {"A": "nowhere"}, {"OWN-1": "A"}):
        with pytest.raises(CannotMatchError):
            match_skus(book, pairs)
    keep_as_new(book, ["A", "B"])
    assert unmatched(book) == []
    book.undo()
    assert {row.sku for row in unmatched(book)} == {"A", "B"}


@given(st.lists(st.text(max_size=12), min_size=2, max_size=5))
def test_likeness_is_a_share_that_goes_both_ways(names: list[str]) -> None:
    found = [tokens(name) for name in names]
    rarity = rarity_of(found)
    one, other = found[:2]
    share = likeness(one, other, rarity)
    assert 0 <= share <= 1
    assert share == likeness(other, one, rarity)
    assert likeness(one, one, rarity) == (Fraction(1) if one else 0)


def test_sizes_are_one_however_they_are_written() -> None:
    assert tokens("2.5公斤") == tokens("2.5 kg") == tokens("2500克") == tokens("5斤") == {"=2500g"}
