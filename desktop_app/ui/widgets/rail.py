"""The rail on the left: the book's name, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import label

if TYPE_CHECKING:
    from desktop_app.ui.theme.look import LookInForce


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: the page's name, its title in the language in force, its icon."""

    name: str
    title: str
    icon: str
    at_foot: bool = False


class _PlaceButton(QPushButton):
    """A place with its icon, its title and, at the right, a count of what waits there."""

    def __init__(self, look: LookInForce, place: Place) -> None:
        super().__init__()
        self._look = look
        self.place = place
        self.count = ""
        self.setCheckable(True)
        self.setProperty("kind", "nav")
        self.setIconSize(QSize(Size.ICON, Size.ICON))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the count over the button."""
        super().paintEvent(event)
        if not self.count or not self.text():
            return
        painter = QPainter(self)
        painter.setPen(self._look.tokens.warning)
        painter.setFont(font(Size.CAPTION, scale=self._look.scale))
        box = self.rect().adjusted(0, 0, -Space.S, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)
        painter.end()


class Rail(QFrame):
    """Places in one column, scrolled where they are too many; folded, icons alone with titles as tooltips."""

    place_requested = Signal(str)
    menu_requested = Signal()

    def __init__(self, look: LookInForce) -> None:
        super().__init__()
        self._look = look
        self._folded = False
        self._buttons: dict[str, _PlaceButton] = {}
        self._order: list[str] = []
        self.setProperty("kind", "rail")
        self._book = label("", "section")
        self._saved = label("", "caption")
        self._menu = QPushButton()
        self._menu.setProperty("kind", "nav")
        self._menu.setIconSize(QSize(Size.ICON, Size.ICON))
        self._menu.clicked.connect(self.menu_requested)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        head = QWidget()
        head.setProperty("ground", "none")
        self._head = QVBoxLayout(head)
        self._head.setContentsMargins(Space.S, Space.XS, 0, Space.L)
        self._head.setSpacing(0)
        self._head.addWidget(self._book)
        self._head.addWidget(self._saved)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.M, Space.L, Space.M, Space.L)
        self._column.setSpacing(2)
        self._column.addWidget(head)
        self._head_widget = head
        self._middle = QScrollArea()
        self._middle.setWidgetResizable(True)
        self._middle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._middle.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._places = QVBoxLayout(inside)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(2)
        self._middle.setWidget(inside)
        self._column.addWidget(self._middle, 1)
        look.changed.connect(self._tint)
        self._resize()

    def set_places(self, places: list[Place], menu_title: str) -> None:
        """Show these places, in order; those at the foot below a gap, the menu last."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            (self._column if button.place.at_foot else self._places).removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        self._column.removeWidget(self._menu)
        while self._places.count():
            self._places.takeAt(0)
        self._order = [place.name for place in places]
        for index, place in enumerate(places):
            button = _PlaceButton(self._look, place)
            self._buttons[place.name] = button
            self._group.addButton(button, index)
            (self._column if place.at_foot else self._places).addWidget(button)
        self._places.addStretch(1)
        self._column.addWidget(self._menu)
        self._menu.setAccessibleName(menu_title)
        self._tint()
        self._resize()

    def set_book(self, name: str, saved: str) -> None:
        """Show the book's name and when it was last saved, cut with … where they are too long."""
        self._book.setToolTip(name)
        room = self._look.px(Size.RAIL) - 2 * Space.M - Space.S - 2
        metrics = self._book.fontMetrics()
        self._book.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self._saved.setText(self._saved.fontMetrics().elidedText(saved, Qt.TextElideMode.ElideRight, room))
        self._saved.setToolTip(saved)

    def choose(self, name: str) -> None:
        """Mark the place one is at; none, where the page has none of its own."""
        self._group.setExclusive(False)
        for place, button in self._buttons.items():
            button.setChecked(place == name)
        self._group.setExclusive(True)
        if name in self._buttons and not self._buttons[name].place.at_foot:
            self._middle.ensureWidgetVisible(self._buttons[name], 0, 0)

    def menu_corner(self) -> QPoint:
        """Where the menu opens upwards from, on the screen."""
        return self._menu.mapToGlobal(self._menu.rect().topLeft())

    def fold(self, *, folded: bool) -> None:
        """Show icons alone, or icons with titles."""
        self._folded = folded
        self._resize()

    @property
    def folded(self) -> bool:
        """Whether icons alone are shown."""
        return self._folded

    def _resize(self) -> None:
        width = Size.RAIL_FOLDED if self._folded else self._look.px(Size.RAIL)
        self.setFixedWidth(width)
        self._head_widget.setVisible(not self._folded)
        menu_title = self._menu.accessibleName()
        self._menu.setText("" if self._folded else f"  {menu_title}")
        self._menu.setToolTip(menu_title if self._folded else "")
        for button in self._buttons.values():
            title = button.place.title
            button.setText("" if self._folded else f"  {title}")
            button.setToolTip(title if self._folded else "")
            button.setAccessibleName(title)

    def _tint(self) -> None:
        self._menu.setIcon(self._look.icon("menu"))
        for button in self._buttons.values():
            button.setIcon(self._look.icon(button.place.icon))
        self._resize()

    def _clicked(self, index: int) -> None:
        self.place_requested.emit(self._order[index])
