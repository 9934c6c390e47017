"""Thresholds in a scheme's editor: a measure with its limits, or several of which one is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.subsidy.words import LimitKind
from desktop_app.i18n import N_, _
from desktop_app.ui.subsidy.scheme_rows import SchemeRow, SchemeRows, choose, fill
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.scheme_editor import shown_figure, typed_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Names = Callable[[], Mapping[str, str]]
    """Gives the measures there are, by name, inputs among them."""

_LOWER: Final = {LimitKind.AT_LEAST.value: N_("at least"), LimitKind.ABOVE.value: N_("more than")}
_UPPER: Final = {LimitKind.AT_MOST.value: N_("at most"), LimitKind.BELOW.value: N_("less than")}


class ConditionRow(SchemeRow):
    """A measure, its lower limit and its upper one; either may be left empty."""

    def __init__(self, names: Names, condition: Mapping[str, Any]) -> None:
        super().__init__()
        self._names = names
        self._whole = dict(condition)
        self.measure, self.low_kind, self.high_kind = Choice(), Choice(), Choice()
        self.low, self.high = QLineEdit(), QLineEdit()
        fill(self.measure, names())
        choose(self.measure, condition.get("measure"))
        self._show(self.low_kind, self.low, _LOWER)
        self._show(self.high_kind, self.high, _UPPER)
        self.measure.setAccessibleName(_("Threshold: measure"))
        self.low_kind.setAccessibleName(_("Lower limit: how"))
        self.low.setAccessibleName(_("Lower limit"))
        self.high_kind.setAccessibleName(_("Upper limit: how"))
        self.high.setAccessibleName(_("Upper limit"))
        self.low.setPlaceholderText(_("no limit"))
        self.high.setPlaceholderText(_("no limit"))
        limits = row(self.low_kind, self.low, self.high_kind, self.high, spacing=Space.S)
        limits.setStretch(1, 1)
        limits.setStretch(3, 1)
        both = column(self.measure, spacing=Space.XS)
        both.addLayout(limits)
        self.setLayout(both)
        self.watch(self.measure, self.low_kind, self.low, self.high_kind, self.high)

    def value(self) -> dict[str, Any]:
        """The condition, its limits in the order of the page."""
        typed = {
            self.low_kind.currentData(): typed_figure(self.low.text()),
            self.high_kind.currentData(): typed_figure(self.high.text()),
        }
        # A limit of the same side that is not shown, at_least beside above, stays.
        shown = {*self._kinds(_LOWER)[:1], *self._kinds(_UPPER)[:1]}
        rest = {kind: self._whole[kind] for kind in self._kinds({**_LOWER, **_UPPER}) if kind not in shown}
        limits = {kind: figure for kind, figure in {**rest, **typed}.items() if figure is not None}
        ordered = {kind.value: limits[kind.value] for kind in LimitKind if kind.value in limits}
        return {"measure": self.measure.currentData(), **ordered}

    def fields(self) -> dict[str, QWidget]:
        """The fields by place."""
        return {
            "": self.low,
            "measure": self.measure,
            str(self.low_kind.currentData()): self.low,
            str(self.high_kind.currentData()): self.high,
        }

    def names_changed(self) -> None:
        """Offer the measures there are now."""
        fill(self.measure, self._names())

    def _kinds(self, words: Mapping[str, str]) -> list[str]:
        return [kind for kind in words if self._whole.get(kind) is not None]

    def _show(self, box: QComboBox, field: QLineEdit, words: Mapping[str, str]) -> None:
        fill(box, {kind: _(text) for kind, text in words.items()})
        kinds = self._kinds(words)
        if kinds:
            choose(box, kinds[0])
            field.setText(shown_figure(self._whole[kinds[0]]))


class ThresholdRow(SchemeRow):
    """One threshold: a condition, or several of which one is enough."""

    def __init__(self, names: Names, threshold: Mapping[str, Any]) -> None:
        super().__init__()
        self._names = names
        self.conditions = SchemeRows(
            self._make, add=_("or another condition that is enough"), new=self._new, least=1
        )
        self.conditions.show_values(_conditions(threshold))
        self.conditions.changed.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.conditions)

    def value(self) -> dict[str, Any]:
        """The threshold as a file has it."""
        conditions = self.conditions.values()
        return conditions[0] if len(conditions) == 1 else {"any": conditions}

    def fields(self) -> dict[str, QWidget]:
        """The fields by place."""
        first = self.conditions.rows[0]
        if len(self.conditions.rows) == 1:
            return first.fields()
        return {"": first.fields()[""], **self.conditions.fields("any")}

    def names_changed(self) -> None:
        """Offer the measures there are now."""
        for one in self.conditions.rows:
            if isinstance(one, ConditionRow):
                one.names_changed()

    def _make(self, condition: Mapping[str, Any]) -> ConditionRow:
        return ConditionRow(self._names, condition)

    def _new(self) -> dict[str, Any]:
        return {"measure": next(iter(self._names()))}


def _conditions(threshold: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The conditions of a threshold, those of which one is enough inside another taken out."""
    if "any" not in threshold:
        return [threshold]
    return [one for each in threshold["any"] for one in _conditions(each)]
