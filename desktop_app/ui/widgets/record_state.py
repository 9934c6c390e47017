"""What a person has made of a table of records, remembered by kind: columns, order, named views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.usecases.records.rows import Condition, Operator, Query, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop_app.ui.context import Context
    from desktop_app.usecases.records.layout import Field


@dataclass(frozen=True, slots=True)
class View:
    """A named question: words, conditions, order and ready-made scope."""

    name: str
    query: Query


class RecordState:
    """Reads and keeps the state of one kind; what cannot be read is as if it had never been kept."""

    def __init__(self, context: Context, kind: str, fields: Sequence[Field]) -> None:
        self._context = context
        self._kind = kind
        known = {field.key for field in fields}
        kept = context.remembered(self._screen)
        self.columns: list[dict[str, object]] = _dicts(kept.get("columns"))
        self.sort: tuple[Sort, ...] = _sorts(kept.get("sort"), known)
        self.views: list[View] = [
            View(str(each["name"]), _query(kind, each, known))
            for each in _dicts(kept.get("views"))
            if each.get("name")
        ]

    @property
    def _screen(self) -> str:
        return f"records-{self._kind}"

    def keep(self) -> None:
        """Remember it."""
        self._context.remember(
            self._screen,
            {
                "columns": self.columns,
                "sort": _plain_sorts(self.sort),
                "views": [{"name": view.name, **_plain(view.query)} for view in self.views],
            },
        )

    def add_view(self, name: str, query: Query) -> None:
        """Keep a question under a name, in place of what had it before."""
        view = View(name, query)
        names = [each.name for each in self.views]
        if name in names:
            self.views[names.index(name)] = view
        else:
            self.views.append(view)
        self.keep()


def _plain(query: Query) -> dict[str, object]:
    return {
        "words": query.words,
        "scope": query.scope,
        "sort": _plain_sorts(query.sort),
        "conditions": [[each.field, each.operator.value, each.text] for each in query.conditions],
    }


def _plain_sorts(sorts: Sequence[Sort]) -> list[list[object]]:
    return [[sort.field, sort.descending] for sort in sorts]


def _query(kind: str, kept: Mapping[str, Any], known: set[str]) -> Query:
    conditions = kept.get("conditions")
    return Query(
        kind=kind,
        words=str(kept.get("words", "")),
        scope=str(kept.get("scope", "")),
        sort=_sorts(kept.get("sort"), known),
        conditions=tuple(
            Condition(str(field), Operator(operator), str(text))
            for field, operator, text in (conditions if isinstance(conditions, list) else ())
            if field in known and operator in set(Operator)
        ),
    )


def _sorts(kept: object, known: set[str]) -> tuple[Sort, ...]:
    pairs = kept if isinstance(kept, list) else []
    return tuple(Sort(str(field), descending=bool(down)) for field, down in pairs if field in known)


def _dicts(kept: object) -> list[dict[str, Any]]:
    return [dict(each) for each in kept if isinstance(each, dict)] if isinstance(kept, list) else []
