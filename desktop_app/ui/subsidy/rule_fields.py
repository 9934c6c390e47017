"""What a scheme gives: the kind of rule, and the fields that kind needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.subsidy.words import RuleKind
from desktop_app.i18n import N_, _
from desktop_app.ui.subsidy.tier_table import TierTable
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, label
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.scheme_editor import shown_figure, typed_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final = {
    RuleKind.SLAB: N_("the whole at the rate of its tier"),
    RuleKind.MARGINAL: N_("each part at its own tier's rate"),
    RuleKind.TIERS_UNCLEAR: N_("tiers; the notice does not say how they are read"),
    RuleKind.SLAB_FLAT: N_("one sum by tier"),
    RuleKind.PER_UNIT: N_("a sum for each unit (order, parcel, …)"),
    RuleKind.STEP: N_("a sum for each whole step"),
    RuleKind.PERCENT_COST: N_("a share of the costs"),
    RuleKind.LOSS: N_("a share of the loss of a trial period"),
    RuleKind.FLAT: N_("one fixed sum"),
}
_TIERED: Final = (RuleKind.SLAB, RuleKind.MARGINAL, RuleKind.TIERS_UNCLEAR, RuleKind.SLAB_FLAT)
_FIELDS: Final[Mapping[RuleKind, tuple[tuple[str, str], ...]]] = {
    RuleKind.FLAT: (("amount", N_("Sum (yuan)")),),
    RuleKind.PER_UNIT: (("amount", N_("For each unit (yuan)")), ("above", N_("Beyond how many units"))),
    RuleKind.STEP: (
        ("every", N_("For every")),
        ("amount", N_("Sum (yuan)")),
        ("after", N_("Beginning at")),
        ("first_amount", N_("Sum at the beginning (yuan)")),
    ),
    RuleKind.PERCENT_COST: (("rate", N_("Rate (%)")),),
    RuleKind.LOSS: (("rate", N_("Rate (%)")),),
}
_FLAG: Final = "or_actual_if_less"


class RuleFields(QWidget):
    """A choice of kinds, and below it tiers or a few figures; `changed` whenever something is typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._rule: dict[str, Any] = {}
        self.kind, self.tiers = Choice(), TierTable()
        self.kind.activated.connect(self._choose)
        self.tiers.changed.connect(self.changed)
        self.fields: dict[str, QLineEdit] = {}
        self.actual = Choice()
        self.actual.activated.connect(self.changed)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.kind)
        layout.addWidget(self.tiers)
        layout.addLayout(self._grid)
        layout.addWidget(self.actual)

    def show_rule(self, rule: Mapping[str, Any]) -> None:
        """Show a rule as a scheme's file has it."""
        self._rule = dict(rule)
        kind = RuleKind(rule["kind"])
        self.kind.clear()
        for one, text in KINDS.items():
            self.kind.addItem(_(text), one)
        self.kind.setAccessibleName(_("Kind of rule"))
        self.kind.setCurrentIndex(list(KINDS).index(kind))
        self.tiers.setVisible(kind in _TIERED)
        if kind in _TIERED:
            key = "amount" if kind is RuleKind.SLAB_FLAT else "rate"
            self.tiers.show_tiers(rule.get("tiers") or [{"from": None, "to": None}], key)
        self._show_fields(kind)
        self.actual.clear()
        self.actual.addItems([_("always the sum"), _("what it cost, where that is less")])
        self.actual.setAccessibleName(_("Sum or cost"))
        self.actual.setCurrentIndex(1 if rule.get(_FLAG) else 0)
        self.actual.setVisible(kind is RuleKind.PER_UNIT)

    def rule(self) -> dict[str, Any]:
        """The rule as it is typed."""
        kind = RuleKind(self.kind.currentData())
        if kind in _TIERED:
            return {"kind": kind.value, "tiers": self.tiers.tiers()}
        found: dict[str, Any] = {"kind": kind.value}
        for key, field in self.fields.items():
            found[key] = typed_figure(field.text(), percent=key == "rate")
        if kind is RuleKind.PER_UNIT:
            found[_FLAG] = self.actual.currentIndex() == 1
        return found

    def places(self, place: str) -> dict[str, QWidget]:
        """The fields by their place in the file; `place` is the rule's."""
        found: dict[str, QWidget] = {place: self.kind, f"{place}.kind": self.kind}
        found |= {f"{place}.{key}": field for key, field in self.fields.items()}
        return found | {f"{place}.{name}": field for name, field in self.tiers.places().items()}

    def _show_fields(self, kind: RuleKind) -> None:
        empty_layout(self._grid)
        self.fields = {}
        for at, (key, name) in enumerate(_FIELDS.get(kind, ())):
            field = QLineEdit(shown_figure(self._rule.get(key), percent=key == "rate"))
            field.setAccessibleName(_(name))
            field.textEdited.connect(self.changed)
            self.fields[key] = field
            self._grid.addWidget(label(_(name), "caption"), 0, at)
            self._grid.addWidget(field, 1, at)

    def _choose(self) -> None:
        """Another kind keeps what both have in common."""
        kind = RuleKind(self.kind.currentData())
        before = self._rule | {key: field.text() or None for key, field in self.fields.items()}
        tiers = self.tiers.tiers() if self.tiers.lines else before.get("tiers") or []
        self.show_rule({**before, "tiers": tiers, "kind": kind.value})
        self.changed.emit()
