"""How a stream is said on its page: steps of the waterfall, rows with their notes, live figures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from desktop_app.charts.waterfall import Step
from desktop_app.domain.issues import IssueCode
from desktop_app.domain.statement import STATEMENT_KEYS, SUBTRACTED
from desktop_app.i18n import N_, _, ngettext
from desktop_app.reports.report_table import Column, ColumnKind, ReportTable
from desktop_app.reports.session_report import signed
from desktop_app.reports.statement_report import STATEMENT_TITLES
from desktop_app.ui import formats
from desktop_app.ui.widgets.todo import Todo

if TYPE_CHECKING:
    from desktop_app.domain.issues import Issue
    from desktop_app.usecases.sessions import SessionView

SHORT_TITLES: Final = {
    "gross_sales": N_("Sales"),
    "seller_discount": N_("Disc."),
    "refunds": N_("Refunds"),
    "shipping_income": N_("Freight in"),
    "taxes": N_("Taxes"),
    "platform_fees": N_("Fees"),
    "cost_of_goods": N_("Goods"),
    "packaging": N_("Packing"),
    "shipping": N_("Freight"),
    "return_costs": N_("Returns"),
    "promotion": N_("Promo"),
    "samples": N_("Samples"),
    "session_costs": N_("Host"),
    "profit": N_("Profit"),
}
"""Names short enough to stand under a bar."""

_TOTALS: Final = ("gross_sales", "net_sales", "profit")
_ALWAYS: Final = ("gross_sales", "cost_of_goods", "shipping", "promotion", "profit")


def waterfall_steps(view: SessionView) -> list[Step]:
    """Steps from gross sales to profit; rows of 0 are left out; none where a figure is missing."""
    unit = 10**view.decimals
    steps = []
    for key in STATEMENT_KEYS:
        figure = signed(view.row.amounts, key)
        if figure is None:
            return []
        if key == "net_sales" or (not figure and key not in _ALWAYS):
            continue
        written = formats.rounded(figure, view.decimals)
        exact = formats.money(figure, view.currency, view.decimals)
        tip = f"{_(STATEMENT_TITLES[key])}\n{exact}"
        steps.append(Step(key, _(SHORT_TITLES[key]), figure / unit, written, key in _TOTALS, tip))
    return steps


def conclusion(view: SessionView) -> str:
    """The chart's title: what took most of the money beside the goods themselves."""
    amounts = view.row.amounts
    net_sales = amounts["net_sales"]
    if any(amounts[key] is None for key in STATEMENT_KEYS):
        return _("Some amounts are missing; below it says which")
    if not net_sales or net_sales <= 0:
        return _("Nothing sold yet")
    costs = {key: amounts[key] or 0 for key in SUBTRACTED}
    goods = costs.pop("cost_of_goods")
    key, most = max(costs.items(), key=lambda cost: cost[1])
    if most <= 0:
        return _("Where the money went: nearly all into the goods")
    text = (
        _("Where the money went: {row} took {share} of net sales, next to the goods")
        if goods > most
        else _("Where the money went: {row} took most, {share} of net sales")
    )
    return text.format(row=_(STATEMENT_TITLES[key]), share=formats.percent(Fraction(most, net_sales)))


def statement_rows(view: SessionView) -> tuple[ReportTable, list[str], frozenset[str]]:
    """The statement as a table of name, amount and note, with the keys of its rows and which are sums."""
    columns = (
        Column(key="row", title=_("Row")),
        Column(key="amount", title=view.currency, kind=ColumnKind.MONEY, decimals=view.decimals),
        Column(key="note", title=_("Note")),
    )
    rows = tuple(
        (_(STATEMENT_TITLES[key]), signed(view.row.amounts, key), _note(view, key) or " ")
        for key in STATEMENT_KEYS
    )  # a blank note is a space: an empty cell would be drawn as unknown
    table = ReportTable(title=_("Statement"), columns=columns, rows=rows)
    return table, list(STATEMENT_KEYS), frozenset({"net_sales", "profit"})


_DOUBTS: Final = (
    ("platform_fees", frozenset({IssueCode.FEE_ESTIMATED}), N_("estimated")),
    ("cost_of_goods", frozenset({IssueCode.COST_MISSING}), N_("incomplete")),
    ("cost_of_goods", frozenset({IssueCode.STOCK_OWED, IssueCode.COST_BEFORE_STOCK}), N_("estimated")),
)
"""Which issues make a row's figure doubtful, and the word that says so."""


def _note(view: SessionView, key: str) -> str:
    """What stands beside a row: a count, a share of net sales, or how sure it is."""
    measures, figure, net_sales = view.row.measures, view.row.amounts[key], view.row.amounts["net_sales"]
    if key == "gross_sales":
        return ngettext("{count} order", "{count} orders", measures.orders).format(count=measures.orders)
    if key == "profit":
        return formats.percent(view.row.margin)
    if figure is None:
        return _("missing")
    codes = {issue.code for issue in view.row.issues}
    doubt = next((word for row, causes, word in _DOUBTS if row == key and codes & causes), None)
    if doubt is not None:
        return _(doubt)
    shares = net_sales and net_sales > 0 and figure and key != "net_sales"
    return formats.percent(Fraction(figure, net_sales)) if shares and net_sales else ""


def live_figures(view: SessionView) -> list[tuple[str, str, str]]:
    """Live metrics with their formulas, as (name, figure, formula); those that are not known are left out."""
    measures, amounts, session = view.row.measures, view.row.amounts, view.session
    figures = [
        (_("Views"), formats.count(measures.views), _("As the platform reports")),
        (_("Peak viewers"), formats.count(session.peak_viewers), _("As the platform reports")),
        (_("CTR"), _rate(measures.product_clicks, measures.views), _("Product clicks ÷ views")),
        (_("CTOR"), _rate(measures.orders, measures.product_clicks), _("Orders ÷ product clicks")),
    ]
    promotion, profit, costs = amounts["promotion"], amounts["profit"], amounts["session_costs"]
    if promotion and measures.orders:
        each = round(Fraction(promotion, measures.orders))
        figures.append(
            (
                _("Promotion per order"),
                formats.money(each, view.currency, view.decimals),
                _("Promotion ÷ orders"),
            )
        )
    if promotion and amounts["net_sales"] is not None and profit is not None and costs is not None:
        even = profit + promotion + costs
        level = formats.ratio(Fraction(amounts["net_sales"], even)) if even > 0 else _("no spend pays")
        figures.append(
            (
                _("ROAS / break-even"),
                f"{formats.ratio(Fraction(amounts['net_sales'], promotion))} / {level}",
                _("Net sales ÷ promotion; break-even: net sales ÷ (profit + promotion + host and other)"),
            )
        )
    known = [figure for figure in figures if figure[1] != formats.BLANK]
    if session.platform_gmv_minor is not None and measures.gmv_currency:
        gmv = formats.money(session.platform_gmv_minor, measures.gmv_currency, view.gmv_decimals)
        known.append(
            (_("Platform GMV"), gmv, _("As the platform reports: it counts cancelled and refunded orders"))
        )
    return known


def _rate(part: int | None, whole: int | None) -> str:
    return formats.percent(Fraction(part, whole)) if part is not None and whole else formats.BLANK


def subtitle(view: SessionView) -> str:
    """Account, times in the book's zone and in the market's, host."""
    session = view.session
    start = session.started_at.astimezone(view.zone)
    times = f"{start:%Y-%m-%d} {start:%H:%M}"
    if session.ended_at is not None:
        times += f"–{formats.clock(session.ended_at, view.zone)}"
    times += f" {formats.zone_name(str(view.zone))}"
    parts = [session.account, times]
    if view.account is not None and view.account.timezone not in {None, str(view.zone)}:
        there = formats.zone_of(view.account.timezone, view.zone)
        parts.append(
            f"{formats.clock(session.started_at, there)} {formats.zone_name(str(view.account.timezone))}"
        )
    if session.host:
        parts.append(_("host {name}").format(name=session.host))
    return " · ".join(parts)


def issue_todo(issue: Issue, text: str) -> Todo:
    """An issue as an item of the list, leading to where it is mended."""
    if issue.code is IssueCode.COST_MISSING:
        return Todo(text, page="matching", what=issue.get("sku"))
    bring = {
        IssueCode.RATE_MISSING,
        IssueCode.STOCK_OWED,
        IssueCode.FEE_ESTIMATED,
        IssueCode.UNSETTLED,
        IssueCode.LINES_WITHOUT_LEG,
        IssueCode.WEIGHT_MISSING,
    }
    return Todo(text, page="import" if issue.code in bring else "")
