"""Which product a platform's SKU is; one that nobody knows enters at once and waits to be matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import UNMATCHED, Product

if TYPE_CHECKING:
    from desktop_app.usecases.importing.platform_plan import PlatformPlan

PIECE: Final = "件"
_PLAIN: Final = frozenset({"default", "默认", "-"})


class ProductFinder:
    """Finds products for the SKUs of one file, each looked up once."""

    def __init__(self, plan: PlatformPlan) -> None:
        self._plan = plan
        self._known: dict[tuple[str | None, str | None], str] = {}

    def sku_of(
        self,
        platform_sku: str | None,
        seller_sku: str | None,
        name: str | None,
        variation: str | None,
        row: int,
    ) -> str:
        """Return the book's SKU: as matched before, else the seller's, else the platform's own.

        Where the book has none of them, a product waiting to be matched is put under the seller's SKU,
        or the platform's where the seller gave none.
        """
        key = platform_sku, seller_sku
        if key not in self._known:
            self._known[key] = self._find(platform_sku, seller_sku) or self._make(
                str(seller_sku or platform_sku), name, variation, row
            )
        return self._known[key]

    def _find(self, platform_sku: str | None, seller_sku: str | None) -> str | None:
        view = self._plan.view
        if platform_sku is not None:
            match = view.row("sku_matches", self._plan.account.account, platform_sku)
            if match is not None:
                return str(match["sku"])
        for sku in (seller_sku, platform_sku):
            if sku is not None and view.get("products", sku) is not None:
                return sku
        return None

    def _make(self, sku: str, name: str | None, variation: str | None, row: int) -> str:
        title = name or sku
        if variation and variation.lower() not in _PLAIN:
            title = f"{title} · {variation}"
        self._plan.put(Product(sku=sku, name=title, category=UNMATCHED, unit=PIECE), row)
        self._plan.suspect("unknown_sku", row, sku=sku, name=title)
        return sku
