"""政策与汇率依据: the notice of each item, how its amount was reckoned, every rate with day and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.desk import WIDTHS, Desk
from desktop_app.excel.claim_workbook.names import items_about
from desktop_app.excel.claim_workbook.phrases import exchange_text
from desktop_app.excel.claim_workbook.reckoning import Reckoned, reckon
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.words import sheet_name, title_of
from desktop_app.reports.claim.printed import sources_explained

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.sheet import Sheet
    from desktop_app.excel.claim_workbook.sources import Sources
    from desktop_app.reports.claim.document import ClaimDocument, ClaimItem
    from desktop_app.reports.claim.rows import RateUsed

_ZONE: Final = "日期按北京时间(Asia/Shanghai)"
_RATES: Final = ("序号", "币种", "日期", "人民币元", "外币单位数", "来源")
_SECTION: Final = 30.0
_ROW: Final = 21.0
"""Heights of the rates' title and of a row of them, in points."""


def add_basis(making: Making, sources: Sources) -> dict[int, Reckoned]:
    """Add the sheet, and return where each item's figures stand. Raises ClaimFiguresError."""
    document = making.document
    sheet = making.new_sheet(sheet_name("basis"), list(WIDTHS), landscape=False)
    wide = len(WIDTHS)
    sheet.add([Put(title_of("basis"), looks.TITLE_LIST, wide)], 34)
    about = items_about(document, [item.number for item in document.items])
    sheet.add([Put(about, looks.PLAIN_WRAPPED, wide)])
    sheet.add([Put("单位:元", looks.PLAIN_RIGHT, wide)])
    sheet.title_rows = (3, 3)
    desk = Desk(sheet)
    reckoned = {}
    for item in document.items:
        if item is not document.items[0]:
            sheet.breaks.append(sheet.rows)
        sheet.add([Put(f"申报事项{item.number}　{item.scheme.name}", looks.SECTION, wide)], _SECTION)
        _add_notice(desk, document, item)
        desk.heading("测算过程")
        reckoned[item.number] = reckon(desk, item, sources)
        sheet.blank(14)
    _add_rates(sheet, document)
    return reckoned


def _add_notice(desk: Desk, document: ClaimDocument, item: ClaimItem) -> None:
    scheme = item.scheme
    desk.heading("政策依据")
    desk.text("发文单位", scheme.issuer or document.issuer)
    desk.text("文号", scheme.document_number or "")
    desk.text("通知网址", scheme.source_url or "")
    desk.text("有效期", _between(scheme.valid_from, scheme.valid_to))
    desk.text("条款", scheme.clause or "")
    cut_off = f"；退款计算截止 {document.cut_off_on.isoformat()}" if document.cut_off_on else ""
    desk.text("统计口径", f"{_ZONE}{cut_off}；{exchange_text(scheme)}")


def _between(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f"{first.isoformat() if first else ''} 至 {last.isoformat() if last else ''}".strip()


def _add_rates(sheet: Sheet, document: ClaimDocument) -> None:
    """Add the rates in order of currency and day, below their headings on each page that they take."""
    if not document.rates:
        return
    rates = sorted(document.rates, key=lambda rate: (rate.currency, rate.on))
    explained = Put(sources_explained(rate.source for rate in rates), looks.PLAIN_WRAPPED, len(WIDTHS))
    height = max(_ROW, sheet.needed_height([explained])) if explained.value else 0.0
    each = sheet.rows_a_page(_ROW, _SECTION + height + _ROW)
    first = sheet.rows + 1
    for start in range(0, len(rates), each):
        if len(rates) > each:
            sheet.breaks.append(sheet.rows)
        said = "使用的汇率" if start == 0 else "使用的汇率（续）"
        sheet.add([Put(said, looks.SECTION, len(WIDTHS))], _SECTION)
        if explained.value and start == 0:
            sheet.add([explained], height)
        sheet.add([Put(heading, looks.HEADING) for heading in _RATES], _ROW)
        for number, rate in enumerate(rates[start : start + each], start=start + 1):
            _add_rate(sheet, number, rate)
    if len(rates) <= each:
        sheet.keep_together(first)


def _add_rate(sheet: Sheet, number: int, rate: RateUsed) -> None:
    centred = looks.Look(looks.COUNT, align="center")
    puts = [
        Put(number, centred),
        Put(rate.currency, looks.CENTRED),
        Put(rate.on, looks.Look(looks.DAY, align="center")),
        Put(rate.cny, looks.figures(looks.RATE)),
        Put(rate.units, centred),
        Put(rate.source, looks.VALUE),
    ]
    sheet.add(puts, max(_ROW, sheet.needed_height(puts)))
