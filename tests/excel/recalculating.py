"""What LibreOffice makes of a workbook's formulas when nothing but the formulas is left of them."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import unescape

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from tests.tools import require_tool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SHEET: Final = "xl/worksheets/sheet"
_FORMULA: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="[0-9]+"( t="str")?><f>([^<]*)</f><v>([^<]*)</v>')


@dataclass(frozen=True)
class Compared:
    """A formula with the value that the program wrote beside it and the one that was recalculated."""

    sheet: str
    cell: str
    formula: str
    written: object
    found: object

    @property
    def agrees(self) -> bool:
        """Whether both are the same: figures to a millionth of a fen, all else as it is."""
        if isinstance(self.written, int | float) and isinstance(self.found, int | float):
            return abs(self.written - self.found) < max(1e-8, abs(self.written) * 1e-13)
        return (self.written or "") == (self.found or "")


def bare(source: Path, target: Path, changed: tuple[str, str, str] | None = None) -> None:
    """Copy a workbook without what its formulas come to; `changed` gives a sheet's cell another figure."""
    part = ""
    if changed is not None:
        names = load_workbook(source, read_only=True).sheetnames
        part = f"{_SHEET}{names.index(changed[0]) + 1}.xml"
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            text = read.read(name)
            if changed is not None and name == part:
                old = rf'(r="{changed[1]}" s="\d+"><v>)[^<]*'.encode()
                text, times = re.subn(old, rf"\g<1>{changed[2]}".encode(), text)
                assert times == 1
            if name.startswith(_SHEET):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            written.writestr(name, text)


def convert(files: Sequence[Path], kind: str, folder: Path) -> None:
    """Convert files with LibreOffice, in one run."""
    soffice = require_tool("soffice")
    profile = folder / "profile"
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation=file://{profile}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )


def compare(written: Path, recalculated: Path) -> list[Compared]:
    """Return every formula of a claim's workbook with what was written beside it and what was found."""
    names = load_workbook(written, read_only=True).sheetnames
    found = CalamineWorkbook.from_path(str(recalculated))
    compared = []
    with zipfile.ZipFile(written) as archive:
        for number, sheet in enumerate(names, start=1):
            rows = found.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for cell, kind, formula, value in _FORMULA.findall(
                archive.read(f"{_SHEET}{number}.xml").decode()
            ):
                row, column = coordinate_to_tuple(cell)
                stated = unescape(value) if kind else float(value)
                is_there = row <= len(rows) and column <= len(rows[row - 1])
                compared.append(
                    Compared(
                        sheet=sheet,
                        cell=cell,
                        formula=unescape(formula),
                        written=stated,
                        found=rows[row - 1][column - 1] if is_there else "",
                    )
                )
    return compared
