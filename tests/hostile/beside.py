"""Hostile files that are no imports: books, backups, schemes, county forms and photos."""

from __future__ import annotations

from functools import partial
from typing import Final

from tests.hostile import others, sheets, texts, zips
from tests.hostile.attack import ATTACH, CHECK, FORM, RESTORE, SCHEME, Attack, family

_NO_MANIFEST: Final = (
    "has no manifest beside it, so it cannot be trusted; take another backup.",
    "旁边没有清单，不可信；请换一份备份。",
)
_FORM_HOSTILE: Final = (
    "it is built like no form that Excel, Word or WPS writes, and is not opened.",
    "它的结构不像 Excel、Word 或 WPS 写出的申报表，不予打开。",
)
_FORM_LARGE: Final = (
    "it unpacks to far more than a form holds; ask for a clean copy.",
    "解开后远比申报表该有的大，请索要一份干净的。",
)
_KEPT: Final = ("kept as image/png, its look not known", "kept as image/png")

BOOKS: Final = (
    family(
        "x.bozhang",
        CHECK,
        (
            "a book with a foreign trigger",
            others.book_with("CREATE TRIGGER t AFTER INSERT ON sales BEGIN DELETE FROM sales; END"),
            (
                "holds something that no book has (t); it is not opened.",
                "里有账本不该有的东西（t），不予打开。",
            ),
        ),
        (
            "a book with a foreign view",
            others.book_with("CREATE VIEW v AS SELECT 1"),
            (
                "holds something that no book has (v); it is not opened.",
                "里有账本不该有的东西（v），不予打开。",
            ),
        ),
        (
            "another program's database",
            others.book_patched(68, b"abcd"),
            ("is another program's database, not a book", "是别的程序的数据库，不是账本"),
        ),
        (
            "a book of a newer version",
            others.book_patched(60, b"\0\0\0\x63"),
            ("was written by a newer version of this program", "是更新版本的程序写的"),
        ),
        (
            "a book cut short",
            others.book_cut(5_000),
            (
                "is cut short, so it cannot be opened; bring back a backup.",
                "不完整，打不开；请恢复一份备份。",
            ),
        ),
        (
            "a book of 0 bytes",
            texts.written(b""),
            ("is empty (0 bytes), so it is no book", "是空文件（0 字节），不是账本"),
        ),
        (
            "a pipe named like a book",
            others.pipe,
            ("is a pipe or a device, not a book", "是管道或设备，不是账本"),
        ),
    )
    + family(
        "x.bozhang",
        CHECK,
        ("a stray journal beside a book", others.stray_journal, ("No faults found.", "没有发现问题。")),
        status=0,
    )
    + family(
        "x.bozhang",
        RESTORE,
        ("a backup whose evidence leads out of its folder", others.backup_leading_out, _NO_MANIFEST),
        ("a backup whose list is 100,000 brackets", others.backup_with_deep_manifest, _NO_MANIFEST),
        ("a backup whose list is a gigabyte", others.backup_with_huge_manifest, _NO_MANIFEST),
        (
            "a backup cut short",
            others.backup_cut,
            ("is not what was backed up (its hash differs)", "与当初备份的内容不同（校验值不符）"),
        ),
    )
)
SCHEMES: Final = family(
    "s.json",
    SCHEME,
    (
        "a scheme of 100 MB",
        others.huge_scheme,
        ("it has more than 1048576 bytes, which no scheme has", "文件超过 1048576 字节"),
    ),
    (
        "a scheme of 100,000 brackets",
        texts.written(b"[" * 100_000),
        ("its objects stand in each other too deep", "层层嵌套太深"),
    ),
    ("NaN in a scheme", texts.written(others.scheme(name=float("nan"))), ("name: ", "name：")),
    (
        "a number of 4,000 digits in a scheme",
        texts.written(others.scheme(name=10**4_000)),
        ("name: ", "name："),
    ),
    (
        "a key twice in a scheme",
        texts.written(b'{"id": "a", "id": "b"}'),
        ("id: this key stands there twice; remove one.", "id：这个键写了两次；请删去一个。"),
    ),
    (
        "a pipe named like a scheme",
        others.pipe,
        ("is a pipe or a device; name a file.", "是管道或设备；请指定一个文件。"),
    ),
)
FORMS: Final = family(
    "f.xlsx",
    FORM,
    (
        "a form with entities",
        others.sheet_form(b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'),
        _FORM_HOSTILE,
    ),
    ("a form that is a zip bomb", others.sheet_form(b" " * 60_000_000), _FORM_LARGE),
    ("a form whose directory contradicts itself", zips.lying_in_zip64, _FORM_LARGE),
    ("a form with an attribute of 50 MB", sheets.long_attribute, _FORM_HOSTILE, "heavy"),
    (
        "a pipe named like a form",
        others.pipe,
        ("this is a pipe or a device, not a file", "这是管道或设备，不是文件"),
    ),
) + family(
    "f.docx",
    FORM,
    (
        "a Word form with an external entity",
        others.word_form(lambda text: b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + text),
        _FORM_HOSTILE,
    ),
    (
        "a Word form of 100,000 elements in each other",
        others.word_form(lambda _text: b"<a>" * 100_000),
        _FORM_HOSTILE,
    ),
    ("a Word form of two million elements", others.word_form(others.many_elements), _FORM_HOSTILE, "heavy"),
    ("a Word form of a million entries", partial(zips.crowded, count=1_000_000), _FORM_LARGE),
)
PHOTOS: Final = (
    family(
        "p.png",
        ATTACH,
        ("a photo of 60,000 × 60,000 pixels", others.huge_photo, _KEPT),
        ("a photo cut short", others.cut_photo, _KEPT),
        ("a photo whose colour profile and comments unfold to 400 MB", others.photo_with_bombs, _KEPT),
        (
            "a photo of one pixel with a gigabyte behind it",
            others.photo_of_more,
            ("kept as image/png, its look known", "kept as image/png"),
        ),
        status=0,
    )
    + family(
        "p.svg",
        ATTACH,
        (
            "an SVG with a script: kept, never drawn",
            texts.written(b"<svg><script>alert(1)</script></svg>"),
            ("kept as image/svg+xml, its look not known",) * 2,
        ),
        status=0,
    )
    + family(
        "p.jpg",
        ATTACH,
        (
            "an exe named jpg",
            texts.written(b"MZ\x90\0" + bytes(100)),
            ("p.jpg is a program, not a document", "p.jpg 是程序，不是材料"),
        ),
        (
            "a photo of 0 bytes",
            texts.written(b""),
            ("p.jpg is empty; take the photo or save the file again.", "p.jpg 是空文件；请重新拍照或保存。"),
        ),
        (
            "a pipe named like a photo",
            others.pipe,
            ("is a pipe or a device; name a file.", "是管道或设备；请指定一个文件。"),
        ),
    )
    + family(
        "p.pdf",
        ATTACH,
        (
            "a PDF of 2 GB",
            others.huge_pdf,
            (
                "p.pdf is larger than any photo or paper (256 MB); attach a smaller copy.",
                "p.pdf 比任何照片或材料都大（256 MB）；请换一份小一些的。",
            ),
        ),
    )
)

BESIDE: Final[tuple[Attack, ...]] = (*BOOKS, *SCHEMES, *FORMS, *PHOTOS)
