"""What there is to see of what follows an import: SKUs to match, money to reconcile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.catalogue import UNMATCHED, Product
from desktop_app.usecases.matching import unmatched
from tests.fixtures import path as fixture
from tests.screens.scenes import Scene, failed, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.store.database import Book
    from tests.screens.stage import Stage


def import_desk_scenes() -> tuple[Scene, ...]:
    """The scenes of matching."""
    return (
        Scene("matching-demo", "import-desk", "demo", page("matching")),
        Scene("matching-file", "import-desk", "demo", brought_in, tidy=taken_back),
        Scene("matching-wrong", "import-desk", "demo", wrong_product),
        Scene("matching-empty", "import-desk", "empty", page("matching")),
        Scene("matching-failed", "import-desk", "demo", failed("matching")),
        Scene("matching-long", "import-desk", "long", many_unknown, tidy=taken_back),
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


def wrong_product(stage: Stage) -> None:
    shown = stage.go("matching")
    shown.side.field.set_text("没有这个")
    shown.match()
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


def taken_back(stage: Stage) -> None:
    do(stage, lambda book: book.undo())
