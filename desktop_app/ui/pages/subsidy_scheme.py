"""Writing a scheme from its notice: fields at the left; at the right it is read back, tried and drawn."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.charts.curve import Point, Scale, draw_curve
from desktop_app.domain.subsidy.errors import SchemeRefusedError, SubsidyFigureError
from desktop_app.i18n import _
from desktop_app.reports.scheme_text import read_back
from desktop_app.reports.subsidy_error_text import scheme_fault_text
from desktop_app.reports.subsidy_text import SubsidyWords, yuan_text
from desktop_app.ui.subsidy.scheme_form import SchemeForm
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.steps import Steps
from desktop_app.ui.subsidy.versions import Versions
from desktop_app.ui.subsidy.words import evidence_kinds, scheme_name
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label
from desktop_app.ui.widgets.chart import Chart
from desktop_app.usecases.scheme_editor import (
    curve_of,
    keep_values,
    next_version,
    scheme_from,
    try_base,
    typed_figure,
    values_to_edit,
    versions_of,
)

if TYPE_CHECKING:
    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.ui.context import Context
    from desktop_app.usecases.scheme_editor import Version

SIDE: Final = 400
CHART: Final = 150
_INDEX: Final = re.compile(r"\[(\d+)\]")
CALM_MS: Final = 150
"""How long typing rests before the scheme is read back."""


class SchemePage(SubsidyScreen):
    """One scheme; it is kept when it agrees with itself."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._name = ""
        self._scheme: Scheme | None = None
        self.keep = HintButton(context.look, primary=True)
        self.keep.clicked.connect(self._keep)
        self.version = QPushButton()
        self.version.clicked.connect(self._begin_version)
        self.offer(self.version, self.keep)
        self._fault = ""
        self._values: dict[str, Any] = {}
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._read_back)
        self.form = self._new_form()
        self.said_title, self.said = label("", "section"), label("", "body", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.there = QPushButton()
        self.there.setProperty("kind", "link")
        self.there.clicked.connect(self._go_there)
        self.versions_title, self.versions = label("", "section"), Versions()
        self.versions.opened.connect(self.enter)
        self.chart_title = label("", "section", wrap=True)
        self.chart = Chart(context.look, context.tasks)
        self.try_title, self.base, self.steps = label("", "section"), QLineEdit(), Steps()
        self.base.textEdited.connect(self._calm.start)
        self._lay_out()
        self.failed.acted.connect(self._leave)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the scheme of an id; an empty one begins anew."""
        if isinstance(what, str):
            self._name = what
            self.wait(_("Reading the book…"))
            self._context.ask(partial(values_to_edit, scheme=what), self._fill, self._wrong)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.keep.setText(_("Keep the scheme"))
        self.version.setText(_("New version"))
        self.there.setText(_("Show the place"))
        self.versions_title.setText(_("Versions by validity"))
        self.said_title.setText(_("Read back"))
        self.try_title.setText(_("Try a figure"))
        self.base.setAccessibleName(_("Try a figure"))
        self.base.setPlaceholderText(_("a base, like 80万"))
        if self._values:
            # Labels of fields are said when they are made: what was typed goes over into new ones.
            values, old = self.form.values(), self.form
            self.form = self._new_form()
            self._columns.replaceWidget(old, self.form)
            old.deleteLater()
            self._fill(values)

    def way_out(self) -> str:
        """Back to where one stands."""
        return _("Where I stand")

    def _new_form(self) -> SchemeForm:
        form = SchemeForm()
        form.changed.connect(self._calm.start)
        return form

    def _fill(self, values: dict[str, Any]) -> None:
        self._values = values
        title = values["name"] or _("A scheme from its notice")
        self.header.set_title(title, "", _("Subsidy"))
        self.form.show_values(values)
        self._read_back()
        self.show_content()
        self.version.setVisible(False)
        question = partial(versions_of, values=values, today=self._context.today())
        self._context.ask(question, self._show_versions)

    def _show_versions(self, versions: tuple[Version, ...]) -> None:
        """The versions there are; one that is not kept yet stands in none of them."""
        chosen = str(self._values["id"])
        self.versions.say(versions, chosen)
        kept = any(one.scheme.id == chosen for one in versions)
        self.version.setVisible(kept)
        self.versions_card.setVisible(bool(versions))

    def _begin_version(self) -> None:
        self._context.ask(partial(next_version, scheme=str(self._values["id"])), self._fill, self._wrong)

    def _read_back(self) -> None:
        """Say what the scheme gives as it stands, or what is wrong with it."""
        values = self.form.values()
        try:
            # A scheme without its name yet is read back all the same; it is kept only with one.
            self._scheme = scheme_from({**values, "name": values["name"] or "…"})
            self._say_fault("", "")
        except SchemeRefusedError as error:
            self._scheme = None
            self._say_fault(error.place, scheme_fault_text(error.reason, error.data))
        self.wrong.setVisible(self._scheme is None)
        self.keep.setEnabled(self._scheme is not None and bool(values["name"]))
        if self._scheme is not None:
            self.said.setText("\n".join(read_back(self._scheme, evidence_kinds())))
            self._draw(self._scheme)
        self._try()

    def _say_fault(self, place: str, sentence: str) -> None:
        """Name a fault beside its field; in a list, with the number of the entry."""
        numbers = [int(number) + 1 for number in _INDEX.findall(place)]
        if numbers and sentence:
            at = " · ".join(map(str, numbers))
            sentence = _("Entry {number}: {sentence}").format(number=at, sentence=sentence)
        self._fault = place
        part = self.form.mark(place, sentence)
        said = _("{part}: {sentence}").format(part=part, sentence=sentence) if part else sentence
        self.wrong.setText(said)
        self.there.setVisible(bool(place))

    def _go_there(self) -> None:
        self.form.go_to(self._fault)

    def _draw(self, scheme: Scheme) -> None:
        words, curve = SubsidyWords(scheme), curve_of(scheme)
        points = [
            Point(float(base), float(amount), f"{words.of_base(base)} → {yuan_text(amount)}")
            for base, amount in curve.points
        ]
        highest = max(amount for _base, amount in curve.points)
        last = curve.points[-1][0]
        scale = Scale(words.of_base(curve.points[0][0]), words.of_base(last), yuan_text(highest))
        most = _("Up to {amount}").format(amount=yuan_text(highest))
        self.chart_title.setText(most if scheme.caps else _("Amount by base"))
        self.chart.set_draw(partial(draw_curve, points, scale), _("Amount by base"))

    def _try(self) -> None:
        figure = typed_figure(self.base.text())
        said: list[str] = []
        if self._scheme is not None and figure is not None:
            try:
                said = [SubsidyWords(self._scheme).step(one) for one in try_base(self._scheme, figure)]
            except SubsidyFigureError as error:
                said = [self._context.words_of(error)[1]]
        self.steps.say(said)

    def _keep(self) -> None:
        command = partial(keep_values, values=self.form.values())
        self._context.do(command, self._kept, self._refused)

    def _kept(self, scheme: Scheme) -> None:
        self._context.book_changed.emit(object())
        self._context.go("subsidy", scheme.id)
        self._context.say(_("Kept: {name}").format(name=scheme_name(scheme)))

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(self._context.words_of(error)[1])
        self.wrong.show()

    def _lay_out(self) -> None:
        self.chart.setFixedHeight(self.look.px(CHART))
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, Space.S, 0)
        listed.setSpacing(Space.M)
        for parts in (
            (self.said_title, self.wrong, self.there, self.said),
            (self.chart_title, self.chart),
            (self.try_title, self.base, self.steps),
        ):
            card = Card(padding=Space.M)
            for part in parts:
                card.body.addWidget(part)
            listed.addWidget(card)
        self.versions_card = Card(padding=Space.M)
        self.versions_card.body.addWidget(self.versions_title)
        self.versions_card.body.addWidget(self.versions)
        listed.addWidget(self.versions_card)
        listed.addStretch(1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidget(inside)
        side.setFixedWidth(self.look.px(SIDE))
        self._columns = QHBoxLayout(self.content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(Space.M)
        self._columns.addWidget(self.form, 1)
        self._columns.addWidget(side)
