"""The window's composition: application, look, book, and the actions that belong to no page."""

from __future__ import annotations

import logging
import os
import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, QTimer, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from desktop_app import i18n, paths, settings
from desktop_app.i18n import _
from desktop_app.ui.actions import Actions
from desktop_app.ui.books import Books
from desktop_app.ui.context import Context
from desktop_app.ui.crash import CrashCatcher
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.pages.registry import load_pages
from desktop_app.ui.single import SingleStart
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.theme.look import LookInForce
from desktop_app.ui.theme.tokens import GainColours, Look
from desktop_app.ui.widgets.chart import Chart, load_ahead

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from desktop_app.ui.keeper import Keeper
    from desktop_app.ui.output import Output
    from desktop_app.usecases.history import Undone
    from desktop_app.usecases.sessions import SessionsView

log = logging.getLogger(__name__)
PICTURE_VARIABLE: Final = "BOZHANG_PICTURE"
"""Set to a file's name, the window saves itself there as PNG when it is drawn, and quits."""

_LOOK_MS: Final = 200
SWITCH_S: Final = 0.001
_AFTER_PAINT_MS: Final = 400
_SCALES: Final = (80, 90, 100, 115, 130, 150, 175, 200)


class Program(QObject):
    """One running program: a window, at most one open book, and what actions do."""

    def __init__(self, application: QApplication, kept: settings.Settings) -> None:
        super().__init__(application)
        gains = kept.pages.get("look", {}).get("gains") if isinstance(kept.pages.get("look"), dict) else None
        self.look = LookInForce(
            application,
            look=Look(kept.look) if kept.look in set(Look) else Look.SYSTEM,
            gains=GainColours(gains) if gains in set(GainColours) else GainColours.BLUE_ORANGE,
            scale=kept.font_scale / 100,
        )
        self.tasks = Tasks(self)
        self.actions = Actions(self.look, self)
        self.context = Context(
            look=self.look, tasks=self.tasks, actions=self.actions, settings=kept, parent=self
        )
        self.window = MainWindow(self.context)
        self.books = Books(self.context, self.window)
        self.context.language_requested.connect(self.speak)
        self.tasks.went_wrong.connect(self._say_error)
        self.context.book_changed.connect(self._mark_steps)
        self._keeper: Keeper | None = None
        self.context.book_changed.connect(self._keep)
        self._connect()
        self._mark_steps(None)

    def _connect(self) -> None:
        on = self.actions.on
        on("book_new", self.books.show_welcome)
        on("book_open", self.books.ask_open)
        on("demo_discard", self.books.ask_discard_demo)
        on("account_new", self.add_account)
        on("import", self.choose_files)
        on("export", self.export)
        on("summary", self.summarise)
        on("print", self.print)
        on("pdf", self.save_pdf)
        on("quit", self.window.close)
        on("undo", self.undo)
        on("redo", self.redo)
        on("history", self.go_history)
        on("find", self.find)
        on("go_home", self.go_home)
        on("go_sessions", self.go_sessions)
        on("go_import", self.go_import)
        on("go_settings", self.go_settings)
        on("back", self.window.back)
        on("palette", self.open_palette)
        on("language", self.switch_language)
        on("look", self.switch_look)
        on("larger", self.larger)
        on("smaller", self.smaller)
        on("fold", self.fold)
        on("help", self.open_help)
        on("shortcuts", self.window.open_shortcuts)
        on("about", self.window.open_about)
        for spec, _action in self.actions.specs():
            if spec.opens:
                on(spec.name, self.go_chosen)

    def _keep(self, _changes: object) -> None:
        """From the first book on, look after it: a moment later, when its Home has been drawn."""
        self.context.book_changed.disconnect(self._keep)
        QTimer.singleShot(_AFTER_PAINT_MS, self, self._begin_keeping)

    def _begin_keeping(self) -> None:
        from desktop_app.ui.keeper import Keeper  # noqa: PLC0415 - after the first paint

        self._keeper = Keeper(self.context, self.window, self.books)

    @property
    def keeping(self) -> bool:
        """Whether the open book is looked after already."""
        return self._keeper is not None

    # Going ----------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Show Home."""
        self._go("home")

    def go_sessions(self) -> None:
        """Show the list of sessions."""
        self._go("sessions")

    def go_import(self) -> None:
        """Show the import page."""
        self._go("import")

    def go_history(self) -> None:
        """Show the history."""
        self._go("history")

    def go_settings(self) -> None:
        """Show the settings."""
        self._go("settings")

    def go_chosen(self) -> None:
        """Show the page that the chosen action opens."""
        chosen = self.sender()
        self._go(next(spec.opens for spec, action in self.actions.specs() if action is chosen))

    def find(self) -> None:
        """Go to the page's filter, where it has one."""
        page = self.window.pages.currentWidget()
        focus_filter = getattr(page, "focus_filter", None)
        if callable(focus_filter):
            focus_filter()

    def open_help(self) -> None:
        """Show what the help says about the page that is shown."""
        from desktop_app.ui.help_texts import topic_of  # noqa: PLC0415 - after the first paint

        if self.window.page != "help":
            self.window.go("help", topic_of(self.window.page))

    def choose_files(self) -> None:
        """Ask for files and look at them on the import page."""
        if self.context.desk is None:
            return
        folder = str(self.context.remembered("import").get("folder", ""))
        names, _kind = QFileDialog.getOpenFileNames(
            self.window,
            _("Import files"),
            folder,
            _("Tables (*.xlsx *.csv *.txt *.tsv *.zip);;All files (*)"),
        )
        if names:
            self.context.remember("import", {"folder": str(Path(names[0]).parent)})
            self.window.go("import", [Path(name) for name in names])

    def add_account(self) -> None:
        """Ask for an account and enter it."""
        from desktop_app.ui.dialogs.account import AccountDialog  # noqa: PLC0415 - after the first paint

        if self.context.desk is None:
            return
        dialog = AccountDialog(self.context, self.window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.context.book_changed.emit(dialog.changes)
            text = _("{name} is in the book").format(name=dialog.entered)
            self.context.say(text, _("Undo"), self.undo)
        dialog.deleteLater()

    def open_palette(self) -> None:
        """Find an action or a session."""
        if self.context.desk is None:
            self.window.open_palette([])
            return
        from desktop_app.usecases.sessions import sessions_view  # noqa: PLC0415 - after the first paint

        self.context.ask(partial(sessions_view, today=self.context.today()), self._open_palette)

    def _open_palette(self, view: SessionsView) -> None:
        from desktop_app.ui.dialogs.palette import Entry  # noqa: PLC0415 - after the first paint

        entries = []
        for row in view.rows:
            day = row.started_at.astimezone(view.zone).strftime("%Y-%m-%d") if row.started_at else ""
            words = f"{row.key} {row.account or ''}"
            entries.append(
                Entry(row.title or row.key, partial(self.window.go, "session", row.key), day, words)
            )
        self.window.open_palette(entries)

    def _go(self, page: str) -> None:
        if self.context.desk is not None:
            self.window.go(page)

    # What leaves the program ----------------------------------------------------------------------------

    @cached_property
    def output(self) -> Output:
        """Export and print; made on first use, for printing and dialogs cost the start what it need not."""
        from desktop_app.ui.output import Output  # noqa: PLC0415 - after the first paint

        return Output(self.context, self.window)

    def export(self) -> None:
        """Write what is seen to a workbook."""
        self.output.export_seen()

    def summarise(self) -> None:
        """Write a period's summary to a workbook."""
        self.output.export_summary()

    def print(self) -> None:
        """Show what is seen as it will be printed."""
        self.output.print_seen()

    def save_pdf(self) -> None:
        """Write what is seen as a PDF."""
        self.output.save_pdf()

    # Steps ----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        from desktop_app.usecases.history import undo  # noqa: PLC0415 - after the first paint

        self.context.do(undo, self._undone)

    def redo(self) -> None:
        """Do again what was undone last."""
        from desktop_app.usecases.history import redo  # noqa: PLC0415 - after the first paint

        self.context.do(redo, self._redone)

    def _undone(self, step: Undone) -> None:
        self.context.book_changed.emit(step.changes)
        text = _("Undone: {what}").format(what=_title_of(step))
        self.context.say(text, _("Do it again"), self.redo)

    def _redone(self, step: Undone) -> None:
        self.context.book_changed.emit(step.changes)
        self.context.say(_("Done again: {what}").format(what=_title_of(step)), _("Undo"), self.undo)

    def _mark_steps(self, _changes: object) -> None:
        """Enable what can be done with the book as it is."""
        there = self.context.desk is not None
        for name in (
            "import",
            "account_new",
            "export",
            "summary",
            "print",
            "pdf",
            "history",
            "find",
            "undo",
            "redo",
        ):
            self.actions[name].setEnabled(there)
        for name in ("back_up", "move_book", "open_anew"):
            self.actions[name].setEnabled(there)
        for spec, action in self.actions.specs():
            if spec.opens or spec.name.startswith("go_"):
                action.setEnabled(there)
        self.actions["demo_discard"].setEnabled(self.context.is_demo)

    # Look and language ----------------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        """Speak another language from now on."""
        i18n.set_language(language)
        QLocale.setDefault(
            QLocale(QLocale.Language.Chinese if language == "zh" else QLocale.Language.English)
        )
        self.context.change_settings(language=language)
        self.context.language_changed.emit()

    def switch_language(self) -> None:
        """Speak the other language."""
        self.speak("en" if i18n.language() == "zh" else "zh")

    def switch_look(self) -> None:
        """Dark, where it is light; light, where it is dark."""
        look = Look.LIGHT if self.look.tokens.dark else Look.DARK
        self.context.change_settings(look=look.value)
        self.look.choose(look=look)

    def larger(self) -> None:
        """Make text larger by a step."""
        self._scale(1)

    def smaller(self) -> None:
        """Make text smaller by a step."""
        self._scale(-1)

    def fold(self) -> None:
        """Fold the rail, or open it."""
        self.window.rail.fold(folded=not self.window.rail.folded)

    def _scale(self, by: int) -> None:
        now = min(range(len(_SCALES)), key=lambda at: abs(_SCALES[at] - self.context.settings.font_scale))
        scale = _SCALES[min(max(now + by, 0), len(_SCALES) - 1)]
        self.context.change_settings(font_scale=scale)
        self.look.choose(scale=scale / 100)

    def _say_error(self, error: BaseException) -> None:
        headline, sentence = self.context.words_of(error)
        self.context.say(f"{headline} · {sentence}")

    def close(self) -> None:
        """Let go of the book."""
        self.books.close()


def _title_of(step: Undone) -> str:
    from desktop_app.ui.history_text import command_title  # noqa: PLC0415 - after the first paint

    return command_title(step.title)


def run_window(book: Path | None) -> int:
    """Open the window, on `book`, else the last one, else the first run; returns the exit status."""
    # A turn of the window's loop hands the interpreter back and forth many times while another thread works.
    sys.setswitchinterval(SWITCH_S)
    qInstallMessageHandler(_log_qt)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("bozhang")
    application.setApplicationDisplayName(_("Bozhang"))
    application.setWindowIcon(QIcon(str(paths.resources_dir() / "icons" / "app.svg")))
    kept = settings.load()
    wanted = book or (Path(kept.last_book) if kept.last_book else None)
    single = SingleStart(application)
    if single.hand_over(wanted):
        return 0
    crash = CrashCatcher(application)
    crash.install()
    program = Program(application, kept)
    crash.window = program.window
    single.called.connect(program.books.called)
    application.aboutToQuit.connect(program.close)
    program.window.show()
    program.books.open_first(wanted, asked=book is not None)
    QTimer.singleShot(_AFTER_PAINT_MS, partial(load_ahead, load_pages))
    picture = os.environ.get(PICTURE_VARIABLE)
    if picture:
        _Picture(program, Path(picture))
    return application.exec()


class _Picture(QObject):
    """Saves the window as a picture once page and chart are drawn, then quits: to try a packaged program."""

    def __init__(self, program: Program, path: Path) -> None:
        super().__init__(program)
        self._program = program
        self._path = path
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        charts = [chart for chart in self._program.window.findChildren(Chart) if chart.isVisible()]
        if self._program.tasks.idle and charts and all(chart.drawn for chart in charts):
            self._timer.stop()
            self._program.window.grab().save(str(self._path))
            self._program.window.close()


def _log_qt(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    """Keep Qt's own messages in our log, not on the user's terminal."""
    levels = {0: logging.DEBUG, 1: logging.WARNING, 2: logging.ERROR, 3: logging.CRITICAL, 4: logging.INFO}
    log.log(levels.get(kind.value, logging.WARNING), "Qt: %s", message)
