"""What a stream is about: which goods are shown, and the titles streamers give it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from desktop_app.usecases.demo_book.calendar import FRESH_FROM, FRESH_UNTIL, PRESALE_FROM

if TYPE_CHECKING:
    from datetime import date

    from desktop_app.usecases.demo_book.dice import Dice


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of stream.

    `mix` says how often each SKU is bought, `appeal` how many buy, `presale` whether goods that are
    still on the tree may be sold, `heavy` whether freight is given away on heavy parcels.
    """

    mix: dict[str, int]
    titles: tuple[str, ...]
    appeal: int = 10
    presale: bool = False
    heavy: bool = False

    @property
    def skus(self) -> tuple[str, ...]:
        """The SKUs of the mix."""
        return tuple(self.mix)

    @property
    def bounds(self) -> tuple[int, ...]:
        """Running totals of the mix, to draw from."""
        return tuple(accumulate(self.mix.values()))


_TH_FRESH: Final = Theme(
    {"KW-XX-1": 32, "KW-XX-2": 22, "KW-CX-1": 18, "KW-CX-2": 11, "KW-GIFT": 9, "KD-250": 5, "BM-BSK": 3},
    (
        "徐香专场｜果园现摘 冷链直达曼谷",
        "今晚 8 点半 翠香一级 买二送样",
        "眉县猕猴桃开箱试吃 软了就能吃",
        "徐香一级二级对比 切开给你看",
        "礼盒专场 送长辈有面子",
        "库房直播 现场分拣现场发",
        "秋天的第一箱猕猴桃",
        "老客返场 满 800 铢包邮",
    ),
    appeal=13,
)
_TH_PRESALE: Final = Theme(
    {"KW-XX-1": 46, "KW-CX-1": 38, "KD-250": 16},
    ("新果预售｜树上熟 九月八号统一发", "翠香头茬预售 先到先发", "开园倒计时 带你看果园"),
    appeal=10,
    presale=True,
)
_TH_PANTRY: Final = Theme(
    {"KD-250": 42, "KJ-06": 20, "KV-02": 12, "EM-SC": 18, "BM-BSK": 8},
    (
        "果干补货 三袋立减",
        "办公室零食 猕猴桃干专场",
        "夏天喝的猕猴桃原汁",
        "绣娘连线 香囊怎么绣出来",
        "淡季福利 果干果汁一起带",
    ),
    appeal=9,
)
_TH_HEAVY: Final = Theme(
    {"KJ-06": 62, "KV-02": 30, "KD-250": 8},
    ("果汁果醋整箱包邮 冲量", "清库存｜原汁两提起发 包邮到家"),
    appeal=11,
    heavy=True,
)
_US_DRIED: Final = Theme(
    {"KD-250": 66, "EM-SC": 20, "BM-BSK": 14},
    (
        "果干礼盒｜No sugar added",
        "Dried kiwi restock 猕猴桃干到货",
        "早八点 洛杉矶晚场 果干专场",
        "办公室健康零食 买三免邮",
        "从果园到果干 看烘干房",
    ),
    appeal=11,
)
_US_CRAFT: Final = Theme(
    {"EM-SC": 42, "EM-FAN": 32, "BM-BSK": 26},
    (
        "西秦刺绣专场 绣娘在线",
        "双面绣团扇 一把绣七天",
        "竹编果篮 手艺人现场编",
        "Handmade gifts 手作礼物专场",
        "香囊团扇 节日礼物清单",
    ),
    appeal=8,
)
_US_HEAVY: Final = Theme(
    {"KJ-06": 70, "KD-250": 22, "BM-BSK": 8},
    ("原汁试卖到美国 包邮", "原汁品鉴场 全场包邮", "小批量直邮测试 原汁专场"),
    appeal=7,
    heavy=True,
)
_MY_FRESH: Final = Theme(
    {"KW-XX-1": 26, "KW-CX-1": 20, "KW-GIFT": 20, "KW-XX-2": 12, "KD-250": 12, "KV-02": 10},
    (
        "马来晚场 双香礼盒",
        "猕猴桃冷柜到港 现货",
        "徐香翠香一次尝遍",
        "斋戒月前囤货 礼盒专场",
        "吉隆坡老客专场 满减包邮",
    ),
    appeal=11,
)
_MY_PRESALE: Final = Theme(
    {"KW-XX-1": 40, "KW-CX-1": 34, "KD-250": 26},
    ("新季预售 第一柜九月发", "预售锁价 开园直发吉隆坡"),
    appeal=8,
    presale=True,
)
_MY_PANTRY: Final = Theme(
    {"KD-250": 34, "KJ-06": 26, "KV-02": 22, "EM-SC": 10, "EM-FAN": 4, "BM-BSK": 4},
    ("果醋果干夏日专场", "果汁配方干净 读给你听", "零食补货 三件八折", "香囊竹篮 端午专场"),
    appeal=9,
)
_MY_HEAVY: Final = Theme(
    {"KJ-06": 58, "KV-02": 42},
    ("果汁果醋包邮专场", "重货包邮 冲店铺排名"),
    appeal=11,
    heavy=True,
)

_FRESH: Final = {"TH": _TH_FRESH, "MY": _MY_FRESH}
_PRESALE: Final = {"TH": _TH_PRESALE, "MY": _MY_PRESALE}
_PANTRY: Final = {"TH": _TH_PANTRY, "MY": _MY_PANTRY}
_HEAVY: Final = {"TH": _TH_HEAVY, "MY": _MY_HEAVY, "US": _US_HEAVY}


def fruit_is_sold(day: date) -> bool:
    """Whether the cold store has, or is about to have, fresh fruit to sell on `day`."""
    return day <= FRESH_UNTIL or day >= FRESH_FROM


def theme_for(prefix: str, day: date, dice: Dice, *, heavy: bool) -> Theme:
    """The theme of a stream of the account `prefix` on `day`."""
    if heavy:
        return _HEAVY[prefix]
    if prefix == "US":
        return _US_CRAFT if dice.chance(400) else _US_DRIED
    if fruit_is_sold(day):
        return _PANTRY[prefix] if dice.chance(120) else _FRESH[prefix]
    if day >= PRESALE_FROM:
        return _PRESALE[prefix]
    return _PANTRY[prefix]
