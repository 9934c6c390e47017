"""A Word form as a county hands it out: header, table with a repeated row, text box, content control."""

# ruff: noqa: E501, ISC004 - XML is written as its programs write it

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.excel.forms.making import ART, HEAD, RELS, WORD, content_types, png, relationships, write

if TYPE_CHECKING:
    from pathlib import Path

SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{RELS}" xmlns:a="{ART}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
BIG = '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="36"/></w:rPr>'


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, look: str = "") -> str:
    return f'<w:p w14:paraId="3A0B{len("".join(runs)):04X}">{look}{"".join(runs)}</w:p>'


def table_cell(inner: str, width: int = 2000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(*cells: str, look: str = "") -> str:
    return f'<w:tr w:rsidR="00A1" w14:paraId="77AA00FF">{look}{"".join(table_cell(text) for text in cells)}</w:tr>'


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300"'
    ' distR="114300" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>3600000</wp:posOffset>'
    '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="1800000" cy="540000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="7" name="文本框"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="540000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
    "</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx><wps:bodyPr/>"
    '</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape '
    'style="width:142pt;height:42pt"><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox></v:shape></w:pict>'
    "</mc:Fallback></mc:AlternateContent></w:r>"
)  # fmt: skip

CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="开户行"/><w:id w:val="10101"/><w:showingPlcHdr/>'
    '<w:dataBinding w:xpath="/root/bank" w:storeItemID="{1}"/><w:text/></w:sdtPr><w:sdtContent>'
    + run("{{applicant.bank_name}}")
    + "</w:sdtContent></w:sdt>"
)


def document() -> str:
    """Return the document part."""
    split = [
        run("申请单位：{{appl"),
        '<w:proofErr w:type="spellStart"/>',
        run("icant", BIG),
        run(".name}}（盖章）"),
    ]
    box = paragraph(run("收件号"), run("{{claim.number}}"))
    rows = [
        row(paragraph(run("序号")), paragraph(run("承运商")), paragraph(run("运费")), look="<w:trPr><w:tblHeader/></w:trPr>"),
        row(
            paragraph('<w:bookmarkStart w:id="1" w:name="第一行"/>', run("{{#shipping}}"), run("{{index}}"), '<w:bookmarkEnd w:id="1"/>'),
            paragraph(run("{{carrier}}", "<w:rPr><w:i/></w:rPr>")),
            paragraph(run("{{co"), run("st}} 元{{/shipping}}")),
        ),
        row(paragraph(run("合计")), paragraph(), paragraph(run("{{claim.amount}}"))),
    ]  # fmt: skip
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="540000" cy="540000"/><wp:docPr id="1" name="县徽"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="540000" cy="540000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    body = [
        paragraph(picture, run("示例县运费补贴申请书", BIG), look=centred),
        paragraph(*split, BOX.format(box=box)),
        paragraph(run("申报期 {{claim.period_from}} 至 {{claim.period_to}}，地址：{{applicant.address}}")),
        paragraph(run("开户行："), CONTROL, run("　账号：{{applicant.bank_account}}")),
        table,
        paragraph(run("金额（大写）：{{claim.amount_capital}}")),
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" '
        'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>',
    ]  # fmt: skip
    return f"{HEAD}<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>"


def word(path: Path) -> Path:
    """Write the form."""
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    settings = f'{HEAD}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/></w:settings>'
    styles = (
        f'{HEAD}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体"/>'
        '<w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
    )
    kinds = {"document": "document.main", "header1": "header", "footer1": "footer"}
    return write(path, {
        "[Content_Types].xml": content_types(
            {f"word/{name}.xml": f"{base}{kind}+xml" for name, kind in
             (*kinds.items(), ("settings", "settings"), ("styles", "styles"))}
        ),
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", "header", "header1.xml"), ("rId2", "footer", "footer1.xml"),
            ("rId3", "image", "media/image1.png"), ("rId4", "settings", "settings.xml"),
            ("rId5", "styles", "styles.xml"),
        ),
        "word/header1.xml": f"{HEAD}<w:hdr {SPACES}>{paragraph(run('{{claim.scheme}}　第 {{claim.number}} 号'))}</w:hdr>",
        "word/footer1.xml": f"{HEAD}<w:ftr {SPACES}>{paragraph(run('示例县商务局制'))}</w:ftr>",
        "word/settings.xml": settings,
        "word/styles.xml": styles,
        "word/media/image1.png": png(),
    })  # fmt: skip
