"""The tables of a book as the writer sees them: columns, key, and the statements made of both."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final

from desktop_app.domain.facts import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def quoted(name: str) -> str:
    """Write a column's name so that SQLite takes it as one (`on` is a word of SQL)."""
    return f'"{name}"'


@dataclass(frozen=True)
class TableShape:
    """One table whose rows have an id, a permanent uid and a natural key.

    `columns` are those beside id and uid; `blank` gives, for key columns that may be NULL, what stands
    for NULL in the unique index; `references` names the table each column refers to.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    blank: Mapping[str, str]

    @cached_property
    def key_positions(self) -> tuple[int, ...]:
        """Where the key's columns stand among `columns`."""
        return tuple(self.columns.index(name) for name in self.key)

    @cached_property
    def column_list(self) -> str:
        """All columns, id and uid first."""
        return ", ".join(["id", "uid", *map(quoted, self.columns)])

    @cached_property
    def insert(self) -> str:
        """Add a row, or nothing where its key or uid is taken."""
        marks = ", ".join("?" * (len(self.columns) + 2))
        statement = f"INSERT INTO {self.name} ({self.column_list}) VALUES ({marks})"  # noqa: S608
        return f"{statement} ON CONFLICT DO NOTHING"

    @cached_property
    def select(self) -> str:
        """All columns, without a condition."""
        return f"SELECT {self.column_list} FROM {self.name}"  # noqa: S608

    @cached_property
    def select_by_key(self) -> str:
        """One row by its natural key."""
        return f"{self.select} WHERE {self._matches('?' for _ in self.key)}"

    @cached_property
    def select_wanted(self) -> str:
        """Rows whose keys stand in the temporary table `wanted`, with their number there first."""
        columns = ", ".join(["w.n", "t.id", "t.uid", *(f"t.{quoted(name)}" for name in self.columns)])
        condition = self._matches((f"w.k{index}" for index in range(len(self.key))), "t.")
        return f"SELECT {columns} FROM temp.wanted w CROSS JOIN {self.name} t ON {condition}"  # noqa: S608

    @cached_property
    def delete(self) -> str:
        """Delete a row by id."""
        return f"DELETE FROM {self.name} WHERE id = ?"  # noqa: S608

    @cached_property
    def page(self) -> str:
        """A page of rows after an id, in order of id."""
        return f"{self.select} WHERE id > ? ORDER BY id LIMIT ?"

    @cached_property
    def select_ids(self) -> str:
        """Rows by a JSON list of ids."""
        return f"{self.select} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608

    def update(self, names: Iterable[str]) -> str:
        """Set some columns of a row by id."""
        settings = ", ".join(f"{quoted(name)} = ?" for name in names)
        return f"UPDATE {self.name} SET {settings} WHERE id = ?"  # noqa: S608

    def _matches(self, values: Iterable[str], prefix: str = "") -> str:
        parts = []
        for name, value in zip(self.key, values, strict=True):
            column = prefix + quoted(name)
            blank = self.blank.get(name)
            parts.append(
                f"coalesce({column}, {blank}) = coalesce({value}, {blank})"
                if blank
                else f"{column} = {value}"
            )
        return " AND ".join(parts)


def _auxiliary(name: str, columns: str, key: str) -> TableShape:
    return TableShape(name, tuple(columns.split()), tuple(key.split()), {})


FACTS: Final[dict[str, TableShape]] = {
    kind.name: TableShape(
        kind.name,
        tuple(field.name for field in fields(kind.record)),
        kind.key,
        {"order_id": "''", "line": "-1"} if kind.name == "settlements" else {},
    )
    for kind in KINDS
}
"""The tables of facts, by name."""

WORKINGS: Final[dict[str, TableShape]] = {
    shape.name: shape
    for shape in (
        _auxiliary(
            "import_files",
            "file_hash imported_at file_name format account added updated unchanged refused headings report"
            " cells row_hashes",
            "file_hash imported_at",
        ),
        _auxiliary(
            "platform_lines",
            "account order_id line platform_sku seller_sku product_name variation package",
            "account order_id line",
        ),
        _auxiliary("sku_matches", "account platform_sku sku product_name variation", "account platform_sku"),
        _auxiliary(
            "waiting_charges",
            "charge carrier account order_ref tracking on kind cost_minor currency billed_weight_mg invoice"
            " file_hash carrier_no",
            "charge",
        ),
        _auxiliary(
            "return_requests",
            "account request order_id line platform_sku sku status reason quantity_milli refund_minor"
            " currency requested_at",
            "account request",
        ),
        _auxiliary("rate_sources", "currency on units cny_e8 format file_hash", "currency on"),
        _auxiliary("platform_rows", "account kind entry order_id on body", "account kind entry"),
        _auxiliary("schemes", "scheme name body body_hash example added_at", "scheme"),
        _auxiliary(
            "claims",
            "claim version state from_on to_on issuer created_at frozen_at submitted_at approved_at paid_at"
            " amount_minor approved_minor paid_minor layout_version frozen note inputs applicant_version"
            " recovered_minor",
            "claim version",
        ),
        _auxiliary(
            "claim_items",
            "claim version scheme position base base_measure amount_minor approved_minor reading steps",
            "claim version scheme",
        ),
        _auxiliary(
            "claim_lines",
            "claim version scheme account order_id line counted reason amount_minor approved_minor",
            "claim version scheme account order_id line",
        ),
        _auxiliary(
            "claim_events", "claim version number event at on amount_minor note", "claim version number"
        ),
        _auxiliary("trials", "trial account first_on days target_minor note", "trial"),
        _auxiliary("closed_months", "month closed_at note", "month"),
        _auxiliary("closed_changes", "command month kind changed_at number", "command month kind"),
        TableShape(
            "reconciled",
            ("part", "account", "item", "state", "note", "difference", "decided_at"),
            ("part", "account", "item"),
            {"account": "''"},
        ),
        _auxiliary("file_shapes", "shape format headings account body remembered_at", "shape"),
        _auxiliary(
            "evidence", "sha256 name media_type size added_at kind original note look pages", "sha256"
        ),
        _auxiliary("evidence_links", "sha256 target target_key", "sha256 target target_key"),
        _auxiliary(
            "rate_cards",
            "card carrier market from_place currency valid_from valid_to volume_divisor minimum_mg note",
            "card",
        ),
        _auxiliary(
            "rate_card_bands",
            "card above_mg up_to_mg base_minor step_mg per_step_minor",
            "card above_mg",
        ),
    )
}
"""The tables beside the facts that imports, claims and freight cards keep, by name."""

SHAPES: Final[dict[str, TableShape]] = {**FACTS, **WORKINGS}
"""Every table that a writer writes and the history knows."""
