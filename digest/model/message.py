"""Messages: what Digest says to people, as values.

Code that decides or refuses says *which* message it is and with what values; the words are in the
catalogues of ``digest/languages``, and whoever shows a message renders it in the reader's language.

::

    Message("edition.not_ready", edition="morning-2026-03-12", state=Message("state.sent"))

A ``Text`` is a message, or plain text where the words are not ours: a person's, a mail server's, or
those that an older version stored as English sentences. Plain text is shown as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

_BEGINS = '{"key"'


@dataclass(frozen=True, init=False, slots=True)
class Message:
    """Which message of the catalogues, and the values that its placeholders stand for.

    ``str()`` renders it in English; a ``Catalogue`` of any language renders it by its key.
    """

    key: str
    values: Mapping[str, Value]

    def __init__(self, key: str, /, **values: _Given) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", {name: _plain(values[name]) for name in values})

    def __hash__(self) -> int:
        return hash((self.key, *sorted(self.values.items())))

    def __str__(self) -> str:
        from digest.model.catalogue import english  # reads files, which most runs need not

        return english().say(self)


Text: TypeAlias = Message | str
"""What is said: a message, or plain text that is not ours."""

Value: TypeAlias = str | int | float | Message | tuple[Text, ...]
"""What a message may hold. Days and moments are kept as ISO 8601 text, tuples as lists in JSON."""

_Given: TypeAlias = (
    Value | date | Path | BaseException | list[str] | list[Message] | list[Text] | None
)
"""What code may give for a value; it is kept as a ``Value``."""


def text_to_json(text: Text) -> str:
    """A text for a column of the database, or a line of a log: plain text stays as it is."""
    if isinstance(text, str):
        # what only looks like a message must not come back as one
        return json.dumps({"key": "", "text": text}) if text.startswith(_BEGINS) else text
    return json.dumps(_tree(text), ensure_ascii=False)


def text_from_json(stored: str) -> Text:
    """The text that ``text_to_json`` wrote; anything else is plain text."""
    if not stored.startswith(_BEGINS):
        return stored
    try:
        return _text(json.loads(stored))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return stored


def _plain(value: _Given) -> Value:
    match value:
        case None:
            return ""
        case date():  # a moment is one too
            return value.isoformat()
        case BaseException():
            first = value.args[0] if len(value.args) == 1 else None
            return first if isinstance(first, Message) else str(value)
        case list():
            return tuple(value)
        case Path():
            return str(value)
        case str() if type(value) is not str:  # an enumeration's member
            return str(value)
    return value


def _tree(value: Value) -> Any:  # noqa: ANN401 - JSON
    match value:
        case Message():
            values = {name: _tree(each) for name, each in value.values.items()}
            return {"key": value.key, "values": values}
        case tuple():
            return [_tree(each) for each in value]
    return value


def _text(tree: Any) -> Text:  # noqa: ANN401 - JSON
    if isinstance(tree, str):
        return tree
    if not tree["key"]:
        return str(tree["text"])
    return Message(str(tree["key"]), **{str(k): _value(v) for k, v in tree["values"].items()})


def _value(tree: Any) -> Value:  # noqa: ANN401 - JSON
    if isinstance(tree, list):
        return tuple(_text(each) for each in tree)
    if isinstance(tree, dict):
        return _text(tree)
    if isinstance(tree, str | int | float):
        return tree
    raise ValueError(tree)
