"""A table that nobody knows: a person says what its rows and columns are, and sees how they read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app import i18n
from desktop_app.i18n import _
from desktop_app.reports.ledger_sheets import sheet_of
from desktop_app.ui.dialogs.paste_columns import PasteColumns, letter, scrolled
from desktop_app.ui.dialogs.paste_reading import Block
from desktop_app.ui.dialogs.planned_rows import PlannedRows
from desktop_app.ui.importing.mapping_questions import MappingQuestions
from desktop_app.ui.importing.mapping_reading import Seen, first_guess, guess_again, see
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Elided, label, row
from desktop_app.ui.widgets.choices import Choice
from desktop_app.usecases.mapping import KINDS_MAPPED, first_words, nameless_columns, shown_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.importers.table_shape import TableMapping
    from desktop_app.ui.context import Context
    from desktop_app.usecases.mapping import Guess, TableSample

CALM_MS: Final = 200
_LEFT: Final = 400
_MOST_NAMELESS: Final = 4
_SHOWN: Final = 12
"""Characters of what stands in a column without a heading."""


class MappingDialog(QDialog):
    """Writes nothing: `mapped(mapping, shape)` when the person is content with how the rows read."""

    mapped = Signal(object, str)
    columns: PasteColumns
    questions: MappingQuestions
    rows: PlannedRows
    do: QPushButton
    leave: QPushButton

    def __init__(self, context: Context, sample: TableSample, home: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._sample, self._home = context, sample, home
        self._turn = 0
        self._mapping: TableMapping | None = None
        self._keys: tuple[str, ...] = ()
        self._seen: Seen | None = None
        self.setWindowTitle(_("What is this table?"))
        window = parent.window()
        self.resize(
            min(context.look.px(1180), window.width()), min(context.look.px(680), window.height() - Space.XXL)
        )
        self._make_parts()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self._see)
        self.kind.currentIndexChanged.connect(self._other_kind)
        self.sheet.currentIndexChanged.connect(self._other_sheet)
        self.heading.currentIndexChanged.connect(self._other_heading)
        self.do.clicked.connect(self._take)
        self.leave.clicked.connect(self.reject)
        self.rows.busy(_("Looking at the table…"))
        context.ask(partial(first_guess, sample), self._guessed, self._wrong)

    @property
    def is_calm(self) -> bool:
        """Whether nothing is under way."""
        return not self._timer.isActive()

    # What the table seems to be -------------------------------------------------------------------------

    def _guessed(self, answer: tuple[Guess, tuple[str, ...]]) -> None:
        guess, accounts = answer
        self.questions = MappingQuestions(accounts)
        self.questions.changed.connect(self._changed)
        # What is open stands above the columns, of which there may be many.
        self._left.insertWidget(0, self.questions)
        self.questions.hide()
        for field, value in ((self.sheet, guess.sheet), (self.kind, KINDS_MAPPED.index(guess.mapping.kind))):
            field.blockSignals(True)  # noqa: FBT003 - Qt's own
            field.setCurrentIndex(value)
            field.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._set_heading(guess.row)
        self._show_columns(guess.mapping)

    def _set_heading(self, number: int) -> None:
        self.heading.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.heading.clear()
        for at, words in enumerate(first_words(self._sample, self.sheet.currentIndex()), start=1):
            self.heading.addItem(f"{at}  {words}", at)
        self.heading.setCurrentIndex(number - 1)
        self.heading.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _other_kind(self, _at: int) -> None:
        self._guess(self.kind.currentData())

    def _other_heading(self, _row: int) -> None:
        self._guess(None)

    def _other_sheet(self, _at: int) -> None:
        self._set_heading(1)
        self._guess(None)

    def _guess(self, kind: str | None) -> None:
        self._wait()
        self._turn += 1
        question = partial(
            guess_again, self._sample, self.sheet.currentIndex(), self.heading.currentData(), kind
        )
        self._context.ask(question, self._guessed_again, self._wrong)

    def _guessed_again(self, mapping: TableMapping) -> None:
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.kind.setCurrentIndex(KINDS_MAPPED.index(mapping.kind))
        self.kind.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show_columns(mapping)

    def _show_columns(self, mapping: TableMapping) -> None:
        """Show the columns of the table, each with the field it is taken for."""
        self._mapping = mapping
        self.questions.forget()
        place = self.sheet.currentIndex(), self.heading.currentData()
        cells = shown_cells(self._sample, *place)
        self._keys = tuple(key for key, _heading, _below in cells)
        texts = [[heading for _key, heading, _below in cells], [below for _key, _heading, below in cells]]
        block = Block(texts, [mapping.columns.get(key) for key in self._keys], has_heading=True)
        old = self.columns
        self.columns = PasteColumns(mapping.kind)
        heading = self._sample.heading(*place)
        self.columns.say(block, [at for at, key in enumerate(heading.keys) if key] if heading else None)
        self._say_nameless(nameless_columns(self._sample, *place))
        self.columns.changed.connect(self._changed)
        self._left.replaceWidget(old, self.columns)
        old.hide()
        old.deleteLater()
        self._see()

    def _say_nameless(self, columns: Sequence[tuple[int, str]]) -> None:
        """Say which columns cannot be taken, because nothing stands above them."""
        shown = " · ".join(f"{letter(at)} {text[:_SHOWN]}" for at, text in columns[:_MOST_NAMELESS])
        more = len(columns) - _MOST_NAMELESS
        if more > 0:
            shown += " · " + _("{count} more").format(count=more)
        text = _("Without a heading, and so not read: {columns}. Write one above it in the file.")
        self.nameless.setText(text.format(columns=shown))
        self.nameless.setVisible(bool(columns))

    # How it reads ---------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._wait()
        self._timer.start()

    def _wait(self) -> None:
        self._seen = None
        self.do.setEnabled(False)

    def _said(self) -> TableMapping | None:
        """Return the mapping as it is said now."""
        if self._mapping is None:
            return None
        fields = zip(self._keys, self.columns.chosen, strict=True)
        said = replace(self._mapping, columns={key: name for key, name in fields if name is not None})
        if self.questions.is_empty:
            return said
        asked = self.questions
        zone = str(asked.zone.currentData()) if asked.zone else said.zone
        return replace(
            said,
            constants=asked.given_constants(),
            words=asked.given_words(),
            zone="" if zone == self._home else zone,
            date_order=str(asked.dates.currentData()) if asked.dates else said.date_order,
            decimal=str(asked.decimal.currentData()) if asked.decimal else said.decimal,
            equal_rows=bool(asked.alike.currentData()) if asked.alike else said.equal_rows,
        )

    def _see(self) -> None:
        mapping = self._said()
        if mapping is None:
            return
        self._mapping = mapping
        self._turn += 1
        if not mapping.columns:
            self.rows.wrong(_("Say what the columns are, at the left."))
            return
        self.rows.busy(_("Seeing how the rows read…"))
        place = self.sheet.currentIndex(), self.heading.currentData()
        question = partial(see, self._sample, *place, mapping, self._turn)
        self._context.ask(question, self._saw, self._wrong)

    def _saw(self, seen: Seen | None) -> None:
        if seen is None:
            self.rows.wrong(_("This row holds no headings: choose another."))
            return
        if seen.turn != self._turn or self._mapping is None:
            return
        self._seen = seen
        self.questions.say(seen.reading, self._mapping, self._home)
        self.questions.setVisible(not self.questions.is_empty)
        self.rows.say(seen.planned)
        self.still.setText(self._still_open())
        some = seen.planned.counts["new"] + seen.planned.counts["changed"] + seen.planned.counts["unchanged"]
        self.do.setEnabled(some > 0 and not self._is_doubtful)

    @property
    def _is_doubtful(self) -> bool:
        """Whether dates or figures read in two ways, and nobody has said which."""
        seen, said = self._seen, self._mapping
        if seen is None or said is None:
            return True
        reading = seen.reading
        return bool(
            (reading.doubtful_date and not said.date_order) or (reading.doubtful_figure and not said.decimal)
        )

    def _still_open(self) -> str:
        """What is still to be said before the table reads."""
        if self._is_doubtful:
            return _("Say how its dates and figures read, at the left.")
        if self._seen is not None and self._seen.reading.strange:
            return _("Rows with words that nobody knows are refused until the words are said.")
        return ""

    def _take(self) -> None:
        if self._seen is None or self._mapping is None or not self.do.isEnabled():
            return
        heading = self._sample.heading(self.sheet.currentIndex(), self.heading.currentData())
        self.accept()
        self.mapped.emit(self._mapping, heading.shape if heading is not None else "")

    def _wrong(self, error: BaseException) -> None:
        self._wait()
        self.rows.wrong(" · ".join(self._context.words_of(error)))

    # Parts ----------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        look = self._context.look
        self.kind = Choice()
        self.kind.setAccessibleName(_("What its rows are"))
        for kind in KINDS_MAPPED:
            self.kind.addItem(_title(sheet_of(kind).name(i18n.language())), kind)
        self.sheet = Choice()
        self.sheet.setAccessibleName(_("Sheet"))
        for name, _rows in self._sample.sheets:
            self.sheet.addItem(name)
        self.heading = Choice()
        self.heading.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.heading.setAccessibleName(_("Row of the headings"))
        self.columns = PasteColumns(KINDS_MAPPED[0])
        self.questions = MappingQuestions(())
        self.nameless = label("", "sub", wrap=True)
        self.nameless.hide()
        self.rows = PlannedRows(look)
        self.still = label("", "sub")
        self.leave = QPushButton(_("Cancel"))
        self.leave.setAutoDefault(False)
        self.do = QPushButton(_("Read it so"))
        self.do.setProperty("kind", "primary")
        self.do.setDefault(True)
        self.do.setEnabled(False)

    def _lay_out(self) -> None:
        look = self._context.look
        inner = QWidget()
        inner.setProperty("ground", "none")
        self._left = QVBoxLayout(inner)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(Space.L)
        self._left.addWidget(self.columns)
        self._left.addStretch(1)
        top = row(label(_("Rows are"), "sub"), self.kind, None, spacing=Space.M)
        sheets = row(label(_("Sheet"), "sub"), self.sheet, None, spacing=Space.M)
        heads = row(label(_("Headings in row"), "sub"), spacing=Space.M)
        heads.addWidget(self.heading, 1)
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addLayout(top)
        if len(self._sample.sheets) > 1:
            left.addLayout(sheets)
        else:
            self.sheet.hide()
        left.addLayout(heads)
        self.nameless.setFixedWidth(look.px(_LEFT))
        left.addWidget(self.nameless)
        left.addWidget(scrolled(inner, look.px(_LEFT)), 1)
        halves = row(spacing=Space.XL)
        halves.addLayout(left)
        halves.addWidget(self.rows, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        name = Elided("section")
        name.say(self._sample.path.name)
        layout.addWidget(name)
        text = _("It is remembered for the next file with these headings. Nothing is written yet.")
        layout.addWidget(label(text, "sub", wrap=True))
        layout.addLayout(halves, 1)
        layout.addLayout(row(self.still, None, self.leave, self.do))


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
