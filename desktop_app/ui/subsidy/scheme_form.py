"""The fields of a scheme, part by part as a notice has them; what they do not show of a file stays in it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.subsidy.words import COUNTS, MONEY, CostKind, Day, LimitKind
from desktop_app.i18n import N_, _
from desktop_app.reports.subsidy_text import measure_name
from desktop_app.ui.subsidy.applicant_form import KINDS
from desktop_app.ui.subsidy.chips import Chips
from desktop_app.ui.subsidy.rule_fields import RuleFields
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, label
from desktop_app.usecases.scheme_editor import shown_figure, typed_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS: Final = (
    ("name", N_("Name of the scheme")),
    ("issuer", N_("Issued by")),
    ("document_number", N_("Number of the notice")),
    ("source_url", N_("Address of the notice")),
    ("clause", N_("What the clause says")),
    ("exclusion_group", N_("Group of which only one is paid")),
    ("valid_from", N_("Holds from")),
    ("valid_to", N_("Holds to")),
    ("apply_from", N_("Applications from")),
    ("apply_to", N_("Applications to")),
)
_DAYS: Final = {
    Day.ORDER: N_("the day of the order"),
    Day.DISPATCH: N_("the day of dispatch"),
    Day.DELIVERY: N_("the day of delivery"),
    Day.SETTLEMENT: N_("the day of settlement"),
}
_BORDERS: Final = ((True, N_("across the border")), (False, N_("inside the country")), (None, N_("both")))
_COSTS: Final = {
    CostKind.FREIGHT: N_("freight costs"),
    CostKind.PROMOTION: N_("promotion costs"),
    CostKind.PLATFORM_FEE: N_("platform fees"),
    CostKind.WAREHOUSE: N_("warehouse costs"),
    CostKind.TRAINING: N_("training costs"),
    CostKind.OTHER: N_("other costs"),
}
_LISTS: Final = (
    ("platforms", N_("Platforms")),
    ("markets", N_("Markets")),
    ("origins", N_("Origins")),
    ("carriers", N_("Carriers")),
)
_LIMITS: Final = {
    LimitKind.AT_LEAST: N_("at least"),
    LimitKind.ABOVE: N_("more than"),
    LimitKind.AT_MOST: N_("at most"),
    LimitKind.BELOW: N_("less than"),
}
_CAPS: Final = (
    ("claim", "amount", N_("Cap for each claim (yuan)")),
    ("year", "amount", N_("Cap a year (yuan)")),
    ("claim", "rate_of_base", N_("Cap for each claim (% of the base)")),
)


class SchemeForm(QScrollArea):
    """Holds a scheme's values while they are typed; `changed` whenever something is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, Any] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts = {key: QLineEdit() for key, _name in _TEXTS}
        self.lists = {key: QLineEdit() for key, _name in _LISTS}
        self.caps = {(per, key): QLineEdit() for per, key, _name in _CAPS}
        self.measure, self.currency, self.day, self.border = (QComboBox() for _box in range(4))
        self.limit_measure, self.limit_kind, self.limit = QComboBox(), QComboBox(), QLineEdit()
        self.forms = Chips({kind: kind for kind in KINDS})
        self.costs = Chips({kind.value: _(text) for kind, text in _COSTS.items()})
        self.forms.changed.connect(self.changed)
        self.costs.changed.connect(self.changed)
        self.rule = RuleFields()
        self.rule.changed.connect(self.changed)
        self._lay_out()
        for field in (*self.texts.values(), *self.lists.values(), *self.caps.values(), self.limit):
            field.textEdited.connect(self.changed)
        for box in (
            self.measure,
            self.currency,
            self.day,
            self.border,
            self.limit_measure,
            self.limit_kind,
        ):
            box.activated.connect(self.changed)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show a scheme's values."""
        self._values = deepcopy(dict(values))
        base = self._values["base"]
        filters = base.get("filters") or {}
        self._fill_boxes()
        for key, field in self.texts.items():
            field.setText(self._values.get(key) or "")
            field.setCursorPosition(0)
        for key, field in self.lists.items():
            field.setText("、".join(filters.get(key) or ()))
        _choose(self.measure, base["measure"])
        _choose(self.currency, base.get("currency") or "CNY")
        _choose(self.day, base.get("day") or "order")
        _choose(self.border, filters.get("cross_border"))
        self.forms.choose(self._values.get("legal_forms") or ())
        self.costs.choose(base.get("cost_kinds") or ())
        for (per, key), field in self.caps.items():
            field.setText(shown_figure(self._cap(per, key), percent=key == "rate_of_base"))
        self._show_threshold()
        self.rule.show_rule(self._values["rule"])

    def values(self) -> dict[str, Any]:
        """The values as they are typed."""
        found = deepcopy(self._values)
        for key, field in self.texts.items():
            found[key] = field.text().strip() or None
        found["name"] = found["name"] or ""
        base = found["base"]
        base["measure"], base["currency"] = self.measure.currentData(), self.currency.currentData()
        base["day"] = self.day.currentData()
        filters = base.get("filters") or {}
        for key, field in self.lists.items():
            parts = [part.strip() for part in field.text().replace(",", "、").replace("，", "、").split("、")]
            filters[key] = [part for part in parts if part]
        known = [form for form in found.get("legal_forms") or () if form not in KINDS]
        found["legal_forms"] = [*self.forms.chosen(), *known]
        base["cost_kinds"] = self.costs.chosen() if base["measure"] == "cost" else []
        filters["cross_border"] = self.border.currentData()
        base["filters"] = filters
        found["caps"] = self._typed_caps()
        found["thresholds"] = self._typed_thresholds()
        found["rule"] = self.rule.rule()
        return found

    # Parts ----------------------------------------------------------------------------------------------

    def _cap(self, per: str, key: str) -> str | None:
        caps = (cap for cap in self._values.get("caps") or () if cap["per"] == per and cap.get(key))
        return next((cap[key] for cap in caps), None)

    def _typed_caps(self) -> list[dict[str, Any]]:
        shown = {(per, key) for per, key, _name in _CAPS}
        kept = [
            cap
            for cap in self._values.get("caps") or ()
            if not any(cap["per"] == per and cap.get(key) for per, key in shown)
        ]
        for (per, key), field in self.caps.items():
            figure = typed_figure(field.text(), percent=key == "rate_of_base")
            if figure is not None:
                kept.append({"per": per, key: figure})
        return kept

    def _first_limit(self) -> tuple[dict[str, Any], LimitKind] | None:
        """The one plain threshold that is shown; others stay in the file."""
        for threshold in self._values.get("thresholds") or ():
            kinds = [kind for kind in LimitKind if kind.value in threshold]
            if "any" not in threshold and len(kinds) == 1:
                return threshold, kinds[0]
        return None

    def _show_threshold(self) -> None:
        found = self._first_limit()
        _choose(self.limit_measure, found[0]["measure"] if found else self.measure.currentData())
        _choose(self.limit_kind, found[1].value if found else LimitKind.AT_LEAST.value)
        self.limit.setText(shown_figure(found[0][found[1].value]) if found else "")

    def _typed_thresholds(self) -> list[dict[str, Any]]:
        shown = self._first_limit()
        kept = [one for one in self._values.get("thresholds") or () if shown is None or one != shown[0]]
        figure = typed_figure(self.limit.text())
        if figure is None:
            return kept
        typed = {"measure": self.limit_measure.currentData(), self.limit_kind.currentData(): figure}
        return [typed, *kept]

    def _fill_boxes(self) -> None:
        inputs = dict(self._values.get("inputs") or {})
        names = {name: measure_name(name, inputs) for name in (*MONEY, *COUNTS, *inputs)}
        for box in (self.measure, self.limit_measure):
            _fill(box, names)
        _fill(self.currency, {"CNY": _("yuan (CNY)"), "USD": _("US dollars (USD)")})
        _fill(self.day, {day.value: _(text) for day, text in _DAYS.items()})
        _fill(self.border, {value: _(text) for value, text in _BORDERS})
        _fill(self.limit_kind, {kind.value: _(text) for kind, text in _LIMITS.items()})

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, Space.S, 0)
        listed.setSpacing(Space.M)
        rule: list[tuple[str, QWidget]] = [(_("What it gives"), self.rule)]
        counted: list[tuple[str, QWidget]] = [
            (_("What is counted"), self.measure),
            (_("Counted in"), self.currency),
            (_("Which day counts"), self.day),
            (_("Which sales"), self.border),
        ]
        counted += [(_(name), self.lists[key]) for key, name in _LISTS]
        counted.append((_("Kinds of cost, where costs are counted"), self.costs))
        counted.append((_("Admitted kinds of applicant; none: all"), self.forms))
        limits: list[tuple[str, QWidget]] = [
            (_("Threshold: measure"), self.limit_measure),
            (_("Threshold: how"), self.limit_kind),
            (_("Threshold: figure"), self.limit),
        ]
        limits += [(_(name), self.caps[per, key]) for per, key, name in _CAPS]
        notice: list[tuple[str, QWidget]] = [(_(name), self.texts[key]) for key, name in _TEXTS]
        for title, fields, across in (
            (_("The notice"), notice, 2),
            (_("The rule"), rule, 1),
            (_("What is counted"), counted, 2),
            (_("Thresholds and caps"), limits, 3),
        ):
            listed.addWidget(_part(title, fields, across))
        for key in ("valid_from", "valid_to", "apply_from", "apply_to"):
            self.texts[key].setPlaceholderText("2026-12-31")
        for key in ("platforms", "markets", "origins", "carriers"):
            self.lists[key].setPlaceholderText(_("all"))
        listed.addStretch(1)
        self.setWidget(inside)


def _part(title: str, fields: list[tuple[str, QWidget]], across: int) -> Card:
    card = Card(padding=Space.M)
    card.body.addWidget(label(title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(Space.XS)
    for at, (name, field) in enumerate(fields):
        line, column = divmod(at, across)
        if len(fields) > 1:
            grid.addWidget(label(name, "caption"), 2 * line, column)
            field.setAccessibleName(name)
        grid.addWidget(field, 2 * line + 1, column)
        grid.setColumnStretch(column, 1)
    card.body.addLayout(grid)
    return card


def _fill(box: QComboBox, items: Mapping[Any, str]) -> None:
    box.clear()
    for value, text in items.items():
        box.addItem(text, value)


def _choose(box: QComboBox, value: object) -> None:
    found = [at for at in range(box.count()) if box.itemData(at) == value]
    box.setCurrentIndex(found[0] if found else 0)
