"""Every sample as other people would have it: the same book, or a question in words, never a wrong figure."""

from __future__ import annotations

from contextlib import ExitStack
from random import Random
from typing import TYPE_CHECKING

import pytest

from desktop_app.importers.cell_text import word_key
from desktop_app.importers.errors import UnusableFileError
from desktop_app.usecases.importing import plan_import
from tests.fixtures import path
from tests.importers.mutating import MUTATIONS, Sheet, mix, put_together, split, without
from tests.importers.samples import SAMPLES, Sample, book_for, left_by, outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop_app.store import Book

    BookOf = Callable[[Sample], Book]

EACH = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


@pytest.fixture(scope="module")
def book_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookOf]:
    """Open a book for each shelf of samples once; the tests plan against it and write nothing."""
    books: dict[tuple[object, ...], Book] = {}
    with ExitStack() as opened:

        def of(sample: Sample) -> Book:
            if sample.shelf not in books:
                folder = tmp_path_factory.mktemp("book")
                books[sample.shelf] = opened.enter_context(book_for(sample, folder))
            return books[sample.shelf]

        yield of


def check_mixed(sample: Sample, book: Book, folder: Path, seeds: range) -> None:
    expected = outcome(book, sample, [path(sample.name)])
    whole = sample.taken_apart()
    for seed in seeds:
        random = Random(f"{seed} {sample.name}")
        done, other = mix(whole, random)
        file = put_together(other, folder / f"{seed}.dat")
        assert outcome(book, sample, [file]) == expected, (seed, done)
        if sample.parts:
            parts = [
                put_together(part, folder / f"{seed}-{n}") for n, part in enumerate(split(other, random, 3))
            ]
            random.shuffle(parts)
            assert outcome(book, sample, parts) == expected, (seed, done, "in parts")


@EACH
def test_another_dress_and_overlapping_parts_make_the_same_book(
    sample: Sample, book_of: BookOf, tmp_path: Path
) -> None:
    check_mixed(sample, book_of(sample), tmp_path, range(2))


@pytest.mark.slow
@EACH
def test_many_other_dresses(sample: Sample, book_of: BookOf, tmp_path: Path) -> None:
    check_mixed(sample, book_of(sample), tmp_path, range(2, 60))


@pytest.mark.slow
@EACH
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_each_change_alone(sample: Sample, mutation: str, book_of: BookOf, tmp_path: Path) -> None:
    book = book_of(sample)
    expected = outcome(book, sample, [path(sample.name)])
    whole = sample.taken_apart()
    for seed in range(6):
        file = put_together(MUTATIONS[mutation](whole, Random(f"{seed} {mutation}")), tmp_path / str(seed))
        assert outcome(book, sample, [file]) == expected, seed


@pytest.mark.slow
@EACH
def test_an_optional_column_less_makes_up_no_figure(sample: Sample, book_of: BookOf, tmp_path: Path) -> None:
    """An amount is the same then, or not there, or the plan lists that something does not add up."""
    book = book_of(sample)
    expected = outcome(book, sample, [path(sample.name)])
    whole = sample.taken_apart()
    for place, column in whole.fields.items():
        file = put_together(without(whole, place), tmp_path / str(place))
        if column.required and not _stands_in_for(whole, place):
            with pytest.raises(UnusableFileError):
                outcome(book, sample, [file])
            continue
        (plan,) = plan_import(book, [file], account=sample.account)
        found = left_by([plan])
        wrong = [key for key in expected.keys() & found.keys() if _made_up(expected[key], found[key])]
        assert not wrong or plan.suspicions, (column.field, wrong)


def _stands_in_for(sheet: Sheet, place: int) -> bool:
    """Tell whether another column of a file is the field of one where that is not there."""
    known = set(map(word_key, sheet.fields[place].headings))
    return any(word_key(heading) in known for n, heading in enumerate(sheet.headings) if n != place)


def _made_up(expected: object, found: object) -> bool:
    """Tell whether an amount of a record is another one, neither 0 nor blank."""
    if expected is None or found is None or isinstance(expected, dict):
        return False
    return any(
        name.endswith("_minor") and getattr(found, name) not in {getattr(expected, name), 0, None}
        for name in expected.__slots__  # type: ignore[attr-defined]
    )
