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

    `last_time` is whose the last file of its shape was: it counts where neither file nor person says.

    Raises UnusableFileError where the account named is unknown or does not fit, or where none is named
    and not exactly one fits.
    """
    asked: Account | None = None
    if named is not None:
        asked = view.get("accounts", named)
        if asked is None:
            raise UnusableFileError(path, FileFault.UNKNOWN_ACCOUNT, account=named)
    fitting = _fitting(view, form, hints)
    if asked is not None:
        if asked in fitting:
            return asked, Source.ASKED if len(fitting) > 1 else Source.FILE
        if not fitting or not (hints.currencies or hints.markets):
            raise UnusableFileError(
                path,
                FileFault.ACCOUNT_DOES_NOT_FIT,
                account=asked.account,
                stated=", ".join(sorted(hints.currencies or hints.markets)) or str(form.platform),
                expected=f"{asked.platform}, {asked.market}, {asked.currency}",
            )
    if len(fitting) > 1:
        owners = {owner for found in view.accounts_of_orders(order_ids).values() for owner in found}
        fitting = [account for account in fitting if account.account in owners] or fitting
    if len(fitting) == 1:
        return fitting[0], Source.FILE
    for account in fitting:
        if account.account == last_time:
            return account, Source.LAST_TIME
    names = [account.account for account in fitting or view.accounts()]
    raise UnusableFileError(path, FileFault.NEEDS_ACCOUNT, accounts=", ".join(sorted(names)))


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
