"""Draws a page of a claim's sheet as a printer would: cells, frames, headings again, page number, mark."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPen, QTextOption

from desktop_app.reports.claim.paper import A4_MM, BOTTOM_MM, FOOT_MM, SIDE_MM, TOP_MM, page_text
from desktop_app.ui.theme.fonts import families

if TYPE_CHECKING:
    from desktop_app.reports.claim.paper import PaperCell, PaperLook, PaperSheet

PER_POINT: Final = 10
"""Units of drawing in a point: fonts have whole pixels, and a tenth of a point is fine enough."""
DOTS: Final = 72 * PER_POINT
"""Units in an inch."""
LEAST_PT: Final = 8.0
"""Points below which nothing is printed."""
_MM: Final = DOTS / 25.4
_THIN: Final = 0.5 * PER_POINT
_PAD: Final = 2.0 * PER_POINT
_INDENT: Final = 9.0 * PER_POINT
_FOOT_PT: Final = 9.0
_MARK_PT: Final = 96.0
_MARK_TURN: Final = -25.0
_MARK_SHARE: Final = 72
"""How dense the word across the page is, of 255."""
_STEP: Final = 0.5
_FACES: Final = {
    "song": ("SimSun", "宋体", "NSimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC"),
    "hei": ("SimHei", "黑体", "Heiti SC", "STHeiti", "Microsoft YaHei", "Noto Sans CJK SC"),
    "fang": ("FangSong", "仿宋", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", "SimSun"),
}
_SIDES: Final = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_HEIGHTS: Final = {"top": Qt.AlignmentFlag.AlignTop, "center": Qt.AlignmentFlag.AlignVCenter}


def paper_size(sheet: PaperSheet) -> QSizeF:
    """Return a sheet's paper in units of drawing."""
    wide, high = A4_MM[::-1] if sheet.landscape else A4_MM
    return QSizeF(wide * _MM, high * _MM)


def draw_page(painter: QPainter, sheet: PaperSheet, page: int, number: int, count: int) -> None:
    """Draw a page, counted from 0, at the painter's origin; `number` of `count` is printed below it."""
    size = paper_size(sheet)
    _draw_foot(painter, sheet, size, page_text(number, count))
    painter.save()
    wide = sum(sheet.widths) * PER_POINT * sheet.scale
    painter.translate((size.width() - wide) / 2, TOP_MM * _MM)
    painter.scale(sheet.scale, sheet.scale)
    lefts = [0.0]
    for width in sheet.widths:
        lefts.append(lefts[-1] + width * PER_POINT)
    top = 0.0
    frames: list[QRectF] = []
    painter.setPen(Qt.GlobalColor.black)
    for row in sheet.rows_of(page):
        height = row.height * PER_POINT
        for cell in row.cells:
            left = lefts[cell.at]
            box = QRectF(left, top, lefts[cell.at + cell.span] - left, height)
            if cell.look.boxed:
                frames.append(box)
            if cell.text:
                _draw_text(painter, cell, box, sheet.scale)
        top += height
    painter.setPen(QPen(Qt.GlobalColor.black, _THIN))
    painter.drawRects(frames)
    painter.restore()
    if sheet.mark:
        _draw_mark(painter, sheet.mark, size)


def _draw_text(painter: QPainter, cell: PaperCell, box: QRectF, scale: float) -> None:
    look = cell.look
    indent = look.indent * _INDENT
    inside = box.adjusted(_PAD + indent, 0, -_PAD, 0)
    one_line, free = _flags(look.align, look.valign)
    painter.setFont(font_of(look.face, look.size, bold=look.bold))
    wide = _width(look.face, look.size, look.bold, cell.text) if "\n" not in cell.text else None
    if wide is not None and wide <= inside.width():
        painter.drawText(inside, one_line, cell.text)
    elif look.wrap:
        _draw_wrapped(painter, cell.text, look, inside, scale)
    elif look.boxed and wide is not None:
        # Narrower faces than ours were reckoned with: it is drawn smaller rather than cut.
        painter.setFont(
            font_of(look.face, max(look.size * inside.width() / wide, LEAST_PT / scale), bold=look.bold)
        )
        painter.drawText(inside, free, cell.text)
    else:
        painter.drawText(inside, free, cell.text)


def _draw_wrapped(painter: QPainter, text: str, look: PaperLook, inside: QRectF, scale: float) -> None:
    """Draw a text over several lines, a little smaller where another face than reckoned with needs more."""
    option = QTextOption(_SIDES[look.align] | _HEIGHTS[look.valign])
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    size = look.size
    while (
        size - _STEP >= LEAST_PT / scale
        and painter.boundingRect(inside, text, option).height() > inside.height()
    ):
        size -= _STEP
        painter.setFont(font_of(look.face, size, bold=look.bold))
    painter.drawText(inside, text, option)


def _draw_foot(painter: QPainter, sheet: PaperSheet, size: QSizeF, text: str) -> None:
    painter.setPen(Qt.GlobalColor.black)
    painter.setFont(font_of("song", _FOOT_PT))
    side = SIDE_MM * _MM
    bottom = size.height() - FOOT_MM * _MM
    box = QRectF(
        side, bottom - (BOTTOM_MM - FOOT_MM) * _MM, size.width() - 2 * side, (BOTTOM_MM - FOOT_MM) * _MM
    )
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), sheet.foot)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), text)


def _draw_mark(painter: QPainter, word: str, size: QSizeF) -> None:
    """Lay a word slanting across the page."""
    painter.save()
    painter.translate(QPointF(size.width() / 2, size.height() / 2))
    painter.rotate(_MARK_TURN)
    painter.setFont(font_of("hei", _MARK_PT, bold=True))
    painter.setPen(QColor(127, 127, 127, _MARK_SHARE))
    box = QRectF(-size.width() / 2, -size.height() / 4, size.width(), size.height() / 2)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
    painter.restore()


@lru_cache(maxsize=32)
def _flags(align: str, valign: str) -> tuple[int, int]:
    """How a line is drawn in its cell, and how one that may stand out of it is."""
    side = _SIDES[align] | _HEIGHTS[valign]
    return int(side | Qt.TextFlag.TextSingleLine), int(side | Qt.TextFlag.TextDontClip)


@lru_cache(maxsize=256)
def font_of(face: str, points: float, *, bold: bool = False) -> QFont:
    """Return a face of the workbook, or what stands in for it on this machine, in units of drawing."""
    installed = _installed()
    wanted = [name for name in _FACES[face] if name in installed]
    font = QFont()
    if wanted or families():
        font.setFamilies([*wanted[:1], *families()])
    font.setPixelSize(round(points * PER_POINT))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


@lru_cache(maxsize=256)
def _metrics(face: str, points: float, bold: bool) -> QFontMetricsF:  # noqa: FBT001 - a key of the cache
    return QFontMetricsF(font_of(face, points, bold=bold))


@lru_cache(maxsize=8192)
def _width(face: str, points: float, bold: bool, text: str) -> float:  # noqa: FBT001 - a key of the cache
    return _metrics(face, points, bold).horizontalAdvance(text)
