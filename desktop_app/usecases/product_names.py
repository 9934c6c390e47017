"""What a product is called in the languages its buyers speak: read, given, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.domain.catalogue import NameLanguage, ProductName
from desktop_app.store.queries.references import owned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book

NAMED: Final = "product_named"
"""How the history calls the command."""


@dataclass(frozen=True, slots=True)
class Named:
    """A product's names in the order of the languages, and what a command changed."""

    names: Mapping[NameLanguage, str]
    changes: Changes | None = None


def names_of(book: Book, sku: str) -> Named:
    """Return a product's names by language."""
    stated: list[ProductName] = owned(book, "products", (sku,))
    known = {each.language: each.name for each in stated}
    return Named({language: known[language] for language in NameLanguage if language in known})


def name_product(book: Book, sku: str, names: Mapping[NameLanguage, str]) -> Named:
    """Give a product names in some languages, as one step; a blank one is taken away. Others stay.

    Raises UnknownReferenceError for a product that the book has not, and as `Book.write` does.
    """
    known = names_of(book, sku).names
    wanted = {language: name.strip() for language, name in names.items()}
    differing = {language: name for language, name in wanted.items() if known.get(language, "") != name}
    if not differing:
        return Named(known)
    with book.write(NAMED, {"sku": sku, "languages": [str(language) for language in differing]}) as writer:
        for language, name in differing.items():
            if name:
                writer.put(ProductName(sku=sku, language=language, name=name))
            else:
                writer.delete("product_names", sku, language)
    return Named(names_of(book, sku).names, writer.changes)
