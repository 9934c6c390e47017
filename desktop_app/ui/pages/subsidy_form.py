"""The county's own form: its cells beside the fields there are; a click and a choice put a field into it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from desktop_app.i18n import _, ngettext
from desktop_app.reports.form_text import form_note_text
from desktop_app.ui.subsidy.form_grid import FormGrid
from desktop_app.ui.subsidy.screen import SubsidyScreen
from desktop_app.ui.subsidy.words import form_fields
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import Card, HintButton, label, row
from desktop_app.ui.widgets.choices import make_chip
from desktop_app.usecases.form_desk import FormView, fill_copy, look_at_form

if TYPE_CHECKING:
    from desktop_app.excel.forms.filling import Filled
    from desktop_app.ui.context import Context

SIDE: Final = 340
MEMORY: Final = "county_forms"
"""Under what the page remembers which fields stand where in which form."""
_MOST: Final = 30
"""Forms that are remembered."""
_FIELD: Final = Qt.ItemDataRole.UserRole


class FormPage(SubsidyScreen):
    """One form for one claim."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, drawing="empty-import")
        self.setAcceptDrops(True)
        self._number = ""
        self._view: FormView | None = None
        self._placing: dict[str, str] = {}
        self._place = ""
        self._written: Path | None = None
        self.other, self.fill = HintButton(context.look), HintButton(context.look, primary=True)
        self.other.clicked.connect(self._choose_file)
        self.fill.clicked.connect(self._fill)
        self.offer(self.other, self.fill)
        self.sheets = QButtonGroup(self)
        self.sheets.idClicked.connect(self._show_sheet)
        self.grid = FormGrid(context.look)
        self.grid.chosen.connect(self._choose_cell)
        self.cell = label("", "section")
        self.text = QLineEdit()
        self.text.textEdited.connect(self._typed)
        self.reset = QPushButton()
        self.reset.setProperty("kind", "link")
        self.reset.clicked.connect(self._reset)
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(self._narrow)
        self.fields = QListWidget()
        self.fields.setSpacing(Space.XS // 2)
        self.fields.itemActivated.connect(self._put)
        self.fields.itemClicked.connect(self._put)
        self._lay_out()
        self.empty.acted.connect(self._choose_file)
        self.failed.acted.connect(self._choose_file)
        self.retranslate()

    def enter(self, what: object) -> None:
        """Show the form for a claim of this number."""
        if isinstance(what, str) and what and what != self._number:
            self._number, self._view = what, None
        self.header.set_title(_("The county's own form"), "", self._number)
        if self._view is None:
            self._offer(shown=False)
            self.show_empty()
        else:
            self._look(self._view.path)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.other.setText(_("Another form…"))
        self.fill.setText(_("Fill a copy…"))
        self.reset.setText(_("Leave the cell as it was"))
        self.text.setAccessibleName(_("What stands in the cell"))
        self.finder.setPlaceholderText(_("Find a field"))
        self.finder.setAccessibleName(_("Find a field"))
        self.fields.setAccessibleName(_("Fields"))
        self.grid.setAccessibleName(_("The form"))
        self.empty.say(
            _("Drop the county's form here"),
            _(
                "A workbook (.xlsx) or a document (.docx). Its copy is filled in; everything else in it stays"
                " as it is. Which field goes into which cell is remembered."
            ),
            _("Choose the form"),
        )
        if self._view is not None:
            self._say(self._view)

    def way_out(self) -> str:
        """Another form is chosen."""
        return _("Choose the form")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a form."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the dropped form."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._look(files[0])

    # What is shown --------------------------------------------------------------------------------------

    def _look(self, file: Path) -> None:
        self.wait(_("Reading the form…"))
        question = partial(look_at_form, number=self._number, file=file, today=self._context.today())
        self._context.ask(question, self._seen, self._wrong)

    def _seen(self, view: FormView) -> None:
        self._view = view
        kept = self._context.remembered(MEMORY).get(view.digest, {})
        self._placing = {str(place): str(text) for place, text in dict(kept).items()}
        self._say(view)
        self._show_sheet(0)
        self.show_content()

    def _say(self, view: FormView) -> None:
        self._offer(shown=True)
        self.header.set_title(view.path.name, "", self._number)
        for button in self.sheets.buttons():
            self.sheets.removeButton(button)
            button.deleteLater()
        for at, sheet in enumerate(view.sheets):
            chip = make_chip(sheet.name or _("The document"), checked=at == 0)
            self.sheets.addButton(chip, at)
            self._chips.insertWidget(at, chip)
            chip.setVisible(len(view.sheets) > 1)
        self.fields.clear()
        for name, title in form_fields():
            value = view.values.get(name, "")
            item = QListWidgetItem(f"{title}　{value}" if value else title)
            item.setData(_FIELD, name)
            item.setToolTip(f"{{{{{name}}}}}")
            self.fields.addItem(item)
        self._choose_cell("")

    def _offer(self, *, shown: bool) -> None:
        self.other.setVisible(shown)
        self.fill.setVisible(shown)

    def _show_sheet(self, at: int) -> None:
        if self._view is not None:
            self.grid.show_sheet(self._view.sheets[at], self._placing)
            self._choose_cell("")

    def _choose_cell(self, place: str) -> None:
        self._place = place
        for part in (self.text, self.fields, self.reset):
            part.setEnabled(bool(place))
        named = _("Paragraph {number}").format(number=place) if place.isdigit() else place
        self.cell.setText(named if place else _("Choose a cell"))
        self.text.setText(self._placing.get(place, self.grid.text_of(place)))
        self.reset.setVisible(place in self._placing)

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        for at in range(self.fields.count()):
            item = self.fields.item(at)
            said = f"{item.text()} {item.data(_FIELD)}".casefold()
            item.setHidden(not all(word in said for word in words))

    # What is done ---------------------------------------------------------------------------------------

    def _put(self, item: QListWidgetItem) -> None:
        """Put a field behind what stands in the cell."""
        if self._place:
            before = self.text.text()
            self._keep(f"{before}{{{{{item.data(_FIELD)}}}}}")

    def _typed(self, text: str) -> None:
        if self._place:
            self._keep(text)

    def _reset(self) -> None:
        self._keep(None)

    def _keep(self, text: str | None) -> None:
        if self._view is None:
            return
        if text is None or text == self.grid.text_of(self._place):
            self._placing.pop(self._place, None)
            text = None
        else:
            self._placing[self._place] = text
        self.grid.put(self._place, text)
        shown = self.grid.text_of(self._place) if text is None else text
        if self.text.text() != shown:
            self.text.setText(shown)
        self.reset.setVisible(self._place in self._placing)
        kept = {**self._context.remembered(MEMORY), self._view.digest: dict(self._placing)}
        self._context.remember(MEMORY, dict(list(kept.items())[-_MOST:]))

    def _choose_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Choose the form"), "", _("Forms (*.xlsx *.docx)")
        )
        if name:
            self._look(Path(name))

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        start = view.path.with_name(f"{view.path.stem} {self._number}{view.path.suffix}")
        name, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Fill a copy…"), str(start), f"*{view.path.suffix}"
        )
        if not name:
            return
        out = Path(name)
        if out.suffix.lower() != view.path.suffix.lower():
            out = out.with_name(f"{out.name}{view.path.suffix}")
        command = partial(
            fill_copy,
            number=self._number,
            form=view.path,
            out=out,
            placing=dict(self._placing),
            today=self._context.today(),
        )
        self._context.ask(command, self._filled, self._refused)

    def _filled(self, filled: Filled) -> None:
        self._written = filled.path
        count = len(filled.places)
        text = ngettext("{name}: {count} place filled in", "{name}: {count} places filled in", count)
        said = [text.format(name=filled.path.name, count=count)]
        said += [form_note_text(remark) for remark in filled.remarks[:1]]
        self._context.say(" · ".join(said), _("Open"), self._open)

    def _open(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _wrong(self, error: BaseException) -> None:
        self._offer(shown=False)
        super()._wrong(error)

    def _leave(self) -> None:
        self._context.go("subsidy_claim", self._number)

    def _lay_out(self) -> None:
        form = Card(padding=Space.M)
        self._chips = row(None, spacing=Space.S)
        form.body.addLayout(self._chips)
        form.body.addWidget(self.grid, 1)
        side = Card()
        side.setFixedWidth(self.look.px(SIDE))
        self.text.setMinimumHeight(self.look.px(Space.XXL))
        side.body.addWidget(self.cell)
        side.body.addWidget(self.text)
        side.body.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        side.body.addSpacing(Space.S)
        side.body.addWidget(self.finder)
        side.body.addWidget(self.fields, 1)
        outer = QHBoxLayout(self.content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.L)
        left = QVBoxLayout()
        left.addWidget(form, 1)
        outer.addLayout(left, 1)
        outer.addWidget(side)
