"""Reads the sheets of a ledger workbook into rows of cells under English keys (WORKBOOK.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.oracle.arithmetic import round_half_up

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

# English key and Chinese heading of every column; the words of WORKBOOK's table, sheet by sheet.
HEADINGS: dict[str, tuple[str, str]] = {
    "Products": (
        "商品",
        (
            "sku 货号, name 名称, name_en 英文名, category 类别, unit 单位, unit_weight_g 单位重量(克), "
            "list_price 标价, list_currency 标价币种, packaging_cost 包装费, reference_cost 参考成本, "
            "kg_per_unit 每单位公斤, reference_price 参考价, brand 品牌, origin 产地, "
            "shelf_life_days 保质期(天), reorder_level 补货线, hs_code 海关编码, components 组成"
        ),
    ),
    "Lots": (
        "批次",
        (
            "lot 批次号, sku 货号, received_on 入库日期, quantity 数量, total_cost 总成本, "
            "location 存放地点, best_before 保质期至, supplier 供货人, grade 等级"
        ),
    ),
    "Accounts": (
        "账号",
        (
            "account 账号, platform 平台, market 市场, currency 币种, timezone 时区, role 角色, "
            "commission_rate 佣金率, payment_fee_rate 支付费率, fee_refund_rate 退款退佣比例, "
            "attribution_hours 归属时长, return_days 退货期(天)"
        ),
    ),
    "Sessions": (
        "场次",
        (
            "session 场次号, account 账号, status 状态, title 标题, started_at 开播时间, ended_at 下播时间, "
            "host 主播, trial 试播, views 观看次数, viewers 观看人数, peak_viewers 最高在线, "
            "new_followers 新增粉丝, product_clicks 商品点击, platform_gmv 平台GMV, host_pay 主播费用, "
            "other_cost 其他费用, note 备注"
        ),
    ),
    "Sales": (
        "销售",
        (
            "order_id 订单号, line 行号, account 账号, session 场次号, ordered_at 下单时间, sku 货号, "
            "quantity 数量, unit_price 单价, currency 币种, seller_discount 商家优惠, "
            "platform_discount 平台优惠, shipping_charged 运费收入, platform_fee 平台费用, tax 税费, "
            "status 状态, country 国家, lot 批次号, shipped_on 发货日期, delivered_on 签收日期, "
            "settled_on 结算日期, tracking 运单号, customs_code 监管方式, declaration 报关单号, "
            "payment_ref 收款流水号, invoice 发票号, excluded 剔除原因"
        ),
    ),
    "Promotions": (
        "推广",
        (
            "promotion 推广号, account 账号, sessions 场次号, kind 类型, started_at 开始, ended_at 结束, "
            "amount 金额, currency 币种, impressions 曝光, clicks 点击, platform_roi 平台ROI, "
            "supplier 供应商, invoice 发票号, paid_on 付款日期"
        ),
    ),
    "Shipping": (
        "物流",
        (
            "shipment 货件号, leg 运段, kind 类型, carrier 承运商, tracking 运单号, on 日期, account 账号, "
            "orders 订单号, sessions 场次号, cost 费用, currency 币种, billed_weight_g 计费重(克), "
            "split 分摊方式, from_place 起运地, to_place 到达地, distance_km 里程, invoice 发票号, "
            "paid_on 付款日期, payment_ref 付款流水号"
        ),
    ),
    "Returns": (
        "退货",
        (
            "return 退货号, account 账号, order_id 订单号, line 行号, sku 货号, quantity 数量, "
            "restocked_quantity 退回入库数量, reason 原因, refund 退款, platform_reversed 平台收回, "
            "fee_refunded 退回费用, return_shipping 退货运费, return_shipping_currency 退货运费币种, "
            "compensation 赔付, compensation_currency 赔付币种, returned_on 日期"
        ),
    ),
    "Stock": (
        "库存变动",
        (
            "entry 记录号, lot 批次号, on 日期, kind 类型, quantity 数量, session 场次号, "
            "to_location 调入地点, note 备注"
        ),
    ),
    "Rates": ("汇率", "currency 币种, on 日期, units 单位数, cny 人民币"),
    "Overheads": (
        "日常费用",
        (
            "entry 记录号, on 日期, kind 类型, amount 金额, currency 币种, supplier 供应商, invoice 发票号, "
            "paid_on 付款日期, note 备注"
        ),
    ),
    "Repacks": (
        "分级换装",
        (
            "repack 换装号, on 日期, from_lot 来源批次, from_quantity 取用数量, lot 新批次, sku 货号, "
            "quantity 数量, split 分摊方式, grade 等级, note 备注"
        ),
    ),
    "Settlements": (
        "结算",
        (
            "settlement 结算单号, account 账号, order_id 订单号, line 行号, kind 类型, settled_on 结算日期, "
            "currency 币种, amount 金额, fees 费用, refunds 退款, note 备注"
        ),
    ),
    "Payouts": (
        "到账",
        (
            "payout 到账号, account 账号, on 日期, currency 币种, amount 金额, fee 手续费, "
            "received_cny 实收人民币, settlements 结算单号, bank_ref 银行流水号"
        ),
    ),
    "Training": (
        "培训",
        "entry 记录号, on 日期, person 学员, course 课程, organiser 主办, hours 课时, certificate 证书号",
    ),
    # Beyond WORKBOOK's table: rates that hold for orders from a day on, a blank as before it.
    "Fee rates": (
        "费率",
        (
            "account 账号, from_on 起始日期, commission_rate 佣金率, payment_fee_rate 支付费率, "
            "fee_refund_rate 退款退佣比例, note 备注"
        ),
    ),
}

# Codes in the two languages. WORKBOOK states the Chinese of a session's status and of a stock entry's
# kind; the Chinese words for an order's status and for the rules of a split are not stated (AMBIGUITIES).
CODES: dict[str, str] = {
    "计划": "planned", "直播中": "live", "已结束": "closed",
    "损耗": "spoilage", "样品": "sample", "赠品": "gift", "盘点调整": "adjustment", "调拨": "transfer",
    "待付款": "placed", "未付款": "placed", "已付款": "paid", "待发货": "paid", "已发货": "shipped",
    "已签收": "delivered", "已送达": "delivered", "已取消": "cancelled",
    "重量": "weight", "按重量": "weight", "数量": "quantity", "按数量": "quantity", "金额": "value",
    "按金额": "value", "货值": "value", "按货值": "value", "包裹": "parcel", "按包裹": "parcel",
}  # fmt: skip

Cell = str | Fraction | date | datetime


def columns(sheet: str) -> dict[str, str]:
    """English key → Chinese heading of one sheet, in WORKBOOK's order."""
    pairs = (item.split(" ", 1) for item in HEADINGS[sheet][1].split(", "))
    return {key: heading for key, heading in pairs}  # noqa: C416


@dataclass(frozen=True)
class When:
    """A point of time as the workbook states it: its UTC moment, its day, and whether it is a date alone."""

    moment: datetime
    day: date
    alone: bool


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at the beginning of `day` in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def _shows_time(number_format: str) -> bool:
    # what stands in quotes, in brackets, or behind a backslash is decoration, not a part of the date
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format)
    return re.search(r"[hs]", bare, re.IGNORECASE) is not None


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    if isinstance(value, datetime):  # WORKBOOK: a cell whose format shows no time is a date alone
        return value if _shows_time(str(cell.number_format)) else value.date()
    if isinstance(value, date):
        return value
    return Fraction(Decimal(str(value)))


def _normal(heading: object) -> str:
    return str(heading or "").strip().casefold().replace("（", "(").replace("）", ")").replace(" ", "_")


def read_rows(path: Path | str) -> dict[str, list[dict[str, Cell]]]:
    """Sheet → its rows as written, blank cells and unknown columns left out, blank rows skipped."""
    book = openpyxl.load_workbook(path, data_only=True)
    result: dict[str, list[dict[str, Cell]]] = {sheet: [] for sheet in HEADINGS}
    names = {_normal(name): sheet for sheet, (zh, _) in HEADINGS.items() for name in (sheet, zh)}
    for page in book.worksheets:
        sheet = names.get(_normal(page.title))
        if sheet is None:
            continue
        keys = {_normal(word): key for key, zh in columns(sheet).items() for word in (key, zh)}
        rows = list(page.iter_rows())
        heads = [keys.get(_normal(cell.value)) for cell in rows[0]] if rows else []
        for row in rows[1:]:
            read = {key: _cell(cell) for key, cell in zip(heads, row, strict=True) if key is not None}
            filled = {key: value for key, value in read.items() if value is not None}
            if filled:
                result[sheet].append(filled)
    book.close()
    return result


class Row:
    """Typed access to one row's cells."""

    def __init__(self, cells: dict[str, Cell], zone: ZoneInfo) -> None:
        self._cells, self._zone = cells, zone

    def text(self, key: str) -> str:
        """The cell as text, `""` where blank; a whole number stands for its digits."""
        value = self._cells.get(key, "")
        return str(value).strip()

    def code(self, key: str, default: str = "") -> str:
        word = self.text(key).casefold()
        return CODES.get(word, word) or default

    def number(self, key: str) -> Fraction | None:
        value = self._cells.get(key)
        if value is None:
            return None
        if isinstance(value, (date, datetime)):
            raise ValueError(f"{key}: a date where a number is wanted")
        return value if isinstance(value, Fraction) else Fraction(Decimal(value))

    def milli(self, key: str) -> int:
        """A quantity in thousandths of the unit (MODEL 2); blank is 0."""
        return whole((self.number(key) or Fraction(0)) * 1000, key)

    def minor(self, key: str, decimals: int) -> int | None:
        """An amount in minor units; one finer than the minor unit is refused (MODEL 2)."""
        value = self.number(key)
        return None if value is None else whole(value * 10**decimals, key)

    def when(self, key: str) -> When | None:
        """MODEL 2, "Which day", and WORKBOOK: the book's time zone unless an offset is written."""
        value = self._cells.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            value = _point(value)
        if isinstance(value, datetime):
            local = (value if value.tzinfo else value.replace(tzinfo=self._zone)).astimezone(self._zone)
            return When(local.astimezone(UTC), local.date(), False)
        if isinstance(value, date):
            return When(first_moment(value, self._zone), value, True)
        raise ValueError(f"{key}: no date: {value}")

    def must_when(self, key: str) -> When:
        found = self.when(key)
        if found is None:
            raise ValueError(f"{key}: a date is required")
        return found

    def day(self, key: str) -> date | None:
        """The day of a column that holds dates."""
        found = self.when(key)
        return None if found is None else found.day

    def items(self, key: str) -> list[str]:
        """The parts of a cell that lists several, `;` between."""
        return [part.strip() for part in self.text(key).replace("；", ";").split(";") if part.strip()]


def _point(text: str) -> date | datetime:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        year, month, day = map(int, text.split("-"))
        return date(year, month, day)
    return datetime.fromisoformat(text)


def whole(value: Fraction, what: str) -> int:
    if value.denominator != 1:
        raise ValueError(f"{what}: finer than the unit: {value}")
    return value.numerator


def times(quantity_milli: int, other_milli: int) -> int:
    """The product of two quantities, rounded to thousandths (MODEL 4, bundles)."""
    return round_half_up(Fraction(quantity_milli * other_milli, 1000))
