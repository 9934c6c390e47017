"""The window: rail, pages, toasts; it opens books and carries out the actions that belong to no page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QWidget

from desktop_app.i18n import _
from desktop_app.ui.actions import ACTIONS, Group
from desktop_app.ui.pages.registry import PLACES, make_page
from desktop_app.ui.widgets.rail import Place, Rail
from desktop_app.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from desktop_app.ui.context import Context
    from desktop_app.ui.dialogs.palette import Entry

WIDTH, HEIGHT = 1366, 768
LEAST_WIDTH, LEAST_HEIGHT = 1280, 640
PALETTE_ORDER = (Group.GO, Group.EDIT, Group.VIEW, Group.BOOK, Group.HELP)
"""Places first, then sessions; what opens or leaves a book comes late."""


class Shown(Protocol):
    """What the window asks of a page."""

    def enter(self, what: object) -> None:
        """The page is shown, on `what` (None: as it was)."""

    def retranslate(self) -> None:
        """Say everything anew in the language in force."""


class MainWindow(QMainWindow):
    """One book in one window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("main_window")
        context.actions.attach(self)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.rail = Rail(context.look)
        self.pages = QStackedWidget()
        self._by_name: dict[str, QWidget] = {}
        self._trail: list[tuple[str, object]] = []
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(self.pages, 1)
        self.setCentralWidget(middle)
        self.toast = Toast(self)
        self.rail.place_requested.connect(self.go)
        self.rail.menu_requested.connect(self.open_menu)
        context.go_requested.connect(self.go)
        context.said.connect(self.toast.say)
        context.language_changed.connect(self.retranslate)
        self._restore()
        self.retranslate()

    # Places ---------------------------------------------------------------------------------------------

    def go(self, name: str, what: object = None) -> None:
        """Show a page, on `what`; going back leads here again."""
        if not self._trail or self._trail[-1] != (name, what):
            self._trail.append((name, what))
        self._show(name, what)

    def back(self) -> None:
        """Show the page before this one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show(*self._trail[-1])

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return next(name for name, page in self._by_name.items() if page is self.pages.currentWidget())

    def page_named(self, name: str) -> QWidget:
        """A page by its name; made now, where it was not shown before."""
        if name not in self._by_name:
            page = make_page(name, self.context)
            self._by_name[name] = page
            self.pages.addWidget(page)
        return self._by_name[name]

    def _show(self, name: str, what: object) -> None:
        page = self.page_named(name)
        self.pages.setCurrentWidget(page)
        self.rail.setVisible(name != "welcome" and self.context.desk is not None)
        self.rail.choose(next((place.name for place in PLACES if name in place.pages), ""))
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        cast("Shown", page).enter(what)

    # Words ----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything anew in the language in force."""
        self.context.actions.retranslate()
        places = [Place(p.name, _(p.title), p.icon, at_foot=p.at_foot) for p in PLACES]
        self.rail.set_places(places, _("Menu"))
        for page in self._by_name.values():
            cast("Shown", page).retranslate()
        if self._trail:
            self.rail.choose(next((p.name for p in PLACES if self._trail[-1][0] in p.pages), ""))
        self.name_book()

    def name_book(self) -> None:
        """Show the book's name in rail and title."""
        desk = self.context.desk
        name = (_("Demo book") if self.context.is_demo else desk.path.stem) if desk else ""
        self.rail.set_book(name, _("Everything is kept at once") if desk else "")
        self.setWindowTitle(f"{name} - {_('Bozhang')}" if name else _("Bozhang"))
        self.setWindowFilePath(str(desk.path) if desk else "")

    def open_menu(self) -> None:
        """Show all actions, by group."""
        self.context.actions.tint()
        menu = QMenu(self)
        for group in Group:
            part = menu.addMenu(_(group.value))
            for spec in ACTIONS:
                if spec.group is group:
                    part.addAction(self.context.actions[spec.name])
        corner = self.rail.menu_corner()
        corner.setY(corner.y() - menu.sizeHint().height())
        menu.exec(corner)

    def open_palette(self, more: list[Entry]) -> None:
        """Find an action, or one of `more`, by typing; then do it."""
        from desktop_app.ui.dialogs.palette import Entry, Palette  # noqa: PLC0415 - after the first paint

        entries: dict[Group, list[Entry]] = {group: [] for group in PALETTE_ORDER}
        for spec, action in self.context.actions.specs():
            if spec.name != "palette" and action.isEnabled():
                keys = [
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                    for key in spec.keys[:1]
                ]
                words = f"{spec.words} {spec.text}"
                entries[spec.group].append(Entry(_(spec.text), action.trigger, "".join(keys), words))
        first, *others = (entries[group] for group in PALETTE_ORDER)
        all_entries = [*first, *more, *(entry for group in others for entry in group)]
        palette = Palette(self.context.look, all_entries, self)
        if palette.exec() == QDialog.DialogCode.Accepted and palette.chosen is not None:
            palette.chosen.run()

    def open_about(self) -> None:
        """Say what this program is."""
        from desktop_app.ui.dialogs.about import About  # noqa: PLC0415 - as above

        About(self).exec()

    def open_shortcuts(self) -> None:
        """Show what each key does."""
        from desktop_app.ui.dialogs.shortcuts import ShortcutSheet  # noqa: PLC0415 - as above

        ShortcutSheet(self.context.actions, self).exec()

    # Files dropped on the window ------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, where a book is open."""
        if self.context.desk is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped files on the import page."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.go("import", paths)

    # Size and place, remembered -------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """What to remember of the window."""
        return {"geometry": bytes(self.saveGeometry().toBase64().data()).decode(), "folded": self.rail.folded}

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, then close."""
        self.context.remember("window", self.state())
        super().closeEvent(event)

    def _restore(self) -> None:
        kept = self.context.remembered("window")
        self.resize(WIDTH, HEIGHT)
        geometry = kept.get("geometry")
        if isinstance(geometry, str):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.rail.fold(folded=bool(kept.get("folded", False)))
