"""Bringing the stock of stale products up to date: which belong together, and what is left for later."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from desktop_app.store.results.marking import END
from desktop_app.store.results.owed import estimate_owed
from desktop_app.store.results.redraw import Redraw, is_done

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop_app.store.results.workspace import Workspace

STRETCH: Final = 20_000
"""Sales worked through at a time: what is held in memory of a book of any size."""

_GROUP_EDGES: Final = """
SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN lots l ON l.lot = r.from_lot JOIN products q ON q.sku = l.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks f ON f.lot = r.from_lot JOIN products q ON q.sku = f.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks o ON o.repack = r.repack JOIN products q ON q.sku = o.sku
"""


def refresh_stock(work: Workspace) -> Iterator[int]:
    """Work every stale group of products through; yields the number of groups left after each."""
    groups = stale_groups(work)
    for index, (products, since) in enumerate(groups):
        if since < END:
            redraw = Redraw(work, products, since)
            while not is_done(redraw):
                redraw.step(work, STRETCH)
        for product in products:
            estimate_owed(work, product)
        yield len(groups) - index - 1


def stale_groups(work: Workspace) -> list[tuple[Sequence[int], int]]:
    """Give the products that repacks connect, together, each group with the moment it is stale from."""
    connection = work.connection
    stale: dict[int, int] = dict(connection.execute("SELECT product_id, since FROM stale_stock"))
    if not stale:
        return []
    # Selling a bundle takes its components; a bundle has no stock of its own.
    for product, since in list(stale.items()):
        card = work.product(product)
        for component, _ in card.components if card is not None else ():
            stale[component] = min(since, stale.get(component, since))
    leader: dict[int, int] = {}

    def find(product: int) -> int:
        while leader.setdefault(product, product) != product:
            product = leader[product]
        return product

    for one, other in connection.execute(_GROUP_EDGES):
        leader[find(one)] = find(other)
    members: defaultdict[int, set[int]] = defaultdict(set)
    for product in leader.keys() | stale.keys():
        members[find(product)].add(product)
    groups: list[tuple[Sequence[int], int]] = []
    for group in members.values():
        moments = [stale[product] for product in group if product in stale]
        if moments:
            groups.append((sorted(group), min(moments)))
    return groups
