"""Files that are no forms, or are meant to hurt: one error with its reason, and bounded memory."""

from __future__ import annotations

import contextlib
import re
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.excel.forms import spans
from desktop_app.excel.forms.errors import FormFault, FormProblemsError, UnusableFormError
from desktop_app.excel.forms.filling import read_form
from desktop_app.excel.forms.preview import preview_form
from tests.excel.forms.county_forms import landscape, portrait, protected
from tests.excel.forms.filling_in import fill
from tests.excel.forms.making import Strings, read, sheet, workbook_parts, write
from tests.excel.forms.word_form import word

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MADE = {"a.xlsx": portrait, "b.xlsx": landscape, "c.xlsx": protected, "d.docx": word}
OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 2000


def form(path: Path, page: str | bytes, **more: str | bytes) -> Path:
    """Write a workbook whose only sheet is as given."""
    parts = workbook_parts({"表": ""}, Strings())
    parts["xl/worksheets/sheet1.xml"] = page
    return write(path, {**parts, **more})


def fault(path: Path) -> FormFault:
    with pytest.raises(UnusableFormError) as refused:
        read_form(path)
    assert refused.value.path == path
    return refused.value.fault


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.xls", OLE2, FormFault.OLD_FORMAT),
        ("a.et", OLE2, FormFault.OLD_FORMAT),
        ("a.doc", OLE2, FormFault.OLD_FORMAT),
        ("a.xlsx", OLE2 + "EncryptedPackage".encode("utf-16-le"), FormFault.ENCRYPTED),
        ("a.et", b"PK\x03\x04", FormFault.OLD_FORMAT),
        ("a.xlsm", b"PK\x03\x04", FormFault.MACROS),
        ("a.xlsx", b"", FormFault.EMPTY),
        ("a.xlsx", b"PK\x03\x04 cut short", FormFault.DAMAGED),
        ("a.xlsx", b"<html><table>", FormFault.OTHER_FORMAT),
        ("a.pdf", b"%PDF-1.7", FormFault.OTHER_FORMAT),
    ],
)
def test_what_is_no_form_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, expected: FormFault
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert fault(path) == expected


def test_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    assert fault(tmp_path) == FormFault.IS_DIRECTORY
    assert fault(tmp_path / "none.xlsx") == FormFault.NOT_FOUND


def test_macros_are_found_under_any_name(tmp_path: Path) -> None:
    page = sheet("", "<sheetData/>", "")
    assert fault(form(tmp_path / "a.xlsx", page, **{"xl/vbaProject.bin": b"x"})) == FormFault.MACROS


def test_zips_of_other_things(tmp_path: Path) -> None:
    assert fault(write(tmp_path / "a.xlsx", {"a.txt": "x"})) == FormFault.OTHER_FORMAT
    parts = read(form(tmp_path / "b.xlsx", sheet("", "<sheetData/>", "")))
    del parts["xl/workbook.xml"]
    assert fault(write(tmp_path / "c.xlsx", dict(parts))) == FormFault.OTHER_FORMAT


def test_a_part_named_twice_is_refused(tmp_path: Path) -> None:
    path = form(tmp_path / "a.xlsx", sheet("", "<sheetData/>", ""))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/WORKBOOK.XML", "<x/>")
    assert fault(path) == FormFault.HOSTILE


ROOT = f'<worksheet xmlns="{SPACE}">'
HOSTILE: dict[str, tuple[str | bytes, FormFault]] = {
    "entities": (f'<!DOCTYPE w [<!ENTITY a "aaaa">]>{ROOT}&a;</worksheet>', FormFault.HOSTILE),
    "outside": ('<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet/>', FormFault.HOSTILE),
    "deep": ("<a>" * 100_000, FormFault.HOSTILE),
    "broken": (f"{ROOT}<sheetData>", FormFault.DAMAGED),
    "no xml": ("PNG", FormFault.DAMAGED),
    "utf-16": (f"{ROOT}</worksheet>".encode("utf-16"), FormFault.DAMAGED),
    "other encoding": (f'<?xml version="1.0" encoding="GBK"?>{ROOT}</worksheet>', FormFault.DAMAGED),
    "far column": (
        f'{ROOT}<sheetData><row r="1"><c r="ZZZZ1"/></row></sheetData></worksheet>',
        FormFault.DAMAGED,
    ),
    "far row": (f'{ROOT}<sheetData><row r="99999999"/></sheetData></worksheet>', FormFault.DAMAGED),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused(tmp_path: Path, name: str) -> None:
    page, expected = HOSTILE[name]
    assert fault(form(tmp_path / "a.xlsx", page)) == expected


BOMBS = {
    "blanks": b" " * 60_000_000,
    "elements": b"<a>" + b"<b/>" * 3_000_000 + b"</a>",
    "one attribute": b'<a b="' + b"x" * 20_000_000 + b'"/>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_little_memory(tmp_path: Path, name: str) -> None:
    path = form(tmp_path / "a.xlsx", BOMBS[name])
    assert path.stat().st_size < 300_000
    tracemalloc.start()
    try:
        assert fault(path) in {FormFault.TOO_LARGE, FormFault.HOSTILE}
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_too_many_elements_are_refused_before_the_memory_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that do not repeat pack badly, so that no ratio gives them away."""
    monkeypatch.setattr(spans, "MOST_ELEMENTS", 10_000)
    page = b"<a>" + b"".join(b"<b%x/>" % at for at in range(10_001)) + b"</a>"
    assert fault(form(tmp_path / "a.xlsx", page)) == FormFault.HOSTILE


def test_sizes_that_lie_are_found_out(tmp_path: Path) -> None:
    path = form(tmp_path / "a.xlsx", sheet("", "<sheetData/>", "") + " " * 5_000)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[at : at + 4] = (40).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert fault(path) == FormFault.DAMAGED


ODD = [
    "",
    "#REF!",
    "²",
    "A0",
    "9" * 5_000,
    "ZZZ9",
    "-1",
    "A1:B",
    "1:A",
    "{{#sales}}",
    "{{/sales}}",
    "XFD1048576",
    "1e9",
]


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, list[tuple[float, float, str]]]:
    """Draw a form, and places in it with what is put there."""
    change = st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from(ODD))
    return draw(st.sampled_from(sorted(MADE))), draw(st.lists(change, min_size=1, max_size=4))


@pytest.fixture(scope="module")
def whole_forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: read(make(folder / name)) for name, make in MADE.items()}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages())
def test_a_damaged_form_is_filled_in_or_refused(
    tmp_path: Path,
    whole_forms: dict[str, dict[str, bytes]],
    damage: tuple[str, list[tuple[float, float, str]]],
) -> None:
    """An attribute, or the text of an element, says something else: there is a form or a sentence."""
    name, changes = damage
    parts = dict(whole_forms[name])
    texts = [part for part in parts if part.endswith(("xml", "rels", "vml"))]
    for which, where, odd in changes:
        part = texts[min(int(which * len(texts)), len(texts) - 1)]
        content = parts[part]
        spots = list(re.finditer(rb'(?<==")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', content))
        if spots:
            spot = spots[min(int(where * len(spots)), len(spots) - 1)]
            parts[part] = content[: spot.start()] + odd.encode() + content[spot.end() :]
    path = write(tmp_path / name, {**parts})
    with contextlib.suppress(UnusableFormError):
        preview_form(path)
    with contextlib.suppress(UnusableFormError, FormProblemsError):
        _, after = fill(path)
        assert list(after)
