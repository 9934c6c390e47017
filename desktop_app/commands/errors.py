"""What can be wrong with a command line itself."""

from __future__ import annotations

from desktop_app.domain.errors import BozhangError


class BadArgumentsError(BozhangError):
    """Arguments that a command cannot use; `message` is the argument parser's, already in words."""

    def __init__(self, program: str, message: str) -> None:
        super().__init__(program, message)
        self.program = program
        self.message = message


class UnknownCommandError(BozhangError):
    """A first word that is neither a command nor a book; `similar` is the command that it may have meant."""

    def __init__(self, name: str, similar: str | None) -> None:
        super().__init__(name, similar)
        self.name = name
        self.similar = similar


class NoScreenError(BozhangError):
    """A book was to be opened in the window where there is no screen."""

    def __init__(self, book: str) -> None:
        super().__init__(book)
        self.book = book


class OutputRefusedError(BozhangError):
    """A file that cannot be written to as named.

    `reason` is `suffix` (it must end in one of `expected`), `folder`, or `input` (it is the book itself).
    """

    def __init__(self, path: str, reason: str, expected: str = "") -> None:
        super().__init__(path, reason, expected)
        self.path = path
        self.reason = reason
        self.expected = expected
