"""Every hostile file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.hostile.beside import BESIDE
from tests.hostile.brought_in import BROUGHT_IN

if TYPE_CHECKING:
    from tests.hostile.attack import Attack

ALL: Final[tuple[Attack, ...]] = (*BROUGHT_IN, *BESIDE)
