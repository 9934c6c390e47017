"""Fields in text whose letters lie spread over several runs, each with a format of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.excel.forms.fields import changes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.excel.forms.fields import Line


def filled(texts: Sequence[str], line: Line) -> list[str]:
    """Return runs' texts with the fields in them filled in.

    A field takes the format of the run that its first brace stands in; the other runs lose its letters.
    """
    made = list(texts)
    for start, end, new in reversed(changes_of("".join(texts), line)):
        at = 0
        first = True
        for place, text in enumerate(texts):
            low, high = max(start - at, 0), min(end - at, len(text))
            at += len(text)
            if low < high:
                made[place] = made[place][:low] + (new if first else "") + made[place][high:]
                first = False
    return made
