"""Hostile files that are brought in: workbooks, zips, texts and their rows."""

from __future__ import annotations

from functools import partial
from typing import Final

from tests.fixtures import path as fixture
from tests.hostile import others, sheets, texts, zips
from tests.hostile.attack import IMPORT, Attack, family

_TOO_LARGE: Final = (
    "The file unpacks to more than any workbook would. It is not opened.",
    "文件解开后大得不像工作簿，不予打开。",
)
_TOO_MANY: Final = (
    "It holds more than can be brought in at once. Export fewer days at a time from the platform.",
    "内容太多，一次导入不了。请在平台上按更短的日期分几次导出。",
)
_ENTITIES: Final = (
    "The file declares XML entities, as no spreadsheet program does. It is not opened.",
    "文件里声明了 XML 实体，表格软件不会这样写，不予打开。",
)
_DAMAGED: Final = (
    "The file is damaged or cut short. Download or save it again.",
    "文件损坏或不完整，请重新下载或另存。",
)
_LOCKED: Final = ("The workbook has a password.", "工作簿有密码。")
_NO_FILE: Final = (
    "This is a pipe or a device, not a file. Choose a file.",
    "这是管道或设备，不是文件。请选择一个文件。",
)
_NO_ENCODING: Final = (
    "Its text is in no encoding that can be read. Use the original download.",
    "文字编码读不出来，请用平台的原始下载文件。",
)
_NOTHING_WITHIN: Final = ("No file in it can be brought in.", "里面没有可以导入的文件。")
_NO_NUMBER: Final = ("not a number; write it like 1299.00", "不是数字，请写成 1299.00 这样")
_NO_DATE: Final = (
    "not a date; write it like 2026-03-01 or 2026-03-01 20:00",
    "不是日期，请写成 2026-03-01 或 2026-03-01 20:00",
)
_READ: Final = ("Sales: added 6, updated 0, unchanged 0", "销售：新增 6，更新 0，不变 0")
_FOUR: Final = ("Sales: added 4, updated 0, unchanged 0", "销售：新增 4，更新 0，不变 0")
_KNOWN: Final = ("Sales: added 0, updated 0, unchanged 6", "销售：新增 0，更新 0，不变 6")
_CSV: Final = b"Order ID,SKU ID\n1,2\n"


WORKBOOKS: Final = family(
    "a.xlsx",
    IMPORT,
    ("billion laughs", sheets.laughs, _ENTITIES),
    ("external entity", sheets.outside, _ENTITIES),
    ("external entity in UTF-16", sheets.in_utf16, _ENTITIES),
    ("zip bomb: 100 MB of blanks in one sheet", sheets.bomb, _TOO_LARGE),
    ("zip bomb beside a picture that weighs enough", sheets.padded_bomb, _TOO_LARGE, "heavy"),
    (
        "zip bomb: 300 entries that overlap",
        partial(zips.overlapping, name=zips.SHEET, content=b" " * 1_000_000, times=300),
        _TOO_LARGE,
    ),
    ("a size that lies: 40 bytes said, 60 MB held", zips.lying_in_size, _DAMAGED),
    ("a million entries", partial(zips.crowded, count=1_000_000), _TOO_LARGE),
    ("a cell at XFD1048576", sheets.far_cell, _TOO_MANY),
    ("1,048,576 rows that share a formula", sheets.shared_formula, _TOO_MANY, "heavy"),
    ("two million cells in a row, none saying where", sheets.million_cells, _TOO_MANY, "heavy"),
    ("ten million shared texts", sheets.many_strings, _TOO_MANY, "heavy"),
    ("ten million shared texts in a ledger", sheets.many_ledger_strings, _TOO_MANY, "heavy"),
    ("an attribute of 50 MB", sheets.long_attribute, _TOO_LARGE, "heavy"),
    ("a cell of 50 MB", sheets.long_text, _TOO_LARGE, "heavy"),
    ("100,000 elements in each other", sheets.deep, ("No known format has these headings", "没有已知格式")),
    ("one entry encrypted", zips.locked_entry, _LOCKED),
    (
        "an .xls named .xlsx",
        texts.written(others.ole2("Workbook")),
        ("This is an old Excel workbook (.xls).", "这是旧版 Excel 工作簿（.xls）"),
    ),
    ("an encrypted workbook", texts.written(others.ole2("EncryptedPackage")), _LOCKED),
    (
        "HTML named .xlsx",
        texts.written(b"<html><table><tr><td>Order ID</td></tr></table>"),
        ("This is a web page, not a workbook.", "这是网页，不是工作簿"),
    ),
)
READ_WORKBOOKS: Final = family(
    "a.xlsx",
    IMPORT,
    ("a dimension that says A1", sheets.wrong_dimension, _FOUR),
    ("a dimension that says XFD1048576", sheets.huge_dimension, _FOUR),
    ("macros under a workbook's name: cells alone are read", sheets.macros, _FOUR),
    ("links to another workbook and a DDE command: cells alone are read", sheets.external_links, _FOUR),
    ("sizes behind the bytes, as a program writes that streams", zips.streamed, _FOUR),
    ("CSV named .xlsx", texts.with_rows(list), _READ),
    status=0,
)
ZIPS: Final = family(
    "a.zip",
    IMPORT,
    (
        "zip bomb: 390 files that overlap",
        partial(zips.overlapping, name="a.csv", content=_CSV * 50_000, times=390),
        _TOO_LARGE,
    ),
    ("a zip that holds itself", zips.holding_itself, _DAMAGED),
    ("a zip in a zip, forty deep", zips.nested, _NOTHING_WITHIN),
    ("a million entries", partial(zips.crowded, count=1_000_000), _TOO_LARGE),
    ("a 64-bit directory that contradicts the other", zips.lying_in_zip64, _TOO_LARGE),
    (
        "a name with ../",
        lambda path: zips.write(path, {"../x.csv": _CSV}),
        ("The zip holds ../x.csv, which leads out of it.", "压缩包里有 ../x.csv，会写到包外面去"),
    ),
    (
        "a symbolic link",
        others.zipped_link,
        ("The zip holds orders.csv, which leads out of it.", "压缩包里有 orders.csv，会写到包外面去"),
    ),
) + family(
    "a.zip",
    IMPORT,
    (
        "CON and con, twins but for their case",
        lambda path: zips.write(path, {"CON": fixture(texts.TH).read_bytes(), "con": b"x"}),
        _READ,
    ),
    status=1,
)
ENCODINGS: Final = family(
    "a.csv",
    IMPORT,
    ("GB18030", texts.in_encoding("gb18030"), _FOUR),
    ("UTF-8 with its mark", texts.in_encoding("utf-8-sig"), _FOUR),
    ("UTF-16, little end first", texts.in_encoding("utf-16-le", b"\xff\xfe"), _FOUR),
    ("UTF-16, big end first", texts.in_encoding("utf-16-be", b"\xfe\xff"), _FOUR),
    ("UTF-16 without a mark", texts.in_encoding("utf-16-le"), _FOUR),
    ("NUL bytes", texts.with_nul, _READ),
    status=0,
)
TEXTS: Final = family(
    "a.csv",
    IMPORT,
    ("two encodings in one file", texts.mixed_encodings, _NO_ENCODING),
    ("half of a surrogate pair", texts.lone_surrogate, _NO_ENCODING),
    ("200 MB without a line's end", texts.one_line, _TOO_MANY, "heavy"),
    (
        "a quotation mark that nothing closes",
        texts.open_quote,
        ("A quotation mark is opened and never closed.", "有引号没有配对"),
    ),
    (
        "missing columns",
        texts.with_rows(texts.without),
        ("lacks required columns: SKU ID, Created Time.", "缺少必填列：SKU ID, Created Time。"),
    ),
    (
        "one column twice, with other figures",
        texts.with_rows(texts.column_twice),
        (
            "The heading Quantity stands twice, over different cells.",
            "表头“Quantity”出现两次，下面的内容不一样",
        ),
    ),
    (
        "ids in scientific notation",
        texts.with_cells("Order ID", "5.83871E+17"),
        (
            "Ids in column Order ID became numbers and lost digits (5.83871E+17).",
            "“Order ID”列的编号变成了数字，丢了位数（5.83871E+17）",
        ),
    ),
    ("an empty file", texts.written(b""), ("The file is empty.", "文件是空的")),
    (
        "a program",
        texts.written(b"MZ\x90\0" + bytes(1_000)),
        ("This is not an Excel workbook.", "这不是 Excel 工作簿"),
    ),
    (
        "no file at all",
        lambda _path: None,
        ("There is no such file. Check the name.", "没有这个文件，请核对名称。"),
    ),
    ("a pipe", others.pipe, _NO_FILE),
    ("a device without end", others.link_to("/dev/zero"), _NO_FILE),
    ("a folder with nothing in it", others.folder, _NOTHING_WITHIN),
    ("a folder of 600 files", others.crowded_folder, _TOO_MANY),
    ("a link to nowhere", others.link_to("nowhere"), ("There is no such file.", "没有这个文件")),
    ("a link to itself", others.looping, ("The file cannot be read", "文件读不出来")),
)
OWNERS: Final = (
    Attack(
        item="another platform's account",
        file="a.csv",
        make=others.vietnamese,
        command=(*IMPORT, "--account", "dy"),
        en="the file says TikTok Shop. Name another account.",
        zh="文件里写的是 TikTok Shop，请换一个账号。",
    ),
    Attack(
        item="the same file twice",
        file="a.csv",
        make=texts.with_rows(list),
        before=(IMPORT,),
        status=0,
        en=_KNOWN[0],
        zh=_KNOWN[1],
    ),
)
ROWS: Final = family(
    "a.csv",
    IMPORT,
    ("the heading twice", texts.with_rows(texts.twice), _READ),
    ("a merged title above, a total beneath", texts.with_rows(texts.titled), _READ),
    (
        "each order twice in one file",
        texts.with_rows(texts.doubled),
        ("Order 583870900000000001 stands in row 2 already; taken once", "第 2 行已经有了，只记一次"),
    ),
    ("ids with leading zeros", texts.with_cells("Order ID", "000583870900000000001"), _READ),
    ("ids with apostrophes and tabs", texts.with_cells("Order ID", *["'583870900000000001\t"] * 2), _READ),
    ("ids in full-width digits", texts.with_cells("Order ID", "５８３８７０９００００００００００１"), _READ),
    ("￥1,299.00", texts.with_cells(texts.PRICE, "￥1,299.00"), _READ),
    ("-0.00", texts.with_cells(texts.PRICE, "-0.00"), _READ),
    ("a name =cmd|' /C calc'!A0", texts.with_cells(texts.NAME, "=cmd|' /C calc'!A0"), _READ),
    ("a name '); DROP TABLE", texts.with_cells(texts.NAME, "'); DROP TABLE sales;--"), _READ),
    ("a name with control characters", texts.with_cells(texts.NAME, "a\x01\x07b"), _READ),
    ("a name that turns right to left", texts.with_cells(texts.NAME, "\u202egnp.exe"), _READ),
    status=0,
)
REFUSED_ROWS: Final = family(
    "a.csv",
    IMPORT,
    ("1.299,00", texts.with_cells(texts.PRICE, "1.299,00"), _NO_NUMBER),
    ("1e3", texts.with_cells(texts.PRICE, "1e3"), _NO_NUMBER),
    ("NaN", texts.with_cells(texts.PRICE, "NaN"), _NO_NUMBER),
    ("10²⁰", texts.with_cells(texts.PRICE, "1" + "0" * 20), ("too large to be believed", "数值大得不合理")),
    (
        "a quantity of 999,999,999,999",
        texts.with_cells("Quantity", "999999999999"),
        ("too large to be believed: 1000000000 or more", "数值太大，不可信"),
    ),
    ("a quantity of １２．５斤", texts.with_cells("Quantity", "１２．５斤"), _NO_NUMBER),
    ("2026/2/30", texts.with_cells("Created Time", "2026/2/30"), _NO_DATE),
    ("the year 26", texts.with_cells("Created Time", "01/10/26"), _NO_DATE),
    ("a quotation mark closed two rows later", texts.quotes, _NO_NUMBER),
    (
        "a name of 40,000 characters",
        texts.with_cells(texts.NAME, "长" * 40_000),
        ("longer than the 32767 characters that are kept", "太长，最多保存 32767 个字"),
    ),
    (
        "a field of 10 MB",
        texts.long_field,
        ("longer than the 32767 characters that are kept", "太长，最多保存 32767 个字"),
        "heavy",
    ),
    status=1,
)

BROUGHT_IN: Final[tuple[Attack, ...]] = (
    *WORKBOOKS,
    *READ_WORKBOOKS,
    *ZIPS,
    *ENCODINGS,
    *TEXTS,
    *OWNERS,
    *ROWS,
    *REFUSED_ROWS,
)
