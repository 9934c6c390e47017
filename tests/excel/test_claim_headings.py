"""The sheets of a claim have the columns that the page lists, and the form's pages end where sections do."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from desktop_app.excel.claim_workbook.writing import write_claim
from desktop_app.reports.claim.rows import RateUsed
from tests.excel.claims_made import freight_claim, sales_claim, trial_claim
from tests.excel.recalculating import convert
from tests.tools import require_tool

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop_app.reports.claim.document import ClaimDocument

COLUMNS = {
    "测算汇总表": (
        "序号, 申报事项, 文号及条款, 申报期间, 计算基数, 单位, 门槛达到否, 适用档次/标准, 测算方式, "
        "测算金额, 封顶, 已享受金额, 申请金额, 佐证编号, 备注"
    ),
    "销售明细台账": (
        "序号, 成交日期, 平台, 店铺, 直播场次号, 订单编号, 商品, 数量, 计量单位, 净重kg, 目的国, 币种, "
        "成交额(原币), 退款, 净额(原币), 汇率, 汇率日期, 净额(元), 监管方式, 报关单/清单号, 物流单号, "
        "收款流水号, 发票号, 是否计入, 剔除原因, 佐证编号"
    ),
    "物流明细表": (
        "序号, 寄件日期, 订单编号, 物流公司, 物流单号, 寄件地, 目的国, 商品, 件数, 重量kg, 运费(元), "
        "运费发票号, 补贴标准, 测算补贴, 县域内发货, 签收, 佐证编号, 备注"
    ),
    "费用明细表": (
        "序号, 费用类别, 供应商, 服务期间, 发票号, 发票日期, 币种, 原币金额, 汇率, 折人民币, 付款日期, "
        "付款方式, 回单号, 可计入金额, 支持比例, 测算金额, 佐证编号"
    ),
    "直播场次表": (
        "场次号, 平台, 账号, 开播时间, 时长(分钟), 观看, 订单数, 成交额, 退款额, 推流费用, 场次利润, "
        "主播, 录屏编号"
    ),
}
LANDSCAPE = {*COLUMNS, "收款对账表"}
SECTIONS = ("一、", "二、", "三、", "四、", "五、", "六、")


def made(path: Path, document: ClaimDocument) -> Any:
    write_claim(path, document)
    return load_workbook(path)


@pytest.mark.parametrize(
    ("claim", "sheets"),
    [
        (lambda: sales_claim(20), ("测算汇总表", "销售明细台账", "直播场次表")),
        (lambda: freight_claim(20), ("测算汇总表", "物流明细表", "费用明细表")),
        (trial_claim, ("直播场次表",)),
    ],
)
def test_lists_have_the_columns_of_the_page(
    tmp_path: Path, claim: Callable[[], ClaimDocument], sheets: tuple[str, ...]
) -> None:
    workbook = made(tmp_path / "c.xlsx", claim())
    for name in sheets:
        wanted = COLUMNS[name].split(", ")
        headings = [cell.value for cell in workbook[name][3]]
        assert set(wanted) <= set(headings), name
        printed = [one for one in headings if one in wanted]
        # What is printed stands in the page's order, and what is not beyond it in that order too.
        turns = sum(wanted.index(one) > wanted.index(two) for one, two in pairwise(printed))
        assert turns <= 1, name
    for page in workbook:
        upright = page.title not in LANDSCAPE and not page.title.startswith(tuple(LANDSCAPE))
        assert page.page_setup.orientation == ("portrait" if upright else "landscape"), page.title


@pytest.mark.parametrize("claim", [lambda: sales_claim(20), lambda: freight_claim(20), trial_claim])
def test_no_heading_of_the_form_is_the_last_row_of_a_page(
    tmp_path: Path, claim: Callable[[], ClaimDocument]
) -> None:
    form = made(tmp_path / "c.xlsx", claim())["申报表"]
    starts = [1, *(one.id + 1 for one in form.row_breaks.brk), form.max_row + 1]
    # 264 mm of paper at the least scale that fonts of another machine can bring about, the page's own.
    for first, after in pairwise(starts):
        assert sum(form.row_dimensions[row].height for row in range(first, after)) < 760
        assert not str(form.cell(after - 1, 1).value or "").startswith(SECTIONS)


@pytest.mark.parametrize("sources", [("", ""), ("欧洲央行套算", "外汇交易中心")])
def test_rates_stand_below_their_headings_on_every_page(tmp_path: Path, sources: tuple[str, str]) -> None:
    days = [date(2025, 1, 1) + timedelta(days=day) for day in range(60)]
    rates = [
        RateUsed(currency=code, on=day, cny=Decimal(7), units=1, source=source)
        for day in days
        for code, source in zip(("USD", "THB"), sources, strict=True)
    ]
    page = made(tmp_path / "c.xlsx", replace(sales_claim(6), rates=tuple(rates)))["政策与汇率依据"]
    first = next(row for row in range(1, page.max_row) if page.cell(row, 1).value == "使用的汇率")
    starts = [one.id + 1 for one in page.row_breaks.brk if one.id + 1 >= first]
    assert len(starts) > 3
    assert starts[0] == first
    for start, after in pairwise([*starts, page.max_row + 1]):
        explained = str(page.cell(start + 1, 1).value).startswith("汇率来源——")
        assert explained == bool(sources[0] and start == first), "once, where it says anything"
        heading = start + 2 if explained else start + 1
        assert [page.cell(heading, column).value for column in (1, 2)] == ["序号", "币种"]
        assert {page.row_dimensions[row].height for row in range(heading, after)} == {21}, "a line each"
        assert sum(page.row_dimensions[row].height for row in range(start, after)) < 745
    shown = [page.cell(row, 2).value for row in range(first, page.max_row + 1)]
    assert [one for one in shown if one in {"USD", "THB"}] == ["THB"] * 60 + ["USD"] * 60


def test_the_form_has_its_place_for_the_number_of_the_attachment(tmp_path: Path) -> None:
    unnumbered = made(tmp_path / "c.xlsx", replace(sales_claim(6), attachment=""))["申报表"]
    assert (unnumbered["A1"].value, made(tmp_path / "d.xlsx", sales_claim(6))["申报表"]["A1"].value) == (
        "附件",
        "附件1",
    )


@pytest.mark.slow
def test_nothing_is_cut_or_below_eight_points_with_whatever_fonts_there_are(tmp_path: Path) -> None:
    pdftotext = require_tool("pdftotext")
    require_tool("soffice")
    for name, claim in (("s", sales_claim(40)), ("f", freight_claim(40)), ("t", trial_claim())):
        write_claim(tmp_path / f"{name}.xlsx", claim)
    convert(sorted(tmp_path.glob("*.xlsx")), "pdf", tmp_path)
    for name in "sft":
        said = subprocess.run(
            [pdftotext, "-bbox", tmp_path / f"{name}.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout
        words = re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)">([^<]*)<', said)
        assert not [word for *_box, word in words if "##" in word]
        # A line of figures is at most 1.2 times as high as its font.
        heights = [float(bottom) - float(top) for top, bottom, word in words if word.isascii()]
        assert min(heights) / 1.2 >= 8
