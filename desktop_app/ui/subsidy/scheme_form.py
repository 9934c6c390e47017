"""The fields of a scheme, part by part as a notice has them: all that a scheme's file can say."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.subsidy.words import COUNTS, MONEY
from desktop_app.i18n import _
from desktop_app.reports.subsidy_text import measure_name
from desktop_app.ui.subsidy.applicant_form import KINDS
from desktop_app.ui.subsidy.chips import Chips
from desktop_app.ui.subsidy.limit_rows import ThresholdRow
from desktop_app.ui.subsidy.rule_fields import RuleFields
from desktop_app.ui.subsidy.scheme_lists import CapRow, EvidenceRow, InputRow, OverrideRow
from desktop_app.ui.subsidy.scheme_rows import SchemeRows, choose, fill
from desktop_app.ui.subsidy.scheme_words import (
    BOXES,
    CLAUSE,
    COSTS,
    DAYS,
    FILTERS,
    TEXTS,
    box_items,
    part,
)
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import set_property
from desktop_app.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CLAUSE_ROWS = 3


class SchemeForm(QScrollArea):
    """Holds a scheme's values while they are typed; `changed` whenever something is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, Any] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.texts = {key: QLineEdit() for key, _name in TEXTS}
        self.clause = QPlainTextEdit()
        self.clause.setTabChangesFocus(True)
        self.clause.setFixedHeight(_CLAUSE_ROWS * Size.ROW)
        self.lists = {key: QLineEdit() for key, _name in FILTERS}
        self.boxes = {key: Choice() for key, _name in BOXES}
        self.fixed_on = QLineEdit()
        self.forms = Chips({kind: kind for kind in KINDS})
        self.costs = Chips({kind.value: _(text) for kind, text in COSTS.items()})
        self.rule = RuleFields()
        self.thresholds = SchemeRows(self._threshold, add=_("One more threshold"), new=self._new_threshold)
        self.caps = SchemeRows(CapRow, add=_("One more cap"), new=dict)
        self.overrides = SchemeRows(self._override, add=_("One more special case"), new=dict)
        self.inputs = SchemeRows(InputRow, add=_("One more figure"), new=lambda: ("", ""))
        self.evidence = SchemeRows(EvidenceRow, add=_("One more piece of evidence"), new=dict)
        self._faults: dict[str, QLabel] = {}
        self._lay_out()
        self._watch()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show a scheme's values."""
        self._values = deepcopy(dict(values))
        base = self._values["base"]
        filters, exchange = base.get("filters") or {}, self._values.get("exchange") or {}
        rounding = self._values.get("rounding") or {}
        self.inputs.show_values(list((self._values.get("inputs") or {}).items()))
        for key, items in box_items(self._measures()).items():
            fill(self.boxes[key], items)
        chosen = {
            "measure": base["measure"],
            "currency": base.get("currency") or "CNY",
            "day": base.get("day") or "order",
            "cross_border": filters.get("cross_border"),
            "status": filters.get("status"),
            "unit": rounding.get("unit") or "0.01",
            "mode": rounding.get("mode") or "half_up",
            "exchange": exchange.get("rule") or "order_day",
        }
        for key, value in chosen.items():
            choose(self.boxes[key], value)
        for key, field in self.texts.items():
            field.setText(self._values.get(key) or "")
            field.setCursorPosition(0)
        self.clause.setPlainText(self._values.get(CLAUSE) or "")
        for key, field in self.lists.items():
            field.setText("、".join(filters.get(key) or ()))
        self.fixed_on.setText(exchange.get("date") or "")
        self.forms.choose(self._values.get("legal_forms") or ())
        self.costs.choose(base.get("cost_kinds") or ())
        self.thresholds.show_values(self._values.get("thresholds") or [])
        self.caps.show_values(self._values.get("caps") or [])
        self.overrides.show_values(self._values.get("overrides") or [])
        self.evidence.show_values(self._values.get("evidence") or [])
        self.rule.show_rule(self._values["rule"])

    def values(self) -> dict[str, Any]:
        """The values as they are typed, in the order of a scheme's file."""
        base = {key: self.boxes[key].currentData() for key in ("measure", "currency", "day")}
        before = self._values["base"]
        costs = self.costs.chosen() if base["measure"] == "cost" else []
        filters = {
            "cross_border": self.boxes["cross_border"].currentData(),
            **{key: _parts(field.text()) for key, field in self.lists.items()},
            "status": self.boxes["status"].currentData(),
        }
        typed = {
            **{key: field.text().strip() or None for key, field in self.texts.items()},
            "name": self.texts["name"].text().strip(),
            CLAUSE: self.clause.toPlainText().strip() or None,
            "legal_forms": _as_before(self._values.get("legal_forms") or (), self.forms.chosen(), KINDS),
            "base": {
                **base,
                "cost_kinds": _as_before(before.get("cost_kinds") or (), costs, self.costs.chips),
                "filters": filters,
            },
            "thresholds": self.thresholds.values(),
            "rule": self.rule.rule(),
            "overrides": self.overrides.values(),
            "caps": self.caps.values(),
            "inputs": dict(self.inputs.values()),
            "rounding": {key: self.boxes[key].currentData() for key in ("unit", "mode")},
            "exchange": {
                "rule": self.boxes["exchange"].currentData(),
                "date": self.fixed_on.text().strip() or None,
            },
            "evidence": self.evidence.values(),
        }
        return {**self._values, **typed}

    def mark(self, place: str, sentence: str) -> str:
        """Say a fault beside the field of its place and return what the part is called.

        An empty sentence takes every mark away.
        """
        for field in self._places().values():
            set_property(field, "wrong", "false")
        for fault in self._faults.values():
            fault.hide()
        found = self._field_at(place) if sentence else None
        if found is None:
            return ""
        set_property(found, "wrong", "true")
        for title, fault in self._faults.items():
            card = fault.parentWidget()
            if card is not None and card.isAncestorOf(found):
                fault.setText(sentence)
                fault.show()
                return title
        return ""

    def go_to(self, place: str) -> None:
        """Put the cursor where a fault is."""
        found = self._field_at(place)
        if found is not None:
            self.ensureWidgetVisible(found)
            found.setFocus()

    # Parts ----------------------------------------------------------------------------------------------

    def _field_at(self, place: str) -> QWidget | None:
        """The field of a place, else that of what it stands in."""
        places = self._places()
        while place and place not in places:
            cut = max(place.rfind("."), place.rfind("["))
            place = place[:cut] if cut > 0 else ""
        return places.get(place)

    def _places(self) -> dict[str, QWidget]:
        filters = {f"base.filters.{key}": field for key, field in self.lists.items()}
        names = [name for name, _meaning in self.inputs.values()]
        inputs = {
            f"inputs.{name}": row.fields()[""] for name, row in zip(names, self.inputs.rows, strict=True)
        }
        boxes = self.boxes
        return {
            **self.texts,
            **filters,
            **inputs,
            **self.rule.places("rule"),
            **self.thresholds.fields("thresholds"),
            **self.caps.fields("caps"),
            **self.overrides.fields("overrides"),
            **self.evidence.fields("evidence"),
            CLAUSE: self.clause,
            "inputs": self.inputs.more,
            "base": boxes["measure"],
            "base.measure": boxes["measure"],
            "base.currency": boxes["currency"],
            "base.cost_kinds": next(iter(self.costs.chips.values())),
            "rounding": boxes["unit"],
            "exchange": boxes["exchange"],
            "exchange.date": self.fixed_on,
        }

    def _measures(self) -> dict[str, str]:
        inputs = {name: meaning for name, meaning in self.inputs.values() if name}
        return {name: measure_name(name, inputs) for name in (*MONEY, *COUNTS, *inputs)}

    def _threshold(self, value: Mapping[str, Any]) -> ThresholdRow:
        return ThresholdRow(self._measures, value)

    def _override(self, value: Mapping[str, Any]) -> OverrideRow:
        return OverrideRow(self._measures, value)

    def _new_threshold(self) -> dict[str, Any]:
        return {"measure": self.boxes["measure"].currentData()}

    def _inputs_changed(self) -> None:
        """A figure that was named or renamed can be chosen as a measure."""
        fill(self.boxes["measure"], self._measures())
        for one in (*self.thresholds.rows, *self.overrides.rows):
            if isinstance(one, ThresholdRow | OverrideRow):
                one.names_changed()
        self.changed.emit()

    def _watch(self) -> None:
        for part_ in (self.forms, self.costs, self.rule, self.thresholds, self.caps, self.overrides):
            part_.changed.connect(self.changed)
        self.evidence.changed.connect(self.changed)
        self.inputs.changed.connect(self._inputs_changed)
        self.clause.textChanged.connect(self.changed)
        for field in (*self.texts.values(), *self.lists.values(), self.fixed_on):
            field.textEdited.connect(self.changed)
        for box in self.boxes.values():
            box.activated.connect(self.changed)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, Space.S, 0)
        listed.setSpacing(Space.M)
        names, filters, texts = dict(BOXES), dict(FILTERS), dict(TEXTS)
        boxes = {key: (_(names[key]), box) for key, box in self.boxes.items()}
        parts: tuple[tuple[str, list[tuple[str, QWidget]], int], ...] = (
            (_("The notice"), [(_(texts[key]), field) for key, field in self.texts.items()], 2),
            (_("What the clause says"), [(_("What the clause says"), self.clause)], 1),
            (_("The rule"), [(_("What it gives"), self.rule)], 1),
            (
                _("What is counted"),
                [
                    *(boxes[key] for key in ("measure", "currency", "day", "cross_border", "status")),
                    *((_(filters[key]), field) for key, field in self.lists.items()),
                    boxes["exchange"],
                    (_("Fixed day of the rate"), self.fixed_on),
                    (_("Kinds of cost, where costs are counted"), self.costs),
                    (_("Admitted kinds of applicant; none: all"), self.forms),
                ],
                2,
            ),
            (_("Thresholds: all must hold"), [("", self.thresholds)], 1),
            (_("Caps"), [("", self.caps)], 1),
            (_("Special cases: the last that holds counts"), [("", self.overrides)], 1),
            (_("Figures typed in with each claim"), [("", self.inputs)], 1),
            (_("Evidence that the notice asks for"), [("", self.evidence)], 1),
            (_("Rounding of the amount"), [boxes["unit"], boxes["mode"]], 2),
        )
        for title, fields, across in parts:
            card, fault = part(title, fields, across)
            self._faults[title] = fault
            listed.addWidget(card)
        for key in DAYS:
            self.texts[key].setPlaceholderText("2026-12-31")
        self.fixed_on.setPlaceholderText("2026-12-31")
        for field in self.lists.values():
            field.setPlaceholderText(_("all"))
        listed.addStretch(1)
        self.setWidget(inside)


def _parts(text: str) -> list[str]:
    """What stands between commas of any kind."""
    parts = [part.strip() for part in text.replace(",", "、").replace("，", "、").split("、")]
    return [part for part in parts if part]


def _as_before(before: Iterable[str], chosen: Iterable[str], known: Iterable[str]) -> list[str]:
    """What is chosen in the order it stood in before, with what the form does not offer."""
    wanted, offered = list(chosen), set(known)
    kept = [one for one in before if one in wanted or one not in offered]
    return kept + [one for one in wanted if one not in kept]
