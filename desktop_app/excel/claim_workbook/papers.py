"""承诺书: what the applicant promises, with the applicant's name and room to sign and stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.excel.claim_workbook import looks
from desktop_app.excel.claim_workbook.sheet import Put
from desktop_app.excel.claim_workbook.words import sheet_name, template, title_of

if TYPE_CHECKING:
    from desktop_app.excel.claim_workbook.making import Making
    from desktop_app.excel.claim_workbook.sheet import Sheet

_WIDTHS: Final = [22.0, 22.0, 22.0, 22.0]
_WIDE: Final = len(_WIDTHS)


def add_commitment(making: Making) -> None:
    """Add the sheet."""
    document = making.document
    applicant = document.applicant
    sheet = making.new_sheet(sheet_name("commitment"), list(_WIDTHS), landscape=False)
    sheet.add([Put(title_of("commitment"), looks.TITLE, _WIDE)], 60)
    party = "人" if applicant.is_person else "单位"
    usual = template()["commitment"]["paragraphs"]
    for paragraph in document.commitment or usual:
        # Put in by hand, not by format: a name or a paragraph of one's own may hold braces.
        said = paragraph
        if not document.commitment:
            for mark, text in (
                ("{party}", party),
                ("{name}", f"（{applicant.name}）"),
                ("{title}", document.title),
            ):
                said = said.replace(mark, text)
        _paragraph(sheet, f"　　{said}")
    if document.issuer:
        _paragraph(sheet, f"　　{template()['commitment']['addressee']}")
        _paragraph(sheet, document.issuer)
    sheet.blank(40)
    if applicant.is_person:
        _signature(sheet, "承诺人(签字按手印)：")
        _signature(sheet, "身份证号：")
    else:
        _signature(sheet, "承诺单位(盖章)：")
        _signature(sheet, "法定代表人/经营者(签字)：")
    _signature(sheet, "　　　　年　　　月　　　日")


def _paragraph(sheet: Sheet, text: str) -> None:
    puts = [Put(text, looks.PARAGRAPH, _WIDE)]
    sheet.add(puts, sheet.needed_height(puts) + 8)


def _signature(sheet: Sheet, text: str) -> None:
    look = looks.Look(font=looks.FANG_SONG, size=14, boxed=False, wrap=False)
    sheet.add([Put(None, look, 2), Put(text, look, 2)], 48)
