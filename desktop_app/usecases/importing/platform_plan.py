"""One platform file's plan being made: records put and taken away, each once in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.facts import KIND, KIND_OF
from desktop_app.importers.cell_text import word_key
from desktop_app.usecases.importing.plan import ImportPlan, PlannedRecord, SheetTotals, Suspicion
from desktop_app.usecases.importing.platform_view import row_key

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.domain.channel import Account
    from desktop_app.domain.facts import Record
    from desktop_app.importers.formats import CommonWords, Format
    from desktop_app.usecases.importing.platform_view import PlatformView


class PlatformPlan:
    """Collects what one file brings. A record that is put twice counts once, against what the book had."""

    def __init__(
        self,
        view: PlatformView,
        path: Path,
        form: Format,
        words: CommonWords,
        *,
        sheet: str,
        account: Account | None,
    ) -> None:
        self.view = view
        self.format = form
        self.words = words
        self.sheet = sheet
        self._account = account
        self._markets: dict[str, str] = {}
        self.plan = ImportPlan(path=path, format=form.name, account=account.account if account else None)
        self._records: dict[str, dict[tuple[Any, ...], tuple[Record | None, int, Record | None]]] = {}
        self._rows: dict[str, dict[tuple[Any, ...], tuple[dict[str, Any] | None, dict[str, Any] | None]]] = {}

    @property
    def has_account(self) -> bool:
        """Whether it is anybody's: rates and carriers' bills are not."""
        return self._account is not None

    @property
    def account(self) -> Account:
        """Whose file it is; formats that belong to no account never ask."""
        if self._account is None:
            raise LookupError(self.format.name)
        return self._account

    def market_of(self, name: str) -> str:
        """Return the code of a market, its name where nobody knows it; a file has few, on many rows."""
        code = self._markets.get(name)
        if code is None:
            code = self._markets[name] = self.words.market_names.get(word_key(name), name)
        return code

    def put(self, record: Any, row: int = 0) -> None:
        """Put a record; `row` is where it stands in the file, 0 where it follows from others."""
        kind = KIND_OF[type(record)]
        key = kind.key_of(record)
        planned = self._records.setdefault(kind.name, {})
        if key in planned:
            before, row = planned[key][2], row or planned[key][1]
        else:
            before = self.view.get(kind.name, *key)
        planned[key] = record, row, before
        self.view.put(record)

    def remove(self, kind: str, *key: Any) -> None:
        """Take a record away that a better one replaces; nothing where there is none."""
        before = self.view.get(kind, *key)
        if before is None:
            return
        planned = self._records.setdefault(kind, {})
        planned[key] = None, 0, planned[key][2] if key in planned else before
        self.view.remove(kind, key)

    def put_row(self, table: str, row: dict[str, Any]) -> None:
        """Put a row of a table beside the facts."""
        key = row_key(table, row)
        planned = self._rows.setdefault(table, {})
        before = planned[key][1] if key in planned else self.view.row(table, *key)
        planned[key] = row, before
        self.view.put_row(table, row)

    def remove_row(self, table: str, *key: Any) -> None:
        """Take such a row away; nothing where there is none."""
        before = self.view.row(table, *key)
        if before is None:
            return
        planned = self._rows.setdefault(table, {})
        planned[key] = None, planned[key][1] if key in planned else before
        self.view.remove_row(table, key)

    def suspect(self, code: str, row: int = 0, **data: str | int) -> None:
        """List something for the user to look at: a difference, a waiting row, a repeated one."""
        self.plan.suspicions.append(Suspicion(sheet=self.sheet, row=row, code=code, data=tuple(data.items())))

    def total(self, kind: str, rows: int, quantity_milli: int | None = None, **amounts: int) -> None:
        """State control totals of the rows of a kind, amounts in the account's currency."""
        totals = SheetTotals(rows=rows, quantity_milli=quantity_milli)
        for name, amount in amounts.items():
            totals.amounts[name] = {self.account.currency: amount}
        self.plan.totals[kind] = totals

    def finish(self) -> ImportPlan:
        """Return the plan: each record in the order it was first put."""
        for kind, planned in self._records.items():
            for key, (record, row, before) in planned.items():
                if record is not None:
                    self.plan.add(
                        PlannedRecord(kind=kind, record=record, sheet=self.sheet, row=row, before=before)
                    )
                elif before is not None and KIND[kind].key_of(before) == key:
                    self.plan.removals.setdefault(kind, []).append(key)
        for table, rows in self._rows.items():
            for key, (kept, old) in rows.items():
                if kept is not None and kept != old:
                    self.plan.workings.setdefault(table, []).append(kept)
                elif kept is None and old is not None:
                    self.plan.working_removals.setdefault(table, []).append(key)
        return self.plan
