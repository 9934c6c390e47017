"""What there is to see of the form and of the help: new, wrong, offered, long, asked, and their dialogs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from desktop_app.domain.catalogue import NameLanguage
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui.help_texts import TOPICS
from desktop_app.usecases.product_names import name_product
from desktop_app.usecases.record_evidence import Given, tie_files
from desktop_app.usecases.records.rows import Query
from tests.screens.scenes import Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.screens.stage import Stage

_WRONG: Final = {"sku": "没有的货", "quantity": "12*3.5斤", "unit_price": "3*", "shipped_on": "2026-13-40"}
_UNFINISHED: Final = {"sku": "KW-XX-2.5", "quantity": "12*3.5", "unit_price": "１２．５", "note": "晚上再补"}


def form_scenes() -> tuple[Scene, ...]:
    """The scenes of form and help."""
    forms = [
        Scene(f"form-{page}", "form", "demo", partial(_new, page), tidy=_leave)
        for page in ("orders", "freight", "session_records")
    ]
    helps = [
        Scene(f"help-{topic}", "help", "demo", partial(_help, topic))
        for topic in ("start", "profit", "keyboard")
    ]
    return (
        *forms,
        Scene("form-wrong", "form", "demo", partial(_wrong, "orders"), tidy=_leave),
        Scene("form-read", "form", "demo", partial(_typed, "orders", _UNFINISHED), tidy=_leave),
        Scene("form-offer", "form", "demo", partial(_offered, "orders"), tidy=_leave),
        Scene("form-edit", "form", "demo", partial(_first, "orders"), tidy=_leave),
        Scene("form-long", "form", "long", partial(_first, "orders"), tidy=_leave),
        Scene("form-suggest", "form", "demo", _suggesting, tidy=_leave),
        Scene("form-product", "form", "demo", _product, tidy=_leave_product),
        Scene("form-closed", "form", "demo", _closed, tidy=_leave),
        Scene("form-pick", "dialogs", "demo", partial(_new, "promotion"), _pick, tidy=_leave),
        Scene("form-calendar", "dialogs", "demo", partial(_new, "lots"), _calendar, tidy=_leave),
        *helps,
        Scene("help-nothing-found", "help", "demo", _nothing_found, tidy=partial(_help, TOPICS[0])),
    )


def _form(stage: Stage, page: str) -> Any:
    shown = stage.go(page)
    shown.add()
    stage.settle()
    return shown.form


def _new(page: str, stage: Stage) -> None:
    _form(stage, page)


def _product(stage: Stage) -> None:
    """A product with names in two languages and a picture."""
    desk = stage.program.context.desk
    if desk is None:
        return
    sku = desk.ask(lambda book: next(book.iterate("products")).sku).result()
    names = {NameLanguage.THAI: "กีวีซวี่เซียง 2.5 กก.", NameLanguage.MALAY: "Kiwi Xuxiang 2.5kg"}
    desk.do(partial(name_product, sku=sku, names=names)).result()
    picture = QImage(480, 360, QImage.Format.Format_RGB32)
    picture.fill(0x2F7D4F)
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(data, "PNG")  # type: ignore[call-overload]
    given = [Given(bytes(data.data().data()), "猕猴桃.png")]
    desk.do(partial(tie_files, kind="products", key=(sku,), given=given)).result()
    shown = stage.go("products", Query(kind="products", words=sku))
    shown.edit((sku,))
    stage.settle()
    shown.form.sheet.ensureWidgetVisible(shown.form.foot.evidence)


def _leave_product(stage: Stage) -> None:
    _leave(stage)
    stage.go("products", Query(kind="products"))


def _typed(page: str, texts: Mapping[str, str], stage: Stage) -> Any:
    form = _form(stage, page)
    for key, text in texts.items():
        if key in form.sheet.blocks:
            form.sheet.blocks[key].editor.line.setText(text)
    form._check()
    stage.settle()
    return form


def _wrong(page: str, stage: Stage) -> None:
    _typed(page, _WRONG, stage).save()
    stage.settle()


def _offered(page: str, stage: Stage) -> None:
    _typed(page, _UNFINISHED, stage).leave()
    _form(stage, page)


def _first(page: str, stage: Stage) -> None:
    """Change the first record of a page, with all of its fields in sight."""
    shown = stage.go(page)
    shown.edit(shown.model.record_at(0).key)
    stage.settle()
    shown.form.sheet.more.setChecked(True)


def _suggesting(stage: Stage) -> None:
    form = _form(stage, "orders")
    editor = form.sheet.blocks["sku"].editor
    editor.line.setFocus()
    editor.seek("")


def _closed(stage: Stage) -> None:
    form = _form(stage, "orders")
    form.closed.ask(stage.program.context.words_of(ClosedMonthError({"2026-03": 1}))[1])


def _pick(stage: Stage) -> None:
    block = stage.page.form.sheet.blocks["sessions"]
    block.editor.picking.emit()


def _calendar(stage: Stage) -> None:
    stage.page.form.sheet.blocks["received_on"].editor.open_calendar()


def _leave(stage: Stage) -> None:
    """Leave the form, and nothing of it stays."""
    form = stage.page.form
    form.leave()
    if form._drafts is not None:
        for kept in [*form._drafts.of(None)]:
            form._drafts.drop(kept.name)
    stage.settle()


def _help(topic: str, stage: Stage) -> None:
    stage.go("help", topic)


def _nothing_found(stage: Stage) -> None:
    stage.go("help").search.setText("榴莲")
