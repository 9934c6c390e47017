"""The one table of what can be done: menu, shortcuts, palette and shortcut sheet are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop_app.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from desktop_app.ui.theme.look import LookInForce


class Group(StrEnum):
    """Where an action stands in menu and shortcut sheet."""

    BOOK = N_("Book")
    EDIT = N_("Edit")
    RECORD = N_("Table")
    GO = N_("Go to")
    VIEW = N_("View")
    HELP = N_("Help")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a user can do: `text` is a msgid, `keys` its shortcuts, first the one that is shown."""

    name: str
    text: str
    group: Group
    keys: tuple[str, ...] = ()
    icon: str | None = None
    words: str = ""
    """More words the palette finds it by (pinyin initials, the other language)."""
    opens: str = ""
    """The page it opens, where that is all it does."""
    on_page: bool = False
    """Whether it works on some pages alone; such a page enables it while it is shown."""


def _record(name: str, text: str, keys: str = "", icon: str | None = None, words: str = "") -> ActionSpec:
    return ActionSpec(name, text, Group.RECORD, (keys,) if keys else (), icon, words, on_page=True)


def _place(name: str, text: str, keys: str = "", icon: str | None = None, words: str = "") -> ActionSpec:
    return ActionSpec(f"go_{name}", text, Group.GO, (keys,) if keys else (), icon, words, opens=name)


ACTIONS: Final = (
    ActionSpec("book_new", N_("New book…"), Group.BOOK, icon="plus", words="xjzb xinjian"),
    ActionSpec("book_open", N_("Open book…"), Group.BOOK, ("Ctrl+O",), "folder", "dkzb dakai"),
    ActionSpec("account_new", N_("New account…"), Group.BOOK, icon="plus", words="xjzh zhanghao account"),
    ActionSpec("import", N_("Import files…"), Group.BOOK, ("Ctrl+I",), "import", "drwj daoru"),
    ActionSpec("export", N_("Export what is seen to Excel"), Group.BOOK, ("Ctrl+E",), "export", "dc daochu"),
    ActionSpec(
        "summary", N_("Summary workbook of a period…"), Group.BOOK, ("Ctrl+Shift+E",), "reports", "hzb"
    ),
    ActionSpec("print", N_("Print…"), Group.BOOK, ("Ctrl+P",), "print", "dy dayin"),
    ActionSpec("back_up", N_("Back up now"), Group.BOOK, words="bf beifen"),
    ActionSpec("second_place", N_("Second place for backups…"), Group.BOOK, words="dedf beifen"),
    ActionSpec("no_second_place", N_("No second place for backups"), Group.BOOK, words="bydedf"),
    ActionSpec("move_book", N_("Move the book…"), Group.BOOK, words="nzb nuo"),
    ActionSpec("open_anew", N_("Open the book anew"), Group.BOOK, words="cxdk"),
    ActionSpec("pdf", N_("Save what is seen as PDF…"), Group.BOOK, ("Ctrl+Shift+P",), "file", "pdf"),
    ActionSpec("demo_discard", N_("Throw the demo book away…"), Group.BOOK, words="yszb"),
    ActionSpec("quit", N_("Quit"), Group.BOOK, ("Ctrl+Q",), words="tc tuichu"),
    ActionSpec("undo", N_("Undo"), Group.EDIT, ("Ctrl+Z",), "undo", "cx chexiao"),
    ActionSpec("redo", N_("Redo"), Group.EDIT, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "cz chongzuo"),
    ActionSpec("history", N_("History"), Group.EDIT, ("Ctrl+H",), "history", "ls lishi"),
    ActionSpec("find", N_("Filter this page"), Group.EDIT, ("Ctrl+F",), "search", "sx shaixuan"),
    _record("record_new", N_("New record"), "Ctrl+N", "plus", "xj xinjian"),
    _record("record_open", N_("Open the record"), words="dk dakai"),
    _record("record_edit", N_("Edit the cell"), "F2", words="bj bianji"),
    _record("record_duplicate", N_("Duplicate the record"), "Ctrl+D", words="fz fuzhi"),
    _record("record_bulk", N_("Change many…"), "Ctrl+Shift+B", words="plxg piliang"),
    _record("record_delete", N_("Delete"), "Del", words="sc shanchu"),
    _record("record_copy", N_("Copy with headings"), "Ctrl+C", words="fz kaobei"),
    _record("record_paste", N_("Paste from Excel…"), "Ctrl+V", "import", "nt zhantie"),
    _record("record_select_all", N_("Select all"), "Ctrl+A", words="qx quanxuan"),
    _record("record_same", N_("Only rows like this cell"), "Ctrl+L", words="tl xiangtong"),
    _record("record_filter", N_("Filter by a column…"), "Ctrl+Shift+F", "filter", "sx shaixuan"),
    _record("record_sort", N_("Sort by this column"), "Ctrl+Shift+O", words="px paixu"),
    _record("record_show_all", N_("Show all"), "Ctrl+Shift+A", words="xsqb"),
    _record("record_save_view", N_("Save as a view…"), "Ctrl+Shift+S", words="stbc shitu"),
    _record("record_columns", N_("Columns…"), "Ctrl+Shift+C", words="l lie"),
    ActionSpec("go_home", N_("Home"), Group.GO, ("Ctrl+1",), "home", "sy shouye"),
    ActionSpec("go_sessions", N_("Sessions"), Group.GO, ("Ctrl+2",), "sessions", "cc changci"),
    ActionSpec("go_import", N_("Import"), Group.GO, ("Ctrl+3",), "import", "dr daoru"),
    _place("orders", N_("Sales orders"), "Ctrl+4", "orders", "dd dingdan"),
    _place("to_ship", N_("To ship"), "", "orders", "dfh daifahuo"),
    _place("products", N_("Products"), "Ctrl+5", "products", "sp shangpin"),
    _place("product_names", N_("Names for buyers"), "", "products", "wymc mingcheng taiyu"),
    _place("stock", N_("Stock"), "Ctrl+6", "stock", "kc xy kucun xianyou"),
    _place("lots", N_("Lots"), "", "stock", "pc pici"),
    _place("stock_entries", N_("Stock entries"), "", "stock", "kcbd kucun"),
    _place("repacks", N_("Repacks"), "", "stock", "fjhz"),
    _place("promotion", N_("Promotion"), "Ctrl+7", "promotion", "tg tuiguang"),
    _place("freight", N_("Freight"), "Ctrl+8", "freight", "wl wuliu"),
    _place("quotes", N_("Quotes"), "", "freight", "bj baojia jisuan"),
    _place("tariffs", N_("Price lists"), "", "freight", "jmb jiamu jiagebiao"),
    _place("returns", N_("Returns"), "Ctrl+9", "returns", "th tuihuo"),
    _place("rates", N_("Rates"), "", "rates", "hl huilv"),
    _place("overheads", N_("Overheads"), "", "reports", "rcfy feiyong"),
    _place("training", N_("Training"), "", "live", "px peixun"),
    _place("accounts", N_("Accounts"), "", "folder", "zh zhanghao"),
    _place("fee_rates", N_("Fees by date"), "", "folder", "fl feilv yongjin"),
    _place("settlements", N_("Settlements"), "", "file", "js jiesuan"),
    _place("payouts", N_("Payouts"), "", "file", "dz daozhang"),
    _place("session_records", N_("Sessions as entered"), "", "sessions", "cc jilu"),
    _place("subsidy", N_("Subsidy"), "Ctrl+0", "subsidy", "bt cs butie cesuan"),
    ActionSpec("go_settings", N_("Settings"), Group.GO, ("Ctrl+,",), "settings", "sz shezhi"),
    ActionSpec("back", N_("Back"), Group.GO, ("Alt+Left",), "back", "fh fanhui"),
    ActionSpec("palette", N_("Find anything…"), Group.GO, ("Ctrl+K",), "search", "cz chazhao"),
    ActionSpec("language", N_("中文 / English"), Group.VIEW, ("Ctrl+Shift+L",), words="yy yuyan language"),
    ActionSpec("look", N_("Light or dark"), Group.VIEW, ("Ctrl+Shift+D",), words="ss qs shense"),
    ActionSpec("larger", N_("Larger text"), Group.VIEW, ("Ctrl++", "Ctrl+="), words="fd fangda"),
    ActionSpec("smaller", N_("Smaller text"), Group.VIEW, ("Ctrl+-",), words="sx suoxiao"),
    ActionSpec("fold", N_("Fold the rail"), Group.VIEW, ("Ctrl+B",), "menu", "sqdh"),
    ActionSpec("help", N_("Help"), Group.HELP, ("F1",), "info", "bz bangzhu"),
    ActionSpec("shortcuts", N_("Keyboard shortcuts"), Group.HELP, ("Ctrl+/",), "keyboard", "kjj kuaijiejian"),
    ActionSpec("about", N_("About"), Group.HELP, icon="info", words="gy guanyu"),
)
"""All actions of the window, in the order of the menu."""


class Actions(QObject):
    """The table as QActions; attached to a window, every shortcut works wherever its focus is."""

    def __init__(self, look: LookInForce, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(self)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setEnabled(not spec.on_page)
            self._actions[spec.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        """The action of a name; KeyError for one that is not in the table."""
        return self._actions[name]

    def attach(self, window: QWidget) -> None:
        """Have the shortcuts work in a window."""
        window.addActions(list(self._actions.values()))

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Have `slot` (a bound method) called when the action is chosen."""
        self._actions[name].triggered.connect(slot)

    def specs(self) -> Iterator[tuple[ActionSpec, QAction]]:
        """Every action with its declaration, in order."""
        return ((spec, self._actions[spec.name]) for spec in ACTIONS)

    def retranslate(self) -> None:
        """Give every action its text in the language in force."""
        for spec, action in self.specs():
            action.setText(_(spec.text))
            action.setToolTip(_(spec.text))

    def tint(self) -> None:
        """Draw the icons in the colours in force: for the menu, when it opens."""
        for spec, action in self.specs():
            if spec.icon:
                action.setIcon(self._look.icon(spec.icon))
