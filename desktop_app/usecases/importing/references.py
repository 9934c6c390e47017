"""What a ledger's rows name must be there: in the book, or in rows of the file that go in themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_app.domain.refusals import Reason, ReasonCode, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop_app.domain.catalogue import Product
    from desktop_app.usecases.importing.view import BookView

Fault = tuple[str | None, str, Reason]
"""Column, value and reason of what is wrong with a row."""


class References:
    """Checks records against the book and the file's rows taken so far, which are added one by one."""

    def __init__(
        self,
        view: BookView,
        refused: dict[tuple[str, tuple[Any, ...]], tuple[str, int]],
        stated: dict[str, dict[tuple[Any, ...], Any]],
    ) -> None:
        """Check against `view`; `refused` says where refused rows stand, `stated` holds all readable rows."""
        self._view = view
        self._refused = refused
        self._stated = stated
        self._stated_bundles = {
            sku for (sku,), product in stated.get("products", {}).items() if product.is_bundle
        }
        self._taken: dict[str, dict[tuple[Any, ...], Any]] = {}
        self._known: dict[tuple[str, tuple[Any, ...]], Any] = {}
        self._lots = dict(view.lots())
        self._orders: dict[str, set[str]] = {}
        self._book_accounts: dict[str, set[str]] = {}
        self._restocked: dict[tuple[str, str, int], dict[str, int]] = {}
        self._used_in: dict[str, str] | None = None
        self._repacks: dict[str, dict[str, Any]] | None = None

    def take(self, kind: str, key: tuple[Any, ...], record: Any) -> None:
        """Remember a row that goes in."""
        self._taken.setdefault(kind, {})[key] = record
        match kind:
            case "lots":
                self._lots[record.lot] = record.sku, ""
            case "repacks":
                self._lots[record.lot] = record.sku, record.repack
                self._repack_rows(record.repack)[record.lot] = record
            case "sales":
                self._orders.setdefault(record.order_id, set()).add(record.account)
            case "returns":
                self._restocks(record)[record.return_id] = record.restocked_quantity_milli

    def faults(self, kind: str, record: Any) -> list[Fault]:
        """Return all that is wrong with what a record names."""
        check: Callable[[Any], Iterator[Fault]] | None = getattr(self, f"_check_{kind}", None)
        return list(check(record)) if check is not None else []

    # One kind each ---------------------------------------------------------------------------------------

    def _check_products(self, product: Product) -> Iterator[Fault]:
        if not product.is_bundle:
            return
        used_in = self._bundles_by_component().get(product.sku)
        if used_in is not None:
            yield "components", product.sku, reason(ReasonCode.IS_COMPONENT, name=used_in)
        for part in product.components:
            found = None if part.sku == product.sku else self.find("products", part.sku)
            if part.sku in self._stated_bundles or (found is not None and found.is_bundle):
                yield "components", part.sku, reason(ReasonCode.NOT_PLAIN, name=part.sku)
            elif found is None:
                yield self._unknown("components", "products", part.sku)

    def _check_product_names(self, name: Any) -> Iterator[Fault]:
        yield from self._named("sku", "products", name.sku)

    def _check_fee_rates(self, rate: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", rate.account)

    def _check_lots(self, lot: Any) -> Iterator[Fault]:
        yield from self._named("sku", "products", lot.sku)
        if self._lots.get(lot.lot, ("", ""))[1]:
            yield "lot", lot.lot, reason(ReasonCode.LOT_TWICE, name=lot.lot)

    def _check_repacks(self, row: Any) -> Iterator[Fault]:
        yield from self._named("sku", "products", row.sku)
        if row.lot == row.from_lot:
            yield "lot", row.lot, reason(ReasonCode.OWN_SOURCE)
        elif row.lot in self._lots and self._lots[row.lot][1] != row.repack:
            yield "lot", row.lot, reason(ReasonCode.LOT_TWICE, name=row.lot)
        if row.from_lot not in self._lots:
            yield self._unknown("from_lot", "lots", row.from_lot)
        stated = _repack_terms(row)
        for other in self._repack_rows(row.repack).values():
            if other.lot != row.lot and (terms := _repack_terms(other)) != stated:
                differing = next(i for i in range(len(terms)) if terms[i] != stated[i])
                column = ("on", "from_lot", "from_quantity")[differing]
                yield column, "", reason(ReasonCode.REPACK_DISAGREES, repack=row.repack)
                return

    def _check_sessions(self, session: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", session.account)

    def _check_sales(self, line: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", line.account)
        yield from self._named("session", "sessions", line.session)
        yield from self._named("sku", "products", line.sku)
        if line.lot is not None:
            yield from self._lot_of_line(line)
        before = self._view.get("sales", line.account, line.order_id, line.line)
        if before is not None and before.quantity_milli > line.quantity_milli:
            restocked = sum(self._restocks(line).values())
            if restocked > line.quantity_milli:
                yield "quantity", "", _above(restocked, line.quantity_milli)

    def _check_promotions(self, promotion: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", promotion.account)
        for share in promotion.sessions:
            yield from self._named("sessions", "sessions", share.session)

    def _check_shipping(self, leg: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", leg.account)
        for session in leg.sessions:
            yield from self._named("sessions", "sessions", session)
        for order in leg.orders:
            # An order nobody knows yet is no fault: a carrier's row may come before the platform's.
            if leg.account is None and len(self._accounts_of(order)) > 1:
                yield "account", "", reason(ReasonCode.ORDER_IN_TWO_ACCOUNTS, order=order)

    def _check_returns(self, record: Any) -> Iterator[Fault]:
        line = self.find("sales", record.account, record.order_id, record.line)
        if line is None:
            yield self._unknown("order_id", "sales", record.account, record.order_id, record.line)
            return
        others = {**self._restocks(record), record.return_id: record.restocked_quantity_milli}
        if record.restocked_quantity_milli and sum(others.values()) > line.quantity_milli:
            yield "restocked_quantity", "", _above(sum(others.values()), line.quantity_milli)

    def _check_stock(self, entry: Any) -> Iterator[Fault]:
        if entry.lot not in self._lots:
            yield self._unknown("lot", "lots", entry.lot)
        yield from self._named("session", "sessions", entry.session)

    def _check_settlements(self, row: Any) -> Iterator[Fault]:
        # Its order may lie before the book begins: a settlement of the first week names such orders.
        yield from self._named("account", "accounts", row.account)

    def _check_payouts(self, payout: Any) -> Iterator[Fault]:
        yield from self._named("account", "accounts", payout.account)

    # What is there ---------------------------------------------------------------------------------------

    def find(self, kind: str, *key: Any) -> Any | None:
        """Return the record of a key, of the file or of the book."""
        taken = self._taken.get(kind, {}).get(key)
        if taken is not None:
            return taken
        known = (kind, key)
        if known not in self._known:
            self._known[known] = self._view.get(kind, *key)
        return self._known[known]

    def knows_lot(self, lot: str) -> bool:
        """Whether a lot code stands for a lot by now."""
        return lot in self._lots

    def _named(self, column: str, kind: str, name: str | None) -> Iterator[Fault]:
        if name is not None and self.find(kind, name) is None:
            yield self._unknown(column, kind, name)

    def _unknown(self, column: str, kind: str, *key: Any) -> Fault:
        name = " / ".join(map(str, key[-2:] if kind == "sales" else key))
        refused = self._refused.get((kind, key))
        if kind == "lots" and refused is None:
            refused = next(
                (
                    at
                    for (of, repacked), at in self._refused.items()
                    if of == "repacks" and repacked[1:] == key
                ),
                None,
            )
        if refused is not None:
            return column, name, reason(ReasonCode.NAMES_REFUSED, kind=kind, name=name, row=refused[1])
        return column, name, reason(ReasonCode.UNKNOWN_REFERENCE, kind=kind, name=name)

    def _lot_of_line(self, line: Any) -> Iterator[Fault]:
        held = self._lots.get(line.lot)
        if held is None:
            yield self._unknown("lot", "lots", line.lot)
            return
        product = self.find("products", line.sku)
        if product is None:
            return
        fitting = {part.sku for part in product.components} or {line.sku}
        if held[0] not in fitting:
            yield "lot", line.lot, reason(ReasonCode.LOT_OF_OTHER_PRODUCT, name=held[0])

    def _bundles_by_component(self) -> dict[str, str]:
        """Return, for each component of a bundle of the book that the file does not state, such a bundle."""
        if self._used_in is None:
            stated = self._stated.get("products", {})
            self._used_in = {
                part.sku: bundle.sku
                for bundle in self._view.iterate("products")
                if (bundle.sku,) not in stated
                for part in bundle.components
            }
        return self._used_in

    def _repack_rows(self, repack: str) -> dict[str, Any]:
        if self._repacks is None:
            self._repacks = {}
            stated = self._stated.get("repacks", {})
            for row in self._view.iterate("repacks"):
                if (row.repack, row.lot) not in stated:
                    self._repacks.setdefault(row.repack, {})[row.lot] = row
        return self._repacks.setdefault(repack, {})

    def _accounts_of(self, order_id: str) -> set[str]:
        if order_id not in self._book_accounts:
            self._book_accounts[order_id] = {account for account, _ in self._view.lines_of_order(order_id)}
        return self._book_accounts[order_id] | self._orders.get(order_id, set())

    def _restocks(self, record: Any) -> dict[str, int]:
        """Return what comes back on an order line, by return; those that the file states count as it says."""
        line = record.account, record.order_id, record.line
        if line not in self._restocked:
            stated = self._stated.get("returns", {})
            self._restocked[line] = {
                each.return_id: each.restocked_quantity_milli
                for each in self._view.returns_on_line(*line).values()
                if (each.return_id,) not in stated
            }
        return self._restocked[line]


def _repack_terms(row: Any) -> tuple[Any, ...]:
    return row.occurred_at, row.from_lot, row.from_quantity_milli


def _above(restocked: int, quantity: int) -> Reason:
    return reason(ReasonCode.RESTOCK_ABOVE_LINE, restocked=restocked, quantity=quantity)
