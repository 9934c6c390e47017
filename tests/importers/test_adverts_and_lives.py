"""Advertising by day, period, live and order, and live analytics with Chinese headings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app import i18n
from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault
from desktop_app.domain.session import StreamSession
from desktop_app.importers.errors import UnusableFileError
from desktop_app.reports.refusal_text import file_fault_text
from desktop_app.store import Book
from desktop_app.usecases.importing import plan_import
from tests.fixtures import headings, path, table
from tests.importers.bringing import add_account, bring, codes, minor
from tests.importers.making_platform_files import grid, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIVE = "tiktok-live-zh.xlsx"
CAMPAIGN = "tiktokads-campaign.xlsx"
META = "meta-ads-en.csv"
QIANCHUAN = "qianchuan-daily.csv"
DOUPLUS = "douplus-orders.csv"
PROMOTE = "tiktok-promote.csv"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "shop.bozhang") as made:
        add_account(made, "my", Platform.TIKTOK_SHOP, "MY", "MYR")
        add_account(made, "dy", Platform.DOUYIN, "CN", "CNY")
        yield made


def promotions(book: Book) -> list[Any]:
    return sorted(book.iterate("promotions"), key=lambda each: str(each.promotion))


def rows_of(name: str) -> list[dict[str, str]]:
    names, *rows = grid(name)
    return [{head: str(cell).strip() for head, cell in zip(names, row, strict=True)} for row in rows]


def test_lives_with_chinese_headings(book: Book) -> None:
    (plan,) = bring(book, path(LIVE))
    assert (plan.format, plan.account, plan.ignored_columns) == ("tiktok-live-zh", "my", [])
    stated, trial = table(LIVE, header=3)
    first, second = sorted(book.iterate("sessions"), key=lambda session: session.started_at)
    assert first.title == stated["直播间信息"]
    assert first.started_at == datetime(2026, 10, 1, 11, tzinfo=UTC)
    assert first.ended_at - first.started_at == timedelta(seconds=int(stated["直播时长"]))
    assert first.platform_gmv_minor == minor(stated["成交金额"].removeprefix("RM"))
    assert (first.views, first.viewers) == (int(stated["直播间观看次数"]), int(stated["累计在线人数"]))
    assert (first.peak_viewers, first.new_followers, first.product_clicks) == (180, 41, 640)
    assert second.platform_gmv_minor == minor(trial["成交金额"].removeprefix("RM")) == 0


def test_a_live_known_by_its_room_is_not_made_again(book: Book) -> None:
    with book.write("made by hand") as writer:
        start = datetime(2026, 10, 1, 11, 0, 20, tzinfo=UTC)
        writer.put(
            StreamSession(
                session="7555000000000000001",
                account="my",
                started_at=start,
                ended_at=start + timedelta(seconds=9420),
            )
        )
    bring(book, path(LIVE))
    assert book.count("sessions") == 2
    known = book.get("sessions", "7555000000000000001")
    assert known is not None
    assert known.views == 5230


def test_a_campaign_by_day(book: Book) -> None:
    (plan,) = bring(book, path(CAMPAIGN), account="my")
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("tiktokads-campaign", [], [])
    *days, total = table(CAMPAIGN)
    for each, row in zip(promotions(book), days, strict=True):
        assert each.promotion == f"{row['Campaign ID']}/{row['Date']}"
        assert (each.amount_minor, each.currency) == (minor(row["Cost"]), row["Currency"])
        assert (f"{each.started_on}", each.ended_on) == (row["Date"], None)
        assert each.impressions == int(row["Impressions"].replace(",", ""))
    assert plan.totals["promotions"].amounts["cost"] == {"USD": minor(total["Cost"])}


def test_a_campaigns_day_is_not_added_to_its_lives(book: Book, tmp_path: Path) -> None:
    add_account(book, "th", Platform.TIKTOK_SHOP, "TH", "THB")
    bring(book, path("tiktokads-gmvmax-live-zh.xlsx"))
    names = ["Date", "Campaign ID", "Campaign name", "Cost", "Currency"]
    days = [[f"2026-10-0{day}", "1840000000000000001", "x", "450.00", "THB"] for day in (1, 2)]
    plans = bring(book, write_xlsx(tmp_path / "a.xlsx", A=[names, *days]), account="th")
    assert codes(plans) == {"advert_overlaps"}
    by_day = [each.promotion for each in promotions(book) if each.kind == "tiktok_ads"]
    assert by_day == ["1840000000000000001/2026-10-02"]


def test_ad_groups_of_a_day_are_added_up_and_repeats_are_not(book: Book, tmp_path: Path) -> None:
    rows = grid(CAMPAIGN)[:2]
    group = [*rows[1][:8], "3.08", *rows[1][9:]]
    bring(book, write_xlsx(tmp_path / "a.xlsx", A=[*rows, group, rows[1]]), account="my")
    (each,) = promotions(book)
    assert each.amount_minor == minor(rows[1][8]) + 308


def test_meta_takes_its_currency_from_the_heading(book: Book) -> None:
    (plan,) = bring(book, path(META), account="my")
    assert (plan.format, plan.ignored_columns, plan.suspicions) == ("meta-ads", [], [])
    *campaigns, total = table(META)
    assert sorted(each.amount_minor for each in promotions(book)) == sorted(
        minor(row["Amount spent (USD)"]) for row in campaigns
    )
    assert plan.totals["promotions"].amounts["amount"] == {"USD": minor(total["Amount spent (USD)"])}
    assert {(each.started_on, each.ended_on) for each in promotions(book)} == {
        (date(2026, 10, 1), date(2026, 10, 7))
    }


def test_meta_by_day_is_not_added_to_its_week(book: Book, tmp_path: Path) -> None:
    bring(book, path(META), account="my")
    rows = grid(META)
    days = [["Day", *rows[0]], ["2026-10-03", *rows[1]]]
    plans = bring(book, write_csv(tmp_path / "days.csv", days), account="my")
    assert codes(plans) == {"advert_overlaps"}
    assert book.count("promotions") == 2


def test_meta_in_chinese_and_utf16(book: Book, tmp_path: Path) -> None:
    names = headings("meta-zh")
    total = [""] * len(names)
    total[0], total[1], total[15] = "2026-10-01", "2026-10-07", "12.500000"
    day = list(total)
    day[1], day[2], day[25] = "2026-10-01", "竹编", "120210000000000001"
    file = write_csv(tmp_path / "a.csv", [names, total, day], "utf-16", "\t")
    (plan,) = bring(book, file, account="my")
    assert (plan.ignored_columns, plan.suspicions) == ([], [])
    (each,) = promotions(book)
    assert (each.promotion, each.amount_minor) == ("120210000000000001/2026-10-01", 1250)
    assert (each.currency, each.ended_on) == ("USD", None)


def test_qianchuan_by_day(book: Book) -> None:
    (plan,) = bring(book, path(QIANCHUAN))
    assert (plan.format, plan.account, plan.ignored_columns) == ("qianchuan-daily", "dy", [])
    days = [row for row in rows_of(QIANCHUAN) if row["日期"] != "全部"]
    assert [(f"{each.started_on}", each.amount_minor) for each in promotions(book)] == [
        (row["日期"], minor(row["整体消耗"])) for row in days
    ]
    assert {each.currency for each in promotions(book)} == {"CNY"}


@pytest.mark.parametrize(
    ("name", "cost", "start"), [(DOUPLUS, "实际消耗（元）", "投放开始时间"), (PROMOTE, "Cost", "Start time")]
)
def test_orders_of_promotion(book: Book, name: str, cost: str, start: str) -> None:
    account = "dy" if name == DOUPLUS else "my"
    hours = 8
    with book.write("made by hand") as writer:
        for number, day in enumerate((1, 2)):
            begins = datetime(2026, 10, day, 19 if day == 1 else 9, 5, tzinfo=UTC) - timedelta(hours=hours)
            writer.put(
                StreamSession(
                    session=f"s{number}",
                    account=account,
                    started_at=begins,
                    ended_at=begins + timedelta(hours=2),
                )
            )
    (plan,) = bring(book, path(name), account=account)
    assert plan.ignored_columns == []
    assert codes([plan]) == set()
    first, second = rows_of(name)
    live, video = promotions(book)
    assert (live.amount_minor, video.amount_minor) == (minor(first[cost]), minor(second[cost]))
    assert [share.session for share in live.sessions] == ["s0"]
    assert video.sessions == (), "a video promoted near a live's start is not the live"
    assert video.ended_at - video.started_at == timedelta(days=1)
    assert f"{live.started_at + timedelta(hours=hours):%H:%M}" == first[start].split()[1][:5]


def test_a_word_in_place_of_a_cost_is_refused(book: Book, tmp_path: Path) -> None:
    rows = grid(DOUPLUS)
    rows[1][rows[0].index("实际消耗（元）")] = "abc"
    (plan,) = bring(book, write_csv(tmp_path / "a.csv", rows))
    assert [(refusal.row, refusal.value) for refusal in plan.refusals] == [(2, "abc")]


@pytest.mark.parametrize("name", ["tiktokads-gmvmax-creative.xlsx", "tiktokads-gmvmax-creative-zh.xlsx"])
def test_costs_of_no_day_are_asked_for_by_day(book: Book, name: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        plan_import(book, [path(name)], account="my")
    assert caught.value.fault is FileFault.NO_DAY
    before = i18n.language()
    i18n.set_language("en")
    try:
        assert "day" in file_fault_text(path(name), caught.value.fault, caught.value.data)
    finally:
        i18n.set_language(before)
