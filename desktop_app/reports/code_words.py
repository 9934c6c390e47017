"""The words of every code in the ledger, Chinese and English, and which words are understood."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from typing import Final

from desktop_app.domain.catalogue import NameLanguage
from desktop_app.domain.channel import Platform, Role
from desktop_app.domain.fx import RateSource
from desktop_app.domain.returns import ReturnReason
from desktop_app.domain.sale import OrderStatus
from desktop_app.domain.session import SessionStatus
from desktop_app.domain.shipment import LegSplit
from desktop_app.domain.stock import RepackSplit, StockKind

_Words = dict[StrEnum, tuple[str, ...]]

WORDS: Final[dict[str, _Words]] = {
    "Platform": {
        Platform.TIKTOK_SHOP: ("TikTok Shop", "tiktok_shop", "tiktok"),
        Platform.FACEBOOK: ("Facebook", "facebook", "脸书"),
        Platform.SHOPEE: ("虾皮 Shopee", "shopee", "虾皮"),
        Platform.LAZADA: ("来赞达 Lazada", "lazada", "来赞达"),
        Platform.AMAZON: ("亚马逊", "amazon"),
        Platform.SHOPIFY: ("Shopify", "shopify"),
        Platform.DOUYIN: ("抖音", "douyin", "抖店"),
        Platform.KUAISHOU: ("快手", "kuaishou", "快手小店"),
        Platform.OTHER: ("其他", "other"),
    },
    "Role": {
        Role.FLAGSHIP: ("旗舰", "flagship", "旗舰店"),
        Role.PARTNER: ("达人", "partner"),
        Role.SHOP: ("店铺", "shop"),
    },
    "SessionStatus": {
        SessionStatus.PLANNED: ("计划", "planned", "计划中"),
        SessionStatus.LIVE: ("直播中", "live"),
        SessionStatus.CLOSED: ("已结束", "closed", "结束"),
    },
    "OrderStatus": {
        OrderStatus.PLACED: ("待付款", "placed", "已下单", "未付款"),
        OrderStatus.PAID: ("已付款", "paid", "待发货"),
        OrderStatus.SHIPPED: ("已发货", "shipped"),
        OrderStatus.DELIVERED: ("已签收", "delivered", "已完成"),
        OrderStatus.CANCELLED: ("已取消", "cancelled", "canceled", "取消"),
    },
    "LegSplit": {
        LegSplit.WEIGHT: ("重量", "weight", "按重量"),
        LegSplit.QUANTITY: ("数量", "quantity", "按数量"),
        LegSplit.VALUE: ("金额", "value", "按金额", "价值"),
        LegSplit.PARCEL: ("包裹", "parcel", "按包裹"),
    },
    "RepackSplit": {
        RepackSplit.WEIGHT: ("重量", "weight", "按重量"),
        RepackSplit.VALUE: ("价值", "value", "按价值", "金额"),
    },
    "ReturnReason": {
        ReturnReason.DAMAGED: ("破损", "damaged"),
        ReturnReason.LOST: ("运输丢失", "lost in transit", "lost", "丢失"),
        ReturnReason.SPOILED: ("变质", "spoiled", "腐烂", "坏果"),
        ReturnReason.LATE: ("送达太晚", "late", "延误"),
        ReturnReason.WRONG_ITEM: ("发错货", "wrong item", "错发"),
        ReturnReason.NOT_AS_DESCRIBED: ("与描述不符", "not as described", "描述不符"),
        ReturnReason.CHANGED_MIND: ("不想要了", "changed mind", "改变主意"),
        ReturnReason.REFUSED_COD: ("货到付款拒收", "refused COD", "拒收"),
        ReturnReason.OTHER: ("其他", "other"),
    },
    "StockKind": {
        StockKind.SPOILAGE: ("损耗", "spoilage"),
        StockKind.SAMPLE: ("样品", "sample"),
        StockKind.GIFT: ("赠品", "gift"),
        StockKind.ADJUSTMENT: ("盘点调整", "adjustment", "盘点"),
        StockKind.TRANSFER: ("调拨", "transfer"),
    },
    "RateSource": {
        RateSource.HAND: ("自行录入", "entered by hand", "手工"),
        RateSource.LEDGER: ("账本表格", "ledger workbook", "账本"),
        RateSource.TABLE: ("自备表格", "table of your own"),
        RateSource.SAFE: ("国家外汇管理局", "SAFE central parity", "外汇局"),
        RateSource.CFETS: ("中国货币网", "CFETS central parity (chinamoney)", "中国外汇交易中心"),
        RateSource.ECB: ("欧洲央行", "ECB reference rate", "欧洲中央银行"),
    },
    # With its own name beside, where the usual fonts have its letters: buyers' helpers know it by that.
    "NameLanguage": {
        NameLanguage.THAI: ("泰语 ไทย", "Thai ไทย", "泰语", "泰文", "Thai", "ไทย"),
        NameLanguage.VIETNAMESE: (
            "越南语 Tiếng Việt",
            "Vietnamese Tiếng Việt",
            "越南语",
            "越南文",
            "Vietnamese",
            "Tiếng Việt",
        ),
        NameLanguage.INDONESIAN: ("印尼语 Indonesia", "Indonesian", "印尼语", "印尼文", "Bahasa Indonesia"),
        NameLanguage.MALAY: ("马来语 Melayu", "Malay Melayu", "马来语", "马来文", "Malay", "Bahasa Melayu"),
        NameLanguage.FILIPINO: ("菲律宾语 Filipino", "Filipino", "菲律宾语", "Tagalog"),
        NameLanguage.KHMER: ("高棉语", "Khmer", "柬埔寨语", "ខ្មែរ"),
        NameLanguage.LAO: ("老挝语", "Lao", "ລາວ"),
        NameLanguage.BURMESE: ("缅甸语", "Burmese", "မြန်မာ"),
        NameLanguage.TRADITIONAL_CHINESE: (
            "繁体中文 繁體中文",
            "Traditional Chinese 繁體中文",
            "繁体中文",
            "繁體中文",
            "Traditional Chinese",
        ),
        NameLanguage.JAPANESE: ("日语 日本語", "Japanese 日本語", "日语", "日文", "Japanese", "日本語"),
        NameLanguage.KOREAN: ("韩语 한국어", "Korean 한국어", "韩语", "韩文", "Korean", "한국어"),
        NameLanguage.RUSSIAN: ("俄语 Русский", "Russian Русский", "俄语", "俄文", "Russian", "Русский"),
        NameLanguage.ARABIC: ("阿拉伯语 العربية", "Arabic العربية", "阿拉伯语", "Arabic", "العربية"),
        NameLanguage.SPANISH: ("西班牙语 Español", "Spanish Español", "西班牙语", "Spanish", "Español"),
        NameLanguage.PORTUGUESE: (
            "葡萄牙语 Português",
            "Portuguese Português",
            "葡萄牙语",
            "Portuguese",
            "Português",
        ),
        NameLanguage.FRENCH: ("法语 Français", "French Français", "法语", "法文", "French", "Français"),
        NameLanguage.GERMAN: ("德语 Deutsch", "German Deutsch", "德语", "德文", "German", "Deutsch"),
    },
}
"""By enum name: for each code the Chinese word written, the English word written, and others understood."""

BRANDS: Final[dict[StrEnum, str]] = {
    Platform.TIKTOK_SHOP: "TikTok Shop",
    Platform.FACEBOOK: "Facebook",
    Platform.SHOPEE: "Shopee",
    Platform.LAZADA: "Lazada",
    Platform.AMAZON: "Amazon",
    Platform.SHOPIFY: "Shopify",
    Platform.DOUYIN: "Douyin",
    Platform.KUAISHOU: "Kuaishou",
}
"""How platforms write their own names: what English screens say, and what is understood like the code."""

YES_NO: Final = {"zh": ("是", "否"), "en": ("yes", "no")}
"""How a yes and a no are written."""
_YES: Final = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "对"})
_NO: Final = frozenset({"否", "no", "n", "false", "0", "×", "✗"})


def normalise(word: str) -> str:
    """Return a word or heading without what people write differently: width, case, spaces, underscores."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(char for char in folded if not char.isspace() and char not in "_-*\ufeff\u200b")


@cache
def codes_by_word(enum: str) -> dict[str, StrEnum]:
    """Return every word an enum understands, normalised, with its code."""
    return {normalise(word): code for code, words in WORDS[enum].items() for word in (code.value, *words)}


def word_of(enum: str, code: StrEnum, language: str) -> str:
    """Return the word that is written for a code."""
    return WORDS[enum][code][0 if language == "zh" else 1]


def shown_word_of(enum: str, code: StrEnum, language: str) -> str:
    """Return the word for a code where people read it: platforms by their own names, not the ledger's."""
    if language != "zh" and code in BRANDS:
        return BRANDS[code]
    return word_of(enum, code, language)


def words(enum: str, language: str) -> list[str]:
    """Return the words of an enum as written, in order."""
    return [word_of(enum, code, language) for code in WORDS[enum]]


def read_yes_no(word: str) -> bool | None:
    """Read a yes or a no in either language; None where it is neither."""
    known = normalise(word)
    return True if known in _YES else False if known in _NO else None
