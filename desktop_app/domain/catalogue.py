"""Products: what is sold, by SKU, with unit, weight and reference figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNMATCHED = "待匹配"
"""Category of a product made from an unknown platform SKU that nobody has matched yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of a bundle: `quantity_milli` thousandths of the unit of the plain product `sku`."""

    sku: str
    quantity_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something sold, with a SKU, a unit and a weight per unit.

    `list_price_minor` and `reference_price_minor` are in `list_currency` (None: the book's);
    `packaging_cost_minor` and `reference_cost_minor` are per unit, in the book's currency.
    A product with `components` is a bundle: selling it takes stock of its components, and it has no lots.
    """

    sku: str
    name: str
    name_en: str | None = None
    category: str | None = None
    unit: str
    unit_weight_mg: int | None = None
    list_price_minor: int | None = None
    list_currency: str | None = None
    packaging_cost_minor: int | None = None
    reference_cost_minor: int | None = None
    kg_per_unit_mg: int | None = None
    reference_price_minor: int | None = None
    brand: str | None = None
    origin: str | None = None
    shelf_life_days: int | None = None
    reorder_level_milli: int | None = None
    hs_code: str | None = None
    components: tuple[Component, ...] = ()

    @property
    def is_bundle(self) -> bool:
        """Whether the product is made of components."""
        return bool(self.components)

    @property
    def is_unmatched(self) -> bool:
        """Whether it stands for a platform SKU that nobody has matched to a product yet."""
        return self.category == UNMATCHED


class NameLanguage(StrEnum):
    """Languages of buyers, as BCP 47 tags; Chinese and English names are the product's own."""

    THAI = "th"
    VIETNAMESE = "vi"
    INDONESIAN = "id"
    MALAY = "ms"
    FILIPINO = "fil"
    KHMER = "km"
    LAO = "lo"
    BURMESE = "my"
    TRADITIONAL_CHINESE = "zh-Hant"
    JAPANESE = "ja"
    KOREAN = "ko"
    RUSSIAN = "ru"
    ARABIC = "ar"
    SPANISH = "es"
    PORTUGUESE = "pt"
    FRENCH = "fr"
    GERMAN = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductName:
    """What a product is called in a language its buyers speak."""

    sku: str
    language: NameLanguage
    name: str
