"""All fields of a kind of record in groups, side by side where there is room, the rare ones folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import hairline
from desktop_app.ui.widgets.fields.block import FieldBlock
from desktop_app.ui.widgets.fields.groups import WIDE, grouped
from desktop_app.ui.widgets.fields.pick import pick
from desktop_app.ui.widgets.fields.suggesting import ReferenceEditor, SuggestEditor
from desktop_app.usecases.records.layout import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.layout import Field

_LEAST: Final = 150
"""Width that a short field needs, before the text scale."""
_MOST: Final = 4


class FieldSheet(QScrollArea):
    """The fields, to be scrolled where they are more than the room; Tab goes from the top down."""

    changed = Signal(str)
    entered = Signal(str)
    left = Signal(str)

    def __init__(self, context: Context, kind: str, foot: QWidget) -> None:
        super().__init__()
        self._context = context
        self.kind = kind
        self.foot = foot
        self.blocks: dict[str, FieldBlock] = {}
        self._grids: list[tuple[QGridLayout, list[FieldBlock]]] = []
        self._columns = 0
        self._gone_to: FieldBlock | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setCheckable(True)
        self.more.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more.toggled.connect(self._fold)
        self._build()
        self.verticalScrollBar().valueChanged.connect(self._close_lists)
        context.look.changed.connect(self._rearrange)
        self.retranslate()

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, Space.M, Space.S)
        whole.setSpacing(Space.L)
        groups, rest = grouped(self.kind, fields_of(self.kind))
        for at, group in enumerate(groups):
            if at:
                whole.addWidget(hairline())
            whole.addWidget(self._grid(group))
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.rest = self._grid(rest)
        self.rest.hide()
        self.more.setVisible(bool(rest))
        whole.addWidget(self.rest)
        whole.addWidget(self.foot)
        whole.addStretch(1)
        self._rest_keys = [field.key for field in rest]
        self.setWidget(inside)
        self._rearrange()

    def _grid(self, fields: Sequence[Field]) -> QWidget:
        holder = QWidget()
        holder.setProperty("ground", "none")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.M)
        blocks = [self._block(field) for field in fields]
        self._grids.append((grid, blocks))
        return holder

    def _block(self, field: Field) -> FieldBlock:
        block = FieldBlock(self._context, field)
        block.changed.connect(self.changed)
        block.entered.connect(self._come)
        block.left.connect(self.left)
        block.picking.connect(self._pick)
        self.blocks[field.key] = block
        return block

    # Texts ----------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What stands in each field, as typed."""
        return {key: block.editor.text() for key, block in self.blocks.items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the fields, emptying those that `texts` does not name."""
        for key, block in self.blocks.items():
            block.editor.set_text(texts.get(key, ""))
            block.say_problem("")
            block.say_read("", "")
        self._say_more()

    def set_locked(self, *, locked: bool) -> None:
        """Take no typing, as while a record is being saved."""
        for block in self.blocks.values():
            block.editor.set_locked(locked=locked)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, from the top down."""
        usual = [block.editor.line for key, block in self.blocks.items() if key not in self._rest_keys]
        rare = [self.blocks[key].editor.line for key in self._rest_keys]
        return [*usual, self.more, *rare]

    def go_to(self, key: str) -> None:
        """Put the focus into a field, unfolding what hides it."""
        block = self.blocks[key]
        if key in self._rest_keys:
            self.more.setChecked(True)
        block.editor.go_in()
        # Once more when what has just been said beneath the field has its place.
        self._gone_to = block
        QTimer.singleShot(0, self._see)

    def _see(self) -> None:
        if self._gone_to is not None:
            self.ensureWidgetVisible(self._gone_to, 0, Space.S)

    def first_empty(self) -> str:
        """The field where typing begins: the first required one without a text, else the first."""
        keys = list(self.blocks)
        needed = (k for k in keys if self.blocks[k].field.required and not self.blocks[k].editor.text())
        return next(needed, keys[0])

    def retranslate(self) -> None:
        """Say everything anew."""
        for field in fields_of(self.kind):
            if field.key in self.blocks:
                self.blocks[field.key].reword(field)
        self._say_more()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many short fields beside each other as there is room for."""
        super().resizeEvent(event)
        self._rearrange()

    def _rearrange(self) -> None:
        room = self.viewport().width() - Space.M
        fits = room // self._context.look.px(_LEAST)
        columns = next(number for number in (_MOST, 2, 1) if fits >= number or number == 1)
        each = (room - (columns - 1) * Space.M) // columns
        for grid, blocks in self._grids:
            if columns != self._columns:
                _arrange(grid, blocks, columns)
            for column in range(_MOST):
                grid.setColumnMinimumWidth(column, each if column < columns else 0)
        self._columns = columns

    def _come(self, key: str) -> None:
        self.ensureWidgetVisible(self.blocks[key], 0, Space.S)
        self.entered.emit(key)

    def _pick(self, key: str) -> None:
        """Choose from the whole list what a field may name."""
        block = self.blocks[key]
        editor = block.editor
        if not isinstance(editor, ReferenceEditor):
            return
        picked = pick(self._context, self.window(), block.field.heading, editor)
        if picked is not None:
            editor.set_text(picked)
        editor.go_in()

    def _close_lists(self, _value: int) -> None:
        for block in self.blocks.values():
            if isinstance(block.editor, SuggestEditor):
                block.editor.close_list()

    def _fold(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.rest.setVisible(opened)
        self._say_more()

    def _say_more(self) -> None:
        filled = sum(bool(self.blocks[key].editor.text()) for key in self._rest_keys)
        self.more.setIcon(self._context.look.icon("down" if self.more.isChecked() else "forward"))
        if self.more.isChecked() or not filled:
            self.more.setText(_("More"))
        else:
            self.more.setText(_("More ({count} filled in)").format(count=filled))


def _arrange(grid: QGridLayout, blocks: Sequence[FieldBlock], columns: int) -> None:
    """Lay blocks in rows of `columns`; long fields take two, and the last of a row what is left of it."""
    rows: list[list[tuple[FieldBlock, int]]] = [[]]
    for block in blocks:
        span = min(2 if block.field.value in WIDE else 1, columns)
        if sum(taken for _b, taken in rows[-1]) + span > columns:
            rows.append([])
        rows[-1].append((block, span))
    for line, filled in enumerate(rows):
        at = 0
        for block, span in filled:
            grid.addWidget(block, line, at, 1, span, Qt.AlignmentFlag.AlignTop)
            at += span
    for column in range(_MOST):
        grid.setColumnStretch(column, 1 if column < columns else 0)
