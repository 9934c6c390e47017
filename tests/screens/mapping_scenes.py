"""What there is to see of files that ask something: tables nobody knows, dates, words; and too many."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from desktop_app import i18n
from tests.fixtures import path as fixture
from tests.screens.import_scenes import MANY, ORDERS, file_for, leave, look
from tests.screens.scenes import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.screens.stage import Stage

LONG: Final = "王家秦岭北麓猕猴桃合作社二〇二六年三月微信群接龙登记表（最终版）（改）（再改一次）.xlsx"
LEDGER_OF_COUSIN: Final = "表哥记账.csv"
RUINED: Final = "三百行不对.csv"
WORDS: Final = "新状态.csv"
DAMAGED: Final = "单号坏了.csv"
AMBIGUOUS: Final = "三月运费单 (1) (2) 副本的副本 最终再改.csv"


def mapping_scenes(folder: Path) -> tuple[Scene, ...]:
    """The scenes of mapping, on files in `folder`, made when they are needed."""
    seen = partial(_seen, folder)
    return (
        Scene("mapping-unknown", "mapping", "demo", seen((LEDGER_OF_COUSIN,)), tidy=leave),
        Scene("mapping-dialog", "mapping", "demo", seen((LEDGER_OF_COUSIN,)), ask=_map, tidy=leave),
        Scene("mapping-dialog-worst", "mapping", "demo", seen((LONG,)), ask=_map, tidy=leave),
        Scene("mapping-read", "mapping", "demo", partial(_mapped, folder), tidy=leave),
        Scene("mapping-words", "mapping", "demo", seen((WORDS,), "TTS-TH"), tidy=leave),
        Scene("mapping-refused", "mapping", "demo", seen((RUINED,), "TTS-TH"), tidy=leave),
        Scene("mapping-worst", "mapping", "demo", seen(tuple(_worst())), tidy=leave),
    )


def _worst() -> Sequence[str]:
    return (
        *MANY,
        LONG,
        LEDGER_OF_COUSIN,
        AMBIGUOUS,
        RUINED,
        WORDS,
        DAMAGED,
        "shopee-orders-tw.xlsx",
        "photo.xlsx",
    )


def _seen(folder: Path, names: tuple[str, ...], account: str | None = None) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        for name in names:
            make(folder / "files" / i18n.language(), name)
        look(folder, names, account, stage)

    return show


def _map(stage: Stage) -> None:
    stage.page.side.ask.map.click()


def _mapped(folder: Path, stage: Stage) -> None:
    """A table as it was mapped, before it is brought in."""
    _seen(folder, (LEDGER_OF_COUSIN,))(stage)

    def take(dialog: Any) -> None:
        stage.settle()
        dialog.do.click()

    stage.modal(stage.page.side.ask.map.click, take)
    stage.settle()


def make(folder: Path, name: str) -> Path:
    """Make a file that asks something; a fixture for any other name."""
    folder.mkdir(parents=True, exist_ok=True)
    makers: dict[str, Callable[[Path], object]] = {
        LONG: _cooperative,
        LEDGER_OF_COUSIN: _cousin,
        RUINED: _ruined,
        WORDS: _words,
        DAMAGED: _damaged,
        AMBIGUOUS: _ambiguous,
    }
    if name not in makers:
        return file_for(folder, name)
    makers[name](folder / name)
    return folder / name


def _cousin(target: Path) -> None:
    rows = [["支出日期", "项目", "支出", "收款人", "说明"]]
    kinds = ("纸箱", "电费", "房租", "快递费", "油费")
    rows += [
        [
            f"2026-03-{day:02}",
            kinds[day % 5],
            f"{day * 37.5:.2f}",
            f"商家{day % 4}",
            "每月" if day % 3 else "",
        ]
        for day in range(1, 29)
    ]
    _write(target, rows)


def _cooperative(target: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    sheet = made.create_sheet("三月接龙登记（请勿删除）")
    sheet.append(["王家秦岭北麓猕猴桃合作社二〇二六年三月微信群接龙登记表"])
    sheet.append(["填表人：表哥", None, None, "有问题打电话"])
    sheet.append([])
    heads = "接龙编号|接龙日期(当地时间)|要什么货（货号或名字都行）|几箱|多少钱一箱（含运费）|付了没有"
    heads += "|快递单号（多个用分号）|收货人姓名|电话|地址|备注一|备注二|谁登记的|群名"
    sheet.append(heads.split("|"))
    states = ("付了", "还没", "压单", "已发货", "退了")
    for at in range(1, 61):
        price = "看着给" if at % 9 == 0 else f"{at % 7 + 1}.{at % 900 + 100}"
        what = "徐香猕猴桃特级大果礼盒装两千五百克" if at % 2 else "KW-5KG"
        day = f"{at % 12 + 1:02}/{at % 11 + 1:02}/2026"
        row = [f"{at:04}号", day, what, at % 5 - 1, price, states[at % 5], f"SF{at:012}"]
        sheet.append([*row, "王女士", "13800000000", "某地", "", "急", "表哥", "一群"])
    sheet.append(["合计", None, None, 120, None, None])
    made.save(target)


def _orders() -> list[list[str]]:
    return list(csv.reader(io.StringIO(fixture(ORDERS).read_text(encoding="utf-8-sig"), newline="")))


def _many_orders(count: int) -> list[list[str]]:
    head, *rows = _orders()
    at = head.index("Order ID")
    made = [head]
    for number in range(count):
        row = list(rows[number % len(rows)])
        row[at] = f"5838709000001{number:05}\t"
        made.append(row)
    return made


def _ruined(target: Path) -> None:
    rows = _many_orders(320)
    head = rows[0]
    for number, row in enumerate(rows[1:301]):
        column, value = (
            ("Created Time", "31/02/2026 19:05:43"),
            ("SKU Unit Original Price", "THB ???"),
            ("Quantity", "-1"),
        )[number % 3]
        row[head.index(column)] = value
    _write(target, rows)


def _words(target: Path) -> None:
    rows = _many_orders(24)
    at = rows[0].index("Order Status")
    for number, row in enumerate(rows[1:]):
        row[at] = ("รอการยืนยันจากผู้ขายและคลังสินค้า", "冻结中", "เสร็จสมบูรณ์")[number % 3]
    _write(target, rows)


def _damaged(target: Path) -> None:
    rows = _many_orders(6)
    at = rows[0].index("Order ID")
    for row in rows[1:]:
        row[at] = "5.83871E+17"
    _write(target, rows)


def _ambiguous(target: Path) -> None:
    rows = [["Tracking number", "Ship date", "Shipping cost", "Weight (kg)"]]
    rows += [[f"TH{at:010}", f"0{at % 9 + 1}/0{at % 8 + 1}/2026", f"{at}.500", "0.5"] for at in range(1, 9)]
    _write(target, rows)


def _write(target: Path, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    target.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
