"""What there is to see of an import: files that are good, many, refused in part, of nobody, or unusable."""

from __future__ import annotations

import csv
import io
import shutil
from functools import partial
from typing import TYPE_CHECKING, Final

from desktop_app import i18n
from desktop_app.importers.errors import UnusableFileError
from tests.fixtures import path as fixture
from tests.journeys.month import write_month
from tests.screens.scenes import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.stage import Stage

ORDERS: Final = "tiktokshop-orders-th.csv"
RATES: Final = "fx-safe.csv"
LEDGER: Final = "ledger.xlsx"
LIVE: Final = "tiktok-live-creator.xlsx"
MANY: Final = (
    ORDERS,
    LIVE,
    "tiktokshop-income-sea.xlsx",
    "tiktokshop-returns.csv",
    "yunexpress-bill.xlsx",
    RATES,
)


def import_scenes(folder: Path) -> tuple[Scene, ...]:
    """The scenes of the import page, on files in `folder`, made when they are needed."""
    return (
        Scene("import-rates", "import", "demo", partial(look, folder, (RATES,), None), tidy=leave),
        Scene("import-ledger", "import", "empty", partial(look, folder, (LEDGER, RATES), None), tidy=leave),
        Scene("import-orders", "import", "demo", partial(look, folder, (ORDERS,), "TTS-TH"), tidy=leave),
        Scene("import-many", "import", "demo", partial(look, folder, MANY, "TTS-TH"), tidy=leave),
        Scene("import-whose", "import", "demo", partial(look, folder, (LIVE,), None), tidy=leave),
        Scene(
            "import-refused", "import", "demo", partial(look, folder, ("ruined.csv",), "TTS-TH"), tidy=leave
        ),
        Scene(
            "import-unusable",
            "import",
            "demo",
            partial(look, folder, ("photo.xlsx", "shopee-orders-tw.xlsx", RATES), None),
            tidy=leave,
        ),
        Scene("history-import", "history", "demo", partial(bring, folder), tidy=take_back),
    )


def look(folder: Path, names: tuple[str, ...], account: str | None, stage: Stage) -> None:
    """Look at files; those that do not say whose they are are `account`'s."""
    page = stage.go("import", [file_for(folder / "files" / i18n.language(), name) for name in names])
    # Which file is asked depends on the files; whose it is holds for all that ask.
    for at in range(len(page._files)):
        page._choose_file(at)
        question = page.side.ask.account
        if account is not None and question is not None and isinstance(page._files[at], UnusableFileError):
            question.setCurrentText(account)
            question.activated.emit(question.currentIndex())
            stage.settle()
            break
    page._choose_file(0)
    stage.settle()


def bring(folder: Path, stage: Stage) -> None:
    """Bring files in, of which some rows are refused, and see what the history says of it."""
    look(folder, ("ruined.csv", *MANY[1:]), "TTS-TH", stage)
    stage.page.bring.click()
    stage.settle()
    stage.go("history").table.choose_row(1)
    stage.settle()


def take_back(stage: Stage) -> None:
    """Have the book as it was."""
    stage.program.context.actions["undo"].trigger()
    stage.settle()
    stage.go("import").leave()


def leave(stage: Stage) -> None:
    """Write nothing."""
    stage.go("import").leave()


def file_for(folder: Path, name: str) -> Path:
    """A file to import: a fixture, or one with what people do to files."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if name == LEDGER and not target.exists():
        write_month(folder, i18n.language())
    elif name == "photo.xlsx":
        target.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    elif name == "ruined.csv":
        target.write_text(_ruined(), encoding="utf-8-sig")
    elif name != LEDGER and not target.exists():
        shutil.copyfile(fixture(name), target)
    return target


def _ruined() -> str:
    """The orders with an impossible day, a price that is no number and a quantity below 0."""
    rows = list(csv.reader(io.StringIO(fixture(ORDERS).read_text(encoding="utf-8-sig"), newline="")))
    head = rows[0]
    rows[1][head.index("Created Time")] = "31/02/2026 19:05:43"
    rows[2][head.index("SKU Unit Original Price")] = "THB ???"
    rows[3][head.index("Quantity")] = "-1"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
