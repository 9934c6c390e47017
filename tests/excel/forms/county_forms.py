"""Three workbooks as counties hand them out, with fields typed into them; the Word one has a module of its own."""

# ruff: noqa: E501 - XML is written as its programs write it

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.excel.forms.making import (
    ART,
    DRAWING,
    HEAD,
    MAIN,
    RELS,
    SHEET_TYPE,
    Parts,
    Rows,
    Strings,
    png,
    relationships,
    sheet,
    sheet_data,
    workbook_parts,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
COMMENTS_TYPE = SHEET_TYPE.format("comments")
CONTROL_TYPE = "application/vnd.ms-excel.controlproperties+xml"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
TABLE_TYPE = SHEET_TYPE.format("table")

RICH = (
    '<r><rPr><b/><sz val="11"/><rFont val="宋体"/></rPr><t xml:space="preserve">本单位 {{applic</t></r>'
    '<r><rPr><b/><u/><color rgb="FFC00000"/><sz val="14"/><rFont val="黑体"/></rPr><t>ant.na</t></r>'
    '<r><rPr><sz val="11"/><rFont val="宋体"/></rPr>'
    '<t xml:space="preserve">me}} 申请 &amp; 承诺：金额 {{claim.amount}} 元属实。</t></r>'
)


def picture(at: tuple[int, int, int, int], name: str, edit: str = "oneCell") -> str:
    """Return an anchored picture: column and row from, column and row to."""
    left, top, right, bottom = at
    return (
        f'<xdr:twoCellAnchor editAs="{edit}"><xdr:from><xdr:col>{left}</xdr:col><xdr:colOff>0</xdr:colOff>'
        f"<xdr:row>{top}</xdr:row><xdr:rowOff>12700</xdr:rowOff></xdr:from><xdr:to><xdr:col>{right}</xdr:col>"
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>'
        "</xdr:twoCellAnchor>"
    )


def text_box(at: tuple[int, int, int, int], runs: str, link: str = "", edit: str = "oneCell") -> str:
    """Return an anchored text box."""
    left, top, right, bottom = at
    return (
        f'<xdr:twoCellAnchor editAs="{edit}"><xdr:from><xdr:col>{left}</xdr:col><xdr:colOff>0</xdr:colOff>'
        f"<xdr:row>{top}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{right}</xdr:col>"
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{bottom}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        f'<xdr:sp macro="" textlink="{link}"><xdr:nvSpPr><xdr:cNvPr id="3" name="文本框 2"/>'
        '<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></xdr:spPr>'
        f"<xdr:txBody><a:bodyPr/><a:p>{runs}</a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
    )


def drawing(*anchors: str) -> str:
    """Return a drawing part."""
    return f'{HEAD}<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{ART}" xmlns:r="{RELS}">{"".join(anchors)}</xdr:wsDr>'


def portrait(path: Path) -> Path:
    """Write an application form: merged cells, emblem, text box, page header, a hidden list of kinds."""
    strings = Strings()
    label, text, amount, day, plain = 2, 3, 4, 5, 6
    rows: Rows = {
        1: ('ht="48" customHeight="1" x14ac:dyDescent="0.2"', {"A": ("示例县跨境电商发展专项资金申请表", 1)}),
        2: ("", {"A": ("编号：{{claim.number}}　　年度：{{ claim.year }}", 7)}),
        3: ('ht="26" customHeight="1"', {
            "A": ("申请单位", label), "B": ("{{applicant.name}}", text), "C": (None, text),
            "D": ("统一社会信用代码", label), "E": ("{{applicant.credit_code}}", plain), "F": (None, plain)}),
        4: ('ht="26" customHeight="1"', {
            "A": ("身份证号", label), "B": ("{{applicant.id_card}}", text), "C": (None, text),
            "D": ("成立日期", label), "E": ("{{applicant.registered_on}}", day), "F": (None, day)}),
        5: ('ht="26" customHeight="1"', {
            "A": ("申报期", label), "B": ("{{claim.period_from}} 至 {{claim.period_to}}", text), "C": (None, text),
            "D": ("备注", label), "E": ("{{applicant.address}}", text), "F": (None, text)}),
        6: ('ht="26" customHeight="1"', {
            "A": ("基数（元）", label), "B": ("{{claim.base_amount}}", amount), "C": (None, amount),
            "D": ("其中已得", label), "E": ("{{claim.received}}", amount), "F": (None, amount)}),
        7: ('ht="26" customHeight="1"', {
            "A": ("申请金额", label), "B": ("{{claim.amount}}", amount), "C": (None, amount),
            "D": ("大写", label), "E": ("{{claim.amount_capital}}", text), "F": (None, text)}),
        8: ('ht="26" customHeight="1"', {
            "A": ("占比", label), "B": ("=IF(B6=0,0,B7/B6)", 3), "C": (None, text),
            "D": ("合计", label), "E": ("=SUM(B7,E6)", amount), "F": (None, amount)}),
        9: ('ht="40" customHeight="1"', {"A": (RICH, text), **dict.fromkeys("BCDEF", (None, text))}),
        10: ("", {"A": ("审核意见：", label), "B": (None, text), "F": (None, text)}),
    }  # fmt: skip
    merges = ["A1:F1", "A2:F2", "A9:F9", "B10:F10"]
    merges += [f"B{row}:C{row}" for row in range(3, 9)] + [f"E{row}:F{row}" for row in range(3, 9)]
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    main = sheet(
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:F10"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><selection activeCell="B3" sqref="B3:C3"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="14.4"/>'
        '<cols><col min="1" max="1" width="14.6" customWidth="1"/><col min="2" max="6" width="15.2" customWidth="1"/>'
        "</cols>",
        sheet_data(strings, rows),
        f'<mergeCells count="{len(merges)}">{merged}</mergeCells>'
        '<dataValidations count="1"><dataValidation type="list" allowBlank="1" sqref="B10">'
        "<formula1>类型!$A$1:$A$3</formula1></dataValidation></dataValidations>"
        '<printOptions horizontalCentered="1"/><pageMargins left="0.7" right="0.7" top="1" bottom="1" '
        'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait" fitToHeight="0"/>'
        '<headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;10{{claim.year}} 年度&amp;R第 &amp;P 页</oddHeader>'
        '</headerFooter><drawing r:id="rId1"/>',
    )
    kinds = sheet(
        '<dimension ref="A1:A3"/>',
        sheet_data(strings, {1: ("", {"A": ("个体户", 0)}), 2: ("", {"A": ("合作社", 0)}), 3: ("", {"A": ("公司", 0)})}),
        "",
    )  # fmt: skip
    runs = (
        '<a:r><a:rPr lang="zh-CN" sz="1000" b="1"/><a:t>受理号 {{claim.</a:t></a:r>'
        '<a:r><a:rPr lang="zh-CN" sz="1000"/><a:t>number}}（由县商务局填写）</a:t></a:r>'
    )
    boxed = drawing(picture((0, 0, 1, 1), "县徽"), text_box((4, 10, 6, 13), runs))
    others: Parts = {
        "xl/drawings/drawing1.xml": boxed,
        "xl/drawings/_rels/drawing1.xml.rels": relationships(("rId1", "image", "../media/image1.png")),
        "xl/media/image1.png": png(),
    }
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">申请表!$A$1:$F$14</definedName>'
        "</definedNames>"
    )
    parts = workbook_parts(
        {"申请表": main, "类型": kinds}, strings, names=names, states={"类型": ' state="hidden"'},
        relations={1: relationships(("rId1", "drawing", "../drawings/drawing1.xml"))},
        others=others, kinds={"xl/drawings/drawing1.xml": DRAWING_TYPE},
    )  # fmt: skip
    return write(path, parts)


VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">\r\n<v:shape id="_x0000_s1025" type="#_x0000_t202" '
    "style='visibility:hidden'><v:textbox><div style='text-align:left'><br></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:Anchor>\r\n    7, 15, 6, 2, 9, 31, 10, 1</x:Anchor>'
    "<x:Row>6</x:Row><x:Column>6</x:Column></x:ClientData></v:shape></xml>"
)


def landscape(path: Path) -> Path:
    """Write a table with a repeated row 5, sums in row 7, and a second sheet that points at them."""
    strings = Strings()
    label, text, amount, day = 2, 3, 4, 5
    columns = "ABCDEFGH"
    heads = ("序号", "日期", "订单号", "商品", "数量", "单价", "金额", "累计")
    data: dict[str, tuple[object, int]] = {
        "A": ("{{#sales}}{{index}}", text), "B": ("{{date}}", day), "C": ("{{order_id}}", text),
        "D": ("{{product}}（{{unit}}）", text), "E": ("{{quantity}}", text), "F": ("{{rate}}", amount),
        "G": ("=E5*F5*$B$2", amount), "H": ("=SUM(G$5:G5)", amount), "I": ("{{/sales}}", 0),
        "J": ('<f t="array" ref="J5">SUM(E5*F5)</f><v>-1</v>', amount),
    }  # fmt: skip
    rows: Rows = {
        1: ('ht="30" customHeight="1"', {"A": ("{{claim.year}} 年度跨境销售明细表", 1)}),
        2: ("", {"A": ("汇率", label), "B": (7.1, amount), "G": ("单位：元", 7)}),
        4: ('ht="22" customHeight="1"', {c: (h, label) for c, h in zip(columns, heads, strict=True)}),
        5: ('ht="19.5" customHeight="1" x14ac:dyDescent="0.15"', data),
        6: ("", dict.fromkeys(columns, (None, text))),
        7: ('ht="24" customHeight="1"', {
            "A": ("合计", label), "D": ("=COUNTA(C5:C6)", text), "E": ("=SUM(E5:E6)", text),
            "F": ("=IF(E7=0,0,G7/E7)", amount), "G": ("=SUM(G5)", amount), "H": ("=G7/$G$7", text)}),
        8: ("", {"A": ("其中：", text), "E": ('<f t="shared" ref="E8:G8" si="0">E7*2</f><v>-1</v>', text),
                 "F": ('<f t="shared" si="0"/><v>-1</v>', amount), "G": ('<f t="shared" si="0"/><v>-1</v>', amount)}),
        9: ("", {"G": ('=SUMIF(E5:E5,">0",G5:G5)+LEN("E5:E6 不动")', amount)}),
        12: ("", {"A": ("填报人（签字）：", 0), "E": ("负责人（签字）：", 0)}),
    }  # fmt: skip
    detail = sheet(
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:J12"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="4" topLeftCell="A5" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A7" sqref="A7"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="14.4"/><cols><col min="1" max="1" width="8"'
        ' customWidth="1"/><col min="2" max="3" width="20" customWidth="1"/><col min="4" max="4" width="24"'
        ' customWidth="1"/><col min="5" max="8" width="13" customWidth="1"/></cols>',
        sheet_data(strings, rows),
        '<autoFilter ref="A4:H5" xr:uid="{00000000-0001-0000-0000-000000000000}"/>'
        '<mergeCells count="4"><mergeCell ref="A1:H1"/><mergeCell ref="A7:C7"/><mergeCell ref="K4:K6"/>'
        '<mergeCell ref="L5:M5"/></mergeCells>'
        '<conditionalFormatting sqref="A5:H5"><cfRule type="expression" dxfId="0" priority="1">'
        "<formula>$E5&gt;100</formula></cfRule></conditionalFormatting>"
        '<dataValidations count="1"><dataValidation type="decimal" operator="lessThanOrEqual" sqref="E5 E7">'
        "<formula1>$G$7</formula1></dataValidation></dataValidations>"
        '<hyperlinks><hyperlink ref="A12" location="明细!A7" display="合计"/></hyperlinks>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        '<rowBreaks count="1" manualBreakCount="1"><brk id="10" max="16383" man="1"/></rowBreaks>'
        '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>'
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="2" id="{1}"><xm:f>G5&gt;汇总!$B$2</xm:f></x14:cfRule>'
        "<xm:sqref>G5:G6</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
    )
    summary = sheet(
        '<dimension ref="A1:B6"/><cols><col min="1" max="2" width="18" customWidth="1"/></cols>',
        sheet_data(strings, {
            1: ("", {"A": ("汇总（{{applicant.name}}）", 2)}),
            2: ("", {"A": ("金额", label), "B": ("=明细!G7", amount)}),
            3: ("", {"A": ("数量", label), "B": ("=SUM('明细'!$E$5:$E$5)", text)}),
            4: ("", {"A": ("最大一笔", label), "B": ("=MAX(明细!G5:G6)", amount)}),
            5: ("", {"A": ("名称", label), "B": ("=SUM(各笔金额)", amount)}),
            6: ("", {"A": ("表尾", label), "B": ("=明细!A12", text)}),
        }), "",
    )  # fmt: skip
    chart = (
        f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{ART}">'
        '<c:chart><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser>'
        '<c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>明细!$G$4</c:f></c:strRef></c:tx>'
        "<c:cat><c:strRef><c:f>明细!$A$5</c:f></c:strRef></c:cat>"
        '<c:val><c:numRef><c:f>明细!$G$5:$G$5</c:f></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/>'
        '</c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>'
        '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>'
        '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
    )
    frame = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>13</xdr:row>"
        "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff>"
        '<xdr:row>24</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="5" name="图表"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId2"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )
    stamp = text_box((6, 8, 8, 11), "<a:r><a:t>此处盖章</a:t></a:r>", "明细!$G$7")
    others: Parts = {
        "xl/drawings/drawing1.xml": drawing(picture((7, 0, 8, 1), "县徽"), stamp, frame),
        "xl/drawings/_rels/drawing1.xml.rels": relationships(
            ("rId1", "image", "../media/image1.png"), ("rId2", "chart", "../charts/chart1.xml")
        ),
        "xl/charts/chart1.xml": chart,
        "xl/drawings/vmlDrawing1.vml": VML,
        "xl/comments1.xml": (
            f'{HEAD}<comments xmlns="{MAIN}"><authors><author>商务局</author></authors><commentList>'
            '<comment ref="G7" authorId="0"><text><t>须与结算单一致</t></text></comment></commentList></comments>'
        ),
        "xl/media/image1.png": png(),
    }
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">明细!$A$4:$H$5'
        '</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">明细!$A$1:$M$12</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">明细!$4:$4</definedName>'
        '<definedName name="各笔金额">明细!$G$5</definedName></definedNames>'
    )
    relations = relationships(
        ("rId1", "drawing", "../drawings/drawing1.xml"),
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rId3", "comments", "../comments1.xml"),
    )
    kinds = {
        "xl/drawings/drawing1.xml": DRAWING_TYPE,
        "xl/comments1.xml": COMMENTS_TYPE,
        "xl/charts/chart1.xml": CHART_TYPE,
    }
    sheets = {"明细": detail, "汇总": summary}
    return write(
        path,
        workbook_parts(sheets, strings, names=names, relations={1: relations}, others=others, kinds=kinds),
    )


def protected(path: Path) -> Path:
    """Write a locked form that counts days from 1904: lists, a check box, a table, a hidden column."""
    strings = Strings()
    label, text, amount = 2, 3, 8
    rows: Rows = {
        1: ('ht="30" customHeight="1"', {"A": ("直播基地运费补贴申报表（请勿改动格式）", 1)}),
        2: ("", {"A": ("主体类型", label), "B": ("{{applicant.kind}}", text), "C": ("=VLOOKUP(B2,字典!A1:B3,2,0)", text)}),
        3: ("", {"A": ("登记日期", label), "B": ("{{applicant.registered_on}}", 5), "C": ("{{claim.frozen_on}}", 0)}),
        4: ("", {"A": ("承运商", label), "B": ("运费", label), "C": ("重量", label)}),
        5: ("", {"A": ("{{#shipping}}{{carrier}}", text), "B": ("{{cost}}", amount), "C": ("{{weight_kg}}{{/shipping}}", amount)}),
        6: ("", {"A": ("合计", label), "B": ("=SUBTOTAL(109,B5:B5)", amount), "C": ("=SUM(C5)", amount)}),
        8: ("", {"A": ("每公斤", label), "B": ("=IF(C6=0,0,ROUND(B6/C6,2))", amount), "D": (0, 0)}),
    }  # fmt: skip
    control = (
        '<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
        '<control shapeId="1026" r:id="rId2" name="Check Box 2"><controlPr defaultSize="0" autoFill="0"><anchor '
        'moveWithCells="1"><from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row>'
        "<xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row>"
        "<xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent></controls>"
        "</mc:Choice></mc:AlternateContent>"
    )
    vml = VML.replace('ObjectType="Note"', 'ObjectType="Checkbox"').replace(
        "<x:Row>6</x:Row><x:Column>6</x:Column>", "<x:FmlaLink>$D$8</x:FmlaLink>"
    ).replace("7, 15, 6, 2, 9, 31, 10, 1", "2, 15, 7, 2, 3, 31, 8, 1")  # fmt: skip
    main = sheet(
        '<dimension ref="A1:D8"/><sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        '<cols><col min="1" max="3" width="22" customWidth="1"/><col min="4" max="4" width="9" hidden="1"/></cols>',
        sheet_data(strings, rows),
        '<sheetProtection algorithmName="SHA-512" hashValue="aGFzaA==" saltValue="c2FsdA==" spinCount="100000" '
        'sheet="1" objects="1" scenarios="1"/><protectedRanges><protectedRange sqref="B5:C5" name="填写区"/>'
        '</protectedRanges><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
        '<dataValidations count="2"><dataValidation type="list" sqref="B2"><formula1>字典!$A$1:$A$3</formula1>'
        '</dataValidation><dataValidation type="decimal" sqref="B5:C5"><formula1>0</formula1>'
        "<formula2>IF(B5=0,1,$B$6)</formula2></dataValidation></dataValidations>"
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="portrait"/><legacyDrawing r:id="rId1"/>{control}',
    )
    lists = sheet(
        "",
        sheet_data(strings, {
            1: ("", {"A": ("个体户", 0), "B": ("一类", 0)}),
            2: ("", {"A": ("合作社", 0), "B": ("二类", 0)}),
            3: ("", {"A": ("公司", 0), "B": ("三类", 0)}),
        }), "",
    )  # fmt: skip
    others: Parts = {
        "xl/drawings/vmlDrawing1.vml": vml,
        "xl/ctrlProps/ctrlProp1.xml": (
            f'{HEAD}<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
            'objectType="CheckBox" fmlaLink="$D$8" lockText="1"/>'
        ),
    }
    relations = relationships(
        ("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rId2", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp",
         "../ctrlProps/ctrlProp1.xml"),
    )  # fmt: skip
    settings = '<workbookPr date1904="1"/><workbookProtection lockStructure="1"/>'
    parts = workbook_parts(
        {"申报表": main, "字典": lists}, strings, settings=settings, states={"字典": ' state="veryHidden"'},
        relations={1: relations}, others=others, kinds={"xl/ctrlProps/ctrlProp1.xml": CONTROL_TYPE},
    )  # fmt: skip
    return write(path, parts)
