"""Word forms filled in: text wherever it stands, rows of tables, and everything else as it was."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from desktop_app.excel.forms.errors import FormProblemsError, Note, Trouble
from desktop_app.excel.forms.filling import fill_form, read_form
from tests.excel.forms.filling_in import FIELDS, fill
from tests.excel.forms.making import HEAD, content_types, read, relationships, write
from tests.excel.forms.word_form import BIG, SPACES, paragraph, row, run, word
from tests.tools import require_tool

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.excel.forms.fields import Value

MAIN = "word/document.xml"


def small(path: Path, body: str) -> Path:
    """Write a document of nothing but a body."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return write(path, {
        "[Content_Types].xml": content_types({MAIN: kind}),
        "_rels/.rels": relationships(("rId1", "officeDocument", MAIN)),
        MAIN: f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    })  # fmt: skip


def texts(part: bytes) -> list[str]:
    """Return the text of each paragraph without those in it."""
    found = re.findall(r"<w:p[ >].*?</w:p>", part.decode())
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", text)) for text in found]


def test_places_are_numbered_paragraphs(tmp_path: Path) -> None:
    form = read_form(word(tmp_path / "f.docx"))
    assert (form.kind, form.problems, form.sheets) == ("docx", (), ())
    assert [(place.where, place.fields) for place in form.placeholders][:3] == [
        ("2", ("applicant.name",)),
        ("3", ("claim.number",)),
        ("4", ("claim.period_from", "claim.period_to", "applicant.address")),
    ]
    assert form.paragraphs[1] == "申请单位：{{applicant.name}}（盖章）"


def test_fields_are_filled_in_wherever_they_stand(tmp_path: Path) -> None:
    form = word(tmp_path / "f.docx")
    before, (_, after) = read(form)[MAIN].decode(), fill(form)
    made = after[MAIN].decode()
    # Split over runs: the value takes the format of the first, and the others keep theirs, empty.
    assert run("申请单位：王家果园 &amp; 电商&lt;社&gt;") in made
    assert f'<w:r>{BIG}<w:t xml:space="preserve"></w:t></w:r>' in made
    assert made.count("2025-0007") == before.count("{{claim.number}}") == 2
    assert "申报期 2025-01-01 至 2025-06-30，地址：=示例县1号" in made
    assert "示例运费补贴　第 2025-0007 号" in after["word/header1.xml"].decode()
    # The control's prompt and its bound data would be shown instead of what was filled in.
    control = re.findall("<w:sdt>.*?</w:sdt>", made)[0]
    assert "示例县农商行" in control
    assert '<w:alias w:val="开户行"/><w:id w:val="10101"/><w:text/>' in control


def test_nothing_but_text_differs(tmp_path: Path) -> None:
    form = word(tmp_path / "f.docx")
    before, (_, after) = read(form)[MAIN].decode(), fill(form)
    bare = [
        re.sub(r"(<w:t(?: [^>]*)?>).*?(</w:t>)", r"\1\2", text) for text in (before, after[MAIN].decode())
    ]
    first, second = (re.findall("<w:tr .*?</w:tr>", text) for text in bare)
    assert (len(first), len(second)) == (3, 4)
    assert second[:2] == first[:2]
    assert second[3] == first[2]
    shells = [re.sub("<w:tr .*</w:tr>", "", text) for text in bare]
    assert shells[1] == shells[0].replace(
        '<w:showingPlcHdr/><w:dataBinding w:xpath="/root/bank" w:storeItemID="{1}"/>', ""
    )


def test_a_row_of_a_table_is_repeated(tmp_path: Path) -> None:
    _, after = fill(word(tmp_path / "f.docx"))
    rows = re.findall("<w:tr .*?</w:tr>", after[MAIN].decode())
    assert [texts(text.encode()) for text in rows[1:3]] == [
        ["1", "云途", "88.20 元"],
        ["2", "燕文", "11.80 元"],
    ]
    assert all("<w:rPr><w:i/></w:rPr>" in text for text in rows[1:3])
    # What may stand but once in a document stays with the first copy.
    assert ["bookmarkStart" in text for text in rows[1:3]] == [True, False]
    assert ["w14:paraId" in text for text in rows[1:3]] == [True, False]


def test_no_line_leaves_one_empty_row(tmp_path: Path) -> None:
    done, after = fill(word(tmp_path / "f.docx"), rows={})
    rows = re.findall("<w:tr .*?</w:tr>", after[MAIN].decode())
    assert texts(rows[1].encode()) == ["", "", " 元"]
    assert [(remark.where, remark.note, remark.field) for remark in done.remarks] == [
        ("9", Note.EMPTY_LIST, "shipping")
    ]


def test_two_rows_for_each_line_and_a_table_in_a_table(tmp_path: Path) -> None:
    inner = f"<w:tbl>{row(paragraph(run('{{#costs}}{{cost}}{{/costs}}')))}</w:tbl>{paragraph()}"
    body = (
        f"<w:tbl>{row(paragraph(run('{{#sales}}{{index}}')))}"
        f"{row(paragraph(run('{{product}}{{/sales}}')))}{row(inner)}</w:tbl>"
    )
    lists: dict[str, list[dict[str, Value]]] = {
        "sales": [{"product": "甲"}, {"product": "乙"}],
        "costs": [{"cost": 7}, {"cost": 8}],
    }
    _, after = fill(small(tmp_path / "f.docx", body), rows=lists)
    assert [text for text in texts(after[MAIN]) if text] == ["1", "甲", "2", "乙", "7", "8"]
    assert after[MAIN].count(b"<w:tbl>") == 2


def test_lines_and_odd_characters_of_a_value(tmp_path: Path) -> None:
    form = small(tmp_path / "f.docx", paragraph(run("{{applicant.shops}}")))
    fill_form(form, tmp_path / "o.docx", fields={"applicant.shops": "甲\n乙\t丙\x07 <丁>"}, rows={})
    keep = '<w:t xml:space="preserve">'
    assert (
        f"{keep}甲</w:t><w:br/>{keep}乙</w:t><w:tab/>{keep}丙 &lt;丁&gt;</w:t>"
        in read(tmp_path / "o.docx")[MAIN].decode()
    )


def test_marked_paragraphs_are_filled_as_if_typed(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>"
    body = paragraph(run("旧", BIG), run("文")) + "<w:p/>" + paragraph(look=mark) + paragraph(run("不动"))
    form = small(tmp_path / "f.docx", body)
    placing = {"1": "{{applicant.name}}收", "2": "{{claim.year}}", "3": "{{claim.number}}"}
    fill_form(form, tmp_path / "o.docx", fields=FIELDS, rows={}, placing=placing)
    made = read(tmp_path / "o.docx")[MAIN].decode()
    assert f"<w:r>{BIG}" + '<w:t xml:space="preserve">王家果园 &amp; 电商&lt;社&gt;收</w:t></w:r>' in made
    assert '<w:p><w:r><w:t xml:space="preserve">2025</w:t></w:r></w:p>' in made
    assert f"{mark}<w:r><w:rPr><w:b/></w:rPr>" in made
    with pytest.raises(FormProblemsError) as refused:
        fill_form(form, tmp_path / "o.docx", fields={}, rows={}, placing={"9": "x"})
    assert [(p.where, p.trouble) for p in refused.value.problems] == [("9", Trouble.NO_SUCH_PLACE)]


WRONG = {
    "unknown": (
        paragraph(run("{{applicant."), run("nmae}}")),
        [("1", Trouble.UNKNOWN_FIELD, "applicant.nmae")],
    ),
    "column outside": (paragraph(run("{{product}}")), [("1", Trouble.COLUMN_OUTSIDE_ROW, "product")]),
    "outside a table": (
        paragraph(run("{{#sales}}")) + paragraph(run("{{/sales}}")),
        [("2", Trouble.ROW_AND_PAGE, "sales")],
    ),
    "not closed": (paragraph(run("{{#sales}}")), [("1", Trouble.NOT_CLOSED, "sales")]),
    "two in a row": (
        "<w:tbl>"
        + row(paragraph(run("{{#sales}}{{/sales}}")), paragraph(run("{{#costs}}{{/costs}}")))
        + "</w:tbl>",
        [("2", Trouble.CROSSED, "costs"), ("2", Trouble.NOT_BEGUN, "costs")],
    ),
    "half": (paragraph(run("{{claim.year")), [("1", Trouble.HALF_FIELD, "{{claim.year")]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_filled_in_is_named_with_its_paragraph(tmp_path: Path, name: str) -> None:
    body, expected = WRONG[name]
    form = small(tmp_path / "f.docx", body)
    assert [
        (problem.where, problem.trouble, problem.field) for problem in read_form(form).problems
    ] == expected
    with pytest.raises(FormProblemsError):
        fill(form)
    assert not (tmp_path / "filled-f.docx").exists()


def test_libreoffice_opens_the_filled_document(tmp_path: Path) -> None:
    program = require_tool("lowriter")
    done, _ = fill(word(tmp_path / "f.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(done.path)]
    subprocess.run([program, profile, "--headless", *to], check=True, capture_output=True, timeout=100)
    said = (tmp_path / "filled-f.txt").read_text(encoding="utf-8")
    assert "申请单位：王家果园 & 电商<社>（盖章）" in said
    assert "燕文" in said
