"""What a record of each kind is called in a sentence."""

from __future__ import annotations

from typing import Final

from desktop_app.i18n import N_, _

_NAMES: Final = {
    "products": N_("product"),
    "product_names": N_("name in another language"),
    "accounts": N_("account"),
    "fee_rates": N_("dated fee rate"),
    "rates": N_("exchange rate"),
    "tariffs": N_("price of a carrier"),
    "lots": N_("lot"),
    "repacks": N_("repack"),
    "sessions": N_("session"),
    "sales": N_("order line"),
    "promotions": N_("promotion"),
    "shipping": N_("freight leg"),
    "returns": N_("return"),
    "stock": N_("stock entry"),
    "overheads": N_("overhead"),
    "settlements": N_("settlement"),
    "payouts": N_("payout"),
    "training": N_("training"),
    "schemes": N_("subsidy scheme"),
    "claims": N_("claim"),
    "claim_items": N_("claim item"),
    "claim_lines": N_("claimed line"),
    "claim_events": N_("claim step"),
    "evidence": N_("piece of evidence"),
    "evidence_links": N_("link of evidence"),
    "trials": N_("trial period"),
    "closed_months": N_("closed month"),
    "closed_changes": N_("change in a closed month"),
    "reconciled": N_("decision on a difference"),
    "file_shapes": N_("how a file reads"),
    "import_files": N_("imported file"),
    "platform_lines": N_("platform's order line"),
    "platform_rows": N_("platform's statement row"),
    "sku_matches": N_("matched SKU"),
    "waiting_charges": N_("waiting freight charge"),
    "return_requests": N_("return request"),
    "rate_sources": N_("source of a rate"),
}


def kind_name(kind: str) -> str:
    """Return how one record of a fact kind is called, in the language spoken."""
    return _(_NAMES[kind]) if kind in _NAMES else kind
