"""What lines and costs are called on paper, in Chinese whatever language the window speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.claims.lines import JudgedLine, LeftOut, Standing
from desktop_app.domain.claims.states import ClaimState
from desktop_app.domain.fx import RateSource
from desktop_app.domain.subsidy.words import CostKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEFT_OUT: Final[Mapping[LeftOut, str]] = {
    LeftOut.NO_DAY: "尚无计入日期",
    LeftOut.OTHER_DAY: "计入日期不在申报期内",
    LeftOut.DOMESTIC: "境内销售",
    LeftOut.CROSS_BORDER: "跨境销售",
    LeftOut.PLATFORM: "非指定平台",
    LeftOut.MARKET: "非指定市场",
    LeftOut.SKU: "非指定商品",
    LeftOut.ORIGIN: "非指定产地",
    LeftOut.CARRIER: "非指定承运商",
    LeftOut.CUSTOMS_CODE: "非指定监管方式",
    LeftOut.STATUS: "订单状态未达到要求",
}
_STANDING: Final = {Standing.CANCELLED: "已取消", Standing.UNPAID: "未付款"}
_COSTS: Final[Mapping[CostKind, str]] = {
    CostKind.FREIGHT: "物流费",
    CostKind.PROMOTION: "推广费",
    CostKind.PLATFORM_FEE: "平台费",
    CostKind.WAREHOUSE: "仓储费",
    CostKind.TRAINING: "培训费",
    CostKind.OTHER: "其他费用",
}
_LEGS: Final[Mapping[str, str]] = {
    "county_pickup": "县域揽收",
    "hub": "集货中转",
    "port": "港口",
    "line_haul": "干线运输",
    "customs": "报关清关",
    "last_mile": "末端派送",
    "border_warehouse": "边境仓",
}
"""The stretches of a shipment as the program's own files write them; other words stay as they are."""
_STATES: Final[Mapping[ClaimState, str]] = {
    ClaimState.DRAFT: "草稿",
    ClaimState.FROZEN: "已定稿",
    ClaimState.SUBMITTED: "已报送",
    ClaimState.APPROVED: "已核定",
    ClaimState.PAID: "已拨付",
    ClaimState.RETURNED: "已退回",
    ClaimState.REFUSED: "未通过",
    ClaimState.WITHDRAWN: "已撤回",
}

_SOURCES: Final[Mapping[str, str]] = {
    RateSource.HAND: "自行录入",
    RateSource.LEDGER: "账本表格",
    RateSource.TABLE: "自备表格",
    RateSource.SAFE: "外汇局中间价",
    RateSource.CFETS: "外汇交易中心",
    RateSource.ECB: "欧洲央行",
}
_ACROSS: Final = "套算"
"""The European Central Bank says what a euro is worth: yuan for another currency follow from two rates."""
_EXPLAINED: Final[Mapping[str, str]] = {
    "外汇局中间价": "国家外汇管理局公布的人民币汇率中间价",
    "外汇交易中心": "中国外汇交易中心（中国货币网）公布的人民币汇率中间价",
    "欧洲央行": "欧洲中央银行公布的欧元参考汇率",
    "欧洲央行套算": "由欧洲中央银行公布的欧元参考汇率套算",
    "自行录入": "申报单位（个人）自行填写",
    "账本表格": "申报单位（个人）自己的账本表格",
    "自备表格": "申报单位（个人）自己的其他表格",
}
"""What the short words say, for the line above the rates."""


def reason_printed(line: JudgedLine) -> str:
    """Return why a line is not counted; empty for one that is."""
    if line.left_out is not None:
        return _LEFT_OUT[line.left_out]
    if line.standing is Standing.EXCLUDED:
        return line.fact.excluded
    return _STANDING.get(line.standing, "")


def cost_printed(kind: CostKind) -> str:
    """Return what a kind of cost is called."""
    return _COSTS[kind]


def what_printed(word: str) -> str:
    """Return what a cost was for: a stretch of freight in Chinese, a user's own word as it is."""
    return _LEGS.get(word.strip().casefold().replace(" ", "_").replace("-", "_"), word)


def state_printed(state: ClaimState) -> str:
    """Return how far a claim has come."""
    return _STATES[state]


def source_printed(source: str, currency: str) -> str:
    """Return where a rate of a currency comes from, in as few words as a column holds; empty: not known."""
    printed = _SOURCES.get(source, source)
    return f"{printed}{_ACROSS}" if source == RateSource.ECB and currency != "EUR" else printed


def sources_explained(printed: Iterable[str]) -> str:
    """Return what the sources of rates are in full, each once; empty where none is known."""
    known = [f"{word}：{_EXPLAINED[word]}" for word in dict.fromkeys(printed) if word in _EXPLAINED]
    return f"汇率来源——{'；'.join(known)}。" if known else ""
