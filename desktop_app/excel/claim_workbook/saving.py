"""Puts the sheets of a claim into one file, the same bytes for the same content."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from desktop_app.excel.claim_workbook.values import letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from desktop_app.excel.claim_workbook.sheet import Sheet

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The moment of every part: when a file was written is no part of its content."""
_LEVEL: Final = 6
_BATCH: Final = 400
_MOMENT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TYPES: Final = "[Content_Types].xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMU: Final = 12_700
_WIDE, _HIGH = 420, 150


def save_sheets(workbook: Workbook, sheets: Sequence[Sheet], target: Path, tick: Callable[[], None]) -> None:
    """Save the workbook that openpyxl has made with the rows of our sheets in place of its own.

    `tick` is called for each batch of rows; what it raises ends the writing.
    """
    bare = target.with_suffix(".bare")
    try:
        workbook.save(bare)
        parts = {f"xl/worksheets/sheet{at}.xml": (at, sheet) for at, sheet in enumerate(sheets, start=1)}
        marked = [at for at, sheet in enumerate(sheets, start=1) if sheet.watermark]
        with (
            zipfile.ZipFile(bare) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        ):
            for entry in source.infolist():
                content = source.read(entry)
                if entry.filename in parts:
                    _write_sheet(archive, entry.filename, *parts[entry.filename], tick)
                    continue
                if entry.filename == _TYPES:
                    content = _with_drawings(content, marked)
                elif entry.filename == "docProps/core.xml":
                    content = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
                archive.writestr(_part(entry.filename), content)
            for at in marked:
                _write_drawing(archive, at, sheets[at - 1])
    finally:
        bare.unlink(missing_ok=True)


def _part(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _LONG_AGO)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _write_sheet(
    archive: zipfile.ZipFile, name: str, at: int, sheet: Sheet, tick: Callable[[], None]
) -> None:
    drawing = '<drawing r:id="rId1"/>' if sheet.watermark else ""
    with archive.open(_part(name), "w", force_zip64=True) as part:
        for batch in _batches(sheet.xml(drawing)):
            part.write(batch)
            tick()
    if sheet.watermark:
        archive.writestr(
            _part(f"xl/worksheets/_rels/sheet{at}.xml.rels"),
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"'
            f' Target="../drawings/drawing{at}.xml"/></Relationships>',
        )


def _batches(texts: Iterator[str]) -> Iterator[bytes]:
    kept: list[str] = []
    for text in texts:
        kept.append(text)
        if len(kept) == _BATCH:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def _with_drawings(content: bytes, marked: Sequence[int]) -> bytes:
    added = "".join(
        f'<Override PartName="/xl/drawings/drawing{at}.xml" ContentType="{_DRAWING_TYPE}"/>' for at in marked
    )
    head, end, tail = content.rpartition(b"</Types>")
    return head + added.encode() + end + tail


def _write_drawing(archive: zipfile.ZipFile, at: int, sheet: Sheet) -> None:
    """Write the word that lies slanting across each page."""
    middle = (sheet.printed or len(sheet.widths)) // 4
    shapes = "".join(
        _shape(number, row + 3, middle, sheet.watermark)
        for number, row in enumerate(sheet.page_tops(), start=2)
    )
    archive.writestr(
        _part(f"xl/drawings/drawing{at}.xml"),
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{shapes}</xdr:wsDr>',
    )


def _shape(number: int, row: int, column: int, word: str) -> str:
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{_WIDE * _EMU}" cy="{_HIGH * _EMU}"/><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{number}" name="{escape(word)} {letter(column)}{row}"/><xdr:cNvSpPr txBox="1"/>'
        f'</xdr:nvSpPr><xdr:spPr><a:xfrm rot="-1500000"><a:off x="0" y="0"/>'
        f'<a:ext cx="{_WIDE * _EMU}" cy="{_HIGH * _EMU}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></xdr:spPr>'
        '<xdr:txBody><a:bodyPr wrap="square" anchor="ctr"/><a:p><a:pPr algn="ctr"/>'
        '<a:r><a:rPr lang="zh-CN" sz="9600" b="1"><a:solidFill><a:srgbClr val="7F7F7F">'
        '<a:alpha val="28000"/></a:srgbClr></a:solidFill><a:latin typeface="SimHei"/><a:ea typeface="黑体"/>'
        f"</a:rPr><a:t>{escape(word)}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
        "</xdr:oneCellAnchor>"
    )
