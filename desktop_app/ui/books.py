"""Which book the window has open: the last one, a new one, the demo book, one that is asked for."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from desktop_app.i18n import _
from desktop_app.ui.places import books_folder, demo_path
from desktop_app.usecases.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from desktop_app.ui.context import Context
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.pages.welcome import WelcomePage

T = TypeVar("T")

SUFFIX: Final = ".bozhang"
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_OPENER: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")


class Books(QObject):
    """Opens and closes books; everything that touches the disk happens off the window's thread.

    `leaving` comes while the book that is about to be closed can still be read.
    """

    leaving = Signal()

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._welcome: WelcomePage | None = None

    def open_first(self, wanted: Path | None, *, asked: bool) -> None:
        """Open the book to begin with; where there is none, or it cannot be, the first run."""
        if wanted is None or not (asked or wanted.exists()):
            self.show_welcome()
        else:
            self.open(wanted)

    def called(self, book: object) -> None:
        """A second start was made: come forward, with the book it was given."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if isinstance(book, Path):
            self.open(book)

    def open(self, path: Path) -> None:
        """Open the book at `path` in place of the one that is open."""
        self.aside(partial(Desk.open, path), self._opened, self._not_opened)

    def ask_open(self) -> None:
        """Ask for a book."""
        folder = str(Path(self._context.settings.last_book or books_folder()).parent)
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open book"), folder, _("Books (*.bozhang);;All files (*)")
        )
        if name:
            self.open(Path(name))

    def show_welcome(self) -> None:
        """Show the ways to begin."""
        if self._welcome is None:
            page = cast("WelcomePage", self._window.page_named("welcome"))
            page.new_requested.connect(self.create)
            page.demo_requested.connect(self.open_demo)
            page.open_requested.connect(self.ask_open)
            self._welcome = page
        self._window.go("welcome")

    def create(self, name: str) -> None:
        """Make a new book of that name in the folder of books, and open it."""
        path = books_folder() / f"{_UNFIT.sub(' ', name).strip(' .') or 'book'}{SUFFIX}"
        from desktop_app.usecases.books import create_book  # noqa: PLC0415 - after the first paint

        path.parent.mkdir(parents=True, exist_ok=True)
        self._wait(waiting=True)
        make = partial(create_book, path, currency="CNY", timezone="Asia/Shanghai", stock_from=None)
        self.aside(partial(_then, make, path), self.open, self._not_opened)

    def open_demo(self) -> None:
        """Open the demo book; the first time, make it."""
        path = demo_path()
        if path.exists():
            self.open(path)
            return
        from desktop_app.ui.dialogs.progress import Progress  # noqa: PLC0415 - after the first paint
        from desktop_app.usecases.demo import make_demo  # noqa: PLC0415 - as above

        path.parent.mkdir(parents=True, exist_ok=True)
        self._wait(waiting=True)
        progress = Progress(self._window, _("Making the demo book…"))
        make = partial(make_demo, path, progress=progress.told)
        future = _OPENER.submit(_then, make, path)
        progress.follow(future)
        self._context.tasks.watch(future, self.open, self._not_opened)

    def ask_discard_demo(self) -> None:
        """Throw the demo book away, once the user says so."""
        from desktop_app.ui.dialogs.ask import asked  # noqa: PLC0415 - as above

        if self._context.is_demo and asked(
            self._window,
            _("Throw the demo book away?"),
            _("The invented family's book is deleted. Your own books stay as they are."),
            _("Throw it away"),
        ):
            from desktop_app.usecases.keeping import discard_book  # noqa: PLC0415 - as above

            path = demo_path()
            self.close()
            discard_book(path)
            self._context.change_settings(last_book=None)
            self._context.book_changed.emit(None)
            self._window.name_book()
            self.show_welcome()
            self._context.say(_("The demo book is gone"))

    def leave(self) -> Future[None]:
        """Let go of the open book; what it still has to finish, its backup too, keeps no window waiting."""
        if self._context.desk is not None:
            self.leaving.emit()
        desk, self._context.desk = self._context.desk, None
        return _OPENER.submit(desk.close if desk is not None else _nothing)

    def close(self) -> None:
        """Let go of the open book, and return when it and those left before are finished with."""
        self.leave().result()

    def aside(
        self, work: Callable[[], T], then: Callable[[T], object], failed: Callable[[BaseException], object]
    ) -> None:
        """Do something with a book's files once every book that was left is closed."""
        self._context.tasks.watch(_OPENER.submit(work), then, failed)

    def _opened(self, desk: Desk) -> None:
        self._context.tasks.watch(self.leave(), _after)
        self._context.desk = desk
        self._wait(waiting=False)
        recent = [str(desk.path), *(p for p in self._context.settings.recent_books if p != str(desk.path))]
        remembered = {"last_book": str(desk.path), "recent_books": tuple(recent[:8])}
        if any(getattr(self._context.settings, name) != value for name, value in remembered.items()):
            self._context.change_settings(**remembered)
        self._window.name_book()
        self._context.book_changed.emit(None)
        self._window.go("home")

    def _not_opened(self, error: BaseException) -> None:
        self._wait(waiting=False)
        headline, sentence = self._context.words_of(error)
        if self._context.desk is None:
            self.show_welcome()
            self._window.page_named("welcome").enter(sentence)  # type: ignore[attr-defined]
        else:
            self._context.say(f"{headline} · {sentence}")

    def _wait(self, *, waiting: bool) -> None:
        if self._welcome is not None:
            self._welcome.wait(waiting=waiting)


def _nothing() -> None:
    """Finish with no book: none was open."""


def _after(_closed: None) -> None:
    """Nothing is to be shown: only what goes wrong in closing is."""


def _then(make: Callable[[], object], path: Path) -> Path:
    make()
    return path
