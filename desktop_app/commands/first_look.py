"""What the program shows where there is no screen and nobody asked for anything: the demo book's profit."""

from __future__ import annotations

from desktop_app import paths
from desktop_app.commands.profit import say_statements
from desktop_app.commands.terminal import complain, progress
from desktop_app.i18n import _

DEMO_BOOK = "demo.bozhang"


def show_demo_profit() -> int:
    """Say that there is no screen, make the demo book unless it is there, and print its profit table."""
    from desktop_app.usecases.demo import make_demo  # noqa: PLC0415 - commands with arguments need neither
    from desktop_app.usecases.profit import read_profit  # noqa: PLC0415

    book = paths.data_dir() / DEMO_BOOK
    complain(
        _("There is no screen here, so the window cannot open; this is the demo book {path}:").format(
            path=book
        )
    )
    if not book.exists():
        book.parent.mkdir(parents=True, exist_ok=True)
        with progress(_("Making the demo book")) as report_progress:
            make_demo(book, progress=report_progress)
    with progress(_("Computing")) as report_progress:
        answer = read_profit(book, progress=report_progress)
    say_statements(answer)
    complain(_("See bozhang --help for what else there is."))
    return 0
