"""Matching: platform SKUs that nobody knows, each with what waits on it and what it may be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from desktop_app.i18n import N_, _, format_amount, ngettext
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.store.errors import ClosedMonthError
from desktop_app.ui import formats
from desktop_app.ui.dialogs.closed_month import ask_closed
from desktop_app.ui.importing.list_page import ListPage
from desktop_app.ui.importing.match_side import MatchSide
from desktop_app.ui.models.report_model import Drawn
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.widgets.basic import HintButton, set_property
from desktop_app.usecases.matching import CannotMatchError, Unmatched, Why, keep_as_new, match_skus, unmatched
from desktop_app.usecases.records.rows import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.store.changes import Changes
    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context

CHIPS: Final = (("all", N_("All")), ("suggested", N_("With a suggestion")), ("open", N_("Without")))
"""Ready-made views over the list."""
WHY: Final = {
    Why.EARLIER: N_("matched so before"),
    Why.SELLER_SKU: N_("the same seller SKU"),
    Why.NAME: N_("a similar name"),
}
"""What a suggestion rests on."""

Listed = tuple[list[Unmatched], dict[str, int]]


def _list(book: Book) -> Listed:
    rows = unmatched(book)
    codes = {code for each in rows for code, _minor in each.amounts}
    return rows, {code: book.decimals(code) for code in codes}


class MatchingPage(ListPage):
    """The list; each SKU is matched to a product, or is one of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "empty-import", CHIPS)
        self._rows: list[Unmatched] | None = None
        self._decimals: dict[str, int] = {}
        self._wanted = ""
        self.all = HintButton(context.look, primary=True)
        self.header.buttons.addWidget(self.all)
        self.side = MatchSide(context)
        self.lay_out(self.side)
        self.all.clicked.connect(self.match_all)
        self.side.match.clicked.connect(self.match)
        self.side.new.clicked.connect(self.keep)
        self.side.field.changed.connect(self._typed)
        self.side.field.entered.connect(self.match)
        self.table.opened.connect(self._go_in)
        self.empty.acted.connect(context.actions["import"].trigger)
        self.failed.acted.connect(self.reload)
        context.book_changed.connect(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the list, on the SKU `what`; a product that waits for nothing is shown among the products."""
        self._wanted = what if isinstance(what, str) else ""
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self.wait(_("Reading the book…"))
        self._context.ask(_list, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.say_common()
        self.header.set_title(_("Match SKUs"))
        self.table.setAccessibleName(_("Match SKUs"))
        self.empty.say(
            _("Every platform SKU is matched"),
            _("SKUs of a platform's file that the book does not know wait here, to be matched once."),
            _("Import files"),
        )
        if self._rows is not None:
            self.reload()

    def match(self) -> None:
        """Match what is chosen to the product in the field."""
        product = self.side.field.text().strip()
        keys = [str(key) for key in self.table.selected_keys()]
        if product and keys and self.side.match.isEnabled():
            self._do(partial(match_skus, pairs=dict.fromkeys(keys, product)), len(keys))

    def match_all(self) -> None:
        """Match every SKU that has a suggestion."""
        pairs = {row.sku: row.suggestion.sku for row in self._rows or () if row.suggestion is not None}
        if pairs:
            self._do(partial(match_skus, pairs=pairs), len(pairs))

    def keep(self) -> None:
        """Let what is chosen be products of their own."""
        keys = [str(key) for key in self.table.selected_keys()]
        if keys:
            self._do(partial(keep_as_new, skus=keys), 0)

    def totals_of(self, rows: Sequence[int]) -> tuple[tuple[int | str | None, ...], ...]:
        """How many order lines wait."""
        lines = sum(self._rows[at].lines for at in rows) if self._rows else 0
        return ((_("Total"), None, None, lines, None, None),)

    def chip_chosen(self) -> None:
        """Narrow the list."""
        self.model.set_wanted(None if self.chip == "all" else self._is_wanted)

    def selected(self, keys: Sequence[object]) -> None:
        """Show what is chosen at the side."""
        rows = [row for row in self._rows or () if row.sku in set(keys)]
        why = _(WHY[rows[0].suggestion.why]) if len(rows) == 1 and rows[0].suggestion else ""
        self.side.say(rows, self._money(rows), why)

    def nothing_here(self) -> str:
        """What a chip without rows says."""
        return _("No SKU here")

    def _is_wanted(self, at: int) -> bool:
        has = bool(self._rows and self._rows[at].suggestion is not None)
        return has if self.chip == "suggested" else not has

    def _fill(self, listed: Listed) -> None:
        self._rows, self._decimals = listed
        rows = self._rows
        if self._wanted and self._wanted not in {row.sku for row in rows}:
            self._context.go("products", Query(kind="products", words=self._wanted))
            return
        count = ngettext("{count} SKU waits", "{count} SKUs wait", len(rows)).format(count=len(rows))
        sold = _("their sales count, their cost is missing")
        self.header.set_title(_("Match SKUs"), f"{count} · {sold}" if rows else "")
        known = sum(row.suggestion is not None for row in rows)
        text = ngettext("Match {count} suggestion", "Match all {count} suggestions", known)
        self.all.setText(text.format(count=known))
        self.all.setVisible(known > 0)
        set_property(self.side.match, "kind", "plain" if known else "primary")
        for widget in (self.filter, self.print, self.export):
            widget.setVisible(bool(rows))
        if not rows:
            self.show_empty()
            return
        self.show_table(
            self._table(rows),
            [row.sku for row in rows],
            Drawn(styles={"name": CellStyle.STRONG, "account": CellStyle.MUTED}),
        )
        if self._wanted:
            self.table.choose_row(self.model.row_of(self._wanted))
            self._wanted = ""
        self.show_content()

    def _table(self, rows: list[Unmatched]) -> ReportTable:
        columns = (
            Column(key="name", title=_("Name on the platform")),
            Column(key="sku", title=_("SKU")),
            Column(key="account", title=_("Account")),
            Column(key="lines", title=_("Order lines"), kind=ColumnKind.COUNT),
            Column(key="amount", title=_("Sales"), kind=ColumnKind.EXACT),
            Column(key="suggestion", title=_("Suggestion")),
        )
        return ReportTable(
            title=_("Match SKUs"),
            columns=columns,
            rows=tuple(
                (
                    row.name,
                    row.sku,
                    _(", ").join(row.accounts),
                    row.lines,
                    self._money([row]),
                    row.suggestion.name if row.suggestion else None,
                )
                for row in rows
            ),
        )

    def _money(self, rows: list[Unmatched]) -> str:
        sums: dict[str, int] = {}
        for code, minor in (pair for row in rows for pair in row.amounts):
            sums[code] = sums.get(code, 0) + minor
        return " + ".join(
            f"{code} {format_amount(minor, self._decimals.get(code, 2))}" for code, minor in sums.items()
        )

    def _typed(self) -> None:
        self.side.wrong("")
        chosen = bool(self.table.selected_keys())
        self.side.match.setEnabled(chosen and bool(self.side.field.text().strip()))

    def _go_in(self, _key: object) -> None:
        self.side.field.go_in()

    def _do(self, command: Callable[..., Changes], matched: int, *, confirmed: bool = False) -> None:
        self._context.do(
            partial(command, confirmed=confirmed),
            partial(self._done, matched),
            partial(self._not_done, command, matched),
        )

    def _done(self, matched: int, changes: Changes) -> None:
        text = ngettext("{count} SKU matched", "{count} SKUs matched", matched)
        said = text.format(count=formats.count(matched)) if matched else _("Kept as a product of its own")
        self._context.book_changed.emit(changes)
        self._context.say(said, _("Undo"), self._context.actions["undo"].trigger)

    def _not_done(self, command: Callable[..., Changes], matched: int, error: BaseException) -> None:
        if isinstance(error, CannotMatchError):
            self.side.wrong(
                _("{sku} cannot be matched to: choose a product of the book.").format(sku=error.sku)
            )
        elif not isinstance(error, ClosedMonthError):
            self._wrong(error)
        elif ask_closed(self._context, self.window(), error):
            self._do(command, matched, confirmed=True)

    def _wrong(self, error: BaseException) -> None:
        headline, sentence = self._context.words_of(error)
        self.show_failed(headline, sentence, _("Try again"))

    def _stale(self, changes: object) -> None:
        if changes is None:
            self._rows = None
        if self.isVisible():
            self.reload()
