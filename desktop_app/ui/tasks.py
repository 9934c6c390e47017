"""Work that leaves the window's thread: it runs on the book's own, answers come back as calls."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    future: Future[Any]
    done: Callable[[Any], object]
    failed: Callable[[BaseException], object] | None


class Tasks(QObject):
    """Hands work to the desk and calls back on the window's thread.

    An answer whose receiver is gone is dropped. An error without a `failed` goes to `went_wrong`.
    """

    went_wrong = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether no answer is awaited."""
        return self._waiting == 0

    def watch(
        self,
        future: Future[T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Call `done` with the future's result, or `failed` with its error, on the window's thread."""
        self._waiting += 1
        answer = _Answer(future, done, failed)
        future.add_done_callback(lambda _future: self._arrived.emit(answer))

    def _deliver(self, answer: _Answer) -> None:
        self._waiting -= 1
        receiver = getattr(answer.done, "__self__", None)
        if isinstance(receiver, QObject) and not isValid(receiver):
            return
        try:
            result = answer.future.result()
        except CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - every error of a use case ends in words on the screen
            if answer.failed is not None:
                answer.failed(error)
            else:
                self.went_wrong.emit(error)
            return
        answer.done(result)
