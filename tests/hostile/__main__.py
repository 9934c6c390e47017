"""Tries every hostile file in a process of its own: `python -m tests.hostile --readme README.md`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.hostile.attack import ATTACH, CHECK, FORM, IMPORT, RESTORE, SCHEME
from tests.hostile.attacks import ALL
from tests.hostile.elsewhere import ELSEWHERE
from tests.hostile.trying import Tried, in_a_process, set_up, shop_book
from tests.readme_tables import put_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.hostile.attack import Attack

BEGIN: Final = "<!-- hostile: written by python -m tests.hostile --readme -->"
END: Final = "<!-- end of hostile -->"
SECONDS: Final = 2
MEGABYTES: Final = 200
_LONGEST: Final = 110
_TRIED_BY: Final = {
    IMPORT: "brought in",
    CHECK: "opened",
    RESTORE: "restored",
    SCHEME: "read as a scheme",
    FORM: "looked at as a form",
    ATTACH: "attached",
}


def main(arguments: list[str]) -> int:
    """Try them, print the table, put it into a file where asked; return 1 where one is not right."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="items with one of the words")
    parser.add_argument("--readme", type=Path, help="put the table between its markers in this file")
    options = parser.parse_args(arguments)
    attacks = [one for one in ALL if not options.only or any(word in one.item for word in options.only)]
    results = []
    with tempfile.TemporaryDirectory(prefix="bozhang-hostile-") as held:
        folder = Path(held)
        book = shop_book(folder / "shops.bozhang")
        for number, attack in enumerate(attacks):
            stage = set_up(attack, folder / str(number), book)
            tried = in_a_process(stage, folder)
            results.append((attack, tried))
            print(_row(attack, tried), flush=True)
            if not stage.file.is_dir():
                stage.file.unlink(missing_ok=True)
    text = table(results)
    if options.readme is not None:
        put_between(options.readme, BEGIN, END, text)
    return 0 if all(is_right(attack, tried) for attack, tried in results) else 1


def is_right(attack: Attack, tried: Tried) -> bool:
    """Tell whether an attack got its sentence and its status."""
    return tried.status == attack.status and attack.en in tried.said


def table(results: Iterable[tuple[Attack, Tried]]) -> str:
    """Lay the results out: item, what it got, seconds and megabytes."""
    done = list(results)
    slowest = max(tried.seconds for _attack, tried in done)
    largest = max(tried.megabytes for _attack, tried in done)
    wrong = sum(not is_right(attack, tried) for attack, tried in done)
    over = sum(tried.seconds > SECONDS or tried.megabytes > MEGABYTES for _attack, tried in done)
    elsewhere = "; ".join(f"{item} (`{test}`)" for item, test in ELSEWHERE)
    sums = (
        f"{len(done)} hostile or unlucky files, each in a process of its own: {wrong} without its sentence, "
        f"{over} over {SECONDS} seconds of processor or {MEGABYTES} MB. The longest took {slowest:.1f} s, "
        f"the most {largest:.0f} MB; the program alone takes some 25 to 35 MB."
    )
    lines = [
        sums,
        "",
        "| file | tried as | what it got | s | MB |",
        "|---|---|---|---:|---:|",
        *(_row(attack, tried) for attack, tried in done),
        "",
        f"What is no file is shown by tests of its own: {elsewhere}.",
        "",
    ]
    return "\n".join(lines)


def _row(attack: Attack, tried: Tried) -> str:
    got = (
        _line(attack, tried) if is_right(attack, tried) else f"**not as it should be: status {tried.status}**"
    )
    way = _TRIED_BY[attack.command[: len(IMPORT)] if attack.command[0] == "import" else attack.command]
    seconds = f"{tried.seconds:.1f}" if tried.seconds <= SECONDS else f"**{tried.seconds:.1f}**"
    megabytes = f"{tried.megabytes:.0f}" if tried.megabytes <= MEGABYTES else f"**{tried.megabytes:.0f}**"
    return f"| {attack.item} | {way} | {got} | {seconds} | {megabytes} |"


def _line(attack: Attack, tried: Tried) -> str:
    """Return the line with the sentence, from the sentence on where much stands before it."""
    line = next(line for line in tried.said.splitlines() if attack.en in line)
    text = line[line.index(attack.en) :].strip().replace("|", "\\|")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
