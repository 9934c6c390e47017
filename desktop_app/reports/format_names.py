"""What each kind of file is called, by the name of its format."""

from __future__ import annotations

from typing import Final

from desktop_app.i18n import N_, _, language
from desktop_app.reports.ledger_sheets import sheet_of

_TABLE: Final = "table:"
"""What the name of a table that a person mapped begins with; the kind of its rows follows."""
_NAMES: Final = {
    "ledger": N_("Ledger workbook"),
    "tiktokshop-orders": N_("TikTok Shop orders"),
    "tiktokshop-income-sea": N_("TikTok Shop income statement"),
    "tiktokshop-returns": N_("TikTok Shop returns"),
    "tiktok-live-creator": N_("TikTok LIVE report"),
    "tiktokads-gmvmax-live": N_("TikTok GMV Max, per live"),
    "yunexpress-bill": N_("YunExpress bill"),
    "fx-safe": N_("SAFE exchange rates"),
    "fx-chinamoney": N_("CFETS exchange rates (chinamoney)"),
    "fx-ecb": N_("ECB reference rates"),
    "tiktokshop-statement-sku": N_("TikTok Shop settlement by SKU"),
    "tiktokshop-income-id": N_("TikTok Shop income statement, Indonesia"),
    "shopee-orders": N_("Shopee orders"),
    "shopee-income": N_("Shopee income"),
    "lazada-orders": N_("Lazada orders"),
    "lazada-income": N_("Lazada income"),
    "shopify-orders": N_("Shopify orders"),
    "douyin-orders": N_("Douyin orders"),
    "kuaishou-orders": N_("Kuaishou orders"),
    "douyin-settlement": N_("Douyin settlement"),
    "douyin-fund": N_("Douyin movements of money"),
    "amazon-orders": N_("Amazon orders (all orders report)"),
    "amazon-settlement-v2": N_("Amazon settlement V2"),
    "tiktok-live-zh": N_("TikTok LIVE report, Chinese"),
    "tiktokads-campaign": N_("TikTok Ads campaigns by day"),
    "tiktokads-gmvmax-creative": N_("TikTok GMV Max, product creatives"),
    "meta-ads": N_("Meta advertising report"),
    "qianchuan-daily": N_("Qianchuan by day"),
    "douplus-orders": N_("DOU+ orders"),
    "tiktok-promote": N_("TikTok Promote orders"),
    "4px-bill": N_("4PX bill"),
    "chinapost-bill": N_("China Post bill"),
    "jt-bill": N_("J&T bill"),
    "yanwen-bill": N_("Yanwen bill"),
    "sf-bill": N_("SF bill"),
    "jd-bill": N_("JD Logistics bill"),
    "tiktok-live-legacy": N_("TikTok LIVE analysis, older layouts"),
    "douyin-live": N_("Douyin live report (罗盘)"),
    "douyin-orders-goods": N_("Douyin orders, layout with the goods' amount"),
    "douyin-aftersale": N_("Douyin after-sale requests"),
    "tiktokshop-unsettled": N_("TikTok Shop orders not settled yet"),
    "tiktokshop-profit-us": N_("TikTok Shop order profit and loss"),
    "tiktokads-gmvmax-campaign": N_("TikTok GMV Max, campaigns"),
    "qianchuan-material": N_("Qianchuan material list"),
    "yunexpress-ratecard": N_("YunExpress price list"),
    "yanwen-ratecard": N_("Yanwen price list"),
}


def format_name(name: str) -> str:
    """Return a format's name in the language spoken; the format's own word where it has none."""
    if name.startswith(_TABLE):
        return _("Table of your own: {kind}").format(
            kind=sheet_of(name.removeprefix(_TABLE)).name(language())
        )
    return _(_NAMES[name]) if name in _NAMES else name
