"""Where one stands (测算): every scheme over a period, what it gives now and what is missing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _, ngettext
from desktop_app.reports.claim_text import fen_text
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.dialogs.ask import asked
from desktop_app.ui.dialogs.claim_new import ClaimNew
from desktop_app.ui.dialogs.claim_notice import NoticeDialog
from desktop_app.ui.subsidy.card import SchemeCard
from desktop_app.ui.subsidy.periods import Periods
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.standing_side import StandingSide, titles_of
from desktop_app.ui.subsidy.words import (
    FOLDER,
    OWN,
    WHOLE,
    base_text,
    period_text,
    scheme_name,
    short_text,
    tier_text,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton
from desktop_app.ui.widgets.figures import KeyFigure
from desktop_app.usecases.claim_desk import begin
from desktop_app.usecases.schemes import drop_scheme, export_scheme
from desktop_app.usecases.subsidy_desk import (
    StandingView,
    add_examples,
    bring_in_scheme,
    make_own,
    standing_view,
)

if TYPE_CHECKING:
    from desktop_app.domain.claims.claim import Claim
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.ui.context import Context
    from desktop_app.usecases.standing import SchemeStanding

SIDE: Final = 400


class SubsidyPage(SubsidyScreen):
    """All schemes at once; one of them is looked at closely."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, drawing="empty-sessions", tab="subsidy")
        self._view: StandingView | None = None
        self._chosen = ""
        self.write = HintButton(context.look)
        self.write.clicked.connect(self._write)
        self.more = QPushButton()
        self.more.clicked.connect(self._offer_more)
        self.claim = HintButton(context.look, primary=True)
        self.claim.clicked.connect(self._begin)
        self.offer(self.more, self.write, self.claim)
        self.periods = Periods(context.look, context.today())
        self.periods.changed.connect(self.reload)
        self.total = KeyFigure(context.look)
        self.cards: dict[str, SchemeCard] = {}
        self.side = StandingSide(context)
        self.side.opened.connect(self._mend)
        self._lay_out()
        self.empty.acted.connect(self._add_examples)
        self.empty.second_acted.connect(self.bring_in)
        self.failed.acted.connect(self.reload)
        context.when_figures_change(self._stale)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the schemes; `what` the id of one to look at."""
        if isinstance(what, str):
            self._chosen = what
        self.periods.set_today(self._context.today())
        self.reload()

    def reload(self) -> None:
        """Work every scheme out anew."""
        self.wait(_("Working the schemes out…"))
        from_on, to_on = self.periods.period
        question = partial(standing_view, from_on=from_on, to_on=to_on, today=self._context.today())
        self._context.ask(question, self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.say_place()
        self.periods.retranslate()
        self.write.setText(_("Write a scheme"))
        self.more.setText(_("More"))
        self.claim.setText(_("Make a claim"))
        self.empty.say(
            _("No scheme yet"),
            _(
                "A scheme is what your county's notice promises. Begin with the examples, which are in force"
                " nowhere, and make one your own; or bring in a scheme's file."
            ),
            _("Add the examples"),
            _("Bring in a scheme's file…"),
        )
        if self._view is not None:
            self.reload()

    def seen_table(self) -> ReportTable | None:
        """The schemes as they are seen: for export and print."""
        if self._view is None:
            return None
        rows = tuple(
            (
                scheme_name(one.scheme),
                base_text(one.item),
                tier_text(one.item),
                one.item.asked_fen,
                short_text(one),
            )
            for one in self._rows()
        )
        columns = (
            Column(key="scheme", title=_("Scheme")),
            Column(key="base", title=_("Base")),
            Column(key="tier", title=_("Tier")),
            Column(key="amount", title=_("Amount now"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
            Column(key="short", title=_("To the next tier")),
        )
        standing = self._view.standing
        title = _("Where I stand {period}").format(period=period_text(standing.from_on, standing.to_on))
        return ReportTable(title=title, columns=columns, rows=rows)

    def bring_in(self) -> None:
        """Bring a scheme's file in."""
        name, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Bring in a scheme's file…"), "", _("Scheme (*.json)")
        )
        if name:
            self._context.do(partial(bring_in_scheme, file=Path(name)), self._kept, self._refused)

    # What is shown --------------------------------------------------------------------------------------

    def _rows(self) -> list[SchemeStanding]:
        """The schemes, one's own first, of those the one that gives most."""
        rows = self._view.standing.rows if self._view is not None else ()
        return sorted(rows, key=lambda one: (one.scheme.example, -one.item.asked_fen))

    def _fill(self, view: StandingView) -> None:
        self._view = view
        rows = self._rows()
        self.claim.setVisible(bool(rows))
        self.more.setVisible(bool(rows))
        if not rows:
            self.header.set_title(_("Subsidy"))
            self.show_empty()
            return
        self.header.set_title(_("Subsidy"), view.form)
        self._say_total(view)
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for at, one in enumerate(rows):
            card = SchemeCard(one)
            card.chosen.connect(self._choose)
            self.cards[one.scheme.id] = card
            self._list.insertWidget(at + 1, card)
        self.side.show_view(view)
        self._choose(self._chosen if self._chosen in self.cards else rows[0].scheme.id)
        self.show_content()

    def _say_total(self, view: StandingView) -> None:
        rows = [one for one in self._rows() if not (view.has_own and one.scheme.example)]
        giving = sum(1 for one in rows if one.item.asked_fen and not one.is_claimed)
        if view.has_own:
            text = ngettext(
                "{giving} of {count} scheme gives something",
                "{giving} of {count} schemes give something",
                len(rows),
            )
            beside = text.format(giving=giving, count=len(rows))
        else:
            beside = _("Examples alone, added up for trying out: they are in force nowhere.")
        self.total.say(_("Can be claimed now"), fen_text(view.total_fen), beside)

    def _choose(self, scheme: str) -> None:
        self._chosen = scheme
        for name, card in self.cards.items():
            card.set_chosen(chosen=name == scheme)
        if self._view is None:
            return
        rows = self._rows()
        one = next(one for one in rows if one.scheme.id == scheme)
        group = next(
            (
                choice
                for choice in self._view.standing.groups
                if scheme == choice.best or scheme in {name for name, _fen in choice.offered}
            ),
            None,
        )
        self.side.show_scheme(one, group, titles_of(rows))

    # What is done ---------------------------------------------------------------------------------------

    def _add_examples(self) -> None:
        self._context.do(add_examples, self._added)

    def _added(self, count: int) -> None:
        self._context.book_changed.emit(object())
        text = ngettext("{count} example added", "{count} examples added", count)
        self._context.say(text.format(count=count))

    def _kept(self, scheme: Scheme) -> None:
        self._chosen = scheme.id
        self._context.book_changed.emit(object())
        self._context.say(_("Kept: {name}").format(name=scheme_name(scheme)))

    def _write(self) -> None:
        self._context.go("subsidy_scheme", "")

    def _offer_more(self) -> None:
        """What can be done with the scheme that is looked at, and with others."""
        menu = QMenu(self)
        one = next((one.scheme for one in self._rows() if one.scheme.id == self._chosen), None)
        if one is not None:
            name = scheme_name(one)
            if one.example:
                menu.addAction(_("Make {name} ours…").format(name=name)).triggered.connect(self._own_chosen)
            else:
                menu.addAction(_("Change {name}…").format(name=name)).triggered.connect(self._edit)
            menu.addAction(_("Export {name}…").format(name=name)).triggered.connect(self._export)
            menu.addAction(_("Delete {name}…").format(name=name)).triggered.connect(self._drop)
            menu.addSeparator()
        menu.addAction(_("Bring in a scheme's file…")).triggered.connect(self.bring_in)
        menu.addAction(_("Add the examples")).triggered.connect(self._add_examples)
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _own_chosen(self) -> None:
        self._make_own(self._chosen)

    def _edit(self) -> None:
        self._context.go("subsidy_scheme", self._chosen)

    def _export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Export the scheme"), f"{self._chosen}.json", _("Scheme (*.json)")
        )
        if name:
            command = partial(export_scheme, scheme=self._chosen, target=Path(name))
            self._context.ask(command, self._exported, self._refused)

    def _exported(self, path: Path) -> None:
        self._context.say(_("Written: {name}").format(name=path.name))

    def _drop(self) -> None:
        headline = _("Delete this scheme?")
        if asked(self.window(), headline, _("Claims frozen under it keep their copy."), _("Delete it")):
            self._context.do(partial(drop_scheme, scheme=self._chosen), self._dropped, self._refused)

    def _dropped(self, _done: None) -> None:
        self._context.book_changed.emit(object())
        self._context.say(_("Deleted"), _("Undo"), self._context.actions["undo"].trigger)

    def _begin(self) -> None:
        if self._view is None:
            return
        standing = self._view.standing
        dialog = ClaimNew(self.window(), self.look, standing, [self._chosen])
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        command = partial(
            begin,
            schemes=dialog.schemes,
            from_on=standing.from_on,
            to_on=standing.to_on,
            whole_after_jiao=bool(self._context.remembered(FOLDER).get(WHOLE, False)),
        )
        self._context.do(command, self._begun, self._refused)

    def _begun(self, claim: Claim) -> None:
        self._context.book_changed.emit(object())
        self._context.go("subsidy_claim", claim.number)

    def _mend(self, page: str, what: object) -> None:
        """Go where something is mended; what belongs to a claim is mended in one."""
        if page == OWN:
            self._make_own(str(what))
        elif page == "part":
            if what == "applicant":
                self._context.go("subsidy_applicant")
            else:
                self._begin()
        else:
            self._context.go(page, what)

    def _make_own(self, scheme: str) -> None:
        one = next((one for one in self._rows() if one.scheme.id == scheme), None)
        if one is None:
            return
        dialog = NoticeDialog(self.window(), one.scheme, self.periods.period[1].year)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            command = partial(make_own, scheme=scheme, notice=dialog.notice)
            self._context.do(command, self._kept, self._refused)

    def _lay_out(self) -> None:
        head = Card(spacing=Space.S)
        head.body.addWidget(self.total)
        listed = QWidget()
        listed.setProperty("ground", "none")
        self._list = QVBoxLayout(listed)
        self._list.setContentsMargins(0, 0, Space.S, 0)
        self._list.setSpacing(Space.S)
        self._list.addWidget(head)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(listed)
        self.side.setFixedWidth(self.look.px(SIDE))
        columns = QHBoxLayout()
        columns.setSpacing(Space.M)
        columns.addWidget(area, 1)
        columns.addWidget(self.side)
        outer = QVBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addWidget(self.periods)
        outer.addLayout(columns, 1)
