"""What there is to see: every page in each of its states, every dialog, and how to get there."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from desktop_app.domain.channel import FeeRate
from desktop_app.i18n import _
from desktop_app.store.database import Book
from desktop_app.store.errors import BookReadOnlyError
from desktop_app.ui.crash import CrashDialog, describe
from desktop_app.ui.dialogs.palette import Palette
from desktop_app.ui.dialogs.progress import Progress
from desktop_app.usecases.keeping import back_up_now
from desktop_app.usecases.sessions import sessions_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.domain.statement import StatementRow
    from tests.screens.stage import Stage

    Step = Callable[[Stage], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, the sheet it stands on, the book, how to get there.

    `ask` opens a dialog, which is in the picture and closed after it; `tidy` puts back what `show` changed.
    """

    name: str
    page: str
    book: str
    show: Step
    ask: Step | None = None
    tidy: Step | None = None


# Steps --------------------------------------------------------------------------------------------------


def welcome(stage: Stage) -> None:
    stage.welcome()
    stage.page.name.clear()


def welcome_nameless(stage: Stage) -> None:
    welcome(stage)
    stage.page.new.button.click()


def welcome_refused(stage: Stage) -> None:
    stage.welcome()
    stage.page.name.setText("王家猕猴桃")
    stage.page.new.button.click()
    stage.settle()


def page(name: str, what: object = None) -> Step:
    return lambda stage: stage.go(name, what)


def backed_up(stage: Stage) -> None:
    """Some backups of the book as it is."""
    desk = stage.program.context.desk
    if desk is not None:
        for _time in range(3):
            desk.do(back_up_now).result()
    stage.go("settings", "backups")


def dated_fees(stage: Stage) -> None:
    """Accounts of which the first has had its rates changed twice."""
    desk = stage.program.context.desk
    if desk is not None:
        desk.do(_date_fees).result()
    stage.go("settings", "accounts")


def _date_fees(book: Book) -> None:
    account = min(each.account for each in book.iterate("accounts"))
    rows = (
        FeeRate(account=account, from_on=date(2026, 3, 1), commission_rate_e8=6_000_000),
        FeeRate(
            account=account,
            from_on=date(2026, 9, 15),
            commission_rate_e8=8_560_000,
            payment_fee_rate_e8=3_210_000,
            note="平台公告 2026-09-01",
        ),
    )
    with book.write("record_added") as writer:
        for each in rows:
            writer.put(each)


def dated_fees_form(stage: Stage) -> None:
    dated_fees(stage)
    part = stage.page._parts["accounts"]
    next(button for (what, _key), button in part.buttons.items() if what == "edit").click()


def undated_fees(stage: Stage) -> None:
    """The book as it was, for the scenes that follow."""
    desk = stage.program.context.desk
    if desk is not None:
        desk.do(Book.undo).result()


def busy(name: str) -> Step:
    def show(stage: Stage) -> None:
        shown = stage.go(name)
        shown._show_busy()

    return show


def failed(name: str) -> Step:
    def show(stage: Stage) -> None:
        shown = stage.go(name)
        shown._wrong(PermissionError(13, "Permission denied", "王家猕猴桃.bozhang"))

    return show


def chip(name: str) -> Step:
    def show(stage: Stage) -> None:
        stage.go("sessions").chips[name].click()

    return show


def filtered(text: str) -> Step:
    return lambda stage: stage.go("sessions").filter.setText(text)


def several_selected(stage: Stage) -> None:
    shown = stage.go("sessions")
    shown.table.setFocus()
    shown.table.selectRow(1)
    model = shown.table.selectionModel()
    for row in (2, 3):
        model.select(shown.model.index(row, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)


def whole_list(stage: Stage) -> None:
    shown = stage.go("sessions")
    shown.filter.clear()
    shown.chips["all"].click()
    shown.table.clearSelection()


def rows_of(stage: Stage) -> list[StatementRow]:
    """The sessions of the open book that have begun and sold something."""
    desk = stage.program.context.desk
    assert desk is not None
    view = desk.ask(partial(sessions_view, today=stage.program.context.today())).result()
    return [row for row in view.rows if row.status != "planned" and row.measures.lines]


def best(rows: list[StatementRow]) -> str:
    return max((r for r in rows if r.state == "settled"), key=_profit, default=rows[0]).key


def worst(rows: list[StatementRow]) -> str:
    return min(rows, key=_profit).key


def newest(rows: list[StatementRow]) -> str:
    return max(
        (r for r in rows if r.state == "estimated"), key=lambda r: str(r.started_at), default=rows[-1]
    ).key


def most_amiss(rows: list[StatementRow]) -> str:
    return max(rows, key=lambda r: len(r.issues)).key


def _profit(row: StatementRow) -> int:
    return row.amounts["profit"] or 0


def session(choose: Callable[[list[StatementRow]], str], behind: str | None = None) -> Step:
    def show(stage: Stage) -> None:
        shown = stage.go("session", choose(rows_of(stage)))
        if behind is None:
            shown.show_chart()
        else:
            shown.show_behind(behind)
        stage.settle()

    return show


def toast(stage: Stage) -> None:
    stage.go("home")
    stage.program.context.say(
        _("Brought in: {added} new, {updated} changed").format(added=312, updated=9), _("Undo"), None
    )


def long_toast(stage: Stage) -> None:
    stage.go("home")
    stage.program._say_error(
        OSError(28, "No space left on device", "/media/stick/" + "眉县猕猴桃" * 8 + ".bozhang")
    )


def hush(stage: Stage) -> None:
    stage.window.toast.hide()


def action(name: str) -> Step:
    return lambda stage: stage.program.actions[name].trigger()


def open_menu(stage: Stage) -> None:
    stage.window.open_menu()


def find(text: str) -> Step:
    """Open the finder and type into it, while it is open."""

    def ask(stage: Stage) -> None:
        def type_in() -> None:
            palette = stage.application.activeModalWidget()
            if isinstance(palette, Palette):
                palette.field.setText(text)
            else:
                QTimer.singleShot(5, type_in)

        QTimer.singleShot(5, type_in)
        stage.program.actions["palette"].trigger()

    return ask


def progress(stage: Stage) -> None:
    dialog = Progress(stage.window, _("Making the demo book…"))
    work: Future[None] = Future()
    dialog.follow(work)
    dialog.told(0.62)
    QTimer.singleShot(0, partial(_end_when_closed, dialog, work))


def _end_when_closed(dialog: Progress, work: Future[None]) -> None:
    """Closing asks the work to stop, and it stops."""
    if dialog.stop.isEnabled():
        QTimer.singleShot(20, partial(_end_when_closed, dialog, work))
    else:
        work.set_result(None)


def crash(stage: Stage) -> None:
    error = RuntimeError("the statement of S-TH-0012 does not add up")
    CrashDialog(_without_paths(describe(RuntimeError, error, None)), stage.window).exec()


def _without_paths(text: str) -> str:
    """The details with nothing in them that differs from machine to machine."""
    lines = text.splitlines()
    kept = [line for line in lines[1:] if not line.lstrip().startswith("File ")]
    return "\n".join(["bozhang, Python 3.11, Qt 6", *kept])


# The scenes ---------------------------------------------------------------------------------------------

HOME: Final = page("home")

SCENES: Final = (
    Scene("welcome", "welcome", "", welcome),
    Scene("welcome-nameless", "welcome", "", welcome_nameless),
    Scene("welcome-refused", "welcome", "", welcome_refused),
    Scene("home-empty", "home", "empty", HOME),
    Scene("home-demo", "home", "demo", HOME),
    Scene("home-long", "home", "long", HOME),
    Scene("home-busy", "home", "demo", busy("home"), tidy=HOME),
    Scene("home-failed", "home", "demo", failed("home"), tidy=HOME),
    Scene("sessions-empty", "sessions", "empty", page("sessions")),
    Scene("sessions-demo", "sessions", "demo", page("sessions")),
    Scene("sessions-lost", "sessions", "demo", chip("lost"), tidy=whole_list),
    Scene("sessions-nothing-found", "sessions", "demo", filtered("榴莲"), tidy=whole_list),
    Scene("sessions-selected", "sessions", "demo", several_selected, tidy=whole_list),
    Scene("sessions-long", "sessions", "long", page("sessions")),
    Scene("session-best", "session", "demo", session(best)),
    Scene("session-worst", "session", "demo", session(worst)),
    Scene("session-newest", "session", "demo", session(newest)),
    Scene("session-behind-goods", "session", "demo", session(best, "cost_of_goods")),
    Scene("session-behind-freight", "session", "demo", session(worst, "shipping")),
    Scene("session-long", "session", "long", session(most_amiss)),
    Scene("session-long-behind", "session", "long", session(most_amiss, "gross_sales")),
    Scene("session-unknown", "session", "demo", page("session", "S-0")),
    Scene("history-empty", "history", "empty", page("history")),
    Scene("history-demo", "history", "demo", page("history")),
    Scene("history-long", "history", "long", page("history")),
    Scene("settings", "settings", "demo", page("settings")),
    Scene("settings-long", "settings", "long", page("settings")),
    Scene("settings-book", "settings", "long", page("settings", "book")),
    Scene("settings-accounts", "settings", "demo", dated_fees, tidy=undated_fees),
    Scene("settings-accounts-form", "settings", "demo", dated_fees_form, tidy=undated_fees),
    Scene("settings-accounts-long", "settings", "long", dated_fees_form, tidy=undated_fees),
    Scene("settings-applicant", "settings", "demo", page("settings", "applicant")),
    Scene("settings-about", "settings", "demo", page("settings", "about")),
    Scene("settings-backups", "settings", "long", backed_up),
    Scene("settings-no-backup", "settings", "empty", page("settings", "backups")),
    Scene("trouble", "settings", "demo", page("trouble", BookReadOnlyError(Path("王家.bozhang"), "failed"))),
    Scene("import-empty", "import", "demo", page("import")),
    Scene("toast", "messages", "demo", toast, tidy=hush),
    Scene("toast-long", "messages", "demo", long_toast, tidy=hush),
    Scene("menu", "dialogs", "demo", HOME, open_menu),
    Scene("palette", "dialogs", "demo", HOME, action("palette")),
    Scene("palette-typed", "dialogs", "demo", HOME, find("果干")),
    Scene("palette-nothing-found", "dialogs", "demo", HOME, find("榴莲")),
    Scene("palette-long", "dialogs", "long", HOME, action("palette")),
    Scene("shortcuts", "dialogs", "demo", HOME, action("shortcuts")),
    Scene("period", "dialogs", "demo", HOME, action("summary")),
    Scene("ask", "dialogs", "demo", HOME, action("demo_discard")),
    Scene("progress", "dialogs", "demo", HOME, progress),
    Scene("account", "dialogs", "empty", HOME, action("account_new")),
    Scene("about", "dialogs", "demo", HOME, action("about")),
    Scene("crash", "dialogs", "demo", HOME, crash),
)
"""Every picture, in the order in which they are taken: by book, so that each is opened once."""


def scenes_of(folder: Path) -> tuple[Scene, ...]:
    """Every scene; those that need files find them in `folder`."""
    from tests.screens.form_scenes import form_scenes  # noqa: PLC0415 - which is made of scenes itself
    from tests.screens.import_desk_scenes import import_desk_scenes  # noqa: PLC0415 - as below
    from tests.screens.import_scenes import import_scenes  # noqa: PLC0415 - which is made of scenes itself
    from tests.screens.mapping_scenes import mapping_scenes  # noqa: PLC0415
    from tests.screens.record_page_scenes import record_page_scenes  # noqa: PLC0415 - as above
    from tests.screens.record_scenes import record_scenes  # noqa: PLC0415 - as above
    from tests.screens.subsidy_scenes import subsidy_scenes  # noqa: PLC0415 - as above

    scenes = (
        *SCENES,
        *record_scenes(),
        *record_page_scenes(),
        *form_scenes(),
        *import_scenes(folder),
        *mapping_scenes(folder),
        *import_desk_scenes(),
        *subsidy_scenes(),
    )
    return tuple(sorted(scenes, key=lambda scene: scene.book))
