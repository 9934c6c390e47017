"""Bringing the stock of stale products up to date: which belong together, and what is left for later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from desktop_app.store.results.marking import END
from desktop_app.store.results.owed import estimate_owed
from desktop_app.store.results.redraw import Redraw, is_done

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.store.results.workspace import Workspace

STRETCH: Final = 20_000
"""Sales worked through at a time: what is held in memory of a book of any size."""

_LONG: Final = 1_000
"""Sales from which on a stream counts as long."""

_GROUP_EDGES: Final = """
SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN lots l ON l.lot = r.from_lot JOIN products q ON q.sku = l.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks f ON f.lot = r.from_lot JOIN products q ON q.sku = f.sku
UNION SELECT p.id, q.id FROM repacks r JOIN products p ON p.sku = r.sku
    JOIN repacks o ON o.repack = r.repack JOIN products q ON q.sku = o.sku
"""


Group = tuple[Sequence[int], int]
"""Products that repacks connect, and the moment from which their stock is stale."""


def refresh_stock(work: Workspace, groups: Sequence[Group]) -> Iterator[int]:
    """Work groups of products through; yields the number of groups left after each."""
    for index, (products, since) in enumerate(groups):
        if since < END:
            is_long = not work.whole and _has_more(work, (products, since), _LONG)
            redraw = Redraw(work, products, since, is_long=is_long)
            while not is_done(redraw):
                redraw.step(work, STRETCH)
        for product in products:
            estimate_owed(work, product)
        yield len(groups) - index - 1


def sort_out(
    work: Workspace, groups: Sequence[Group], most: int | None
) -> tuple[list[Group], list[tuple[int, int, int]]]:
    """Part groups with few sales from those with more than `most`, whose marks are given: seen, put off."""
    if most is None:
        return list(groups), []
    few = [group for group in groups if not _has_more(work, group, most)]
    marks = dict(work.connection.execute("SELECT product_id, abs(marks) FROM stale_stock"))
    return few, [
        (product, since, -marks.get(product, 1))
        for products, since in groups
        if (products, since) not in few
        for product in products
        if not _is_bundle(work, product)
    ]


def _is_bundle(work: Workspace, product: int) -> bool:
    card = work.product(product)
    return card is not None and card.is_bundle


def _has_more(work: Workspace, group: Group, most: int) -> bool:
    products, since = group
    count = 0
    for product in products if since < END else ():
        card = work.product(product)
        if card is None or card.is_bundle:
            continue
        for sku in [card.sku, *(bundle.sku for bundle, _, _ in work.bundles.get(product, ()))]:
            (number,) = work.connection.execute(
                "SELECT count(*) FROM (SELECT 1 FROM sales WHERE sku = ? AND ordered_at >= ? LIMIT ?)",
                (sku, since, most + 1 - count),
            ).fetchone()
            count += number
            if count > most:
                return True
    return False


def keep_for_later(work: Workspace, products: Sequence[int], since: int) -> None:
    """Remember how far stock that was put off has come."""
    work.connection.executemany(
        "UPDATE stale_stock SET since = ? WHERE product_id = ?", ((since, product) for product in products)
    )


def stale_groups(work: Workspace) -> list[Group]:
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
    groups: list[Group] = []
    for group in members.values():
        moments = [stale[product] for product in group if product in stale]
        if moments:
            groups.append((sorted(group), min(moments)))
    return groups
