"""How the parts of a form name each other: relationships, resolved to names in the zip."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from desktop_app.excel.forms.package import Package


@dataclass(frozen=True, slots=True)
class Relation:
    """One part that another names: its kind (the last word of the type) and its name in the zip."""

    id: str
    kind: str
    target: str


def relations_part(name: str) -> str:
    """Return where a part's relationships stand; those of the whole form for no part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def relations(package: Package, name: str) -> list[Relation]:
    """Return the parts of the form that one part names, in their order."""
    where = relations_part(name)
    if where not in package:
        return []
    part = package.part(where)
    made = []
    for node in part.root.children:
        attributes = part.attributes(node)
        if attributes.get("TargetMode") == "External":
            continue
        target = unquote(attributes.get("Target", ""))
        folder = posixpath.dirname(name)
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        made.append(Relation(attributes.get("Id", ""), kind, path))
    return made


def remove_part(package: Package, owner: str, name: str) -> None:
    """Take a part out: its entry, the owner's relationship to it and its content type."""
    package.removed.add(name)
    where = package.part(relations_part(owner))
    for relation, node in zip(relations_all(package, owner), where.root.children, strict=True):
        if relation == name:
            where.edits.remove(node)
    types = package.part("[Content_Types].xml")
    for node in types.root.children:
        if (types.get(node, "PartName") or "").lstrip("/").lower() == name.lower():
            types.edits.remove(node)


def relations_all(package: Package, owner: str) -> list[str]:
    """Return the targets of all relationships of a part, outside ones as nothing, in their order."""
    found = {relation.id: relation.target for relation in relations(package, owner)}
    part = package.part(relations_part(owner))
    return [found.get(part.get(node, "Id") or "", "") for node in part.root.children]
