"""What an office approved of single lines of a claim, as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.claims.claim import LineApproval
from desktop_app.store.queries.claim_books import rows_of_claim

if TYPE_CHECKING:
    from desktop_app.domain.claims.claim import Claim
    from desktop_app.store.database import Book


def cut_lines(book: Book, claim: Claim) -> tuple[LineApproval, ...]:
    """Return the lines of a claim of which less was approved; none before it was."""
    if claim.approved_fen is None:
        return ()
    return tuple(
        LineApproval(
            scheme=row["scheme"],
            account=row["account"],
            order_id=row["order_id"],
            line=row["line"],
            approved_minor=row["approved_minor"],
            reason=row["reason"] or "",
        )
        for row in rows_of_claim(book, "claim_lines", claim.claim, claim.version)
        if row["approved_minor"] is not None
    )
