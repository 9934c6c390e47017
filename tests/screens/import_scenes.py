"""What there is to see of an import: files that are good, many, refused in part, of nobody, or unusable."""

from __future__ import annotations

import csv
import io
import shutil
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox

from desktop_app import i18n
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
        Scene("import-rates", "import", "demo", partial(_look, folder, (RATES,), None), tidy=_leave),
        Scene("import-ledger", "import", "empty", partial(_look, folder, (LEDGER, RATES), None), tidy=_leave),
        Scene("import-orders", "import", "demo", partial(_look, folder, (ORDERS,), "TTS-TH"), tidy=_leave),
        Scene("import-many", "import", "demo", partial(_look, folder, MANY, "TTS-TH"), tidy=_leave),
        Scene("import-whose", "import", "demo", partial(_look, folder, (LIVE,), None), tidy=_leave),
        Scene(
            "import-refused", "import", "demo", partial(_look, folder, ("ruined.csv",), "TTS-TH"), tidy=_leave
        ),
        Scene(
            "import-unusable",
            "import",
            "demo",
            partial(_look, folder, ("photo.xlsx", "shopee-orders-tw.xlsx", RATES), None),
            tidy=_leave,
        ),
    )


def _look(folder: Path, names: tuple[str, ...], account: str | None, stage: Stage) -> None:
    page = stage.go("import", [_file(folder / "files" / i18n.language(), name) for name in names])
    question = page.findChild(QComboBox)
    if account is not None and question is not None and question.isVisible():
        question.setCurrentText(account)
        question.activated.emit(question.currentIndex())
    stage.settle()


def _leave(stage: Stage) -> None:
    stage.go("import").leave()


def _file(folder: Path, name: str) -> Path:
    """A file to import: a fixture, or one with what people do to files."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if name == LEDGER and not target.exists():
        write_month(folder, i18n.language())
    elif name == "photo.xlsx":
        target.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    elif name == "ruined.csv":
        target.write_text(_ruined(), encoding="utf-8-sig")
    elif name != LEDGER:
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
