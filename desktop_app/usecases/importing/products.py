"""Which product a platform's SKU is; one that nobody knows enters at once and waits to be matched."""

from __future__ import annotations

from dataclasses import replace
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
        self._known: dict[tuple[str | None, ...], str] = {}

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
        key = platform_sku, seller_sku, name, variation
        if key not in self._known:
            found = self._find(platform_sku, seller_sku)
            title = _title(str(seller_sku or platform_sku), name, variation)
            if found is None:
                found = self._make(str(seller_sku or platform_sku), title, row)
            else:
                self._settle_name(found, name, title)
            self._known[key] = found
        return self._known[key]

    def _find(self, platform_sku: str | None, seller_sku: str | None) -> str | None:
        view = self._plan.view
        for code in (platform_sku, seller_sku):
            # What was matched is known by the seller's SKU too: not every file has the platform's.
            match = view.row("sku_matches", self._plan.account.account, code) if code is not None else None
            if match is not None:
                return str(match["sku"])
        for sku in (seller_sku, platform_sku):
            if sku is not None and view.get("products", sku) is not None:
                return sku
        return None

    def _settle_name(self, sku: str, name: str | None, title: str) -> None:
        """Name a product that waits to be matched by the first of its names, whichever file came first."""
        product: Product | None = self._plan.view.get("products", sku)
        made = (
            None if product is None else Product(sku=sku, name=product.name, category=UNMATCHED, unit=PIECE)
        )
        if product is None or product != made or name is None:
            return
        if title < product.name and product.name.startswith(name):
            self._plan.put(replace(product, name=title))

    def _make(self, sku: str, title: str, row: int) -> str:
        self._plan.put(Product(sku=sku, name=title, category=UNMATCHED, unit=PIECE), row)
        self._plan.suspect("unknown_sku", row, sku=sku, name=title)
        return sku


def _title(sku: str, name: str | None, variation: str | None) -> str:
    if variation and variation.lower() not in _PLAIN:
        return f"{name or sku} · {variation}"
    return name or sku
