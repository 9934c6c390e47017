"""Tries every format in other dresses; what came of it: `python -m tests.formats --readme README.md`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from desktop_app import i18n
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.importers.formats import load_formats
from desktop_app.reports.format_names import format_name
from tests.fixtures import path
from tests.importers.mutating import MUTATIONS, Sheet, put_together, split
from tests.importers.samples import SAMPLES, Sample, book_for, outcome
from tests.readme_tables import put_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.store import Book

BEGIN: Final = "<!-- formats: written by python -m tests.formats --readme -->"
END: Final = "<!-- end of formats -->"
PARTS: Final = "parts"
TRIED: Final = (*MUTATIONS, PARTS)
_REFUSED: Final = {
    FileFault.NO_DAY: "asked for by day: it names none",
    FileFault.ESTIMATES: "refused in words: estimates, not money",
}


def main(arguments: list[str]) -> int:
    """Try every sample, print the table, and put it between its markers where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.formats", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="dresses of each kind")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="samples whose name begins so")
    parser.add_argument("--readme", type=Path, help="put the table between its markers in this file")
    options = parser.parse_args(arguments)
    samples = [one for one in SAMPLES if not options.only or one.name.startswith(tuple(options.only))]
    spoken = i18n.language()
    # README is in English, whatever the system speaks.
    i18n.set_language("en")
    try:
        with tempfile.TemporaryDirectory(prefix="bozhang-formats-") as folder:
            text = table([tried(sample, Path(folder), options.seeds) for sample in samples])
    finally:
        i18n.set_language(spoken)
    print(text, end="")
    if options.readme is not None:
        put_between(options.readme, BEGIN, END, text)
    return 0


def tried(sample: Sample, folder: Path, seeds: int) -> tuple[str, str, Counter[str]]:
    """Return a sample's format, its name, and how often it came to the same book, was asked, or was wrong."""
    here = folder / sample.name
    here.mkdir()
    found: Counter[str] = Counter()
    with book_for(sample, here) as book:
        whole = sample.taken_apart()
        expected = outcome(book, sample, [path(sample.name)])
        for seed in range(seeds):
            for name in TRIED:
                if name == PARTS and not sample.parts:
                    continue
                files = _files(whole, name, Random(f"{seed} {name} {sample.name}"), here)
                found[_result(book, sample, files, expected)] += 1
    return whole.form.name, sample.name, found


def _files(whole: Sheet, name: str, random: Random, folder: Path) -> list[Path]:
    sheets = split(whole, random, 3) if name == PARTS else [MUTATIONS[name](whole, random)]
    files = [put_together(sheet, folder / f"{number}.dat") for number, sheet in enumerate(sheets)]
    random.shuffle(files)
    return files


def _result(book: Book, sample: Sample, files: list[Path], expected: object) -> str:
    try:
        return "same" if outcome(book, sample, files) == expected else "other"
    except UnusableFileError:
        return "asked"


def table(rows: Iterable[tuple[str, str, Counter[str]]]) -> str:
    """Lay the results out, with the formats of which there is no sample after those that have one."""
    by_format: dict[str, list[tuple[str, Counter[str]]]] = {}
    for form, sample, found in rows:
        by_format.setdefault(form, []).append((sample, found))
    lines = [
        f"Tried on each sample, {len(TRIED)} ways: {', '.join(TRIED)}.",
        "",
        "| format | sample | tried | same book | asked or refused | another book |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for form, samples in by_format.items():
        for sample, found in samples:
            figures = " | ".join(str(found[name]) for name in ("same", "asked", "other"))
            lines.append(f"| {format_name(form)} | {sample} | {found.total()} | {figures} |")
    lines += [
        "",
        "Read too, from lists of headings and by tests of their own: " + _others(by_format) + ".",
        "",
    ]
    lines += ["Known, and not booked: " + _not_booked() + ".", ""]
    return "\n".join(lines)


def _others(seen: Iterable[str]) -> str:
    names = {form.name for form in load_formats() if "refused" not in form.options} - set(seen)
    return "; ".join(sorted(map(format_name, names)))


def _not_booked() -> str:
    refused = [form for form in load_formats() if "refused" in form.options]
    return "; ".join(
        f"{format_name(form.name)} ({_REFUSED[FileFault(form.options['refused'])]})" for form in refused
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
