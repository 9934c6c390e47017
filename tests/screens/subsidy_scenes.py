"""What there is to see of subsidies: where one stands, claims in their states, schemes, the county's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.domain.claims.states import ClaimEvent
from desktop_app.domain.ledger import Training
from desktop_app.ui.theme.fonts import font
from desktop_app.usecases.applicant import set_applicant
from desktop_app.usecases.claim_desk import ClaimStepData, pack_claim, take_step
from desktop_app.usecases.claims import begin_claim, list_claims
from desktop_app.usecases.needs_desk import Trial, write_trial
from desktop_app.usecases.schemes import schemes_of
from desktop_app.usecases.subsidy_desk import NoticeData, add_examples, make_own
from tests.screens.scenes import Scene, failed, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.store.database import Book
    from tests.screens.scenes import Step
    from tests.screens.stage import Stage

PARTS_SHOWN: Final = ("lines", "evidence", "applicant", "history")
EXAMPLES: Final = ("example-jiaokou-2024-online-sales", "example-tongjiang-fees")
YEAR: Final = (date(2026, 1, 1), date(2026, 10, 31))
APPLICANT: Final = {
    "name": "眉县王家猕猴桃经营部",
    "kind": "个体工商户",
    "credit_code": "92610326MA6TEST001",
    "legal_representative": "王倩",
    "id_card": "610326199001011234",
    "address": "陕西省宝鸡市眉县首善镇王家村三组 12 号",
    "registered_on": "2021-03-08",
    "contact": "王倩",
    "phone": "13800001234",
    "shops": "TikTok Shop 泰国店",
    "products": "徐香猕猴桃、果干",
    "bank_account_name": "眉县王家猕猴桃经营部",
    "bank_name": "眉县农商行首善支行",
    "bank_account": "6228480000001234567",
}


def subsidy_scenes() -> tuple[Scene, ...]:
    """The scenes of the subsidy place."""
    return (
        Scene("subsidy-empty", "subsidy", "empty", page("subsidy")),
        Scene("subsidy-demo", "subsidy", "demo", with_examples),
        Scene("subsidy-claim-new", "dialogs", "demo", with_examples, begin),
        Scene("subsidy-notice", "dialogs", "demo", with_examples, notice),
        Scene("subsidy-claims-none", "subsidy", "empty", page("subsidy_claims")),
        Scene("subsidy-applicant", "subsidy", "demo", page("subsidy_applicant")),
        Scene("subsidy-draft", "subsidy", "demo", draft),
        *(Scene(f"subsidy-draft-{name}", "subsidy", "demo", part(name)) for name in PARTS_SHOWN),
        Scene("subsidy-scheme-new", "subsidy", "demo", editor("")),
        Scene("subsidy-scheme", "subsidy", "demo", editor("example-jingning-2025-cross-border")),
        Scene("subsidy-scheme-step", "subsidy", "demo", editor("example-liulin-2024-cross-border")),
        Scene("subsidy-scheme-lists", "subsidy", "demo", editor_below),
        Scene("subsidy-scheme-wrong", "subsidy", "demo", editor_wrong),
        Scene("subsidy-needs", "subsidy", "demo", page("subsidy_more")),
        Scene("subsidy-trials", "subsidy", "demo", trials),
        Scene("subsidy-training", "subsidy", "demo", training),
        Scene("subsidy-pool", "subsidy", "demo", pool),
        Scene("subsidy-trial", "dialogs", "demo", page("subsidy_more"), press("trial")),
        Scene("subsidy-form-none", "subsidy", "demo", form_page),
        Scene("subsidy-form", "subsidy", "demo", form_shown),
        Scene("subsidy-packed", "subsidy", "demo", packed),
        Scene("subsidy-paper", "subsidy", "demo", paper(0)),
        Scene("subsidy-paper-ledger", "subsidy", "demo", paper(2)),
        Scene("subsidy-mask", "dialogs", "demo", pictured, mask),
        Scene("subsidy-freeze", "dialogs", "demo", ready, press("step")),
        Scene("subsidy-frozen", "subsidy", "demo", frozen),
        Scene("subsidy-submit", "dialogs", "demo", frozen, press("step")),
        Scene("subsidy-approve", "dialogs", "demo", submitted, press("step")),
        Scene("subsidy-paid", "subsidy", "demo", paid),
        Scene("subsidy-claims", "subsidy", "demo", page("subsidy_claims")),
        Scene("subsidy-own", "subsidy", "demo", page("subsidy")),
        Scene("subsidy-years", "subsidy", "demo", years),
        Scene("subsidy-failed", "subsidy", "demo", failed("subsidy"), tidy=page("subsidy")),
    )


def do(stage: Stage, command: Callable[[Book], object]) -> Any:
    """Change the open book, as another page would."""
    desk = stage.program.context.desk
    assert desk is not None
    return desk.do(command).result()


def with_examples(stage: Stage) -> None:
    """The examples that the program brings, over the year."""
    do(stage, add_examples)
    stage.go("subsidy")


def begin(stage: Stage) -> None:
    """The dialog that chooses what a claim covers."""
    stage.page.claim.click()


def notice(stage: Stage) -> None:
    """The dialog that makes an example one's own."""
    stage.page._make_own(EXAMPLES[1])


def draft(stage: Stage) -> None:
    """A draft over an example, with all that stands in its way."""
    do(stage, add_examples)
    claim = do(stage, partial(begin_claim, schemes=EXAMPLES[:1], from_on=YEAR[0], to_on=YEAR[1]))
    stage.go("subsidy_claim", claim.number)


def part(name: str) -> Step:
    """A part of the draft."""

    def show(stage: Stage) -> None:
        draft(stage)
        stage.page.parts.choose(name)

    return show


def ready(stage: Stage) -> None:
    """A draft under an own scheme, with nothing in its way."""
    do(stage, add_examples)
    do(stage, partial(set_applicant, values=APPLICANT))
    said = NoticeData(
        issuer="眉县商务局",
        document_number="眉商发〔2026〕12号",
        source_url="https://www.meixian.gov.cn/2026/12.html",
        year=2026,
    )
    kept = [one for one in do(stage, schemes_of) if not one.example]
    own = kept[0] if kept else do(stage, partial(make_own, scheme=EXAMPLES[1], notice=said))
    claim = do(stage, partial(begin_claim, schemes=[own.id], from_on=YEAR[0], to_on=YEAR[1]))
    stage.go("subsidy_claim", claim.number)


def frozen(stage: Stage) -> None:
    """The claim frozen; one that is there already is taken."""
    claims = [claim for claim in do(stage, list_claims) if not claim.is_draft]
    if not claims:
        ready(stage)
        step(stage, stage.page._number, ClaimEvent.FREEZE)
        claims = [claim for claim in do(stage, list_claims) if not claim.is_draft]
    stage.go("subsidy_claim", claims[0].number)


def submitted(stage: Stage) -> None:
    """The claim handed in."""
    frozen(stage)
    if stage.page._view.claim.state == "frozen":
        step(stage, stage.page._number, ClaimEvent.SUBMIT)
    frozen(stage)


def paid(stage: Stage) -> None:
    """The claim approved with less, and paid."""
    submitted(stage)
    claim = stage.page._view.claim
    if claim.state == "submitted":
        less = {one.scheme: one.asked_fen * 9 // 10 for one in claim.items}
        step(stage, claim.number, ClaimEvent.APPROVE, less, "有一笔推广费没有发票")
        step(stage, claim.number, ClaimEvent.PAY, {"": sum(less.values())})
    frozen(stage)
    stage.page.parts.choose("history")


def step(
    stage: Stage, number: str, event: ClaimEvent, amounts: dict[str, int] | None = None, note: str = ""
) -> None:
    """Take a step of a claim's life."""
    said = ClaimStepData(event=event, on=YEAR[1], note=note, amounts=amounts or {})
    do(stage, partial(take_step, number=number, step=said))


def years(stage: Stage) -> None:
    """The calendar of deadlines, and what each year gave."""
    paid(stage)
    side = stage.go("subsidy").side
    side.ensureWidgetVisible(side.years)


def press(name: str) -> Step:
    """Press a button of the page."""
    return lambda stage: getattr(stage.page, name).click()


def form_page(stage: Stage) -> None:
    """No form chosen yet."""
    draft(stage)
    number = stage.page._number
    stage.window.page_named("subsidy_form")._view = None  # type: ignore[attr-defined]
    stage.go("subsidy_form", number)


def form_shown(stage: Stage) -> None:
    """A county's form with two fields put into it."""
    form_page(stage)
    folder = stage.program.context.desk.path.parent  # type: ignore[union-attr]
    stage.page._look(make_form(folder / "申报表.xlsx"))
    stage.settle()
    grid = stage.page.grid
    for place, field in (("申报表!B3", "applicant.name"), ("申报表!D6", "claim.amount")):
        grid.setCurrentCell(*grid._cells[place])
        stage.page._put(field_item(stage.page, field))


def field_item(page: Any, name: str) -> Any:
    """The field of that name in the list."""
    fields = (page.fields.item(at) for at in range(page.fields.count()))
    return next(item for item in fields if item.toolTip() == f"{{{{{name}}}}}")


def packed(stage: Stage) -> None:
    """The last of the seven clicks: the pack is written, and can be opened."""
    draft(stage)
    desk = stage.program.context.desk
    assert desk is not None
    write = partial(
        pack_claim,
        number=stage.page._number,
        target=desk.path.parent / "申报材料",
        today=YEAR[1],
        progress=lambda _done, _whole: None,
    )
    stage.page._packed(desk.ask(write).result())


def paper(at: int) -> Step:
    """A sheet of the draft as it lies on paper, counted from 0."""

    def show(stage: Stage) -> None:
        draft(stage)
        stage.go("subsidy_paper", stage.page._number)
        stage.page.list.setCurrentRow(at)

    return show


def pictured(stage: Stage) -> None:
    """A draft with a screenshot of an order, on which a buyer's name stands."""
    draft(stage)
    stage.page.parts.choose("evidence")
    desk = stage.program.context.desk
    assert desk is not None
    shot = order_picture(desk.path.parent / "订单截图.png")
    stage.page._attach([stage.page._view.anything_else], [shot])
    stage.settle()


def mask(stage: Stage) -> None:
    """The dialog in which parts of it are made black."""
    stage.page.parts.evidence.black.click()


def order_picture(path: Path) -> Path:
    """Make the picture of an order as a platform shows it."""
    picture = QImage(900, 1200, QImage.Format.Format_RGB32)
    picture.fill(QColor(250, 250, 250))
    painter = QPainter(picture)
    painter.setPen(QColor(30, 30, 30))
    painter.setFont(font(30))
    lines = ("Order 583870900000013541", "Somchai Jaidee", "+66 81 234 5678", "猕猴桃果醋 × 2")
    for at, text in enumerate((*lines, "THB 339.00")):
        painter.drawText(60, 120 + 90 * at, text)
    painter.end()
    picture.save(str(path))
    return path


def make_form(path: Path) -> Path:
    """A form as a county makes it: a title across, labels, and boxes to fill in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申报表"
    for at, width in enumerate((14, 26, 14, 26)):
        sheet.column_dimensions["ABCD"[at]].width = width
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "眉县农村电商发展资金申报表"
    labels = {
        "A3": "单位全称", "C3": "信用代码（18 位）", "A4": "经办人姓名", "C4": "手机号码",
        "A5": "开户行全称", "C5": "收款账号", "A6": "起止日期", "C6": "申请金额（元）",
        "A7": "金额大写", "A8": "申报单位（盖章）",
    }  # fmt: skip
    for cell, text in labels.items():
        sheet[cell] = text
    sheet.merge_cells("B7:D7")
    sheet.merge_cells("B8:D8")
    book.save(path)
    return path


def editor(scheme: str) -> Step:
    """The editor on a scheme of the book, a figure tried in it."""

    def show(stage: Stage) -> None:
        do(stage, add_examples)
        stage.go("subsidy_scheme", scheme)
        stage.page.base.setText("80万")
        stage.page._read_back()
        stage.settle()

    return show


def editor_below(stage: Stage) -> None:
    """The lists further down: thresholds, caps, special cases, figures, evidence."""
    editor("example-shanxi-2023-parcels")(stage)
    form = stage.page.form
    values = form.values()
    values["inputs"] = {"出口额": "海关统计出口额（美元）"}
    either = [{"measure": "net", "at_least": "100000"}, {"measure": "出口额", "above": "20000"}]
    values["thresholds"] = [{"any": either}, *values["thresholds"][1:]]
    values["overrides"] = [{"when": {"measure": "parcels", "at_least": "50000"}, "cap": "1200000"}]
    values["caps"] = [*values["caps"], {"per": "year", "amount": "2000000"}]
    values["evidence"] = [{"kind": "waybill", "per": "line", "required": True}]
    form.show_values(values)
    stage.page._read_back()
    stage.settle()
    form.ensureWidgetVisible(form.evidence)


def editor_wrong(stage: Stage) -> None:
    """Two tiers that do not meet: said beside the field."""
    editor("example-jingning-2025-cross-border")(stage)
    line = stage.page.form.rule.tiers.lines[1]
    line.start.setText("1200000")
    stage.page._read_back()
    stage.settle()
    stage.page.there.click()


def trials(stage: Stage) -> None:
    """A trial period that has begun, day by day."""
    begun = Trial(name="泰国新店试播", first_on=date(2026, 10, 10), days=30, target_fen=600_000)
    do(stage, mark_trials)
    do(stage, partial(write_trial, trial=begun))
    stage.go("subsidy_more", "trials")


def training(stage: Stage) -> None:
    """What courses came to."""
    course = Training(
        entry="T1", on=date(2026, 3, 2), person="王倩", course="跨境直播基础", organiser="县商务局",
        hours_milli=16_000,
    )  # fmt: skip
    do(stage, partial(put_course, course=course))
    stage.go("subsidy_more", "training")


def put_course(book: Book, *, course: Training) -> None:
    """Write a course down, where it is not there yet."""
    if book.get("training", course.entry) is None:
        with book.write("test") as writer:
            writer.put(course)


def pool(stage: Stage) -> None:
    """What one may expect of a pool that does not suffice."""
    with_examples(stage)
    part = stage.page.side.pool
    part.pool.setText("200万")
    part.all.setText("80万、120万、150万")
    part._typed()
    stage.settle()
    stage.page.side.ensureWidgetVisible(part)


def mark_trials(book: Book) -> None:
    """The streams since the tenth are those of the trial."""
    held = [one for one in book.iterate("sessions") if one.started_at.date() >= date(2026, 10, 10)]
    with book.write("test") as writer:
        for one in held:
            writer.put(replace(one, trial=True))
