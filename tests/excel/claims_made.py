"""Claims made up for the tests of their workbook: figures by the program's own rules, rows by a fixed die."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from desktop_app.domain.money import round_half_up
from desktop_app.domain.subsidy.given import Given, Units
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.working import work_out
from desktop_app.reports.claim.document import Applicant, ClaimDocument, ClaimItem, FiveFigures
from desktop_app.reports.claim.rows import (
    CostList,
    CostRow,
    EvidenceFile,
    RateUsed,
    ReconciliationRow,
    SalesLedger,
    SalesLine,
    SessionRow,
    ShippingList,
    ShippingRow,
    Standing,
    TrainingRow,
    Trial,
    TrialDay,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.domain.subsidy.scheme import Scheme

START = date(2025, 1, 1)
RATES = {
    "THB": (1, ("0.2103", "0.21385", "0.20971234")),
    "USD": (1, ("7.1884", "7.2035", "7.1991")),
    "MYR": (1, ("1.6152", "1.6234", "1.6199")),
    "JPY": (100, ("4.7123", "4.8001", "4.7555")),
    "IDR": (10000, ("4.4012", "4.3876", "4.41")),
}
DECIMALS = {"JPY": 0, "IDR": 2}
APPLICANT = Applicant(
    name="苍溪县红心果业专业合作社",
    kind="合作社",
    credit_code="93510824MA0000001X",
    legal_representative="王秀兰",
    id_card="510824198003051234",
    address="四川省广元市苍溪县陵江镇红军路一段 88 号附 3 号",
    registered_on=date(2019, 4, 12),
    contact="王小川",
    phone="13800001234",
    email="hongxin@example.com",
    shops="TikTok Shop 泰国（红心果园 Kiwi TH）、TikTok Shop 美国、虾皮马来西亚",
    shop_urls="https://shop.tiktok.com/view/shop/7494123456789012345；https://shopee.com.my/hongxin.kiwi",
    products="红心猕猴桃、猕猴桃果干、竹编手工艺品",
    category="返乡创业人员",
    bank_account_name="苍溪县红心果业专业合作社",
    bank_name="四川苍溪农村商业银行股份有限公司陵江支行",
    bank_account="8812 0120 0012 3456 789",
)


def scheme_of(**fields: Any) -> Scheme:
    """Read a scheme as a file states it."""
    stated = {
        "id": "made",
        "name": "跨境电商销售奖励",
        "issuer": "苍溪县商务局",
        "document_number": "苍商务发〔2025〕18号",
        "source_url": "https://www.example.gov.cn/zwgk/2025/18.html",
        "clause": "第六条第（一）款：年度跨境电商净成交额达到规定档次的，按比例奖励，不超过规定限额。",
        "valid_from": "2025-01-01",
        "valid_to": "2025-12-31",
        **fields,
    }
    return read_scheme(json.dumps(stated, ensure_ascii=False).encode())


def rate_on(currency: str, day: date) -> RateUsed | None:
    """Return the rate of a day."""
    if currency == "CNY":
        return None
    units, figures = RATES[currency]
    cny = Decimal(figures[day.month % len(figures)])
    return RateUsed(currency=currency, on=day.replace(day=1), cny=cny, units=units, source="外汇交易中心")


def make_lines(count: int, *, seed: int = 7, usd: bool = False) -> tuple[SalesLine, ...]:
    """Return order lines of several currencies; one in twelve does not count, one in nine is refunded."""
    dice = random.Random(seed)
    fates = [Standing.COUNTED] * 22 + [
        Standing.CANCELLED,
        Standing.EXCLUDED,
        Standing.UNPAID,
        Standing.LEFT_OUT,
    ]
    reasons = {
        Standing.CANCELLED: "发货前取消",
        Standing.EXCLUDED: "测试订单",
        Standing.UNPAID: "未付款",
        Standing.LEFT_OUT: "境内订单，不属跨境",
    }
    return tuple(_line(dice, index, count, dice.choice(fates), reasons, usd=usd) for index in range(count))


def _line(
    dice: random.Random,
    index: int,
    count: int,
    standing: Standing,
    reasons: Mapping[Standing, str],
    *,
    usd: bool,
) -> SalesLine:
    day = START + timedelta(days=index * 360 // count)
    currency = dice.choice(("THB", "THB", "USD", "MYR", "JPY", "IDR", "CNY"))
    decimals = DECIMALS.get(currency, 2)
    amount = dice.randrange(10_000, 400_000) * (100 if currency == "IDR" else 1)
    refund = dice.choice((0,) * 8 + (dice.randrange(1, amount),))
    rate = rate_on(currency, day)
    base_rate = rate_on("USD", day) if usd else None
    factor = Fraction(100, 10**decimals)
    if rate is not None:
        factor *= Fraction(rate.cny) / rate.units
    if usd and currency == "USD":
        rate = base_rate = None
        factor = Fraction(1)
    elif base_rate is not None:
        factor /= Fraction(base_rate.cny)
    sold, left = (_fen(one * factor) for one in (amount, amount - refund))
    return SalesLine(
        sold_on=day,
        platform=dice.choice(("tiktok_shop", "shopee", "lazada")),
        account=dice.choice(("红心果园TH", "Kiwi Home US", "HX-MY")),
        session=f"S{day:%m%d}-{index % 3 + 1}",
        order_id=f"57{dice.randrange(10**16):016d}",
        product=dice.choice(("红心猕猴桃 5斤装 一级果", "猕猴桃果干 250g×3袋", "竹编收纳篮（大号，手工）")),
        quantity=Fraction(dice.randrange(1, 5)),
        unit="箱",
        net_weight_kg=Fraction(dice.randrange(500, 9000), 1000),
        country=dice.choice(("TH", "US", "MY", "JP")),
        currency=currency,
        decimals=decimals,
        amount_minor=amount,
        refund_minor=refund,
        rate=rate,
        base_rate=base_rate,
        amount_base=sold,
        refund_base=sold - left,
        net_base=left,
        settled_base=left if index % 10 else 0,
        customs_code="9610",
        declaration=f"5304202500{dice.randrange(10**8):08d}",
        tracking=f"YT25{dice.randrange(10**12):012d}",
        receipt=f"R{dice.randrange(10**10):010d}",
        invoice=f"2551{dice.randrange(10**12):012d}",
        standing=standing,
        reason=reasons.get(standing, ""),
        evidence=f"P{index % 90 + 1:03d}",
        difference="少付 3 件，核减" if index % 400 == 5 else "",
    )


def _fen(exact: Fraction) -> int:
    return round_half_up(exact.numerator, exact.denominator)


def figures_of(lines: Sequence[SalesLine]) -> FiveFigures:
    """Return the five figures of lines."""

    def total(*standings: Standing) -> int:
        return sum(line.amount_base or 0 for line in lines if line.standing in standings)

    counted = [line for line in lines if line.standing is Standing.COUNTED]
    return FiveFigures(
        paid=total(Standing.COUNTED, Standing.CANCELLED, Standing.EXCLUDED),
        cancelled=total(Standing.CANCELLED),
        excluded=total(Standing.EXCLUDED),
        refunds=sum(line.refund_base or 0 for line in counted),
        net=sum(line.net_base or 0 for line in counted),
    )


def item_of(number: int, scheme: Scheme, given: Given, figures: FiveFigures | None = None) -> ClaimItem:
    """Return an item with the program's outcome."""
    outcome = work_out(scheme, given)
    return ClaimItem(
        number=number,
        scheme=scheme,
        given=given,
        outcome=outcome,
        asked_fen=int(outcome.amount * 100),
        figures=figures,
        evidence=f"{number}-1 至 {number}-9",
    )


def claim_of(items: Sequence[ClaimItem], **fields: Any) -> ClaimDocument:
    """Return a claim of items, with what every claim has."""
    stated: dict[str, Any] = {
        "number": "SB-2025-003",
        "title": "2025年苍溪县跨境电商扶持资金申报表",
        "attachment": "附件1",
        "issuer": "苍溪县商务局",
        "document_number": "苍商务发〔2025〕18号",
        "from_on": START,
        "to_on": date(2025, 12, 31),
        "cut_off_on": date(2026, 1, 15),
        "filled_on": date(2026, 1, 16),
        "applicant": APPLICANT,
        "items": tuple(items),
        "same_kind": "否。本年度未享受同类财政资金。",
        "manifest_hash": "9f2c" * 16,
        "evidence": make_evidence(40),
        "rates": tuple(
            rate
            for currency in RATES
            for month in (1, 2, 3)
            if (rate := rate_on(currency, START.replace(month=month))) is not None
        ),
        **fields,
    }
    return ClaimDocument(**stated)


# One document for every kind of rule ---------------------------------------------------------------------


def sales_claim(count: int, *, example: bool = False) -> ClaimDocument:
    """Return a claim of sales: tiers on the whole, tiers by parts, steps in dollars, a fixed sum."""
    lines, dollars = make_lines(count), make_lines(count, seed=11, usd=True)
    figures = figures_of(lines)
    net = Fraction(figures.net, 100)
    counted = [line for line in lines if line.standing is Standing.COUNTED]
    tier = max(int(net) * 3 // 4 // 1000 * 1000, 6000)
    slab = scheme_of(
        name="跨境电商销售额分档奖励",
        example=example,
        base={"measure": "net", "filters": {"cross_border": True}},
        thresholds=[
            {"measure": "net", "at_least": "10000"},
            {"any": [{"measure": "orders", "at_least": "5"}, {"measure": "kilograms", "above": "999999"}]},
        ],
        rule={
            "kind": "slab",
            "tiers": [
                {"from": str(tier // 2), "to": str(tier), "rate": "0.01"},
                {"from": str(tier), "from_included": True, "to": None, "rate": "0.0235"},
            ],
        },
        caps=[{"per": "year", "amount": "5000000"}, {"per": "claim", "rate_of_base": "0.3"}],
        evidence=[{"kind": "waybill", "per": "line"}, {"kind": "customs", "per": "line"}],
    )
    parts = scheme_of(
        id="parts",
        name="网络零售额增量分段奖励",
        base={"measure": "paid"},
        rule={
            "kind": "marginal",
            "tiers": [
                {"from": "1000", "to": str(tier // 3), "rate": "0.00333"},
                {"from": str(tier // 3), "to": str(tier), "rate": "0.0105"},
                {"from": str(tier), "to": None, "rate": "0.02"},
            ],
        },
        rounding={"unit": "1", "mode": "floor"},
        overrides=[{"when": {"measure": "net", "at_least": "100"}, "cap": "900000"}],
    )
    steps = scheme_of(
        id="steps",
        name="跨境电商出口阶梯奖励",
        base={"measure": "net", "currency": "USD"},
        rule={"kind": "step", "every": "10000", "amount": "800", "after": "20000", "first_amount": "1500"},
        caps=[{"per": "claim", "amount": "30000"}],
    )
    flat = scheme_of(
        id="flat",
        name="首次开展跨境直播一次性奖励",
        base={"measure": "sessions"},
        rule={"kind": "flat", "amount": "3000"},
        thresholds=[{"measure": "sessions", "at_least": "3"}],
    )
    orders = Fraction(len({(line.account, line.order_id) for line in counted}))
    kilograms = sum((line.net_weight_kg or Fraction(0) for line in counted), Fraction(0))
    usd_figures = figures_of(dollars)
    sessions = make_sessions(12)
    items = (
        item_of(
            1,
            slab,
            Given(base=net, measures={"orders": orders, "kilograms": kilograms}, received=Fraction(1234)),
            figures,
        ),
        item_of(2, parts, Given(base=Fraction(figures.paid, 100), measures={"net": net}), figures),
        item_of(3, steps, Given(base=Fraction(usd_figures.net, 100)), usd_figures),
        item_of(4, flat, Given(base=Fraction(len(sessions)))),
    )
    return claim_of(
        items,
        ledgers=(SalesLedger(items=(1, 2), lines=lines), SalesLedger(items=(3,), lines=dollars)),
        sessions=sessions,
        reconciliation=make_reconciliation(8),
    )


def freight_claim(count: int) -> ClaimDocument:
    """Return a claim of freight and costs: by unit or actual cost, by unit beyond some, share of costs."""
    rows = make_shipping(count)
    counted = [row for row in rows if row.counted]
    costs = make_costs(max(count // 20, 5))
    counted_fen = sum(row.counted_fen for row in costs)
    actual = scheme_of(
        id="actual",
        name="跨境寄递补贴",
        base={"measure": "parcels"},
        rule={"kind": "per_unit", "amount": "12", "above": "3", "or_actual_if_less": True},
        caps=[{"per": "claim", "amount": "1000000"}],
    )
    beyond = scheme_of(
        id="beyond",
        name="快递件数奖励",
        base={"measure": "parcels"},
        rule={"kind": "per_unit", "amount": "0.5", "above": "10", "or_actual_if_less": False},
    )
    share = scheme_of(
        id="share",
        name="平台与推广费用补助",
        base={"measure": "cost", "cost_kinds": ["promotion", "platform_fee"]},
        rule={"kind": "percent_cost", "rate": "0.333"},
        caps=[{"per": "claim", "amount": "300000"}],
        rounding={"unit": "0.01", "mode": "floor"},
    )
    sums = scheme_of(
        id="sums",
        name="出口公斤数分档定额奖励",
        base={"measure": "kilograms"},
        rule={
            "kind": "slab_flat",
            "tiers": [
                {"from": "0", "to": "10", "amount": "500"},
                {"from": "10", "to": "1000000", "to_included": True, "amount": "2600"},
            ],
        },
    )
    units = tuple(Units(count=Fraction(1), cost=Fraction(row.cost_fen or 0, 100)) for row in counted)
    weight = sum((row.weight_kg or Fraction(0) for row in counted), Fraction(0))
    items = (
        item_of(1, actual, Given(base=Fraction(len(counted)), units=units)),
        item_of(2, beyond, Given(base=Fraction(len(counted)))),
        item_of(3, share, Given(base=Fraction(counted_fen, 100))),
        item_of(4, sums, Given(base=weight)),
    )
    return claim_of(
        items,
        title="2025年寄递物流与平台费用补贴申报表",
        shipping=(ShippingList(items=(1,), rows=rows), ShippingList(items=(2, 4), rows=rows)),
        costs=(CostList(items=(3,), rows=costs),),
    )


def trial_claim() -> ClaimDocument:
    """Return a person's claim for what a trial period lost, with courses taken, not yet frozen."""
    trial = make_trial(30)
    missing = trial.target_fen - sum(row.profit_fen for row in trial.rows)
    scheme = scheme_of(
        id="trial",
        name="试播期风险补偿",
        example=True,
        base={"measure": "loss"},
        rule={"kind": "loss", "rate": "0.5"},
        caps=[{"per": "claim", "amount": "8000"}],
    )
    unclear = scheme_of(
        id="unclear",
        name="销售奖励（口径待明确）",
        base={"measure": "net"},
        rule={
            "kind": "tiers_unclear",
            "tiers": [
                {"from": "100", "to": "1000", "rate": "0.01"},
                {"from": "1000", "to": None, "rate": "0.03"},
            ],
        },
        inputs={"trade": "海关统计出口额(美元)"},
        thresholds=[{"measure": "trade", "at_least": "10"}],
    )
    failing = scheme_of(
        id="failing",
        name="未达门槛的事项",
        base={"measure": "net"},
        thresholds=[{"measure": "net", "at_least": "999999"}],
        rule={"kind": "flat", "amount": "5000"},
    )
    items = (
        item_of(1, scheme, Given(base=Fraction(missing, 100))),
        item_of(2, unclear, Given(base=Fraction("2345.67"), measures={"trade": Fraction(88)})),
        item_of(3, failing, Given(base=Fraction("-3.5"))),
    )
    person = Applicant(
        name="李小燕",
        kind="自然人",
        id_card="510824199506151229",
        phone="13900005678",
        address="四川省广元市苍溪县元坝镇将军村三组",
        bank_account_name="李小燕",
        bank_name="中国邮政储蓄银行苍溪县元坝支行",
        bank_account="6217 9965 1000 1234 567",
        not_applicable=frozenset({"credit_code", "legal_representative", "registered_on"}),
    )
    return claim_of(
        items,
        title="2025年返乡人员跨境直播试播期风险补偿申报表",
        applicant=person,
        is_draft=True,
        trial=trial,
        training=make_training(6),
        sessions=make_sessions(30),
    )


# Rows ----------------------------------------------------------------------------------------------------


def make_evidence(count: int) -> tuple[EvidenceFile, ...]:
    """Return evidence."""
    kinds = ("运单", "报关清单", "银行回单", "录屏截图")
    return tuple(
        EvidenceFile(
            number=f"P{index:03d}",
            kind=kinds[index % 4],
            file_name=f"P{index:03d}_{kinds[index % 4]}_2025{index % 12 + 1:02d}.pdf",
            pages=index % 5 + 1,
            copies=1,
            sha256=f"{index * 7919:064x}",
            of=f"{index % 12 + 1} 月订单",
        )
        for index in range(1, count + 1)
    )


def make_sessions(count: int) -> tuple[SessionRow, ...]:
    """Return streams."""
    dice = random.Random(3)
    return tuple(
        SessionRow(
            session=f"S{index:04d}",
            platform="tiktok_shop",
            account="红心果园TH",
            started_at=datetime(2025, 1 + index % 12, 1 + index % 28, 20, 0),  # noqa: DTZ001 - local
            minutes=dice.randrange(60, 300),
            views=dice.randrange(200, 90_000),
            orders=dice.randrange(0, 300),
            sales_fen=dice.randrange(0, 9_000_000),
            refunds_fen=dice.randrange(0, 90_000),
            promotion_fen=dice.randrange(0, 300_000),
            profit_fen=dice.randrange(-300_000, 900_000),
            host="李小燕",
            recording=f"L{index:03d}",
        )
        for index in range(1, count + 1)
    )


def make_reconciliation(count: int) -> tuple[ReconciliationRow, ...]:
    """Return settlements with their payouts."""
    dice = random.Random(5)
    rows = []
    for index in range(1, count + 1):
        settled = dice.randrange(1_000_000, 90_000_000)
        rows.append(
            ReconciliationRow(
                platform="tiktok_shop",
                account="红心果园TH",
                currency="THB",
                settlement=f"3467{index:014d}",
                settled_on=date(2025, 1 + index % 12, 15),
                settled_minor=settled,
                orders=dice.randrange(10, 200),
                orders_minor=settled + dice.randrange(0, 100_000),
                payout=f"PO{index:010d}",
                paid_out_on=date(2025, 1 + index % 12, 18),
                payout_minor=settled - 1500 - (index == 3) * 250,
                payout_fee_minor=1500,
                received_fen=settled * 21 // 100,
                bank_ref=f"20250{index:015d}",
            )
        )
    return tuple(rows)


def make_shipping(count: int) -> tuple[ShippingRow, ...]:
    """Return parcels, some of them not counted."""
    dice = random.Random(9)
    return tuple(
        ShippingRow(
            sent_on=START + timedelta(days=index * 350 // count),
            order_id=f"58{dice.randrange(10**16):016d}",
            carrier=dice.choice(("云途", "燕文", "中国邮政")),
            tracking=f"YT26{dice.randrange(10**12):012d}",
            from_place="苍溪县",
            country=dice.choice(("TH", "US")),
            product="红心猕猴桃",
            weight_kg=Fraction(dice.randrange(300, 9000), 1000),
            cost_fen=dice.randrange(500, 9000),
            invoice=f"25512000{dice.randrange(10**8):08d}",
            within_county=True,
            delivered=index % 17 != 0,
            counted=index % 11 != 0,
            evidence=f"W{index:04d}",
        )
        for index in range(count)
    )


def make_costs(count: int) -> tuple[CostRow, ...]:
    """Return costs, some in dollars."""
    dice = random.Random(13)
    rows = []
    for index in range(count):
        day = START + timedelta(days=index * 300 // count)
        currency = dice.choice(("CNY", "USD"))
        rate = rate_on(currency, day)
        amount = dice.randrange(10_000, 5_000_000)
        cny = _fen(amount * (Fraction(1) if rate is None else Fraction(rate.cny)))
        rows.append(
            CostRow(
                kind=dice.choice(("推广费", "平台服务费")),
                supplier="TikTok Pte. Ltd.",
                service_from=day,
                service_to=day + timedelta(days=29),
                invoice=f"INV-2025-{index:05d}",
                invoiced_on=day,
                currency=currency,
                amount_minor=amount,
                rate=rate,
                cny_fen=cny,
                counted_fen=cny if index % 7 else cny // 2,
                paid_on=day + timedelta(days=5),
                paid_by="对公转账",
                receipt=f"HD{index:08d}",
                evidence=f"F{index:03d}",
            )
        )
    return tuple(rows)


def make_trial(days: int) -> Trial:
    """Return a trial that stays behind its target."""
    dice = random.Random(17)
    rows = tuple(
        TrialDay(
            on=START + timedelta(days=index),
            sessions=1 + index % 2,
            net_sales_fen=(sales := dice.randrange(10_000, 300_000)),
            cost_fen=(cost := dice.randrange(10_000, 300_000)),
            profit_fen=sales - cost,
            target_to_date_fen=50_000 * (index + 1),
        )
        for index in range(days)
    )
    return Trial(first_on=START, days=days, target_fen=50_000 * days, target_evidence="T01", rows=rows)


def make_training(count: int) -> tuple[TrainingRow, ...]:
    """Return courses."""
    return tuple(
        TrainingRow(
            person=f"学员{index}",
            course="跨境直播实操与合规",
            on=date(2025, 3, index),
            organiser="苍溪县人力资源和社会保障局",
            hours=Fraction(16),
            certificate=f"CX2025{index:06d}",
            first_broadcast_on=date(2025, 4, index),
            first_paid_order_on=date(2025, 4, index + 1) if index % 2 else None,
            net_sales_since_fen=index * 123_457,
        )
        for index in range(1, count + 1)
    )
