"""What stands below a record's fields, kept by itself: a product's names, and what proves the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column
from desktop_app.ui.widgets.evidence_strip import EvidenceStrip
from desktop_app.ui.widgets.names_strip import NamesStrip
from desktop_app.usecases.record_evidence import TIES

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.usecases.form import Key

NAMES = "product_names"


class FormFoot(QWidget):
    """Shows them for one record after another; what is given before a record is kept waits until it is."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.evidence = EvidenceStrip(context, kind)
        self.names = NamesStrip(context) if kind == "products" else None
        self._own = {TIES, NAMES} if self.names is not None else {TIES}
        parts = [part for part in (self.names, self.evidence) if part is not None]
        self.setLayout(column(*parts, spacing=Space.L))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top down."""
        names = [] if self.names is None else [self.names.which, self.names.fresh]
        return [*names, self.evidence.choose]

    def show_for(self, key: Key | None) -> None:
        """Show what a record has; None: one that is still being typed in."""
        self.evidence.show_for(key)
        if self.names is not None:
            self.names.show_for(key)

    def record_kept(self, key: Key) -> None:
        """Keep what was given while the record was being typed in."""
        self.evidence.record_kept(key)
        if self.names is not None:
            self.names.record_kept(key)

    def is_all_of(self, changes: object) -> bool:
        """Whether a command changed nothing but what stands here."""
        kinds = set(getattr(changes, "by_kind", ()))
        return bool(kinds) and kinds <= self._own

    def look_again(self) -> None:
        """Read anew what the record has."""
        self.evidence.look_again()
        if self.names is not None:
            self.names.look_again()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.evidence.retranslate()
        if self.names is not None:
            self.names.retranslate()
