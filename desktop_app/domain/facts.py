"""The kinds of record a book is made of: class, key and sheet, each after those it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from desktop_app.domain.catalogue import Product, ProductName
from desktop_app.domain.channel import Account, FeeRate
from desktop_app.domain.fx import Rate
from desktop_app.domain.ledger import Overhead, Payout, Settlement, Training
from desktop_app.domain.promotion import Promotion
from desktop_app.domain.returns import Return
from desktop_app.domain.sale import OrderLine
from desktop_app.domain.session import StreamSession
from desktop_app.domain.shipment import Leg
from desktop_app.domain.stock import Lot, Repack, StockEntry
from desktop_app.domain.tariffs import Tariff

if TYPE_CHECKING:
    from collections.abc import Callable

Record = (
    Product
    | ProductName
    | Lot
    | Account
    | FeeRate
    | Tariff
    | StreamSession
    | OrderLine
    | Promotion
    | Leg
    | Return
    | StockEntry
    | Rate
    | Overhead
    | Repack
    | Settlement
    | Payout
    | Training
)
"""Any fact of a book."""


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind of fact: `name` is also its table, `sheet` its English sheet, `key` identifies a record."""

    name: str
    sheet: str
    record: type[Any]
    key: tuple[str, ...]

    def key_of(self, record: Record) -> tuple[Any, ...]:
        """The values that identify `record` among its kind."""
        return _values_of(self.key)(record)


@cache
def _values_of(fields: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    get = attrgetter(*fields)
    return get if len(fields) > 1 else lambda record: (get(record),)


KINDS: Final[tuple[FactKind, ...]] = (
    FactKind("products", "Products", Product, ("sku",)),
    FactKind("product_names", "Product names", ProductName, ("sku", "language")),
    FactKind("accounts", "Accounts", Account, ("account",)),
    FactKind("fee_rates", "Fee rates", FeeRate, ("account", "from_on")),
    FactKind("rates", "Rates", Rate, ("currency", "on")),
    FactKind("tariffs", "Price lists", Tariff, ("carrier", "service", "market", "from_on", "above_mg")),
    FactKind("lots", "Lots", Lot, ("lot",)),
    FactKind("repacks", "Repacks", Repack, ("repack", "lot")),
    FactKind("sessions", "Sessions", StreamSession, ("session",)),
    FactKind("sales", "Sales", OrderLine, ("account", "order_id", "line")),
    FactKind("promotions", "Promotions", Promotion, ("promotion",)),
    FactKind("shipping", "Shipping", Leg, ("shipment", "leg")),
    FactKind("returns", "Returns", Return, ("return_id",)),
    FactKind("stock", "Stock", StockEntry, ("entry",)),
    FactKind("overheads", "Overheads", Overhead, ("entry",)),
    FactKind("settlements", "Settlements", Settlement, ("settlement", "order_id", "line")),
    FactKind("payouts", "Payouts", Payout, ("payout",)),
    FactKind("training", "Training", Training, ("entry",)),
)
"""Every kind, each after those it names."""

KIND: Final[dict[str, FactKind]] = {kind.name: kind for kind in KINDS}
"""Kinds by name."""

KIND_OF: Final[dict[type[Any], FactKind]] = {kind.record: kind for kind in KINDS}
"""Kinds by record class."""
