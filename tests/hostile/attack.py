"""One hostile file: how it is made, how it is tried, and what must be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

IMPORT: Final = ("import", "{book}", "{file}")
"""How a file is brought in; other files are tried by other commands."""
CHECK: Final = ("check", "{file}")
RESTORE: Final = ("restore", "{file}", "{book}")
SCHEME: Final = ("subsidy", "{file}", "--base", "100")
ATTACH: Final = ("attach", "{book}", "{file}")
"""No command of the program: the use case behind the window's evidence."""
FORM: Final = ("form", "{file}")
"""Likewise: a county's form as it is looked at."""

Said = tuple[str, str]
"""What must stand in what is printed, in English and in Chinese."""
Make = Callable[["Path"], object]
"""Writes a hostile file to a path."""
Row = tuple[str, Make, Said] | tuple[str, Make, Said, str]
"""Item, maker, what is said; a fourth word where it is heavy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A hostile file; `status` is what the command returns, `before` are commands that come first.

    `heavy` ones take longer to make than to try: only `python -m tests.hostile` and slow tests make them.
    """

    item: str
    file: str
    make: Make = field(repr=False)
    en: str
    zh: str
    command: tuple[str, ...] = IMPORT
    status: int = 2
    before: tuple[tuple[str, ...], ...] = ()
    heavy: bool = False


def family(file: str, command: tuple[str, ...], *rows: Row, status: int = 2) -> tuple[Attack, ...]:
    """Return attacks that are tried alike: each row is its item, its maker and what is said."""
    return tuple(
        Attack(
            item=item,
            file=file,
            make=make,
            en=said[0],
            zh=said[1],
            command=command,
            status=status,
            heavy=bool(heavy),
        )
        for item, make, said, *heavy in rows
    )
