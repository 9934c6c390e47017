"""Forms as counties make them, written part by part so that nothing in them is what a library would write."""

from __future__ import annotations

import struct
import zipfile
import zlib
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

Parts = dict[str, str | bytes]


def png(width: int = 60, height: int = 60) -> bytes:
    """Return a picture: a county's emblem, red with a yellow middle."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    lines = b""
    for y in range(height):
        lines += b"\0"
        for x in range(width):
            near = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (width / 4) ** 2
            lines += b"\xff\xd9\x00" if near else b"\xc8\x10\x2e"
    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def write(path: Path, parts: Parts) -> Path:
    """Write parts as a zip: pictures stored, the rest packed, in the order given."""
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2025, 3, 14, 9, 26, 52))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, content)
    return path


def read(path: Path) -> dict[str, bytes]:
    """Return a zip's entries in their order."""
    with zipfile.ZipFile(path) as source:
        assert source.testzip() is None
        return {info.filename: source.read(info) for info in source.infolist()}


def raw(path: Path) -> dict[str, bytes]:
    """Return a zip's entries as they are packed."""
    made = {}
    with zipfile.ZipFile(path) as source, path.open("rb") as file:
        for info in source.infolist():
            file.seek(info.header_offset + 26)
            name, extra = struct.unpack("<2H", file.read(4))
            file.seek(name + extra, 1)
            made[info.filename] = file.read(info.compress_size)
    return made


def relationships(*entries: tuple[str, str, str]) -> str:
    """Return a relationships part: id, last word of the type, target."""
    made = "".join(
        f'<Relationship Id="{rid}" Type="{kind if "://" in kind else f"{RELS}/{kind}"}" Target="{target}"/>'
        for rid, kind, target in entries
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{made}</Relationships>'


def content_types(overrides: dict[str, str]) -> str:
    """Return the content types: part name → type, beside the usual defaults."""
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    }
    made = "".join(f'<Default Extension="{key}" ContentType="{text}"/>' for key, text in defaults.items())
    made += "".join(f'<Override PartName="/{key}" ContentType="{text}"/>' for key, text in overrides.items())
    return f'{HEAD}<Types xmlns="{TYPES}">{made}</Types>'


SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<numFmts count="2"><numFmt numFmtId="176" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/>'
    '<numFmt numFmtId="177" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="4"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font>'
    '<font><b/><sz val="18"/><name val="黑体"/><charset val="134"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/><charset val="134"/></font>'
    '<font><sz val="9"/><color rgb="FF7F7F7F"/><name val="楷体"/><charset val="134"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFFCE4D6"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="9">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center"/></xf>'
    '<xf numFmtId="0" fontId="2" fillId="2" borderId="1" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="176" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>'
    '<xf numFmtId="177" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>'
    '<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="176" fontId="0" fillId="0" borderId="1" xfId="0" applyProtection="1">'
    '<protection locked="0"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="1"><dxf><font><color rgb="FFC00000"/></font></dxf></dxfs></styleSheet>'
)


class Strings:
    """Shared strings as they are used."""

    def __init__(self) -> None:
        """Begin with none."""
        self.items: list[str] = []
        self.used = 0

    def put(self, text: str) -> int:
        """Return the number of a text: plain, or with runs where it begins with `<r>`."""
        item = text if text.startswith("<r>") else f'<t xml:space="preserve">{escape(text, quote=False)}</t>'
        self.used += 1
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)

    def part(self) -> str:
        """Return the part."""
        items = "".join(f"<si>{item}</si>" for item in self.items)
        counts = f'count="{self.used}" uniqueCount="{len(self.items)}"'
        return f'{HEAD}<sst xmlns="{MAIN}" {counts}>{items}</sst>'


def cell(strings: Strings, name: str, content: object, style: int = 0) -> str:
    """Return a cell: text, a number, None, a formula (=…), or an element as it is (<…)."""
    look = f' s="{style}"' if style else ""
    match content:
        case None:
            return f'<c r="{name}"{look}/>'
        case str() if content.startswith("<f"):
            return f'<c r="{name}"{look}>{content}</c>'
        case str() if content.startswith("="):
            return f'<c r="{name}"{look}><f>{escape(content[1:], quote=False)}</f><v>-1</v></c>'
        case str():
            return f'<c r="{name}"{look} t="s"><v>{strings.put(content)}</v></c>'
        case _:
            return f'<c r="{name}"{look}><v>{content}</v></c>'


Rows = dict[int, tuple[str, dict[str, tuple[object, int]]]]
"""Row number → attributes of the row, and its cells by column: content and style."""


def sheet_data(strings: Strings, rows: Rows) -> str:
    """Return a sheet's rows."""
    made = []
    for number, (attributes, cells) in rows.items():
        inner = "".join(
            cell(strings, f"{column}{number}", content, style) for column, (content, style) in cells.items()
        )
        made.append(f'<row r="{number}" {attributes}>{inner}</row>'.replace(" >", ">"))
    return f"<sheetData>{''.join(made)}</sheetData>"


def sheet(before: str, data: str, after: str) -> str:
    """Return a sheet with what stands before and after its rows; namespaces as Excel declares them."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELS}" xmlns:xdr="{DRAWING}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
        f"{before}{data}{after}</worksheet>"
    )


def workbook_parts(
    sheets: dict[str, str],
    strings: Strings,
    *,
    names: str = "",
    settings: str = "<workbookPr/>",
    states: dict[str, str] | None = None,
    relations: dict[int, str] | None = None,
    others: Parts | None = None,
    kinds: dict[str, str] | None = None,
) -> Parts:
    """Return the parts of a workbook; `relations` of sheets by their number, `others` with their `kinds`."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}"{(states or {}).get(name, "")} r:id="rId{at}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    count = len(sheets)
    chain = f'{HEAD}<calcChain xmlns="{MAIN}"><c r="G9" i="1" l="1"/></calcChain>'
    parts: Parts = {
        "[Content_Types].xml": content_types(
            {
                "xl/workbook.xml": SHEET_TYPE.format("sheet.main"),
                **{
                    f"xl/worksheets/sheet{at}.xml": SHEET_TYPE.format("worksheet")
                    for at in range(1, count + 1)
                },
                "xl/styles.xml": SHEET_TYPE.format("styles"),
                "xl/sharedStrings.xml": SHEET_TYPE.format("sharedStrings"),
                "xl/calcChain.xml": SHEET_TYPE.format("calcChain"),
                "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
                **(kinds or {}),
            }
        ),
        "_rels/.rels": relationships(
            ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")
        ),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{settings}'
            f'<bookViews><workbookView xWindow="0" yWindow="0"/></bookViews><sheets>{listed}</sheets>'
            f'{names}<calcPr calcId="191029"/></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            *((f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in range(1, count + 1)),
            ("rId90", "styles", "styles.xml"),
            ("rId91", "sharedStrings", "sharedStrings.xml"),
            ("rId92", "calcChain", "calcChain.xml"),
        ),
    }
    for at, text in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = text
    for at, text in (relations or {}).items():
        parts[f"xl/worksheets/_rels/sheet{at}.xml.rels"] = text
    parts |= others or {}
    parts["xl/styles.xml"] = STYLES
    parts["xl/sharedStrings.xml"] = strings.part()
    parts["xl/calcChain.xml"] = chain
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Microsoft Excel</Application></Properties>'
    )
    return parts
