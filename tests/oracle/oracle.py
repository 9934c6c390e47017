"""The statements of a ledger workbook, worked out a second time, from MODEL.md alone.

The margin is written with 4 decimals, rounded half up (away from zero on a tie). MODEL does not fix its
digits: this is open, and `differences` compares margins at these four.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.oracle.arithmetic import money_text, ratio_text, total
from tests.oracle.effects import PERIOD_KEYS, SIGNS, Effects
from tests.oracle.expected import expectations
from tests.oracle.freight import Shares, shipping
from tests.oracle.promoting import promotions
from tests.oracle.records import Book, read_book
from tests.oracle.selling import is_settled, returns, sales
from tests.oracle.sessions import in_order, session_of
from tests.oracle.stock import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

STATEMENT_KEYS = (
    "gross_sales", "seller_discount", "refunds", "net_sales", "shipping_income", "taxes", "platform_fees",
    "cost_of_goods", "packaging", "shipping", "return_costs", "promotion", "samples", "session_costs",
    "profit",
)  # fmt: skip
NET_KEYS = ("profit", *PERIOD_KEYS, "net_profit")
EXPECTED_KEYS = ("expected_profit", "expected_shipping", "expected_refunds")

Figures = dict[str, int | None]
SessionOf = dict[tuple[str, str, int], str | None]


class Reckoning(NamedTuple):
    """A book with everything its rules brought about."""

    book: Book
    session_of: SessionOf
    effects: Effects
    stream: Stream
    legs: dict[tuple[str, str], Shares]
    promotions: dict[str, dict[str, int | None]]


def statements(
    workbook_path: Path | str,
    *,
    book_currency: str = "CNY",
    timezone: str = "Asia/Shanghai",
    stock_from: date | None = None,
    today: date,
    decimals: Callable[[str], int],
    first: date | None = None,
    last: date | None = None,
    expected: bool = False,
) -> dict[str, Any]:
    """What `bozhang profit --json` prints for the book made of this workbook (COMMANDS), and `facts`.

    `first` and `last` stand for `--from` and `--to`. With `expected` the three expected figures are given too
    (see `expected`: MODEL leaves much of them open).
    """
    done = reckon(workbook_path, book_currency, timezone, stock_from, today, decimals)
    return _printed(done, "session", first, last, expected)


def grouped(
    workbook_path: Path | str,
    *,
    by: str,
    book_currency: str = "CNY",
    timezone: str = "Asia/Shanghai",
    stock_from: date | None = None,
    today: date,
    decimals: Callable[[str], int],
    first: date | None = None,
    last: date | None = None,
) -> dict[str, Any]:
    """The same by `account`, `market`, `platform` or `month` (of the sessions' start): sums of sessions."""
    done = reckon(workbook_path, book_currency, timezone, stock_from, today, decimals)
    return _printed(done, by, first, last, False)


def reckon(
    path: Path | str,
    currency: str,
    timezone: str,
    stock_from: date | None,
    today: date,
    decimals: Callable[[str], int],
) -> Reckoning:
    """Reads the workbook and applies every rule."""
    book = read_book(
        path, book_currency=currency, timezone=timezone, stock_from=stock_from, today=today, decimals=decimals
    )
    effects = Effects()
    belongs = {key: session_of(book, line) for key, line in book.lines.items()}
    sales(book, belongs, effects)
    returns(book, belongs, effects)
    stream = Stream(book, belongs, effects)
    stream.run()
    legs = shipping(book, belongs, effects)
    shares = promotions(book, effects)
    for session in book.sessions.values():
        # host pay and other cost: in the book's currency, borne by planned sessions too
        effects.add(session.code, "session_costs", session.costs, session.start.day, "host and other cost")
    for overhead in book.overheads:
        amount = book.convert(overhead.amount, overhead.currency, overhead.on)
        effects.add(None, "overheads", amount, overhead.on, f"overhead {overhead.code}")
    return Reckoning(book, belongs, effects, stream, legs, shares)


# -- statements ---------------------------------------------------------------------------------------------


def _statement(amounts: Iterable[tuple[str, int | None]]) -> Figures:
    """MODEL 8: every row a sum; a missing amount makes its row, and what the row enters, missing."""
    sums: dict[str, list[int | None]] = {key: [] for key in SIGNS}
    for key, amount in amounts:
        sums[key].append(amount)
    figures: Figures = {key: total(parts) for key, parts in sums.items()}
    figures["net_sales"] = _signed(figures, ("gross_sales", "seller_discount", "refunds"))
    figures["profit"] = _signed(figures, tuple(SIGNS))
    return figures


def _signed(figures: Figures, keys: tuple[str, ...]) -> int | None:
    amounts = [(SIGNS[key], figures[key]) for key in keys]
    return total(None if amount is None else sign * amount for sign, amount in amounts)


def _margin(figures: Figures) -> str | None:
    """Profit ÷ net_sales, null where net_sales <= 0."""
    profit, net = figures["profit"], figures["net_sales"]
    if profit is None or net is None or net <= 0:
        return None
    return ratio_text(Fraction(profit, net))


def _session_figures(done: Reckoning, session: str) -> Figures:
    return _statement((entry.key, entry.amount) for entry in done.effects.entries if entry.session == session)


def _unattributed(done: Reckoning, first: date | None, last: date | None) -> Figures:
    """The unattributed column, each item by the day of its rate."""
    return _statement(
        (entry.key, entry.amount)
        for entry in done.effects.entries
        if entry.session is None and entry.key in SIGNS and _within(entry.day, first, last)
    )


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _state(done: Reckoning, session: str | None, figures: Figures) -> str:
    """Incomplete, else settled, else estimated, in MODEL's order."""
    if session in done.effects.costless or any(figures[key] is None for key in SIGNS):
        done.book.mark("state.incomplete")
        return "incomplete"
    lines = [done.book.lines[key] for key, own in done.session_of.items() if own == session]
    covered = all(is_settled(done.book, line) for line in lines if line.counts)
    if covered and session not in done.effects.estimated:
        done.book.mark("state.settled" if lines else "state.settled_without_lines")
        return "settled"
    done.book.mark("state.estimated")
    return "estimated"


def _joint_state(states: list[str]) -> str:
    for state in ("incomplete", "estimated"):
        if state in states:
            return state
    return "settled"


# -- what is printed ----------------------------------------------------------------------------------------


def _printed(
    done: Reckoning, by: str, first: date | None, last: date | None, expected: bool
) -> dict[str, Any]:
    book = done.book
    places = book.decimals(book.currency)
    rows: dict[str, list[tuple[str, Figures, str]]] = {}
    for session in in_order(book):  # empty and planned ones too, in order of start
        if _within(session.start.day, first, last):
            figures = _session_figures(done, session.code)
            state = _state(done, session.code, figures)
            rows.setdefault(_group(book, session.code, by), []).append((session.code, figures, state))
    loose = _unattributed(done, first, last)
    loose_row = _row(by, None, loose, _state(done, None, loose), places)
    printed = []
    sums: list[Figures] = []
    for name, members in rows.items():
        figures = _added(figures for _, figures, _ in members)
        sums.append(figures)
        printed.append(_row(by, name, figures, _joint_state([state for *_, state in members]), places))
    if expected and by == "session":
        for row, text in zip([*printed, loose_row], _expected(done, rows, loose), strict=True):
            row.update(text)
    return {
        "currency": book.currency,
        "rows": printed,
        "unattributed": loose_row,
        "period": _period(done, [*sums, loose], first, last),
        "facts": facts(done),
    }


def _group(book: Book, session: str, by: str) -> str:
    found = book.sessions[session]
    account = book.accounts[found.account]
    return {
        "session": session,
        "account": account.code,
        "market": account.market,
        "platform": account.platform,
        "month": found.start.day.isoformat()[:7],
    }[by]


def _added(parts: Iterable[Figures]) -> Figures:
    members = list(parts)
    return {key: total(figures[key] for figures in members) for key in STATEMENT_KEYS}


def _row(by: str, name: str | None, figures: Figures, state: str, places: int) -> dict[str, Any]:
    texts = {key: money_text(figures[key], places) for key in STATEMENT_KEYS}
    return {by: name, **texts, "margin": _margin(figures), "state": state}


def _period(
    done: Reckoning, columns: list[Figures], first: date | None, last: date | None
) -> dict[str, str | None]:
    """The sum of the sessions and of what is unattributed, less spoilage, adjustments and overheads."""
    places = done.book.decimals(done.book.currency)
    figures: Figures = {"profit": total(column["profit"] for column in columns)}
    for key in PERIOD_KEYS:
        own = [e for e in done.effects.entries if e.key == key and _within(e.day, first, last)]
        figures[key] = total(entry.amount for entry in own)
    taken = total(figures[key] for key in PERIOD_KEYS)
    profit = figures["profit"]
    figures["net_profit"] = None if profit is None or taken is None else profit - taken
    return {key: money_text(figures[key], places) for key in NET_KEYS}


def _expected(
    done: Reckoning, rows: dict[str, list[tuple[str, Figures, str]]], loose: Figures
) -> list[dict[str, str | None]]:
    places = done.book.decimals(done.book.currency)
    by_session = {code: figures for members in rows.values() for code, figures, _ in members}
    everything = {session: _session_figures(done, session) for session in done.book.sessions}
    wanted: list[tuple[str | None, Figures]] = [*by_session.items(), (None, loose)]
    texts = []
    for session, figures in wanted:
        values = expectations(done.book, done.session_of, done.legs, everything, session, figures["profit"])
        texts.append({key: money_text(values[key], places) for key in EXPECTED_KEYS})
    return texts


# -- for the hunt after a difference ------------------------------------------------------------------------


def facts(done: Reckoning) -> dict[str, Any]:
    """The amounts behind the rows: entries by session, draws by line, lots at the end, shares, rules seen."""
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in done.effects.entries:
        entries.setdefault(entry.session or "", []).append(
            {"key": entry.key, "amount": entry.amount, "day": entry.day.isoformat(), "why": entry.why}
        )
    return {
        "entries": entries,
        "lines": {"/".join(map(str, key)): _line_facts(done, key) for key in done.book.lines},
        "lots": {
            lot.code: {
                "sku": lot.sku,
                "quantity": lot.quantity,
                "left": lot.left,
                "total_cost": lot.total_cost,
            }
            for lot in done.stream.lots.values()
        },
        "legs": {
            "/".join(leg): {"/".join(map(str, key)): share for key, share in shares.items()}
            for leg, shares in done.legs.items()
        },
        "promotions": done.promotions,
        "rules": dict(done.book.seen),
    }


def _line_facts(done: Reckoning, key: tuple[str, str, int]) -> dict[str, Any]:
    line = done.book.lines[key]
    taken = done.stream.taken.get(key, [])
    return {
        "session": done.session_of[key],
        "list_minor": line.list,
        "currency": line.currency,
        "counts": line.counts,
        "lost": line.lost,
        "draws": [(t.sku, d.lot.code, d.quantity, d.cost) for t in taken for d in t.draws],
        "owed": {t.sku: t.owed for t in taken if t.owed},
    }


def differences(program_json: dict[str, Any], oracle_json: dict[str, Any]) -> list[str]:
    """Every figure in which the two differ, one line each: the row, the key, both values."""
    found: list[str] = []
    _compare(found, "book", "currency", program_json.get("currency"), oracle_json["currency"])
    by = next(iter(oracle_json["unattributed"]))
    theirs = {row.get(by): row for row in program_json.get("rows", [])}
    ours = {row[by]: row for row in oracle_json["rows"]}
    if by == "session":  # the order of groups is not fixed
        _compare(found, "rows", "order", list(theirs), list(ours))
    for name in ours.keys() | theirs.keys():
        if name not in ours or name not in theirs:
            found.append(f"{name}: row only with the {'program' if name in theirs else 'oracle'}")
        else:
            _compare_row(found, str(name), theirs[name], ours[name])
    _compare_row(found, "unattributed", program_json.get("unattributed", {}), oracle_json["unattributed"])
    for key in NET_KEYS:
        theirs_period = program_json.get("period", {})
        _compare(found, "period", key, theirs_period.get(key, "(absent)"), oracle_json["period"][key])
    return found


def _compare_row(found: list[str], name: str, program: dict[str, Any], oracle: dict[str, Any]) -> None:
    for key in (*STATEMENT_KEYS, "state", *EXPECTED_KEYS):
        if key in oracle:
            _compare(found, name, key, program.get(key, "(absent)"), oracle[key])
    if not _same_margin(program.get("margin", "(absent)"), oracle["margin"]):
        found.append(f"{name}: margin: program {program.get('margin')}, oracle {oracle['margin']}")


def _same_margin(program: str | None, oracle: str | None) -> bool:
    """Whether two margins are one, however many digits each is given with (the oracle gives four)."""
    if program is None or oracle is None or program == "(absent)":
        return program == oracle
    return abs(Fraction(program) - Fraction(oracle)) <= Fraction(1, 18_000)


def _compare(found: list[str], row: str, key: str, program: object, oracle: object) -> None:
    if program != oracle:
        found.append(f"{row}: {key}: program {program}, oracle {oracle}")
