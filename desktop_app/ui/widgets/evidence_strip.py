"""What proves a record: photos, screenshots and PDFs, dropped, pasted or chosen, as small pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.i18n import _
from desktop_app.reports.claim_text import attached_text
from desktop_app.ui.theme.tokens import Space
from desktop_app.ui.widgets.basic import column, label, row
from desktop_app.ui.widgets.thumbnails import SIDE, Thumbnail, Thumbnails, Why
from desktop_app.usecases.record_evidence import Given, Tied, copy_to_open, files_of, tie_files, untie_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop_app.store.database import Book
    from desktop_app.ui.context import Context
    from desktop_app.usecases.form import Key
    from desktop_app.usecases.record_evidence import Shown

_NAMES_SHOWN: Final = 3


class Tile(QWidget):
    """One file: its small picture, which opens it, and a way to untie it."""

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self.shown = shown
        side = context.look.px(SIDE)
        name = shown.evidence.name
        self.open = QPushButton()
        self.open.setProperty("kind", "tile")
        self.open.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.open.setFixedWidth(side)
        self.open.setIconSize(QSize(side - Space.S, side - Space.S))
        self.open.setIcon(context.look.icon("file"))
        self.open.setCursor(Qt.CursorShape.PointingHandCursor)
        self.open.setAccessibleName(_("Open {name}").format(name=name))
        self.open.setToolTip(name)
        self.remove = QPushButton(_("Untie"))
        self.remove.setProperty("kind", "link")
        self.remove.setCursor(Qt.CursorShape.PointingHandCursor)
        self.remove.setAccessibleName(_("Untie {name}").format(name=name))
        layout = column(self.open, self.remove, spacing=Space.XS)
        layout.setAlignment(self.remove, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
        self.setFixedHeight(side + self.remove.sizeHint().height() + Space.XS)

    def show_picture(self, made: Thumbnail) -> None:
        """Show the small picture, or say why there is none."""
        if made.picture is not None:
            self.open.setIcon(QIcon(QPixmap.fromImage(made.picture)))
            return
        why = {
            Why.TOO_LARGE: _("too large to be shown here"),
            Why.BROKEN: _("cannot be shown; the file may be cut short"),
        }
        self.open.setText(Path(self.shown.evidence.name).suffix.lstrip(".").upper()[:4])
        self.open.setIcon(QIcon())
        if made.why in why:
            said = f"{self.shown.evidence.name} · {why[made.why]}"
            self.open.setToolTip(said)
            self.open.setAccessibleDescription(why[made.why])


class EvidenceStrip(QWidget):
    """The files of a record; those given before the record is kept wait until it is."""

    def __init__(self, context: Context, kind: str) -> None:
        super().__init__()
        self.setProperty("ground", "none")
        self._context = context
        self._kind = kind
        self._key: Key | None = None
        self._waiting: list[Given] = []
        self._thumbnails = Thumbnails(context.tasks)
        self.tiles: dict[bytes, Tile] = {}
        self.title = label("", "sub")
        self.choose = QPushButton()
        self.choose.setProperty("kind", "link")
        self.choose.setCursor(Qt.CursorShape.PointingHandCursor)
        self.note = label("", "caption", wrap=True)
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.S)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        layout = column(spacing=Space.XS)
        layout.addLayout(row(self.title, None, self.choose))
        layout.addLayout(self._grid)
        layout.addWidget(self.note)
        layout.addWidget(self.wrong)
        self.setLayout(layout)
        self.choose.clicked.connect(self._choose)
        self.retranslate()

    def show_for(self, key: Key | None) -> None:
        """Show the files of a record; None: of one that is still being typed in."""
        self._key = key
        self._waiting.clear()
        self._say_wrong([])
        self._fill(Tied(()))
        self.look_again()

    def record_kept(self, key: Key) -> None:
        """Tie what was given while the record was being typed in."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            command = partial(tie_files, kind=self._kind, key=key, given=waiting)
            self._context.do(command, self._tied_later)

    def can_take(self, data: QMimeData) -> bool:
        """Whether what is dropped or pasted is a picture or files."""
        return bool(_files_in(data)) or (data.hasImage() and not data.hasText())

    def take(self, data: QMimeData) -> None:
        """Take what is dropped or pasted."""
        files = _files_in(data)
        if files:
            self.give([Given(path, path.name) for path in files])
            return
        picture = data.imageData()
        if isinstance(picture, QImage) and not picture.isNull():
            stamp = self._context.clock().strftime("%Y%m%d-%H%M%S")
            self.give([Given(_png(picture), f"{_('screenshot')}-{stamp}.png")])

    def take_pasted(self) -> None:
        """Take what is in the clipboard, where that is a picture or files."""
        data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
        if data is not None and self.can_take(data):
            self.take(data)

    def give(self, given: Sequence[Given]) -> None:
        """Tie files to the record: at once, or once it is kept."""
        self._say_wrong([])
        if self._key is None:
            self._waiting += given
            self._say_note()
            return
        command = partial(tie_files, kind=self._kind, key=self._key, given=list(given))
        self._context.do(command, self._tied, self._failed)

    def look_again(self) -> None:
        """Read anew what is tied to the record, as after an undo."""
        if self._key is not None:
            self._context.ask(partial(_files_of, kind=self._kind, key=self._key), self._filled)

    @property
    def waiting(self) -> tuple[Given, ...]:
        """Files that wait until the record is kept."""
        return tuple(self._waiting)

    def retranslate(self) -> None:
        """Say everything anew."""
        self.title.setText(_("Evidence"))
        self.choose.setText(_("Add files…"))
        self._say_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many small pictures in a line as fit."""
        super().resizeEvent(event)
        self._arrange()

    # What comes ----------------------------------------------------------------------------------------

    def _filled(self, answer: tuple[Key, Tied]) -> None:
        key, tied = answer
        if key == self._key:
            self._fill(tied)

    def _tied(self, tied: Tied) -> None:
        self._context.book_changed.emit(tied.changes)
        self._fill(tied)
        self._say_wrong([*map(self._refusal, tied.refused), *(attached_text(*one) for one in tied.odd)])

    def _tied_later(self, tied: Tied) -> None:
        """The record was kept and the form has gone on: only what is wrong is said."""
        self._context.book_changed.emit(tied.changes)
        said = [*map(self._refusal, tied.refused), *(attached_text(*one) for one in tied.odd)]
        if said:
            self._context.say(" ".join(said))

    def _refusal(self, error: BaseException) -> str:
        return self._context.words_of(error)[1]

    def _failed(self, error: BaseException) -> None:
        self._say_wrong([" · ".join(self._context.words_of(error))])

    def _fill(self, tied: Tied) -> None:
        for tile in self.tiles.values():
            tile.hide()
            tile.deleteLater()
        self.tiles = {}
        for shown in tied.shown:
            tile = Tile(self._context, shown)
            tile.open.clicked.connect(self._open)
            tile.remove.clicked.connect(self._untie)
            one = shown.evidence
            self.tiles[one.sha256] = tile
            self._thumbnails.make(one.sha256, shown.path, one.media_type, self._pictured)
        self._arrange()
        self._say_note()

    def _pictured(self, made: Thumbnail) -> None:
        if made.name in self.tiles:
            self.tiles[made.name].show_picture(made)

    def _arrange(self) -> None:
        columns = max(self.width() // (self._context.look.px(SIDE) + Space.S), 1)
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)

    def _say_note(self) -> None:
        if self._waiting:
            names = ", ".join(given.name for given in self._waiting[:_NAMES_SHOWN])
            more = " …" if len(self._waiting) > _NAMES_SHOWN else ""
            self.note.setText(_("Tied once the record is kept: {names}").format(names=names + more))
        else:
            self.note.setText(_("Drop photos, screenshots or PDFs here, or paste them with Ctrl+V."))
        self.note.setVisible(not self.tiles or bool(self._waiting))

    def _say_wrong(self, sentences: Sequence[str]) -> None:
        self.wrong.setText("\n".join(sentences))
        self.wrong.setVisible(bool(sentences))

    # What is done --------------------------------------------------------------------------------------

    def _choose(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self.window(), _("Add files…"))
        if names:
            self.give([Given(Path(name), Path(name).name) for name in names])

    def _open(self) -> None:
        tile = self._sender_tile()
        if tile is not None:
            one = tile.shown.evidence
            self._context.ask(
                partial(copy_to_open, sha256=one.sha256, name=one.name), self._opened, self._failed
            )

    def _opened(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _untie(self) -> None:
        tile = self._sender_tile()
        if tile is not None and self._key is not None:
            command = partial(untie_file, kind=self._kind, key=self._key, sha256=tile.shown.evidence.sha256)
            self._context.do(command, self._untied, self._failed)

    def _untied(self, tied: Tied) -> None:
        self._context.book_changed.emit(tied.changes)
        self._fill(tied)
        self._context.say(_("Untied"), _("Undo"), self._context.actions["undo"].trigger)

    def _sender_tile(self) -> Tile | None:
        button = self.sender()
        tile = button.parentWidget() if isinstance(button, QPushButton) else None
        return tile if isinstance(tile, Tile) else None


def _files_of(book: Book, *, kind: str, key: Key) -> tuple[Key, Tied]:
    return key, files_of(book, kind, key)


def _files_in(data: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
