"""The evidence of a claim: what its schemes ask for, what is there, files dropped on what lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.reports.report_table import Column, ReportTable
from desktop_app.ui.models.report_model import Drawn, ReportModel
from desktop_app.ui.models.roles import CellStyle
from desktop_app.ui.subsidy.mask_canvas import PICTURES
from desktop_app.ui.subsidy.words import kind_of, per_of
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import HintButton, label, row
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from desktop_app.domain.claims.checklist import Wanted
    from desktop_app.domain.claims.evidence import Evidence
    from desktop_app.ui.context import Context
    from desktop_app.usecases.claim_desk import ClaimView


class EvidencePart(QWidget):
    """The checklist as a table; `given` names what files prove and the files, `masked` asks for a picture."""

    given = Signal(object, object)
    masked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.setAcceptDrops(True)
        self._wanted: list[Wanted] = []
        self._can_change = True
        self.note = label("", "sub", wrap=True)
        self.attach = HintButton(context.look)
        self.attach.clicked.connect(self._choose)
        self.black = HintButton(context.look)
        self.black.clicked.connect(self._mask)
        self.model = ReportModel(self)
        self.table = Table(context.look)
        self.table.setModel(self.model)
        self.table.opened.connect(self._choose)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        line = row(self.note, self.black, self.attach, spacing=Space.M)
        line.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(line)
        layout.addWidget(self.wrong)
        layout.addWidget(self.table, 1)

    def show_view(self, view: ClaimView) -> None:
        """Show the checklist of a claim, what lacks first, and a place for anything else."""
        self._wanted = sorted(view.wanted, key=lambda one: (bool(one.found), not one.required))
        self._wanted.append(view.anything_else)
        self._can_change = view.claim.is_draft
        chosen = self.table.currentIndex().row()
        drawn = Drawn(
            styles={"kind": CellStyle.STRONG, "state": CellStyle.PILL, "files": CellStyle.MUTED},
            tones={"state": self._tone},
        )
        self.model.set_table(self._table(), list(range(len(self._wanted))), drawn)
        self.table.fit_columns(3)
        self.table.choose_row(max(min(chosen, len(self._wanted) - 1), 0))
        self.attach.setVisible(self._can_change)
        self.black.setVisible(self._can_change and bool(self._pictures(self._wanted)))
        self._say_note()

    def say_wrong(self, sentences: list[str]) -> None:
        """Say what was refused or is odd."""
        self.wrong.setText("\n".join(sentences))
        self.wrong.setVisible(bool(sentences))

    def retranslate(self) -> None:
        """Say everything anew."""
        self.attach.setText(_("Attach files…"))
        self.black.setText(_("Make parts black…"))
        self.table.setAccessibleName(_("Evidence"))
        self._say_note()

    def seen_table(self) -> ReportTable | None:
        """The checklist as it is seen."""
        return self.model.shown_table()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, where the claim can still change."""
        if self._can_change and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tie dropped files to what is chosen in the table."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._give(files)

    def _choose(self) -> None:
        if not self._can_change:
            return
        names, _kind = QFileDialog.getOpenFileNames(self.window(), _("Attach files…"))
        if names:
            self._give([Path(name) for name in names])

    def _mask(self) -> None:
        """Ask for the pictures of the rows that are chosen, else for all there are."""
        chosen = [self._wanted[key] for key in self.table.selected_keys() if isinstance(key, int)]
        self.masked.emit(self._pictures(chosen) or self._pictures(self._wanted))

    @staticmethod
    def _pictures(wanted: Sequence[Wanted]) -> list[Evidence]:
        found = [one for each in wanted for one in each.found if one.media_type in PICTURES]
        return list(dict.fromkeys(found))

    def _give(self, files: list[Path]) -> None:
        chosen = [key for key in self.table.selected_keys() if isinstance(key, int)] or [0]
        self.given.emit([self._wanted[at] for at in chosen], files)

    def _say_note(self) -> None:
        missing = sum(1 for one in self._wanted if one.required and not one.found)
        if not self._can_change:
            self.note.setText(_("Frozen with the claim."))
        elif missing:
            text = ngettext(
                "{count} required piece is missing. Choose rows, then attach or drop files.",
                "{count} required pieces are missing. Choose rows, then attach or drop files.",
                missing,
            )
            self.note.setText(text.format(count=missing))
        else:
            self.note.setText(_("Nothing required is missing. Files can be attached or dropped here."))

    def _tone(self, at: int) -> str:
        one = self._wanted[at]
        return "good" if one.found else "bad" if one.required else ""

    def _table(self) -> ReportTable:
        columns = (
            Column(key="kind", title=_("Evidence")),
            Column(key="of", title=_("For")),
            Column(key="state", title=_("State")),
            Column(key="files", title=_("Files")),
        )
        rows = tuple(
            (
                kind_of(one.kind) if one.kind else _("Anything else"),
                one.of or per_of(one.per),
                _("there") if one.found else _("missing") if one.required else _("not required"),
                _("; ").join(evidence.name for evidence in one.found),
            )
            for one in self._wanted
        )
        return ReportTable(title=_("Evidence"), columns=columns, rows=rows)
