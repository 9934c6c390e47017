"""The samples, whose they are and what must be in the book before them, and what a plan would make of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.channel import Account, Platform
from desktop_app.domain.facts import KIND_OF
from desktop_app.importers.formats import load_words
from desktop_app.store import Book
from desktop_app.usecases.importing import apply_import, plan_import
from desktop_app.usecases.importing.platform_view import row_key
from tests.fixtures import path
from tests.importers.mutating import Sheet, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from desktop_app.usecases.importing.plan import ImportPlan

TH_ORDERS: Final = "tiktokshop-orders-th.csv"
DOUYIN_ORDERS: Final = "douyin-orders.csv"
SHOPEE_ORDERS: Final = "shopee-orders-en.xlsx"
LAZADA_ORDERS: Final = "lazada-orders.xlsx"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A file that its account's book takes in; `before` are the files it joins."""

    name: str
    platform: Platform | None = None
    market: str = "CN"
    before: tuple[str, ...] = ()
    parts: bool = True

    @property
    def account(self) -> str | None:
        """The account it is brought in for; None for what belongs to none."""
        return None if self.platform is None else "mine"

    @property
    def shelf(self) -> tuple[object, ...]:
        """What samples have in common that can share a book which nothing is written into."""
        return self.platform, self.market, self.before

    @property
    def currency(self) -> str:
        """The currency of its market."""
        return load_words().markets[self.market].currency

    def taken_apart(self) -> Sheet:
        """Return the file's headings, rows and what stands around them."""
        market = load_words().markets[self.market]
        return take_apart(
            path(self.name),
            market_dates=market.dates,
            market_decimal=market.decimal,
            currency=market.currency,
        )


_SHOP: Final = Platform.TIKTOK_SHOP
SAMPLES: Final = (
    Sample(name="tiktokshop-orders-us.xlsx", platform=_SHOP, market="US"),
    Sample(name=TH_ORDERS, platform=_SHOP, market="TH"),
    Sample(name="tiktokshop-orders-vn.xlsx", platform=_SHOP, market="VN"),
    Sample(name="tiktokshop-income-sea.xlsx", platform=_SHOP, market="TH", before=(TH_ORDERS,)),
    Sample(name="tiktokshop-income-id.xlsx", platform=_SHOP, market="ID"),
    Sample(name="tiktokshop-statement-sku-my.csv", platform=_SHOP, market="MY"),
    Sample(name="tiktokshop-returns.csv", platform=_SHOP, market="TH", before=(TH_ORDERS,)),
    Sample(name="tiktok-live-creator.xlsx", platform=_SHOP, market="TH"),
    Sample(name="tiktok-live-zh.xlsx", platform=_SHOP, market="MY"),
    Sample(name="tiktokads-campaign.xlsx", platform=_SHOP, market="US"),
    Sample(name="tiktokads-gmvmax-live-zh.xlsx", platform=_SHOP, market="TH"),
    Sample(name="tiktok-promote.csv", platform=_SHOP, market="US"),
    # A part that holds its total row alone is no file.
    Sample(name="meta-ads-en.csv", platform=_SHOP, market="US", parts=False),
    Sample(name="qianchuan-daily.csv", platform=Platform.DOUYIN),
    Sample(name="douplus-orders.csv", platform=Platform.DOUYIN),
    Sample(name=DOUYIN_ORDERS, platform=Platform.DOUYIN),
    Sample(name="douyin-settlement.csv", platform=Platform.DOUYIN, before=(DOUYIN_ORDERS,)),
    Sample(name="douyin-fund.csv", platform=Platform.DOUYIN, before=(DOUYIN_ORDERS,)),
    Sample(name=SHOPEE_ORDERS, platform=Platform.SHOPEE, market="MY"),
    Sample(name="shopee-orders-id.xlsx", platform=Platform.SHOPEE, market="ID"),
    Sample(name="shopee-income-my.xlsx", platform=Platform.SHOPEE, market="MY", before=(SHOPEE_ORDERS,)),
    Sample(name=LAZADA_ORDERS, platform=Platform.LAZADA, market="TH"),
    Sample(name="lazada-income.csv", platform=Platform.LAZADA, market="TH", before=(LAZADA_ORDERS,)),
    Sample(name="amazon-orders.csv", platform=Platform.AMAZON, market="US"),
    # Its first row states the sum that the other rows must come to: parts of it are not files.
    Sample(name="amazon-settlement-v2.csv", platform=Platform.AMAZON, market="US", parts=False),
    Sample(name="shopify-orders.csv", platform=Platform.SHOPIFY, market="US"),
    Sample(name="yunexpress-bill.xlsx", market="CN", before=(TH_ORDERS,)),
    Sample(name="4px-bill.xlsx"),
    Sample(name="chinapost-bill.csv"),
    Sample(name="jt-bill.xlsx"),
    # Its countries stand in the first row of each: in another order or in parts it says something else.
    Sample(name="yunexpress-ratecard.xlsx", parts=False),
    Sample(name="fx-chinamoney.csv"),
    Sample(name="fx-ecb-hist.csv"),
    Sample(name="fx-safe.csv"),
)


@contextmanager
def book_for(sample: Sample, folder: Path) -> Iterator[Book]:
    """Give a book with the sample's account and what it joins; samples of one `shelf` may share it."""
    market = sample.market if not sample.before or sample.platform else "TH"
    platform = sample.platform or _SHOP
    with Book.create(folder / f"{platform}-{market}-{len(sample.before)}.bozhang") as book:
        with book.write("made by hand") as writer:
            currency = load_words().markets[market].currency
            writer.put(Account(account="mine", platform=platform, market=market, currency=currency))
        for name in sample.before:
            apply_import(book, plan_import(book, [path(name)], account="mine"))
        yield book


def outcome(book: Book, sample: Sample, files: Sequence[Path]) -> dict[Any, Any]:
    """Return what bringing the files in, in this order, would leave: records and rows beside them by key.

    Raises UnusableFileError for the first file of which nothing can be used.
    """
    return left_by(plan_import(book, files, account=sample.account))


def left_by(plans: Sequence[ImportPlan]) -> dict[Any, Any]:
    """Return what plans, each made as if those before were in, would leave, by key; None is taken away."""
    left: dict[Any, Any] = {}
    made: set[Any] = set()
    for plan in sorted(plans, key=lambda one: one.sequence):
        for kind, keys in plan.removals.items():
            left |= dict.fromkeys(((kind, *key) for key in keys), None)
            # What one plan makes and the next takes away was never there.
            for key in made & {(kind, *key) for key in keys}:
                del left[key]
        for kind, rows in plan.records.items():
            for planned in rows:
                key = kind, *KIND_OF[type(planned.record)].key_of(planned.record)
                left[key] = planned.record
                if planned.before is None:
                    made.add(key)
        for table, keys in plan.working_removals.items():
            left |= dict.fromkeys(((table, *key) for key in keys), None)
        for table, entries in plan.workings.items():
            for entry in entries:
                # Which file it was may differ; what it says may not.
                left[table, *row_key(table, entry)] = {**entry, "file_hash": None}
    return left
