"""What is still owed at the end of the book, and what it is estimated to cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.stock_flow import owed_cost

if TYPE_CHECKING:
    from desktop_app.store.results.workspace import Workspace


def estimate_owed(work: Workspace, product: int) -> None:
    """Cost what is still owed of a product, all of it where what the estimate goes by has changed."""
    execute = work.connection.execute
    execute("DELETE FROM kept_owed WHERE product_id = ? AND cost IS NULL AND quantity = 0", (product,))
    card = work.product(product)
    lot = execute(
        "SELECT total_cost, quantity FROM kept_lots WHERE product_id = ?"
        " ORDER BY received_on DESC, code DESC LIMIT 1",
        (product,),
    ).fetchone()
    basis = (*(lot or (None, None)), card and card.reference)
    old = execute(
        "SELECT total_cost, quantity, reference FROM kept_basis WHERE product_id = ?", (product,)
    ).fetchone()
    if old != basis:
        execute("INSERT OR REPLACE INTO kept_basis VALUES (?, ?, ?, ?)", (product, *basis))
        execute("UPDATE kept_owed SET cost = NULL WHERE product_id = ?", (product,))
    rows = execute(
        "SELECT quantity, line_id, part FROM kept_owed WHERE product_id = ? AND cost IS NULL", (product,)
    ).fetchall()
    costs = [(owed_cost(quantity, lot, card and card.reference), *key, product) for quantity, *key in rows]
    work.connection.executemany(
        "UPDATE kept_owed SET cost = coalesce(?1, 0), missing = ?1 IS NULL"
        " WHERE line_id = ?2 AND part = ?3 AND product_id = ?4",
        costs,
    )
    if not work.whole:
        work.connection.executemany(
            "INSERT OR IGNORE INTO stale_goods VALUES (?)", [(row[1],) for row in costs]
        )
