"""Every sentence has one Chinese translation with the same open fields, and none is left over."""

from __future__ import annotations

from babel.messages.extract import extract_from_dir

from tests.translations import SOURCE, fields, known_messages, used_messages

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def test_every_message_is_translated_and_no_translation_is_stale() -> None:
    used, known = set(used_messages()), set(known_messages())
    assert sorted(map(str, used - known)) == [], "missing: python -m tests.translations prints the entries"
    assert sorted(map(str, known - used)) == [], "stale: no code says them any more"


def test_babel_finds_the_same_messages() -> None:
    found = set()
    for _file, _line, message, _comments, context in extract_from_dir(
        SOURCE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        texts = message if isinstance(message, tuple) else (message,)
        found.add((context, next(text for text in texts if text and text != context)))
    assert found == set(used_messages())


def test_open_fields_agree() -> None:
    used = used_messages()
    wrong = []
    for key, entries in known_messages().items():
        for file, message in entries:
            strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            asked = fields(key[1]) | fields(used[key].plural or "" if key in used else "")
            wrong += [(file, key[1], text) for text in strings if not text or fields(text) != asked]
    assert wrong == []


def test_no_message_is_translated_twice_or_uncertainly() -> None:
    known = known_messages()
    differing = {
        key[1]: sorted({str(message.string) for _file, message in entries})
        for key, entries in known.items()
        if len({message.string for _file, message in entries}) > 1
    }
    assert differing == {}
    assert [key for key, entries in known.items() if any(message.fuzzy for _file, message in entries)] == []


def test_plural_entries_match() -> None:
    used = used_messages()
    for key, entries in known_messages().items():
        for _file, message in entries:
            plural = message.id[1] if isinstance(message.id, tuple) else None
            if key in used:
                assert plural == used[key].plural
