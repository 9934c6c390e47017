"""The body of a claim's page: figures, its parts behind chips, and what is to be done at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import N_, _
from desktop_app.ui.subsidy.applicant_form import ApplicantForm
from desktop_app.ui.subsidy.evidence_part import EvidencePart
from desktop_app.ui.subsidy.history_part import HistoryPart
from desktop_app.ui.subsidy.items_part import ItemsPart
from desktop_app.ui.subsidy.lines_part import LinesPart
from desktop_app.ui.subsidy.tabs import fit_chips
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.figures import KeyFigure, SmallFigures
from desktop_app.ui.widgets.page import make_tight
from desktop_app.ui.widgets.todo import TodoList

if TYPE_CHECKING:
    from desktop_app.reports.report_table import ReportTable
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claim_desk import ClaimView

PARTS: Final = (
    ("items", N_("Items")),
    ("lines", N_("Lines")),
    ("evidence", N_("Evidence")),
    ("applicant", N_("Applicant")),
    ("history", N_("History")),
)
"""The parts by name, in the order of their chips."""
SIDE: Final = 320


class ClaimParts(QObject):
    """Holds the widgets of the page's body and shows a claim in them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.asked = KeyFigure(context.look)
        self.money = SmallFigures(context.look)
        self.items = ItemsPart(context)
        self.lines = LinesPart(context)
        self.evidence = EvidencePart(context)
        self.applicant = ApplicantForm(context)
        self.history = HistoryPart(context)
        self.todo_title, self.todos = label("", "section"), TodoList(context.look)
        self.note_title, self.notes = label("", "section"), TodoList(context.look)
        self.stack = QStackedWidget()
        make_tight(self.stack)
        for part in (self.items, self.lines, self.evidence, self.applicant, self.history):
            self.stack.addWidget(part)
        self.chips = QButtonGroup(self)
        for at, (_name, _title) in enumerate(PARTS):
            chip = make_chip(checked=at == 0)
            self.chips.addButton(chip, at)
        self.chips.idClicked.connect(self.stack.setCurrentIndex)

    def lay_out(self, content: QWidget) -> None:
        """Put everything in its place."""
        figures = Card(padding=Space.M)
        line = row(self.asked, self.money, spacing=Space.XL)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        line.setAlignment(self.money, Qt.AlignmentFlag.AlignVCenter)
        figures.body.addLayout(line)
        chips = row(*self.chips.buttons(), None, spacing=Space.S)
        parts = Card(padding=Space.M, spacing=Space.M)
        parts.body.addLayout(chips)
        parts.body.addWidget(self.stack, 1)
        left = QVBoxLayout()
        left.setSpacing(Space.M)
        left.addWidget(figures)
        left.addWidget(parts, 1)
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(Space.S)
        listed.addWidget(self.todo_title)
        listed.addWidget(self.todos)
        listed.addSpacing(Space.M)
        listed.addWidget(self.note_title)
        listed.addWidget(self.notes)
        listed.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        side = Card()
        side.setFixedWidth(self._context.look.px(SIDE))
        side.body.addWidget(area, 1)
        outer = QHBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        outer.addLayout(left, 1)
        outer.addWidget(side)

    def show_view(self, view: ClaimView) -> None:
        """Show a claim in every part."""
        self.items.show_view(view)
        self.lines.show_view(view)
        self.evidence.show_view(view)
        self.applicant.show_data(view.applicant, can_change=view.claim.is_draft)
        self.history.show_view(view)

    def choose(self, name: str) -> None:
        """Show a part."""
        at = [part for part, _title in PARTS].index(name)
        self.chips.button(at).setChecked(True)
        self.stack.setCurrentIndex(at)
        if name == "applicant":
            self.applicant.kind.setFocus()

    def seen_table(self) -> ReportTable | None:
        """The table of the part that is shown."""
        seen = getattr(self.stack.currentWidget(), "seen_table", None)
        return seen() if callable(seen) else None

    def retranslate(self) -> None:
        """Say everything anew."""
        for at, (_name, title) in enumerate(PARTS):
            self.chips.button(at).setText(_(title))
        fit_chips(self._context.look, self.chips.buttons())
        for part in (self.lines, self.evidence, self.applicant, self.history):
            part.retranslate()
