"""A claim's workbook: its formulas come to the program's figures, and every page can be handed in."""

from __future__ import annotations

import dataclasses
import subprocess
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from desktop_app.domain.capital_amount import PREFIX, capital_amount
from desktop_app.domain.subsidy.given import read_given
from desktop_app.domain.subsidy.reading import read_scheme
from desktop_app.excel.claim_workbook.writing import LedgerBy, Reader, write_claim
from desktop_app.excel.errors import ClaimFiguresError, WritingCancelledError
from desktop_app.reports.claim.rows import SalesLedger, Standing
from tests.domain.subsidy_schemes import PERCENT, STEP, content, per_unit, scheme, tiers
from tests.domain.test_subsidy_properties import cases
from tests.excel.claims_made import (
    claim_of,
    freight_claim,
    item_of,
    sales_claim,
    trial_claim,
)
from tests.excel.recalculating import bare, compare, convert
from tests.tools import require_tool

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from desktop_app.reports.claim.document import ClaimDocument, ClaimItem
    from tests.domain.test_subsidy_properties import Case

ERRORS = ("#", "Err:")
STRANGE = ('=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "*", "甲\x07乙", "_x0041_", "<&>\"'")


def item_for(number: int, raw: object, base: str, *measures: str, units: tuple[str, ...] = ()) -> ClaimItem:
    read = read_scheme(content(raw))
    return item_of(number, read, read_given(read, base, measures, units))


def both_sides() -> ClaimDocument:
    """A claim with every kind of rule, at and beside its limits."""
    slab = tiers("slab", ("[500000,1000000]", "0.01"), ("(1000000,2000000]", "0.02"), ("[2000000,)", "0.03"))
    parts = tiers("marginal", ("[50000,60000)", "0.02"), ("[60000,)", "0.0333"))
    sums = tiers("slab_flat", ("[0,10]", "5"), ("[11,20]", "9"))
    unclear = tiers("tiers_unclear", ("[100,1000)", "0.01"), ("[1000,)", "0.03"))
    drawn: list[tuple[object, str, tuple[str, ...]]] = [
        *((scheme(slab), base, ()) for base in ("499999.99", "500000", "1000000", "1000000.01", "2000000")),
        *((scheme(parts), base, ()) for base in ("50000", "59999.99", "60000.01")),
        *((scheme(sums, "orders"), base, ()) for base in ("10", "10.5", "11", "21")),
        *((scheme(unclear), base, ()) for base in ("99.99", "1000")),
        *((scheme(STEP), base, ()) for base in ("99.99", "100", "1000.29")),
        *((scheme(per_unit("0.5", "500"), "parcels"), base, ()) for base in ("500", "501")),
        (scheme(per_unit("1", at_cost=True), "parcels"), "1100", ("200@0.80", "900@4")),
        (scheme(PERCENT, "cost", rounding={"unit": "1", "mode": "floor"}), "80001.99", ()),
        (scheme(STEP, caps=[{"per": "claim", "amount": "30"}], rounding={"unit": "100"}), "1000", ()),
        (scheme(slab, caps=[{"per": "claim", "rate_of_base": "0.0099999"}]), "600000.55", ()),
    ]
    items = [item_for(at, raw, base, units=units) for at, (raw, base, units) in enumerate(drawn, start=1)]
    year = scheme(
        STEP, caps=[{"per": "year", "amount": "50"}], thresholds=[{"measure": "net", "above": "10"}]
    )
    items.append(item_for(len(items) + 1, year, "1000", "received=45.5"))
    items.append(item_for(len(items) + 1, year, "10"))
    return claim_of(items)


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small claims of every kind as written, and in `found` as LibreOffice recalculates their formulas."""
    require_tool("soffice")
    folder = tmp_path_factory.mktemp("claims")
    documents = {
        "sales": sales_claim(20),
        "freight": freight_claim(20),
        "trial": trial_claim(),
        "limits": both_sides(),
    }
    (folder / "bare").mkdir()
    for name, document in documents.items():
        by = LedgerBy.SESSION if name == "sales" else None
        write_claim(folder / f"{name}.xlsx", document, Reader.FILE, ledger_by=by)
        bare(folder / f"{name}.xlsx", folder / "bare" / f"{name}.xlsx")
    cell = first_amount(load_workbook(folder / "sales.xlsx")["销售明细台账"])
    bare(folder / "sales.xlsx", folder / "bare" / "changed.xlsx", ("销售明细台账", cell, "99999.99"))
    convert(sorted((folder / "bare").glob("*.xlsx")), "xlsx", folder / "found")
    return folder


def first_amount(page: Any) -> str:
    """Return the cell with what the first counted line sold for."""
    columns = {cell.value: cell.column for cell in page[3]}
    rows = range(4, page.max_row)
    row = next(row for row in rows if page.cell(row, columns["是否计入"]).value == "是")
    return str(page.cell(row, columns["成交额(原币)"]).coordinate)


@pytest.mark.parametrize("name", ["sales", "freight", "trial", "limits"])
def test_every_formula_comes_to_the_programs_figure(recalculated: Path, name: str) -> None:
    found = compare(recalculated / f"{name}.xlsx", recalculated / "found" / f"{name}.xlsx")
    assert len(found) > 100
    assert [one for one in found if not one.agrees] == []
    assert not [one for one in found if str(one.found).startswith(ERRORS)]


def test_a_changed_line_is_told_beside_every_total_that_it_changes(recalculated: Path) -> None:
    found = compare(recalculated / "sales.xlsx", recalculated / "found" / "changed.xlsx")
    told = {one.sheet for one in found if (one.written, one.found) == ("相符", "不符")}
    assert {"销售明细台账", "台账按场次汇总", "测算汇总表", "申报表"} <= told
    assert {one.sheet for one in found if (one.written, one.found) == ("是", "否")} == {"政策与汇率依据"}


@pytest.mark.slow
def test_two_thousand_lines_and_a_hundred_schemes_come_to_the_programs_figures(tmp_path: Path) -> None:
    require_tool("soffice")
    drawn: list[Case] = []

    @settings(
        max_examples=100,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(cases())
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    items = [
        item_for(
            number,
            raw,
            base,
            *(f"{name}={figure}" for name, figure in measures.items()),
            units=tuple(f"{count}@{cost}" for count, cost in units),
        )
        for number, (raw, base, measures, units) in enumerate(drawn, start=1)
    ]
    (tmp_path / "bare").mkdir()
    for name, document in (("many", claim_of(items)), ("long", sales_claim(2000))):
        write_claim(tmp_path / f"{name}.xlsx", document)
        bare(tmp_path / f"{name}.xlsx", tmp_path / "bare" / f"{name}.xlsx")
    convert(sorted((tmp_path / "bare").glob("*.xlsx")), "xlsx", tmp_path / "found")
    for name in ("many", "long"):
        found = compare(tmp_path / f"{name}.xlsx", tmp_path / "found" / f"{name}.xlsx")
        assert [one for one in found if not one.agrees] == []


# On paper ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_page_has_its_number_and_its_headings_and_nothing_is_cut(tmp_path: Path) -> None:
    require_tool("soffice")
    pdftotext = require_tool("pdftotext")
    write_claim(tmp_path / "sales.xlsx", sales_claim(90))
    convert([tmp_path / "sales.xlsx"], "pdf", tmp_path)
    text = subprocess.run(
        [pdftotext, "-layout", tmp_path / "sales.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 10
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        assert "##" not in page
    ledger = [page for page in pages if "成交额(原币)" in page]
    assert len(ledger) >= 6
    assert all("单位:元" in page or "单位:美元" in page for page in ledger)


def printed_columns(page: Worksheet) -> int:
    return range_boundaries(page.print_area.replace("$", "").rpartition("!")[2])[2] or 0


@pytest.mark.parametrize("lines", [8, 60])
def test_nothing_is_printed_below_eight_points(tmp_path: Path, lines: int) -> None:
    write_claim(tmp_path / "c.xlsx", sales_claim(lines), Reader.FILE, ledger_by=LedgerBy.DAY)
    for page in load_workbook(tmp_path / "c.xlsx"):
        assert page.page_setup.paperSize == 9
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        letters = map(get_column_letter, range(1, printed_columns(page) + 1))
        widths = [page.column_dimensions[letter].width for letter in letters]
        across = 297 if page.page_setup.orientation == "landscape" else 210
        room = (across / 25.4 - page.page_margins.left - page.page_margins.right) * 96
        scale = min(1, room / sum(7 * width + 5 for width in widths))
        sizes = {cell.font.sz for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None}
        assert min(sizes) * scale >= 8 - 1e-6, page.title


def test_lists_repeat_their_headings_and_print_what_their_schemes_use(tmp_path: Path) -> None:
    write_claim(tmp_path / "c.xlsx", sales_claim(40))
    workbook = load_workbook(tmp_path / "c.xlsx")
    ledger: Any = workbook["销售明细台账"]
    assert ledger.print_title_rows == "$2:$3"
    assert "第 &P 页 共 &N 页" in ledger.oddFooter.center.text
    headings = [cell.value for cell in ledger[3]]
    printed = headings[: printed_columns(ledger)]
    assert 13 <= len(printed) <= 17
    assert {"目的国", "报关单/清单号", "净重kg"} <= set(printed)
    beyond = headings[printed_columns(ledger) :]
    assert {"汇率日期", "归类", "成交额(元)"} <= set(beyond)


def test_a_form_has_room_to_sign_and_a_slash_only_where_a_field_does_not_apply(tmp_path: Path) -> None:
    write_claim(tmp_path / "c.xlsx", trial_claim())
    form = load_workbook(tmp_path / "c.xlsx")["申报表"]
    texts = {cell.value: cell for row in form.iter_rows() for cell in row if cell.value}
    beside = {label: form.cell(cell.row, cell.column + 2).value for label, cell in texts.items()}
    assert beside["统一社会信用代码"] == "/"
    assert beside["邮箱"] is None
    assert any("签字按手印" in str(text) for text in texts)
    assert not any("盖章" in str(text) and "申报单位" in str(text) for text in texts)
    assert any("商务部门审核意见" in str(text) for text in texts)


# What stands in the cells --------------------------------------------------------------------------------


def all_cells(workbook: Workbook) -> list[str]:
    return [
        str(cell.value)
        for page in workbook
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_nothing_from_outside_is_a_formula_and_ids_keep_every_digit(tmp_path: Path) -> None:
    plain = sales_claim(len(STRANGE))
    lines = tuple(
        dataclasses.replace(line, order_id=text, product=text, reason=text, standing=Standing.EXCLUDED)
        for line, text in zip(plain.ledgers[0].lines, STRANGE, strict=True)
    )
    kept = plain.ledgers[1].lines
    document = dataclasses.replace(
        plain,
        title=STRANGE[0],
        applicant=dataclasses.replace(plain.applicant, name=STRANGE[0], bank_account="00123456789012345678"),
        ledgers=(SalesLedger(items=(9,), lines=lines), SalesLedger(items=(3,), lines=kept)),
    )
    write_claim(tmp_path / "c.xlsx", document, Reader.FILE, ledger_by=LedgerBy.SESSION)
    workbook = load_workbook(tmp_path / "c.xlsx")
    for page in workbook:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "s":
                    assert cell.number_format == "@"
                    assert cell.quotePrefix
                elif cell.data_type == "f":
                    assert "HYPERLINK" not in str(cell.value)
    cells = all_cells(workbook)
    assert STRANGE[0] in cells
    assert "00123456789012345678" in cells
    assert {line.order_id for line in kept} <= set(cells)


def test_every_total_in_capitals_is_that_total(tmp_path: Path) -> None:
    document = sales_claim(25)
    write_claim(tmp_path / "c.xlsx", document)
    workbook = load_workbook(tmp_path / "c.xlsx")
    asked = PREFIX + capital_amount(document.asked_fen)
    assert asked in {cell.value for cell in workbook["申报表"]["D"]}
    assert asked in {cell.value for row in workbook["测算汇总表"].iter_rows() for cell in row}
    net = sum(line.net_base or 0 for line in document.ledgers[0].lines if line.standing is Standing.COUNTED)
    assert PREFIX + capital_amount(net) in all_cells(workbook)


def test_the_public_copy_tells_name_item_base_and_amount_alone(tmp_path: Path) -> None:
    document = sales_claim(10)
    write_claim(tmp_path / "c.xlsx", document, Reader.PUBLIC)
    workbook = load_workbook(tmp_path / "c.xlsx")
    assert workbook.sheetnames == ["公示表"]
    said = " ".join(all_cells(workbook))
    applicant = document.applicant
    assert applicant.name in said
    for private in (applicant.id_card, applicant.phone, applicant.bank_account, applicant.address):
        assert private not in said
    assert not any(line.order_id in said for line in document.ledgers[0].lines)


def test_an_example_says_so_across_every_page(tmp_path: Path) -> None:
    write_claim(tmp_path / "c.xlsx", sales_claim(60, example=True))
    with zipfile.ZipFile(tmp_path / "c.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/")]
        assert len(drawings) == len(sheets) > 8
        assert all("示例" in archive.read(name).decode() for name in drawings)
    write_claim(tmp_path / "c.xlsx", sales_claim(10))
    with zipfile.ZipFile(tmp_path / "c.xlsx") as archive:
        assert not any(name.startswith("xl/drawings/") for name in archive.namelist())


def test_the_same_claim_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_claim(tmp_path / f"{name}.xlsx", sales_claim(20), Reader.FILE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# Being stopped -------------------------------------------------------------------------------------------


def test_progress_is_told_and_calling_it_off_leaves_what_was_there(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_claim(
        tmp_path / "c.xlsx", sales_claim(250), progress=lambda done, total: heard.append((done, total))
    )
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1] > 500
    before = (tmp_path / "c.xlsx").read_bytes()
    with pytest.raises(WritingCancelledError):
        write_claim(tmp_path / "c.xlsx", sales_claim(250), cancelled=lambda: True)
    assert (tmp_path / "c.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["c.xlsx"]


def test_an_outcome_that_the_formulas_would_contradict_is_not_written(tmp_path: Path) -> None:
    document = sales_claim(10)
    wrong = dataclasses.replace(
        document.items[0], outcome=dataclasses.replace(document.items[0].outcome, amount=Fraction(1))
    )
    with pytest.raises(ClaimFiguresError):
        write_claim(tmp_path / "c.xlsx", dataclasses.replace(document, items=(wrong, *document.items[1:])))
    assert not list(tmp_path.iterdir())
