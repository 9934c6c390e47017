"""What the code says and what the .po files know; `python -m tests.translations` lists the gaps."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "desktop_app"
CATALOGUES = ROOT / "resources" / "locale" / "zh"
FIELD = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[a-z]|%([a-z])")
SPEAKERS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""The functions that say a message, and how many of their first arguments are texts."""


@dataclass
class Used:
    """One message of the code: its singular, its plural or None, its context or None, and where it stands."""

    singular: str
    plural: str | None = None
    context: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return (self.context, self.singular)


def used_messages(source: Path = SOURCE) -> dict[tuple[str | None, str], Used]:
    """Return every message that the program says, by context and text."""
    found: dict[tuple[str | None, str], Used] = {}
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if name not in SPEAKERS:
                continue
            arguments = [a.value for a in node.args[: SPEAKERS[name]] if isinstance(a, ast.Constant)]
            texts = [text for text in arguments if isinstance(text, str) and text]
            if len(texts) < SPEAKERS[name]:
                continue  # _(variable): its text is marked with N_ where it stands
            used = Used(texts[0])
            if name == "ngettext":
                used = Used(texts[0], plural=texts[1])
            elif name == "pgettext":
                used = Used(texts[1], context=texts[0])
            place = f"{path.relative_to(source.parent).as_posix()}:{node.lineno}"
            found.setdefault(used.key, used).places.append(place)
    return found


def known_messages() -> dict[tuple[str | None, str], list[tuple[str, Message]]]:
    """Return every entry of the Chinese catalogues, by context and text, with the file it stands in."""
    known: dict[tuple[str | None, str], list[tuple[str, Message]]] = defaultdict(list)
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh", abort_invalid=True):
                if message.id:
                    singular = message.id if isinstance(message.id, str) else message.id[0]
                    known[message.context, singular].append((path.name, message))
    return known


def fields(text: str) -> set[str]:
    """Return the names of the fields that a message leaves open."""
    return {"".join(match) for match in FIELD.findall(text.replace("{{", "").replace("}}", ""))}


def room_of(used: Used) -> str:
    """Return the .po file that a message belongs to: that of the room which says it first."""
    parts = used.places[0].split(":")[0].split("/")
    return f"{parts[1]}.po" if len(parts) > 2 else "commands.po"


def main() -> int:
    """Print an empty entry for each message without a translation, and what is stale; 0 where all is well."""
    used, known = used_messages(), known_messages()
    missing = [message for key, message in used.items() if key not in known]
    stale = [(key, entries) for key, entries in known.items() if key not in used]
    for message in sorted(missing, key=lambda m: (room_of(m), m.places)):
        print(f"# {room_of(message)}\n#: {' '.join(message.places)}")
        if message.context:
            print(f"msgctxt {quoted(message.context)}")
        print(f"msgid {quoted(message.singular)}")
        if message.plural:
            print(f'msgid_plural {quoted(message.plural)}\nmsgstr[0] ""\n')
        else:
            print('msgstr ""\n')
    for (_context, text), entries in stale:
        print(f"# stale in {', '.join(name for name, _message in entries)}: {quoted(text)}")
    return 1 if missing or stale else 0


def quoted(text: str) -> str:
    """Return a text as a .po file writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    sys.exit(main())
