"""What a page may do: ask the book, change it, say something, go elsewhere, hear of changes."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app import settings as settings_file
from desktop_app.ui.error_text import error_words
from desktop_app.ui.places import demo_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from desktop_app.settings import Settings
    from desktop_app.store.database import Book
    from desktop_app.ui.actions import Actions
    from desktop_app.ui.tasks import Tasks
    from desktop_app.ui.theme.look import LookInForce
    from desktop_app.usecases.desk import Desk

T = TypeVar("T")
log = logging.getLogger(__name__)


class Context(QObject):
    """Handed to every page; pages know each other only by name.

    `book_changed` comes after every committed change, with the store's `Changes` (None: another book);
    `book_failed` when the book takes no more changes, with the error that says why; `kept_elsewhere` when
    there are other backups or another place for them. `restore_requested` names a backup to bring back.
    `figures_right` comes, with the desk, once figures that were being recalculated stand.
    """

    book_changed = Signal(object)
    book_failed = Signal(object)
    go_requested = Signal(str, object)
    said = Signal(str, str, object)
    language_changed = Signal()
    language_requested = Signal(str)
    restore_requested = Signal(object)
    kept_elsewhere = Signal()
    figures_right = Signal(object)

    def __init__(
        self, *, look: LookInForce, tasks: Tasks, actions: Actions, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.tasks = tasks
        self.actions = actions
        self._settings = settings
        self.desk: Desk | None = None
        self._watched: Desk | None = None
        self.clock: Callable[[], datetime] = datetime.now

    @property
    def settings(self) -> Settings:
        """The person's choices on this machine."""
        return self._settings

    def change_settings(self, **choices: Any) -> None:
        """Keep choices from now on; a settings file that cannot be written is no reason to stop."""
        self._settings = replace(self._settings, **choices)
        try:
            settings_file.save(self._settings)
        except OSError:
            log.warning("settings not kept", exc_info=True)

    def remembered(self, screen: str) -> dict[str, Any]:
        """What a screen asked to remember."""
        kept = self._settings.pages.get(screen)
        return dict(kept) if isinstance(kept, dict) else {}

    def remember(self, screen: str, state: dict[str, object]) -> None:
        """Remember a screen's own small state (columns, filter, size)."""
        self.change_settings(pages={**self._settings.pages, screen: state})

    def ask(
        self,
        question: Callable[[Book], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Read from the book on its own thread and hand the answer to `then` on the window's."""
        if self.desk is not None:
            self._watch(self.desk.ask(question), then, failed)

    def later(
        self,
        work: Callable[[Book], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Have the book's thread do what may take long, when nothing else waits."""
        if self.desk is not None:
            self._watch(self.desk.later(work), then, failed)

    def whole(
        self,
        work: Callable[[Book], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Read much of the book from a copy of it, so that nothing else waits."""
        if self.desk is not None:
            self._watch(self.desk.whole(work), then, failed)

    def do(
        self,
        command: Callable[[Book], T],
        then: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Change the book on its own thread; `then` gets what the use case returned."""
        if self.desk is not None:
            self._watch(self.desk.do(command), then, failed)

    def _watch(
        self, future: Future[T], then: Callable[[T], object], failed: Callable[[BaseException], object] | None
    ) -> None:
        """Await an answer; an error that stops the book is told as that, whatever was asked."""
        self.tasks.watch(future, then, partial(self._not_done, failed))

    def _not_done(self, failed: Callable[[BaseException], object] | None, error: BaseException) -> None:
        from desktop_app.usecases.trouble import stops_the_book  # noqa: PLC0415 - seldom needed

        if stops_the_book(error):
            self.book_failed.emit(error)
        elif failed is None:
            self.tasks.went_wrong.emit(error)
        if failed is not None:
            failed(error)

    def when_figures_change(self, slot: Callable[[object], object]) -> None:
        """Call `slot`, a page's method, after `book_changed` and after `figures_right`."""
        self.book_changed.connect(slot)
        self.figures_right.connect(slot)

    def watch_figures(self) -> None:
        """Tell of `figures_right` once nothing is being recalculated any more: figures shown wait for it."""
        if self.desk is not None and self._watched is not self.desk:
            self._watched = self.desk
            self.tasks.watch(self.desk.recomputed(), self._figures_stand, self._figures_fail)

    def _figures_stand(self, _done: None) -> None:
        desk, self._watched = self._watched, None
        self.figures_right.emit(desk)

    def _figures_fail(self, error: BaseException) -> None:
        self._watched = None
        self.tasks.went_wrong.emit(error)

    @property
    def is_demo(self) -> bool:
        """Whether the demo book is open."""
        return self.desk is not None and self.desk.path == demo_path()

    def today(self) -> date:
        """The day it is; tests set another."""
        return self.clock().date()

    def words_of(self, error: BaseException) -> tuple[str, str]:
        """An error as headline and sentence: what happened, what to do."""
        return error_words(error)

    def speak(self, language: str) -> None:
        """Ask for another language."""
        self.language_requested.emit(language)

    def go(self, page: str, what: object = None) -> None:
        """Open a page of the window by name, on `what`."""
        self.go_requested.emit(page, what)

    def say(self, text: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """Show a short message, with at most one thing to do about it."""
        self.said.emit(text, button, action)
