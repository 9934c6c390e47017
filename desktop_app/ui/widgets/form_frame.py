"""What the form is made of: title, what was not finished, fields, help, buttons; no behaviour of its own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QBoxLayout, QPushButton

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, Elided, HintButton, hairline, label, row, set_property
from desktop_app.ui.widgets.fields.offer import Closed, Offer
from desktop_app.ui.widgets.fields.sheet import FieldSheet
from desktop_app.ui.widgets.form_foot import FormFoot

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent

    from desktop_app.ui.context import Context

_HELP_LINES: Final = 2
_WITH_CONTROL: Final = frozenset([Qt.Key.Key_D, Qt.Key.Key_Return, Qt.Key.Key_Enter])


class FormFrame(Card):
    """The parts of the form, from the top down."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__(padding=Space.L, spacing=Space.M)
        self._look = context.look
        self.title = Elided("section")
        self.close_button = QPushButton()
        self.close_button.setProperty("kind", "quiet")
        self.close_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.offer = Offer()
        self.foot = FormFoot(context, kind)
        self.evidence = self.foot.evidence
        self.sheet = FieldSheet(context, kind, self.foot)
        self.setAcceptDrops(True)
        self.help = label("", "caption", wrap=True)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self.closed = Closed()
        self.save_button = HintButton(context.look, shortcut=QKeySequence("Return"), primary=True)
        self.another_button = HintButton(context.look, shortcut=QKeySequence("Ctrl+Return"))
        head = row(self.title, self.close_button)
        head.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.offer)
        self.body.addWidget(self.sheet, 1)
        self.body.addWidget(hairline())
        self.body.addWidget(self.help)
        self.body.addWidget(self.wrong)
        self.body.addWidget(self.closed)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(Space.S)
        self._buttons.addWidget(self.save_button)
        self._buttons.addWidget(self.another_button)
        self._buttons.addStretch(1)
        self.body.addLayout(self._buttons)
        before = [self.offer.take, self.offer.drop]
        after = [
            *self.foot.stops(),
            self.closed.refuse,
            self.closed.agree,
            self.save_button,
            self.another_button,
        ]
        for one, following in pairwise([*before, *self.sheet.stops(), *after, self.close_button]):
            self.setTabOrder(one, following)
        context.look.changed.connect(self._tint)
        self._tint()

    def say_words(self) -> None:
        """Say what does not depend on the record."""
        self.close_button.setToolTip(_("Leave; what is typed is kept (Esc)"))
        self.close_button.setAccessibleName(_("Leave the form"))
        self.save_button.setText(_("Save"))
        self.another_button.setText(_("Save, then the next"))
        self.offer.retranslate()
        self.closed.retranslate()
        self.foot.retranslate()
        self.sheet.retranslate()
        self._turn_buttons()

    def say_wrong(self, text: str) -> None:
        """Say what is the matter with the whole record; nothing where `text` is blank."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under each other where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn_buttons()

    def event(self, event: QEvent) -> bool:
        """Keep from the table's shortcuts the keys that mean something else in the form."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = event.matches(QKeySequence.StandardKey.Paste) or event.key() == Qt.Key.Key_Delete
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            control = held == Qt.KeyboardModifier.ControlModifier
            if own or (control and event.key() in _WITH_CONTROL):
                event.accept()
                return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures and files: they prove what stands in the form."""
        if self.evidence.can_take(event.mimeData()):
            event.acceptProposedAction()
            set_property(self, "dropping", "true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_property(self, "dropping", "false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tie what was dropped to the record."""
        set_property(self, "dropping", "false")
        event.acceptProposedAction()
        self.evidence.take(event.mimeData())

    def _turn_buttons(self) -> None:
        need = self.save_button.sizeHint().width() + self.another_button.sizeHint().width() + Space.S
        fits = need <= self.width() - 2 * Space.L - 2
        self._buttons.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )

    def _tint(self) -> None:
        self.close_button.setIcon(self._look.icon("close"))
        lines = self.help.fontMetrics().lineSpacing() * _HELP_LINES
        self.help.setMinimumHeight(max(lines, self._look.px(16) * _HELP_LINES))
