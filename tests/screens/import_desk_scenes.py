"""What there is to see of what follows an import: SKUs to match, money to reconcile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import UNMATCHED, Product
from desktop_app.domain.ledger import Settlement
from desktop_app.usecases.matching import unmatched
from tests.fixtures import path as fixture
from tests.screens.scenes import Scene, failed, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


def import_desk_scenes() -> tuple[Scene, ...]:
    """The scenes of matching and of reconciling."""
    return (
        Scene("matching-demo", "import-desk", "demo", page("matching")),
        Scene("matching-file", "import-desk", "demo", brought_in, tidy=taken_back),
        Scene("matching-wrong", "import-desk", "demo", wrong_product),
        Scene("matching-empty", "import-desk", "empty", page("matching")),
        Scene("matching-failed", "import-desk", "demo", failed("matching")),
        Scene("matching-long", "import-desk", "long", many_unknown, tidy=taken_back),
        Scene("reconciling-orders", "import-desk", "demo", page("reconciling", "orders")),
        Scene("reconciling-freight", "import-desk", "demo", page("reconciling", "freight")),
        Scene("reconciling-payouts", "import-desk", "demo", page("reconciling", "payouts")),
        Scene("reconciling-decided", "import-desk", "demo", decided, tidy=undecided),
        Scene("reconciling-empty", "import-desk", "empty", page("reconciling")),
        Scene("reconciling-failed", "import-desk", "demo", failed("reconciling")),
        Scene("quotes-demo", "import-desk", "demo", quoted, tidy=taken_back),
        Scene("quotes-wrong", "import-desk", "demo", wrong_weight, tidy=taken_back),
        Scene("quotes-empty", "import-desk", "empty", page("quotes")),
        Scene("tariffs-demo", "import-desk", "demo", price_lists, tidy=taken_back),
        Scene("reconciling-long", "import-desk", "long", many_unpaid, tidy=taken_back),
    )


def do(stage: Stage, command: Callable[[Book], Any]) -> None:
    desk = stage.program.context.desk
    assert desk is not None
    desk.do(command).result()
    stage.program.context.book_changed.emit(object())
    stage.settle()


def brought_in(stage: Stage) -> None:
    """Orders whose SKUs the book does not know."""
    from desktop_app.usecases.importing import apply_import, plan_import  # noqa: PLC0415 - readers load late

    file = fixture("tiktokshop-orders-th.csv")
    do(stage, lambda book: apply_import(book, plan_import(book, [file], account="TTS-TH")))
    stage.go("matching")


def _price_lists(stage: Stage) -> None:
    from desktop_app.usecases.importing import apply_import, plan_import  # noqa: PLC0415 - readers load late

    file = fixture("yunexpress-ratecard.xlsx")
    do(stage, lambda book: apply_import(book, plan_import(book, [file])))


def quoted(stage: Stage) -> None:
    """A parcel to Thailand by the carrier's price list."""
    _price_lists(stage)
    shown = stage.go("quotes")
    shown.weight.setText("520")
    stage.settle()


def wrong_weight(stage: Stage) -> None:
    _price_lists(stage)
    stage.go("quotes").weight.setText("半斤多")
    stage.settle()


def price_lists(stage: Stage) -> None:
    _price_lists(stage)
    stage.go("tariffs")


def wrong_product(stage: Stage) -> None:
    shown = stage.go("matching")
    shown.side.field.set_text("没有这个")
    shown.match()
    stage.settle()


def decided(stage: Stage) -> None:
    shown = stage.go("reconciling", "orders")
    shown.decided.click()
    shown.table.selectRow(1)
    shown.side.note.setText("平台已受理，单号 20261031-07")
    shown.side.claim.click()
    stage.settle()
    stage.window.toast.hide()


def undecided(stage: Stage) -> None:
    taken_back(stage)
    stage.go("reconciling").decided.click()
    stage.settle()


def many_unknown(stage: Stage) -> None:
    def put(book: Book) -> None:
        names = [product.name for product in book.iterate("products")]
        with book.write("made by hand") as writer:
            for at in range(60):
                name = f"{names[at % len(names)]} · 礼盒装 {at}"
                writer.put(Product(sku=f"SKU-{at:018}", name=name, category=UNMATCHED, unit="件"))
        assert len(unmatched(book)) >= len(names)

    do(stage, put)
    stage.go("matching")


def many_unpaid(stage: Stage) -> None:
    def put(book: Book) -> None:
        with book.write("made by hand") as writer:
            for account in book.iterate("accounts"):
                for at in range(40):
                    row = Settlement(
                        settlement=f"ST-{account.currency}",
                        order_id=f"58387090000{at:09}",
                        account=account.account,
                        kind="order",
                        settled_on=date(2026, 10, 1 + at % 30),
                        currency=account.currency,
                        amount_minor=(123_456_789 + at) * (-1 if at % 7 == 0 else 1),
                    )
                    writer.put(row)

    do(stage, put)
    stage.go("reconciling", "orders")


def taken_back(stage: Stage) -> None:
    do(stage, lambda book: book.undo())
