"""A single start: a second one hands its book to the first and leaves."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app import paths

_WAIT_MS: Final = 500


def server_name() -> str:
    """One name for each person and each set of folders."""
    whose = f"{getpass.getuser()}:{paths.data_dir()}"
    return "bozhang-" + hashlib.sha256(whose.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class SingleStart(QObject):
    """Listens for later starts; `called` brings the book one of them was given, or nothing."""

    called = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)

    def hand_over(self, book: Path | None) -> bool:
        """Whether another start is there, which has now been told of `book`; else listen from now on."""
        socket = QLocalSocket()
        socket.connectToServer(server_name())
        if socket.waitForConnected(_WAIT_MS):
            socket.write((str(book.absolute()) if book else "").encode("utf-8", "surrogatepass") + b"\n")
            socket.waitForBytesWritten(_WAIT_MS)
            socket.disconnectFromServer()
            return True
        if not self._server.listen(server_name()):
            # What a killed program left behind.
            QLocalServer.removeServer(server_name())
            self._server.listen(server_name())
        return False

    def _hear(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket.waitForReadyRead(_WAIT_MS):
            text = bytes(socket.readLine().data()).decode("utf-8", "surrogatepass").strip()
            self.called.emit(Path(text) if text else None)
