"""How a scheme's amount comes about, step by step, as an official follows it with a pocket calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.reports.subsidy_text import SubsidyWords
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import empty_layout, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.working import WorkedItem


class Steps(QWidget):
    """Numbered sentences under each other."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)

    def say(self, sentences: Sequence[str]) -> None:
        """Show these."""
        empty_layout(self._grid)
        for at, sentence in enumerate(sentences):
            self._grid.addWidget(label(f"{at + 1}.", "caption"), at, 0)
            self._grid.addWidget(label(sentence, "table", wrap=True), at, 1)


def steps_of(item: WorkedItem) -> list[str]:
    """The steps of a scheme worked out; none where a measure is not known."""
    if item.outcome is None:
        return []
    words = SubsidyWords(item.scheme)
    return [words.step(one) for one in item.outcome.steps]
