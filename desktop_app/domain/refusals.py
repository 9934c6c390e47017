"""Why a row of a file, or a whole file, is not taken in: codes with data, worded in reports.refusal_text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReasonCode(StrEnum):
    """Why a row is refused; the docstring beside each names its data."""

    MISSING = "missing"
    """A required cell is blank."""
    NOT_A_NUMBER = "not_a_number"
    """No number, or NaN, or infinite."""
    TOO_FINE = "too_fine"
    """Finer than the smallest unit; `decimals`."""
    TOO_LARGE = "too_large"
    """Beyond belief; `limit`."""
    NEGATIVE = "negative"
    """Below 0 where only 0 and more make sense."""
    NOT_POSITIVE = "not_positive"
    """0 or below where only more than 0 makes sense."""
    ZERO = "zero"
    """0 where a signed quantity must move something."""
    NOT_WHOLE = "not_whole"
    """A count with a fraction."""
    BAD_DATE = "bad_date"
    """No date in a form that is read."""
    YEAR_UNBELIEVABLE = "year_unbelievable"
    """A date outside 1970 to 2199, as a year typed into a date cell becomes."""
    NUMBER_AS_DATE = "number_as_date"
    """A bare number where a date belongs: its cell has no date format."""
    UNKNOWN_WORD = "unknown_word"
    """None of the words a column knows; `allowed`."""
    UNKNOWN_CURRENCY = "unknown_currency"
    """No ISO 4217 code."""
    UNKNOWN_MARKET = "unknown_market"
    """No ISO 3166 code of two letters."""
    UNKNOWN_ZONE = "unknown_zone"
    """No name of the time zone database."""
    DOES_NOT_ADD_UP = "does_not_add_up"
    """An amount of several pieces that fits the amount payable neither as their price nor as one's."""
    LOST_ID = "lost_id"
    """An id that went through a number and lost digits."""
    TEXT_TOO_LONG = "text_too_long"
    """More characters than a cell can hold; `limit`."""
    BAD_LIST = "bad_list"
    """A list that cannot be read; `form` shows how it is written."""
    CELL_ERROR = "cell_error"
    """An Excel error or a formula without a result stands in the cell."""
    RATE_ABOVE_ONE = "rate_above_one"
    """A share above 100%."""
    SAME_KEY = "same_key"
    """The key of an earlier row; `row`, and `sheet`."""
    ENDS_BEFORE_START = "ends_before_start"
    """An end before its start."""
    UNKNOWN_REFERENCE = "unknown_reference"
    """Names a record that neither the book nor the file has; `kind` of it, `name`."""
    NAMES_REFUSED = "names_refused"
    """Names a record whose own row is refused; `kind`, `name`, `row`."""
    NOT_PLAIN = "not_plain"
    """A component that is itself a bundle; `name`."""
    IS_COMPONENT = "is_component"
    """A product that bundles are made of cannot be one; `name` is such a bundle."""
    LOT_OF_OTHER_PRODUCT = "lot_of_other_product"
    """The lot named holds another product; `name` is its SKU."""
    LOT_TWICE = "lot_twice"
    """A lot code that already stands for another lot; `name`."""
    OWN_SOURCE = "own_source"
    """A repack whose new lot is the one it takes from."""
    REPACK_DISAGREES = "repack_disagrees"
    """Rows of one repack state different dates, source lots or quantities taken; `repack`."""
    NOT_ONE_LINE = "not_one_line"
    """No line number, and the order has not exactly one line of that SKU; `count`."""
    OTHER_SKU = "other_sku"
    """The order line named is of another SKU; `name`."""
    ORDER_IN_TWO_ACCOUNTS = "order_in_two_accounts"
    """An order id that stands in two accounts, and the row names none; `order`."""
    CURRENCY_DIFFERS = "currency_differs"
    """An amount in another currency than the account's; `stated`, `expected`."""
    ROW_SHAPE = "row_shape"
    """More cells than there are headings: a quotation mark or a separator is amiss."""
    RESTOCK_ABOVE_LINE = "restock_above_line"
    """More restocked, over all returns, than the line sold; `restocked`, `quantity`."""


class FileFault(StrEnum):
    """Why a file cannot be used at all; the docstring beside each names its data."""

    NOT_FOUND = "not_found"
    IS_DIRECTORY = "is_directory"
    NO_FILE = "no_file"
    """A pipe or a device."""
    NOT_READABLE = "not_readable"
    """No permission, or the disk fails; `error`."""
    EMPTY = "empty"
    DAMAGED = "damaged"
    """Cut short or damaged."""
    OLD_XLS = "old_xls"
    """A workbook in Excel's format of before 2007."""
    ENCRYPTED = "encrypted"
    """A workbook with a password."""
    HTML = "html"
    """A web page under a workbook's name."""
    PLAIN_TEXT = "plain_text"
    """Text, such as CSV, under a workbook's name."""
    NOT_A_WORKBOOK = "not_a_workbook"
    TOO_LARGE = "too_large"
    """Unpacks to far more than a workbook would."""
    TOO_MANY_CELLS = "too_many_cells"
    """More cells, or a longer line, than the program holds at once; `limit`."""
    HOSTILE = "hostile"
    """Its XML declares entities, which no spreadsheet program writes."""
    NO_SHEET = "no_sheet"
    """No sheet of a ledger in it; `sheets` lists what it has."""
    MISSING_COLUMNS = "missing_columns"
    """A sheet lacks required columns; `sheet`, `columns`."""
    COLUMN_TWICE = "column_twice"
    """A sheet has one column twice; `sheet`, `column`."""
    HEADING_TWICE = "heading_twice"
    """A heading stands twice over different cells, and a field is read from it; `column`."""
    UNKNOWN_FORMAT = "unknown_format"
    """No format that the program knows; `headings` are the first that it has."""
    NEEDS_ACCOUNT = "needs_account"
    """The file does not say whose it is: `--account` is to name one."""
    UNKNOWN_ACCOUNT = "unknown_account"
    """The account asked for is not in the book; `account`."""
    ACCOUNT_DOES_NOT_FIT = "account_does_not_fit"
    """The account trades in another currency or market than the file; `account`, `stated`, `expected`."""
    SEVERAL_FORMATS = "several_formats"
    """Its headings fit more than one format; `formats`, one of which `--format` is to name."""
    UNKNOWN_FORMAT_NAME = "unknown_format_name"
    """The format asked for is none of the program's; `format`, `formats`."""
    OTHER_FORMAT = "other_format"
    """The headings are not those of the format asked for; `format`."""
    ENCODING = "encoding"
    """Text in no encoding, or in several."""
    UNBALANCED_QUOTES = "unbalanced_quotes"
    """A quotation mark that is opened and never closed swallows the rest of the file."""
    LOST_IDS = "lost_ids"
    """Ids went through a number and lost digits; `column`, `value`: the original download is wanted."""
    AMBIGUOUS_DATES = "ambiguous_dates"
    """No day above 12 tells day from month, and the market is not known; `column`, `value`."""
    AMBIGUOUS_FIGURES = "ambiguous_figures"
    """Figures whose sign may group thousands or stand before decimals; `column`, `value`."""
    NO_DAY = "no_day"
    """A report of costs that names no day, so that they belong to no stream."""
    UNSAFE_ARCHIVE = "unsafe_archive"
    """A zip with a link in it, or a name that leads out of it; `name`."""
    NOTHING_WITHIN = "nothing_within"
    """A folder or zip without a file that can be brought in."""
    ESTIMATES = "estimates"
    """What is not settled yet: estimates, which are not money."""
    OTHER_BOOK_CURRENCY = "other_book_currency"
    """Rates in yuan, and the book's currency is another; `currency`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one cell or row is refused: a code and the figures and names its sentence needs."""

    code: ReasonCode
    data: tuple[tuple[str, str | int], ...] = ()


def reason(code: ReasonCode, **data: str | int) -> Reason:
    """Make a Reason from keyword data."""
    return Reason(code, tuple(data.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One refused row: where it stands, what is wrong first, what else is, and its cells for mending.

    `sheet` is the name as the file has it, `kind` the fact kind of its rows (None: unknown), `column` the
    English key of the column (None: the whole row), `value` the cell as text, `row` counts from 1.
    `cells` holds the row as it is to be written into the workbook of refused rows: by column key where
    `of_ledger`, else by the file's own headings.
    """

    sheet: str
    row: int
    column: str | None
    value: str
    reason: Reason
    kind: str | None = None
    also: tuple[tuple[str | None, str, Reason], ...] = ()
    cells: Mapping[str, object] = field(default_factory=dict, compare=False)
    of_ledger: bool = False
