"""The figures as a Markdown table, and its place in README."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.benchmarks.measures import Figures

Run = "Mapping[str, Figures]"
"""The figures of one size, by measure."""

BEGIN: Final = "<!-- benchmarks: written by python -m tests.benchmarks --readme -->"
END: Final = "<!-- end of benchmarks -->"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is measured (figures that are added up), against what, and the goal."""

    title: str
    measure: str
    keys: tuple[str, ...]
    reference: str | None
    goal: str


_UNTIL_RIGHT: Final = ("lot_written", "lot_refreshed", "lot_right")

LINES: Final = (
    Line(
        "every result computed from nothing ÷ fetching the same facts",
        "rebuilt",
        ("seconds",),
        "reference",
        "≤ 20×",
    ),
    Line("the same, memory at its peak", "rebuilt", ("peak_mb",), None, "< 400 MB"),
    Line("for comparison: profit by plain SQL, average cost", "sketched", ("seconds",), None, ""),
    Line(
        "all sessions summed, a screenful of rows ÷ fetching a bare table of all",
        "shown",
        ("asked",),
        "reference",
        "≤ 5 ms",
    ),
    Line("… and every row built ÷ fetching a bare table of them", "shown", ("seconds",), "reference", ""),
    Line("sessions of one day shown ÷ fetching one bare row", "shown", ("one",), "one_reference", "≤ 5 ms"),
    Line("a new sale, on disk ÷ one durable commit", "edited", ("sale_written",), "reference", "≤ 20×"),
    Line("… and every figure it touches", "edited", ("sale_written", "sale_refreshed"), "reference", "≤ 20×"),
    Line(
        "a changed price and every figure",
        "edited",
        ("price_written", "price_refreshed"),
        "reference",
        "≤ 20×",
    ),
    Line("a back-dated lot, on disk", "edited", ("lot_written",), "reference", "≤ 20×"),
    Line(
        "… and its figures marked, all others right",
        "edited",
        ("lot_written", "lot_refreshed"),
        "reference",
        "≤ 20×",
    ),
    Line("… and every figure it touches right", "edited", _UNTIL_RIGHT, None, "≤ 2 s"),
    Line("… the longest step until then, which others wait for", "edited", ("lot_step",), None, ""),
    Line(
        "the same where half of all lines sell that product: marked",
        "halved",
        ("lot_written", "lot_refreshed"),
        "reference",
        "≤ 20×",
    ),
    Line("… and every figure right", "halved", _UNTIL_RIGHT, None, "≤ 2 s"),
    Line("… the longest step until then", "halved", ("lot_step",), None, ""),
    Line("undoing a sale, with every figure", "edited", ("sale_undone",), "reference", "≤ 20×"),
    Line("undoing a price, with every figure", "edited", ("price_undone",), "reference", "≤ 20×"),
    Line("undoing a back-dated lot, with every figure", "edited", ("lot_undone",), None, "≤ 2 s"),
    Line(
        "a table of all lines: first page ÷ fetching it bare",
        "listed",
        ("first",),
        "first_reference",
        "at once",
    ),
    Line(
        "… the list of all, in order ÷ fetching the ids bare", "listed", ("list",), "list_reference", "≤ 1×"
    ),
    Line("… a jump into its middle ÷ counting up to it bare", "listed", ("jump",), "jump_reference", "≤ 1×"),
    Line("… sorted by product ÷ fetching the ids bare", "listed", ("sorted",), "list_reference", "≤ 2×"),
    Line("… sorted by price, which has no index: its first page", "listed", ("unindexed_first",), None, ""),
    Line("… filtered by state: its first page", "listed", ("filtered_first",), None, "at once"),
    Line("… a rare word in any column: its first page", "listed", ("word",), None, ""),
    Line("… a thousand selected lines summed", "listed", ("selection",), None, ""),
)


def table(runs: Sequence[Mapping[str, Figures]], *, commit: str, day: str, machine: str) -> str:
    """Lay out the figures of all sizes, ratios first, absolute values behind them."""
    sizes = [int(run["made"]["lines"] or 0) for run in runs]
    rows = [
        ["", *(f"{size:,} lines" for size in sizes), "goal"],
        ["---", *("---:" for _ in sizes), "---"],
        *([line.title, *(_cell(line, run) for run in runs), line.goal] for line in LINES),
    ]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    books = "; ".join(
        f"{int(run['made']['lines'] or 0):,} lines: {int(run['made']['sessions'] or 0):,} sessions, "
        f"{int(run['made']['legs'] or 0):,} legs, {run['made']['file_mb']:,.0f} MB, "
        f"made in {_time(run['made']['seconds'] or 0)}"
        for run in runs
    )
    return (
        f"Commit {commit}, {day}, {machine}. A cell with × is the ratio to the reference measured beside it"
        f" (time ÷ time). Books: {books}.\n\n{text}\n"
    )


def _cell(line: Line, run: Mapping[str, Figures]) -> str:
    figures = run.get(line.measure)
    if figures is None:
        return "–"
    value = sum(figures[key] or 0 for key in line.keys)
    if line.keys == ("peak_mb",):
        return f"{value:,.0f} MB"
    reference = figures[line.reference] if line.reference is not None else None
    if not reference:
        return _time(value)
    return f"{value / reference:.1f}× ({_time(value)} ÷ {_time(reference)})"


def _time(value: float) -> str:
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s"
