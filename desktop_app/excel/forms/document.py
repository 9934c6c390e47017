"""A text document as a form sees it: its paragraphs, wherever they stand, and the rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop_app.excel.forms.parts import relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.excel.forms.package import Package
    from desktop_app.excel.forms.spans import Node, Part

_TEXT_PARTS: Final = {"header", "footer", "footnotes", "endnotes"}
_ALTERNATIVE: Final = "Fallback"


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph: where it stands, and the elements that hold its letters."""

    number: int
    """Counted through all parts from 1; the second drawing of a text box, for old programs, has 0."""
    part: Part
    part_name: str
    node: Node
    runs: tuple[Node, ...]

    @property
    def texts(self) -> list[str]:
        """Its text, run by run."""
        return [self.part.text(run) for run in self.runs]

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(self.texts)

    @property
    def ancestors(self) -> tuple[Node, ...]:
        """What it stands in, from outside to inside."""
        return self.node.ancestors()

    @property
    def rows(self) -> list[Node]:
        """The rows of tables that it stands in, from outside to inside."""
        return [node for node in self.ancestors if node.name == "tr"]


class Document:
    """An open document."""

    def __init__(self, package: Package, path: str) -> None:
        """Read all parts that hold text. Raises UnusableFormError."""
        self.package = package
        self.path = path
        names = [path]
        for relation in relations(package, path):
            if relation.kind in _TEXT_PARTS and relation.target in package and relation.target not in names:
                names.append(relation.target)
        self.parts = {name: package.part(name) for name in names}
        self.paragraphs: list[Paragraph] = []
        count = 0
        for name, part in self.parts.items():
            for node in _paragraphs(part.root):
                shown = not any(outer.name == _ALTERNATIVE for outer in node.ancestors())
                count += shown
                number = count if shown else 0
                runs = tuple(_letters(node))
                self.paragraphs.append(Paragraph(number, part, name, node, runs))


def _paragraphs(root: Node) -> Iterator[Node]:
    return (node for node in root.find("p") if "wordprocessingml" in node.space)


def _letters(paragraph: Node) -> Iterator[Node]:
    """Yield the elements with a paragraph's own letters: not those of text boxes in it, nor deleted ones."""
    waiting = list(reversed(paragraph.children))
    while waiting:
        node = waiting.pop()
        if node.name == "t" and "wordprocessingml" in node.space:
            yield node
        elif node.name not in {"p", "del", "moveFrom", "txbxContent", "rPr", "pPr"}:
            waiting.extend(reversed(node.children))
