"""What the family sells: twelve products, their prices in each market, and what they cost to come by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_app.domain.catalogue import UNMATCHED, Component, Product


class Sort(StrEnum):
    """How a product behaves: fresh fruit spoils, pantry goods keep, craft comes back whole."""

    FRESH = "fresh"
    PANTRY = "pantry"
    CRAFT = "craft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A product, its sort, its price by market (minor units there) and its usual cost per unit (fen)."""

    product: Product
    sort: Sort
    prices: dict[str, int]
    cost_fen: int = 0


BRAND: Final = "岭上果家"
ORCHARD: Final = "陕西省宝鸡市眉县"
RAW: Final = "KW-XX-0"
GIFT_BOX: Final = "KW-GIFT"
BASKET: Final = "BM-BSK"
DRIED: Final = "KD-250"
UNKNOWN_SKU: Final = "MY-NEW-09"


def _fresh(sku: str, name: str, name_en: str, prices: dict[str, int], cost_fen: int) -> Good:
    product = Product(
        sku=sku,
        name=name,
        name_en=name_en,
        category="鲜果",
        unit="箱",
        unit_weight_mg=3_000_000,
        kg_per_unit_mg=2_500_000,
        list_price_minor=prices["TH"],
        list_currency="THB",
        reference_price_minor=prices["TH"] * 9 // 10 // 100 * 100,
        packaging_cost_minor=650,
        reference_cost_minor=cost_fen,
        brand=BRAND,
        origin=ORCHARD,
        shelf_life_days=150,
        reorder_level_milli=40_000,
        hs_code="0810.50.00",
    )
    return Good(product=product, sort=Sort.FRESH, prices=prices, cost_fen=cost_fen)


_RAW_FRUIT: Final = Good(
    product=Product(
        sku=RAW,
        name="徐香猕猴桃 统货",
        name_en="Xuxiang kiwi, ungraded",
        category="鲜果",
        unit="kg",
        unit_weight_mg=1_000_000,
        kg_per_unit_mg=1_000_000,
        reference_cost_minor=560,
        brand=BRAND,
        origin=ORCHARD,
        shelf_life_days=150,
        hs_code="0810.50.00",
    ),
    sort=Sort.FRESH,
    prices={},
    cost_fen=560,
)

_GIFT: Final = Good(
    product=Product(
        sku=GIFT_BOX,
        name="双香猕猴桃礼盒",
        name_en="Two-kiwi gift box with dried fruit",
        category="礼盒",
        unit="盒",
        unit_weight_mg=2_900_000,
        kg_per_unit_mg=2_250_000,
        list_price_minor=65_900,
        list_currency="THB",
        reference_price_minor=58_000,
        packaging_cost_minor=1_500,
        brand=BRAND,
        origin=ORCHARD,
        shelf_life_days=60,
        hs_code="0810.50.00",
        components=(
            Component(sku="KW-XX-1", quantity_milli=400),
            Component(sku="KW-CX-1", quantity_milli=400),
            Component(sku=DRIED, quantity_milli=1_000),
        ),
    ),
    sort=Sort.FRESH,
    prices={"TH": 65_900, "MY": 8_990},
)

_PANTRY: Final = (
    Good(
        product=Product(
            sku=DRIED,
            name="原切猕猴桃干 250克",
            name_en="Dried kiwi slices 250 g",
            category="果干",
            unit="袋",
            unit_weight_mg=290_000,
            kg_per_unit_mg=250_000,
            list_price_minor=1_190,
            list_currency="USD",
            reference_price_minor=990,
            packaging_cost_minor=180,
            reference_cost_minor=1_100,
            brand=BRAND,
            origin=ORCHARD,
            shelf_life_days=270,
            reorder_level_milli=120_000,
            hs_code="0813.40.90",
        ),
        sort=Sort.PANTRY,
        prices={"TH": 17_900, "US": 1_190, "MY": 2_490},
        cost_fen=1_100,
    ),
    Good(
        product=Product(
            sku="KJ-06",
            name="猕猴桃原汁 250毫升×6",
            name_en="Kiwi juice 250 ml × 6",
            category="果汁",
            unit="提",
            unit_weight_mg=1_900_000,
            kg_per_unit_mg=1_500_000,
            list_price_minor=4_590,
            list_currency="MYR",
            reference_price_minor=3_990,
            packaging_cost_minor=420,
            reference_cost_minor=1_750,
            brand=BRAND,
            origin=ORCHARD,
            shelf_life_days=365,
            reorder_level_milli=60_000,
            hs_code="2009.89.19",
        ),
        sort=Sort.PANTRY,
        prices={"TH": 30_900, "US": 2_490, "MY": 4_590},
        cost_fen=1_750,
    ),
    Good(
        product=Product(
            sku="KV-02",
            name="猕猴桃果醋 500毫升×2",
            name_en="Kiwi vinegar 500 ml × 2",
            category="果醋",
            unit="提",
            unit_weight_mg=1_500_000,
            kg_per_unit_mg=1_000_000,
            list_price_minor=4_890,
            list_currency="MYR",
            reference_price_minor=4_200,
            packaging_cost_minor=380,
            reference_cost_minor=2_050,
            brand=BRAND,
            origin=ORCHARD,
            shelf_life_days=540,
            reorder_level_milli=40_000,
            hs_code="2209.00.00",
        ),
        sort=Sort.PANTRY,
        prices={"TH": 33_900, "MY": 4_890},
        cost_fen=2_050,
    ),
)

_CRAFT: Final = (
    Good(
        product=Product(
            sku="EM-SC",
            name="西秦刺绣香囊",
            name_en="Embroidered sachet",
            category="刺绣",
            unit="件",
            unit_weight_mg=70_000,
            list_price_minor=1_690,
            list_currency="USD",
            reference_price_minor=1_290,
            packaging_cost_minor=220,
            reference_cost_minor=1_800,
            brand="西秦绣娘",
            origin="陕西省宝鸡市千阳县",
            reorder_level_milli=30_000,
            hs_code="6304.92.10",
        ),
        sort=Sort.CRAFT,
        prices={"TH": 26_900, "US": 1_690, "MY": 3_990},
        cost_fen=1_800,
    ),
    Good(
        product=Product(
            sku="EM-FAN",
            name="双面绣团扇",
            name_en="Double-sided embroidered fan",
            category="刺绣",
            unit="把",
            unit_weight_mg=260_000,
            list_price_minor=3_690,
            list_currency="USD",
            reference_price_minor=3_200,
            packaging_cost_minor=650,
            reference_cost_minor=5_200,
            brand="西秦绣娘",
            origin="陕西省宝鸡市千阳县",
            reorder_level_milli=15_000,
            hs_code="5810.99.00",
        ),
        sort=Sort.CRAFT,
        prices={"US": 3_690, "MY": 10_900},
        cost_fen=5_200,
    ),
    Good(
        product=Product(
            sku=BASKET,
            name="手编竹果篮",
            name_en="Hand-woven bamboo fruit basket",
            category="竹编",
            unit="只",
            unit_weight_mg=780_000,
            list_price_minor=3_290,
            list_currency="USD",
            reference_price_minor=2_990,
            packaging_cost_minor=480,
            reference_cost_minor=3_600,
            brand="岭上竹坊",
            origin="陕西省汉中市西乡县",
            reorder_level_milli=15_000,
            hs_code="4602.11.00",
        ),
        sort=Sort.CRAFT,
        prices={"TH": 45_900, "US": 3_290, "MY": 8_590},
        cost_fen=3_600,
    ),
)

GOODS: Final[dict[str, Good]] = {
    good.product.sku: good
    for good in (
        _RAW_FRUIT,
        _fresh(
            "KW-XX-1",
            "徐香猕猴桃 一级 2.5公斤",
            "Xuxiang kiwi grade 1, 2.5 kg",
            {"TH": 49_900, "MY": 6_990},
            2_150,
        ),
        _fresh(
            "KW-XX-2",
            "徐香猕猴桃 二级 2.5公斤",
            "Xuxiang kiwi grade 2, 2.5 kg",
            {"TH": 41_900, "MY": 5_890},
            1_500,
        ),
        _fresh(
            "KW-CX-1",
            "翠香猕猴桃 一级 2.5公斤",
            "Cuixiang kiwi grade 1, 2.5 kg",
            {"TH": 57_900, "MY": 7_990},
            2_750,
        ),
        _fresh(
            "KW-CX-2",
            "翠香猕猴桃 二级 2.5公斤",
            "Cuixiang kiwi grade 2, 2.5 kg",
            {"TH": 45_900, "MY": 6_390},
            1_900,
        ),
        _GIFT,
        *_PANTRY,
        *_CRAFT,
    )
}
"""The twelve products, by SKU."""

UNMATCHED_PRODUCT: Final = Product(
    sku=UNKNOWN_SKU,
    name="Kiwi Jam 200g (NEW)",
    category=UNMATCHED,
    unit="件",
    list_price_minor=1_890,
    list_currency="MYR",
)
"""A SKU from a platform's file that nobody has matched yet: its sales count, its cost is missing."""
