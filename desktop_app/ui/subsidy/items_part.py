"""The items of a claim: what each scheme gives, step by step, and what is typed in for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.claims.working import has_unclear_tiers
from desktop_app.domain.subsidy.figure import FIGURE, SIGNED
from desktop_app.domain.subsidy.words import RECEIVED, CapPer, RuleKind
from desktop_app.i18n import _
from desktop_app.reports.claim_text import fen_text
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.ui.subsidy.steps import Steps, steps_of
from desktop_app.ui.subsidy.words import (
    base_text,
    five_rows,
    notice_line,
    period_text,
    scheme_name,
    tier_text,
)
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided, column, hairline, label, pill, row, set_property
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.ui.widgets.figures import SmallFigures

if TYPE_CHECKING:
    from desktop_app.domain.claims.working import WorkedItem
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claim_desk import ClaimView

_FIELD = 180


class ItemsPart(QScrollArea):
    """A section for each scheme; `typed` names scheme, measure and figure, `read` scheme and reading."""

    typed = Signal(str, str, str)
    read = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view: ClaimView | None = None
        self.fields: dict[tuple[str, str], QLineEdit] = {}

    def show_view(self, view: ClaimView) -> None:
        """Show the schemes of a claim."""
        self._view, self.fields = view, {}
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, Space.S, 0)
        listed.setSpacing(Space.M)
        for at, item in enumerate(view.worked.items):
            if at:
                listed.addWidget(hairline())
            listed.addLayout(self._section(item, view))
        listed.addStretch(1)
        self.setWidget(inside)

    def seen_table(self) -> ReportTable | None:
        """The items with what they come to, their steps below: for print and export."""
        return None if self._view is None else items_table(self._view)

    def _section(self, item: WorkedItem, view: ClaimView) -> QVBoxLayout:
        scheme = item.scheme
        section = column(spacing=Space.S)
        name, notice = Elided("section"), Elided("caption")
        name.say(scheme_name(scheme))
        notice.say(notice_line(scheme))
        marks = [pill(_("example"))] if scheme.example else []
        if item.kept_by is not None:
            marks.append(pill(_("another gives more"), "warning"))
        figure = fen_text(item.asked_fen) if item.outcome is not None else _("not known yet")
        section.addLayout(row(name, *marks, None, label(figure, "section")))
        section.addWidget(notice)
        tier = tier_text(item)
        counted = f"{base_text(item)} · {tier}" if tier else base_text(item)
        section.addWidget(label(counted, "strong", wrap=True))
        if view.claim.is_draft:
            self._add_inputs(section, scheme, view)
        steps = Steps()
        steps.say(steps_of(item))
        section.addWidget(steps)
        if item.figures.five is not None:
            five = SmallFigures(self._context.look)
            five.say(five_rows(item.figures.five, scheme.base.currency.value))
            section.addWidget(five)
        return section

    def _add_inputs(self, section: QVBoxLayout, scheme: Scheme, view: ClaimView) -> None:
        """Fields for what the notice has filled in by hand, and chips for an unclear reading."""
        given = view.claim.inputs.measures.get(scheme.id, {})
        wanted = list(scheme.inputs)
        if any(cap.per is CapPer.YEAR for cap in scheme.caps):
            wanted.append((RECEIVED, _("Had this year outside this book (yuan)")))
        for measure, meaning in wanted:
            field = QLineEdit(given.get(measure, ""))
            field.setFixedWidth(self._context.look.px(_FIELD))
            field.setAccessibleName(meaning)
            field.editingFinished.connect(partial(self._typed, scheme.id, measure))
            self.fields[scheme.id, measure] = field
            section.addLayout(row(label(meaning, "table"), field, None, spacing=Space.M))
        chosen = view.claim.inputs.readings.get(scheme.id)
        if chosen is None and not has_unclear_tiers(scheme):
            return
        chips = QButtonGroup(self)
        line = row(label(_("The tiers are read:"), "table"), spacing=Space.S)
        for reading, text in (
            (RuleKind.SLAB.value, _("the whole at one rate")),
            (RuleKind.MARGINAL.value, _("each part at its own rate")),
        ):
            chip = make_chip(text, checked=reading == chosen)
            chip.clicked.connect(partial(self.read.emit, scheme.id, reading))
            chips.addButton(chip)
            line.addWidget(chip)
        line.addStretch(1)
        section.addLayout(line)

    def _typed(self, scheme: str, measure: str) -> None:
        field = self.fields.get((scheme, measure))
        if field is None or not field.isModified():
            return
        text = field.text().replace(",", "").strip()
        pattern = FIGURE if measure == RECEIVED else SIGNED
        is_wrong = bool(text) and not pattern.fullmatch(text)
        set_property(field, "wrong", "true" if is_wrong else "false")
        field.setToolTip(_("Write a figure like 1409.50.") if is_wrong else "")
        if not is_wrong:
            field.setModified(False)
            self.typed.emit(scheme, measure, text)


def items_table(view: ClaimView) -> ReportTable:
    """The items of a claim as a table; how each is worked out stands in the notes."""
    columns = (
        Column(key="scheme", title=_("Scheme")),
        Column(key="notice", title=_("The notice")),
        Column(key="base", title=_("Base")),
        Column(key="tier", title=_("Tier")),
        Column(key="asked", title=_("Asked for"), kind=ColumnKind.MONEY, unit="CNY", decimals=2),
    )
    items = view.worked.items
    rows = tuple(
        (
            scheme_name(one.scheme),
            notice_line(one.scheme),
            base_text(one),
            tier_text(one) or None,
            one.asked_fen,
        )
        for one in items
    )
    notes = tuple(
        f"{scheme_name(one.scheme)}: {' '.join(steps_of(one))}" for one in items if one.outcome is not None
    )
    period = period_text(view.claim.from_on, view.claim.to_on)
    total = (_("Together"), None, None, None, view.worked.asked_fen)
    title = f"{view.claim.number} · {period}"
    return ReportTable(title=title, columns=columns, rows=rows, totals=(total,), notes=notes)
