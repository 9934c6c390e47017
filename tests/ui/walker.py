"""Walks over a window as it is shown and names what does not fit, overlaps, is untranslated or unreached."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QTableView,
    QWidget,
)

from desktop_app.domain.catalogue import NameLanguage
from desktop_app.reports.code_words import word_of
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.tokens import Size, Space
from desktop_app.ui.widgets.basic import Elided
from desktop_app.ui.widgets.foot import Foot
from desktop_app.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_KEYS: Final = re.compile(r"(?:Ctrl|Alt|Shift|Esc|Enter|Return|Del|Left|Right|F\d+)(?:\+\S+)*")
_FILES: Final = re.compile(r"\S*[/\\]\S+|\S*\*?\.(?:xlsx|docx|csv|txt|tsv|zip|bozhang|pdf|json|png|jpg)\b")
_LANGUAGES: Final = re.compile(
    "|".join(
        re.escape(own)
        for each in NameLanguage
        for own in word_of("NameLanguage", each, "zh").split(" ", 1)[1:]
    )
)
"""Languages as they call themselves."""
WORDS: Final = frozenset(
    [
        "CNY",
        "USD",
        "THB",
        "MYR",
        "SGD",
        "VND",
        "EUR",
        "GBP",
        "JPY",
        "SKU",
        "GMV",
        "ROAS",
        "Excel",
        "PDF",
        "English",
        "TikTok",
        "Shop",
        "Facebook",
        "Shopee",
        "Lazada",
        "Amazon",
        "Shopify",
        "MIT",
        "Qt",
        "Python",
        "bozhang",
        "Bozhang",
        "kg",
        "CTR",
        "CTOR",
        "US",
        "ROI",
        "UTC",
        "TH",
    ]
)
"""Latin words that stand in Chinese sentences on purpose: names, units, terms of the field."""

INSIDES: Final = (QAbstractScrollArea, QLineEdit, QComboBox, QAbstractSpinBox, QCalendarWidget, QMainWindow)
"""Widgets that lay out their own inside, Qt's way."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, on which widget, in words."""

    kind: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.text}"


@dataclass(frozen=True, slots=True)
class Words:
    """What a language may say: its translations, and the data of the book, which no one translates."""

    language: str
    foreign: frozenset[str]
    """Sentences of the program in the other language, which must not be seen in this one."""
    data: Callable[[str], bool] = field(default=lambda _text: False)
    names: frozenset[str] = frozenset()
    """Whole texts that are names, though the program may say the same elsewhere."""

    def named(self, text: str) -> bool:
        """Whether a text is a name of the book's."""
        return text in self.names


def walk(root: QWidget, words: Words | None = None) -> list[Finding]:
    """Everything wrong with `root`, which is shown, and what is visible in it."""
    found: list[Finding] = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root) or widget.visibleRegion().isEmpty():
            continue
        found += _text_faults(widget)
        found += _place_faults(widget)
        if isinstance(widget, Table):
            found += _table_faults(widget)
        if isinstance(widget, Foot):
            found += _foot_faults(widget)
        if words is not None:
            found += _word_faults(widget, words)
        found += _name_faults(widget)
    return found


def path_of(widget: QWidget) -> str:
    """Where a widget is, for people: the classes from its page on, with what it says."""
    parts: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(parts) < 4:
        parts.append(
            at.objectName() if at.objectName() and "qt_" not in at.objectName() else type(at).__name__
        )
        at = at.parentWidget()
    return "/".join(reversed(parts))


# Text ---------------------------------------------------------------------------------------------------


def _text_faults(widget: QWidget) -> Iterator[Finding]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _label_faults(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        need = widget.minimumSizeHint().width()
        if widget.width() < need:
            yield _cut(widget, widget.text(), need, widget.width())
    elif isinstance(widget, QComboBox):
        need = widget.fontMetrics().horizontalAdvance(widget.currentText()) + Space.XXL
        if widget.width() < need:
            yield _cut(widget, widget.currentText(), need, widget.width())
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        need = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + 2 * Space.S
        if widget.width() < need:
            yield _cut(widget, widget.placeholderText(), need, widget.width())


def _label_faults(label: QLabel) -> Iterator[Finding]:
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if label.height() < need:
            yield Finding("cut", path_of(label), f"“{label.text()}” needs {need} high, has {label.height()}")
        return
    need = label.sizeHint().width()
    if label.width() < need and not (isinstance(label, Elided) and label.toolTip()):
        yield _cut(label, label.text(), need, label.width())
    if label.height() < label.fontMetrics().height():
        yield Finding("cut", path_of(label), f"“{label.text()}” has only {label.height()} of height")


def _cut(widget: QWidget, text: str, need: int, has: int) -> Finding:
    return Finding("cut", path_of(widget), f"“{text}” needs {need} wide, has {has}")


def _table_faults(table: Table) -> Iterator[Finding]:
    header, model = table.horizontalHeader(), table.model()
    right = Qt.AlignmentFlag.AlignRight
    metrics = QFontMetrics(font(Size.TABLE, scale=table._look.scale))
    for column in range(model.columnCount()):
        if table.isColumnHidden(column):
            continue
        heading = str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        has = header.sectionSize(column)
        need = header.fontMetrics().horizontalAdvance(heading) + 2 * Space.S
        if header.isVisible() and has < need:
            yield Finding("cut", path_of(table), f"heading “{heading}” needs {need}, has {has}")
        for row in _shown_rows(table):
            index = model.index(row, column)
            if not Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & right:
                continue
            need = metrics.horizontalAdvance(str(index.data() or "")) + 2 * Space.S
            if has < need:
                text = f"figure “{index.data()}” under “{heading}” needs {need}, has {has}"
                yield Finding("figure cut", path_of(table), text)
                break


def _foot_faults(foot: Foot) -> Iterator[Finding]:
    header = foot._table.horizontalHeader()
    metrics = QFontMetrics(font(Size.TABLE, strong=True, scale=foot._look.scale))
    for column, text in enumerate(foot.texts):
        need = metrics.horizontalAdvance(text) + 2 * Space.S
        if foot._table.isColumnHidden(column):
            continue
        if text and header.sectionSize(column) < need and foot._figures[column]:
            yield Finding(
                "figure cut", path_of(foot), f"total “{text}” needs {need}, has {header.sectionSize(column)}"
            )


def _shown_rows(table: QTableView) -> range:
    first = max(table.rowAt(0), 0)
    last = table.rowAt(table.viewport().height() - 1)
    return range(first, (last if last >= 0 else table.model().rowCount() - 1) + 1)


# Place --------------------------------------------------------------------------------------------------


def _place_faults(parent: QWidget) -> Iterator[Finding]:
    if isinstance(parent, INSIDES) or _is_scrolled(parent):
        return
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow() and not _floats(child)
    ]
    for child in children:
        inside = parent.rect()
        if not inside.contains(child.geometry()) and not child.size().isEmpty():
            text = f"{_rect(child.geometry())} in {_rect(inside)} {_says(child)}"
            yield Finding("outside its parent", path_of(child), text)
    for at, one in enumerate(children):
        for other in children[at + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > 1 and shared.height() > 1 and not _is_empty(one) and not _is_empty(other):
                yield Finding(
                    "overlap", path_of(one), f"{_says(one)} and {_says(other)} share {_rect(shared)}"
                )


def _is_scrolled(parent: QWidget) -> bool:
    """Whether a widget is the port of a scroll area: what is in it is bigger on purpose."""
    area = parent.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is parent


def _floats(child: QWidget) -> bool:
    return bool(child.property("kind") == "toast")


def _is_empty(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and not widget.text()


def _says(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__}“{text or widget.accessibleName()}”"


def _rect(rect: QRect) -> str:
    return f"{rect.width()}×{rect.height()}+{rect.x()}+{rect.y()}"


# Words --------------------------------------------------------------------------------------------------


def visible_texts(widget: QWidget) -> Iterator[tuple[str, bool | None]]:
    """What a widget says to eyes and screen readers, and whether it may be data of the book (None: is)."""
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text(), True
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText(), False
    if isinstance(widget, QComboBox):
        yield widget.currentText(), True
    if widget.isWindow():
        yield widget.windowTitle(), True
    yield widget.toolTip(), True
    yield widget.accessibleName(), True
    if isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield (
                str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or ""),
                False,
            )
            for row in range(min(model.rowCount(), 20)):
                yield str(model.index(row, column).data() or ""), None


def _word_faults(widget: QWidget, words: Words) -> Iterator[Finding]:
    if isinstance(widget, QPlainTextEdit):
        return  # details of a fault, for whoever helps
    for text, may_be_data in visible_texts(widget):
        if text in words.foreign and not words.named(text):
            yield Finding("untranslated", path_of(widget), f"“{text}”")
            continue
        if words.language != "zh" or may_be_data is None or (may_be_data and words.data(text)):
            continue
        rest = _LANGUAGES.sub(" ", _KEYS.sub(" ", _FILES.sub(" ", text)))
        odd = [word for word in _LATIN.findall(rest) if word not in WORDS and not words.data(word)]
        if odd:
            yield Finding("untranslated", path_of(widget), f"“{text}” ({', '.join(odd)})")


# Reach --------------------------------------------------------------------------------------------------


def _name_faults(widget: QWidget) -> Iterator[Finding]:
    if not takes_focus(widget):
        return
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name)
    if not name.strip():
        yield Finding("no accessible name", path_of(widget), type(widget).__name__)


def takes_focus(widget: QWidget) -> bool:
    """Whether Tab should lead to a widget."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QCalendarWidget)
        and not isinstance(widget, QProgressBar | QMainWindow)
    )


def unreached(root: QWidget, press: Callable[[QWidget], None]) -> list[QWidget]:
    """What Tab, pressed from where the focus is, never reaches of all that takes focus in `root`."""
    wanted = [w for w in (root, *root.findChildren(QWidget)) if w is not root and takes_focus(w)]
    seen: list[QWidget] = []
    for _press in range(2 * len(wanted) + 10):
        at = QApplication.focusWidget()
        press(at or root)
        now = QApplication.focusWidget()
        if now is not None and now in seen[:-1]:
            break  # the round is closed
        if now is not None and now not in seen:  # a date's parts keep the focus
            seen.append(now)
    return [w for w in wanted if w not in seen and not any(_same_field(w, s) for s in seen)]


def _same_field(widget: QWidget, reached: QWidget) -> bool:
    """Whether focus in one gives the other: a field and the line edit inside it, buttons of one choice."""
    if isinstance(widget, QAbstractButton) and isinstance(reached, QAbstractButton):
        mine: QButtonGroup | None = widget.group()
        return bool(mine and mine.exclusive() and mine is reached.group())
    return widget.isAncestorOf(reached) or reached.isAncestorOf(widget)
