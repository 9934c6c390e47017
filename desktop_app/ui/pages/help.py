"""Help: topics at the left, found by typing, and the text of one at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QSize, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QStandardItem,
    QStandardItemModel,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QTextBrowser, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.help_texts import TOPICS, Topic, holding, topics
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Card, label, row
from desktop_app.ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

_NAME: Final = Qt.ItemDataRole.UserRole + 1
_CONTENTS: Final = 240
_TEXT: Final = 860
_SCHEME: Final = "topic"
_LINE_HEIGHT: Final = 140.0
"""In hundredths of the font's own."""


class HelpPage(Page):
    """What people look up; F1 opens it at the topic of the page they were on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.look)
        self._shown = TOPICS[0]
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._model = QStandardItemModel(self)
        self.contents = QListView()
        self.contents.setModel(self._model)
        self.contents.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.contents.setSpacing(Space.XS // 2)
        self.nothing = label("", "sub", wrap=True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.viewport().setAutoFillBackground(False)
        self._lay_out()
        self.header.back_requested.connect(context.actions["back"].trigger)
        self.search.textChanged.connect(self._seek)
        self.search.returnPressed.connect(self._open_first)
        self.contents.selectionModel().currentChanged.connect(self._chosen)
        self.text.anchorClicked.connect(self._follow)
        context.look.changed.connect(self._show_topic)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show a topic; None: the one shown last."""
        if isinstance(what, str) and what in TOPICS:
            self.search.clear()
            self._shown = what
        self._mark()
        self._show_topic()
        self.show_content()
        self.contents.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.header.set_title(_("Help"), crumb=_("Back"))
        self.search.setPlaceholderText(_("Look something up"))
        self.search.setAccessibleName(_("Look something up"))
        self.contents.setAccessibleName(_("Topics"))
        self.nothing.setText(_("No topic speaks of that"))
        self._seek(self.search.text())
        self._show_topic()

    def focus_filter(self) -> None:
        """Go to the search."""
        self.search.setFocus()
        self.search.selectAll()

    @property
    def topic(self) -> str:
        """The name of the topic that is shown."""
        return self._shown

    def _lay_out(self) -> None:
        side = QWidget()
        side.setProperty("ground", "none")
        side.setFixedWidth(self.look.px(_CONTENTS))
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(Space.M)
        left.addWidget(self.search)
        left.addWidget(self.nothing)
        left.addWidget(self.contents, 1)
        card = Card(padding=Space.XL)
        card.body.addWidget(self.text)
        card.setMaximumWidth(self.look.px(_TEXT))
        line = row(side, card, spacing=Space.XL)
        line.setStretch(1, 1)
        line.addStretch(0)
        self.content.setLayout(line)

    def _seek(self, typed: str) -> None:
        found = holding(typed)
        self._model.clear()
        for topic in found:
            item = QStandardItem(topic.title)
            item.setData(topic.name, _NAME)
            item.setToolTip(topic.title)
            item.setSizeHint(QSize(0, self.look.px(Size.ROW)))
            self._model.appendRow(item)
        self.nothing.setVisible(not found)
        self.contents.setVisible(bool(found))
        self._mark()
        self._point_out()

    def _mark(self) -> None:
        """Mark the shown topic among the contents."""
        for at in range(self._model.rowCount()):
            index = self._model.index(at, 0)
            if index.data(_NAME) == self._shown:
                self.contents.setCurrentIndex(index)

    def _open_first(self) -> None:
        index = self._model.index(0, 0)
        if index.isValid():
            self.contents.setCurrentIndex(index)
            self._chosen(index)

    def _chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        name = index.data(_NAME)
        if isinstance(name, str):
            self._shown = name
            self._show_topic()

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == _SCHEME and link.path() in TOPICS:
            self.search.clear()
            self._shown = link.path()
            self._mark()
            self._show_topic()

    def _show_topic(self) -> None:
        topic = next(one for one in topics() if one.name == self._shown)
        self.text.setAccessibleName(topic.title)
        _write(self.text, topic, scale=self.look.scale)
        _tint(self.text, line=self.look.tokens.line)
        self._point_out()

    def _point_out(self) -> None:
        """Go to where the text says what is sought."""
        words = self.search.text().split()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if words:
            self.text.find(words[0])


def _write(view: QTextBrowser, topic: Topic, *, scale: float) -> None:
    document = view.document()
    document.setDefaultFont(font(Size.BODY, scale=scale))
    document.setIndentWidth(Space.L)
    view.setMarkdown(topic.text)
    block = document.begin()
    while block.isValid():
        _space(QTextCursor(block), scale)
        _set_keys(block, scale)
        block = block.next()


def _space(cursor: QTextCursor, scale: float) -> None:
    """Give a block the look's sizes and distances; cells of tables have theirs already."""
    shape = cursor.blockFormat()
    level = shape.headingLevel()
    if cursor.currentTable() is None:
        shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin({0: 0, 1: 0}.get(level, Space.L))
        shape.setBottomMargin(Space.XS if cursor.currentList() is not None else Space.S)
    cursor.setBlockFormat(shape)
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setFont(font(Size.TITLE if level == 1 else Size.SECTION, strong=True, scale=scale))
        letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        cursor.setCharFormat(letters)


def _set_keys(block: QTextBlock, scale: float) -> None:
    """Set keys and things to type in our own face: a typewriter's stands out of line with Chinese."""
    spans = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.charFormat().fontFixedPitch():
            spans.append((fragment.position(), fragment.length()))
        at += 1
    for start, length in spans:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setFont(font(Size.BODY, strong=True, scale=scale))
        cursor.setCharFormat(letters)


def _tint(view: QTextBrowser, *, line: str) -> None:
    """Give tables a hairline under each row, and room in their cells."""
    for frame in view.document().rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setCellPadding(Space.S)
            shape.setBorderBrush(QBrush(QColor(line)))
            shape.setBorderCollapse(True)
            shape.setBorder(1)
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            frame.setFormat(shape)
