"""What one unit of a product weighs, and a bundle by its components."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def own_weight_ug(unit_weight_mg: int | None, kg_per_unit_mg: int | None) -> int | None:
    """Give the stated weight of one unit in micrograms: its weight, else its kilograms, else None."""
    stated = unit_weight_mg if unit_weight_mg is not None else kg_per_unit_mg
    return None if stated is None else stated * 1000


def bundle_weight_ug(parts: Iterable[tuple[int, int | None]]) -> int | None:
    """Give what the components weigh together, in micrograms; None as soon as one is not known.

    Each part is (thousandths of its unit, weight of one unit in micrograms).
    """
    weight = 0
    for quantity_milli, unit_ug in parts:
        if unit_ug is None:
            return None
        # A stated weight is whole milligrams, so a thousandth of a unit is whole micrograms.
        weight += quantity_milli * unit_ug // 1000
    return weight
