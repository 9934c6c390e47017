"""The other lists of a scheme's editor: caps, special cases, figures typed in by hand, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.subsidy.words import CapPer, EvidencePer
from desktop_app.i18n import N_, _
from desktop_app.ui.subsidy.limit_rows import ThresholdRow
from desktop_app.ui.subsidy.rule_fields import RuleFields
from desktop_app.ui.subsidy.scheme_rows import SchemeRow, choose, fill
from desktop_app.ui.subsidy.words import evidence_kinds, per_of
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import Choice, make_chip
from desktop_app.usecases.scheme_editor import shown_figure, typed_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.ui.subsidy.limit_rows import Names

_PERS: Final = {CapPer.CLAIM.value: N_("for each claim"), CapPer.YEAR.value: N_("a year")}
_KEYS: Final = {"amount": N_("yuan at most"), "rate_of_base": N_("% of the base at most")}


class CapRow(SchemeRow):
    """A cap: per claim or year, a sum or a share of the base."""

    def __init__(self, cap: Mapping[str, Any]) -> None:
        super().__init__()
        self.per, self.key, self.figure = Choice(), Choice(), QLineEdit()
        fill(self.per, {key: _(text) for key, text in _PERS.items()})
        fill(self.key, {key: _(text) for key, text in _KEYS.items()})
        choose(self.per, cap.get("per"))
        key = "rate_of_base" if cap.get("rate_of_base") is not None else "amount"
        choose(self.key, key)
        self.figure.setText(shown_figure(cap.get(key), percent=key == "rate_of_base"))
        self.per.setAccessibleName(_("Cap: for each claim or a year"))
        self.key.setAccessibleName(_("Cap: sum or share"))
        self.figure.setAccessibleName(_("Cap"))
        line = row(self.per, self.figure, self.key, spacing=Space.S)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.watch(self.per, self.key, self.figure)

    def value(self) -> dict[str, Any]:
        """The cap as a file has it."""
        key = self.key.currentData()
        figure = typed_figure(self.figure.text(), percent=key == "rate_of_base")
        return {"per": self.per.currentData(), key: figure}

    def fields(self) -> dict[str, QWidget]:
        """The fields by place."""
        return {"": self.figure, "per": self.per, str(self.key.currentData()): self.figure}


class InputRow(SchemeRow):
    """A figure that is typed in with each claim: its name in the file, what it means."""

    def __init__(self, pair: tuple[str, str]) -> None:
        super().__init__()
        self.name, self.meaning = QLineEdit(pair[0]), QLineEdit(pair[1])
        self.name.setPlaceholderText(_("short name"))
        self.meaning.setPlaceholderText(_("exports in customs statistics (US dollars)"))
        self.name.setAccessibleName(_("Short name of the figure"))
        self.meaning.setAccessibleName(_("What the figure is"))
        line = row(self.name, self.meaning, spacing=Space.S)
        line.setStretch(0, 1)
        line.setStretch(1, 3)
        self.setLayout(line)
        self.watch(self.name, self.meaning)

    def value(self) -> tuple[str, str]:
        """Name and meaning."""
        return self.name.text().strip(), self.meaning.text().strip()

    def fields(self) -> dict[str, QWidget]:
        """The fields by place: an input has none inside it."""
        return {"": self.meaning}


class EvidenceRow(SchemeRow):
    """A piece of evidence: what it is, for what it is wanted, whether it must be there."""

    def __init__(self, evidence: Mapping[str, Any]) -> None:
        super().__init__()
        self.kind, self.per, self.required = Choice(), Choice(), Choice()
        self.kind.setEditable(True)
        self._names = evidence_kinds()
        fill(self.kind, self._names)
        kind = str(evidence.get("kind") or "")
        self.kind.setEditText(self._names.get(kind, kind))
        fill(self.per, {per.value: per_of(per) for per in EvidencePer})
        choose(self.per, evidence.get("per"))
        fill(self.required, {True: _("required"), False: _("not required")})
        choose(self.required, evidence.get("required", True))
        self.kind.setAccessibleName(_("Evidence"))
        self.per.setAccessibleName(_("For what it is wanted"))
        self.required.setAccessibleName(_("Required or not"))
        line = row(self.kind, self.per, self.required, spacing=Space.S)
        line.setStretch(0, 2)
        self.setLayout(line)
        self.watch(self.kind, self.per, self.required)

    def value(self) -> dict[str, Any]:
        """The piece as a file has it; a kind of the program's own by its code."""
        text = self.kind.currentText().strip()
        codes = {name: code for code, name in self._names.items()}
        return {
            "kind": codes.get(text, text),
            "per": self.per.currentData(),
            "required": self.required.currentData(),
        }

    def fields(self) -> dict[str, QWidget]:
        """The fields by place."""
        return {"kind": self.kind, "per": self.per, "required": self.required}


class OverrideRow(SchemeRow):
    """A special case: when it holds, and the cap, the rate or the rule that then holds."""

    def __init__(self, names: Names, override: Mapping[str, Any]) -> None:
        super().__init__()
        self.when = ThresholdRow(names, override.get("when") or {"measure": next(iter(names()))})
        self.cap = QLineEdit(shown_figure(override.get("cap")))
        self.rate = QLineEdit(shown_figure(override.get("rate"), percent=True))
        self.rule = RuleFields()
        self.rule.show_rule(override.get("rule") or {"kind": "flat", "amount": None})
        self.other = make_chip(_("Another rule then"), checked=override.get("rule") is not None)
        self.cap.setAccessibleName(_("Cap for each claim then (yuan)"))
        self.rate.setAccessibleName(_("Rate then (%)"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        for at, field in enumerate((self.cap, self.rate)):
            grid.addWidget(label(field.accessibleName(), "caption"), 0, at)
            grid.addWidget(field, 1, at)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(label(_("Where"), "caption"))
        layout.addWidget(self.when)
        layout.addLayout(grid)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.rule)
        self.rule.setVisible(self.other.isChecked())
        self.watch(self.cap, self.rate)
        self.when.changed.connect(self.changed)
        self.rule.changed.connect(self.changed)
        self.other.toggled.connect(self.rule.setVisible)
        self.other.clicked.connect(self.changed)

    def value(self) -> dict[str, Any]:
        """The special case as a file has it."""
        said: dict[str, Any] = {"when": self.when.value()}
        cap, rate = typed_figure(self.cap.text()), typed_figure(self.rate.text(), percent=True)
        if cap is not None:
            said["cap"] = cap
        if rate is not None:
            said["rate"] = rate
        if self.other.isChecked():
            said["rule"] = self.rule.rule()
        return said

    def fields(self) -> dict[str, QWidget]:
        """The fields by place."""
        when = {f"when.{name}".rstrip("."): field for name, field in self.when.fields().items()}
        return {"": self.cap, **when, "cap": self.cap, "rate": self.rate, **self.rule.places("rule")}

    def names_changed(self) -> None:
        """Offer the measures there are now."""
        self.when.names_changed()
