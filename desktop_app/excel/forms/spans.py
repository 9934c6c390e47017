"""An XML part as elements with their places in its bytes, so that it can be patched and not written anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 200
"""How deep elements lie in each other, at most; text boxes in tables in text boxes reach about 60."""
MOST_ELEMENTS: Final = 300_000
"""A form of 100,000 cells has as many; each takes about 500 bytes here."""
_LONGEST_RUN: Final = 4 << 20
"""Bytes among which an element begins; a cell holds 32,767 characters, and pictures are parts of a zip."""

_MOST_DIGITS: Final = 10
_TAG: Final = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
# Possessive, and begun only where blanks begin: a tag of nothing but blanks is read once, not once a blank.
_ATTRIBUTE: Final = re.compile(rb"""(?<!\s)(\s++)([^\s=/>"']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_PREDEFINED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY: Final = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));")
_MARKUP: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<[^>]*>|([^<]+)", re.DOTALL)
_UTF8: Final = {None, "utf-8", "utf8", "us-ascii", "ascii"}


class BadXmlError(Exception):
    """Bytes that are no XML that a form may hold; `hostile` where somebody must have meant it."""

    def __init__(self, *, hostile: bool) -> None:
        super().__init__(hostile)
        self.hostile = hostile


@dataclass(slots=True, eq=False)
class Node:
    """An element: bytes start:opened are its start tag, closing:end its end tag (none where it is empty)."""

    name: str
    """Without namespace."""
    space: str
    start: int
    opened: int = 0
    closing: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)

    def child(self, name: str) -> Node | None:
        """Return the first child of a name."""
        return next((node for node in self.children if node.name == name), None)

    def ancestors(self) -> tuple[Node, ...]:
        """Return the elements that this one stands in, from outside to inside."""
        found = []
        node = self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return tuple(reversed(found))

    def walk(self) -> Iterator[Node]:
        """Yield this element and all in it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def find(self, *names: str) -> Iterator[Node]:
        """Yield all elements in this one that bear one of the names."""
        return (node for node in self.walk() if node.name in names)


class Part:
    """A part of a form: its bytes, its elements, and what is to be changed in it."""

    def __init__(self, data: bytes) -> None:
        """Take a part apart. Raises BadXmlError."""
        self.data = data
        self.root = _parse(data)
        self.edits = Edits(data)

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self.edits.changes)

    def result(self) -> bytes:
        """Return the patched part."""
        return self.edits.render(0, len(self.data))

    def attributes(self, node: Node) -> dict[str, str]:
        """Return an element's attributes by their names as written."""
        tag = self.data[node.start : node.opened]
        return {
            found[2].decode(): unescape((found[3] if found[3] is not None else found[4]).decode())
            for found in _ATTRIBUTE.finditer(tag)
        }

    def get(self, node: Node, name: str) -> str | None:
        """Return one attribute by its name as written, or by the name after its prefix."""
        attributes = self.attributes(node)
        if name in attributes:
            return attributes[name]
        return next((text for key, text in attributes.items() if key.rpartition(":")[2] == name), None)

    def text(self, node: Node) -> str:
        """Return the characters in an element, of its children too."""
        raw = self.data[node.opened : node.closing].decode().replace("\r\n", "\n").replace("\r", "\n")
        if "<" not in raw:
            return unescape(raw)
        pieces = []
        for found in _MARKUP.finditer(raw):
            if found[1] is not None:
                pieces.append(found[1])
            elif found[2] is not None:
                pieces.append(unescape(found[2]))
        return "".join(pieces)

    def prefix(self, node: Node) -> str:
        """Return the prefix of an element's name with its colon, or nothing."""
        name = re.split(rb"[\s/>]", self.data[node.start + 1 : node.opened], maxsplit=1)[0].decode()
        return name[: name.rfind(":") + 1]


class Edits:
    """Changes to bytes, by place; the later of two at one place comes after the earlier."""

    def __init__(self, data: bytes) -> None:
        """Begin without changes."""
        self.data = data
        self.changes: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, content: str | bytes) -> None:
        """Put content in the place of bytes start:end."""
        self.changes.append((start, end, content if isinstance(content, bytes) else content.encode()))

    def remove(self, node: Node) -> None:
        """Take an element out."""
        self.replace(node.start, node.end, b"")

    def set_text(self, part: Part, node: Node, text: str) -> None:
        """Put text in the place of all that is in an element."""
        if node.closing == node.opened and self.data[node.opened - 2 : node.opened] == b"/>":
            name = f"{part.prefix(node)}{node.name}"
            self.replace(node.opened - 2, node.opened, f">{escape(text)}</{name}>")
        else:
            self.replace(node.opened, node.closing, escape(text))

    def set(self, node: Node, name: str, value: str | None) -> None:
        """Set an attribute, by its name as written; None takes it away."""
        tag = self.data[node.start : node.opened]
        for found in _ATTRIBUTE.finditer(tag):
            if found[2].decode() != name:
                continue
            if value is None:
                self.replace(node.start + found.start(), node.start + found.end(), b"")
            else:
                group = 3 if found[3] is not None else 4
                start, end = found.span(group)
                if unescape(found[group].decode()) != value:
                    self.replace(node.start + start, node.start + end, attribute(value))
            return
        if value is not None:
            at = node.opened - (2 if tag.endswith(b"/>") else 1)
            self.replace(at, at, f' {name}="{attribute(value)}"')

    def render(self, start: int, end: int) -> bytes:
        """Return bytes start:end with the changes made that lie in them."""
        pieces = []
        at = start
        for first, last, content in sorted(self.changes, key=lambda change: change[:2]):
            if first < start or last > end:
                continue
            pieces += [self.data[at:first], content]
            at = last
        return b"".join([*pieces, self.data[at:end]])


def whole(text: str | None) -> int | None:
    """Return a number of up to nine digits, or None for anything else."""
    if text is None:
        return None
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


def escape(text: str) -> str:
    """Return text as XML holds it in an element."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return text as XML holds it in an attribute, between either kind of quotation marks."""
    return (
        escape(text)
        .replace('"', "&quot;")
        .replace("'", "&apos;")
        .replace("\n", "&#10;")
        .replace("\t", "&#9;")
    )


def unescape(text: str) -> str:
    """Return what a text of an XML part means."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3] is not None:
        return _PREDEFINED.get(found[3], found[0])
    return chr(int(found[1], 16) if found[1] else int(found[2]))


def _check_encoding(data: bytes) -> None:
    """Refuse UTF-16, which no office program writes and whose bytes cannot be patched one by one."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data[:64]:
        raise BadXmlError(hostile=False)


def _check_size(data: bytes) -> None:
    """Refuse at once what the parser would refuse late: an element has two signs that begin it or its end."""
    if data.count(b"<") > 2 * MOST_ELEMENTS + 1_000:
        raise BadXmlError(hostile=True)
    if any(
        data.find(b"<", at, at + _LONGEST_RUN) < 0 for at in range(0, len(data) - _LONGEST_RUN, _LONGEST_RUN)
    ):
        raise BadXmlError(hostile=True)


def _parse(data: bytes) -> Node:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = Node("", "", 0)
    stack = [top]
    count = 0
    names: dict[str, tuple[str, str]] = {}

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        at = parser.CurrentByteIndex
        tag = _TAG.match(data, at)
        if len(stack) > DEEPEST or count > MOST_ELEMENTS or tag is None:
            raise BadXmlError(hostile=True)
        if name not in names:
            space, _, local = name.rpartition(" ")
            names[name] = (local, space)
        node = Node(*names[name], at, tag.end(), parent=stack[-1])
        stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        node = stack.pop()
        if data[node.opened - 2 : node.opened] == b"/>":
            node.closing = node.end = node.opened
        else:
            node.closing = parser.CurrentByteIndex
            node.end = data.index(b">", node.closing) + 1

    def refuse(*_arguments: object) -> None:
        raise BadXmlError(hostile=True)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding.lower() if encoding else None) not in _UTF8:
            raise BadXmlError(hostile=False)

    _check_encoding(data)
    _check_size(data)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = declared
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError) as error:
        raise BadXmlError(hostile=False) from error
    return top.children[0]
