"""What an import found odd, in words: rows that wait or repeat, sums that do not agree."""

from __future__ import annotations

from typing import Final

from desktop_app.domain.channel import Platform
from desktop_app.i18n import N_, _, format_money, language
from desktop_app.reports.code_words import word_of

_WORDS: Final = {
    "promotion_without_session": N_("Promotion {promotion} fits no stream; it falls on those it overlaps"),
    "advert_overlaps": N_("{promotion} is in the book already as {other}; it is left out"),
    "advertising_counted_once": N_(
        "Advertising {payment}: {paid} paid from sales, {counted} counted by the report; {difference} apart"
    ),
    "charge_parts_differ": N_("Waybill {waybill}: the parts add up to {sum}, the row says {stated}"),
    "charge_waits_for_order": N_("Waybill {waybill} belongs to no order yet; {amount} wait for it"),
    "settlement_remainder": N_("Order {order}: {amount} of its settlement could not be told apart"),
    "settlement_sales_differ": N_("Order {order}: settled over sales of {stated}, the book has {booked}"),
    "settlement_refunds_differ": N_("Order {order}: settled with refunds of {stated}, the book has {booked}"),
    "total_differs": N_("The file's own total of {total} is {stated}, its rows add up to {sum}"),
    "settlement_waits_for_order": N_("Order {order} is not in the book yet; its settlement waits for it"),
    "not_settled_yet": N_("Orders not settled yet: {rows}; bring the file in again when they are"),
    "payout_on_its_way": N_("Payout {payout} is still on its way"),
    "session_completed": N_("Taken as the stream {session}, which was logged by hand"),
    "row_repeated": N_("Order {order} stands in row {first} already; taken once"),
    "row_alike": N_("Says the same as row {first}; taken once"),
    "row_alike_kept": N_("Says the same as row {first}; both are taken"),
    "other_account": N_("Taken as {account}'s, not {named}'s: the file says {stated}"),
    "same_file": N_("The same file as {other}"),
    "zone_assumed": N_("Neither file nor account says the time zone; read as {zone}"),
    "word_not_known": N_("“{word}” in {column} is not a word we know: {rows} rows"),
    "unknown_sku": N_("{sku} is not in the book: entered as a product to match"),
    "refund_not_stated": N_("Order {order} was refunded; the file does not say how much"),
    "return_waits_for_order": N_("Order {order} is not in the book yet; its return waits for it"),
    "return_without_cost": N_("The request on order {order} is not granted ({status}); it costs nothing"),
    "return_fits_no_line": N_("The return {request} fits no line of order {order}"),
}

_AMOUNTS: Final = ("stated", "sum", "amount", "booked", "paid", "counted", "difference")


def suspicion_text(code: str, data: dict[str, str | int], currency: str, decimals: int) -> str:
    """Return one thing to look at as a sentence, amounts in `currency`; an unknown code as it is."""
    if code not in _WORDS:
        return code
    words: dict[str, str | int] = dict(data)
    for name in _AMOUNTS:
        if isinstance(words.get(name), int):
            words[name] = format_money(int(words[name]), currency, decimals)
    if code == "other_account" and words.get("stated") in set(Platform):
        words["stated"] = word_of("Platform", Platform(str(words["stated"])), language())
    return _(_WORDS[code]).format_map(_Known(words))


class _Known(dict[str, str | int]):
    """The values of a sentence; one that was not given reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"
