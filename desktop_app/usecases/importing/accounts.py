"""Whose a platform file is: as the file says, as the user says, or the only account it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.errors import UnknownCurrencyError
from desktop_app.domain.refusals import FileFault
from desktop_app.importers.errors import UnusableFileError
from desktop_app.usecases.importing.answers import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop_app.domain.channel import Account
    from desktop_app.importers.formats import Format
    from desktop_app.importers.mapped_sheet import Hints
    from desktop_app.usecases.importing.platform_plan import PlatformPlan
    from desktop_app.usecases.importing.platform_view import PlatformView


def choose_account(
    view: PlatformView,
    path: Path,
    form: Format,
    hints: Hints,
    order_ids: Iterable[str],
    *,
    named: str | None,
    last_time: str | None = None,
) -> tuple[Account, Source]:
    """Return the account of a file, and who says so: what the file says goes before `named`.

    `last_time` is whose the last file of its shape was: it counts where neither file nor person says. Where
    the account named trades elsewhere or in another currency than the file, the only one that fits counts.

    Raises UnusableFileError where the account named is unknown, and where it does not fit, or none is named,
    and not exactly one fits.
    """
    asked: Account | None = None
    if named is not None:
        asked = view.get("accounts", named)
        if asked is None:
            raise UnusableFileError(path, FileFault.UNKNOWN_ACCOUNT, account=named)
    fitting = _fitting(view, form, hints)
    if asked is not None and asked in fitting:
        return asked, Source.ASKED if len(fitting) > 1 else Source.FILE
    if len(fitting) > 1:
        owners = {owner for found in view.accounts_of_orders(order_ids).values() for owner in found}
        fitting = [account for account in fitting if account.account in owners] or fitting
    if len(fitting) == 1:
        return fitting[0], Source.FILE
    if asked is not None:
        raise UnusableFileError(
            path,
            FileFault.ACCOUNT_DOES_NOT_FIT,
            account=asked.account,
            stated=_contradicted(asked, form, hints),
            expected=f"{asked.platform}, {asked.market}, {asked.currency}",
        )
    for account in fitting:
        if account.account == last_time:
            return account, Source.LAST_TIME
    names = [account.account for account in fitting or view.accounts()]
    raise UnusableFileError(path, FileFault.NEEDS_ACCOUNT, accounts=", ".join(sorted(names)))


def note_other_account(plan: PlatformPlan, named: str | None, hints: Hints) -> None:
    """Say so where a file tells that it is not of the account named, but of another, whose it is taken as."""
    asked = plan.view.get("accounts", named) if named and plan.has_account else None
    if asked is not None and asked.account != plan.account.account:
        stated = _contradicted(asked, plan.format, hints)
        plan.suspect("other_account", named=asked.account, account=plan.account.account, stated=stated)


def _contradicted(asked: Account, form: Format, hints: Hints) -> str:
    """Return what a file says of itself that an account is not: its platform, currencies or markets."""
    if form.platform not in {None, asked.platform}:
        return str(form.platform)
    others = hints.currencies if asked.currency not in hints.currencies else frozenset()
    return ", ".join(sorted(others or hints.markets or hints.currencies)) or str(form.platform)


def _fitting(view: PlatformView, form: Format, hints: Hints) -> list[Account]:
    """Return the accounts that agree with what a file says of itself."""
    accounts = [account for account in view.accounts() if form.platform in {None, account.platform}]
    currencies = {code for code in hints.currencies if is_currency(view, code)}
    if currencies:
        same = [account for account in accounts if account.currency in currencies]
        # An advertising account may pay in another currency than its shop sells in.
        accounts = same or (accounts if form.kind == "advertising" else [])
    if hints.markets and form.options.get("country_is_market"):
        there = [account for account in accounts if account.market in hints.markets]
        # Where the amounts name the account's currency, its market may be entered otherwise.
        accounts = there or (accounts if currencies else [])
    return accounts


def is_currency(view: PlatformView, code: str) -> bool:
    """Tell whether a code is a currency's: three letters behind a figure may be anything."""
    try:
        view.decimals(code)
    except UnknownCurrencyError:
        return False
    return True
