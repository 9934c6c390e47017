"""Working out what a scheme file gives for figures typed in; no book is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.devices import refuse_devices
from desktop_app.domain.subsidy.given import read_given
from desktop_app.domain.subsidy.node import LONGEST_FILE
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.domain.subsidy.working import work_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop_app.domain.subsidy.scheme import Scheme
    from desktop_app.domain.subsidy.working import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyAnswer:
    """A scheme and what it gives."""

    scheme: Scheme
    outcome: Outcome


def read_scheme_file(path: Path) -> tuple[Scheme, bytes]:
    """Return the scheme of a file, and the file's bytes. Raises SchemeRefusedError, OSError."""
    refuse_devices(path)
    with path.open("rb") as file:
        content = file.read(LONGEST_FILE + 1)
    return read_scheme(content), content


def compute_subsidy(
    path: Path, base: str, *, measures: Sequence[str] = (), units: Sequence[str] = ()
) -> SubsidyAnswer:
    """Return what a scheme file gives for a base, NAME=FIGURE each and COUNT@COST each.

    Raises SchemeRefusedError, SubsidyFigureError, OSError.
    """
    scheme, _content = read_scheme_file(path)
    return SubsidyAnswer(scheme=scheme, outcome=work_out(scheme, read_given(scheme, base, measures, units)))
