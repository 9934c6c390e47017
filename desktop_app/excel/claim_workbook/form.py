"""申报表: the form itself, on upright A4, with room to sign, stamp and decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desktop_app.domain.subsidy.words import MONEY
from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.desk import format_of
from desktop_app.excel.claim_workbook.making import add_capitals, local
from desktop_app.excel.claim_workbook.names import period
from desktop_app.excel.claim_workbook.phrases import rule_text, unit_of
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.values import Formula, Ref, Value
from desktop_app.excel.claim_workbook.words import sheet_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.reckoning import Reckoned
    from desktop_app.excel.claim_workbook.sheet import Sheet
    from desktop_app.excel.claim_workbook.summary import Summary
    from desktop_app.reports.claim.document import Applicant, ClaimDocument

_WIDTHS: Final = [6.0, 12.0, 13.0, 15.5, 8.5, 9.0, 14.0, 15.0]
_WIDE: Final = len(_WIDTHS)
_LABEL: Final = 2
_PAIRS: Final = (
    (("name", "单位名称/姓名"), ("kind", "主体类型")),
    (("credit_code", "统一社会信用代码"), ("registered_on", "登记日期")),
    (("legal_representative", "法定代表人/经营者"), ("id_card", "身份证号")),
    (("contact", "联系人(经办人)"), ("phone", "电话")),
    (("email", "邮箱"), ("category", "人员类别")),
)
_WHOLE: Final = (
    ("address", "注册地址"),
    ("shops", "平台及店铺"),
    ("shop_urls", "店铺网址"),
    ("products", "主营产品"),
)
_ACCOUNT: Final = (
    ("bank_account_name", "账户名称"),
    ("bank_name", "开户银行(到支行)"),
    ("bank_account", "银行账号"),
)
_OFFICES: Final = ("镇街审核意见", "商务部门审核意见", "人社部门审核意见", "财政部门审核意见")


def add_form(making: Making, reckoned: Mapping[int, Reckoned], summary: Summary) -> None:
    """Add the form; its figures are those of the summary."""
    document = making.document
    sheet = making.new_sheet(sheet_name("form"), list(_WIDTHS), landscape=False)
    _add_head(sheet, document)
    headings = [_section(sheet, "一、基本情况")]
    _add_applicant(sheet, document.applicant)
    headings.append(_section(sheet, "二、收款账户"))
    for name, label in _ACCOUNT:
        _whole(sheet, label, _field(document.applicant, name))
    headings.append(_section(sheet, "三、申报事项"))
    _add_items(sheet, document, reckoned, summary)
    headings.append(_section(sheet, "四、是否已享受同类资金"))
    sheet.add([Put(document.same_kind, looks.OPEN_AREA, _WIDE)], 36)
    headings.append(_section(sheet, "五、承诺"))
    _add_promise(sheet, document)
    headings.append(_section(sheet, "六、审核意见"))
    _add_opinions(sheet)
    if document.manifest_hash:
        said = f"佐证材料清单文件校验码(SHA-256)：{document.manifest_hash}"
        sheet.add([Put(said, looks.Look(font=looks.FANG_SONG, size=9, boxed=False), _WIDE)])
    sheet.fix_pages(headings)


def _add_head(sheet: Sheet, document: ClaimDocument) -> None:
    # Which of the notice's attachments it is, the claim may not know: there is room to write its number.
    sheet.add([Put(document.attachment or "附件", looks.ATTACHMENT, _WIDE)], 24)
    sheet.add([Put(document.title, looks.TITLE, _WIDE)], 44)
    plain, right = looks.PLAIN_WRAPPED, looks.PLAIN_RIGHT
    filled = document.filled_on
    day = f"{filled.year} 年 {filled.month} 月 {filled.day} 日" if filled else "　　年　　月　　日"
    by = "申报人(签字按手印)" if document.applicant.is_person else "申报单位(盖章)"
    sheet.add([Put(f"{by}：{document.applicant.name}", plain, 5), Put(f"填报日期：{day}", right, 3)])
    number = f"通知文号：{document.document_number}"
    sheet.add([Put(number, plain, 5), Put(f"申报期间：{period(document)}", right, 3)])
    version = f"-{document.version}" if document.version > 1 else ""
    sheet.add([Put(f"申报编号：{document.number}{version}", plain, 5), Put("单位:元", right, 3)])


def _section(sheet: Sheet, text: str) -> int:
    return sheet.add([Put(text, looks.SECTION_BOXED, _WIDE)], 24)


def _field(applicant: Applicant, name: str) -> Value:
    """Return what stands in a field: "/" only where it does not apply, nothing where it is missing."""
    if name in applicant.not_applicable:
        return "/"
    value: Value = getattr(applicant, name)
    return value


def _add_applicant(sheet: Sheet, applicant: Applicant) -> None:
    for left, right in _PAIRS:
        puts = []
        for (name, label), spans in ((left, (_LABEL, 2)), (right, (_LABEL, 2))):
            value = _field(applicant, name)
            look = looks.VALUE if isinstance(value, str) else replace(looks.VALUE, number_format=looks.DAY)
            puts += [Put(label, looks.LABEL, spans[0]), Put(value, look, spans[1])]
        sheet.add(puts, max(24, sheet.needed_height(puts)))
    for name, label in _WHOLE:
        _whole(sheet, label, _field(applicant, name))


def _whole(sheet: Sheet, label: str, value: Value) -> None:
    puts = [Put(label, looks.LABEL, _LABEL), Put(value, looks.VALUE, _WIDE - _LABEL)]
    sheet.add(puts, max(24, sheet.needed_height(puts)))


def _add_items(
    sheet: Sheet, document: ClaimDocument, reckoned: Mapping[int, Reckoned], summary: Summary
) -> None:
    spans = (1, 2, 1, 2, 1, 1)
    headings = ("序号", "政策条款(文号)", "计算基数", "标准", "测算金额", "申请金额")
    sheet.add([Put(one, looks.HEADING, span) for one, span in zip(headings, spans, strict=True)], 24)
    first = sheet.rows + 1
    for item in document.items:
        found = reckoned[item.number]
        scheme = item.scheme
        clause = f"{scheme.name}（{scheme.document_number}）" if scheme.document_number else scheme.name
        asked = summary.asked[item.number]
        unit = unit_of(scheme)
        shown = looks.MONEY if scheme.base.measure in MONEY else format_of(found.base.value)
        look = looks.figures(shown if unit in {"元", ""} else f'{shown}"{unit}"')
        values: tuple[tuple[Value, looks.Look], ...] = (
            (item.number, looks.Look(looks.COUNT, align="center")),
            (clause, looks.VALUE),
            (Formula(found.base.address, found.base.value), look),
            (rule_text(scheme, found.rule, item.outcome.tier), looks.VALUE),
            (
                Formula(summary.computed[item.number].address, summary.computed[item.number].value),
                looks.FIGURES,
            ),
            (Formula(asked.address, asked.value), looks.FIGURES),
        )
        sheet.add([Put(value, shape, span) for (value, shape), span in zip(values, spans, strict=True)])
    last = sheet.rows
    total = Formula(f"ROUND(SUM(H{first}:H{last}),2)", summary.total.value)
    row = sheet.add(
        [
            Put("合计(小写)", looks.TOTAL_LABEL, 3),
            Put(None, looks.TEXT, 4),
            Put(total, looks.TOTAL),
        ],
        24,
    )
    ref = Ref(f"H{row}", summary.total.value)
    add_capitals(sheet, "合计(大写)", Ref(local(ref.address), ref.value), (3, 4, 1))


def _add_promise(sheet: Sheet, document: ClaimDocument) -> None:
    is_person = document.applicant.is_person
    party = "本人" if is_person else "本单位"
    sign = "申报人签字(按手印)：" if is_person else f"法定代表人(签字)：{'　' * 10}单位(盖章)："
    said = (
        f"{party}承诺所填内容和所附材料真实、合法、有效，未重复申报；如有不实，自愿退回所得资金并承担相应责任。"
        f"\n\n{'　' * 8}{sign}\n\n{'　' * 30}年　　月　　日"
    )
    sheet.add([Put(said, looks.OPEN_AREA, _WIDE)], 104)


def _add_opinions(sheet: Sheet) -> None:
    """Add the offices' opinions, two beside each other, left empty."""
    sign = "\n\n\n\n　　经办人：　　　　　　　(盖章)\n　　　　　　　　年　　月　　日"
    half = _WIDE // 2
    for at in range(0, len(_OFFICES), 2):
        sheet.add([Put(f"{office}：{sign}", looks.OPEN_AREA, half) for office in _OFFICES[at : at + 2]], 118)
