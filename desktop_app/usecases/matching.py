"""Matching: which product a platform's unknown SKU is, suggested, decided once and remembered."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.domain.likeness import likeness, rarity_of, tokens
from desktop_app.store.queries.matching import lines_of_sku, returns_of_sku, waiting_skus
from desktop_app.store.queries.platform import workings_where
from desktop_app.store.queries.references import naming, owned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from desktop_app.domain.catalogue import Product
    from desktop_app.store import Book
    from desktop_app.store.changes import Changes
    from desktop_app.store.queries.matching import WaitingSku
    from desktop_app.store.writing import Writer

MATCHED: Final = "skus_matched"
KEPT_AS_NEW: Final = "skus_new"
"""The titles in the history; whoever shows them words them."""
ENOUGH: Final = Fraction(1, 2)
"""How alike names must be for a suggestion."""
_CLEARLY: Final = Fraction(1, 10)
"""How much more alike than the next best."""
_PART: Final = 4
"""Signs that a SKU must have to be known as part of a longer one."""


class Why(StrEnum):
    """What a suggestion rests on, the surest first."""

    EARLIER = "earlier"
    SELLER_SKU = "seller_sku"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A product that an unknown SKU may be, and why."""

    sku: str
    name: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A SKU that nobody has matched yet: how platforms name it, and what waits on it.

    `amounts` are its sales (list less seller's discount, without unpaid and cancelled lines) in minor units.
    """

    sku: str
    name: str
    variations: tuple[str, ...]
    platform_skus: tuple[str, ...]
    accounts: tuple[str, ...]
    lines: int
    amounts: tuple[tuple[str, int], ...]
    has_stock: bool
    suggestion: Suggested | None


class CannotMatchError(Exception):
    """A SKU cannot be matched to a product: one is not there, is itself waiting, or has lots of its own."""

    def __init__(self, sku: str) -> None:
        super().__init__(sku)
        self.sku = sku


def unmatched(book: Book) -> list[Unmatched]:
    """Return the SKUs that wait, those with the most order lines first, with what they may be."""
    waiting = waiting_skus(book)
    if not waiting:
        return []
    adviser = _Adviser(book)
    return [
        Unmatched(
            sku=row.sku,
            name=row.name,
            variations=_distinct(each.variation for each in row.listings),
            platform_skus=_distinct(each.platform_sku for each in row.listings),
            accounts=tuple(row.accounts),
            lines=row.lines,
            amounts=tuple(sorted(row.amounts.items())),
            has_stock=row.has_stock,
            suggestion=None if row.has_stock else adviser.advise(row),
        )
        for row in waiting
    ]


def match_skus(book: Book, pairs: Mapping[str, str], *, confirmed: bool = False) -> Changes:
    """Say which product each waiting SKU is (SKU → product): its sales and returns move, as one step.

    It is remembered for every account that has sold it, so that the next file finds the product itself.
    Raises CannotMatchError, ClosedMonthError unless `confirmed`, and as `Book.write` does.
    """
    for sku, product in pairs.items():
        _check(book, sku, product)
    detail = {"number": len(pairs), "skus": list(pairs)[:20]}
    waiting = {row.sku: row for row in waiting_skus(book)}
    with book.write(MATCHED, detail, bulk=True, confirmed=confirmed) as writer:
        for sku, product in pairs.items():
            _move(book, writer, waiting[sku], product)
    return writer.changes


def keep_as_new(book: Book, skus: Sequence[str], *, confirmed: bool = False) -> Changes:
    """Let waiting SKUs be products of their own, as one step; they wait no longer. Raises as `Book.write`."""
    products = [product for sku in skus if (product := book.get("products", sku)) and product.is_unmatched]
    with book.write(KEPT_AS_NEW, {"skus": list(skus)[:20]}, confirmed=confirmed) as writer:
        writer.put_many([replace(product, category=None) for product in products])
    return writer.changes


def _check(book: Book, sku: str, product: str) -> None:
    old, new = book.get("products", sku), book.get("products", product)
    if old is None or new is None or not old.is_unmatched or new.is_unmatched:
        raise CannotMatchError(product if new is None or new.is_unmatched else sku)
    if any(each.kind in {"lots", "repacks", "products"} for each in naming(book, "products", (sku,))):
        raise CannotMatchError(sku)


def _move(book: Book, writer: Writer, waiting: WaitingSku, product: str) -> None:
    """Let everything that names a waiting SKU name the product, and remember how its listings are called."""
    sku = waiting.sku
    codes: dict[tuple[str, str], tuple[str | None, str | None]] = {
        (account, sku): (None, None) for account in waiting.accounts
    }
    for each in waiting.listings:
        for code in (each.platform_sku, sku):
            if code is not None:
                codes[each.account, code] = (each.product_name, each.variation)
    writer.put_many([replace(line, sku=product) for line in lines_of_sku(book, sku)])
    writer.put_many([replace(each, sku=product) for each in returns_of_sku(book, sku)])
    for table in ("return_requests", "sku_matches"):
        writer.put_rows(table, [{**row, "sku": product} for row in workings_where(book, table, sku=sku)])
    remembered = [
        {
            "account": account,
            "platform_sku": code,
            "sku": product,
            "product_name": name,
            "variation": variation,
        }
        for (account, code), (name, variation) in codes.items()
    ]
    writer.put_rows("sku_matches", remembered)
    for name in owned(book, "products", (sku,)):
        if book.get("product_names", product, name.language) is None:
            writer.put(replace(name, sku=product))
        writer.delete("product_names", sku, name.language)
    writer.delete("products", sku)


class _Adviser:
    """Knows the products by code, by name and by what they were matched to before."""

    def __init__(self, book: Book) -> None:
        self._products: dict[str, Product] = {
            product.sku: product for product in book.iterate("products") if not product.is_unmatched
        }
        self._earlier: dict[str, str] = {}
        self._by_code: dict[str, str] = {}
        self._names: list[tuple[str, frozenset[str]]] = []
        for product in self._products.values():
            self._by_code.setdefault(_plain(product.sku), product.sku)
            self._name(product.sku, product.name, product.name_en)
        for other in book.iterate("product_names"):
            if other.sku in self._products:
                self._name(other.sku, other.name)
        for row in workings_where(book, "sku_matches"):
            if row["sku"] not in self._products:
                continue
            self._earlier.setdefault(row["platform_sku"], row["sku"])
            if row["product_name"]:
                self._earlier.setdefault(_listed(row["product_name"], row["variation"]), row["sku"])
                self._name(row["sku"], f"{row['product_name']} {row['variation'] or ''}")
        self._rarity = rarity_of(name for _sku, name in self._names)

    def advise(self, row: WaitingSku) -> Suggested | None:
        """Return the product that a waiting SKU most likely is."""
        codes = [row.sku, *(code for each in row.listings for code in (each.platform_sku, each.seller_sku))]
        codes += [_listed(each.product_name or "", each.variation) for each in row.listings]
        for code in filter(None, codes):
            if code in self._earlier:
                return self._suggested(self._earlier[code], Why.EARLIER)
        for seller in filter(None, (row.sku, *(each.seller_sku for each in row.listings))):
            found = self._by_seller(_plain(seller))
            if found is not None:
                return self._suggested(found, Why.SELLER_SKU)
        best = self._by_name([row.name, *self._listed_names(row)])
        return self._suggested(best, Why.NAME) if best is not None else None

    @staticmethod
    def _listed_names(row: WaitingSku) -> Iterator[str]:
        for each in row.listings:
            if each.product_name:
                yield f"{each.product_name} {each.variation or ''}"

    def _by_seller(self, code: str) -> str | None:
        if code in self._by_code:
            return self._by_code[code]
        inside = [known for known in self._by_code if len(known) >= _PART and known in code]
        longest = max(inside, key=len, default=None)
        # KD-250 within KD-2500 would be another size.
        if longest is None or re.search(rf"\d{re.escape(longest)}|{re.escape(longest)}\d", code):
            return None
        return self._by_code[longest]

    def _by_name(self, names: Iterable[str]) -> str | None:
        best: dict[str, Fraction] = {}
        for name in dict.fromkeys(names):
            asked = tokens(name)
            for sku, known in self._names:
                best[sku] = max(best.get(sku, Fraction(0)), likeness(asked, known, self._rarity))
        ranked = sorted(best.items(), key=lambda pair: -pair[1])[:2]
        if not ranked or ranked[0][1] < ENOUGH:
            return None
        return None if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _CLEARLY else ranked[0][0]

    def _name(self, sku: str, *names: str | None) -> None:
        self._names += [(sku, tokens(name)) for name in names if name]

    def _suggested(self, sku: str, why: Why) -> Suggested:
        return Suggested(sku, self._products[sku].name, why)


def _plain(code: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", code)).casefold()


def _listed(name: str, variation: str | None) -> str:
    """A name as it is listed, as key; no code has such a separator."""
    return f"{name.casefold()}\n{(variation or '').casefold()}" if name else ""


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
