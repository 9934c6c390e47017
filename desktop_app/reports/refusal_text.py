"""Says in words why a row or a file is not taken in, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.domain.channel import Platform
from desktop_app.domain.refusals import FileFault, Reason, ReasonCode, Refusal
from desktop_app.i18n import N_, _, format_quantity, language
from desktop_app.reports.code_words import shown_word_of
from desktop_app.reports.ledger_sheets import sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_REASONS: Final[dict[ReasonCode, str]] = {
    ReasonCode.MISSING: N_("a required cell is blank"),
    ReasonCode.NOT_A_NUMBER: N_("not a number; write it like 1299.00"),
    ReasonCode.TOO_FINE: N_("has more decimals than the {decimals} that count here"),
    ReasonCode.TOO_LARGE: N_("too large to be believed: {limit} or more"),
    ReasonCode.NEGATIVE: N_("must not be below 0"),
    ReasonCode.NOT_POSITIVE: N_("must be above 0"),
    ReasonCode.ZERO: N_("must not be 0"),
    ReasonCode.NOT_WHOLE: N_("must be a whole number"),
    ReasonCode.BAD_DATE: N_("not a date; write it like 2026-03-01 or 2026-03-01 20:00"),
    ReasonCode.YEAR_UNBELIEVABLE: N_("a year outside 1970 to 2199; write dates like 2026-03-01"),
    ReasonCode.NUMBER_AS_DATE: N_(
        "a bare number, not a date; give the cell a date format or write 2026-03-01"
    ),
    ReasonCode.UNKNOWN_WORD: N_("not one of the words known here: {allowed}"),
    ReasonCode.UNKNOWN_CURRENCY: N_("no currency has this code; write one of three letters, such as CNY"),
    ReasonCode.UNKNOWN_MARKET: N_("no country has this code; write one of two letters, such as TH"),
    ReasonCode.UNKNOWN_ZONE: N_("no time zone has this name; write it like Asia/Shanghai"),
    ReasonCode.LOST_ID: N_(
        "this id became a number and lost digits; copy it anew from the original, as text"
    ),
    ReasonCode.TEXT_TOO_LONG: N_("longer than the {limit} characters that are kept"),
    ReasonCode.BAD_LIST: N_("this list cannot be read; write it like {form}"),
    ReasonCode.CELL_ERROR: N_("an error or a formula without a result stands in the cell"),
    ReasonCode.RATE_ABOVE_ONE: N_("a share above 100%; write 5% or 0.05"),
    ReasonCode.SAME_KEY: N_("the same key as row {row} of sheet {sheet}"),
    ReasonCode.ENDS_BEFORE_START: N_("ends before it starts"),
    ReasonCode.UNKNOWN_REFERENCE: N_("{name} is neither in the book nor in the file (sheet {kind})"),
    ReasonCode.NAMES_REFUSED: N_("names {name}, whose own row {row} of sheet {kind} is refused"),
    ReasonCode.NOT_PLAIN: N_("{name} is itself a bundle and cannot be part of one"),
    ReasonCode.IS_COMPONENT: N_("it is part of the bundle {name} and cannot be a bundle itself"),
    ReasonCode.LOT_OF_OTHER_PRODUCT: N_("this lot holds another product, {name}"),
    ReasonCode.LOT_TWICE: N_("the code {name} already stands for another lot"),
    ReasonCode.OWN_SOURCE: N_("the new lot is the one it takes from"),
    ReasonCode.REPACK_DISAGREES: N_(
        "rows of repack {repack} must state the same date, source lot and quantity taken"
    ),
    ReasonCode.NOT_ONE_LINE: N_(
        "without a line number the order must have exactly one line of this SKU; it has {count}"
    ),
    ReasonCode.OTHER_SKU: N_("this order line is of another product, {name}"),
    ReasonCode.ORDER_IN_TWO_ACCOUNTS: N_(
        "order {order} stands in two accounts; say which in the account column"
    ),
    ReasonCode.RESTOCK_ABOVE_LINE: N_(
        "{restocked} would be restocked in all, of {quantity} sold on the line"
    ),
    ReasonCode.CURRENCY_DIFFERS: N_("in {stated}, where {expected} is expected"),
    ReasonCode.DOES_NOT_ADD_UP: N_("fits the amount payable neither as the price of all pieces nor of one"),
    ReasonCode.ROW_SHAPE: N_("more cells than headings: a quotation mark or a separator is amiss"),
}

_WITHOUT_DATA: Final[dict[ReasonCode, str]] = {
    ReasonCode.TOO_LARGE: N_("too large to be believed"),
    ReasonCode.TOO_FINE: N_("has more decimals than count here"),
}
"""What is said where the reader of a figure does not know how large or how fine it may be."""

_FAULTS: Final[dict[FileFault, str]] = {
    FileFault.NOT_FOUND: N_("There is no such file. Check the name."),
    FileFault.IS_DIRECTORY: N_("This is a folder, not a file. Choose a file in it."),
    FileFault.NO_FILE: N_("This is a pipe or a device, not a file. Choose a file."),
    FileFault.NOT_READABLE: N_(
        "The file cannot be read ({error}). Close it elsewhere, or copy it and try again."
    ),
    FileFault.EMPTY: N_("The file is empty. Download or save it again."),
    FileFault.DAMAGED: N_("The file is damaged or cut short. Download or save it again."),
    FileFault.OLD_XLS: N_("This is an old Excel workbook (.xls). Open it in Excel and save it as .xlsx."),
    FileFault.ENCRYPTED: N_(
        "The workbook has a password. In Excel: File, Info, Protect Workbook, Encrypt with Password,"
        " clear it, save. In WPS: Menu, File Encryption, Password Encryption, clear it, save."
        " Then bring it in."
    ),
    FileFault.HTML: N_("This is a web page, not a workbook. Open it in Excel and save it as .xlsx."),
    FileFault.PLAIN_TEXT: N_("This is a text file, not a workbook. Open it in Excel and save it as .xlsx."),
    FileFault.NOT_A_WORKBOOK: N_("This is not an Excel workbook. Choose an .xlsx file."),
    FileFault.TOO_LARGE: N_("The file unpacks to more than any workbook would. It is not opened."),
    FileFault.TOO_MANY_CELLS: N_(
        "It holds more than can be brought in at once. Export fewer days at a time from the platform."
    ),
    FileFault.HOSTILE: N_(
        "The file declares XML entities, as no spreadsheet program does. It is not opened."
    ),
    FileFault.NO_SHEET: N_(
        "No sheet of a ledger is in it (it has: {sheets}). Start from `bozhang template`."
    ),
    FileFault.MISSING_COLUMNS: N_(
        "Sheet {sheet} lacks required columns: {columns}. Add them to its first row."
    ),
    FileFault.COLUMN_TWICE: N_("Sheet {sheet} has the column {column} twice. Remove one."),
    FileFault.HEADING_TWICE: N_(
        "The heading {column} stands twice, over different cells. Remove the wrong column, or use the"
        " original download."
    ),
    FileFault.UNKNOWN_FORMAT: N_(
        "No known format has these headings: {headings}. Open it in the window and say what each column is."
    ),
    FileFault.NEEDS_ACCOUNT: N_("The file does not say whose it is. Name the account with --account."),
    FileFault.UNKNOWN_ACCOUNT: N_("The book has no account {account}. Check its name, or bring it in first."),
    FileFault.ACCOUNT_DOES_NOT_FIT: N_(
        "Account {account} is one of {expected}; the file says {stated}. Name another account."
    ),
    FileFault.SEVERAL_FORMATS: N_("Its headings fit several formats: {formats}. Name one with --format."),
    FileFault.UNKNOWN_FORMAT_NAME: N_("There is no format {format}. Choose one of: {formats}."),
    FileFault.OTHER_FORMAT: N_("Its headings are not those of {format}. Leave --format out."),
    FileFault.ENCODING: N_("Its text is in no encoding that can be read. Use the original download."),
    FileFault.UNBALANCED_QUOTES: N_(
        "A quotation mark is opened and never closed. Use the original download."
    ),
    FileFault.LOST_IDS: N_(
        "Ids in column {column} became numbers and lost digits ({value}). Use the original download."
    ),
    FileFault.AMBIGUOUS_DATES: N_(
        "Column {column} does not tell day from month ({value}). Name the account, or say it in the window."
    ),
    FileFault.AMBIGUOUS_FIGURES: N_(
        "Column {column} does not tell thousands from decimals ({value}). Open the file in the window to say."
    ),
    FileFault.NO_DAY: N_("This report does not say for which day it is. Use the one by day or by live."),
    FileFault.UNSAFE_ARCHIVE: N_("The zip holds {name}, which leads out of it. It is not unpacked."),
    FileFault.NOTHING_WITHIN: N_("No file in it can be brought in. Choose the platform's download."),
    FileFault.ESTIMATES: N_(
        "This lists what is not settled yet: estimates, not money. Use the income statement later."
    ),
    FileFault.OTHER_BOOK_CURRENCY: N_("These rates are in yuan, and the book is kept in {currency}."),
}


def reason_text(why: Reason) -> str:
    """Return the sentence of a reason, in the language spoken, without its full stop."""
    data: dict[str, object] = dict(why.data)
    for name in ("restocked", "quantity"):
        if isinstance(data.get(name), int):
            data[name] = format_quantity(int(str(data[name])))
    if "allowed" in data:
        data["allowed"] = words_text(str(data["allowed"]))
    if "kind" in data:
        data["kind"] = sheet_of(str(data["kind"])).name(language())
    sentence = _REASONS[why.code] if data else _WITHOUT_DATA.get(why.code, _REASONS[why.code])
    return _(sentence).format_map(_Given(data))


def words_text(listed: str) -> str:
    """Return words listed with commas as they are listed in the language spoken."""
    return _(", ").join(listed.split(", "))


def refusal_text(refusal: Refusal) -> str:
    """Return all that is wrong with a row, each with the column it is about, in the language spoken."""
    faults = [(refusal.column, refusal.value, refusal.reason), *refusal.also]
    separator = "；" if language() == "zh" else "; "
    return separator.join(_fault_text(refusal.kind, *fault) for fault in faults)


def _fault_text(kind: str | None, column: str | None, value: str, why: Reason) -> str:
    heading = column_text(kind, column)
    shown = value if len(value) <= 40 else value[:39] + "…"  # noqa: PLR2004
    where = " ".join(part for part in (heading, shown) if part)
    colon = "：" if language() == "zh" else ": "
    return f"{where}{colon}{reason_text(why)}" if where else reason_text(why)


def column_text(kind: str | None, column: str | None) -> str:
    """Return a column's heading in the language spoken; what is no column of the ledger as it is."""
    if kind is None or column is None:
        return column or ""
    try:
        return sheet_of(kind).column(column).heading(language())
    except (KeyError, StopIteration):
        return column


def file_fault_text(file: Path | str, fault: FileFault, data: Mapping[str, object]) -> str:
    """Return what is wrong with a file and how to mend it, in the language spoken."""
    sentence = _(_FAULTS[fault]).format_map(_Given(data))
    name = file if isinstance(file, str) else file.name
    return _("{file}: {sentence}").format(file=name, sentence=sentence)


_PLATFORMS: Final = frozenset(Platform)


class _Given(dict[str, object]):
    """What a sentence is filled with; a name that was not given reads as nothing."""

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data)
        for key in ("expected", "stated"):
            if isinstance(value := data.get(key), str):
                self[key] = _with_platforms(value)

    def __missing__(self, key: str) -> str:
        return ""


def _with_platforms(listed: str) -> str:
    """Write platforms by their own names where they are listed by their codes."""
    parts = listed.split(", ")
    spoken = language()
    return _(", ").join(
        shown_word_of("Platform", Platform(part), spoken) if part in _PLATFORMS else part for part in parts
    )
