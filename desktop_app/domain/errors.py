"""What can go wrong, as classes with data; sentences are made of them elsewhere."""

from __future__ import annotations


class BozhangError(Exception):
    """Anything a user can cause or meet; class and fields are turned into a sentence elsewhere."""


class InvalidFigureError(BozhangError):
    """A text that is no figure of its kind.

    `reason` is one of `not_a_number`, `too_fine` (finer than the smallest unit), `too_large`, `negative`.
    """

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason


class UnknownCurrencyError(BozhangError):
    """A code that is no ISO 4217 currency."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
