"""Keeps the open book safe: backups by the clock and at the end, where the book lies, and the way back."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop_app.domain.errors import BozhangError
from desktop_app.i18n import _
from desktop_app.ui.dialogs.ask import asked
from desktop_app.ui.places import books_folder
from desktop_app.usecases.book_facts import work_as
from desktop_app.usecases.keeping import (
    back_up_if_changed,
    back_up_now,
    keeping_view,
    move_book,
    restore,
)
from desktop_app.usecases.trouble import step_in_doubt, was_kept

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from desktop_app.store.database import Book
    from desktop_app.ui.books import Books
    from desktop_app.ui.context import Context
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.usecases.keeping import BackedUp, KeepingView

log = logging.getLogger(__name__)

EVERY_MS: Final = 30 * 60 * 1000
"""How long work goes on between two backups."""


class Keeper(QObject):
    """Looks after whichever book is open; the demo book is left alone."""

    def __init__(self, context: Context, window: MainWindow, books: Books) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._books = books
        self._step: bytes | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._back_up_meanwhile)
        context.book_changed.connect(self._look)
        context.book_failed.connect(self.stop)
        context.restore_requested.connect(self.restore)
        books.leaving.connect(self._back_up_at_the_end)
        for name, slot in (
            ("back_up", self.back_up),
            ("second_place", self.choose_second_place),
            ("no_second_place", self.forget_second_place),
            ("move_book", self.ask_move),
            ("open_anew", self.open_anew),
        ):
            context.actions.on(name, slot)
        self._look(None)

    @property
    def second_place(self) -> Path | None:
        """Where a second copy of each backup goes, a USB stick say; None where no place is named."""
        named = self._context.settings.backup_folder
        return Path(named) if named else None

    # Backups --------------------------------------------------------------------------------------------

    def _back_up_meanwhile(self) -> None:
        """Back up what has changed, when nothing else is to be done; only a failure is told."""
        if not self._context.is_demo:
            self._context.later(self._what_has_changed(), self._backed_up_meanwhile)

    def _back_up_at_the_end(self) -> None:
        """Back up what has changed before the book is closed; who would hear of a failure is leaving."""
        desk = self._context.desk
        if desk is not None and not self._context.is_demo:
            desk.later(self._what_has_changed()).add_done_callback(_note_failure)

    def _what_has_changed(self) -> Callable[[Book], BackedUp | None]:
        return partial(back_up_if_changed, second=self.second_place)

    def _backed_up_meanwhile(self, made: BackedUp | None) -> None:
        if made is not None and made.second_failed is not None:
            self._backed_up(made)

    def back_up(self) -> None:
        """Back up now, and say where to."""
        self._context.do(partial(back_up_now, second=self.second_place), self._backed_up)

    def choose_second_place(self) -> None:
        """Ask for the second place."""
        folder = QFileDialog.getExistingDirectory(
            self._window, _("A second place for backups"), self._context.settings.backup_folder or ""
        )
        if folder:
            self._context.change_settings(backup_folder=folder)
            self._context.kept_elsewhere.emit()

    def forget_second_place(self) -> None:
        """Have backups beside the book alone."""
        self._context.change_settings(backup_folder=None)
        self._context.kept_elsewhere.emit()

    def restore(self, copy: object) -> None:
        """Put a backup (its path) in the place of the open book; what was there is kept beside it."""
        desk = self._context.desk
        if desk is not None and isinstance(copy, Path):
            path = desk.path
            self._leave()
            self._books.aside(partial(_restored, copy, path), self._came_back, partial(self._stayed, path))

    # Place ----------------------------------------------------------------------------------------------

    def move(self, folder: Path) -> None:
        """Move the open book to another folder and go on with it there."""
        desk = self._context.desk
        if desk is not None and folder != desk.path.parent:
            path = desk.path
            self._leave()
            self._books.aside(partial(move_book, path, folder), self._moved, partial(self._stayed, path))

    def ask_move(self) -> None:
        """Ask for the folder to move the book to."""
        desk = self._context.desk
        if desk is not None:
            folder = QFileDialog.getExistingDirectory(
                self._window, _("Move the book to"), str(desk.path.parent)
            )
            if folder:
                self.move(Path(folder))

    # A book that failed -----------------------------------------------------------------------------------

    def stop(self, error: BaseException) -> None:
        """Show what to do about a book that takes no more changes."""
        self._step = step_in_doubt(error) or self._step
        self._window.go("trouble", error)

    def open_anew(self) -> None:
        """Open the book anew; then say whether the step that failed was kept."""
        desk = self._context.desk
        if desk is not None:
            path = desk.path
            self._leave()
            self._books.open(path)

    # ------------------------------------------------------------------------------------------------------

    def _look(self, changes: object) -> None:
        """Another book was opened: name who works in it, look at its place, begin to count the time."""
        if changes is not None or self._context.desk is None:
            return
        person = str(self._context.remembered("person").get("name", ""))
        self._context.do(partial(work_as, person=person), _nothing)
        if self._step is not None:
            step, self._step = self._step, None
            self._context.ask(partial(was_kept, step=step), self._say_kept)
        self._timer.start()
        if not self._context.is_demo:
            self._context.ask(keeping_view, self._warn)

    def _warn(self, view: KeepingView) -> None:
        if view.read_only:
            self._context.say(_("This book can only be looked at here: nothing that is entered is kept."))
        elif view.place.syncing is not None:
            self._offer_to_move(view)
        elif view.place.is_low and view.place.free_bytes is not None:
            text = _("Only {free} MB are left on this disk. Make room soon: backups need it.")
            self._context.say(text.format(free=view.place.free_bytes // 1_000_000))

    def _offer_to_move(self, view: KeepingView) -> None:
        left = self._context.remembered("left_in_place")
        if left.get(str(view.path)):
            return
        sentence = _(
            "{program} copies files while the book writes in them, and such copies can be torn. Moved to this"
            " computer's own folder the book is safe; a backup may go to {program} as the second place."
        ).format(program=view.place.syncing)
        headline = _("The book lies in a folder of {program}").format(program=view.place.syncing)
        if asked(self._window, headline, sentence, _("Move the book")):
            self.move(books_folder())
        else:
            self._context.remember("left_in_place", {**left, str(view.path): True})

    def _backed_up(self, made: BackedUp) -> None:
        if made.second_failed is not None:
            _headline, sentence = self._context.words_of(made.second_failed)
            self._context.say(_("Backed up, but not to the second place: {why}").format(why=sentence))
        else:
            self._context.say(_("Backed up and read back: {name}").format(name=made.path.name))
        self._context.kept_elsewhere.emit()

    def _moved(self, path: Path) -> None:
        self._books.open(path)
        self._context.say(_("The book is now in {folder}").format(folder=path.parent))

    def _came_back(self, came: tuple[Path, Path | None]) -> None:
        path, kept = came
        self._books.open(path)
        text = _("Restored. The book as it was is kept as {name}")
        self._context.say(text.format(name=kept.name) if kept else _("Restored"))

    def _stayed(self, path: Path, error: BaseException) -> None:
        _headline, sentence = self._context.words_of(error)
        self._books.open(path)
        self._context.say(sentence)

    def _say_kept(self, kept: object) -> None:
        self._context.say(
            _("The last step was kept: it need not be done again.")
            if kept
            else _("The last step was not kept: please do it again.")
        )

    def _leave(self) -> None:
        """Let go of the book; an error of a book that failed already was told."""
        self._books.leave().add_done_callback(_note_failure)


def _restored(copy: Path, path: Path) -> tuple[Path, Path | None]:
    return path, restore(copy, path)


def _nothing(_answer: object) -> None:
    """Nothing is to be shown."""


def _note_failure(work: Future[Any]) -> None:
    try:
        work.result()
    except (BozhangError, OSError):
        log.warning("a book was left without a backup", exc_info=True)
