"""Making parts of a picture black before it is handed in: a buyer's name, a phone, an address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.i18n import _, ngettext
from desktop_app.ui.subsidy.mask_canvas import MaskCanvas, read_picture
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import label, row
from desktop_app.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.domain.claims.evidence import Evidence
    from desktop_app.ui.context import Context
    from desktop_app.ui.subsidy.mask_canvas import Seen
    from desktop_app.usecases.evidence import Box

_LARGER = 1.25


class MaskDialog(QDialog):
    """One of some pictures with the boxes on it; `chosen` and `boxes` are the answer."""

    def __init__(self, parent: QWidget, context: Context, pictures: Sequence[Evidence]) -> None:
        super().__init__(parent)
        self._context = context
        self._pictures = list(pictures)
        self.is_calm = False
        self.setWindowTitle(_("Make parts black"))
        self.resize(min(parent.width() - 80, 1000), min(parent.height() - 60, 760))
        self.which = Choice()
        self.which.setAccessibleName(_("Picture"))
        self.which.addItems([one.name for one in self._pictures])
        self.which.activated.connect(self._read)
        self.canvas = MaskCanvas(context.look)
        self.canvas.changed.connect(self._say)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.canvas)
        self._make_buttons()
        self.note = label("", "sub", wrap=True)
        self._lay_out()
        self._read(0)
        self.canvas.setFocus()

    def _make_buttons(self) -> None:
        self.fit, self.larger, self.smaller = (
            QPushButton(_("Fit")),
            QPushButton(_("Larger")),
            QPushButton(_("Smaller")),
        )
        self.back, self.keep, self.leave = (
            QPushButton(_("Take the last box back")),
            QPushButton(_("Save a masked copy")),
            QPushButton(_("Cancel")),
        )
        for button in (self.fit, self.larger, self.smaller, self.back, self.keep, self.leave):
            button.setAutoDefault(False)
        self.keep.setProperty("kind", "primary")
        self.fit.clicked.connect(self.canvas.fit)
        self.larger.clicked.connect(partial(self.canvas.zoom, _LARGER))
        self.smaller.clicked.connect(partial(self.canvas.zoom, 1 / _LARGER))
        self.back.clicked.connect(self.canvas.take_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.canvas.take_back)
        self.keep.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(row(self.which, None, self.smaller, self.larger, self.fit, self.back))
        self.which.setVisible(len(self._pictures) > 1)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.note)
        layout.addLayout(row(None, self.leave, self.keep))

    @property
    def chosen(self) -> Evidence:
        """The picture that is shown."""
        return self._pictures[max(self.which.currentIndex(), 0)]

    @property
    def boxes(self) -> list[Box]:
        """The parts to be made black."""
        return self.canvas.pixel_boxes()

    def _read(self, at: int) -> None:
        one = self._pictures[at]
        self.is_calm = False
        self.note.setText(_("Reading the picture…"))
        self.keep.setEnabled(False)
        self._context.ask(
            partial(read_picture, sha256=one.sha256, media_type=one.media_type), self._show, self._wrong
        )

    def _show(self, seen: Seen | None) -> None:
        self.is_calm = True
        self.canvas.setVisible(seen is not None)
        if seen is None:
            self.note.setText(_("This picture cannot be shown: it is broken, or larger than any camera's."))
            return
        self.canvas.show_picture(seen)

    def _wrong(self, error: BaseException) -> None:
        self.is_calm = True
        self.note.setText(" · ".join(self._context.words_of(error)))

    def _say(self) -> None:
        count = len(self.boxes)
        self.keep.setEnabled(bool(count))
        self.back.setEnabled(bool(count))
        if count:
            text = ngettext(
                "{count} part becomes black in a new file; the original stays, and is not packed.",
                "{count} parts become black in a new file; the original stays, and is not packed.",
                count,
            )
            self.note.setText(text.format(count=count))
        else:
            self.note.setText(
                _("Drag over what nobody is to read. By keys: Space, arrows, Shift and arrows, Enter.")
            )
