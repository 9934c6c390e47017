"""What the book says otherwise since a claim was frozen: listed beside it, never put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.reports.claim.document import Difference
from desktop_app.reports.claim.printed import reason_printed
from desktop_app.usecases.claims_facts import gather
from desktop_app.usecases.claims_work import work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.domain.claims.lines import JudgedLine
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.store.database import Book
    from desktop_app.usecases.claims_work import WorkedClaim


def differences_of(book: Book, worked: WorkedClaim) -> list[Difference]:
    """Return what differs between a frozen claim and the book as it is today; nothing for a draft.

    Lines and costs are compared under the scheme as frozen; refunds after its cut-off stand as 应退回.
    """
    claim = worked.claim
    if claim.is_draft:
        return []
    frozen = worked.facts
    facts = gather(book, claim.from_on, claim.to_on, cut_off_on=frozen.cut_off_on, inputs=frozen.inputs)
    now = work(claim, facts, worked.bodies, received=worked.received, ties=worked.ties)
    found: list[Difference] = []
    for before, after in zip(worked.items, now.items, strict=True):
        found += _item(before, after)
    # Schemes that count alike find the same.
    return list(dict.fromkeys(found))


def _item(before: WorkedItem, after: WorkedItem) -> list[Difference]:
    name = before.scheme.name
    found = []
    if before.amount_fen != after.amount_fen:
        found.append(
            Difference(what=f"{name} 测算金额", frozen_fen=before.amount_fen, now_fen=after.amount_fen)
        )
    found += _lines(before.figures.lines, after.figures.lines)
    old = {cost.key: cost for cost in before.figures.costs}
    new = {cost.key: cost for cost in after.figures.costs}
    for key in dict.fromkeys([*old, *new]):
        was = old[key].counted if key in old else None
        is_now = new[key].counted if key in new else None
        if was != is_now:
            note = "" if key in old and key in new else "账上新增" if key in new else "账上已无此笔"
            found.append(Difference(what=" ".join(key[1:]), frozen_fen=was, now_fen=is_now, note=note))
    return found


def _lines(before: Iterable[JudgedLine], after: Iterable[JudgedLine]) -> list[Difference]:
    old = {line.fact.key: line for line in before}
    new = {line.fact.key: line for line in after}
    found = []
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        what = f"{key[1]} 第{key[2]}行"
        if was is None or now is None:
            line = was or now
            note = "账上新增" if was is None else "账上已无此行"
            if line is not None and line.net:
                found.append(
                    Difference(
                        what=what,
                        frozen_fen=None if was is None else was.net,
                        now_fen=None if now is None else now.net,
                        note=note,
                    )
                )
        elif (was.standing, was.amount, was.net, was.left_out) != (
            now.standing,
            now.amount,
            now.net,
            now.left_out,
        ):
            note = "" if was.standing is now.standing else reason_printed(now) or "现计入"
            found.append(Difference(what=what, frozen_fen=was.net, now_fen=now.net, note=note))
        later = 0 if now is None else now.fact.later_refund_minor
        if was is not None and now is not None and was.is_counted and later and was.net:
            left = _after_refund(now, later)
            found.append(Difference(what=what, frozen_fen=was.net, now_fen=left, note="截止日后退款，应退回"))
    return found


def _after_refund(line: JudgedLine, later_minor: int) -> int | None:
    """What is left of a line's net after refunds past the cut-off, in proportion to its own currency."""
    own = line.fact.amount_minor - line.fact.refund_minor
    if line.net is None or not own:
        return line.net
    return line.net * (own - later_minor) // own
