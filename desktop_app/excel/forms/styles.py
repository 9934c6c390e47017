"""A workbook's cell formats: asked about, and one made from another where a value needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.spans import Edits, whole

if TYPE_CHECKING:
    from desktop_app.excel.forms.spans import Node, Part

GENERAL: Final = 0
TEXT: Final = 49
"""ECMA-376 18.8.30: the number of the format @."""
_DATES: Final = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_FIRST_OWN: Final = 164
_LONGEST: Final = 300
"""Characters of a format that are looked at; Excel holds 255."""
_DAY: Final = "yyyy-mm-dd"
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TYPED_AS_FIGURE: Final = re.compile(r"[\s\d.,/:\-%()¥$￥eE年月日]+")


class Styles:
    """The formats of a workbook's cells, by their number."""

    def __init__(self, part: Part) -> None:
        """Read the formats of a styles part."""
        self._part = part
        self._formats = part.root.child("cellXfs")
        self._made: dict[tuple[int, bool, bool], int] = {}
        self._codes: dict[int, str] = {}
        self._day: int | None = None
        for node in part.root.find("numFmt"):
            if (number := whole(part.get(node, "numFmtId"))) is not None:
                self._codes.setdefault(number, (part.get(node, "formatCode") or "")[:_LONGEST])

    def number_format(self, style: int) -> int:
        """Return the number of a cell format's number format."""
        node = self._node(style)
        number = whole(self._part.get(node, "numFmtId")) if node is not None else None
        return GENERAL if number is None else number

    def shows_date(self, style: int) -> bool:
        """Tell whether a number reads as a day or a time in this format."""
        number = self.number_format(style)
        code = self._codes.get(number)
        if code is None:
            return number in _DATES
        return bool(re.search(r"[dyhs年月日]|m", _LITERAL.sub("", code), re.IGNORECASE))

    def is_text(self, style: int) -> bool:
        """Tell whether the format is that of text."""
        number = self.number_format(style)
        return number == TEXT or self._codes.get(number) == "@"

    def for_text(self, style: int, text: str) -> int:
        """Return a format in which text stays text even when its cell is edited."""
        if not text:
            return style
        stays = self.is_text(style)
        risky = text[0] in "=+-@\t\r\n'" or (not stays and _TYPED_AS_FIGURE.fullmatch(text))
        return self._variant(style, quoted=True, day=False) if risky else style

    def for_date(self, style: int) -> int:
        """Return a format in which a number reads as a day: the same one where it does."""
        return style if self.shows_date(style) else self._variant(style, quoted=False, day=True)

    def _node(self, style: int) -> Node | None:
        nodes = self._formats.children if self._formats is not None else []
        return nodes[style] if style < len(nodes) else None

    def _variant(self, style: int, *, quoted: bool, day: bool) -> int:
        node, part = self._node(style), self._part
        if node is None or self._formats is None:
            return style
        if quoted and part.get(node, "quotePrefix") in {"1", "true"}:
            return style
        key = (style, quoted, day)
        if key not in self._made:
            edits = Edits(part.data)
            if quoted:
                edits.set(node, "quotePrefix", "1")
            if day:
                edits.set(node, "numFmtId", str(self._day_format()))
                edits.set(node, "applyNumberFormat", "1")
            end = self._formats.closing
            part.edits.replace(end, end, edits.render(node.start, node.end))
            self._made[key] = len(self._formats.children) + len(self._made)
            # The count is set once more with each: only the last may stand.
            self._count()
        return self._made[key]

    def _count(self) -> None:
        formats, part = self._formats, self._part
        if formats is None or part.get(formats, "count") is None:
            return
        inside = (formats.start, formats.opened)
        part.edits.changes = [
            change for change in part.edits.changes if not inside[0] <= change[0] < inside[1]
        ]
        part.edits.set(formats, "count", str(len(formats.children) + len(self._made)))

    def _day_format(self) -> int:
        if self._day is not None:
            return self._day
        known = next((number for number, code in self._codes.items() if code == _DAY), None)
        if known is not None:
            self._day = known
            return known
        self._day = max([_FIRST_OWN - 1, *self._codes]) + 1
        part, root = self._part, self._part.root
        formats = root.child("numFmts")
        prefix = part.prefix(root)
        made = f'<{prefix}numFmt numFmtId="{self._day}" formatCode="{_DAY}"/>'
        if formats is None or formats.opened == formats.end:
            if formats is not None:
                part.edits.remove(formats)
            part.edits.replace(
                root.opened, root.opened, f'<{prefix}numFmts count="1">{made}</{prefix}numFmts>'
            )
        else:
            part.edits.replace(formats.closing, formats.closing, made)
            if part.get(formats, "count") is not None:
                part.edits.set(formats, "count", str(len(formats.children) + 1))
        return self._day
