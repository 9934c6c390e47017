"""Reconciling: what platforms, banks and carriers say held against the book, difference by difference."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from desktop_app.domain.reconciling import Decision, Part
from desktop_app.i18n import N_, _, ngettext
from desktop_app.reports.reconciling_table import (
    PART_TITLES,
    decision_tone,
    differences_table,
    kind_tone,
)
from desktop_app.reports.report_table import ColumnKind
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.importing.decide_side import DecideSide
from desktop_app.ui.importing.list_page import ListPage
from desktop_app.ui.importing.owed_strip import OwedStrip
from desktop_app.ui.models.report_model import Drawn
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.usecases.reconciling import Reconciled, decide, reconcile, reopen
from desktop_app.usecases.records.rows import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.domain.reconciling import Difference
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.store.changes import Changes
    from desktop_app.ui.context import Context

CHIPS: Final = tuple((part.value, title) for part, title in PART_TITLES.items())
PLACES: Final = {
    Part.ORDERS: ("orders", "sales", N_("Show the order")),
    Part.PAYOUTS: ("payouts", "payouts", N_("Show the payout")),
    Part.ADVERTISING: ("settlements", "settlements", N_("Show the settlement")),
    Part.FREIGHT: ("freight", "shipping", N_("Show the freight")),
}
"""Where each part's rows are looked at: page, kind of record, the button's text."""


class ReconcilingPage(ListPage):
    """Four parts as chips; each difference is explained, accepted or claimed."""

    chips_narrow = False

    def __init__(self, context: Context) -> None:
        super().__init__(context, "empty-import", CHIPS)
        self._shown: Reconciled | None = None
        self._rows: list[Difference] = []
        self._seen: ReportTable | None = None
        self.decided = make_chip()
        self._chip_line.addWidget(self.decided)
        self.strip = OwedStrip(context.look)
        self.side = DecideSide(context.look)
        self.lay_out(self.side, self.strip)
        self.decided.clicked.connect(self._fill_table)
        self.side.accept.clicked.connect(partial(self.decide, Decision.ACCEPTED))
        self.side.explain.clicked.connect(partial(self.decide, Decision.EXPLAINED))
        self.side.claim.clicked.connect(partial(self.decide, Decision.CLAIMED))
        self.side.again.clicked.connect(self.ask_again)
        self.side.note.textChanged.connect(self.side.noted)
        self.side.open.clicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.empty.acted.connect(context.actions["import"].trigger)
        self.failed.acted.connect(self.reload)
        context.book_changed.connect(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the differences; `what` the name of a part."""
        if isinstance(what, str) and what in self.chips:
            self.chips[what].click()
        self.reload()

    def reload(self) -> None:
        """Compare anew."""
        self.wait(_("Reading the book…"))
        self._context.whole(reconcile, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.say_common()
        self.header.set_title(_("Reconcile"))
        self.table.setAccessibleName(_("Reconcile"))
        self.decided.setText(_("Decided too"))
        self.side.retranslate()
        self.empty.say(
            _("Nothing to reconcile yet"),
            _("Bring in orders, income statements and carriers' bills to hold them against each other."),
            _("Import files"),
        )
        if self._shown is not None:
            self.reload()

    def seen_table(self) -> ReportTable | None:
        """The list as it is seen, with its currency in the headings: for export and print."""
        seen = super().seen_table()
        return None if seen is None or self._seen is None else replace(seen, columns=self._seen.columns)

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return Part(self.chip)

    def decide(self, decision: Decision) -> None:
        """Keep a decision on what is chosen."""
        rows = self._chosen()
        if rows:
            note = self.side.note.text()
            self._do(partial(decide, rows=rows, decision=decision, note=note), len(rows))

    def ask_again(self) -> None:
        """Let what is chosen be open again."""
        rows = self._chosen()
        if rows:
            self._do(partial(reopen, rows=rows), len(rows))

    def totals_of(self, rows: Sequence[int]) -> tuple[tuple[int | str | None, ...], ...]:
        """The sum of the differences shown, where they are of one currency."""
        table = self.model.table
        if table is None or len({self._rows[at].currency for at in rows}) != 1:
            return ()
        sums: dict[str, int | str | None] = {
            "about": _("Total"),
            "currency": self._rows[rows[0]].currency,
            "difference": sum(self._rows[at].difference_minor for at in rows),
        }
        typed = all(column.kind is not ColumnKind.EXACT for column in table.columns)
        return (tuple(sums.get(column.key) for column in table.columns),) if typed else ()

    def chip_chosen(self) -> None:
        """Show another part."""
        self._fill_table()

    def selected(self, keys: Sequence[object]) -> None:
        """Show what is chosen at the side."""
        decimals = self._shown.decimals if self._shown is not None else {}
        self.side.say(self._chosen(), _(PLACES[self.part][2]), decimals)

    def nothing_here(self) -> str:
        """What a part without differences says."""
        return _("Everything here agrees")

    def _chosen(self) -> list[Difference]:
        keys = set(self.table.selected_keys())
        return [row for row in self._rows if row.key in keys]

    def _fill(self, shown: Reconciled) -> None:
        self._shown = shown
        there = bool(shown.rows or shown.owed or shown.settled_orders)
        for widget in (self.filter, self.print, self.export):
            widget.setVisible(there)
        if not there:
            self.header.set_title(_("Reconcile"))
            self.show_empty()
            return
        number = sum(row.decision is None for row in shown.rows)
        text = ngettext("{count} difference is open", "{count} differences are open", number)
        self.header.set_title(_("Reconcile"), text.format(count=formats.count(number)))
        self.strip.say(shown)
        for part, title in PART_TITLES.items():
            here = sum(row.part is part and row.decision is None for row in shown.rows)
            self.chips[part].setText(f"{_(title)} {formats.count(here)}")
        self.widen_chips()
        self._fill_table()
        self.show_content()

    def _fill_table(self) -> None:
        if self._shown is None:
            return
        too = self.decided.isChecked()
        rows = [row for row in self._shown.rows if row.part is self.part and (too or row.decision is None)]
        self._rows = rows
        drawn = Drawn(
            styles={
                "about": CellStyle.STRONG,
                "kind": CellStyle.PILL,
                "account": CellStyle.MUTED,
                "decision": CellStyle.PILL,
            },
            tones={
                "kind": lambda at: kind_tone(rows[at].kind),
                "decision": lambda at: decision_tone(rows[at].decision),
            },
        )
        self._seen = differences_table(rows, self.part, self._shown.decimals, decided=too)
        self.show_table(self._seen.without_units(), [row.key for row in rows], drawn)

    def _open(self, _key: object = None) -> None:
        rows = self._chosen()
        if rows:
            page, kind, _text = PLACES[self.part]
            self._context.go(page, Query(kind=kind, words=rows[0].about.split()[-1]))

    def _do(self, command: Callable[..., Changes], number: int, *, confirmed: bool = False) -> None:
        self._context.do(
            partial(command, confirmed=confirmed),
            partial(self._done, number),
            partial(self._not_done, command, number),
        )

    def _done(self, number: int, changes: Changes) -> None:
        text = ngettext("{count} difference decided", "{count} differences decided", number)
        self._context.book_changed.emit(changes)
        self._context.say(
            text.format(count=formats.count(number)), _("Undo"), self._context.actions["undo"].trigger
        )

    def _not_done(self, command: Callable[..., Changes], number: int, error: BaseException) -> None:
        if not isinstance(error, ClosedMonthError):
            self._wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._do(command, number, confirmed=True)

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self._shown = None
        if self.isVisible():
            self.reload()
